"""What the revisions of one action share, what an undo takes back, and an index to a person's last actions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OF_SEVERAL = sa.text("intent IS NOT NULL")


def upgrade() -> None:
    op.add_column("revision", sa.Column("intent", sa.String(length=36), nullable=True))
    op.add_column("revision", sa.Column("undoes", sa.String(length=36), nullable=True))
    op.create_index("ix_revision_author", "revision", ["author", "at", "id"], unique=False)
    op.create_index(
        "ix_revision_intent",
        "revision",
        ["intent"],
        unique=False,
        sqlite_where=_OF_SEVERAL,
        postgresql_where=_OF_SEVERAL,
    )
