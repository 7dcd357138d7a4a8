"""What all kinds of record share, and their programmes, places and repeated fields."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from db.models.base import id_column, of_record, province_column, text_column


class Record(SQLModel, table=True):
    """One agreement, training, target …: the part that every kind has. Its content is that of the head revision."""

    __table_args__ = (
        CheckConstraint("version >= 1", name="record_version"),
        CheckConstraint("period_start <= period_end", name="record_period"),
        CheckConstraint("year_from <= year_to", name="record_years"),
        Index("ix_record_kind_year", "province_code", "kind", "year_from"),
        Index(
            "ix_record_activity",
            "province_code",
            "year_from",
            "year_to",
            "head_revision_id",
            sqlite_where=text("kind = 'activity' AND NOT voided"),
        ),
    )
    province_code: str = province_column()
    id: str = id_column(primary_key=True)
    kind: str
    year_from: int | None = None
    year_to: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    grain: str | None = None
    number: str = ""
    title: str = ""
    fold: str = text_column()
    """Title, number and names without marks, for finding."""
    version: int
    head_revision_id: str = id_column()
    voided: bool = False
    changed_at: str
    """UTC, ISO 8601 with microseconds and Z; text, so that both databases hash it alike."""
    changed_by: str


Record.__mapper__.version_id_col = Record.__table__.c.version  # type: ignore[attr-defined]


class RecordProgramme(SQLModel, table=True):
    """A programme that a record serves."""

    __tablename__ = "record_programme"
    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
    programme: str = Field(primary_key=True, foreign_key="programme.code")


class RecordPlace(SQLModel, table=True):
    """A place that a record names: as printed, and the unit of a list where there is one."""

    __tablename__ = "record_place"
    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
    field: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    as_printed: str
    unit_key: str | None = Field(default=None, foreign_key="unit.key", index=True)


class RecordItem(SQLModel, table=True):
    """One entry of a repeated field: a party, topic, audience, task, title …"""

    __tablename__ = "record_item"
    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
    field: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    text: str = text_column()
    fold: str = text_column()
