"""What the Polars summaries start from: rollups and reference data as frames with stated columns.

The filters stand in the SQL, so that a frame holds no more than its summary needs. Days are Date, counts and money
Int64, levels hundredths of a percent; a figure that nobody stated is null, never 0. All read on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import polars as pl

from db.store.reader import NO_PARAMETERS, Reader
from db.summary.cells import ALL_PROGRAMMES, NAMED, Cell
from db.summary.indicators import Indicator, read_indicators
from db.summary.maintained import latest_figures, read_maintained
from db.summary.past_reader import present_and_past
from db.summary.recounting import DONE, counted_anew, one_by_one, superseded
from db.summary.states import read_states

Schema = dict[str, pl.DataType | type[pl.DataType]]
"""The columns of a frame in order, each with its dtype."""

_MEASURES: Final[Schema] = dict.fromkeys(
    (
        "n",
        "total",
        "low",
        "high",
        "numerator",
        "denominator",
        "n_hedged",
        "n_unknown",
        "n_not_carried_out",
        "n_not_applicable",
    ),
    pl.Int64,
)
CELLS: Final[Schema] = {
    "province": pl.String,
    "reporter": pl.String,
    "indicator": pl.String,
    "kind": pl.String,
    "basis": pl.String,
    "grain": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    **_MEASURES,
    "hedge": pl.String,
}
"""A row a cell of a rollup, breakdowns left out. `province` is the one that it is shown under, `reporter` the one whose
records it adds up; `n` reported figures, `total` their sum (null when n is 0), `hedge` the word before it. What of an
indicator is counted in one unit of measure is a cell of an indicator of its own, "delivered_devices:bộ"
(`db.summary.measures`)."""
INDICATORS: Final[Schema] = {
    "indicator": pl.String,
    "name": pl.String,
    "short": pl.String,
    "unit": pl.String,
    "scale": pl.Int64,
    "direction": pl.String,
    "over_time": pl.String,
    "over_place": pl.String,
    "origin": pl.String,
    "source_kind": pl.String,
    "baseline": pl.Int64,
    "position": pl.UInt32,
}
"""A row an indicator in official order; `scale` 100 says that its figures are hundredths."""
UNITS: Final[Schema] = {
    "unit": pl.String,
    "era": pl.String,
    "code": pl.String,
    "level": pl.String,
    "kind": pl.String,
    "name": pl.String,
    "parent": pl.String,
}
"""A row a province, district or commune of one era; `unit` is its key ("A14"), `parent` the key of what it lies in."""
SUCCESSORS: Final[Schema] = {"unit": pl.String, "successor": pl.String}
"""A row a unit of era A and unit of era B that took it in, or a part of it: a split unit has several rows."""
STATES: Final[Schema] = {
    "province": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "programme": pl.String,
    "indicator": pl.String,
    "state": pl.String,
    "reason": pl.String,
    "title": pl.String,
    "record": pl.String,
}
"""A row a record and programme that says something without a number (`db.summary.states`)."""
MAINTAINED: Final[Schema] = {"province": pl.String, "indicator": pl.String, "year": pl.Int32}
"""A row a level that a target asks to maintain in a year."""

_CELLS: Final = (
    f"SELECT f.province_code, f.province_code, {NAMED}, CASE WHEN f.dimension = 'baseline' THEN 'baseline'"
    " ELSE f.kind END, f.basis, f.grain, f.period_start, f.period_end, f.n, f.total, f.low, f.high, f.numerator,"
    " f.denominator, f.n_hedged, f.n_unknown, f.n_not_carried_out, f.n_not_applicable, f.hedge"
)
_WHERE: Final = " WHERE f.programme = :programme AND (f.member = '' OR f.dimension = 'unit')"
_YEAR_CELLS: Final = f"{_CELLS} FROM rollup_year f{_WHERE}"
_DONE_BESIDE: Final = (
    " AND f.kind <> 'target' AND f.dimension IN ('', 'unit')"
    " AND (f.period_end < :year_begins OR f.period_start > :year_ends)"
)
_MONTH_CELLS: Final = f"{_CELLS} FROM rollup_month f{_WHERE}"
_WHOLE: Final = " AND f.dimension IN ('', 'baseline', 'unit')"
"""The figures, the baselines of targets as cells of a kind of their own, and what is counted in one unit."""
_WHOLE_BY_KEY: Final = " AND f.dimension || '' IN ('', 'baseline', 'unit')"
"""The same without the index that begins (programme, dimension): the key leads to an indicator five times faster."""
_WITH_DATA: Final = " AND f.province_code IN (SELECT h.province_code FROM journal_head h)"
"""All provinces, named one by one: the key of a rollup begins with the province."""
_UNITS: Final = (
    'SELECT u."key", u.era, u.code, u.level, u.kind, u.name, u.parent FROM unit u WHERE u.level = :level'
    ' ORDER BY u."key"'
)
_SUCCESSORS: Final = (
    "SELECT l.from_key, l.to_key FROM unit_link l JOIN unit u ON u.key = l.from_key WHERE u.level = :level"
    " ORDER BY l.from_key, l.to_key"
)


class Scope(NamedTuple):
    """Which cells to read: None is every one.

    `provinces` are keys of those that reported: of a province of today, those too that it was made of.
    `years` are the first and the last calendar year; a period that touches one of them is read.
    """

    programme: str | None = None
    provinces: Collection[str] | None = None
    indicators: Collection[str] | None = None
    years: tuple[int, int] | None = None


EVERYTHING: Final = Scope()


def frame(rows: list[tuple[Any, ...]], schema: Schema) -> pl.DataFrame:
    """Rows of a query as a frame of `schema`; a Date column takes ISO text. Raises ValueError for another width.

    Column by column: a third of the time that Polars takes for rows.
    """
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pl.DataFrame(
        [
            pl.Series(name, values, pl.String).str.to_date("%Y-%m-%d")
            if dtype == pl.Date
            else pl.Series(name, values, dtype)
            for (name, dtype), values in zip(schema.items(), columns, strict=True)
        ]
    )


def read_year_cells(reader: Reader, scope: Scope = EVERYTHING) -> pl.DataFrame:
    """The cells of the yearly rollup as they count, with the columns of CELLS; baselines of targets are a kind.

    The few that the rollup cannot tell (`db.summary.recounting`) are counted anew.
    """
    return as_they_count(reader, read_kept_cells(reader, scope), scope)


def read_kept_cells(reader: Reader, scope: Scope, *, done_beside: int | None = None) -> pl.DataFrame:
    """The cells of the yearly rollup as it has them, with the columns of CELLS.

    With `done_beside` those alone of what was done in other years than that one.
    """
    if done_beside is None:
        return _read(reader, _YEAR_CELLS, scope)
    days = {"year_begins": date(done_beside, 1, 1), "year_ends": date(done_beside, 12, 31)}
    return _read(reader, _YEAR_CELLS + _DONE_BESIDE, scope, days)


def as_they_count(reader: Reader, cells: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """These cells of the scope, those that the rollup cannot tell counted anew; they then touch the scope's years.

    With them the single figures of sums that a target asks to maintain, as cells of a kind of their own.
    """
    pairs, served = _to_recount(reader, cells, scope), scope.programme or ALL_PROGRAMMES
    now, past = present_and_past(reader)
    anew = [*counted_anew(now, pairs, programme=served, past=past)] if pairs else []
    anew += (
        cell
        for cell in latest_figures(now, programme=served, past=past)
        if scope.provinces is None or cell.province in scope.provinces
        if scope.indicators is None or cell.indicator in scope.indicators
    )
    touching = [one for one in anew if not scope.years or set(one.years) & {*range(scope.years[0], scope.years[1] + 1)}]
    return pl.concat([_less(cells, pairs), cell_frame(touching)]) if pairs or touching else cells


def read_trend_cells(reader: Reader, scope: Scope = EVERYTHING) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells of the yearly rollup and those of the monthly one for a trend, each with the columns of CELLS.

    What is in the monthly rollup is in the yearly one too. Of the few that rollups cannot tell
    (`db.summary.recounting`) each figure is a cell under its own period, among the monthly ones alone.
    """
    yearly = _read(reader, _YEAR_CELLS, scope)
    monthly = _read(reader, _MONTH_CELLS, scope, by_key=False)
    pairs = _to_recount(reader, yearly, scope)
    if not pairs:
        return yearly, monthly
    now, past = present_and_past(reader)
    figures = cell_frame(one_by_one(now, pairs, programme=scope.programme or ALL_PROGRAMMES, past=past))
    return _less(yearly, pairs), pl.concat([_less(monthly, pairs), figures])


