"""Checks of the file, the tables and the triggers: what holds before any figure is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from db.language import _
from db.models.tables import METADATA
from db.store import objects
from db.store.finding import Finding

if TYPE_CHECKING:
    from db.store.address import Address


def integrity(connection: Connection, address: Address) -> Iterator[Finding]:
    """Whether SQLite can read each page and index; PostgreSQL watches over its own."""
    if address.kind != "sqlite":
        return
    try:
        for (said,) in connection.execute(text("PRAGMA integrity_check")):
            if said != "ok":
                yield Finding("integrity", str(address), f"{said}.", _("Restore a backup."))
    except DatabaseError:  # torn so badly that SQLite gives up looking
        yield Finding("integrity", str(address), _("the file is damaged."), _("Restore a backup."))


def references(connection: Connection, address: Address) -> Iterator[Finding]:
    """Rows that name a row which is not there. PostgreSQL: references that somebody switched off."""
    restore = _("Restore a backup, or ask who changed it outside tiendo.")
    if address.kind == "sqlite":
        for table, rowid, parent, _number in connection.execute(text("PRAGMA foreign_key_check")):
            problem = _("names a row of {table} that is not there.").format(table=parent)
            yield Finding("references", _row_name(connection, table, rowid), problem, restore)
        return
    query = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"
    for table, name in connection.execute(text(query)):
        yield Finding("references", table, _("the reference {name} is not watched.").format(name=name), restore)


def tables(connection: Connection, address: Address) -> Iterator[Finding]:
    """Whether the tables are those of this version."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    for difference in compare_metadata(MigrationContext.configure(connection), METADATA):
        yield Finding(
            "tables",
            str(address),
            _("the tables are not those of this version ({difference}).").format(difference=_short(difference)),
            _("Restore a backup, or ask who changed them."),
        )


def triggers(connection: Connection, address: Address) -> Iterator[Finding]:
    """Whether views, functions and triggers are there, unchanged and of this version."""
    remedy = _("Run «tiendo upgrade», then «tiendo rebuild».")
    written = objects.recorded(connection)
    found = objects.installed(connection)
    for item in objects.shipped(address.kind):
        if item.key not in found:
            problem = _("is missing.")
        elif item.key not in written or written[item.key]["file"] != item.digest:
            problem = _("is of another version.")
        elif written[item.key]["installed"] != found[item.key].digest or (
            # SQLite keeps the text as it was written; PostgreSQL tells it in words of its own.
            address.kind == "sqlite" and found[item.key].text != item.text
        ):
            problem = _("was changed since it was installed.")
        else:
            continue
        yield Finding("objects", item.key.lower(), problem, remedy)
    # A trigger of somebody else on our tables can change what is saved.
    strangers = set(found) - {item.key for item in objects.shipped(address.kind)}
    for key in sorted(strangers):
        if found[key].kind == "TRIGGER" and found[key].table in METADATA.tables:
            yield Finding("objects", key.lower(), _("is not of tiendo."), _("Ask who made it, and drop it."))


def _row_name(connection: Connection, table: str, rowid: int) -> str:
    names = [column.name for column in METADATA.tables[table].primary_key.columns]
    row = connection.exec_driver_sql(
        f"SELECT {', '.join(names)} FROM {table} WHERE rowid = ?",  # noqa: S608 - names of our own tables
        (rowid,),
    ).one()
    return f"{table} ({', '.join(str(part) for part in row)})"


def _short(difference: object) -> str:
    words = " ".join(str(difference).split())
    return words if len(words) <= 160 else words[:159] + "…"
