"""The rollup's cells, read by plain SQL, and how several of them become one figure (docs/figures.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Final, NamedTuple

from db.models.figure import Figure, FigureState
from db.store.reader import Reader
from db.summary.formulas import hundredths
from db.summary.indicators import Indicator
from db.summary.past import ACROSS, INSIDE, Past, cell_rows, days_of, narrowed, years_then

ALL_PROGRAMMES: Final = "*"
TARGET: Final = "target"
UNIT_MARK: Final = ":"
"""Stands between an indicator and a unit in the code of a cell that is counted in that unit."""
BASELINE: Final = "baseline"
"""The kind of a cell that says where what a target asks to decrease stood before."""
LATEST: Final = "latest"
"""The kind of a cell that is one figure by itself of a sum that a target asks to maintain."""
NOT_DONE: Final = (TARGET, BASELINE, LATEST)
"""The kinds of cells that do not say what was done, planned in money or disbursed."""
MIXED_HEDGE: Final = "khoảng"
"""What a total is hedged with when its parts are hedged with different words."""


class Cell(NamedTuple):
    """One row of the yearly rollup; dates as ISO text."""

    province: str
    """The province that it is shown under."""
    indicator: str
    kind: str
    basis: str
    start: str
    end: str
    n: int
    total: int | None
    low: int | None
    high: int | None
    numerator: int | None
    denominator: int | None
    n_hedged: int
    n_unknown: int
    n_not_carried_out: int
    n_not_applicable: int
    reporter: str
    """The province whose records it adds up: another one than `province` in today's units."""
    hedge: str | None = None
    """The word before its total, "khoảng" where its figures have several; of a cell that is no sum, before the one."""

    @property
    def year(self) -> int | None:
        """The one calendar year that it lies in, None when it spans several."""
        return int(self.start[:4]) if self.start[:4] == self.end[:4] else None

    @property
    def is_state(self) -> bool:
        """Whether somebody said why there is no number, and nothing else."""
        return not self.n and not self.n_unknown

    @property
    def years(self) -> range:
        """Every calendar year that it touches."""
        return range(int(self.start[:4]), int(self.end[:4]) + 1)


NAMED: Final = "CASE WHEN f.dimension = 'unit' THEN f.indicator || ':' || f.member ELSE f.indicator END"
"""The indicator of a cell; of one that is counted in a unit of measure "delivered_devices:bộ"."""
_CELLS: Final = (
    f"SELECT f.province_code, {NAMED},"
    " CASE WHEN f.dimension = 'baseline' THEN 'baseline' ELSE f.kind END, f.basis, f.period_start, f.period_end,"
    " f.n, f.total, f.low, f.high, f.numerator, f.denominator, f.n_hedged, f.n_unknown, f.n_not_carried_out,"
    " f.n_not_applicable, f.province_code, f.hedge"
)
"""The figures; the baselines of targets as cells of a kind of their own, and the parts of a figure that are counted in
one unit as those of an indicator of their own, "delivered_devices:bộ"."""
# The last day of the longest period that begins on each day, found by a step of the index for each such day.
_YEARS: Final = """
WITH RECURSIVE starts(dimension, first) AS (
    SELECT d.dimension, (SELECT min(f.period_start) FROM rollup_year f
        WHERE f.programme = :programme AND f.dimension = d.dimension)
    FROM (SELECT '' AS dimension UNION ALL SELECT 'baseline') d
    UNION ALL
    SELECT s.dimension, (SELECT min(f.period_start) FROM rollup_year f
        WHERE f.programme = :programme AND f.dimension = s.dimension AND f.period_start > s.first)
    FROM starts s WHERE s.first IS NOT NULL
)
SELECT s.first, (SELECT max(f.period_end) FROM rollup_year f
    WHERE f.programme = :programme AND f.dimension = s.dimension AND f.period_start = s.first)
FROM starts s WHERE s.first IS NOT NULL
"""


