"""Views, functions and triggers: SQL files that are dropped before and installed after the revisions of an upgrade.

What was installed, and from which text, is written in `meta`, so that the check finds an object that somebody changed
or that a table's remaking dropped.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.store.rollups import for_each

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.store.address import Dialect

META_NAME: Final = "objects"
_FOLDER: Final = Path(__file__).parent.parent / "migrations" / "sql"
_CREATE: Final = re.compile(r"^CREATE (VIEW|FUNCTION|TRIGGER) (\w+)(?:.*? ON (\w+))?", re.MULTILINE)
_ORDER: Final = ("VIEW", "FUNCTION", "TRIGGER")
_INSTALLED: Final = {
    "sqlite": "SELECT upper(type), name, tbl_name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')",
    "postgresql": """
        SELECT 'VIEW', c.relname, c.relname, pg_get_viewdef(c.oid)
        FROM pg_class c WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'FUNCTION', p.proname, '', pg_get_functiondef(p.oid)
        FROM pg_proc p WHERE p.prokind = 'f' AND p.pronamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'TRIGGER', t.tgname, c.relname, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace""",
}


@dataclass(frozen=True, slots=True)
class SqlObject:
    """A view, function or trigger: as a file of the program, or as a database holds it."""

    kind: str
    name: str
    table: str
    """The table of a trigger."""
    text: str

    @property
    def key(self) -> str:
        """How `meta` and findings name it: "TRIGGER journal_accept"."""
        return f"{self.kind} {self.name}"

    @property
    def digest(self) -> str:
        """SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def shipped(dialect: Dialect) -> list[SqlObject]:
    """The objects of this program for a kind of database, in the order of installing: by kind, then by file."""
    found = []
    for path in sorted((_FOLDER / dialect).glob("*.sql")):
        for text in for_each(path.read_text(encoding="utf-8")):
            created = _CREATE.search(text)
            if created is None:
                raise ValueError(f"{path.name} creates no view, function or trigger")
            statement = text[created.start() :].rstrip().rstrip(";")
            found.append(SqlObject(created[1], created[2], created[3] or "", statement))
    return sorted(found, key=lambda item: _ORDER.index(item.kind))


def installed(connection: Connection) -> dict[str, SqlObject]:
    """The views, functions and triggers that a database holds, by key; also those of others."""
    rows = _execute(connection, _INSTALLED[connection.dialect.name])
    return {item.key: item for item in (SqlObject(*row) for row in rows)}


def recorded(connection: Connection) -> dict[str, dict[str, str]]:
    """What the last upgrade wrote down: for each object the digest of its file and of what was installed."""
    rows = _execute(connection, f"SELECT value FROM meta WHERE name = '{META_NAME}'")  # noqa: S608 - a constant
    return dict(json.loads(rows[0][0])) if rows else {}


def drop(connection: Connection) -> None:
    """Drop the objects that an earlier upgrade installed, and no others."""
    ours = recorded(connection)
    found = [item for key, item in installed(connection).items() if key in ours]
    # A view may read another one; functions are dropped after the triggers that call them.
    kinds = {kind: [item for item in found if item.kind == kind] for kind in _ORDER}
    for item in kinds["TRIGGER"]:
        on_table = f" ON {item.table}" if connection.dialect.name == "postgresql" else ""
        _execute(connection, f"DROP TRIGGER {item.name}{on_table}")
    for item in kinds["FUNCTION"]:
        _execute(connection, f"DROP FUNCTION {item.name}()")
    for item in sorted(kinds["VIEW"], key=lambda item: item.name, reverse=True):
        _execute(connection, f"DROP VIEW {item.name}")


def install(connection: Connection, dialect: Dialect) -> None:
    """Install the objects of this program and write down their digests."""
    ours = shipped(dialect)
    for item in ours:
        _execute(connection, item.text)
    now = installed(connection)
    record = {item.key: {"file": item.digest, "installed": now[item.key].digest} for item in ours}
    _execute(connection, f"DELETE FROM meta WHERE name = '{META_NAME}'")  # noqa: S608 - a constant
    value = json.dumps(record, sort_keys=True)
    _execute(connection, f"INSERT INTO meta (name, value) VALUES ('{META_NAME}', '{value}')")  # noqa: S608 - digests


def _execute(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    """Run one statement on the driver's own cursor: SQLAlchemy's would read % and : in it as parameters."""
    driver = connection.connection.cursor()
    try:
        driver.execute(statement)
        return list(driver.fetchall()) if driver.description else []
    finally:
        driver.close()
