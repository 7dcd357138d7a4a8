"""Provinces ranked by an indicator: its value or the percent of its target that was met (docs/figures.md)."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from db.summary.cells import BASELINE, TARGET
from db.summary.combining import combined, in_year
from db.summary.formulas import hundredths
from db.summary.frames import Schema
from db.summary.pace import measured, target_runs

RANKING: Final[Schema] = {
    "rank": pl.UInt32,
    "province": pl.String,
    "name": pl.String,
    "value": pl.Int64,
    "hedged": pl.Boolean,
    "state": pl.String,
    "target": pl.Int64,
    "percent": pl.Int64,
    "share": pl.Int64,
}
"""A row a province: `percent` of its target and `share` of the national total in hundredths of a percent."""

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
    where the indicator adds up over provinces and the total is not 0.
    """
    own = cells.filter(pl.col("indicator") == indicator)
    done = own.lazy().filter(~pl.col("kind").is_in([TARGET, BASELINE]))
    actual = combined(in_year(done, year), indicators.lazy(), ["province", "indicator"])
    rule = indicators.filter(pl.col("indicator") == indicator).row(0, named=True)
    adds_up = pl.lit(rule["over_place"] == "sum")
    descending = by == "percent" or rule["direction"] != "decrease"
    return (
        actual.join(_targets(own, indicators, year), on="province", how="full", coalesce=True)
        .join(provinces.lazy().select(province="unit", name="name"), on="province", how="left")
        .with_columns(
            pl.col("hedged").fill_null(value=False),
            pl.col("state").fill_null("unknown"),
            share=pl.when(adds_up & (pl.col("value").sum() > 0)).then(
                hundredths(pl.col("value"), pl.col("value").sum())
            ),
        )
        .with_columns(rank=pl.col(by).rank("min", descending=descending).cast(pl.UInt32))
        .sort("rank", "province", nulls_last=True)
        .select(*RANKING)
        .collect()
    )


def _targets(cells: pl.DataFrame, indicators: pl.DataFrame, year: int | None) -> pl.LazyFrame:
    """Each province's target of the year, and the percent that was met of it."""
    columns = ("province", pl.col("value").alias("target"), "percent")
    of_one_year = pl.col("first_year") == pl.col("last_year")
    if year is None:
        return measured(target_runs(cells.clear(), 0), indicators).select(*columns)
    return measured(target_runs(cells, year), indicators).filter(of_one_year).select(*columns)