def read_cells(
    reader: Reader, *, programme: str | None = None, province: str | None = None, past: Past | None = None
) -> list[Cell]:
    """The cells of all provinces, or of the one with the key `province`; of one programme, or each figure once.

    With `past` as they were at that moment.
    """
    from db.summary.maintained import latest_figures  # they make cells
    from db.summary.recounting import recounted

    served = programme or ALL_PROGRAMMES
    if past:
        cells = list(map(Cell._make, cell_rows(reader, past, served, province)))
    else:
        chosen, parameters = narrowed(served, province)
        cells = list(map(Cell._make, reader.rows(_CELLS + chosen, parameters)))
    kept = latest_figures(reader, programme=served, province=province, past=past)
    return [*recounted(reader, cells, programme=served, province=province, past=past), *kept]


_BASIS: Final = attrgetter("basis")
_UNSTATED: Final = attrgetter("n_unknown")


class YearCells(NamedTuple):
    """What a single year's figures of all provinces are made of."""

    inside: list[Cell]
    """The cells that lie in it."""
    states: list[Cell]
    """Those of several years with it in which nobody stated a number, but why there is none."""
    provinces: set[str]
    """The provinces with any cell that touches it: one of several years with a number too."""


def read_year(reader: Reader, year: int, *, programme: str | None = None, past: Past | None = None) -> YearCells:
    """The cells of all provinces in `year`; of one programme, or each figure once; with `past` as at that moment.

    A figure of several years is in no single year's sum: where it is a number, its province alone is told.
    """
    from db.summary.maintained import latest_figures  # they make cells
    from db.summary.recounting import DONE, recounted

    served = programme or ALL_PROGRAMMES
    if past:
        cells = list(map(Cell._make, cell_rows(reader, past, served, year=year)))
        provinces = {cell.province for cell in cells}
    else:
        chosen, parameters = narrowed(served)
        parameters |= days_of(year)
        rows = reader.rows(_CELLS + chosen + INSIDE, parameters)
        for telling in (" AND f.n = 0 AND f.n_unknown = 0", f" AND f.kind IN {DONE} AND f.n + f.n_unknown > 0"):
            rows += reader.rows(_CELLS + chosen + ACROSS + telling, parameters)
        cells = list(map(Cell._make, rows))
        touching = reader.rows(f"SELECT DISTINCT f.province_code{chosen}{ACROSS}", parameters)
        provinces = {cell.province for cell in cells}.union(*touching)
    own = str(year)
    kept = latest_figures(reader, programme=served, past=past)
    counting = [*recounted(reader, cells, programme=served, past=past), *kept]
    return YearCells(
        [cell for cell in counting if cell.start[:4] == own == cell.end[:4]],
        [cell for cell in counting if cell.start[:4] != cell.end[:4] and cell.is_state and year in cell.years],
        provinces,
    )


def read_years(reader: Reader, *, programme: str | None = None, past: Past | None = None) -> set[int]:
    """Every year with a figure, a state or a figure of several years; with `past` as at that moment."""
    served = programme or ALL_PROGRAMMES
    if past:
        return years_then(reader, past, served)
    rows = reader.rows(_YEARS, {"programme": served})
    return {year for start, end in rows for year in range(int(start[:4]), int(end[:4]) + 1)}


def years_of(cells: Iterable[Cell]) -> set[int]:
    """Every year with a figure, a state or a figure of several years."""
    return {year for cell in cells for year in cell.years}


def by_province(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    """The cells of each province."""
    grouped: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.province].append(cell)
    return grouped


def moved(cells: Iterable[Cell], successors: Mapping[str, str]) -> list[Cell]:
    """The same cells under the province that each one's province belongs to today (itself, when in no list)."""
    return [cell._replace(province=successors.get(cell.province, cell.province)) for cell in cells]


