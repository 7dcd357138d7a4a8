"""Makes anew what is derived: which revisions count, from the journal, and the yearly rollup, from their facts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import text

from db.store.check_content import ROLLUP_COLUMNS
from db.store.database import open_database
from db.store.progress import Progress, silent

_STEPS: Final = (
    "DELETE FROM counting",
    "INSERT INTO counting (province_code, revision_id)"
    " SELECT province_code, revision_id FROM journal GROUP BY province_code, revision_id HAVING sum(sign) = 1",
    "DELETE FROM rollup_year",
    f"INSERT INTO rollup_year ({ROLLUP_COLUMNS}) SELECT {ROLLUP_COLUMNS} FROM rollup_recount",  # noqa: S608
)


def rebuild(url: str, progress: Progress | None = None, base: Path | None = None) -> None:
    """Recompute `counting` and `rollup_year` in one transaction: readers see the old or the new, never half.

    Raises:
        StoreError: it cannot be opened or written; nothing was saved.
    """
    tell = progress or silent
    with open_database(url, base) as database, database.write() as session:
        if database.dialect == "postgresql":
            # Nobody may post between the recount and the commit; reading goes on.
            session.execute(text("LOCK TABLE journal IN SHARE ROW EXCLUSIVE MODE"))
        for done, statement in enumerate(_STEPS):
            tell(done, len(_STEPS))
            session.execute(text(statement))
    tell(len(_STEPS), len(_STEPS))
