"""The version of the tables that this program works with; a test holds it against the Alembic revisions."""

from __future__ import annotations

from typing import Final

from db.language import _
from db.store.errors import DatabaseNewerError, DatabaseOlderError, StoreError

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every revision of db/migrations/versions, oldest first."""
HEAD: Final = REVISIONS[-1]


def require_known(versions: list[str], shown: str) -> None:
    """Refuse a database of a newer version of the program; `versions` are the rows of alembic_version.

    Raises:
        DatabaseNewerError: a revision is unknown here.
    """
    if any(version not in REVISIONS for version in versions):
        raise DatabaseNewerError(
            _("The database {database} was made by a newer version of tiendo: install that version to use it.").format(
                database=shown
            )
        )


def require_current(versions: list[str] | None, shown: str) -> None:
    """Refuse a database that is not of this version; `versions` is None where no alembic_version table stands.

    Raises:
        StoreError: it is no database of tiendo, or (DatabaseOlderError, DatabaseNewerError) one of another version.
    """
    if not versions:
        raise StoreError(
            _("{database} is no database of tiendo: name another one in [database] url.").format(database=shown)
        )
    require_known(versions, shown)
    if versions != [HEAD]:
        raise DatabaseOlderError(
            _("The database {database} was made by an older version of tiendo: run «tiendo upgrade» first.").format(
                database=shown
            )
        )
