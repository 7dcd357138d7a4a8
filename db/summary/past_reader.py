"""A reader that answers as the database would have answered at a moment of the past.

Every question is asked twice: of what nothing touched since, as it stands, and of what was touched, with its rows of
then in place of the tables. So a summary that reads rollups or records has its past without a word of its own.
Reference data (units, indicators, names) are those of now.
"""

# ruff: noqa: S608 - every statement is made of constants

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any, Final

from db.models.content_rows import item_rows, place_rows, programme_rows, record_columns, typed_columns
from db.models.kinds import KINDS
from db.store.reader import NO_PARAMETERS, Reader
from db.store.rollups import MEASURES, ROLLUPS, SHARED_KEY
from db.summary.cells import ALL_PROGRAMMES, MIXED_HEDGE
from db.summary.past import COUNTED, SINCE, Past, PastRecord, asked_of

_ROLLUPS: Final = {f"rollup_{name}": name for name in ROLLUPS}
_SUMS: Final = tuple(name for name in MEASURES if name not in ("hedge", "seq"))
_HELD: Final = ("total", "low", "high", "numerator", "denominator", "n_hedged")
"""What a cell that is no sum takes over from the one figure that it holds."""
_KEY_TYPES: Final = {key: "date" if key.startswith("period_") else "text" for key in SHARED_KEY}
_KEY_LENGTH: Final = len(SHARED_KEY)
"""Of the columns that tell cells of one programme apart."""
_COUNTS: Final = tuple(_KEY_LENGTH + place for place, name in enumerate(_SUMS) if name[0] == "n" and name not in _HELD)
_RECORD_TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "record": {
        "id": "text",
        "kind": "text",
        "year_from": "bigint",
        "year_to": "bigint",
        "period_start": "date",
        "period_end": "date",
        "title": "text",
        "version": "bigint",
        "head_revision_id": "text",
        "voided": "boolean",
        "changed_at": "text",
        "changed_by": "text",
    },
    "record_programme": {"record_id": "text", "programme": "text"},
    "record_place": {
        "record_id": "text",
        "field": "text",
        "position": "bigint",
        "as_printed": "text",
        "unit_key": "text",
    },
    "record_item": {"record_id": "text", "field": "text", "position": "bigint", "text": "text", "fold": "text"},
    "training": {"record_id": "text", "cost": "bigint", "participants": "bigint", "attendances": "bigint"},
    "delivery": {"record_id": "text", "value": "bigint", "devices": "bigint", "equipment_type": "text"},
}
"""Table → the columns that summaries read of it beside the province, with their types."""
_LISTS: Final = {"record_programme": programme_rows, "record_place": place_rows, "record_item": item_rows}
_NAMED: Final = re.compile(rf"\b(?:FROM|JOIN) ({'|'.join((*_ROLLUPS, *_RECORD_TABLES))})\b")
_SCHEMAS: Final = {"sqlite": "main", "postgresql": "public"}
_UNTOUCHED: Final = (
    "WITH record AS (SELECT r.* FROM {schema}.record r WHERE r.head_revision_id NOT IN ({started})"
    " AND r.id NOT IN ({stopped})) "
)


