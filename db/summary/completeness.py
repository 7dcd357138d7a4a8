"""How much of what was due is reported, and how late records were entered (docs/summaries.md).

Due is what a target asks for whose period has ended. It is answered by a figure of its years, or by a word that it was
not carried out; what does not apply is not due. "Unknown" is no answer. Late is the time from the end of a record's
period to the day on which it was first entered, whoever corrected it since.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final

import polars as pl

from db.store.reader import Reader
from db.summary.cells import NOT_DONE
from db.summary.formulas import hundredths
from db.summary.frames import Schema, frame

DUE: Final[Schema] = {
    "province": pl.String,
    "indicator": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "state": pl.String,
}
"""A row a province, indicator and run of years that a target is for; `state` is reported, not_carried_out or missing.
"""
ENTRIES: Final[Schema] = {"province": pl.String, "end": pl.Date, "entered": pl.Date, "n": pl.Int64}
"""How many records of a province end on a day and were first entered on another (UTC)."""
COMPLETENESS: Final[Schema] = {
    "province": pl.String,
    "due": pl.Int64,
    "reported": pl.Int64,
    "not_carried_out": pl.Int64,
    "missing": pl.Int64,
    "percent": pl.Int64,
    "entries": pl.Int64,
    "median_days": pl.Int64,
    "most_days": pl.Int64,
}
"""A row a province: `due` = `reported` + `not_carried_out` + `missing`; `percent` of what was due that is answered, in
hundredths, null where nothing was due; days from the end of a record's period to its entry (0 when it came earlier),
null without records. The median is the lower one of two."""

_KINDS: Final = ("agreement", "training", "delivery", "publication", "budget_line", "result", "activity")
"""Records of what was done."""
_ENTRIES: Final = (
    "SELECT e.province_code, e.period_end, e.entered, count(*) FROM (SELECT r.province_code, r.period_end,"
    " substr(CASE WHEN r.version = 1 THEN r.changed_at ELSE (SELECT min(v.at) FROM revision v"
    " WHERE v.province_code = r.province_code AND v.record_id = r.id) END, 1, 10) AS entered"
    " FROM record r WHERE r.kind IN ({kinds}) AND NOT r.voided AND r.period_end IS NOT NULL{narrow}) e"
    " GROUP BY e.province_code, e.period_end, e.entered"
)
_SERVING: Final = (
    " AND EXISTS (SELECT 1 FROM record_programme p WHERE p.province_code = r.province_code AND p.record_id = r.id"
    " AND p.programme = :programme)"
)


def read_entries(
    reader: Reader, provinces: Collection[str], *, year: int | None = None, programme: str | None = None
) -> pl.DataFrame:
    """When records of what was done ended and were entered, with the columns of ENTRIES; in one `year` those in it."""
    named = {f"province_{place}": key for place, key in enumerate(provinces)}
    parameters: dict[str, Any] = {**named, "programme": programme}
    narrow = f" AND r.province_code IN ({', '.join(f':{name}' for name in named) or 'NULL'})"
    narrow += _SERVING if programme else ""
    if year is not None:
        parameters["year"] = year
        narrow += " AND r.year_from = :year AND r.year_to = :year"
    kinds = ", ".join(f"'{kind}'" for kind in _KINDS)
    return frame(reader.rows(_ENTRIES.format(kinds=kinds, narrow=narrow), parameters), ENTRIES)


def due(cells: pl.DataFrame, *, today: date, year: int | None = None) -> pl.DataFrame:
    """What was due before `today` and whether it is answered, with the columns of DUE.

    `cells` with the columns of frames.CELLS, `province` the one that each is shown under. In one `year` what ends in
    it. Several targets for the same years are one report.
    """
    first, last = pl.col("start").dt.year(), pl.col("end").dt.year()
    years = cells.lazy().with_columns(first_year=first, last_year=last)
    key = ["province", "indicator", "first_year", "last_year"]
    asked = (
        years.filter(pl.col("kind") == "target", pl.col("end") < today, (pl.col("n") > 0) | (pl.col("n_unknown") > 0))
        .filter(last == year if year is not None else pl.lit(value=True))
        .select(key)
        .unique()
    )
    done = years.filter(~pl.col("kind").is_in(NOT_DONE)).select(
        "province",
        "indicator",
        "n",
        "n_not_carried_out",
        "n_not_applicable",
        within_first="first_year",
        within_last="last_year",
    )
    inside = (pl.col("within_first") >= pl.col("first_year")) & (pl.col("within_last") <= pl.col("last_year"))
    # What is said of several years (not carried out in 2021-2022) is said of each of them.
    touching = (pl.col("within_first") <= pl.col("last_year")) & (pl.col("within_last") >= pl.col("first_year"))
    answers = (
        asked.join(done, on=["province", "indicator"], how="left")
        .group_by(key)
        .agg(
            reported=(inside & (pl.col("n") > 0)).any(),
            not_carried_out=(touching & (pl.col("n_not_carried_out") > 0)).any(),
            not_applicable=(touching & (pl.col("n_not_applicable") > 0)).any(),
        )
    )
    return (
        answers.filter(pl.col("reported") | ~pl.col("not_applicable"))
        .with_columns(
            state=pl.when("reported")
            .then(pl.lit("reported"))
            .when("not_carried_out")
            .then(pl.lit("not_carried_out"))
            .otherwise(pl.lit("missing"))
        )
        .sort(key)
        .select(pl.col(name).cast(dtype) for name, dtype in DUE.items())
        .collect()
    )


def completeness(due: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """How complete and how timely each province of DUE and ENTRIES is, with the columns of COMPLETENESS, by key."""
    states = [(pl.col("state") == state).sum().alias(state) for state in ("reported", "not_carried_out", "missing")]
    counted = due.lazy().group_by("province").agg(pl.len().alias("due"), *states)
    timed = _timed(entries.lazy())
    answered = (pl.col("reported") + pl.col("not_carried_out")).cast(pl.Int64)
    return (
        counted.join(timed, on="province", how="full", coalesce=True)
        .with_columns(pl.col("due", "reported", "not_carried_out", "missing", "entries").fill_null(0))
        .with_columns(percent=pl.when(pl.col("due") > 0).then(hundredths(answered, pl.col("due").cast(pl.Int64))))
        .sort("province")
        .select(pl.col(name).cast(dtype) for name, dtype in COMPLETENESS.items())
        .collect()
    )


def _timed(entries: pl.LazyFrame) -> pl.LazyFrame:
    """The lower median and the most of the days, each day as often as its records."""
    days = pl.max_horizontal((pl.col("entered") - pl.col("end")).dt.total_days(), 0)
    reached = pl.col("n").cum_sum() * 2 >= pl.col("n").sum()
    return (
        entries.with_columns(days=days)
        .sort("province", "days")
        .group_by("province", maintain_order=True)
        .agg(
            pl.col("n").sum().alias("entries"),
            pl.col("days").filter(reached).first().alias("median_days"),
            pl.col("days").max().alias("most_days"),
        )
    )
