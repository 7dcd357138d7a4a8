"""Places equipped of those planned, and the missing by name (docs/figures.md)."""

from __future__ import annotations

from typing import Final

import polars as pl

from db.summary.formulas import hundredths
from db.summary.frames import Schema

PLACES: Final[Schema] = {
    "province": pl.String,
    "place": pl.String,
    "unit": pl.String,
    "planned": pl.Boolean,
    "equipped": pl.Boolean,
}
"""A row a place below a province that a target counts or that was equipped: `unit` is its key, null where no list has
it, and `place` then its name as it was printed (else the key again)."""
COVERED: Final[Schema] = {
    "province": pl.String,
    "unit": pl.String,
    "name": pl.String,
    "placed": pl.Boolean,
    "planned": pl.UInt32,
    "equipped": pl.UInt32,
    "missing": pl.UInt32,
    "unplanned": pl.UInt32,
    "missing_names": pl.List(pl.String),
    "candidates": pl.List(pl.String),
}
"""A row a place: how many of its planned places are equipped and how many missing (`planned` = `equipped` + `missing`),
and how many were equipped without a plan. Not `placed`: it was split, and `candidates` are the units that have it now.
"""
COVERAGE: Final[Schema] = {
    "province": pl.String,
    "planned": pl.UInt32,
    "equipped": pl.UInt32,
    "missing": pl.UInt32,
    "unplanned": pl.UInt32,
    "not_placed": pl.UInt32,
    "percent": pl.Int64,
    "missing_names": pl.List(pl.String),
}
"""A row a province: `percent` is equipped / planned in hundredths (null where nothing was planned), `not_placed` how
many places, planned or not, are of a unit that was split."""

_NO_NAMES: Final = pl.lit([], pl.List(pl.String))


def covered_places(places: pl.DataFrame, units: pl.DataFrame, successors: pl.DataFrame | None = None) -> pl.DataFrame:
    """Every place of `places` (PLACES), by the list that named it or, with `successors`, by today's.

    `units` are frames.UNITS of that level, `successors` frames.SUCCESSORS of it. In today's units the places that have
    one successor stand together under it. One that was split into several stands in a row of its own, not placed, with
    its candidates; one that is in no list stands by its printed name: no place is lost or counted twice. Gives the
    columns of COVERED, by province, placed first, in the order of the units' keys.
    """
    named = units.lazy().select("unit", "name")
    own = (
        places.lazy()
        .group_by("province", "place", "unit")
        .agg(pl.col("planned", "equipped").any())
        .join(named, on="unit", how="left")
        .with_columns(own_name=pl.coalesce("name", "place"), candidates=_NO_NAMES)
    )
    if successors is None:
        stands = own.with_columns(stands="unit", name="own_name", placed=pl.lit(value=True))
    else:
        stands = _of_today(own.drop("candidates", "name"), named, successors.lazy())
    missing = pl.col("planned") & ~pl.col("equipped")
    key = pl.when(pl.col("placed") & pl.col("stands").is_not_null()).then("stands").otherwise("place")
    return (
        stands.group_by("province", "placed", key=key)
        .agg(
            pl.col("stands").first().alias("unit"),
            pl.col("name").first(),
            pl.col("candidates").first(),
            planned=pl.col("planned").sum(),
            equipped=(pl.col("planned") & pl.col("equipped")).sum(),
            missing=missing.sum(),
            unplanned=(pl.col("equipped") & ~pl.col("planned")).sum(),
            missing_names=pl.col("own_name").filter(missing).sort(),
        )
        .sort("province", "placed", "key", descending=[False, True, False])
        .select(pl.col(name).cast(dtype) for name, dtype in COVERED.items())
        .collect()
    )


def _of_today(own: pl.LazyFrame, named: pl.LazyFrame, successors: pl.LazyFrame) -> pl.LazyFrame:
    """The same places with the unit of today that each one `stands` under, or the candidates."""
    heirs = (
        successors.join(named, left_on="successor", right_on="unit", how="left")
        .group_by("unit")
        .agg(
            pl.col("successor").sort_by("successor"),
            candidates=pl.col("name").sort_by("successor"),
        )
    )
    one = pl.col("successor").list.len() == 1
    split = (pl.col("successor").list.len() > 1).fill_null(value=False)
    return (
        own.join(heirs, on="unit", how="left")
        .with_columns(
            stands=pl.when(one).then(pl.col("successor").list.first()).when(~split).then("unit"),
            name=pl.when(one).then(pl.col("candidates").list.first()).otherwise("own_name"),
            placed=~split,
        )
        .with_columns(candidates=pl.when(split).then("candidates").otherwise(_NO_NAMES))
    )


def coverage(covered: pl.DataFrame) -> pl.DataFrame:
    """How many places each province planned and equipped, and the names of the missing: the columns of COVERAGE.

    `covered` is what `covered_places` gives. By province; over all provinces the counts add up.
    """
    counts = ("planned", "equipped", "missing", "unplanned")
    places = pl.col("planned") + pl.col("unplanned")
    return (
        covered.lazy()
        .group_by("province")
        .agg(
            pl.col(*counts).sum(),
            places.filter(~pl.col("placed")).sum().alias("not_placed"),
            pl.col("missing_names").explode(empty_as_null=False, keep_nulls=False).sort(),
        )
        .with_columns(
            percent=pl.when(pl.col("planned") > 0).then(
                hundredths(pl.col("equipped").cast(pl.Int64), pl.col("planned").cast(pl.Int64))
            )
        )
        .sort("province")
        .select(pl.col(name).cast(dtype) for name, dtype in COVERAGE.items())
        .collect()
    )
