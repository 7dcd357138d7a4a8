"""Make a database, or bring one of an older version to this one: all of it or nothing, in one transaction."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from db.language import _
from db.store import objects
from db.store.address import Address
from db.store.engine import WRITES, make_engine, refusal
from db.store.errors import StoreError
from db.store.progress import Progress, silent
from db.store.recount import recount
from db.store.version import HEAD, require_known
from db.store.write_lock import write_lock

MIGRATIONS: Final = Path(__file__).parent.parent / "migrations"
_STEPS: Final = 3
_ADVISORY_LOCK: Final = 0x7469656E646F
"""The key of PostgreSQL's lock that orders upgrades: "tiendo" in ASCII."""


def upgrade(url: str, progress: Progress | None = None, base: Path | None = None) -> None:
    """Create a database where there is none, or migrate it to this version. Doing it again changes nothing.

    A new SQLite file is readable for its owner alone, in a folder that is (0600 in 0700).

    Raises:
        DatabaseNewerError: it belongs to a newer version of the program.
        StoreError: it holds something else, cannot be written, or the server does not let us in.
    """
    address = Address.parse(url, base)
    tell = progress or silent
    tell(0, _STEPS)
    try:
        address.make_folder()
        with write_lock(address), _new_file(address):
            engine = make_engine(address)
            try:
                with engine.execution_options(**{WRITES: True}).begin() as connection:
                    _migrate(connection, address, tell)
            finally:
                engine.dispose()
    except DBAPIError as error:
        known = refusal(error, address)
        if known is None:
            raise
        raise known from error


def run_revisions(connection: Connection, target: str = "head") -> None:
    """Run Alembic's revisions on an open connection up to `target`, inside its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, target)


def _migrate(connection: Connection, address: Address, tell: Progress) -> None:
    if address.kind == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        versions = [row[0] for row in connection.execute(text("SELECT version_num FROM alembic_version"))]
        require_known(versions, str(address))
        if versions == [HEAD] and _objects_current(connection, address):
            tell(_STEPS, _STEPS)
            return
        objects.drop(connection)
    elif tables:
        raise StoreError(
            _("{database} holds other data, not tiendo's: name another database in [database] url.").format(
                database=address
            )
        )
    tell(1, _STEPS)
    run_revisions(connection)
    tell(2, _STEPS)
    objects.install(connection, address.kind)
    if "alembic_version" in tables:  # the rules by which it was counted may have been others, or fewer rollups
        recount(connection, lambda done, steps: tell(_STEPS + done, _STEPS + steps))
    else:
        tell(_STEPS, _STEPS)


def _objects_current(connection: Connection, address: Address) -> bool:
    written = objects.recorded(connection)
    found = objects.installed(connection)
    ours = objects.shipped(address.kind)
    return set(written) == {item.key for item in ours} and all(
        item.key in found and written[item.key] == {"file": item.digest, "installed": found[item.key].digest}
        for item in ours
    )


@contextmanager
def _new_file(address: Address) -> Iterator[None]:
    """Make the file of a SQLite database where it is missing, and take it away again if nothing comes of it."""
    path = address.path
    if path is None or path.exists():
        yield
        return
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise address.not_made(error) from error
    try:
        yield
    except BaseException:
        for made in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            made.unlink(missing_ok=True)
        raise
