"""Why a figure is what it is: its formula, the facts that count, those that do not and why, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from db.models.figure import Figure, FigureState
from db.models.period import Period
from db.store.reader import Reader
from db.summary.card import actual_figures, by_unit, in_own_unit, judge, whole_targets
from db.summary.cells import (
    ALL_PROGRAMMES,
    BASELINE,
    LATEST,
    NOT_DONE,
    TARGET,
    UNIT_MARK,
    Cell,
    combine,
    counting_cells,
    latest,
    moved,
    read_cells,
)
from db.summary.indicators import Indicator
from db.summary.overview import Units, read_rules
from db.summary.past import SINCE, Moment, Past, of_one_moment, read_past
from db.summary.progress import expected_share
from db.summary.provinces import read_provinces, read_successors
from db.summary.records import read_sources
from db.summary.recounting import FactKey, made_of
from db.summary.views import IndicatorProgress, Province, Source

Rule = Literal["sum", "latest", "max", "share", "by_unit", "not_combinable", "nothing"]
"""How the facts make the figure: added up, the last one, the largest, Σ numerator / Σ denominator, added up in each
unit, not at all."""
LeftOut = Literal["cumulative", "earlier", "preliminary", "several_years", "part_of_target", "programme", "no_number"]
_COLUMNS: Final = (
    "SELECT f.province_code, f.kind, f.basis, f.period_start, f.period_end, f.aggregation, f.total, f.last_day,"
    " f.revision_id, f.line, x.grain, x.period_start, x.period_end, x.state, x.value, x.low, x.high, x.numerator,"
    " x.denominator, x.hedge, u.kind, u.name, x.document_id, x.paragraph, v.record_id, v.kind, v.author, v.at,"
    " v.content, v.reason, x.preliminary,"
    " (SELECT min(y.member) FROM fact y WHERE y.province_code = x.province_code AND y.revision_id = x.revision_id"
    " AND y.part_of = x.line AND y.dimension = 'unit')"
)
_FROM: Final = (
    " JOIN fact_cell_year f ON f.province_code = c.province_code AND f.revision_id = c.revision_id"
    " JOIN fact x ON x.province_code = f.province_code AND x.revision_id = f.revision_id AND x.line = f.line"
    " JOIN revision v ON v.province_code = f.province_code AND v.id = f.revision_id"
    " LEFT JOIN unit u ON u.key = x.unit_key"
    " WHERE f.programme = :programme AND f.dimension = '' AND f.indicator = :indicator AND f.province_code = :province"
)
_COUNTING: Final = _COLUMNS + " FROM counting c" + _FROM
_STOPPED: Final = SINCE + _COLUMNS + " FROM since c" + _FROM + " AND c.sign < 0"


class WhyFact(NamedTuple):
    """One fact with where it comes from."""

    province: Province
    record: str
    kind: str
    """The kind of its record."""
    title: str
    """The record's title or number, "" where it has neither."""
    figure: Figure
    period: Period
    basis: str
    place: str
    """The part of the province that it is of, "" for all of it."""
    by: str
    at: str
    """When it was entered or edited last (UTC, ISO 8601), and by whom."""
    reason: str
    source: Source | None
    unit: str = ""
    """What it is counted in, where that may be another unit than the indicator's."""
    left_out: LeftOut | None = None
    """Why it does not count; None where it does."""


class WhyPart(NamedTuple):
    """One figure: a target, or what was done, planned or disbursed."""

    kind: Literal["target", "actual"]
    figure: Figure
    rule: Rule
    counting: tuple[WhyFact, ...]
    left_out: tuple[WhyFact, ...]


class Why(NamedTuple):
    """The explanation of an indicator's figures in one province, of a year, a run of years or all years."""

    province: Province
    indicator: Indicator
    years: tuple[int, int] | None
    programme: str | None
    units: Units
    as_of: Moment | None
    today: date
    parts: tuple[WhyPart, ...]
    progress: IndicatorProgress | None
    """Target against actual; None without a target."""
    expected: float | None
    """The part of the target's period that has gone, 0 to 1; None where there is no pace."""


class _Fact(NamedTuple):
    cell: tuple[str, str, str, str, str]
    """Reporter, kind, basis, start and end of the cell that it belongs to."""
    adds_up: bool
    order: tuple[Any, ...]
    key: FactKey
    shown: WhyFact
    preliminary: bool


