"""Reading without SQLAlchemy: what the first frame and every live screen ask.

One text of SQL serves both databases: parameters are named `:name`, dates come back as ISO text, sums as int. Nothing
heavy is imported and no read transaction stays open, so that writers never wait for a screen.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar, Final

from db.store.address import Address
from db.store.refusals import of_sqlite, raise_known
from db.store.version import require_current

if TYPE_CHECKING:
    from db.store.address import Dialect

VERSION_QUERY: Final = "SELECT version_num FROM alembic_version"
_BUSY_TIMEOUT_S: Final = 1.0
NO_PARAMETERS: Final[Mapping[str, Any]] = {}


class Reader(ABC):
    """An open database, for reading only. Threads may share one; each call is by itself."""

    dialect: Dialect
    address: Address
    _begin: ClassVar[str]
    """What opens a transaction whose reads all see one moment."""

    def __init__(self) -> None:
        self._steady = RLock()
        self._nested = 0

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Let everything that is read inside be of one moment, whoever commits meanwhile.

        For a few queries that belong together; one thread at a time. Writers do not wait for it.
        """
        with self._steady:
            if not self._nested:
                self._command(self._begin)
            self._nested += 1
            try:
                yield
            finally:
                self._nested -= 1
                if not self._nested:
                    self._command("ROLLBACK")

    @abstractmethod
    def _command(self, sql: str) -> None:
        """Run a statement that gives no rows."""

    @abstractmethod
    def rows(self, sql: str, parameters: Mapping[str, Any] = NO_PARAMETERS) -> list[tuple[Any, ...]]:
        """All rows of a query with named parameters (`:name`).

        Raises:
            StoreError: the database cannot be read now (locked, gone, connection lost).
        """

    @abstractmethod
    def changed(self) -> bool:
        """Whether another connection committed since the last call (or since opening). Cheap enough for every 250 ms.

        Raises:
            StoreError: the database is gone.
        """

    @abstractmethod
    def versions(self) -> list[str] | None:
        """The rows of alembic_version; None when the database has no such table."""

    @abstractmethod
    def close(self) -> None:
        """Let the database go."""

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def open_reader(url: str, base: Path | None = None) -> Reader:
    """Open a database for reading; a relative SQLite path is taken from `base`.

    Raises:
        DatabaseMissingError: there is no file.
        DatabaseOlderError, DatabaseNewerError: it belongs to another version of the program.
        StoreError: it is no database of tiendo, cannot be read, or the server does not let us in.
    """
    address = Address.parse(url, base)
    reader = open_unchecked(address)
    try:
        require_current(reader.versions(), str(address))
    except BaseException:
        reader.close()
        raise
    return reader


def open_unchecked(address: Address) -> Reader:
    """Open a database of any version, for those who look at the version themselves."""
    if address.kind == "sqlite":
        return SqliteReader(address)
    from db.store.postgres_reader import PostgresReader

    return PostgresReader(address)


class SqliteReader(Reader):
    """A SQLite file, opened read-only."""

    dialect = "sqlite"
    _begin = "BEGIN"

    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address
        self._file = address.file
        self._wal = self._file.with_name(self._file.name + "-wal")
        address.require_file()
        self._connection, self._frozen = self._open()
        self._seen = self._state()

    def rows(self, sql: str, parameters: Mapping[str, Any] = NO_PARAMETERS) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        values = {name: value.isoformat() if isinstance(value, date) else value for name, value in parameters.items()}
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise_known(of_sqlite(error, self.address), error)
            raise

    def _command(self, sql: str) -> None:
        self.rows(sql)

    def changed(self) -> bool:
        """Whether another connection committed since the last call."""
        state = self._state()
        if state == self._seen:
            return False
        if self._frozen:
            # Opened as a file that never changes, and it did: what is in SQLite's memory is worth nothing now.
            self._connection.close()
            self._connection, self._frozen = self._open()
            state = self._state()
        self._seen = state
        return True

    def versions(self) -> list[str] | None:
        """The rows of alembic_version."""
        try:
            return [row[0] for row in self.rows(VERSION_QUERY)]
        except sqlite3.OperationalError:  # no such table
            return None

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def _open(self) -> tuple[sqlite3.Connection, bool]:
        """The connection, and whether it takes the file for one that never changes.

        A database in WAL mode needs its -shm file. In a folder that is read-only for us, with no writer about, nobody
        makes one; then, and only if no WAL waits to be read, the file itself is the whole truth.
        """
        try:
            return self._connect("mode=ro"), False
        except sqlite3.OperationalError as error:
            if _size(self._wal) == 0:
                try:
                    return self._connect("mode=ro&immutable=1"), True
                except sqlite3.Error:  # the first error tells more
                    pass
            raise_known(of_sqlite(error, self.address), error)
            raise
        except sqlite3.DatabaseError as error:
            raise_known(of_sqlite(error, self.address), error)
            raise

    def _connect(self, options: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self._file.absolute().as_uri()}?{options}",
            uri=True,
            isolation_level=None,
            timeout=_BUSY_TIMEOUT_S,
            check_same_thread=False,
        )
        try:
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1")  # the file is opened by the first read only
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _state(self) -> object:
        if not self._frozen:
            return self.rows("PRAGMA data_version")[0][0]
        try:
            now = self._file.stat()
        except OSError:
            return None
        return now.st_ino, now.st_mtime_ns, now.st_size, _size(self._wal)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
