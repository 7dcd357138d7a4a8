"""What is counted in several units of measure, each by itself: devices in chiếc and in bộ are never one sum."""

from __future__ import annotations

from typing import Final

import polars as pl

from db.summary.cells import UNIT_MARK
from db.summary.frames import CELLS

MEASURED: Final = pl.col("indicator").str.split(UNIT_MARK).list.first()
"""The indicator of a cell, in whatever unit that is counted."""
_KEY: Final = ("province", "reporter", "indicator", "kind", "basis", "grain", "start", "end")
_FIGURES: Final = ("n", "total", "low", "high", "numerator", "denominator", "n_hedged", "hedge")


def of_indicator(cells: pl.LazyFrame, indicator: str) -> pl.LazyFrame:
    """The cells of one indicator, in whatever units it was counted."""
    return cells.filter(indicator == MEASURED)


def by_measure(cells: pl.LazyFrame, indicators: pl.LazyFrame) -> pl.LazyFrame:
    """The same cells, each under the unit of measure that it is counted in.

    `cells` has the columns of frames.CELLS and may have others, `indicators` those of frames.INDICATORS. Gives the
    columns of `cells` and `unit`: that of the indicator, or another one that devices were counted in. A cell of the
    indicator's own unit keeps what was said of the whole without a number; cells of an indicator that is in no list
    are left out. Over all units nothing is lost: the numbers of a figure's units are those of the figure.
    """
    named = cells.with_columns(pl.col("indicator").str.splitn(UNIT_MARK, 2).alias("split")).with_columns(
        indicator=pl.col("split").struct.field("field_0"), in_unit=pl.col("split").struct.field("field_1")
    )
    own = indicators.select("indicator", own="unit")
    placed = named.drop("split").join(own, on="indicator", maintain_order="left")
    parts = placed.filter(pl.col("in_unit").is_not_null(), pl.col("n") > 0)
    counted = parts.select(*_KEY, counted=pl.lit(value=True)).unique()
    of_own = parts.filter(pl.col("in_unit") == pl.col("own")).select(*_KEY, pl.col(*_FIGURES).name.suffix("_own"))
    wholes = (
        placed.filter(pl.col("in_unit").is_null())
        .join(counted, on=list(_KEY), how="left", maintain_order="left")
        .join(of_own, on=list(_KEY), how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("counted")).then(_of_own_unit(name)).otherwise(name).alias(name) for name in _FIGURES
        )
    )
    others = parts.filter(pl.col("in_unit") != pl.col("own"))
    columns = cells.collect_schema().names()
    return pl.concat(
        [wholes.select(*columns, unit="own"), others.select(*columns, unit="in_unit")],
    ).filter(pl.any_horizontal(pl.col(name) > 0 for name in CELLS if name == "n" or name.startswith("n_")))


def in_own_units(cells: pl.LazyFrame, indicators: pl.LazyFrame) -> pl.LazyFrame:
    """The cells of each indicator's own unit alone, with the columns of `cells`: what a target is met by."""
    columns = cells.collect_schema().names()
    own = indicators.select("indicator", own="unit")
    return (
        by_measure(cells, indicators).join(own, on="indicator").filter(pl.col("unit") == pl.col("own")).select(*columns)
    )


def _of_own_unit(name: str) -> pl.Expr:
    """A figure's number in the indicator's own unit; 0 of them where it was counted in others alone."""
    own = pl.col(f"{name}_own")
    return own.fill_null(0) if CELLS[name] == pl.Int64 and name.startswith("n") and name != "numerator" else own
