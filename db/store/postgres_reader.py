"""Reading from PostgreSQL with psycopg alone, in the same words as from SQLite."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

import psycopg
from psycopg.adapt import Loader
from psycopg.types.string import TextLoader

from db.store.address import Address
from db.store.reader import NO_PARAMETERS, VERSION_QUERY, Reader
from db.store.refusals import of_postgresql, raise_known

if TYPE_CHECKING:
    from psycopg.abc import Buffer

T = TypeVar("T")

CHANNEL: Final = "tiendo"
"""Where the journal's trigger tells of a commit."""
CONNECT_TIMEOUT_S: Final = 5
_SLOW_POLL_S: Final = 2.0
_READ_ONLY: Final = "-c default_transaction_read_only=on -c DateStyle=ISO"
# Quoted text and casts stay as they are; a parameter is a colon and a name.
_PARAMETER: Final = re.compile(r"'(?:[^']|'')*'|::|(?<!\w):([A-Za-z_]\w*)|%")


class PostgresReader(Reader):
    """A PostgreSQL database, read by statements of their own (autocommit)."""

    dialect = "postgresql"
    _begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address
        self._connection = self._open()
        self._next_poll = 0.0
        self._seen = self._posted()

    def rows(self, sql: str, parameters: Mapping[str, Any] = NO_PARAMETERS) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._asked(lambda: self._connection.execute(percent_style(sql), parameters).fetchall())

    def _command(self, sql: str) -> None:
        self._asked(lambda: self._connection.execute(sql))

    def changed(self) -> bool:
        """Whether somebody posted since the last call: told by the server, or found by a slow poll.

        Any login can send a notification and a replica sends none: it is a hint, the journal is the truth.
        """
        hinted = self._asked(self._heard)
        if not hinted and time.monotonic() < self._next_poll:
            return False
        posted = self._posted()
        moved, self._seen = posted != self._seen, posted
        return moved

    def versions(self) -> list[str] | None:
        """The rows of alembic_version."""
        try:
            return [row[0] for row in self.rows(VERSION_QUERY)]
        except psycopg.errors.UndefinedTable:
            return None

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def _open(self) -> psycopg.Connection[tuple[Any, ...]]:
        # Parameters are written into the statement here, not on the server: there a null has no type.
        try:
            connection = psycopg.connect(
                self.address.conninfo,
                autocommit=True,
                cursor_factory=psycopg.ClientCursor,
                connect_timeout=CONNECT_TIMEOUT_S,
                application_name="tiendo",
                client_encoding="utf8",
                options=_READ_ONLY,
            )
        except psycopg.Error as error:
            raise_known(of_postgresql(error, self.address), error)
            raise
        connection.adapters.register_loader("date", TextLoader)
        connection.adapters.register_loader("numeric", _WholeNumberLoader)
        self._listening = True
        try:
            connection.execute(f"LISTEN {CHANNEL}")
        except psycopg.Error:  # a replica refuses it; there the poll alone tells
            self._listening = False
        return connection

    def _heard(self) -> bool:
        return any(True for _notify in list(self._connection.notifies(timeout=0)))

    def _posted(self) -> object:
        self._next_poll = time.monotonic() + (_SLOW_POLL_S if self._listening else 0.0)
        try:
            return self.rows("SELECT sum(seq) FROM journal_head")[0][0]
        except psycopg.errors.UndefinedTable:
            return None

    def _asked(self, question: Callable[[], T]) -> T:
        """The answer; a connection that was lost meanwhile is made once again."""
        try:
            try:
                return question()
            except psycopg.OperationalError:
                if not self._connection.closed:
                    raise
                self._connection = self._open()
                self._next_poll = 0.0
                return question()
        except psycopg.Error as error:
            raise_known(of_postgresql(error, self.address), error)
            raise


@lru_cache(maxsize=512)
def percent_style(sql: str) -> str:
    """Turn `:name` parameters into psycopg's `%(name)s`."""

    def replaced(found: re.Match[str]) -> str:
        if found[1]:
            return f"%({found[1]})s"
        return found[0].replace("%", "%%")

    return _PARAMETER.sub(replaced, sql)


class _WholeNumberLoader(Loader):
    """The sum of whole numbers is numeric in PostgreSQL: an int again."""

    def load(self, data: Buffer) -> int | Decimal:
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else Decimal(text)