@of_one_moment
def read_why(
    reader: Reader,
    province_key: str,
    indicator: str,
    *,
    years: tuple[int, int] | None,
    programme: str | None = None,
    units: Units = "reported",
    today: date,
    behind_percent: int = 85,
    ahead_percent: int = 115,
    language: str = "vi",
    as_of: Moment | None = None,
) -> Why:
    """Explain the figures of an indicator in a province: of one year (2024, 2024), of a figure of several, or of all.

    The figures are those of `db.summary.card` and of the overview. Raises KeyError for a key or code that is none.
    """
    provinces = read_provinces(reader)
    subject = provinces[province_key]
    successors = {}
    if units == "current":
        successors = {old: new for old, new in read_successors(reader).items() if new == province_key}
    keys = list(dict.fromkeys([province_key, *successors]))
    past = read_past(reader, as_of, keys) if as_of else None
    rules = read_rules(
        reader, language, today=today, behind_percent=behind_percent, ahead_percent=ahead_percent, past=past
    ).moved(successors)
    about = rules.indicators[indicator]
    read = [cell for key in keys for cell in read_cells(reader, programme=programme, province=key, past=past)]
    codes = (indicator, indicator + UNIT_MARK)
    cells = [cell for cell in moved(read, successors) if cell.indicator == codes[0] or codes[1] in cell.indicator]
    of_units = [cell for cell in cells if cell.indicator != indicator and is_chosen(cell, years)]
    chosen = [cell for cell in cells if cell.indicator == indicator and is_chosen(cell, years)]
    targets = [cell for cell in chosen if cell.kind == TARGET] if years else []
    actuals = [cell for cell in chosen if cell.kind not in NOT_DONE]
    served = programme or ALL_PROGRAMMES
    anew = {
        _plain(cell): made
        for key in keys
        for cell, made in made_of(reader, key, indicator, programme=served, past=past)
    }
    facts = [fact for key in keys for fact in _facts(reader, provinces, key, indicator, programme, past)]
    set_facts = [fact for fact in facts if fact.cell[1] == TARGET]
    done_facts = [fact for fact in facts if fact.cell[1] != TARGET]
    done = _part("actual", actuals, about, done_facts, years, anew)
    whole = actual_figures([*actuals, *of_units], rules).get(indicator, done.figure)
    if whole.by_unit:
        done = done._replace(figure=whole, rule="by_unit")
    parts: tuple[WhyPart, ...] = (done,)
    progress = None
    if years and targets:
        parts = (_part("target", whole_targets(targets), about, set_facts, years, {}), done)
        maintain = any((province_key, indicator, year) in rules.maintained for year in range(years[0], years[1] + 1))
        baselines = [cell for cell in chosen if cell.kind == BASELINE]
        told = in_own_unit(actuals, by_unit(of_units).get(indicator, {}), about)
        if maintain:
            told = latest([cell for cell in cells if cell.kind == LATEST and _lies_in(cell, years)]) or told
        progress = judge(targets, told, about, rules, baselines=baselines, maintain=maintain)
    return Why(
        subject, about, years, programme, units, as_of, today, parts, progress, _expected(progress, about, today)
    )


def is_chosen(cell: Cell, years: tuple[int, int] | None) -> bool:
    """Whether a cell makes up a figure of those years: one of several years only its own, but a state each of them."""
    if years is None:
        return True
    if (cell.years[0], cell.years[-1]) == years:
        return True
    is_state = not cell.n and not cell.n_unknown
    return is_state and years[0] == years[1] and years[0] in cell.years


def _lies_in(cell: Cell, years: tuple[int, int]) -> bool:
    return years[0] <= cell.years[0] and cell.years[-1] <= years[1]


def _expected(progress: IndicatorProgress | None, indicator: Indicator, today: date) -> float | None:
    if progress is None or progress.percent is None or progress.period is None:
        return None
    if indicator.is_level or progress.maintain or indicator.direction == "decrease":
        return None
    return expected_share(progress.period.start, progress.period.end, today)


def _part(
    kind: Literal["target", "actual"],
    counted: Sequence[Cell],
    indicator: Indicator,
    facts: Sequence[_Fact],
    years: tuple[int, int] | None,
    anew: Mapping[Cell, frozenset[FactKey]],
) -> WhyPart:
    """The figure of the cells that are `counted`; `anew` says which facts make those that were counted anew."""
    making = counting_cells(counted, indicator)
    taken = {key for cell in making for key in _made_of(cell, facts, anew)}
    counting = [fact.shown for fact in facts if fact.key in taken and fact.shown.left_out is None]
    whole = {_key(cell) for cell in counted}
    left = [
        fact.shown._replace(left_out=_reason(fact, years, whole, indicator, kind))
        for fact in facts
        if fact.key not in taken and _touches(fact, years)
    ]
    figure = combine(counted, indicator) if counted else Figure()
    return WhyPart(kind, figure, rule_of(figure, making, indicator), tuple(counting), tuple(left))


