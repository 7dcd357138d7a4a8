"""What the drivers say when a database cannot be used, turned into one sentence for the person."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from db.language import N_, _
from db.store.errors import StoreError

if TYPE_CHECKING:
    import psycopg

    from db.store.address import Address

_NOT_OPENED: Final = N_("{database} cannot be opened: look whether you may read the file and its folder.")
_READ_ONLY: Final = N_("{database} cannot be written: the file or its folder is read-only for you.")
# https://www.sqlite.org/rescode.html: the low byte of a code is what matters to a person.
_SQLITE: Final = {
    3: _NOT_OPENED,
    5: N_("{database} is kept busy by another program: wait a moment and try again."),
    6: N_("{database} is kept busy by another program: wait a moment and try again."),
    8: _READ_ONLY,
    10: N_("{database}: the disk failed while reading or writing; look at it before you go on."),
    11: N_("{database} is damaged: run «tiendo check» and restore a backup."),
    13: N_("{database}: the disk is full; make room and try again."),
    14: _NOT_OPENED,
    26: N_("{database} is no database: name another file in [database] url."),
}
_POSTGRESQL: Final = (
    ("password", N_("{database}: the password is wrong or missing; set it in ~/.pgpass or PGPASSWORD.")),
    ("role", N_("{database}: the server does not know this user; ask its administrator for a login.")),
    ("database", N_("{database}: there is no such database on the server; create it or correct [database] url.")),
)
_NO_SERVER: Final = N_(
    "{database}: no PostgreSQL server answers; look whether it runs and whether host and port are right."
)
_LOST_CLASSES: Final = ("08", "57")
"""Connection exceptions and the administrator's interventions: https://www.postgresql.org/docs/current/errcodes-appendix.html"""
_DISK_FULL_CODE: Final = "53100"
_READ_ONLY_CODE: Final = "25006"


def nothing_saved() -> str:
    """The end of every sentence about a write that failed."""
    return _("Nothing was saved.")


def raise_known(known: StoreError | None, error: Exception) -> None:
    """Raise the sentence for an error where there is one; otherwise the caller raises the error itself."""
    if known is not None:
        raise known from error


def of_sqlite(error: sqlite3.Error, address: Address) -> StoreError | None:
    """The sentence for an error of SQLite; None for a mistake in the statement or a row that a rule refuses."""
    code = getattr(error, "sqlite_errorcode", None)
    sentence = _SQLITE.get(code & 0xFF) if code is not None else None
    return StoreError(_(sentence).format(database=address)) if sentence else None


def of_postgresql(error: psycopg.Error, address: Address) -> StoreError | None:
    """The sentence for an error of PostgreSQL; None for a mistake in the statement or a row that a rule refuses."""
    import psycopg

    if error.sqlstate == _DISK_FULL_CODE:
        return StoreError(_("{database}: the server's disk is full; tell its administrator.").format(database=address))
    if error.sqlstate == _READ_ONLY_CODE:
        return StoreError(
            _("{database} answers questions only: write to the main server, in [database] url.").format(
                database=address
            )
        )
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return StoreError(
            _("{database}: your login may not do this; ask its administrator for the right.").format(database=address)
        )
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return StoreError(_(_SQLITE[5]).format(database=address))
    if error.sqlstate is not None and error.sqlstate[:2] in _LOST_CLASSES:
        return StoreError(_("{database}: the server closed the connection; try again.").format(database=address))
    # libpq gives no code for a connection that fails: only the server's own words tell why.
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        words = str(error)
        reason = words.partition("FATAL:")[2] or words.partition("fe_sendauth:")[2]
        for word, sentence in _POSTGRESQL:
            if word in reason:
                return StoreError(_(sentence).format(database=address))
        if reason:
            return StoreError(
                _("{database}: the server refuses the connection ({reason}).").format(
                    database=address, reason=reason.strip().splitlines()[0]
                )
            )
        return StoreError(_(_NO_SERVER).format(database=address))
    return None