def latest(cells: Sequence[Cell]) -> list[Cell]:
    """Of single figures the last one of each reporter, or those that share its days: what is maintained is that."""
    last: dict[str, tuple[str, str]] = {}
    for cell in cells:
        last[cell.reporter] = max((cell.end, cell.start), last.get(cell.reporter, ("", "")))
    return [cell for cell in cells if (cell.end, cell.start) == last[cell.reporter]]


def combine(cells: Sequence[Cell], indicator: Indicator) -> Figure:
    """One figure of the cells of one indicator and kind (docs/figures.md, over time and over place).

    Counts and money add up. A level takes the latest cell of each province that reported it, a maximum the largest;
    several provinces combine by numerator and denominator, and not at all (unknown) where one of them has none:
    percentages are never averaged. What a province of today reports itself is of all that it was made of. A total
    says how many of its parts nobody stated, and how many provinces keep it from being one.
    """
    if len(cells) == 1 and cells[0].n and not cells[0].n_unknown:
        return _alone(cells[0])
    counting = counting_cells(cells, indicator)
    if not counting:
        return Figure(state=_state(cells))
    figure = _share(counting, indicator) if len(counting) > 1 and indicator.over_place != "sum" else _sum(counting)
    unstated = _unknown_parts(cells, indicator) if figure.known else 0
    return replace(figure, unknown_parts=unstated) if unstated else figure


def counting_cells(cells: Iterable[Cell], indicator: Indicator) -> list[Cell]:
    """The cells of one indicator and kind that make up its figure: what is cumulative or later replaces the others."""
    reported = [cell for cell in cells if cell.n]
    return _levels(reported, indicator) if indicator.is_level else list(_parts(reported))


def _state(cells: Sequence[Cell]) -> FigureState:
    """Why there is no number: not applicable, not carried out, or nobody knows."""
    if any(cell.n_unknown for cell in cells):
        return "unknown"
    if any(cell.n_not_carried_out for cell in cells):
        return "not_carried_out"
    return "not_applicable" if any(cell.n_not_applicable for cell in cells) else "unknown"


