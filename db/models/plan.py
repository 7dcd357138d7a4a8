"""Plans: what is to be done, never what was."""

from __future__ import annotations

from datetime import date

from sqlmodel import SQLModel

from db.models.base import count_column, id_column, of_record, province_column


class PlanFields(SQLModel):
    """The typed columns of a plan, checked before they become a row."""

    issuer: str | None = None
    issued_start: date | None = None
    period_start: date
    period_end: date
    scope_communes: int | None = count_column()
    scope_districts: int | None = count_column()
    stated_tasks: int | None = count_column()
    stated_targets: int | None = count_column()


class Plan(PlanFields, table=True):
    """One plan; its number repeats each year and between issuers."""

    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
