"""The rollup's cells, read by plain SQL, and how several of them become one figure (docs/figures.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from db.models.figure import Figure, FigureState
from db.store.reader import Reader
from db.summary.formulas import hundredths
from db.summary.indicators import Indicator
from db.summary.past import Past, cell_rows, hedged_rows

ALL_PROGRAMMES: Final = "*"
TARGET: Final = "target"
UNIT_MARK: Final = ":"
"""Stands between an indicator and a unit in the code of a cell that is counted in that unit."""
BASELINE: Final = "baseline"
"""The kind of a cell that says where what a target asks to decrease stood before."""
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
    hedges: tuple[str, ...] = ()
    """The words that stand before its figures; of a cell that is no sum, before the one that it holds."""

    @property
    def year(self) -> int | None:
        """The one calendar year that it lies in, None when it spans several."""
        return int(self.start[:4]) if self.start[:4] == self.end[:4] else None

    @property
    def years(self) -> range:
        """Every calendar year that it touches."""
        return range(int(self.start[:4]), int(self.end[:4]) + 1)


_NAMED: Final = "CASE WHEN f.dimension = 'unit' THEN f.indicator || ':' || f.member ELSE f.indicator END"
_CELLS: Final = (
    f"SELECT province_code, {_NAMED}, CASE WHEN f.dimension = 'baseline' THEN 'baseline' ELSE f.kind END, basis,"  # noqa: S608 - constants
    " period_start, period_end, n, total, low, high, numerator, denominator, n_hedged, n_unknown, n_not_carried_out,"
    " n_not_applicable, province_code, hedge FROM rollup_year f WHERE f.programme = :programme"
    " AND {dimension} IN ('', 'baseline', 'unit') AND (f.member = '' OR f.dimension = 'unit')"
)
"""The figures; the baselines of targets as cells of a kind of their own, and the parts of a figure that are counted in
one unit as those of an indicator of their own, "delivered_devices:bộ"."""
_TOUCHING: Final = " AND f.period_start <= :last_day AND f.period_end >= :first_day"
_YEARS: Final = (
    "SELECT DISTINCT f.period_start, f.period_end FROM rollup_year f"
    " WHERE f.programme = :programme AND f.dimension IN ('', 'baseline')"
)
_HEDGES: Final = (
    f"SELECT f.province_code, {_NAMED}, f.kind, f.basis, f.period_start, f.period_end, f.aggregation, f.total,"  # noqa: S608 - constants
    " f.hedge, f.last_day, f.revision_id, f.line FROM fact_cell_year f"
    " JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id"
    " WHERE f.hedge IS NOT NULL AND f.n = 1 AND f.dimension IN ('', 'unit') AND f.programme = :programme"
)
_IN_ORDER: Final = " ORDER BY f.last_day, f.revision_id, f.line"
_Key = tuple[str, str, str, str, str, str]


def read_cells(
    reader: Reader,
    *,
    programme: str | None = None,
    province: str | None = None,
    year: int | None = None,
    past: Past | None = None,
) -> list[Cell]:
    """The cells of all provinces, or of the one with the key `province`; of one programme, or each figure once.

    Those alone that touch `year`, if given. With `past` as they were at that moment.
    """
    from db.summary.recounting import recounted  # it makes cells

    served = programme or ALL_PROGRAMMES
    if past:
        cells = _past_cells(reader, past, served, province)
    else:
        parameters: dict[str, Any] = {"programme": served, "province": province}
        # Of one province the key leads to its cells: an index that begins with the dimension would read all provinces.
        dimension, narrow = (
            ("f.dimension || ''", " AND f.province_code = :province") if province else ("f.dimension", "")
        )
        if year is not None:
            parameters |= {"first_day": date(year, 1, 1), "last_day": date(year, 12, 31)}
            narrow += _TOUCHING
        rows = reader.rows(_CELLS.format(dimension=dimension) + narrow, parameters)
        cells = [Cell._make((*row[:-1], row[-1:] if row[-1] else ())) for row in rows]
    cells = recounted(reader, cells, programme=served, province=province, past=past)
    return cells if year is None else [cell for cell in cells if year in cell.years]


def read_years(reader: Reader, *, programme: str | None = None) -> set[int]:
    """Every year with a figure, a state or a figure of several years."""
    rows = reader.rows(_YEARS, {"programme": programme or ALL_PROGRAMMES})
    return {year for start, end in rows for year in range(int(start[:4]), int(end[:4]) + 1)}


def _past_cells(reader: Reader, past: Past, programme: str, province: str | None) -> list[Cell]:
    cells = [Cell(*row) for row in cell_rows(reader, past, programme, province)]
    if not any(cell.n_hedged for cell in cells):
        return cells
    narrow = " AND f.province_code = :province" if province else ""
    hedged = reader.rows(_HEDGES + narrow + _IN_ORDER, {"programme": programme, "province": province})
    hedged = [row for row in hedged if row[10] not in past.started]
    return _with_words(cells, sorted(hedged + hedged_rows(reader, past, programme, province), key=lambda row: row[9:]))


def _with_words(cells: Iterable[Cell], hedged: Iterable[tuple[Any, ...]]) -> list[Cell]:
    """The same cells with the words of their hedged figures."""
    words: dict[_Key, list[tuple[str, int, str]]] = defaultdict(list)
    for row in hedged:
        words[row[:6]].append(row[6:9])
    return [cell._replace(hedges=_words(cell, words[cell[:6]])) if cell[:6] in words else cell for cell in cells]


def _words(cell: Cell, hedged: Sequence[tuple[str, int, str]]) -> tuple[str, ...]:
    """The words of a sum's parts, or of the one figure that another cell holds: the last one of its number."""
    held = [word for aggregation, number, word in hedged if aggregation == "sum" or number == cell.total]
    return tuple(held if hedged[0][0] == "sum" else held[-1:])


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


