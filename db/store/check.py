"""Looks whether a database is whole: structure, journal, digests, and figures against their facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from db.store import check_content, check_structure
from db.store.address import Address
from db.store.database import open_database
from db.store.finding import Finding, first_of
from db.store.progress import Progress, silent

_STRUCTURE: Final[tuple[Callable[[Connection, Address], Iterator[Finding]], ...]] = (
    check_structure.integrity,
    check_structure.tables,
    check_structure.triggers,
    check_structure.references,
)
_CONTENT: Final[tuple[Callable[[Connection, Address], Iterator[Finding]], ...]] = (
    check_content.journal,
    check_content.digests,
    check_content.counting,
    check_content.records,
    check_content.rollups,
)


def check(url: str, progress: Progress | None = None, base: Path | None = None) -> list[Finding]:
    """All that is wrong with a database; nothing is changed, and writers need not wait.

    Raises:
        StoreError: it cannot be read at all, or belongs to another version (an older one: run the upgrade).
    """
    tell = progress or silent
    steps = len(_STRUCTURE) + len(_CONTENT)
    found: list[Finding] = []
    with open_database(url, base) as database, database.read() as session:
        connection = session.connection()
        for done, part in enumerate(_STRUCTURE):
            tell(done, steps)
            found += first_of(part(connection, database.address))
            if found and part is check_structure.integrity:
                return found  # from torn pages no answer is worth anything
        # Where tables or views are not ours, a question about their content has no answer.
        tables_differ = any(finding.part == "tables" for finding in found)
        views_differ = any(finding.part == "objects" and finding.where.startswith("view") for finding in found)
        for done, part in enumerate(_CONTENT, len(_STRUCTURE)):
            tell(done, steps)
            if not tables_differ and not (views_differ and part is check_content.rollups):
                found += first_of(part(connection, database.address))
    tell(steps, steps)
    return found
