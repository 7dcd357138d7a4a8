"""Activities: work or a state reported without a figure."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel

from db.models.base import id_column, of_record, province_column


class ActivityFields(SQLModel):
    """The typed columns of an activity, checked before they become a row."""

    period_start: date
    period_end: date
    indicator: str | None = Field(default=None, foreign_key="indicator.code")
    state: str
    reason: str | None = None


class Activity(ActivityFields, table=True):
    """Surveys begun, a programme not carried out, work done without a number. Without an indicator it posts no fact."""

    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
