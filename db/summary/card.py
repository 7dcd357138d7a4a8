"""The card of one province and year: its figures, its targets against actuals, and its figures of several years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from db.models.figure import UNKNOWN, Figure
from db.models.period import Period
from db.summary.cells import BASELINE, LATEST, NOT_DONE, TARGET, UNIT_MARK, Cell, combine, latest, period_of
from db.summary.indicators import Indicator
from db.summary.progress import percent_met, standing_of, status
from db.summary.views import IndicatorProgress, Standing, Status


class Rules(NamedTuple):
    """What judging a target needs beside its figures: the day, the pace thresholds in percent, and the indicators."""

    today: date
    behind_percent: int
    ahead_percent: int
    indicators: Mapping[str, Indicator]
    maintained: frozenset[tuple[str, str, int]] = frozenset()
    """(province, indicator, year) of the levels to be kept."""

    def moved(self, successors: Mapping[str, str]) -> Rules:
        """The same rules with each province's levels under the province that it belongs to today."""
        kept = ((successors.get(province, province), code, year) for province, code, year in self.maintained)
        return self._replace(maintained=frozenset(kept))


class MultiYear(NamedTuple):
    """A figure of several years: it stands beside each of them and in no year's sum."""

    indicator: str
    kind: str
    period: Period
    figure: Figure
    progress: IndicatorProgress | None = None
    """A target against what was done in all of its years."""


class Card(NamedTuple):
    """One province and year; `actuals` by indicator, what was planned or disbursed among them."""

    province: str
    year: int
    actuals: Mapping[str, Figure]
    progress: tuple[IndicatorProgress, ...]
    multi_year: tuple[MultiYear, ...]


def actual_figures(cells: Sequence[Cell], rules: Rules) -> dict[str, Figure]:
    """What was done, planned in money and disbursed: one figure an indicator; of chiếc and bộ one a unit."""
    grouped: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.kind not in NOT_DONE and cell.indicator in rules.indicators:
            grouped[cell.indicator].append(cell)
    units = by_unit(cells)
    return {code: figure_of(group, units.get(code, {}), rules.indicators[code]) for code, group in grouped.items()}


def figure_of(cells: Sequence[Cell], units: Mapping[str, Sequence[Cell]], indicator: Indicator) -> Figure:
    """One figure of an indicator's cells, `units` its cells by unit of measure: what has several is no one sum."""
    figure = combine(cells, indicator)
    if not set(units) - {indicator.unit}:
        return figure
    in_order = sorted(units, key=lambda unit: (unit != indicator.unit, unit))
    parts = tuple((unit, combine(units[unit], indicator)) for unit in in_order)
    whole = figure if len(parts) == 1 else Figure(unknown_parts=figure.unknown_parts)
    return replace(whole, by_unit=parts)


def in_own_unit(cells: Sequence[Cell], units: Mapping[str, Sequence[Cell]], indicator: Indicator) -> Sequence[Cell]:
    """What a target is met by: cells in the indicator's own unit, and what was said without a number."""
    if not set(units) - {indicator.unit}:
        return cells
    said = [cell._replace(n=0) for cell in cells if cell.n_unknown or cell.n_not_carried_out or cell.n_not_applicable]
    return [*said, *units.get(indicator.unit, ())]


def by_unit(cells: Iterable[Cell]) -> dict[str, dict[str, list[Cell]]]:
    """The cells of what is counted by unit: indicator → unit → those that hold a number in it."""
    found: dict[str, dict[str, list[Cell]]] = defaultdict(dict)
    for cell in cells:
        if UNIT_MARK in cell.indicator and cell.n:
            code, _mark, unit = cell.indicator.partition(UNIT_MARK)
            found[code].setdefault(unit, []).append(cell)
    return found


def make_card(province: str, year: int, cells: Sequence[Cell], rules: Rules) -> Card:
    """The card of `province` in `year` from that province's cells."""
    touching = [cell for cell in cells if year in cell.years]
    inside = [cell for cell in touching if cell.year == year]
    across = [cell for cell in touching if cell.year is None]
    states = [cell for cell in across if cell.is_state]
    return Card(
        province,
        year,
        actual_figures(inside, rules),
        tuple(_progress(province, year, _Sides.of(inside, states, rules), rules)),
        tuple(_multi_year(province, [cell for cell in across if not cell.is_state], cells, rules)),
    )


