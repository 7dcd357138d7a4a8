"""Provinces ranked by an indicator: its value or the percent of its target that was met (docs/figures.md)."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from db.summary.cells import NOT_DONE
from db.summary.combining import combined, in_year
from db.summary.formulas import hundredths
from db.summary.frames import CELLS, Schema
from db.summary.measures import by_measure, of_indicator
from db.summary.pace import measured, target_runs

RANKING: Final[Schema] = {
    "rank": pl.UInt32,
    "province": pl.String,
    "name": pl.String,
    "unit": pl.String,
    "value": pl.Int64,
    "low": pl.Int64,
    "high": pl.Int64,
    "hedge": pl.String,
    "unknown_parts": pl.UInt32,
    "state": pl.String,
    "target": pl.Int64,
    "target_low": pl.Int64,
    "target_high": pl.Int64,
    "target_hedge": pl.String,
    "target_unknown_parts": pl.UInt32,
    "percent": pl.Int64,
    "share": pl.Int64,
}
"""A row a province and unit of measure: the `target` with its range, hedge and unknown parts, `percent` of it that was
met, and `share` of the national total, both in hundredths of a percent, rank and share within the unit."""

RankedBy = Literal["value", "percent"]


def ranking(
    cells: pl.DataFrame,
    indicators: pl.DataFrame,
    provinces: pl.DataFrame,
    *,
    indicator: str,
    year: int | None,
    by: RankedBy = "value",
) -> pl.DataFrame:
    """The provinces with a figure or a target of `indicator` in `year` (None: all years), best first.

    `cells` are frames.CELLS of one programme or of all, moved to today's units or not (frames.in_current_units);
    `indicators` frames.INDICATORS, `provinces` frames.UNITS. Gives the columns of RANKING. Equal ones share the better
    rank, and the next one's rank counts them (1, 2, 2, 4). Without a figure, or by percent without a percent, there is
    no rank: such rows stand last, in the order of their keys. Over all years there is no target. What is to decrease
    is best where its value is lowest; the percent met is best where it is highest. `share` is value / Σ value, only
    where the indicator adds up over provinces and the total is not 0. What is counted in several units of measure has a
    row for each, ranked by itself, those of the indicator's own unit first: a target stands beside these.
    """
    own = by_measure(of_indicator(cells.lazy(), indicator), indicators.lazy()).collect()
    done = own.lazy().filter(~pl.col("kind").is_in(NOT_DONE))
    actual = combined(in_year(done, year), indicators.lazy(), ["province", "indicator", "unit"])
    rule = indicators.filter(pl.col("indicator") == indicator).row(0, named=True)
    adds_up = pl.lit(rule["over_place"] == "sum")
    descending = by == "percent" or rule["direction"] != "decrease"
    total = pl.col("value").sum().over("unit")
    targets = _targets(own.filter(pl.col("unit") == rule["unit"]).select(*CELLS), indicators, year)
    return (
        actual.join(targets.with_columns(unit=pl.lit(rule["unit"])), on=["province", "unit"], how="full", coalesce=True)
        .join(provinces.lazy().select(province="unit", name="name"), on="province", how="left")
        .with_columns(
            pl.col("unknown_parts").fill_null(0),
            pl.col("state").fill_null("unknown"),
            share=pl.when(adds_up & (total > 0)).then(hundredths(pl.col("value"), total)),
        )
        .with_columns(rank=pl.col(by).rank("min", descending=descending).over("unit").cast(pl.UInt32))
        .sort(pl.col("unit") != rule["unit"], "unit", "rank", "province", nulls_last=True)
        .select(*RANKING)
        .collect()
    )


def _targets(cells: pl.DataFrame, indicators: pl.DataFrame, year: int | None) -> pl.LazyFrame:
    """Each province's target of the year, and the percent that was met of it."""
    beside = (pl.col(name).alias(f"target_{name}") for name in ("low", "high", "hedge", "unknown_parts"))
    columns = ("province", pl.col("value").alias("target"), *beside, "percent")
    of_one_year = pl.col("first_year") == pl.col("last_year")
    if year is None:
        return measured(target_runs(cells.clear(), 0), indicators).select(*columns)
    return measured(target_runs(cells, year), indicators).filter(of_one_year).select(*columns)
