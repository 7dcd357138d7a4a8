"""Revisions: every entry, edit, void, undo or amendment, append-only. There is no other history."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from db.models.base import id_column, of_record, of_revision, province_column, text_column


class Revision(SQLModel, table=True):
    """A whole record as canonical JSON, with who, when, why and its digest."""

    __table_args__ = (
        of_record(),
        CheckConstraint("depth >= 0", name="revision_depth"),
        Index("ix_revision_record", "province_code", "record_id"),
        Index("ix_revision_author", "author", "at", "id"),
        Index("ix_revision_intent", "intent", sqlite_where=text("intent IS NOT NULL")),
    )
    province_code: str = province_column()
    id: str = id_column(primary_key=True)
    record_id: str = id_column()
    kind: str
    content: str = text_column()
    """Canonical JSON: sorted keys, no spaces, NFC, whole numbers only."""
    voided: bool = False
    depth: int
    """How many generations of parents; among several heads the deepest wins."""
    author: str
    at: str
    reason: str = ""
    cause: str
    """entry, edit, void, restore, seed, import, undo, redo, amendment."""
    intent: str | None = id_column(nullable=True)
    """What the revisions of an action share that writes several, such as an import; None: the revision is its own."""
    undoes: str | None = id_column(nullable=True)
    """The intent that an undo takes back, or the undo that a redo takes back; None for any other cause."""
    digest: str = Field(max_length=64)
    """SHA-256 of everything above and the parents, in canonical JSON; what is None below `cause` is left out."""


class RevisionParent(SQLModel, table=True):
    """A revision that another one follows; a head is one that nobody names."""

    __tablename__ = "revision_parent"
    __table_args__ = (of_revision(),)
    province_code: str = province_column()
    revision_id: str = id_column(primary_key=True)
    parent_id: str = id_column(primary_key=True)
