"""Budget lines: planned and disbursed, in whole đồng."""

from __future__ import annotations

from datetime import date

from sqlmodel import SQLModel

from db.models.base import count_column, id_column, of_record, province_column


class BudgetLineFields(SQLModel):
    """The typed columns of a budget line, checked before they become a row."""

    period_start: date
    period_end: date
    fund_source: str | None = None
    planned: int | None = count_column()
    disbursed: int | None = count_column()


class BudgetLine(BudgetLineFields, table=True):
    """One line of a budget, for a year or several."""

    __tablename__ = "budget_line"
    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