def _read(
    reader: Reader,
    sql: str,
    scope: Scope,
    asked: Mapping[str, Any] = NO_PARAMETERS,
    *,
    by_key: bool = True,
) -> pl.DataFrame:
    narrow, parameters = narrowed(scope)
    whole = _WHOLE_BY_KEY if by_key and scope.indicators is not None else _WHOLE
    return frame(reader.rows(sql + whole + narrow, {**parameters, **asked}), CELLS)


def _to_recount(reader: Reader, cells: pl.DataFrame, scope: Scope) -> set[tuple[str, str]]:
    """The provinces and indicators of the scope that were reported cumulatively and in the period, or superseded."""
    bases = cells.filter(pl.col("kind").is_in(DONE)).group_by("reporter", "indicator")
    mixed = bases.agg(both=(pl.col("basis") == "period").n_unique()).filter(pl.col("both") > 1)
    now, past = present_and_past(reader)
    return {*mixed.select("reporter", "indicator").rows()} | {
        (province, indicator)
        for province, indicator in superseded(now, past=past)
        if (scope.provinces is None or province in scope.provinces)
        and (scope.indicators is None or indicator in scope.indicators)
    }


def _less(cells: pl.DataFrame, pairs: Collection[tuple[str, str]]) -> pl.DataFrame:
    """The cells without what was done of these provinces and indicators."""
    pair = pl.DataFrame(list(pairs), schema={"reporter": pl.String, "indicator": pl.String}, orient="row")
    taken = pair.join(pl.DataFrame({"kind": list(DONE)}), how="cross")
    return cells.join(taken, on=["reporter", "indicator", "kind"], how="anti", maintain_order="left")


