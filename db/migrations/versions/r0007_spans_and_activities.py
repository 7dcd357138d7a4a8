"""Indexes to the figures of several years, and to what activities of a whole country said at a moment of the past."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SPAN = sa.text("grain = 'span'")
_STATE = sa.text("grain = 'span' AND n = 0 AND n_unknown = 0")
_ACTIVITY = sa.text("kind = 'activity' AND NOT voided")


def upgrade() -> None:
    op.create_index(
        "ix_rollup_year_span",
        "rollup_year",
        ["programme", "dimension", "period_end", "period_start", "kind", "province_code", "member"],
        unique=False,
        sqlite_where=_SPAN,
        postgresql_where=_SPAN,
    )
    op.create_index(
        "ix_rollup_year_state",
        "rollup_year",
        ["programme", "dimension", "period_end"],
        unique=False,
        sqlite_where=_STATE,
        postgresql_where=_STATE,
    )
    op.drop_index("ix_record_activity", "record")
    op.create_index(
        "ix_record_activity",
        "record",
        ["province_code", "year_from", "year_to", "head_revision_id"],
        unique=False,
        sqlite_where=_ACTIVITY,
        postgresql_where=_ACTIVITY,
    )
