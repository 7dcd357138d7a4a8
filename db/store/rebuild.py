"""Makes anew what is derived: which revisions count, from the journal, and the rollups, from their facts."""

from __future__ import annotations

from pathlib import Path

from db.store.database import open_database
from db.store.progress import Progress, silent
from db.store.recount import recount


def rebuild(url: str, progress: Progress | None = None, base: Path | None = None) -> None:
    """Recompute `counting` and all rollups in one transaction: readers see the old or the new, never half.

    Raises:
        StoreError: it cannot be opened or written; nothing was saved.
    """
    with open_database(url, base) as database, database.write() as session:
        recount(session.connection(), progress or silent)
