"""Many cells of the rollup as one figure a group: `db.summary.cells.combine` for whole columns (docs/figures.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from db.summary.cells import MIXED_HEDGE
from db.summary.formulas import hundredths
from db.summary.frames import Schema

FIGURE: Final[Schema] = {
    "value": pl.Int64,
    "low": pl.Int64,
    "high": pl.Int64,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "hedge": pl.String,
    "unknown_parts": pl.UInt32,
    "state": pl.String,
    "not_combinable": pl.UInt32,
    "start": pl.Date,
    "end": pl.Date,
}
"""A figure: `value` is null unless `state` is "reported"; `low` and `high` where it is a range; numerator and
denominator where every part has them; `hedge` the word before it, and `unknown_parts` how many parts of a total nobody
stated; `not_combinable` provinces whose level has no denominator, and for whose sake
there is no total (0 where there is one); from the first to the last day of what makes it up."""


def in_year(cells: pl.LazyFrame, year: int | None) -> pl.LazyFrame:
    """The cells that a year's figures are made of: those inside it, and the states of several years that touch it.

    None: all years, each cell once.
    """
    if year is None:
        return cells
    inside = (pl.col("start").dt.year() == year) & (pl.col("end").dt.year() == year)
    touching = (pl.col("start").dt.year() <= year) & (pl.col("end").dt.year() >= year)
    only_a_state = (pl.col("n") == 0) & (pl.col("n_unknown") == 0)
    return cells.filter(inside | (touching & only_a_state))


def combined(cells: pl.LazyFrame, indicators: pl.LazyFrame, by: Sequence[str]) -> pl.LazyFrame:
    """One figure for each group of cells that are alike in the columns `by`, "indicator" among them.

    `cells` has the columns of frames.CELLS, `indicators` those of frames.INDICATORS. Gives the columns `by` and those
    of FIGURE, a row a group, in no order. Cells of an indicator that is in no list are left out.

    Counts and money add up: what is cumulative since 1 January replaces the rest of its reporter's year, and what is
    cumulative since the plan's start is added to nothing. A level takes the latest cell of each reporter (or its
    largest), and what a province of today reports itself is of all that it was made of. Levels of several provinces
    are Σ numerator / Σ denominator, and unknown where one of them has no denominator.
    """
    keys = list(by)
    known = cells.join(indicators.select("indicator", "over_time", "over_place"), on="indicator")
    figures = _counting(known, keys).group_by(keys).agg(*_SUMS).select(*keys, *_figure())
    return known.group_by(keys).agg(*_TOLD).join(figures, on=keys, how="left", nulls_equal=True).select(*keys, *_SAID)


def _counting(known: pl.LazyFrame, keys: list[str]) -> pl.LazyFrame:
    """The cells that make up each group's figure, and those of its parts that nobody stated, `unstated` of each."""
    own = [*keys, "reporter"]
    adds_up = pl.col("over_time") == "sum"
    in_period = pl.when(pl.col("basis") == "period").then("n_unknown").otherwise(0)
    sums = known.filter(adds_up).with_columns(unstated=in_period).filter((pl.col("n") > 0) | (pl.col("unstated") > 0))
    levels = known.filter(~adds_up)
    return pl.concat([_levels(levels.filter(pl.col("n") > 0), keys, own), _unstated(levels, keys), _parts(sums, own)])


def _unstated(levels: pl.LazyFrame, keys: list[str]) -> pl.LazyFrame:
    """A cell of each reporter that does not know its level, unless it or its province of today stated one elsewhere."""
    place = _shown(keys)
    stated = levels.filter(pl.col("n") > 0).select(*keys, "reporter").unique()
    whole = (
        stated.rename({"reporter": "province"}) if place else stated.filter(pl.col("reporter") == pl.col("province"))
    )
    return (
        levels.filter(pl.col("n_unknown") > 0)
        .join(stated, on=[*keys, "reporter"], how="anti", nulls_equal=True)
        .join(whole.select(*keys, *place), on=[*keys, *place], how="anti", nulls_equal=True)
        .unique([*keys, "reporter"])
        .with_columns(unstated=pl.lit(1, pl.Int64))
    )


def _levels(levels: pl.LazyFrame, keys: list[str], own: list[str]) -> pl.LazyFrame:
    """The last cell of each reporter, or its largest; one of a whole province of today replaces those of its parts."""
    levels = levels.with_columns(unstated=pl.lit(0, pl.Int64))
    largest = pl.when(pl.col("over_time") == "max").then("total")
    last = (
        levels.sort(largest, "end", "start", "total", "basis", nulls_last=False, maintain_order=True)
        .group_by(own)
        .last()
    )
    whole = pl.col("reporter") == pl.col("province")
    return last.filter(whole | ~whole.any().over([*keys, *_shown(keys)])).select(levels.collect_schema().names())


