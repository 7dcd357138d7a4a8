"""The rollups by month and by place; the upgrade fills them by counting anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create("rollup_month", "member")
    op.create_index("ix_rollup_month_indicator", "rollup_month", ["indicator", "programme", "dimension"], unique=False)
    op.create_index("ix_rollup_month_seq", "rollup_month", ["province_code", "seq"], unique=False)
    _create("rollup_place", "unit_key")
    op.create_index("ix_rollup_place_indicator", "rollup_place", ["indicator", "programme"], unique=False)
    op.create_index("ix_rollup_place_seq", "rollup_place", ["province_code", "seq"], unique=False)


def _create(table: str, member: str) -> None:
    """A table of the same columns as `rollup_year`, but for the last one of its key."""
    op.create_table(
        table,
        sa.Column("province_code", sa.String(length=3), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column(member, sa.String(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("n_hedged", sa.BigInteger(), nullable=False),
        sa.Column("n_unknown", sa.BigInteger(), nullable=False),
        sa.Column("n_not_carried_out", sa.BigInteger(), nullable=False),
        sa.Column("n_not_applicable", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["unit.key"],
        ),
        sa.PrimaryKeyConstraint(
            "province_code",
            "programme",
            "indicator",
            "kind",
            "basis",
            "grain",
            "period_start",
            "period_end",
            "dimension",
            member,
        ),
    )