def combine(cells: Sequence[Cell], indicator: Indicator) -> Figure:
    """One figure of the cells of one indicator and kind (docs/figures.md, over time and over place).

    Counts and money add up. A level takes the latest cell of each province that reported it, a maximum the largest;
    several provinces combine by numerator and denominator, and not at all (unknown) where one of them has none:
    percentages are never averaged. What a province of today reports itself is of all that it was made of. A total
    says how many of its parts nobody stated, and how many provinces keep it from being one.
    """
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
    if all(cell.basis == "period" for cell in cells):
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
    total = sum(cell.total or 0 for cell in cells)
    low = sum(cell.low if cell.low is not None else cell.total or 0 for cell in cells)
    high = sum(cell.high if cell.high is not None else cell.total or 0 for cell in cells)
    shared = all(cell.denominator for cell in cells)
    return Figure(
        value=total,
        low=low if low != high else None,
        high=high if low != high else None,
        numerator=sum(cell.numerator or 0 for cell in cells) if shared else None,
        denominator=sum(cell.denominator or 0 for cell in cells) if shared else None,
        hedge=_hedge(cells),
        state="reported",
    )


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
        hedge=_hedge(cells),
        state="reported",
    )


def _hedge(cells: Sequence[Cell]) -> str | None:
    """The word before the sum of these cells: the one word of its hedged parts, or `MIXED_HEDGE` for several."""
    words = {word for cell in cells for word in cell.hedges}
    if len(words) > 1:
        return MIXED_HEDGE
    return words.pop() if words else None


def period_of(cells: Sequence[Cell]) -> tuple[date, date]:
    """From the first to the last day of the cells that make up a figure: the reported ones, where there are any."""
    telling = [cell for cell in cells if cell.n] or [cell for cell in cells if cell.n_unknown] or cells
    return (
        date.fromisoformat(min(cell.start for cell in telling)),
        date.fromisoformat(max(cell.end for cell in telling)),
    )
