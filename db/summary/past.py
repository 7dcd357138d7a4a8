"""What was known at a moment: the present less what the journal has posted since.

A journal row of a later time is taken back: cells that add up lose what it added, cells that hold one figure look it up
anew among the facts that counted then. Of the records, those that no later row touches are as they are now.
"""

# ruff: noqa: S608 - every statement is made of the constants of this module alone

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import wraps
from typing import Any, Concatenate, Final, NamedTuple, ParamSpec, TypeVar

from db.language import _
from db.models.period import Period
from db.store.reader import Reader
from db.summary.provinces import Change

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_CellKey = tuple[Any, ...]

# The journal of a province has no gaps and its times rise, so halving finds its last row before a moment.
CUT: Final = """
WITH RECURSIVE halving(province_code, low, high) AS (
    SELECT province_code, 0 * seq, seq FROM journal_head WHERE :provinces LIKE '%' || province_code || '%'
        OR :provinces = ''
    UNION ALL
    SELECT h.province_code, CASE WHEN j.at < :before THEN j.seq ELSE h.low END,
        CASE WHEN j.at < :before THEN h.high ELSE j.seq - 1 END
    FROM halving h JOIN journal j ON j.province_code = h.province_code AND j.seq = (h.low + h.high + 1) / 2
    WHERE h.low < h.high
),
cut AS (SELECT province_code, low AS seq FROM halving WHERE low = high)
"""
"""`cut`: the last journal number of each province before `:before`; `:provinces` are their keys, "" for all."""
_CHANGES: Final = (
    CUT + "SELECT c.province_code, c.seq, j.at, j.login FROM cut c"
    " LEFT JOIN journal j ON j.province_code = c.province_code AND j.seq = c.seq"
)
SINCE: Final = (
    CUT
    + """,
since AS (
    SELECT j.province_code, j.revision_id, cut.seq AS cut, sum(j.sign) AS sign
    FROM cut JOIN journal j ON j.province_code = cut.province_code AND j.seq > cut.seq
    GROUP BY j.province_code, j.revision_id, cut.seq HAVING sum(j.sign) <> 0
)
"""
)
"""`since`: the revisions that count now and did not before (sign 1), or counted then and do no more (-1)."""
_CHANGED: Final = (
    SINCE + "SELECT s.revision_id, v.province_code, v.record_id, v.kind, v.at, v.content, v.author, v.depth"
    " FROM since s LEFT JOIN revision v ON s.sign < 0 AND v.province_code = s.province_code AND v.id = s.revision_id"
)
_KEY: Final = (
    "f.province_code, f.indicator, f.kind, f.basis, f.period_start, f.period_end, f.grain, f.dimension, f.member"
)
_COLUMNS: Final = (
    "n, total, low, high, numerator, denominator, n_hedged, n_unknown, n_not_carried_out, n_not_applicable"
)
_SHOWN: Final = "f.dimension IN ('', 'baseline', 'unit') AND (f.member = '' OR f.dimension = 'unit')"
_TOUCHING: Final = " AND f.period_start <= :last_day AND f.period_end >= :first_day"
INSIDE: Final = " AND f.period_start >= :first_day AND f.period_start <= :last_day AND f.period_end <= :last_day"
"""Chooses the cells that lie in a year."""
ACROSS: Final = (
    " AND f.grain = 'span' AND f.period_end >= :first_day"
    " AND (f.period_start < :first_day OR f.period_end > :last_day AND f.period_start <= :last_day)"
)
"""Chooses those of several years with it (ix_rollup_year_span)."""
_NOW: Final = f"SELECT {_KEY}, {_COLUMNS}, f.hedge"
_OF_SINCE: Final = (
    " FROM since s JOIN fact_cell_year f ON f.province_code = s.province_code AND f.revision_id = s.revision_id"
    f" WHERE f.programme = :programme AND {_SHOWN}"
)
_ADDED: Final = (
    SINCE
    + f"SELECT {_KEY}, f.aggregation, max(f.n_hedged), "
    + ", ".join(f"sum(s.sign * f.{column})" for column in _COLUMNS.split(", "))
    + _OF_SINCE
    + "{touching}"
    + f" GROUP BY {_KEY}, f.aggregation"
)
# The sign before j.seq keeps SQLite from walking a province's whole journal for each fact.
COUNTED: Final = (
    "(SELECT sum(j.sign) FROM journal j WHERE j.province_code = f.province_code"
    " AND j.revision_id = f.revision_id AND +j.seq <= t.cut) = 1"
)
_OF_CELL: Final = (
    " FROM fact_cell_year f WHERE f.n = 1 AND f.programme = :programme AND "
    + " AND ".join(f"{column} = t.{column[2:]}" for column in _KEY.split(", "))
    + f" AND f.last_day BETWEEN t.period_start AND t.period_end AND {COUNTED}"
)
_LAST: Final = "f.last_day DESC, f.revision_id DESC, f.line DESC LIMIT 1"
# What cannot be had by taking away: the figure of a cell that is no sum, and the word before a sum with hedged parts.
_HELD: Final = (
    SINCE
    + f""",
touched AS (
    SELECT DISTINCT {_KEY}, f.aggregation, s.cut{_OF_SINCE}{{touching}} AND (f.aggregation <> 'sum' OR f.n_hedged = 1)
),
held AS (
    SELECT t.province_code, CASE t.aggregation
        WHEN 'max' THEN (SELECT f.revision_id || f.line {_OF_CELL} ORDER BY f.total DESC, {_LAST})
        ELSE (SELECT f.revision_id || f.line {_OF_CELL} ORDER BY {_LAST}) END AS fact
    FROM touched t WHERE t.aggregation <> 'sum'
)
SELECT {_KEY}, f.total, f.low, f.high, f.numerator, f.denominator, f.n_hedged, f.hedge
FROM held h JOIN fact_cell_year f ON f.province_code = h.province_code AND f.revision_id = substr(h.fact, 1, 36)
    AND f.line = CAST(substr(h.fact, 37) AS integer)
WHERE f.programme = :programme
UNION ALL
SELECT {_KEY.replace("f.", "t.")}, NULL, NULL, NULL, NULL, NULL, NULL, (
    SELECT CASE WHEN min(f.hedge) <> max(f.hedge) THEN 'khoảng' ELSE min(f.hedge) END
    {_OF_CELL.replace("f.basis =", "f.basis || '' =")} AND f.hedge IS NOT NULL -- by ix_fact_hedge
)
FROM touched t WHERE t.aggregation = 'sum'
"""
)
_PERIODS: Final = (
    "SELECT f.period_start, f.period_end, count(*) FROM rollup_year f"
    " WHERE f.programme = :programme AND f.dimension IN ('', 'baseline') GROUP BY f.period_start, f.period_end"
)
_PERIODS_SINCE: Final = (
    CUT + "SELECT f.period_start, f.period_end, count(*) FROM cut c CROSS JOIN rollup_year f"
    " WHERE f.province_code = c.province_code AND f.seq > c.seq"
    " AND f.programme || '' = :programme AND f.dimension || '' IN ('', 'baseline')"
    " GROUP BY f.period_start, f.period_end"
)
_PERIODS_OF: Final = (
    "SELECT DISTINCT f.period_start, f.period_end FROM fact_cell_year f"
    f" WHERE f.programme = :programme AND {_SHOWN} AND ({{chosen}})"
)
_CHUNK: Final = 100
"""Revisions in one query."""


