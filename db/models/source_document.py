"""Source documents: where figures were read."""

from __future__ import annotations

from datetime import date

from sqlmodel import SQLModel

from db.models.base import id_column, of_record, province_column


class SourceDocumentFields(SQLModel):
    """The typed columns of a source document, checked before they become a row."""

    publisher: str | None = None
    author: str | None = None
    published_start: date | None = None
    published_at: str | None = None
    address: str | None = None


class SourceDocument(SourceDocumentFields, table=True):
    """One document; figures name it and the paragraph."""

    __tablename__ = "source_document"
    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