def make_standing(
    province: str, year: int, inside: Sequence[Cell], states: Sequence[Cell], rules: Rules
) -> tuple[dict[str, Figure], Standing]:
    """What an overview shows of a province's card: its `actuals`, and how the targets of `year` alone stand.

    From the province's cells in the year, and the states of several years with it (`cells.YearCells`).
    """
    figures = actual_figures(inside, rules)
    return figures, standing_of(_held_in(province, year, inside, states, rules, figures))


def standing_over_years(province: str, cells: Sequence[Cell], rules: Rules) -> Standing:
    """How the targets of every year of a province's cells stand, and those of several years, each once."""
    inside, states = (defaultdict[int, list[Cell]](list) for _sort in range(2))
    across: list[Cell] = []
    for cell in cells:
        if cell.year is not None:
            inside[cell.year].append(cell)
        elif cell.is_state:
            for year in cell.years:
                states[year].append(cell)
        else:
            across.append(cell)
    held = [
        one
        for year in {*inside, *states}
        for one in _held_in(province, year, inside[year], states[year], rules, actual_figures(inside[year], rules))
    ]
    spanning = [entry.progress for entry in _multi_year(province, across, cells, rules) if entry.progress]
    return standing_of([*held, *((line.target, line.status) for line in spanning)])


def _held_in(
    province: str,
    year: int,
    inside: Sequence[Cell],
    states: Sequence[Cell],
    rules: Rules,
    figures: Mapping[str, Figure],
) -> Iterable[tuple[Figure, Status]]:
    """Each target of a year and how it stands; `figures` are what was done in it."""
    sides = _Sides.of(inside, states, rules)
    for code, targets in sides.targets.items():
        if code in rules.indicators:
            done = UNKNOWN if states else figures.get(code, UNKNOWN)
            if states or done.by_unit:
                done = _figure(sides.actuals.get(code, ()), rules.indicators[code])
            maintain = (province, code, year) in rules.maintained
            if maintain:
                done = _figure(sides.done(code, maintain=True), rules.indicators[code])
            held = _hold(targets, done, rules.indicators[code], rules, maintain=maintain)
            yield held.target, held.status


def _figure(cells: Sequence[Cell], indicator: Indicator) -> Figure:
    return combine(cells, indicator) if cells else UNKNOWN


class _Sides(NamedTuple):
    """The cells of a year by indicator: its targets, their baselines, what was done, and figures to be maintained."""

    targets: Mapping[str, list[Cell]]
    baselines: Mapping[str, list[Cell]]
    actuals: Mapping[str, list[Cell]]
    single: Mapping[str, list[Cell]]

    def done(self, code: str, *, maintain: bool) -> Sequence[Cell]:
        """What a target is held against: of a sum that it asks to maintain the latest figure."""
        return latest(self.single[code]) if maintain and code in self.single else self.actuals.get(code, ())

    @classmethod
    def of(cls, inside: Sequence[Cell], states: Sequence[Cell], rules: Rules) -> _Sides:
        """Of the cells in a year and of the states of several years that touch it."""
        targets, baselines, actuals, single = (defaultdict[str, list[Cell]](list) for _side in range(4))
        sides = {TARGET: targets, BASELINE: baselines, LATEST: single}
        for cell in (*inside, *states):
            sides.get(cell.kind, actuals)[cell.indicator].append(cell)
        for code, units in by_unit(inside).items():
            if code in rules.indicators:
                actuals[code] = list(in_own_unit(actuals[code], units, rules.indicators[code]))
        return cls(targets, baselines, actuals, single)


def _progress(province: str, year: int, sides: _Sides, rules: Rules) -> Iterable[IndicatorProgress]:
    """Every indicator with a target or a result, or with a state of several years, in official order.

    Of a derived indicator only a state can be a result; what its records add up to stands in its own section.
    """
    for code, indicator in rules.indicators.items():
        if code not in sides.targets and not _has_result(sides.actuals.get(code, []), indicator):
            continue
        maintain = (province, code, year) in rules.maintained
        yield judge(
            sides.targets.get(code, []),
            sides.done(code, maintain=maintain),
            indicator,
            rules,
            baselines=sides.baselines.get(code, []),
            maintain=maintain,
        )


def _has_result(actuals: Sequence[Cell], indicator: Indicator) -> bool:
    if indicator.origin == "derived":
        actuals = [cell for cell in actuals if not cell.n and not cell.n_unknown]
    return bool(actuals)


