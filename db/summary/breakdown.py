"""What an indicator's figures are made of: by sex, ethnicity, language, audience, equipment, fund source and place.

A dimension divides the whole once; two dimensions overlap and are never added. What a whole has beyond the parts of a
dimension is "not stated", so parts and "not stated" are the whole. The rules and a worked example stand in
docs/summaries.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from db.store.reader import Reader
from db.summary.cells import ALL_PROGRAMMES, MIXED_HEDGE
from db.summary.combining import combined, in_year
from db.summary.formulas import hundredths
from db.summary.frames import CELLS, Schema, frame

PLACE: Final = "place"
"""The dimension of places below a province."""
PARTED_CELLS: Final[Schema] = {**CELLS, "dimension": pl.String, "member": pl.String}
"""The cells of a rollup, wholes ("" and "") and parts; of a place `member` is its key."""
BREAKDOWN: Final[Schema] = {
    "dimension": pl.String,
    "member": pl.String,
    "stated": pl.Boolean,
    "value": pl.Int64,
    "low": pl.Int64,
    "high": pl.Int64,
    "hedge": pl.String,
    "unknown_parts": pl.UInt32,
    "state": pl.String,
    "share": pl.Int64,
}
"""The whole in a row of dimension "", then a row a dimension and member; `stated` is false, and the member null, for
what the whole has beyond its parts. `low` and `high` where it is a range. `share` of the whole in hundredths of a
percent, null where the whole is unknown, 0 or a range."""

_MEASURES: Final = (
    "f.n, f.total, f.low, f.high, f.numerator, f.denominator, f.n_hedged, f.n_unknown, f.n_not_carried_out,"
    " f.n_not_applicable, f.hedge"
)
_CELLS: Final = (
    "SELECT f.province_code, f.province_code, f.indicator, f.kind, f.basis, f.grain, f.period_start, f.period_end,"
    " {measures}, {member} FROM {rollup} f WHERE f.programme = :programme AND f.indicator = :indicator"
    " AND f.kind <> 'target'{where}"
)
_YEAR_CELLS: Final = _CELLS.format(
    measures=_MEASURES, member="f.dimension, f.member", rollup="rollup_year", where=" AND f.dimension <> 'place'{}"
)
_PLACE_CELLS: Final = _CELLS.format(
    measures=_MEASURES, member="'place', f.unit_key", rollup="rollup_place", where=" AND f.dimension = ''{}"
)


def read_parted_cells(
    reader: Reader,
    indicator: str,
    provinces: Collection[str],
    *,
    year: int | None = None,
    programme: str | None = None,
    places: bool = False,
) -> pl.DataFrame:
    """What these provinces reported of an indicator, wholes and parts, with the columns of PARTED_CELLS.

    In one `year` the periods that touch it. `places`: also by place, which for many provinces is thousands of rows.
    """
    named = {f"province_{place}": key for place, key in enumerate(provinces)}
    parameters: dict[str, Any] = {**named, "indicator": indicator, "programme": programme or ALL_PROGRAMMES}
    narrow = f" AND f.province_code IN ({', '.join(f':{name}' for name in named) or 'NULL'})"
    if year is not None:
        parameters |= {"first_day": date(year, 1, 1), "last_day": date(year, 12, 31)}
        narrow += " AND f.period_start <= :last_day AND f.period_end >= :first_day"
    rows = reader.rows(_YEAR_CELLS.format(narrow), parameters)
    if places:
        rows += reader.rows(_PLACE_CELLS.format(narrow), parameters)
    return frame(rows, PARTED_CELLS)


def breakdown(
    cells: pl.DataFrame, indicators: pl.DataFrame, *, year: int | None = None, dimensions: Sequence[str] = ()
) -> pl.DataFrame:
    """The whole of one indicator and its parts, with the columns of BREAKDOWN.

    `cells` with the columns of PARTED_CELLS, `province` the one that each is shown under; `indicators` with those of
    frames.INDICATORS. `dimensions` are listed also where nobody states a part of them, in this order and before others.
    Members by size, what is not stated last. Parts of a whole that nobody stated are in no row.
    """
    counting = in_year(cells.lazy(), year)
    by = ("indicator", "dimension", "member")
    found = combined(_with_stated_wholes(counting), indicators.lazy(), by).with_columns(
        low=pl.coalesce("low", "value"), high=pl.coalesce("high", "value")
    )
    whole = found.filter(pl.col("dimension") == "").select(*_FIGURE)
    parts = found.filter(pl.col("dimension") != "", pl.col("value").is_not_null())
    rows = [
        whole.with_columns(dimension=pl.lit(""), member=pl.lit(None, pl.String), stated=pl.lit(value=True)),
        parts.with_columns(stated=pl.lit(value=True)),
        _not_stated(whole, parts, dimensions),
    ]
    order = {"": -1} | {name: place for place, name in enumerate(dimensions)}
    return (
        pl.concat([one.select("dimension", "member", "stated", *_FIGURE) for one in rows])
        .join(whole.select(of="value", of_low="low", of_high="high"), how="cross")
        .with_columns(
            share=pl.when(pl.col("of") > 0, pl.col("of_low") == pl.col("of_high")).then(
                hundredths(pl.col("value"), pl.col("of"))
            ),
            place=pl.col("dimension").replace_strict(order, default=len(order), return_dtype=pl.Int32),
            **{end: pl.when(pl.col("low") != pl.col("high")).then(end) for end in ("low", "high")},
        )
        .sort("place", "dimension", "stated", "value", "member", descending=[False, False, True, True, False])
        .select(*BREAKDOWN)
        .cast(pl.Schema(BREAKDOWN))
        .collect()
    )


_FIGURE: Final = ("value", "low", "high", "hedge", "unknown_parts", "state")


def _with_stated_wholes(cells: pl.LazyFrame) -> pl.LazyFrame:
    """Wholes, and the parts of cells whose whole has a number that they do not exceed.

    A part may be of a record whose whole nobody stated, beside others that state theirs: where the parts of a dimension
    exceed the wholes of their cell, that is so, and none of them is shown.
    """
    cell = ["reporter", "indicator", "kind", "basis", "start", "end"]
    wholes = cells.filter(pl.col("dimension") == "")
    known = wholes.filter(pl.col("n") > 0).select(*cell, most=pl.coalesce("high", "total"))
    parts = cells.filter(pl.col("dimension") != "").join(known, on=cell)
    least = pl.coalesce("low", "total").fill_null(0).sum().over([*cell, "dimension"])
    return pl.concat([wholes, parts.filter(least <= pl.col("most")).drop("most")])


def _not_stated(whole: pl.LazyFrame, parts: pl.LazyFrame, dimensions: Sequence[str]) -> pl.LazyFrame:
    """What the whole has beyond the parts of each dimension; no row where that is nothing.

    Between what is left when all ends of ranges are against it, and when all are for it; never less than 0.
    """
    listed = parts.select("dimension", *_ENDS, "hedge")
    none = pl.LazyFrame({"dimension": list(dimensions)}, {"dimension": pl.String})
    stated = (
        pl.concat([listed, none], how="diagonal")
        .group_by("dimension")
        .agg(pl.col(*_ENDS).sum().name.prefix("stated_"), pl.col("hedge").drop_nulls().first().alias("part_hedge"))
    )
    return (
        stated.join(whole.filter(pl.col("value").is_not_null()), how="cross")
        .with_columns(
            value=pl.max_horizontal(pl.col("value") - pl.col("stated_value"), 0),
            low=pl.max_horizontal(pl.col("low") - pl.col("stated_high"), 0),
            high=pl.max_horizontal(pl.col("high") - pl.col("stated_low"), 0),
            # Less parts that are "over 60" it is neither over nor under: about.
            hedge=pl.when(pl.col("part_hedge").is_not_null()).then(pl.lit(MIXED_HEDGE)).otherwise("hedge"),
            member=pl.lit(None, pl.String),
            stated=pl.lit(value=False),
        )
        .filter(pl.col("high") > 0)
    )


_ENDS: Final = ("value", "low", "high")