def _made_of(cell: Cell, facts: Sequence[_Fact], anew: Mapping[Cell, frozenset[FactKey]]) -> Iterable[FactKey]:
    """The facts whose figures make a cell: all that add up in it, or the one that it holds."""
    if made := anew.get(_plain(cell)):
        return made
    known = [fact for fact in facts if fact.cell == _key(cell) and fact.shown.figure.known and not fact.shown.left_out]
    if not known or known[0].adds_up:
        return [fact.key for fact in known]
    held = [fact for fact in known if fact.shown.figure.value == cell.total]
    return [max(held, key=lambda fact: fact.order).key] if held else []


def _plain(cell: Cell) -> Cell:
    """The cell as its reporter has it, without words: what tells whether two are the same."""
    return cell._replace(province=cell.reporter, hedge=None)


def _key(cell: Cell) -> tuple[str, str, str, str, str]:
    return cell.reporter, cell.kind, cell.basis, cell.start, cell.end


def _touches(fact: _Fact, years: tuple[int, int] | None) -> bool:
    period = fact.shown.period
    return years is None or (period.year_from <= years[1] and period.year_to >= years[0])


def _reason(
    fact: _Fact,
    years: tuple[int, int] | None,
    whole: set[tuple[str, str, str, str, str]],
    about: Indicator,
    kind: Literal["target", "actual"],
) -> LeftOut:
    if fact.shown.left_out:
        return fact.shown.left_out
    period = fact.shown.period
    if years is not None and (period.year_from, period.year_to) != years:
        return "several_years"
    if not fact.shown.figure.known:
        return "no_number"
    if fact.preliminary:
        return "preliminary"
    if kind == "target" and fact.cell not in whole:
        return "part_of_target"
    return "earlier" if about.is_level or kind == "target" else "cumulative"


def rule_of(figure: Figure, making: Sequence[Cell], indicator: Indicator) -> Rule:
    """How the cells that count make the figure."""
    if not making:
        return "nothing"
    if not figure.known:
        return "not_combinable"
    if indicator.is_level and len(making) > 1 and indicator.over_place != "sum":
        return "share"
    if not indicator.is_level:
        return "sum"
    if len(making) > 1:
        return "sum"
    return "max" if indicator.over_time == "max" else "latest"


def _facts(
    reader: Reader,
    provinces: Mapping[str, Province],
    province: str,
    indicator: str,
    programme: str | None,
    past: Past | None,
) -> list[_Fact]:
    """Every fact that counts, or counted at that moment, of all programmes; of others than the one asked for marked."""
    served = _rows(reader, province, indicator, programme or ALL_PROGRAMMES, past)
    sources: dict[tuple[str, int | None], Source | None] = {}
    facts = [_fact(reader, provinces, row, sources) for row in served]
    if programme:
        known = {fact.key for fact in facts}
        others = (_fact(reader, provinces, row, sources) for row in _rows(reader, province, indicator, "*", past))
        facts += [
            other._replace(shown=other.shown._replace(left_out="programme"))
            for other in others
            if other.key not in known
        ]
    facts.sort(key=lambda fact: (fact.shown.period.start, fact.shown.period.end, fact.key))
    return facts


def _rows(
    reader: Reader, province: str, indicator: str, programme: str, past: Past | None
) -> Iterable[tuple[Any, ...]]:
    asked = {"province": province, "indicator": indicator, "programme": programme}
    rows = reader.rows(_COUNTING, asked)
    if past is None:
        return rows
    then = reader.rows(_STOPPED, {**asked, "before": past.moment.before, "provinces": province})
    return [row for row in rows if row[8] not in past.started] + then


def _fact(
    reader: Reader,
    provinces: Mapping[str, Province],
    row: tuple[Any, ...],
    sources: dict[tuple[str, int | None], Source | None],
) -> _Fact:
    province, kind, basis, start, end, aggregation, total, last_day, revision, line, grain, first, last = row[:13]
    state: FigureState = row[13]
    value, low, high, numerator, denominator, hedge, unit_kind, unit, document, paragraph = row[14:24]
    record, record_kind, author, at, text, reason, preliminary, counted_in = row[24:]
    content = json.loads(text)
    figure = Figure(value, low, high, numerator, denominator, hedge, state)
    if document and (document, paragraph) not in sources:
        cited = {"document": document, "paragraph": paragraph}
        sources[document, paragraph] = read_sources(reader, province, cited).get("")
    shown = WhyFact(
        provinces[province],
        record,
        record_kind,
        content.get("title") or content.get("number", ""),
        figure,
        Period(date.fromisoformat(first), date.fromisoformat(last), grain),
        basis,
        f"{unit_kind} {unit}" if unit else "",
        author,
        at,
        reason,
        sources.get((document, paragraph)) if document else None,
        counted_in or "",
    )
    order = (last_day, revision, line)
    return _Fact(
        (province, kind, basis, start, end),
        aggregation == "sum",
        (total, *order) if aggregation == "max" else order,
        (revision, line),
        shown,
        bool(preliminary),
    )
