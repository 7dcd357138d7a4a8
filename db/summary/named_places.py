"""The communes that records name, with the units of today that they belong to."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from db.store.reader import Reader

_NAMED: Final = (
    "SELECT n.province_code, r.year_from, r.year_to, n.as_printed, u.code, u.era, u.name, u.key, p.programme"
    " FROM record_place n JOIN record r ON r.province_code = n.province_code AND r.id = n.record_id"
    " LEFT JOIN record_programme p ON p.province_code = r.province_code AND p.record_id = r.id"
    " LEFT JOIN unit u ON u.key = n.unit_key"
    " WHERE NOT r.voided AND r.kind IN ('plan', 'target', 'delivery') AND (u.level IS NULL OR u.level = 'commune')"
)
_IN_ORDER: Final = " ORDER BY n.province_code, r.year_from, n.record_id, n.field, n.position"
_SUCCESSORS: Final = (
    "SELECT DISTINCT l.from_key, s.code, s.era, s.name FROM record_place n JOIN unit_link l ON l.from_key = n.unit_key"
    " JOIN unit s ON s.key = l.to_key ORDER BY l.from_key, s.code"
)


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


def read_named_places(reader: Reader, *, programme: str | None = None, province: str | None = None) -> list[NamedPlace]:
    """Each commune once for each province and run of years, in the order in which the records name them."""
    rows = reader.rows(
        _NAMED + (" AND n.province_code = :province" if province else "") + _IN_ORDER, {"province": province}
    )
    successors: dict[str, list[tuple[str, str, str]]] = {}
    for key, code, era, name in reader.rows(_SUCCESSORS):
        successors.setdefault(key, []).append((code, era, name))
    found: dict[tuple[Any, ...], NamedPlace] = {}
    for province_key, first, last, printed, code, era, name, key, served in rows:
        if programme in (None, served):
            place = NamedPlace(province_key, first, last, printed, code, era, name, tuple(successors.get(key, ())))
            found.setdefault(place[:-1], place)
    return list(found.values())