def _parts(sums: pl.LazyFrame, own: list[str]) -> pl.LazyFrame:
    """What adds up: `db.summary.cells._parts`. What is cumulative replaces what it holds of its own reporter."""
    is_plan = pl.col("basis") == "plan_to_date"
    to_date = pl.col("basis") == "year_to_date"
    plans = (
        sums.filter(is_plan)
        .sort("end", "start", descending=[True, False])
        .filter((pl.col("start").cum_min().shift().over(own) > pl.col("end")).fill_null(value=True))
    )
    spans = plans.select(*own, pl.col("start").alias("plan_start"), pl.col("end").alias("plan_end")).sort("plan_start")
    one_year = pl.col("start").dt.year() == pl.col("end").dt.year()
    year = pl.when(one_year).then(pl.col("start").dt.year())
    ended = pl.col("end").filter(to_date).max().over([*own, year])
    rest = (
        sums.filter(~is_plan)
        .with_columns(ended=ended)
        .filter(pl.when(to_date).then(pl.col("end") >= pl.col("ended")).otherwise(_after("ended")))
        .sort("start")
        .join_asof(spans, left_on="start", right_on="plan_start", by=own, check_sortedness=False)
        .filter((pl.col("plan_end") < pl.col("end")).fill_null(value=True))
    )
    return pl.concat([plans, rest.select(sums.collect_schema().names())])


def one_hedge(column: str = "hedge") -> pl.Expr:
    """The one word before the figures of a group, null where none has one; "khoảng" where they differ."""
    low, high = pl.col(column).min(), pl.col(column).max()
    return pl.when(low == high).then(low).when(low.is_not_null()).then(pl.lit(MIXED_HEDGE)).alias(column)


def _after(day: str) -> pl.Expr:
    return (pl.col("start") > pl.col(day)).fill_null(value=True)


def _shown(keys: list[str]) -> list[str]:
    return [] if "province" in keys else ["province"]


_SUMS: Final = (
    pl.col("total", "numerator", "denominator").sum(),
    pl.coalesce("low", "total").sum().alias("low"),
    pl.coalesce("high", "total").sum().alias("high"),
    one_hedge(),
    pl.col("unstated").sum().cast(pl.UInt32).alias("unknown_parts"),
    ((pl.col("denominator").fill_null(0) == 0) & (pl.col("n") > 0)).sum().alias("without"),
    (pl.col("n") > 0).sum().alias("parts"),
    pl.col("over_place").first(),
)
_TOLD: Final = (
    *(
        pl.coalesce(
            getattr(day.filter(pl.col("n") > 0), pick)(),
            getattr(day.filter(pl.col("n_unknown") > 0), pick)(),
            getattr(day, pick)(),
        )
        for day, pick in ((pl.col("start"), "min"), (pl.col("end"), "max"))
    ),
    pl.when((pl.col("n_unknown") > 0).any())
    .then(pl.lit("unknown"))
    .when((pl.col("n_not_carried_out") > 0).any())
    .then(pl.lit("not_carried_out"))
    .when((pl.col("n_not_applicable") > 0).any())
    .then(pl.lit("not_applicable"))
    .otherwise(pl.lit("unknown"))
    .alias("without_number"),
)
"""Of a whole group: its days, and why there is no number where there is none."""


def _figure() -> tuple[pl.Expr, ...]:
    shared = (pl.col("parts") > 1) & (pl.col("over_place") != "sum")
    combinable = (pl.col("over_place") == "ratio") & (pl.col("without") == 0)
    lost = shared & ~combinable
    none = pl.col("parts") == 0
    is_range = ~shared & (pl.col("low") != pl.col("high"))
    has_fraction = (pl.col("without") == 0) & ~lost & ~none
    share = hundredths(pl.col("numerator"), pl.col("denominator"))
    incombinable = pl.when(pl.col("over_place") == "ratio").then("without").otherwise("parts")
    return (
        pl.when(lost | none).then(None).when(shared).then(share).otherwise("total").alias("value"),
        pl.when(is_range).then("low").alias("low"),
        pl.when(is_range).then("high").alias("high"),
        pl.when(has_fraction).then("numerator").alias("numerator"),
        pl.when(has_fraction).then("denominator").alias("denominator"),
        pl.when(~lost).then("hedge").alias("hedge"),
        pl.when(lost).then(0).otherwise("unknown_parts").cast(pl.UInt32).alias("unknown_parts"),
        pl.when(lost).then(incombinable).otherwise(0).cast(pl.UInt32).alias("not_combinable"),
    )


_SAID: Final = (
    pl.col("value", "low", "high", "numerator", "denominator"),
    pl.col("hedge"),
    pl.col("unknown_parts").fill_null(0),
    pl.when(pl.col("value").is_not_null())
    .then(pl.lit("reported"))
    .when(pl.col("not_combinable") > 0)
    .then(pl.lit("unknown"))
    .otherwise("without_number")
    .alias("state"),
    pl.col("not_combinable").fill_null(0),
    pl.col("start", "end"),
)