class Moment(NamedTuple):
    """A moment of the past: whatever was posted before it was known."""

    stated: str
    """As it was asked for: "2026-03-31", or with an hour "2026-03-31T14:00"."""
    before: str
    """UTC, as the journal writes its times."""

    @property
    def day(self) -> date:
        """The day on which targets are judged."""
        return date.fromisoformat(self.stated[:10])


def end_of(day: date, zone: tzinfo) -> Moment:
    """The end of a day where the program is used."""
    begins = datetime.combine(day + timedelta(days=1), time.min, zone)
    return Moment(day.isoformat(), _utc(begins))


def read_moment(text: str, zone: tzinfo) -> Moment:
    """The end of the day "2026-03-31", or that minute of "2026-03-31T14:00". Raises ValueError for anything else."""
    try:
        if "T" not in text:
            return end_of(date.fromisoformat(text), zone)
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_("“{text}” is no day such as 2026-03-31.").format(text=text)) from error
    when = when if when.tzinfo else when.replace(tzinfo=zone)
    return Moment(when.astimezone(zone).strftime("%Y-%m-%dT%H:%M"), _utc(when))


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class PastRecord(NamedTuple):
    """A record that was changed since, as its revision of then says it."""

    province: str
    id: str
    kind: str
    period: Period | None
    changed_at: str
    content: Mapping[str, Any]
    revision: str = ""
    by: str = ""
    depth: int = 0


