"""Equipment delivered: devices and receivers are two figures, never one."""

from __future__ import annotations

from datetime import date

from sqlmodel import SQLModel

from db.models.base import count_column, id_column, of_record, province_column


class DeliveryFields(SQLModel):
    """The typed columns of a delivery, checked before they become a row."""

    delivered_start: date
    delivered_end: date
    giver: str | None = None
    equipment_type: str | None = None
    devices: int | None = count_column()
    value: int | None = count_column()
    households: int | None = count_column()
    communes: int | None = count_column()
    districts: int | None = count_column()
    teams: int | None = count_column()
    others: int | None = count_column()
    instruction: str | None = None
    fund_source: str | None = None


class Delivery(DeliveryFields, table=True):
    """One delivery, by its handover paper."""

    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
