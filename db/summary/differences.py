"""What changed between two moments, figure by figure and state by state, with the revisions behind each."""

# ruff: noqa: S608 - every statement is made of constants

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from db.models.figure import UNKNOWN, Figure
from db.store.reader import Reader
from db.summary.card import by_unit, figure_of
from db.summary.cells import BASELINE, UNIT_MARK, Cell, moved, read_cells
from db.summary.contract import by_unit_object, figure_object
from db.summary.indicators import Indicator, read_indicators
from db.summary.overview import Units
from db.summary.past import CUT, Moment, Past, read_past
from db.summary.provinces import read_provinces, read_successors
from db.summary.states import State, read_states
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
STATE: Final = "state"
"""The kind of a difference that is no figure."""
_ACTIVITY: Final = "activity"
_RecordKey = tuple[str, str]
"""Province and record."""
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
    """One figure, or state of an activity, that is another one now; of the years from `year_from` to `year_to`."""

    province: Province
    indicator: str
    """Its code, "" of an activity that names none."""
    name: str
    """The indicator's, or the activity's title."""
    unit: str
    kind: str
    """target, actual (what was done, planned or disbursed), or state."""
    year_from: int
    year_to: int
    before: Figure | str | None
    """A figure, or the code of a state; None where nothing was recorded then."""
    after: Figure | str | None
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
    """What differs between `since` and `as_of` (None: now), by province, year and official order, states last."""
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
        pasts = (read_past(reader, since), read_past(reader, as_of) if as_of else None)
        before, after = (_figures(reader, past, programme, successors, indicators, touched) for past in pasts)
        activities = {record for record, behind in changes.items() if behind[0].kind == _ACTIVITY}
        states = [_states(reader, past, programme, activities) for past in pasts] if activities else [{}, {}]
    wanted = None if provinces is None else {successors.get(key, key) for key in provinces}
    official = {code: place for place, code in enumerate(indicators)}
    places = {key: place for place, key in enumerate(known)}
    found = [
        _difference(key, known, indicators, before.get(key), after.get(key), changes, records)
        for key, records in touched.items()
        if key[1] in indicators and key[2] != BASELINE and _differ(before.get(key), after.get(key))
        if (wanted is None or key[0] in wanted) and (year is None or key[3] <= year <= key[4])
    ]
    said = [
        _state_difference(record, known, successors, (states[0].get(record), states[1].get(record)), changes[record])
        for record in {**states[0], **states[1]}
    ]
    found += [
        one
        for one in said
        if one.before != one.after
        and (wanted is None or one.province.key in wanted)
        and (year is None or one.year_from <= year <= one.year_to)
    ]
    last = len(official)
    found.sort(
        key=lambda one: (
            places[one.province.key],
            one.year_from,
            one.year_to,
            last if one.kind == STATE else official[one.indicator],
            one.name,
        )
    )
    return found


def _states(
    reader: Reader, past: Past | None, programme: str | None, activities: Collection[_RecordKey]
) -> dict[_RecordKey, State]:
    """What these activities said of themselves."""
    said = read_states(reader, programme=programme, past=past)
    return {(one.province, one.record): one for one in said if (one.province, one.record) in activities}


def _state_difference(
    record: _RecordKey,
    known: Mapping[str, Province],
    successors: Mapping[str, str],
    then_and_now: tuple[State | None, State | None],
    changes: Sequence[Change],
) -> Difference:
    one = then_and_now[1] or then_and_now[0]
    assert one is not None
    province = known[successors.get(record[0], record[0])]
    was, now = (state.state if state else None for state in then_and_now)
    return Difference(
        province, one.indicator or "", one.title, "", STATE, one.first_year, one.last_year, was, now, tuple(changes)
    )


def _differ(before: Figure | None, after: Figure | None) -> bool:
    return before != after or (before and before.by_unit) != (after and after.by_unit)


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
    units: dict[_FigureKey, list[Cell]] = defaultdict(list)
    for cell in moved(read_cells(reader, programme=programme, past=past), successors):
        code, mark, _unit = cell.indicator.partition(UNIT_MARK)
        key = (cell.province, code, _sort(cell.kind), cell.years[0], cell.years[-1])
        if key in touched and code in indicators:
            (units if mark else grouped)[key].append(cell)
    return {
        key: figure_of(cells, by_unit(units[key]).get(key[1], {}), indicators[key[1]]) for key, cells in grouped.items()
    }


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


def differences_object(
    found: Iterable[Difference], indicators: Mapping[str, Indicator], filters: Mapping[str, Any]
) -> dict[str, Any]:
    """What `tiendo summary --since … --format json` prints: the contract of docs/changes.schema.json."""
    figures: list[dict[str, Any]] = []
    states: list[dict[str, Any]] = []
    for one in found:
        (states if one.kind == STATE else figures).append(_object(one, indicators))
    return {"filters": dict(filters), "differences": figures, "states": states}


def _object(difference: Difference, indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    province = difference.province
    told: dict[str, Any] = {
        "province": {"code": province.code, "era": province.era, "name": province.name},
        "from": difference.year_from,
        "to": difference.year_to,
        "indicator": difference.indicator or None,
        "name": difference.name,
    }
    if difference.kind != STATE:
        told |= {"unit": difference.unit, "kind": difference.kind}
    for end in ("before", "after"):
        said: Figure | str | None = getattr(difference, end)
        if difference.kind != STATE and not isinstance(said, str):
            figure, indicator = said or UNKNOWN, indicators[difference.indicator]
            told |= {end: figure_object(figure, indicator), **by_unit_object(end, figure, indicator)}
        else:
            told[end] = said
    return told | {"changes": [{**change._asdict(), "province": change.province.key} for change in difference.changes]}
