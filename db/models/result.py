"""Results: reported actuals of an indicator."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel

from db.models.base import count_column, id_column, of_record, province_column


class ResultFields(SQLModel):
    """The typed columns of a result, checked before they become a row; a percent value in hundredths."""

    indicator: str = Field(foreign_key="indicator.code")
    period_start: date
    period_end: date
    value: int | None = count_column()
    basis: str = "period"
    preliminary: bool = False


class Result(ResultFields, table=True):
    """One reported figure: of its period, or cumulative."""

    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
