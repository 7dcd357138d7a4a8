"""Media products and publications."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel

from db.models.base import count_column, id_column, of_record, province_column


class PublicationFields(SQLModel):
    """The typed columns of a publication, checked before they become a row."""

    media: str = Field(foreign_key="indicator.code")
    period_start: date
    period_end: date
    count: int | None = count_column()
    language_count: int | None = count_column()


class Publication(PublicationFields, table=True):
    """One product or publication; `media` is the indicator that its count posts to."""

    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
