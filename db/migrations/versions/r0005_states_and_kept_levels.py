"""Indexes to what a whole country says without a number, and to the levels that its targets ask to maintain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_STATED = sa.text("state IN ('not_applicable', 'not_carried_out')")
_MAINTAINED = sa.text("maintain")


def upgrade() -> None:
    op.create_index(
        "ix_fact_state",
        "fact",
        ["province_code", "revision_id"],
        unique=False,
        sqlite_where=_STATED,
        postgresql_where=_STATED,
    )
    op.create_index(
        "ix_target_maintained",
        "target",
        ["province_code"],
        unique=False,
        sqlite_where=_MAINTAINED,
        postgresql_where=_MAINTAINED,
    )
