"""Targets of an indicator."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from db.models.base import count_column, id_column, of_record, province_column


class TargetFields(SQLModel):
    """The typed columns of a target, checked before they become a row; a percent value in hundredths."""

    indicator: str = Field(foreign_key="indicator.code")
    period_start: date
    period_end: date
    value: int | None = count_column()
    per_year: bool = False
    maintain: bool = False


class Target(TargetFields, table=True):
    """One target: of a year, a span, each year of a span, or a level to maintain."""

    __table_args__ = (
        of_record(),
        Index("ix_target_maintained", "province_code", sqlite_where=text("maintain")),
    )
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
