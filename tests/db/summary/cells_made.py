"""Cells and indicators made at random, as plain tuples for the plain rules and as frames for the Polars ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import polars as pl
from hypothesis import strategies as st

from db.models.period import Period
from db.summary.cells import Cell
from db.summary.frames import CELLS, frame, indicator_frame
from db.summary.indicators import Indicator

SUCCESSORS: Final = {"A30": "B31", "A31": "B31", "A14": "B14"}
REPORTERS: Final = (*SUCCESSORS, "B31", "B14")
YEARS: Final = (2023, 2024, 2025)


def _indicator(code: str, over_time: str, over_place: str, direction: str, origin: str) -> Indicator:
    return Indicator(
        code, code, code, "x", 100 if over_place == "ratio" else 1, direction, over_time, over_place, origin, "result"
    )


KNOWN: Final = {
    made.code: made
    for made in (
        _indicator("classes", "sum", "sum", "increase", "derived"),
        _indicator("stations", "sum", "sum", "increase", "reported"),
        _indicator("households", "latest", "ratio", "increase", "reported"),
        _indicator("points", "latest", "sum", "increase", "reported"),
        _indicator("outage", "max", "none", "decrease", "reported"),
        _indicator("poverty", "latest", "ratio", "decrease", "reported"),
    )
}
"""One indicator of each way to aggregate."""
INDICATOR_FRAME: Final = indicator_frame(KNOWN.values())

_WITHIN: Final = st.one_of(
    st.builds(Period.year, st.sampled_from(YEARS)),
    st.builds(Period.quarter, st.sampled_from(YEARS), st.integers(1, 4)),
    st.builds(Period.half, st.sampled_from(YEARS), st.integers(1, 2)),
    st.builds(Period.month, st.sampled_from(YEARS), st.integers(1, 12)),
    st.builds(lambda year: Period(date(year, 6, 1), date(year, 12, 31), "span"), st.sampled_from(YEARS)),
)
_ACROSS: Final = st.sampled_from([Period.years(2024, 2025), Period.years(2023, 2025)])


@st.composite
def cell(draw: st.DrawFn, kinds: Sequence[str] = ("actual",), indicators: Sequence[str] = tuple(KNOWN)) -> Cell:
    """One cell of the yearly rollup, as the triggers could have left it, shown under its own reporter."""
    kind = draw(st.sampled_from(kinds))
    code = draw(st.sampled_from(indicators))
    period = draw(st.one_of(_WITHIN, _WITHIN, _WITHIN, _ACROSS))
    if kind == "actual" and period.year_from == period.year_to:
        period = Period.year(period.year_from)
    basis = draw(st.sampled_from(["period"] * 4 + ["year_to_date", "plan_to_date"]))
    n = draw(st.sampled_from([0, 1, 1, 2]))
    total = draw(st.integers(0, 10_000)) if n else None
    high = total + draw(st.sampled_from([0, 0, 5])) if total is not None else None
    denominator = draw(st.sampled_from([None, 10, 1_000])) if n else None
    numerator = draw(st.integers(0, denominator)) if denominator else None
    counts = draw(st.sampled_from([(0, 0, 0), (1, 0, 0), (2, 0, 0), (0, 1, 0), (0, 0, 1)]))
    hedged = min(n, draw(st.sampled_from([0, 0, 1])))
    reporter = draw(st.sampled_from(REPORTERS))
    word = draw(st.sampled_from(["hơn", "gần"])) if hedged else None
    return Cell(
        reporter, code, kind, basis, period.start.isoformat(), period.end.isoformat(),
        n, total, total, high, numerator, denominator, hedged, *counts, reporter, word,
    )  # fmt: skip


def cells(
    kinds: Sequence[str] = ("actual",), indicators: Sequence[str] = tuple(KNOWN)
) -> st.SearchStrategy[list[Cell]]:
    """Several cells, no two of one key."""
    return st.lists(cell(kinds, indicators), max_size=14, unique_by=lambda made: (made.reporter, *made[1:6])).map(
        lambda made: [one for one in made if any(one[6 : 6 + 1] + one[13:16])]
    )


def as_frame(made: Sequence[Cell]) -> pl.DataFrame:
    """The same cells as a frame of CELLS."""
    return frame(
        [(one.province, one.reporter, *one[1:4], grain(one), *one[4:16], one.hedge) for one in made],
        CELLS,
    )


def grain(one: Cell) -> str:
    """The grain of a cell's period."""
    start, end = date.fromisoformat(one.start), date.fromisoformat(one.end)
    for made in (Period.year(start.year), Period.half(start.year, 1), Period.half(start.year, 2)):
        if (made.start, made.end) == (start, end):
            return made.grain
    return {0: "month", 2: "quarter"}.get((end + timedelta(1)).month - start.month - 1, "span") if one.year else "span"
