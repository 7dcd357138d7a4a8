"""Rows into a table by one prepared statement: SQLAlchemy's own way costs as much again as the row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Date, Dialect, Table

_MARKS: Final = {"sqlite": "?", "postgresql": "%s"}


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in their order. All name the same columns, two at least; others have the table's default.

    Raises:
        IntegrityError: a rule of the table or a trigger refuses one.
    """
    if not rows:
        return
    names = tuple(rows[0])
    in_order = itemgetter(*names)
    values: Iterable[tuple[Any, ...]] = map(in_order, rows)
    if dated := [place for place, name in enumerate(names) if isinstance(table.c[name].type, Date)]:
        values = (_with_texts(row, dated) for row in values)
    connection.exec_driver_sql(_statement(connection.dialect, table, names), list(values))


@lru_cache(maxsize=64)
def _statement(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    marks = ", ".join([_MARKS[dialect.name]] * len(names))
    return f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own tables


def _with_texts(row: tuple[Any, ...], dated: Sequence[int]) -> tuple[Any, ...]:
    """Days as ISO 8601: SQLite has no type for them, and PostgreSQL reads the text."""
    values = list(row)
    for place in dated:
        if values[place] is not None:
            values[place] = values[place].isoformat()
    return tuple(values)