def cell_frame(cells: Iterable[Cell]) -> pl.DataFrame:
    """Cells that are at hand as a frame with the columns of CELLS; the grain is "year" or, of other periods, "span"."""

    def grain(cell: Cell) -> str:
        return "year" if cell.year and (cell.start[5:], cell.end[5:]) == ("01-01", "12-31") else "span"

    return frame(
        [(cell.province, cell.reporter, *cell[1:4], grain(cell), *cell[4:16], cell.hedge) for cell in cells],
        CELLS,
    )


def narrowed(scope: Scope, *, one_by_one: bool = False) -> tuple[str, Mapping[str, Any]]:
    """The conditions of a scope on a rollup that the query calls f, beginning with AND, and their parameters.

    All provinces are named `one_by_one` where indicators are, or where asked for: an index may begin with the province.
    """
    parameters: dict[str, Any] = {"programme": scope.programme or ALL_PROGRAMMES}
    narrow = ""
    for column, chosen in (("province_code", scope.provinces), ("indicator", scope.indicators)):
        if chosen is not None:
            named = {f"{column}_{place}": one for place, one in enumerate(chosen)}
            parameters |= named
            listed = ", ".join(f":{name}" for name in named) or "NULL"
            narrow += f" AND f.{column} IN ({listed})"
    if scope.provinces is None and (one_by_one or scope.indicators is not None):
        narrow += _WITH_DATA
    if scope.years:
        first, last = scope.years
        parameters |= {"first_day": date(first, 1, 1), "last_day": date(last, 12, 31)}
        narrow += " AND f.period_start <= :last_day AND f.period_end >= :first_day"
    return narrow, parameters


def read_indicator_frame(reader: Reader, language: str) -> pl.DataFrame:
    """All indicators with the columns of INDICATORS, named in `language` ("vi" or "en")."""
    return indicator_frame(read_indicators(reader, language).values())


def indicator_frame(indicators: Iterable[Indicator]) -> pl.DataFrame:
    """Indicators that are at hand as a frame with the columns of INDICATORS, in the order given."""
    return frame(
        [
            (*_named(one), one.scale, one.direction, one.over_time, one.over_place, *_kept(one), place)
            for place, one in enumerate(indicators)
        ],
        INDICATORS,
    )


def _kept(indicator: Indicator) -> tuple[str, str, int | None]:
    return indicator.origin, indicator.source_kind, indicator.baseline


def _named(indicator: Indicator) -> tuple[str, str, str, str]:
    return indicator.code, indicator.name, indicator.short, indicator.unit


def read_maintained_frame(reader: Reader) -> pl.DataFrame:
    """Every level that a target asks to maintain, with the columns of MAINTAINED."""
    now, past = present_and_past(reader)
    return frame(sorted(read_maintained(now, past)), MAINTAINED)


def read_units(reader: Reader, level: str) -> pl.DataFrame:
    """The units of both eras of one level (province, district or commune), with the columns of UNITS."""
    return frame(reader.rows(_UNITS, {"level": level}), UNITS)


def read_successors(reader: Reader, level: str) -> pl.DataFrame:
    """Every successor of each unit of era A of that level (province, district or commune): columns of SUCCESSORS."""
    return frame(reader.rows(_SUCCESSORS, {"level": level}), SUCCESSORS)


def read_state_frame(reader: Reader, *, programme: str | None = None, province: str | None = None) -> pl.DataFrame:
    """What was reported without a number, with the columns of STATES; of one programme or province if named."""
    return frame(list(read_states(reader, programme=programme, province=province)), STATES)


def in_current_units(cells: pl.DataFrame, successors: pl.DataFrame) -> pl.DataFrame:
    """The same cells under the province that each one's province belongs to today (itself, when it has no successor).

    `successors` are those of provinces, which are never split: no cell is lost and none is doubled, so national totals
    of counts and money stay. The reporter stays too.
    """
    moved = cells.lazy().join(
        successors.lazy(), left_on="province", right_on="unit", how="left", validate="m:1", maintain_order="left"
    )
    return moved.with_columns(province=pl.coalesce("successor", "province")).drop("successor").collect()
