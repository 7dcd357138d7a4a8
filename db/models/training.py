"""Trainings held."""

from __future__ import annotations

from datetime import date

from sqlmodel import SQLModel

from db.models.base import count_column, id_column, of_record, province_column


class TrainingFields(SQLModel):
    """The typed columns of a training, checked before they become a row."""

    held_start: date
    held_end: date
    venue: str | None = None
    training_form: str | None = None
    classes: int | None = count_column()
    participants: int | None = count_column()
    attendances: int | None = count_column()
    women: int | None = count_column()
    minorities: int | None = count_column()
    topic_count: int | None = count_column()
    opened_by: str | None = None
    cost: int | None = count_column()
    fund_source: str | None = None
    decision: str | None = None


class Training(TrainingFields, table=True):
    """One training; people (người) and attendances (lượt người) stay apart."""

    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
