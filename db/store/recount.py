"""Counts anew what is derived, inside a transaction: which revisions count, and what their facts add up to."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

from db.store.check_content import ROLLUP_COLUMNS
from db.store.progress import Progress, silent

_STEPS: Final = (
    "DELETE FROM counting",
    "INSERT INTO counting (province_code, revision_id)"
    " SELECT province_code, revision_id FROM journal GROUP BY province_code, revision_id HAVING sum(sign) = 1",
    "DELETE FROM rollup_year",
    f"INSERT INTO rollup_year ({ROLLUP_COLUMNS}) SELECT {ROLLUP_COLUMNS} FROM rollup_recount",  # noqa: S608
)


def recount(connection: Connection, tell: Progress = silent) -> None:
    """Recompute `counting` and `rollup_year` from the journal and the facts; what was entered stays as it is."""
    if connection.dialect.name == "postgresql":
        # Nobody may post between the recount and the commit; reading goes on.
        connection.execute(text("LOCK TABLE journal IN SHARE ROW EXCLUSIVE MODE"))
    for done, statement in enumerate(_STEPS):
        tell(done, len(_STEPS))
        connection.execute(text(statement))
    tell(len(_STEPS), len(_STEPS))