class Past(NamedTuple):
    """What a moment needs beside the present."""

    moment: Moment
    provinces: tuple[str, ...]
    """The provinces that it was read for, none for all."""
    started: frozenset[str]
    """The revisions that count now and did not then."""
    stopped: tuple[PastRecord, ...]
    """The records whose counting revision of then counts no more."""
    changes: Mapping[str, Change]
    """The last change of each province until then."""


def read_past(reader: Reader, moment: Moment, provinces: Iterable[str] = ()) -> Past:
    """What changed since a moment, in the provinces with these keys or in all."""
    keys = tuple(provinces)
    asked = {"before": moment.before, "provinces": ",".join(keys)}
    changes = {key: Change(at, by) for key, seq, at, by in reader.rows(_CHANGES, asked) if seq}
    changed = reader.rows(_CHANGED, asked)
    started = frozenset(revision for revision, province, *_record in changed if province is None)
    stopped = tuple(
        PastRecord(province, record, kind, period_of_record(kind, content), at, content, revision, by, depth)
        for revision, province, record, kind, at, text, by, depth in changed
        if province is not None
        for content in [json.loads(text)]
    )
    return Past(moment, keys, started, stopped, changes)


def period_of_record(kind: str, content: Mapping[str, Any]) -> Period | None:
    """The period that dates a record of that kind, where its content states it."""
    from db.models.kinds import KINDS

    stated = content.get(KINDS[kind].dated_by)
    return Period.from_content(stated) if stated else None


def narrowed(programme: str, province: str | None = None) -> tuple[str, dict[str, Any]]:
    """What chooses cells of `rollup_year f`, beginning with FROM, and its parameters.

    Those of one programme ("*": of all) that make up figures; of a province, where one is given.
    """
    shown, parameters = _SHOWN, dict[str, Any](programme=programme)
    if province is not None:
        # Of one province the key leads to its cells: an index that begins with the dimension would read all provinces.
        shown = shown.replace("f.dimension IN", "f.dimension || '' IN") + " AND f.province_code = :province"
        parameters["province"] = province
    return f" FROM rollup_year f WHERE f.programme = :programme AND {shown}", parameters


def days_of(year: int) -> dict[str, Any]:
    """The parameters of the conditions on a year."""
    return {"first_day": date(year, 1, 1), "last_day": date(year, 12, 31)}


def cell_rows(
    reader: Reader, past: Past, programme: str, province: str | None = None, year: int | None = None
) -> list[tuple[Any, ...]]:
    """The rows of the yearly rollup as they were, in the columns of `db.summary.cells.Cell`.

    Of the province with the key `province`, or of all that `past` was read for; touching `year`, if given.
    """
    chosen, parameters = narrowed(programme, province)
    if year is not None:
        parameters |= days_of(year)
    parts, touching = (("",), "") if year is None else ((INSIDE, ACROSS), _TOUCHING)
    cells = {row[:9]: row[9:] for part in parts for row in reader.rows(_NOW + chosen + part, parameters)}
    asked = parameters | asked_of(past, province)
    added = reader.rows(_ADDED.format(touching=touching), asked)
    held: dict[_CellKey, tuple[Any, ...]] = {}
    if any(row[9] != "sum" or row[10] for row in added):
        held = {row[:9]: row[9:] for row in reader.rows(_HELD.format(touching=touching), asked)}
    for key, aggregation, less in ((row[:9], row[9], row[11:]) for row in added):
        was = cells.get(key, (0,) * 10 + (None,))
        values = _less(was[:10], less)
        if aggregation == "sum":
            cells[key] = (*values, held[key][6] if key in held else was[10])
        else:
            cells[key] = _holding(values, held.get(key))
    return [
        (*_named(key), *key[3:6], *values[:10], key[0], values[10])
        for key, values in cells.items()
        if values[0] or any(values[7:10])
    ]


