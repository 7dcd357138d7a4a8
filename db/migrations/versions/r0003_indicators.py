"""Indicators that administrators keep, with changes and baselines; preliminary figures; units of equipment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_POSTED_BEFORE = (
    "UPDATE fact SET preliminary = :yes WHERE (province_code, revision_id) IN ("
    "SELECT province_code, id FROM revision WHERE kind = 'result' AND content LIKE :said)"
)


def upgrade() -> None:
    op.add_column("indicator", sa.Column("baseline", sa.BigInteger(), nullable=True))
    op.add_column("term", sa.Column("unit", sa.String(), server_default="", nullable=False))
    op.add_column("fact", sa.Column("preliminary", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_fact_preliminary",
        "fact",
        ["province_code", "indicator"],
        unique=False,
        sqlite_where=sa.text("preliminary"),
        postgresql_where=sa.text("preliminary"),
    )
    op.get_bind().execute(sa.text(_POSTED_BEFORE), {"yes": True, "said": '%"preliminary":true%'})
    op.create_table(
        "indicator_change",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.CheckConstraint("action IN ('add', 'edit', 'end')", name="indicator_change_action"),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"]),
        sa.PrimaryKeyConstraint("code", "number"),
    )