def _parts(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells that add up: what is cumulative replaces what it holds of its own province, and is never added to it.

    One since 1 January holds what begins on or before its end; one since the plan's start what lies inside it.
    """
    if {"period"}.issuperset(map(_BASIS, cells)):
        yield from cells
        return
    reporters: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        reporters[cell.reporter].append(cell)
    for own in reporters.values():
        plans = _plans(own)
        ends: dict[int | None, str] = {}
        for cell in own:
            if cell.basis == "year_to_date" and cell.n:
                ends[cell.year] = max(cell.end, ends.get(cell.year, ""))
        for cell in own:
            if cell.basis == "plan_to_date":
                held = cell not in plans
            elif any(plan.start <= cell.start and cell.end <= plan.end for plan in plans):
                held = True
            elif cell.basis == "year_to_date":
                held = cell.end < ends.get(cell.year, "")
            else:
                held = cell.start <= ends.get(cell.year, "")
            if not held:
                yield cell


def _plans(cells: Iterable[Cell]) -> list[Cell]:
    """The figures since a plan's start that count: no later one overlaps them."""
    to_date = [cell for cell in cells if cell.basis == "plan_to_date" and cell.n]
    return [cell for cell in to_date if not any(_takes_over(one, cell) for one in to_date)]


def _takes_over(one: Cell, other: Cell) -> bool:
    """Whether `one` ends later, or with the same end begins earlier, and begins before the other's end."""
    later = one.end > other.end or (one.end == other.end and one.start < other.start)
    return later and one.start <= other.end


def _unknown_parts(cells: Sequence[Cell], indicator: Indicator) -> int:
    """How many parts of a total nobody stated: figures of a sum, provinces of a level."""
    if not any(map(_UNSTATED, cells)):
        return 0
    if not indicator.is_level:
        return sum(cell.n_unknown for cell in _parts(cells) if cell.basis == "period")
    stated = {cell.reporter for cell in cells if cell.n} | {
        cell.province for cell in cells if cell.n and _is_whole(cell)
    }
    return len({cell.reporter for cell in cells if cell.n_unknown and not {cell.reporter, cell.province} & stated})


def _is_whole(cell: Cell) -> bool:
    """Whether a province says it of itself: of all that it was made of."""
    return cell.reporter == cell.province


def _levels(cells: Sequence[Cell], indicator: Indicator) -> list[Cell]:
    """The cell that counts of each province that reported."""
    rank = _largest if indicator.over_time == "max" else _last
    counting: dict[str, Cell] = {}
    for cell in cells:
        known = counting.get(cell.reporter)
        if known is None or rank(cell) >= rank(known):
            counting[cell.reporter] = cell
    whole = {cell.province for cell in counting.values() if _is_whole(cell)}
    return [cell for cell in counting.values() if _is_whole(cell) or cell.province not in whole]


def _last(cell: Cell) -> tuple[str, str, int, str]:
    """By its days; of the same days (a day and a span of one) the larger, so that the order of cells tells nothing."""
    return cell.end, cell.start, cell.total or 0, cell.basis


def _largest(cell: Cell) -> tuple[int, str, str]:
    return cell.total or 0, cell.end, cell.start


def _sum(cells: Sequence[Cell]) -> Figure:
    if len(cells) == 1:
        return _alone(cells[0])
    total = sum([cell.total or 0 for cell in cells])
    low = sum([cell.low if cell.low is not None else cell.total or 0 for cell in cells])
    high = sum([cell.high if cell.high is not None else cell.total or 0 for cell in cells])
    shared = all(cell.denominator for cell in cells)
    return Figure(
        value=total,
        low=low if low != high else None,
        high=high if low != high else None,
        numerator=sum([cell.numerator or 0 for cell in cells]) if shared else None,
        denominator=sum([cell.denominator or 0 for cell in cells]) if shared else None,
        hedge=one_word([cell.hedge for cell in cells if cell.hedge]),
        state="reported",
    )


def _alone(cell: Cell) -> Figure:
    """The figure of one cell: the sum of it alone."""
    total = cell.total or 0
    low = total if cell.low is None else cell.low
    high = total if cell.high is None else cell.high
    numerator, denominator = (cell.numerator or 0, cell.denominator) if cell.denominator else (None, None)
    if low == high:
        return Figure(total, None, None, numerator, denominator, cell.hedge, "reported")
    return Figure(total, low, high, numerator, denominator, cell.hedge, "reported")


def _share(cells: Sequence[Cell], indicator: Indicator) -> Figure:
    """Σ numerator / Σ denominator in hundredths of a percent, half away from zero; unknown without denominators."""
    without = [cell for cell in cells if indicator.over_place != "ratio" or not cell.denominator]
    if without:
        return Figure(state="unknown", not_combinable=len(without))
    numerator = sum(cell.numerator or 0 for cell in cells)
    denominator = sum(cell.denominator or 0 for cell in cells)
    return Figure(
        value=hundredths(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        hedge=one_word(cell.hedge for cell in cells if cell.hedge),
        state="reported",
    )


def one_word(hedges: Iterable[str]) -> str | None:
    """The word before a sum of figures that these stand before: the one that all have, or `MIXED_HEDGE`."""
    words = set(hedges)
    if len(words) > 1:
        return MIXED_HEDGE
    return words.pop() if words else None


def period_of(cells: Sequence[Cell]) -> tuple[date, date]:
    """From the first to the last day of the cells that make up a figure: the reported ones, where there are any."""
    if len(cells) == 1:
        return date.fromisoformat(cells[0].start), date.fromisoformat(cells[0].end)
    telling = [cell for cell in cells if cell.n] or [cell for cell in cells if cell.n_unknown] or cells
    return (
        date.fromisoformat(min(cell.start for cell in telling)),
        date.fromisoformat(max(cell.end for cell in telling)),
    )
