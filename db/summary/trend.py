"""An indicator by month, quarter or year, and beside it what is of no single step (docs/figures.md)."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from db.summary.cells import MIXED_HEDGE, NOT_DONE
from db.summary.combining import FIGURE, combined, one_hedge
from db.summary.frames import CELLS, Schema
from db.summary.measures import by_measure, of_indicator

TREND: Final[Schema] = {
    "start": pl.Date,
    "end": pl.Date,
    "apart": pl.Boolean,
    "basis": pl.String,
    "derived": pl.Boolean,
    "unit": pl.String,
    **{name: dtype for name, dtype in FIGURE.items() if name not in ("start", "end")},
}
"""A row a step, then a row a figure that is of no single step (`apart`), with its own period and basis.
`derived`: nobody stated it, it is a cumulative figure less the one before. `unit` is the unit of measure: what is
counted in several has rows of its own for each."""

Step = Literal["month", "quarter", "year"]

_TRUNCATED: Final = {"month": "1mo", "quarter": "1q", "year": "1y"}
_OWN: Final = ("province", "reporter", "indicator", "kind")
_COUNTS: Final = ("n", "n_unknown", "n_not_carried_out", "n_not_applicable")
_ADDING: Final = ("total", "low", "high", "numerator", "denominator", "n_hedged")
_SHOWN: Final = [name for name in TREND if name != "unit"]
_YEAR: Final = pl.col("start").dt.year()


def trend(
    year_cells: pl.DataFrame,
    month_cells: pl.DataFrame,
    indicators: pl.DataFrame,
    *,
    indicator: str,
    step: Step,
    years: tuple[int, int],
) -> pl.DataFrame:
    """`indicator` in each step of the calendar years `years` (first, last), of all provinces in the cells together.

    `year_cells` and `month_cells` are those of frames.read_trend_cells, with the columns of frames.CELLS: of one
    province, or of all for the nation; moved to today's units or not. Targets are left out.
    Gives the columns of TREND: every step, unknown where nobody reported, then what stands apart, by its days.

    Only what lies wholly inside a step is added there; a figure of the year in a monthly view, or of 2024-2025, stands
    apart. What is cumulative since 1 January replaces its reporter's figures that begin on or before its end (one in
    the period from 1 January on that ends later is another one of them): each less the one before is the figure of the
    days between, marked derived (negative where a later one is lower). What is cumulative since the plan's start
    stands apart and is added to nothing. A level is its latest report in the step (or its largest); a year's level in
    a shorter view stands apart, as the last one of that year.
    """
    known = indicators.lazy().filter(pl.col("indicator") == indicator)
    own = indicators.filter(pl.col("indicator") == indicator)["unit"].item()
    yearly, monthly = (
        by_measure(_of(cells, indicator), indicators.lazy()).collect() for cells in (year_cells, month_cells)
    )
    others = sorted({*yearly["unit"], *monthly["unit"]} - {own})
    return pl.concat(
        _in_unit(_counted_in(yearly, unit), _counted_in(monthly, unit), known, unit, step, years)
        for unit in (own, *others)
    ).collect()


def _counted_in(cells: pl.DataFrame, unit: str) -> pl.LazyFrame:
    return cells.lazy().filter(pl.col("unit") == unit).select(*CELLS)


def _in_unit(
    yearly: pl.LazyFrame, monthly: pl.LazyFrame, known: pl.LazyFrame, unit: str, step: Step, years: tuple[int, int]
) -> pl.LazyFrame:
    """The rows of what is counted in one unit of measure."""
    pieces = _pieces(yearly, monthly, known).collect().lazy()
    placed = pieces.with_columns(first_day=pl.col("start").dt.truncate(_TRUNCATED[step])).with_columns(
        last_day=pl.col("first_day").dt.offset_by(_TRUNCATED[step]).dt.offset_by("-1d")
    )
    apart = (pl.col("end") > pl.col("last_day")) | (pl.col("basis") == "plan_to_date")
    inside = _figures(placed.filter(~apart), known, ["first_day", "last_day"]).rename(
        {"first_day": "start", "last_day": "end"}
    )
    beside = _figures(
        placed.filter(apart).with_columns(first_day="start", last_day="end"), known, ["first_day", "last_day", "basis"]
    ).rename({"first_day": "start", "last_day": "end"})
    both = pl.concat([_every_step(inside, step, years), _touching(beside, years)])
    return both.with_columns(unit=pl.lit(unit)).select(*TREND)


def _of(cells: pl.DataFrame, indicator: str) -> pl.LazyFrame:
    """What was done, planned in money or disbursed of one indicator."""
    return of_indicator(cells.lazy(), indicator).filter(~pl.col("kind").is_in(NOT_DONE)).select(*CELLS)


def _pieces(year_cells: pl.LazyFrame, month_cells: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    """Every figure once, under its own period: the columns of CELLS and `derived`."""
    of_a_year = (pl.col("grain") == "year") & pl.col("kind").is_in(["actual", "disbursed"])
    rest = _without(year_cells.filter(of_a_year), month_cells, known)
    # Collected here and by the caller, because each is asked for several times.
    pieces = pl.concat([year_cells.filter(~of_a_year), rest, month_cells]).collect().lazy()
    own = [*_OWN, _YEAR]
    reported = (pl.col("end").dt.year() == _YEAR) & (pl.col("n") > 0)
    cumulative = reported & (pl.col("basis") == "year_to_date")
    period = reported & (pl.col("basis") == "period")
    from_january = period & (pl.col("start") == pl.col("start").dt.truncate("1y"))
    marked = pieces.with_columns(latest=pl.col("end").filter(cumulative).max().over(own)).with_columns(
        holding=pl.col("end").filter(from_january & (pl.col("end") > pl.col("latest"))).max().over(own)
    )
    as_cumulative = (from_january & (pl.col("end") == pl.col("holding"))).fill_null(value=False)
    held = (period & (pl.col("start") <= pl.coalesce("holding", "latest"))).fill_null(value=False)
    others = marked.filter(~cumulative & ~held).select(
        *CELLS, derived=pl.lit(value=False), difference=pl.lit(value=False), less=pl.lit(None, pl.String)
    )
    together = (
        marked.filter(as_cumulative)
        .group_by(*_OWN, "start", "end", maintain_order=True)
        .agg(pl.col("basis", "grain").first(), pl.col(*_COUNTS, *_ADDING).sum(), one_hedge())
    )
    to_date = pl.concat([marked.filter(cumulative).select(*CELLS), together.select(*CELLS)])
    return pl.concat([others, _differences(to_date)])


def _without(year_cells: pl.LazyFrame, month_cells: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    """What of the yearly cells is in no monthly one: the figures that were stated for the year.

    A cell that is no sum holds its last figure; that is the year's where any was stated for the year.
    """
    key = [*_OWN, "basis", "year"]
    within = (
        month_cells.with_columns(year=_YEAR).group_by(key).agg(pl.col(*_COUNTS, *_ADDING).sum().name.suffix("_within"))
    )
    joined = (
        year_cells.with_columns(year=_YEAR)
        .join(within, on=key, how="left")
        .join(known.select("indicator", "over_time"), on="indicator")
    )
    adds = (pl.col("over_time") == "sum") & (pl.col("basis") == "period")
    less = {name: pl.col(f"{name}_within").fill_null(0) for name in (*_COUNTS, *_ADDING)}
    return (
        joined.with_columns(
            *(pl.col(name) - less[name] for name in _COUNTS),
            *(pl.when(adds).then(pl.col(name) - less[name]).otherwise(name).alias(name) for name in _ADDING),
        )
        .with_columns(pl.when(pl.col("n") > 0).then(name).alias(name) for name in _ADDING[:-1])
        .filter(pl.any_horizontal(pl.col(name) > 0 for name in _COUNTS))
        .with_columns(pl.when(pl.col("n") > 0).then("n_hedged").otherwise(0).alias("n_hedged"))
        .with_columns(pl.when(pl.col("n_hedged") > 0).then("hedge").alias("hedge"))
        .select(*CELLS)
    )


def _differences(cumulative: pl.LazyFrame) -> pl.LazyFrame:
    """Figures that are cumulative since 1 January as those of the days since the one before.

    `difference` says so, and `less` is the hedge of the one before.
    """
    group = [*_OWN, pl.col("end").dt.year()]
    before = {name: pl.col(name).shift(1).over(group, order_by="end") for name in ("end", "total", "hedge")}
    own = pl.col("total") - before["total"].fill_null(0)
    return (
        cumulative.sort("start")
        .unique([*_OWN, "end"], keep="first", maintain_order=True)
        .with_columns(
            start=pl.coalesce(before["end"].dt.offset_by("1d"), pl.col("end").dt.truncate("1y")),
            derived=before["end"].is_not_null(),
            total=own,
            low=pl.when(before["end"].is_null()).then("low").otherwise(own),
            high=pl.when(before["end"].is_null()).then("high").otherwise(own),
            basis=pl.lit("period"),
            difference=pl.lit(value=True),
            less=before["hedge"],
        )
        .select(*CELLS, "derived", "difference", "less")
    )


def _figures(pieces: pl.LazyFrame, known: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    """One figure a group, and whether it is derived: from 1 January on, differences add up to what was reported."""
    derived = pieces.group_by(by).agg((pl.col("derived") & (pl.col("first_day").dt.ordinal_day() > 1)).any())
    figures = combined(_put_together(pieces, by), known, ["indicator", *by]).drop("start", "end")
    return figures.join(derived, on=by)


def _put_together(pieces: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    """The same pieces, the differences of each reporter and group as one.

    Together they are its last cumulative figure less the one before its first, and are hedged as those two are: less
    "over 60" is neither over nor under, but about.
    """
    one = (
        pieces.filter("difference")
        .group_by(*_OWN, *by)
        .agg(
            pl.col(*(name for name in ("basis", "grain") if name not in by)).first(),
            pl.col(*_COUNTS, *_ADDING).sum(),
            pl.col("start").min(),
            pl.col("end").max(),
            hedge=pl.when(pl.col("less").sort_by("end").first().is_not_null())
            .then(pl.lit(MIXED_HEDGE))
            .otherwise(pl.col("hedge").sort_by("end").last()),
        )
    )
    columns = [*CELLS, *(name for name in by if name not in CELLS)]
    return pl.concat([pieces.filter(~pl.col("difference")).select(columns), one.select(columns)])


def _every_step(inside: pl.LazyFrame, step: Step, years: tuple[int, int]) -> pl.LazyFrame:
    first, last = (pl.date(years[0], 1, 1), pl.date(years[1], 12, 31))
    days = pl.LazyFrame().select(start=pl.date_range(first, last, _TRUNCATED[step]))
    steps = days.with_columns(end=pl.col("start").dt.offset_by(_TRUNCATED[step]).dt.offset_by("-1d"))
    return steps.join(inside, on=["start", "end"], how="left", maintain_order="left").select(
        "start",
        "end",
        pl.lit(value=False).alias("apart"),
        pl.lit("period").alias("basis"),
        pl.col("derived").fill_null(value=False),
        pl.col("value", "low", "high", "numerator", "denominator"),
        pl.col("hedge"),
        pl.col("unknown_parts").fill_null(0),
        pl.col("state").fill_null("unknown"),
        pl.col("not_combinable").fill_null(0),
    )


def _touching(beside: pl.LazyFrame, years: tuple[int, int]) -> pl.LazyFrame:
    touches = (pl.col("start").dt.year() <= years[1]) & (pl.col("end").dt.year() >= years[0])
    return beside.filter(touches).with_columns(apart=pl.lit(value=True)).select(*_SHOWN).sort("start", "end", "basis")
