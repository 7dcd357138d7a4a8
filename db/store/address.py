"""Where a database is: a SQLite file or a PostgreSQL database, read from the url of a setting."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from db.language import _
from db.setting_rules import without_password
from db.store.errors import DatabaseMissingError, StoreError

Dialect = Literal["sqlite", "postgresql"]

_SQLITE = "sqlite:///"
_POSTGRESQL = ("postgresql://", "postgresql+psycopg://")


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A database of one of the two kinds. Neither `str()` nor `repr()` shows a password."""

    kind: Dialect
    path: Path | None = None
    """The file of a SQLite database, absolute."""
    conninfo: str = ""
    """What psycopg and libpq connect to: a postgresql:// uri, with its password if it has one."""

    @classmethod
    def parse(cls, url: str, base: Path | None = None) -> Address:
        """Read a url; a relative SQLite path is taken from `base` (the working folder when there is none).

        Raises:
            StoreError: it is neither sqlite:///PATH nor postgresql://….
        """
        if url.startswith(_SQLITE) and len(url) > len(_SQLITE):
            path = Path(url.removeprefix(_SQLITE)).expanduser()
            return cls("sqlite", path if path.is_absolute() else (base or Path.cwd()) / path)
        for prefix in _POSTGRESQL:
            if url.startswith(prefix):
                return cls("postgresql", conninfo=_POSTGRESQL[0] + url.removeprefix(prefix))
        raise StoreError(
            _('"{url}" names no database: write "sqlite:////folder/file.db" or "postgresql://user@host/name".').format(
                url=without_password(url)
            )
        )

    @property
    def file(self) -> Path:
        """The file of a SQLite database; asked of a PostgreSQL address, it is a mistake of the program."""
        if self.path is None:
            raise ValueError("a PostgreSQL database has no file")
        return self.path

    @property
    def lock_file(self) -> Path:
        """The file beside a SQLite database whose lock orders the writers."""
        return self.file.with_name(self.file.name + ".lock")

    def require_file(self) -> None:
        """Look that the file of a SQLite database is there; a PostgreSQL database passes.

        Raises:
            DatabaseMissingError: there is nothing yet.
            StoreError: it is a folder, or the folder cannot be read.
        """
        if self.path is None:
            return
        try:
            if self.path.is_file():
                return
            exists = self.path.exists()
        except OSError as error:
            raise StoreError(
                _("{database} cannot be opened ({reason}): look whether you may read its folder.").format(
                    database=self, reason=error.strerror
                )
            ) from error
        if exists:
            raise StoreError(_("{database} is no file: name a database file in [database] url.").format(database=self))
        raise DatabaseMissingError(
            _("There is no database {database} yet: start tiendo once to make it, or correct [database] url.").format(
                database=self
            )
        )

    def make_folder(self) -> None:
        """Make the folder of a SQLite database where it is missing, open to its owner alone.

        Raises:
            StoreError: it cannot be made.
        """
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        except OSError as error:
            raise self.not_made(error) from error

    def not_made(self, error: OSError) -> StoreError:
        """The sentence for a database or a folder that cannot be made."""
        return StoreError(
            _("{database} cannot be made ({reason}): look at the folder or name another file.").format(
                database=self, reason=error.strerror
            )
        )

    def __str__(self) -> str:
        return str(self.path) if self.path else without_password(self.conninfo)

    def __repr__(self) -> str:
        return f"Address({str(self)!r})"
