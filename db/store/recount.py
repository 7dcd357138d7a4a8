"""Counts anew what is derived, inside a transaction: which revisions count, and what their facts add up to."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

from db.store.progress import Progress, silent
from db.store.rollups import ROLLUPS, columns, counted

_STEPS: Final = (
    "DELETE FROM counting",
    "INSERT INTO counting (province_code, revision_id)"
    " SELECT province_code, revision_id FROM journal GROUP BY province_code, revision_id HAVING sum(sign) = 1",
    *(
        statement
        for rollup in ROLLUPS
        for statement in (
            f"DELETE FROM rollup_{rollup}",  # noqa: S608 - names of our own tables
            f"INSERT INTO rollup_{rollup} ({columns(rollup)}) {counted(rollup)}",
        )
    ),
)
_CACHE_KIB: Final = 256 * 1024
"""Of memory for SQLite while it counts: with its 2 MiB it reads each page of a large database many times."""


def recount(connection: Connection, tell: Progress = silent) -> None:
    """Recompute `counting` and all rollups from the journal and the facts; what was entered stays as it is."""
    if connection.dialect.name == "postgresql":
        # Nobody may post between the recount and the commit; reading goes on.
        connection.execute(text("LOCK TABLE journal IN SHARE ROW EXCLUSIVE MODE"))
    else:
        connection.execute(text(f"PRAGMA cache_size = -{_CACHE_KIB}"))
    for done, statement in enumerate(_STEPS):
        tell(done, len(_STEPS))
        connection.execute(text(statement))
    tell(len(_STEPS), len(_STEPS))
