"""The word before a total stands in its cell, and indexes for what an overview asks of a whole country.

The upgrade counts the rollups anew and fills the words with them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_HEDGED = sa.text("hedge IS NOT NULL")
_ACTIVITY = sa.text("kind = 'activity' AND NOT voided")


def upgrade() -> None:
    for table in ("rollup_year", "rollup_month", "rollup_place"):
        op.add_column(table, sa.Column("hedge", sa.String(), nullable=True))
    op.drop_index("ix_rollup_year_programme", "rollup_year")
    op.create_index(
        "ix_rollup_year_period",
        "rollup_year",
        ["programme", "dimension", "period_start", "period_end"],
        unique=False,
    )
    op.drop_index("ix_fact_hedge", "fact")
    op.create_index(
        "ix_fact_hedge",
        "fact",
        ["province_code", "indicator", "kind", "period_end"],
        unique=False,
        sqlite_where=_HEDGED,
        postgresql_where=_HEDGED,
    )
    op.create_index(
        "ix_record_activity",
        "record",
        ["province_code", "year_from", "year_to"],
        unique=False,
        sqlite_where=_ACTIVITY,
        postgresql_where=_ACTIVITY,
    )
