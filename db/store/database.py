"""An open database for those who write, and for those who read through SQLModel.

```python
with database.write() as session:   # one transaction: all of it or nothing
    session.add(record)
```
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.language import _
from db.store.address import Address
from db.store.engine import WRITES, make_engine, refusal
from db.store.errors import StoreError
from db.store.reader import open_reader
from db.store.refusals import nothing_saved
from db.store.write_lock import LOCK_TIMEOUT_S, write_lock

if TYPE_CHECKING:
    from db.store.address import Dialect

T = TypeVar("T")

_ATTEMPTS: Final = 6
_FIRST_PAUSE_S: Final = 0.02
_TRY_AGAIN: Final = frozenset({"40001", "40P01"})
"""Serialisation failure and deadlock: nothing is wrong, another came first."""


class Database:
    """An open database. Threads may share it; a session belongs to one thread."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.engine = make_engine(address)
        self._writer = self.engine.execution_options(**{WRITES: True})
        self._snapshot = (
            self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            if address.kind == "postgresql"
            else self.engine
        )

    @property
    def dialect(self) -> Dialect:
        """The kind of database: sqlite or postgresql."""
        return self.address.kind

    @contextmanager
    def write(self, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[Session]:
        """One write transaction: committed at the end, rolled back when anything is raised.

        On SQLite it waits up to `timeout_s` for its turn.

        Raises:
            StoreError: busy, read-only, disk full, connection lost. What a rule of the tables or a trigger refuses
                stays SQLAlchemy's IntegrityError, a lost update its StaleDataError.
        """
        committing = False
        try:
            with write_lock(self.address, timeout_s), Session(self._writer, expire_on_commit=False) as session:
                if self.dialect == "sqlite":
                    session.connection()  # takes SQLite's own lock too, before anything is read
                yield session
                session.flush()
                committing = True
                session.commit()
        except DBAPIError as error:
            known = refusal(error, self.address)
            if known is None:
                raise
            doubtful = committing and error.connection_invalidated
            raise StoreError(f"{known} {_unknown_outcome() if doubtful else nothing_saved()}") from error

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One look at the database as it is now; what is changed in the session is lost.

        Raises:
            StoreError: it cannot be read now.
        """
        try:
            with Session(self._snapshot) as session:
                yield session
        except DBAPIError as error:
            known = refusal(error, self.address)
            if known is None:
                raise
            raise known from error

    def retrying(self, function: Callable[[Session], T]) -> T:
        """Call `function` in a write transaction, and again when PostgreSQL met a deadlock: it must bear repeating.

        Raises:
            StoreError: as `write()`, or others always came first.
        """
        for attempt in range(_ATTEMPTS):
            try:
                with self.write() as session:
                    return function(session)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _TRY_AGAIN:
                    raise
                last = error
            time.sleep(random.uniform(0.5, 1.5) * _FIRST_PAUSE_S * 2**attempt)  # noqa: S311 - no secret
        raise StoreError(
            _("{database}: others changed the same rows all the time; try again.").format(database=self.address)
            + " "
            + nothing_saved()
        ) from last

    def close(self) -> None:
        """Let all connections go."""
        self.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def open_database(url: str, base: Path | None = None) -> Database:
    """Open a database of this version for writing; a relative SQLite path is taken from `base`.

    Raises:
        DatabaseMissingError, DatabaseOlderError, DatabaseNewerError, StoreError: as `open_reader`.
    """
    open_reader(url, base).close()
    return Database(Address.parse(url, base))


def _unknown_outcome() -> str:
    return _("Whether it was saved is not known: look before you enter it again.")
