"""The overview: a row a province, from the rollup by plain SQL, before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final, Literal

from db.models.figure import Figure
from db.store.reader import Reader
from db.summary.card import Rules, actual_figures, make_standing, standing_over_years
from db.summary.cells import Cell, by_province, moved, read_cells, read_year, read_years, years_of
from db.summary.indicators import read_indicators, read_unit_names
from db.summary.maintained import read_maintained
from db.summary.past import Moment, Past, of_one_moment, read_past
from db.summary.provinces import Change, read_changes, read_provinces, read_successors
from db.summary.states import State, read_stated
from db.summary.views import Overview, OverviewRow, Province

Units = Literal["reported", "current"]
"""Figures under the province of the document, or under the province that it belongs to today."""
TOTALS: Final = Province("", "", "", "")
_PROGRAMMES: Final = {
    "vi": "SELECT code, name_vi FROM programme ORDER BY position",
    "en": "SELECT code, name_en FROM programme ORDER BY position",
}


def read_programmes(reader: Reader, language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every programme, in official order."""
    return tuple((code, name) for code, name in reader.rows(_PROGRAMMES[language]))


def read_rules(
    reader: Reader,
    language: str,
    *,
    today: date,
    behind_percent: int = 85,
    ahead_percent: int = 115,
    past: Past | None = None,
) -> Rules:
    """What judging targets on `today` needs; thresholds in percent of the expected share."""
    return Rules(today, behind_percent, ahead_percent, read_indicators(reader, language), read_maintained(reader, past))


@of_one_moment
def read(
    reader: Reader,
    *,
    year: int | None,
    programme: str | None,
    today: date,
    behind_percent: int = 85,
    ahead_percent: int = 115,
    language: str = "vi",
    units: Units = "reported",
    totals_of: Collection[str] | None = None,
    as_of: Moment | None = None,
) -> Overview:
    """All provinces of one year (None: all years) and programme (None: all): those with data first, in code order.

    Over all years a figure of several years is added once; in a single year it is not. Targets are judged year by year.
    The totals are those of the provinces with the keys `totals_of` (None: all); a level is never added up. With
    `as_of` everything is what was known at that moment, judged on `today`.
    """
    past = read_past(reader, as_of) if as_of else None
    rules = read_rules(
        reader, language, today=today, behind_percent=behind_percent, ahead_percent=ahead_percent, past=past
    )
    if year is None:
        cells, states = read_cells(reader, programme=programme, past=past), list[Cell]()
        touched = {cell.province for cell in cells}
        known = years_of(cells)
    else:
        cells, states, touched = read_year(reader, year, programme=programme, past=past)
        known = read_years(reader, programme=programme, past=past)
    stated = read_stated(reader, programme=programme, past=past)
    changes = dict(past.changes) if past else read_changes(reader)
    provinces = read_provinces(reader)
    if units == "current":
        successors = read_successors(reader)
        cells, states = moved(cells, successors), moved(states, successors)
        touched = {successors.get(key, key) for key in touched}
        rules = rules.moved(successors)
        stated = {(successors.get(province, province), first, last) for province, first, last in stated}
        changes = _moved_changes(changes, successors)
        provinces = {key: province for key, province in provinces.items() if province.era == "B"}
    years = sorted(known | {one for _key, first, last in stated for one in range(first, last + 1)})
    touched |= {key for key, first, last in stated if year is None or first <= year <= last}
    inside, stating = by_province(cells), by_province(states)
    rows = [
        _row(province, year, inside[key], stating[key], rules, changes.get(key)) if key in touched else _empty(province)
        for key, province in provinces.items()
    ]
    rows.sort(key=lambda row: not row.has_data)
    totals = _totals([row for row in rows if totals_of is None or row.province.key in totals_of], cells, rules)
    told = (figure for row in (*rows, totals) for figure in row.figures.values())
    names = read_unit_names(reader, language) if any(figure.by_unit for figure in told) else {}
    return Overview(tuple(rows), totals, tuple(years), read_programmes(reader, language), names)


def _moved_changes(changes: dict[str, Change], successors: dict[str, str]) -> dict[str, Change]:
    latest: dict[str, Change] = {}
    for key, change in changes.items():
        today = successors.get(key, key)
        latest[today] = max(change, latest.get(today, change))
    return latest


def _row(
    province: Province,
    year: int | None,
    cells: Sequence[Cell],
    states: Sequence[Cell],
    rules: Rules,
    change: Change | None,
) -> OverviewRow:
    if year is None:
        figures, stands = actual_figures(cells, rules), standing_over_years(province.key, cells, rules)
    else:
        figures, stands = make_standing(province.key, year, cells, states, rules)
    return OverviewRow(
        province,
        True,
        stands.met,
        stands.set,
        figures,
        change.at if change else None,
        change.by if change else None,
        stands.missed,
        stands.behind,
        stands.unreported,
    )


def _empty(province: Province) -> OverviewRow:
    return OverviewRow(province, False, 0, 0, {}, None, None)


def _totals(rows: Sequence[OverviewRow], cells: Sequence[Cell], rules: Rules) -> OverviewRow:
    shown = {row.province.key for row in rows}
    figures: dict[str, Figure] = actual_figures([cell for cell in cells if cell.province in shown], rules)
    last = max((row for row in rows if row.changed_at), key=lambda row: row.changed_at or "", default=None)
    return OverviewRow(
        TOTALS,
        any(row.has_data for row in rows),
        sum(row.targets_met for row in rows),
        sum(row.targets_set for row in rows),
        figures,
        last.changed_at if last else None,
        None,
        sum(row.targets_missed for row in rows),
        sum(row.targets_behind for row in rows),
        sum(row.targets_unreported for row in rows),
    )


def state_years(states: Iterable[State]) -> set[int]:
    """Every year that a state speaks of."""
    return {year for state in states for year in state.years}


def is_sample(reader: Reader) -> bool:
    """Whether the database holds the sample documents: every screen and export says so (MẪU)."""
    return reader.rows("SELECT value FROM meta WHERE name = 'sample'") == [("1",)]