class PastReader(Reader):
    """Reads what was known at the moment of `past`, which was read over `now`; of other provinces than its own, now."""

    def __init__(self, now: Reader, past: Past) -> None:
        super().__init__()
        self.now = now
        self.past = past
        self.dialect = now.dialect
        self.address = now.address
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def rows(self, sql: str, parameters: Mapping[str, Any] = NO_PARAMETERS) -> list[tuple[Any, ...]]:
        """All rows as of then, in no order.

        A question of a rollup reads that one alone, calls it f, narrows it to a programme and ends with its conditions.
        One of records joins the table of them to their lists and answers record by record, or with counts that add up.

        Raises ValueError for a question of a list alone: of now it would read what was of then too.
        """
        tables = {*_NAMED.findall(sql)}
        if rollups := tables & {*_ROLLUPS}:
            (table,) = rollups
            return self._cells(table, sql, parameters)
        return self._records(tables, sql, parameters) if tables else self.now.rows(sql, parameters)

    def _cells(self, table: str, sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        programme = parameters["programme"] if ":programme" in sql else ALL_PROGRAMMES
        touched, then = self._touched(_ROLLUPS[table], programme)
        columns = {**_KEY_TYPES, ROLLUPS[_ROLLUPS[table]]: "text", **dict.fromkeys(_SUMS, "bigint"), "hedge": "text"}
        key = " || '|' || ".join(f"CAST(f.{key} AS text)" for key in _keys(_ROLLUPS[table]))
        kept = f"{sql} AND {key} NOT IN ({_listed('touched', self.dialect)})"
        return self.now.rows(kept, {**parameters, "touched": touched}) + self.now.rows(
            f"WITH {_given(table, columns, self.dialect)} {sql}", {**parameters, f"past_{table}": then}
        )

    def _touched(self, rollup: str, programme: str) -> tuple[str, str]:
        """The keys of the cells of a programme that were touched since, and the rows of those that were there then."""
        if (rollup, programme) not in self._known:
            found = self.now.rows(_cells_then(rollup), {**asked_of(self.past), "programme": programme})
            keys = ["|".join(row[:_KEY_LENGTH]) for row in found]
            then = [(row[0], programme, *row[1:]) for row in found if any(row[place] for place in _COUNTS)]
            self._known[rollup, programme] = json.dumps(keys), json.dumps(then)
        return self._known[rollup, programme]

    def _records(self, tables: set[str], sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        if "record" not in tables:
            raise ValueError(sql)
        listed = {name: _listed(name, self.dialect) for name in ("started", "stopped")}
        kept = _UNTOUCHED.format(schema=_SCHEMAS[self.dialect], **listed) + sql
        given = ", ".join(
            _given(table, {"province_code": "text", **_RECORD_TABLES[table]}, self.dialect) for table in sorted(tables)
        )
        then = {f"past_{table}": self._rows[table] for table in tables}
        return self.now.rows(kept, {**parameters, **self._changed}) + self.now.rows(
            f"WITH {given} {sql}", {**parameters, **then}
        )

    @cached_property
    def _rows(self) -> Mapping[str, str]:
        return _rows_then(self.past.stopped)

    @cached_property
    def _changed(self) -> Mapping[str, str]:
        ids = [record.id for record in self.past.stopped]
        return {"started": json.dumps([*self.past.started]), "stopped": json.dumps(ids)}

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Let everything that is read inside be of one moment of the present too."""
        with self.now.at_once():
            yield

    def _command(self, sql: str) -> None:
        raise NotImplementedError

    def changed(self) -> bool:
        """Whether somebody committed."""
        return self.now.changed()

    def versions(self) -> list[str] | None:
        """The rows of alembic_version."""
        return self.now.versions()

    def close(self) -> None:
        """Let the database go."""
        self.now.close()


def present_and_past(reader: Reader) -> tuple[Reader, Past | None]:
    """The reader of now behind one of the past, and its moment, for a question that takes back the journal itself."""
    return (reader.now, reader.past) if isinstance(reader, PastReader) else (reader, None)


def _rows_then(records: tuple[PastRecord, ...]) -> dict[str, str]:
    """The rows of the record tables of these records, a JSON text a table: arrays in the order of its columns."""
    rows: dict[str, list[list[Any]]] = {table: [] for table in _RECORD_TABLES}
    for record in records:
        kind = KINDS[record.kind]
        key = {"province_code": record.province, "record_id": record.id}
        said = {
            "record": [
                record_columns(kind, record.content)
                | {"province_code": record.province, "id": record.id, "version": record.depth + 1, "voided": False}
                | {"head_revision_id": record.revision, "changed_at": record.changed_at, "changed_by": record.by}
            ],
            **{table: [key | row for row in rows_of(kind, record.content)] for table, rows_of in _LISTS.items()},
        }
        if record.kind in _RECORD_TABLES:
            said[record.kind] = [key | typed_columns(kind, record.content)]
        for table, found in said.items():
            rows[table] += [[row[column] for column in ("province_code", *_RECORD_TABLES[table])] for row in found]
    return {table: json.dumps(found, ensure_ascii=False, default=str) for table, found in rows.items()}


def _listed(name: str, dialect: str) -> str:
    """The entries of a JSON array of texts, as a query."""
    if dialect == "sqlite":
        return f"SELECT e.value FROM json_each(:{name}) e"
    return f"SELECT e.value FROM json_array_elements_text(CAST(:{name} AS json)) AS e(value)"


def _given(table: str, columns: Mapping[str, str], dialect: str) -> str:
    """A table of the rows of a JSON array of arrays, for a WITH clause; its columns with their types."""
    if dialect == "sqlite":
        rows = f"json_each(:past_{table}) e"
        read = [f"json_extract(e.value, '$[{place}]') AS {column}" for place, column in enumerate(columns)]
    else:
        rows = f"json_array_elements(CAST(:past_{table} AS json)) AS e(value)"
        read = [f"CAST(e.value ->> {at} AS {of}) AS {column}" for at, (column, of) in enumerate(columns.items())]
    return f"{table} AS (SELECT {', '.join(read)} FROM {rows})"


def _keys(rollup: str) -> tuple[str, ...]:
    """What tells the cells of one programme apart."""
    return (*(key for key in SHARED_KEY if key != "programme"), ROLLUPS[rollup])


@cache
def _cells_then(rollup: str) -> str:
    """The query of the cells of `:programme` that were touched since: key, sums and word of then.

    A cell that adds up is the one of now less what was added; one that holds a figure looks it up among those that
    counted then. A cell that was not there yet has no counts.
    """
    keys, cells = _keys(rollup), f"fact_cell_{rollup}"
    added = ", ".join(f"sum(s.sign * f.{column}) AS {column}" for column in _SUMS)
    left = ", ".join(f"coalesce(r.{column}, 0) - coalesce(t.{column}, 0) AS {column}" for column in _SUMS)
    own = {**dict.fromkeys(_HELD[:3], "t.n > 0"), **dict.fromkeys(_HELD[3:5], "t.n > 0 AND t.denominator > 0")}
    sums = {one: f"CASE WHEN {when} THEN t.{one} END" for one, when in own.items()}
    sums["n_hedged"] = "CASE WHEN t.n > 0 THEN t.n_hedged ELSE 0 END"
    of_cell = (
        f"FROM {cells} f WHERE f.programme = :programme AND f.n = 1 AND {_same('f', 't', keys)}"
        f" AND f.last_day BETWEEN t.period_start AND t.period_end AND {COUNTED}"
    )
    held = f"SELECT f.revision_id || f.line {of_cell} ORDER BY"
    last = "f.last_day DESC, f.revision_id DESC, f.line DESC LIMIT 1"
    return f"""{SINCE},
touched AS (
    SELECT {_of("f", keys)}, f.aggregation, s.cut, {added}
    FROM since s JOIN {cells} f ON f.province_code = s.province_code AND f.revision_id = s.revision_id
    WHERE f.programme = :programme
    GROUP BY {_of("f", keys)}, f.aggregation, s.cut
),
remaining AS MATERIALIZED (
    SELECT {_of("t", keys)}, t.aggregation, t.cut, {left}
    FROM touched t LEFT JOIN rollup_{rollup} r ON r.programme = :programme AND {_same("r", "t", keys)}
),
held AS MATERIALIZED (
    SELECT t.*, CASE t.aggregation WHEN 'max' THEN ({held} f.total DESC, {last}) ELSE ({held} {last}) END AS fact
    FROM remaining t WHERE t.aggregation <> 'sum' AND t.n > 0
)
SELECT {_of("t", keys)}, {", ".join(sums.get(column, f"t.{column}") for column in _SUMS)},
    CASE WHEN t.n > 0 AND t.n_hedged > 0 THEN (
        SELECT CASE WHEN count(*) > 1 THEN '{MIXED_HEDGE}' ELSE min(w.hedge) END
        FROM (SELECT DISTINCT f.hedge {of_cell} AND f.n_hedged = 1 LIMIT 2) w
    ) END
FROM remaining t WHERE t.aggregation = 'sum' OR t.n = 0
UNION ALL
SELECT {_of("t", keys)}, {", ".join(f"{'f' if column in _HELD else 't'}.{column}" for column in _SUMS)}, f.hedge
FROM held t JOIN {cells} f ON f.province_code = t.province_code AND f.programme = :programme
    AND f.revision_id = substr(t.fact, 1, 36) AND f.line = CAST(substr(t.fact, 37) AS integer)
"""


def _same(one: str, other: str, keys: Iterable[str]) -> str:
    return " AND ".join(f"{one}.{key} = {other}.{key}" for key in keys)


def _of(alias: str, columns: Iterable[str]) -> str:
    return ", ".join(f"{alias}.{column}" for column in columns)
