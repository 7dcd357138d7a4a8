"""The rollup's cells, read by plain SQL, and how several of them become one figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from db.models.figure import Figure, FigureState
from db.store.reader import Reader
from db.summary.indicators import Indicator

ALL_PROGRAMMES: Final = "*"
MIXED_HEDGE: Final = "khoảng"
"""What a total is hedged with when its parts are hedged with different words."""


class Cell(NamedTuple):
    """One row of the yearly rollup; dates as ISO text."""

    province: str
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

    @property
    def year(self) -> int | None:
        """The one calendar year that it lies in, None when it spans several."""
        return int(self.start[:4]) if self.start[:4] == self.end[:4] else None

    @property
    def years(self) -> range:
        """Every calendar year that it touches."""
        return range(int(self.start[:4]), int(self.end[:4]) + 1)


class Hedge(NamedTuple):
    """The word that stands before one counting figure."""

    province: str
    indicator: str
    kind: str
    start: str
    end: str
    word: str


class Cells(NamedTuple):
    """Everything that was read for one choice of programme and provinces."""

    cells: tuple[Cell, ...]
    hedges: tuple[Hedge, ...]

    def years(self) -> list[int]:
        """Every year with a figure, a state or a figure of several years, ascending."""
        return sorted({year for cell in self.cells for year in cell.years})


_CELLS: Final = (
    "SELECT province_code, indicator, kind, basis, period_start, period_end, n, total, low, high, numerator,"
    " denominator, n_hedged, n_unknown, n_not_carried_out, n_not_applicable FROM rollup_year"
    " WHERE programme = :programme AND dimension = '' AND member = ''"
)
_HEDGES: Final = (
    "SELECT f.province_code, f.indicator, f.kind, f.period_start, f.period_end, f.hedge FROM fact f"
    " JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id"
    " JOIN fact_programme p ON p.province_code = f.province_code AND p.revision_id = f.revision_id AND p.line = f.line"
    " WHERE f.hedge IS NOT NULL AND f.dimension = '' AND p.programme = :programme"
)
_ONE_PROVINCE: Final = " AND {table}province_code = :province"


def read_cells(reader: Reader, *, programme: str | None = None, province: str | None = None) -> Cells:
    """The cells of all provinces, or of the one with the key `province`; of one programme, or each figure once."""
    parameters = {"programme": programme or ALL_PROGRAMMES, "province": province}
    narrow = _ONE_PROVINCE if province else ""
    cells = tuple(Cell(*row) for row in reader.rows(_CELLS + narrow.format(table=""), parameters))
    if not any(cell.n_hedged for cell in cells):
        return Cells(cells, ())
    hedges = reader.rows(_HEDGES + narrow.format(table="f."), parameters)
    return Cells(cells, tuple(Hedge(*row) for row in hedges))


def moved(cells: Cells, successors: dict[str, str]) -> Cells:
    """The same cells under the province that each one's province belongs to today (itself, when in no list)."""
    return Cells(
        tuple(cell._replace(province=successors.get(cell.province, cell.province)) for cell in cells.cells),
        tuple(hedge._replace(province=successors.get(hedge.province, hedge.province)) for hedge in cells.hedges),
    )


def hedge_of(cells: Sequence[Cell], hedges: Iterable[Hedge]) -> str | None:
    """The word before the sum of these cells: the one word of its hedged parts, or `MIXED_HEDGE` for several."""
    if not any(cell.n_hedged for cell in cells):
        return None
    provinces = {cell.province for cell in cells}
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    first = cells[0]
    words = {
        hedge.word
        for hedge in hedges
        if hedge.indicator == first.indicator
        and hedge.kind == first.kind
        and hedge.province in provinces
        and start <= hedge.start
        and hedge.end <= end
    }
    return words.pop() if len(words) == 1 else MIXED_HEDGE


def combine(cells: Sequence[Cell], indicator: Indicator, hedges: Iterable[Hedge] = ()) -> Figure:
    """One figure of the cells of one indicator and kind.

    Counts and money add up. A level takes the latest cell of its province; several provinces combine by numerator and
    denominator, and not at all (unknown) where one of them has none: percentages are never averaged. A figure
    cumulative since 1 January replaces those of the periods inside the year.
    """
    reported = [cell for cell in cells if cell.n]
    if not reported:
        return Figure(state=_state(cells))
    cumulative = [cell for cell in reported if cell.basis == "year_to_date"]
    if indicator.is_level or len({cell.basis for cell in reported}) > 1 or cumulative:
        reported = _latest_by_province(cumulative or reported)
    if len(reported) > 1 and indicator.over_place != "sum":
        return _share(reported, hedges)
    return _sum(reported, hedges)


def _state(cells: Sequence[Cell]) -> FigureState:
    """Why there is no number: not applicable, not carried out, or nobody knows."""
    if any(cell.n_unknown for cell in cells):
        return "unknown"
    if any(cell.n_not_carried_out for cell in cells):
        return "not_carried_out"
    return "not_applicable" if any(cell.n_not_applicable for cell in cells) else "unknown"


def _latest_by_province(cells: Sequence[Cell]) -> list[Cell]:
    latest: dict[str, Cell] = {}
    for cell in cells:
        known = latest.get(cell.province)
        if known is None or (cell.end, cell.start) >= (known.end, known.start):
            latest[cell.province] = cell
    return list(latest.values())


def _sum(cells: Sequence[Cell], hedges: Iterable[Hedge]) -> Figure:
    total = sum(cell.total or 0 for cell in cells)
    low = sum(cell.low if cell.low is not None else cell.total or 0 for cell in cells)
    high = sum(cell.high if cell.high is not None else cell.total or 0 for cell in cells)
    figure = Figure(value=total, hedge=hedge_of(cells, hedges), state="reported")
    if low != high:
        figure = replace(figure, low=low, high=high)
    if all(cell.denominator for cell in cells):
        figure = replace(
            figure,
            numerator=sum(cell.numerator or 0 for cell in cells),
            denominator=sum(cell.denominator or 0 for cell in cells),
        )
    return figure


def _share(cells: Sequence[Cell], hedges: Iterable[Hedge]) -> Figure:
    """Σ numerator / Σ denominator in hundredths of a percent, half away from zero; unknown without denominators."""
    if not all(cell.denominator for cell in cells):
        return Figure(state="unknown")
    numerator = sum(cell.numerator or 0 for cell in cells)
    denominator = sum(cell.denominator or 0 for cell in cells)
    value = (numerator * 20_000 + denominator) // (2 * denominator)
    return Figure(
        value=value,
        numerator=numerator,
        denominator=denominator,
        hedge=hedge_of(cells, hedges),
        state="reported",
    )


def period_of(cells: Sequence[Cell]) -> tuple[date, date]:
    """From the first day of any of these cells to the last."""
    return (
        date.fromisoformat(min(cell.start for cell in cells)),
        date.fromisoformat(max(cell.end for cell in cells)),
    )
