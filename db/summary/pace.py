"""Every target against what was done, on a chosen day: `db.summary.card.judge` for whole columns (docs/figures.md)."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from db.store.reader import Reader
from db.summary.cells import BASELINE, LATEST, NOT_DONE, TARGET
from db.summary.combining import combined, in_year
from db.summary.formulas import hundredths
from db.summary.frames import Schema, Scope, as_they_count, read_kept_cells
from db.summary.measures import MEASURED, in_own_units

PACE: Final[Schema] = {
    "province": pl.String,
    "indicator": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "target": pl.Int64,
    "target_low": pl.Int64,
    "target_high": pl.Int64,
    "target_hedge": pl.String,
    "target_unknown_parts": pl.UInt32,
    "actual": pl.Int64,
    "actual_low": pl.Int64,
    "actual_high": pl.Int64,
    "actual_hedge": pl.String,
    "actual_unknown_parts": pl.UInt32,
    "not_combinable": pl.UInt32,
    "start": pl.Date,
    "end": pl.Date,
    "maintain": pl.Boolean,
    "percent": pl.Int64,
    "expected": pl.Int64,
    "pace": pl.Int64,
    "status": pl.String,
}
"""A row a target: of `first_year` to `last_year`, over its own period `start` to `end`, in the indicator's own unit
of measure; ends where one is a range, hedges and unknown parts as in combining.FIGURE. `percent` met, `expected`
share of the period that has gone, and `pace` (percent met of the expected share; null where nothing is expected yet,
and for levels, what is to be maintained and what is to decrease) in hundredths of a percent; `status` as
db.summary.views."""

_YEARS: Final = ("first_year", "last_year")
_DONE: Final = "done"
_SAID: Final = ("low", "high", "hedge", "unknown_parts")
"""What is said of a figure beside its value."""
_FIRST: Final = pl.col("start").dt.year()
_LAST: Final = pl.col("end").dt.year()
_ONLY_A_STATE: Final = (pl.col("n") == 0) & (pl.col("n_unknown") == 0)


def read_pace_cells(reader: Reader, scope: Scope, year: int) -> pl.DataFrame:
    """The cells that judging the targets of `year` asks for, with the columns of frames.CELLS.

    Those that touch the year and, for the indicators that have a target of several years, what was done in its other
    years. The scope's own years are not looked at.
    """
    own = scope._replace(years=(year, year))
    near = read_kept_cells(reader, own)
    long = near.filter(pl.col("kind") == TARGET, _FIRST < _LAST)
    if long.is_empty():
        return as_they_count(reader, near, own)
    ends = long.select(_FIRST.min().alias("first"), _LAST.max().alias("last")).row(0)
    codes = long["indicator"].unique().sort().to_list()
    far = read_kept_cells(reader, scope._replace(indicators=codes, years=ends), done_beside=year)
    counting = as_they_count(reader, pl.concat([near, far]), scope._replace(years=ends))
    return counting.filter(MEASURED.is_in(codes) | ((year >= _FIRST) & (year <= _LAST)))


def pace(
    cells: pl.DataFrame,
    indicators: pl.DataFrame,
    maintained: pl.DataFrame,
    *,
    year: int,
    today: date,
    behind_percent: int,
    ahead_percent: int,
    nationally: bool = False,
) -> pl.DataFrame:
    """The targets of `year` and those of several years that touch it, as they stand on `today`: the columns of PACE.

    `cells` are what `read_pace_cells` gives, `maintained` frames.MAINTAINED; both moved to today's units
    (frames.in_current_units) or neither. `behind_percent` and `ahead_percent` of the expected share are the limits of
    being on track. By province, indicator in official order, and years. `nationally` gives one row for each indicator
    and run of years, province null: the targets of all provinces together against what the provinces that have one
    did; a level that cannot be combined has no number then.
    """
    by = _keys(nationally=nationally)
    runs = target_runs(in_own_units(cells.lazy(), indicators.lazy()).collect(), year)
    rows = measured(runs, indicators, nationally=nationally).join(_kept(runs, maintained.lazy(), by), on=by, how="left")
    judged = _judged(rows, today, behind_percent, ahead_percent)
    if nationally:
        judged = judged.with_columns(province=pl.lit(None, pl.String))
    return (
        judged.sort("province", "position", *_YEARS)
        .select(pl.col(name).cast(dtype) for name, dtype in PACE.items())
        .collect()
    )


def _keys(*, nationally: bool) -> list[str]:
    return ["indicator", *_YEARS] if nationally else ["province", "indicator", *_YEARS]


def measured(runs: pl.LazyFrame, indicators: pl.DataFrame, *, nationally: bool = False) -> pl.LazyFrame:
    """Each target of `runs` (`target_runs`) with what was done, and the percent that was met of it.

    Gives indicator, first_year and last_year, and unless `nationally` the province; the figure of the target with the
    columns of combining.FIGURE, that of what was done with the suffix _done; the indicator's direction, over_time and
    position; `goal`, the end of a range that is reached first; and `percent` in hundredths.
    """
    by = _keys(nationally=nationally)
    known = indicators.lazy()
    figures = combined(runs, known, [*by, "side"]).collect().lazy()
    target, actual, baseline = (figures.filter(pl.col("side") == side) for side in (TARGET, _DONE, BASELINE))
    decreases = pl.col("direction") == "decrease"
    before = pl.when("is_stated").then("stated").otherwise("baseline")
    size = hundredths(pl.col("part").abs(), pl.col("way"))
    return (
        target.join(actual, on=by, how="left", suffix="_done")
        .join(baseline.select(*by, stated=pl.col("value"), is_stated=pl.lit(value=True)), on=by, how="left")
        .join(known.select("indicator", "direction", "over_time", "baseline", "position"), on="indicator")
        .with_columns(goal=pl.when(decreases).then(pl.coalesce("high", "value")).otherwise("value"))
        .with_columns(
            part=pl.when(decreases).then(before - pl.col("value_done")).otherwise("value_done"),
            way=pl.when(decreases).then(before - pl.col("goal")).otherwise("goal"),
        )
        .with_columns(percent=pl.when(pl.col("way") > 0).then(pl.when(pl.col("part") < 0).then(-size).otherwise(size)))
    )


def target_runs(cells: pl.DataFrame, year: int) -> pl.LazyFrame:
    """The cells of each target of `year` or of several years with it: the columns of frames.CELLS, and three more.

    `first_year` and `last_year` of the target; and the `side` that a cell is on: the target's, its baseline's or that
    of what was done.
    """
    side = pl.when(pl.col("kind").is_in(NOT_DONE)).then("kind").otherwise(pl.lit(_DONE))
    sided = cells.lazy().with_columns(side=side)
    of_year = in_year(sided, year).with_columns(first_year=pl.lit(year, pl.Int32), last_year=pl.lit(year, pl.Int32))
    across = (_FIRST < _LAST) & pl.lit(year).is_between(_FIRST, _LAST) & ~_ONLY_A_STATE
    planned = sided.filter(across & pl.col("side").is_in([TARGET, BASELINE])).with_columns(
        first_year=_FIRST, last_year=_LAST
    )
    key = ["province", "indicator", *_YEARS]
    spans = planned.filter(pl.col("side") == TARGET).select(key).unique()
    within = (pl.col("first_year") <= _FIRST) & (pl.col("last_year") >= _LAST)
    same = (pl.col("first_year") == _FIRST) & (pl.col("last_year") == _LAST)
    done = (
        sided.filter(pl.col("side").is_in([_DONE, LATEST]))
        .join(spans, on=["province", "indicator"])
        .filter(pl.when(_ONLY_A_STATE).then(same).otherwise(within))
    )
    every = pl.concat([of_year, planned, done])
    with_target = every.join(every.filter(pl.col("side") == TARGET).select(key).unique(), on=key, how="semi")
    if (cells["kind"] == LATEST).any():
        with_target = _by_their_latest(with_target, key)
    # Collected, because it is asked for several times.
    return _whole(with_target, [*key, "side", "reporter"]).collect().lazy()


def _by_their_latest(runs: pl.LazyFrame, key: list[str]) -> pl.LazyFrame:
    """The runs, those of sums that are to be maintained with the latest figure of each reporter for what was done."""
    single = runs.filter(pl.col("side") == LATEST)
    own = [*key, "reporter"]
    last = single.filter(pl.col("end") == pl.col("end").max().over(own))
    last = last.filter(pl.col("start") == pl.col("start").max().over(own)).with_columns(side=pl.lit(_DONE))
    others = runs.filter(pl.col("side") != LATEST)
    kept = single.select(*key, side=pl.lit(_DONE)).unique()
    return pl.concat([others.join(kept, on=[*key, "side"], how="anti"), last])


def _whole(cells: pl.LazyFrame, own: list[str]) -> pl.LazyFrame:
    """The cells without those of targets and baselines that are parts of a longer one of the same reporter."""
    covered = pl.col("end").filter(pl.col("n") > 0)
    parts = (
        cells.filter(pl.col("side") != _DONE)
        .group_by([*own, "start", "end"])
        .agg(reach=covered.first())
        .sort("start", "end", descending=[False, True])
        .filter(pl.col("reach").cum_max().fill_null(strategy="forward").shift(1).over(own) >= pl.col("end"))
    )
    return cells.join(parts, on=[*own, "start", "end"], how="anti")


def _kept(runs: pl.LazyFrame, maintained: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    """The runs of years with a level to be maintained."""
    return (
        runs.select(*{*by, "province"})
        .unique()
        .join(maintained, on=["province", "indicator"])
        .filter(pl.col("year").is_between(pl.col("first_year"), pl.col("last_year")))
        .select(*by, maintain=pl.lit(value=True))
        .unique()
    )


def _judged(rows: pl.LazyFrame, today: date, behind_percent: int, ahead_percent: int) -> pl.LazyFrame:
    decreases = pl.col("direction") == "decrease"
    kept = pl.col("maintain").fill_null(value=False)
    days = (pl.col("end") - pl.col("start")).dt.total_days() + 1
    gone = (pl.lit(today) - pl.col("start")).dt.total_days() + 1
    rated = rows.with_columns(
        target=pl.col("value"),
        actual=pl.col("value_done"),
        share=(gone / days).clip(0.0, 1.0),
        maintain=kept,
        **{f"target_{name}": pl.col(name) for name in _SAID},
        **{f"actual_{name}": pl.col(f"{name}_done") for name in _SAID},
        not_combinable=pl.max_horizontal("not_combinable", pl.col("not_combinable_done").fill_null(0)),
        has_pace=(pl.col("over_time") == "sum") & ~kept & ~decreases,
    )
    pace_of = 100 * pl.col("actual") / (pl.col("goal") * pl.col("share"))
    return rated.with_columns(
        expected=(pl.col("share") * 10_000).round().cast(pl.Int64),
        pace_of=pl.when(pl.col("has_pace") & (pl.col("goal") > 0) & (pl.col("share") > 0)).then(pace_of),
    ).with_columns(
        pace=(pl.col("pace_of") * 100).round().cast(pl.Int64),
        status=_status(today, behind_percent, ahead_percent, decreases),
    )


def _status(today: date, behind_percent: int, ahead_percent: int, decreases: pl.Expr) -> pl.Expr:
    """`db.summary.progress.status`, its questions in its order."""
    stated = [pl.col(name).is_in(["not_applicable", "not_carried_out"]) for name in ("state", "state_done")]
    reached = pl.when(decreases).then(pl.col("actual") <= pl.col("goal")).otherwise(pl.col("actual") >= pl.col("goal"))
    before = pl.col("start") > today
    return (
        pl.when(stated[0])
        .then("state")
        .when(stated[1])
        .then("state_done")
        .when(pl.col("actual").is_null() & before)
        .then(pl.lit("not_due"))
        .when(pl.col("actual").is_null())
        .then(pl.lit("no_report"))
        .when(pl.col("target").is_null())
        .then(pl.lit("no_target"))
        .when(reached)
        .then(pl.lit("met"))
        .when(pl.col("end") < today)
        .then(pl.lit("missed"))
        .when(before)
        .then(pl.lit("not_due"))
        .when(~pl.col("has_pace") | (pl.col("pace_of") < behind_percent))
        .then(pl.lit("behind"))
        .when(pl.col("pace_of") > ahead_percent)
        .then(pl.lit("ahead"))
        .otherwise(pl.lit("on_track"))
    )
