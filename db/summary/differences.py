"""What changed between two moments, figure by figure, with the revisions behind each."""

# ruff: noqa: S608 - every statement is made of constants

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from db.models.figure import UNKNOWN, Figure
from db.store.reader import Reader
from db.summary.cells import BASELINE, Cell, combine, moved, read_cells
from db.summary.contract import figure_object
from db.summary.indicators import Indicator, read_indicators
from db.summary.overview import Units
from db.summary.past import CUT, Moment, Past, read_past
from db.summary.provinces import read_provinces, read_successors
from db.summary.views import Province

_POSTED: Final = """,
posted AS (
    SELECT DISTINCT j.province_code, j.revision_id, r.record_id
    FROM cut JOIN journal j ON j.province_code = cut.province_code AND j.seq > cut.seq
    JOIN revision r ON r.province_code = j.province_code AND r.id = j.revision_id
    WHERE :until = '' OR j.at < :until
)
"""
_TOUCHED: Final = (
    CUT + _POSTED + "SELECT DISTINCT f.province_code, p.record_id, f.indicator, f.kind, f.period_start, f.period_end"
    " FROM posted p JOIN fact_cell_year f ON f.province_code = p.province_code AND f.revision_id = p.revision_id"
    " WHERE f.programme = :programme AND f.dimension = ''"
)
_REVISIONS: Final = (
    CUT + _POSTED + "SELECT DISTINCT v.province_code, v.record_id, v.kind, v.id, v.author, v.at, v.cause, v.reason,"
    " v.content FROM posted p JOIN revision v ON v.province_code = p.province_code AND v.record_id = p.record_id"
    " WHERE v.at >= :before AND (:until = '' OR v.at < :until) ORDER BY v.at, v.id"
)
_FigureKey = tuple[str, str, str, int, int]
"""Province, indicator, kind (what was done is one kind), first and last year."""


class Change(NamedTuple):
    """A revision of a record: who changed what, when and why."""

    province: Province
    """Whose record it is."""
    record: str
    kind: str
    """The kind of record."""
    title: str
    """Its title or number, "" where it has neither."""
    revision: str
    cause: str
    """entry, edit, void …"""
    by: str
    at: str
    """UTC, ISO 8601."""
    reason: str


class Difference(NamedTuple):
    """One figure that is another one now; of several years where `year_to` is not `year_from`."""

    province: Province
    indicator: str
    name: str
    unit: str
    kind: str
    """target, or actual: what was done, planned or disbursed."""
    year_from: int
    year_to: int
    before: Figure | None
    """None where nothing was recorded then."""
    after: Figure | None
    changes: tuple[Change, ...]


def read_differences(
    reader: Reader,
    since: Moment,
    *,
    as_of: Moment | None = None,
    provinces: Collection[str] | None = None,
    year: int | None = None,
    programme: str | None = None,
    units: Units = "reported",
    language: str = "vi",
) -> list[Difference]:
    """The figures that differ between `since` and `as_of` (None: now), by province, year and official order."""
    with reader.at_once():
        known = read_provinces(reader)
        indicators = read_indicators(reader, language)
        successors = read_successors(reader) if units == "current" else {}
        asked = {
            "before": since.before,
            "until": as_of.before if as_of else "",
            "provinces": "",
            "programme": programme or "*",
        }
        touched: dict[_FigureKey, set[tuple[str, str]]] = defaultdict(set)
        for province, record, indicator, kind, start, end in reader.rows(_TOUCHED, asked):
            key = (successors.get(province, province), indicator, _sort(kind), int(start[:4]), int(end[:4]))
            touched[key].add((province, record))
        changes = _changes(reader.rows(_REVISIONS, asked), known)
        past = read_past(reader, as_of) if as_of else None
        before = _figures(reader, read_past(reader, since), programme, successors, indicators, touched)
        after = _figures(reader, past, programme, successors, indicators, touched)
    wanted = None if provinces is None else {successors.get(key, key) for key in provinces}
    official = {code: place for place, code in enumerate(indicators)}
    places = {key: place for place, key in enumerate(known)}
    found = [
        _difference(key, known, indicators, before.get(key), after.get(key), changes, records)
        for key, records in touched.items()
        if key[1] in indicators and key[2] != BASELINE and before.get(key) != after.get(key)
        if (wanted is None or key[0] in wanted) and (year is None or key[3] <= year <= key[4])
    ]
    found.sort(key=lambda one: (places[one.province.key], one.year_from, one.year_to, official[one.indicator]))
    return found


def _sort(kind: str) -> str:
    return "actual" if kind in ("planned", "disbursed") else kind


def _figures(
    reader: Reader,
    past: Past | None,
    programme: str | None,
    successors: Mapping[str, str],
    indicators: Mapping[str, Indicator],
    touched: Collection[_FigureKey],
) -> dict[_FigureKey, Figure]:
    grouped: dict[_FigureKey, list[Cell]] = defaultdict(list)
    for cell in moved(read_cells(reader, programme=programme, past=past), successors):
        key = (cell.province, cell.indicator, _sort(cell.kind), cell.years[0], cell.years[-1])
        if key in touched and cell.indicator in indicators:
            grouped[key].append(cell)
    return {key: combine(cells, indicators[key[1]]) for key, cells in grouped.items()}


def _changes(rows: Iterable[tuple[Any, ...]], known: Mapping[str, Province]) -> dict[tuple[str, str], list[Change]]:
    found: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for province, record, kind, revision, author, at, cause, reason, text in rows:
        content = json.loads(text)
        title = content.get("title") or content.get("number", "")
        found[province, record].append(
            Change(known[province], record, kind, title, revision, cause, author, at, reason)
        )
    return found


def _difference(
    key: _FigureKey,
    known: Mapping[str, Province],
    indicators: Mapping[str, Indicator],
    before: Figure | None,
    after: Figure | None,
    changes: Mapping[tuple[str, str], list[Change]],
    records: Iterable[tuple[str, str]],
) -> Difference:
    province, code, kind, first, last = key
    indicator = indicators[code]
    behind = sorted((change for record in records for change in changes.get(record, ())), key=lambda one: one.at)
    return Difference(
        known[province], code, indicator.name, indicator.unit, kind, first, last, before, after, tuple(behind)
    )


def difference_object(difference: Difference, indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    """A difference as `tiendo summary --since … --format json` prints it; figures as in docs/summary.schema.json."""
    indicator = indicators[difference.indicator]
    province = difference.province

    def figure(one: Figure | None) -> dict[str, Any]:
        return figure_object(one or UNKNOWN, indicator)

    return {
        "province": {"code": province.code, "era": province.era, "name": province.name},
        "from": difference.year_from,
        "to": difference.year_to,
        "indicator": difference.indicator,
        "name": difference.name,
        "unit": difference.unit,
        "kind": difference.kind,
        "before": figure(difference.before),
        "after": figure(difference.after),
        "changes": [{**change._asdict(), "province": change.province.key} for change in difference.changes],
    }
