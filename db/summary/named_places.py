"""The communes that records name, with the units of today that they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from db.models.kinds import KINDS
from db.store.reader import Reader
from db.summary.past import Past

_NAMED: Final = (
    "SELECT n.province_code, r.year_from, r.year_to, n.record_id, n.field, n.position, n.as_printed,"
    " u.code, u.era, u.name, u.key, p.programme, r.head_revision_id"
    " FROM record_place n JOIN record r ON r.province_code = n.province_code AND r.id = n.record_id"
    " LEFT JOIN record_programme p ON p.province_code = r.province_code AND p.record_id = r.id"
    " LEFT JOIN unit u ON u.key = n.unit_key"
    " WHERE NOT r.voided AND r.kind IN ('plan', 'target', 'delivery') AND (u.level IS NULL OR u.level = 'commune')"
)
_NAMING: Final = ("plan", "target", "delivery")
_SUCCESSORS: Final = (
    "SELECT DISTINCT l.from_key, s.code, s.era, s.name FROM record_place n JOIN unit_link l ON l.from_key = n.unit_key"
    " JOIN unit s ON s.key = l.to_key ORDER BY l.from_key, s.code"
)
_UNITS: Final = "SELECT key, level, code, era, name FROM unit WHERE key IN ({keys})"
_SUCCESSORS_OF: Final = (
    "SELECT DISTINCT l.from_key, s.code, s.era, s.name FROM unit_link l JOIN unit s ON s.key = l.to_key"
    " WHERE l.from_key IN ({keys}) ORDER BY l.from_key, s.code"
)
_Named = tuple[Any, ...]
"""Province, years, record, field, position, as printed, code, era, name and key of the unit, programme."""


class NamedPlace(NamedTuple):
    """A commune named by a plan, target or delivery: as printed, with its official name and successors of today."""

    province: str
    first_year: int
    last_year: int
    as_printed: str
    code: str | None
    era: str | None
    name: str | None
    successors: tuple[tuple[str, str, str], ...]
    """(code, era, name) of each."""


def read_named_places(
    reader: Reader, *, programme: str | None = None, province: str | None = None, past: Past | None = None
) -> list[NamedPlace]:
    """Each commune once for each province and run of years, in the order in which the records name them.

    With `past` those that were named at that moment.
    """
    narrow = " AND n.province_code = :province" if province else ""
    rows = [
        row[:-1]
        for row in reader.rows(_NAMED + narrow, {"province": province})
        if past is None or row[-1] not in past.started
    ]
    successors = _successors(reader.rows(_SUCCESSORS))
    if past:
        then, more = _named_then(reader, past, province)
        rows += then
        successors |= more
    rows.sort(key=lambda row: (row[0], row[1] or 0, *row[3:6]))
    found: dict[tuple[Any, ...], NamedPlace] = {}
    for province_key, first, last, _record, _field, _position, printed, code, era, name, key, served in rows:
        if programme in (None, served):
            place = NamedPlace(province_key, first, last, printed, code, era, name, tuple(successors.get(key, ())))
            found.setdefault(place[:-1], place)
    return list(found.values())


def _successors(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for key, code, era, name in rows:
        found.setdefault(key, []).append((code, era, name))
    return found


def _named_then(
    reader: Reader, past: Past, province: str | None
) -> tuple[list[_Named], dict[str, list[tuple[str, str, str]]]]:
    """The places named by records that changed since, and the successors of their units."""
    records = [was for was in past.stopped if was.kind in _NAMING and province in (None, was.province)]
    named = [
        (was, field.name, position, place)
        for was in records
        for field in KINDS[was.kind].fields
        if field.type == "places"
        for position, place in enumerate(was.content.get(field.name, ()))
    ]
    keys = dict.fromkeys(place["unit"] for *_where, place in named if "unit" in place)
    if not keys:
        units, successors = {}, {}
    else:
        marks = {f"u{number}": key for number, key in enumerate(keys)}
        listed = ", ".join(f":{mark}" for mark in marks)
        units = {row[0]: row[1:] for row in reader.rows(_UNITS.format(keys=listed), marks)}
        successors = _successors(reader.rows(_SUCCESSORS_OF.format(keys=listed), marks))
    rows = []
    for was, field_name, position, place in named:
        level, *unit = units.get(place.get("unit"), (None, None, None, None))
        if level in (None, "commune"):
            years = (was.period.year_from, was.period.year_to) if was.period else (None, None)
            where = (was.province, *years, was.id, field_name, position, place["text"], *unit, place.get("unit"))
            rows += [(*where, code) for code in was.content.get("programmes") or (None,)]
    return rows, successors
