"""The journal: one row each time a revision starts (+1) or stops (-1) to count.

It is the posting, the change feed and the audit at once.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from db.models.base import id_column, of_revision, province_column


class Journal(SQLModel, table=True):
    """Numbered per province in commit order and chained by hash per province."""

    __table_args__ = (
        of_revision(),
        CheckConstraint("sign IN (1, -1)", name="journal_sign"),
        CheckConstraint("seq >= 1", name="journal_seq"),
        Index("ix_journal_revision", "province_code", "revision_id"),
    )
    province_code: str = province_column()
    seq: int = Field(primary_key=True)
    revision_id: str = id_column()
    sign: int
    cause: str
    at: str
    login: str
    previous: str
    """Hash of the row before, or 64 zeros."""
    hash: str


class JournalHead(SQLModel, table=True):
    """The last number and hash of a province's chain."""

    __tablename__ = "journal_head"
    province_code: str = province_column()
    seq: int
    hash: str


class Counting(SQLModel, table=True):
    """The revisions that count now: the sum of the journal's signs, kept by its trigger."""

    __table_args__ = (of_revision(),)
    province_code: str = province_column()
    revision_id: str = id_column(primary_key=True)
