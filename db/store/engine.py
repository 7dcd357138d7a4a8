"""SQLAlchemy engines for both databases: connections, pragmas, and who begins a transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from db.store.refusals import of_postgresql, of_sqlite

if TYPE_CHECKING:
    from db.store.address import Address
    from db.store.errors import StoreError

WRITES: Final = "tiendo_writes"
"""The execution option of a connection that is going to write: SQLite then begins with the lock."""
_LARGE_CACHE: Final = -128 * 1024
"""KiB, which SQLite wants below zero."""
_BUSY_TIMEOUT_MS: Final = 5000
_CONNECT_TIMEOUT_S: Final = 5


def make_engine(address: Address) -> Engine:
    """An engine for a database; it connects when first used. SQLite files are never made by connecting."""
    if address.kind == "postgresql":
        url = make_url(address.conninfo).set(drivername="postgresql+psycopg")
        options = {"connect_timeout": _CONNECT_TIMEOUT_S, "application_name": "tiendo", "client_encoding": "utf8"}
        return create_engine(url, connect_args=options, pool_pre_ping=True)
    url = URL.create("sqlite", database=str(address.file))
    engine = create_engine(url, creator=lambda: _connect_sqlite(address))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def refusal(error: Exception, address: Address) -> StoreError | None:
    """The sentence for an error that came through SQLAlchemy or straight from a driver; None if it has none."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return of_sqlite(cause, address)
    if address.kind == "postgresql":
        import psycopg

        if isinstance(cause, psycopg.Error):
            return of_postgresql(cause, address)
    return None


@contextmanager
def room_for_many_rows(connection: Connection) -> Iterator[None]:
    """Let a transaction of very many rows keep in memory what it changes, up to 128 MiB.

    SQLite otherwise holds 2 MiB of pages and writes and reads the same ones again and again. PostgreSQL has its own.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = {_LARGE_CACHE}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


def sha256(text: str | None) -> str | None:
    """SHA-256 of a text as UTF-8, in hex. The journal's triggers call it: a program without it cannot post."""
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def _connect_sqlite(address: Address) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{address.file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=_BUSY_TIMEOUT_MS / 1000,
        check_same_thread=False,
        isolation_level=None,  # the driver begins nothing by itself; `_begin_sqlite` does
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.create_function("sha256", 1, sha256, deterministic=True)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that begins by reading cannot always become a writing one: it meets "database is locked" at once.
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")