def judge(
    targets: Sequence[Cell],
    actuals: Sequence[Cell],
    indicator: Indicator,
    rules: Rules,
    *,
    baselines: Sequence[Cell] = (),
    maintain: bool = False,
) -> IndicatorProgress:
    """One indicator's target against its actual; of an indicator that is to decrease, from its baseline."""
    actual = _figure(actuals, indicator)
    target, status, period = _hold(targets, actual, indicator, rules, maintain=maintain)
    decreases = indicator.direction == "decrease"
    return IndicatorProgress(
        indicator.code,
        indicator.name,
        indicator.short,
        indicator.unit,
        target,
        actual,
        percent_met(target, actual, _baseline(whole_targets(baselines), indicator) if decreases else None),
        status,
        Period(*period, "span") if period else None,
        maintain=maintain,
    )


class _Held(NamedTuple):
    """A target that was held against what was done."""

    target: Figure
    status: Status
    period: tuple[date, date] | None


def _hold(targets: Sequence[Cell], actual: Figure, indicator: Indicator, rules: Rules, *, maintain: bool) -> _Held:
    targets = whole_targets(targets)
    target = _figure(targets, indicator)
    period = period_of(targets) if targets else None
    stands = status(
        target,
        actual,
        period=period,
        today=rules.today,
        is_level=indicator.is_level or maintain,
        decreases=indicator.direction == "decrease",
        behind_percent=rules.behind_percent,
        ahead_percent=rules.ahead_percent,
    )
    return _Held(target, stands, period)


def whole_targets(targets: Sequence[Cell]) -> Sequence[Cell]:
    """The targets but for those that are parts of another: a quarter's beside that of its year (docs/figures.md)."""
    if len(targets) == 1:
        return targets
    longer = [cell for cell in targets if cell.n]
    return [
        cell
        for cell in targets
        if not any(
            one.reporter == cell.reporter
            and one.start <= cell.start
            and cell.end <= one.end
            and (one.start, one.end) != (cell.start, cell.end)
            for one in longer
        )
    ]


def _baseline(stated: Sequence[Cell], indicator: Indicator) -> Figure:
    """Where it stood before: as the targets say, or else as the indicator does."""
    if stated:
        return combine(stated, indicator)
    return UNKNOWN if indicator.baseline is None else Figure.of(indicator.baseline)


def _multi_year(province: str, across: Sequence[Cell], cells: Sequence[Cell], rules: Rules) -> Iterable[MultiYear]:
    """One figure for an indicator, kind and run of years, which are what tells that it is the same one elsewhere."""
    runs: dict[tuple[str, str, int, int], list[Cell]] = defaultdict(list)
    for cell in across:
        if cell.indicator in rules.indicators:
            runs[cell.indicator, cell.kind, cell.years[0], cell.years[-1]].append(cell)
    done: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells if runs else ():
        if cell.kind not in NOT_DONE:
            done[cell.indicator].append(cell)
    official = {code: place for place, code in enumerate(rules.indicators)}
    all_units = by_unit(cells)
    for (code, kind, first, last), run in sorted(runs.items(), key=lambda run: (official[run[0][0]], run[0])):
        if kind in (BASELINE, LATEST):
            continue
        period, progress = period_of(run), None
        units = all_units.get(code, {})
        if kind == TARGET:
            told = {unit: _done_in(first, last, own) for unit, own in units.items()}
            maintain = any((province, code, year) in rules.maintained for year in range(first, last + 1))
            single = [
                cell
                for cell in (cells if maintain else ())
                if (cell.kind, cell.indicator) == (LATEST, code) and first <= cell.years[0] and cell.years[-1] <= last
            ]
            progress = judge(
                run,
                latest(single)
                or in_own_unit(_done_in(first, last, done[code]), _reported(told), rules.indicators[code]),
                rules.indicators[code],
                rules,
                baselines=runs.get((code, BASELINE, first, last), ()),
                maintain=maintain,
            )
            figure = progress.target
        else:
            same = {
                unit: [one for one in own if (one.kind, one.years) == (kind, run[0].years)]
                for unit, own in units.items()
            }
            figure = figure_of(run, _reported(same), rules.indicators[code])
        yield MultiYear(code, kind, Period(*period, "span"), figure, progress)


def _reported(units: Mapping[str, list[Cell]]) -> dict[str, list[Cell]]:
    """The units of measure in which something was counted."""
    return {unit: cells for unit, cells in units.items() if cells}


def _done_in(first: int, last: int, done: Iterable[Cell]) -> list[Cell]:
    """What was done wholly inside these years; a state counts only where it is of all of them."""
    return [
        cell
        for cell in done
        if (
            (cell.years[0], cell.years[-1]) == (first, last)
            if cell.is_state
            else first <= cell.years[0] and cell.years[-1] <= last
        )
    ]
