"""Agreements by the other side: press agencies and whoever else signs as party B.

An agreement with several parties stands under each of them, with its whole value, for nobody states who gets what part;
the totals count it once. One that names no party stands under "not stated". Parties are the same when their names are,
case, marks and spaces aside. The rules and a worked example stand in docs/summaries.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from db.store.reader import Reader
from db.summary.combining import one_hedge
from db.summary.frames import Schema, frame

_FIGURES: Final = ("documents", "subjects", "value")
_HEDGES: Final[Schema] = {f"{name}_hedge": pl.String for name in _FIGURES}
AGREEMENTS: Final[Schema] = {
    "province": pl.String,
    "record": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "last_day": pl.String,
    "fold": pl.String,
    "party": pl.String,
    "documents": pl.Int64,
    "subjects": pl.Int64,
    "value": pl.Int64,
    "value_high": pl.Int64,
    **_HEDGES,
}
"""A row an agreement and party B; `party` is null where none is named. Figures are those of the whole agreement, null
where they are not stated; `value` in đồng, of a range the lower end; `documents_hedge` … the word before each."""
PARTNERS: Final[Schema] = {
    "partner": pl.String,
    "agreements": pl.Int64,
    "documents": pl.Int64,
    "subjects": pl.Int64,
    "value": pl.Int64,
    "value_high": pl.Int64,
    **_HEDGES,
    "documents_unknown": pl.Int64,
    "subjects_unknown": pl.Int64,
    "value_unknown": pl.Int64,
    "provinces": pl.Int64,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "last_province": pl.String,
    "last_record": pl.String,
}
"""A row a partner; `agreements` counts records of signings, the last of them is named. A sum of nothing is null, and
`value_unknown` agreements do not state what is in the sum of `value`."""

_AGREEMENTS: Final = (
    "SELECT a.province_code, a.id, a.year_from, a.year_to, a.period_end, i.fold, i.text, a.documents, a.subjects,"
    " a.value, a.value_high, a.documents_hedge, a.subjects_hedge, a.value_hedge FROM ("
    "SELECT r.province_code, r.id, r.year_from, r.year_to, r.period_end,"
    " sum(CASE WHEN f.indicator = 'agreements' THEN f.value END) AS documents,"
    " sum(CASE WHEN f.indicator = 'agreement_subjects' THEN f.value END) AS subjects,"
    " sum(CASE WHEN f.indicator = 'agreement_value' THEN f.value END) AS value,"
    " sum(CASE WHEN f.indicator = 'agreement_value' THEN coalesce(f.high, f.value) END) AS value_high,"
    " min(CASE WHEN f.indicator = 'agreements' THEN f.hedge END) AS documents_hedge,"
    " CASE WHEN count(DISTINCT CASE WHEN f.indicator = 'agreement_subjects' THEN f.hedge END) > 1 THEN 'khoảng'"
    " ELSE min(CASE WHEN f.indicator = 'agreement_subjects' THEN f.hedge END) END AS subjects_hedge,"
    " min(CASE WHEN f.indicator = 'agreement_value' THEN f.hedge END) AS value_hedge"
    " FROM record r JOIN fact f ON f.province_code = r.province_code AND f.revision_id = r.head_revision_id{programme}"
    " WHERE r.kind = 'agreement' AND NOT r.voided AND f.part_of IS NULL{year}{provinces}"
    " GROUP BY r.province_code, r.id, r.year_from, r.year_to, r.period_end) a"
    " LEFT JOIN record_item i ON i.province_code = a.province_code AND i.record_id = a.id AND i.field = 'parties'"
)
_OF_PROGRAMME: Final = (
    " JOIN fact_programme p ON p.province_code = f.province_code AND p.revision_id = f.revision_id"
    " AND p.line = f.line AND p.programme = :programme"
)


def read_agreements(
    reader: Reader, provinces: Sequence[str] | None = None, *, year: int | None = None, programme: str | None = None
) -> pl.DataFrame:
    """The agreements of these provinces (None: all) with the columns of AGREEMENTS; in one `year` those signed in it.

    Of one programme only what serves it: a subject that names another is not counted.
    """
    parameters: dict[str, Any] = {"programme": programme}
    narrow = ""
    if provinces is not None:
        named = {f"province_{place}": key for place, key in enumerate(provinces)}
        parameters |= named
        narrow = f" AND r.province_code IN ({', '.join(f':{name}' for name in named) or 'NULL'})"
    within = ""
    if year is not None:
        parameters["year"] = year
        within = " AND r.year_from = :year AND r.year_to = :year"
    sql = _AGREEMENTS.format(programme=_OF_PROGRAMME if programme else "", year=within, provinces=narrow)
    return frame(reader.rows(sql, parameters), AGREEMENTS)


def partners(agreements: pl.DataFrame) -> pl.DataFrame:
    """A row a party B, most agreements first and no party last, with the columns of PARTNERS."""
    by_party = (
        agreements.lazy()
        .sort("last_day", "province", "record")
        # A party that is listed twice in one agreement has one.
        .unique(["province", "record", "fold"], keep="first", maintain_order=True)
        .group_by("fold", maintain_order=True)
        .agg(pl.col("party").last().alias("partner"), *_sums())
    )
    return (
        by_party.sort(
            pl.col("partner").is_null(),
            "agreements",
            "value",
            "fold",
            descending=[False, True, True, False],
            nulls_last=True,
        )
        .select(*PARTNERS)
        .cast(pl.Schema(PARTNERS))
        .collect()
    )


def all_agreements(agreements: pl.DataFrame) -> pl.DataFrame:
    """The totals in one row (partner null), each agreement once, with the columns of PARTNERS."""
    once = agreements.lazy().unique(["province", "record"], keep="first", maintain_order=True)
    return (
        once.select(pl.lit(None, pl.String).alias("partner"), *_sums())
        .select(*PARTNERS)
        .cast(pl.Schema(PARTNERS))
        .collect()
    )


def _sums() -> list[pl.Expr]:
    """What a group of agreements adds up to; the sum of nothing stated is null."""
    return [
        pl.len().alias("agreements"),
        *(pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in (*_FIGURES, "value_high")),
        *(one_hedge(name) for name in _HEDGES),
        *(pl.col(name).is_null().sum().alias(f"{name}_unknown") for name in _FIGURES),
        pl.col("province").n_unique().alias("provinces"),
        pl.col("first_year").min(),
        pl.col("last_year").max(),
        pl.col("province").last().alias("last_province"),
        pl.col("record").last().alias("last_record"),
    ]