def _named(key: _CellKey) -> tuple[str, str, str]:
    """Province, indicator and kind as `db.summary.cells` reads them."""
    province, indicator, kind, dimension, member = (*key[:3], *key[7:9])
    if dimension == "unit":
        return province, f"{indicator}:{member}", kind
    return province, indicator, dimension or kind


def _less(values: _CellKey, added: _CellKey) -> _CellKey:
    """A cell that adds up without what was added since: no total without a figure, no share without a denominator."""
    n, total, low, high, numerator, denominator, *counts = (
        (was or 0) - (more or 0) for was, more in zip(values, added, strict=True)
    )
    sums = (total, low, high) if n else (None, None, None)
    return (n, *sums, *((numerator, denominator) if denominator else (None, None)), *counts)


def _holding(values: _CellKey, held: _CellKey | None) -> _CellKey:
    """A cell that holds one figure, with the one of then and its word."""
    figure = held or (None,) * 5 + (0, None)
    return (values[0], *figure[:6], *values[7:], figure[6])


def years_then(reader: Reader, past: Past, programme: str) -> set[int]:
    """Every year with a cell at a moment of the past, of one programme ("*": of all)."""
    asked = asked_of(past) | {"programme": programme}
    cells: Counter[int] = Counter()
    unsure: Counter[int] = Counter()
    for count, sql in ((cells, _PERIODS), (unsure, _PERIODS_SINCE)):
        for start, end, number in reader.rows(sql, asked):
            for year in _years(start, end):
                count[year] += number
    known = {year for start, end in _periods_of(reader, past.stopped, programme) for year in _years(start, end)}
    known |= {year for year, number in cells.items() if number > unsure[year]}
    return known | {year for year in unsure.keys() - known if cell_rows(reader, past, programme, year=year)}


def _periods_of(reader: Reader, stopped: Sequence[PastRecord], programme: str) -> Iterator[tuple[str, str]]:
    """The periods of the cells that the revisions of these records made up."""
    for first in range(0, len(stopped), _CHUNK):
        choices: list[str] = []
        parameters: dict[str, Any] = {"programme": programme}
        for place, was in enumerate(stopped[first : first + _CHUNK]):
            choices.append(f"f.province_code = :p{place} AND f.revision_id = :r{place}")
            parameters |= {f"p{place}": was.province, f"r{place}": was.revision}
        yield from reader.rows(_PERIODS_OF.format(chosen=" OR ".join(choices)), parameters)


def _years(start: str, end: str) -> range:
    return range(int(start[:4]), int(end[:4]) + 1)


def rows_then(
    reader: Reader, past: Past, sql: str, parameters: Mapping[str, Any], revision: int
) -> list[tuple[Any, ...]]:
    """The rows of a query that reads the facts of `counting`, as it would have answered then.

    `revision` is the place of the revision's id in each row.
    """
    now = [row for row in reader.rows(sql, parameters) if row[revision] not in past.started]
    stopped = sql.replace(" counting ", " (SELECT province_code, revision_id FROM since WHERE sign < 0) ")
    return now + reader.rows(SINCE + stopped, {**asked_of(past), **parameters})


def asked_of(past: Past, province: str | None = None) -> dict[str, Any]:
    """The parameters of `SINCE`: of what `past` was read for, or of one province of that."""
    keys = (province,) if province else past.provinces
    return {"before": past.moment.before, "provinces": ",".join(keys)}


def of_one_moment(
    read: Callable[Concatenate[Reader, _Asked], _Answer],
) -> Callable[Concatenate[Reader, _Asked], _Answer]:
    """Let a question about the past read the present and what changed since as of the same instant."""

    @wraps(read)
    def steady(reader: Reader, /, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        if kwargs.get("as_of") is None:
            return read(reader, *args, **kwargs)
        with reader.at_once():
            return read(reader, *args, **kwargs)

    return steady
