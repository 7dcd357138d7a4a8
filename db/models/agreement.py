"""Agreements: orders, contracts, co-operation signed, memoranda."""

from __future__ import annotations

from datetime import date

from sqlmodel import SQLModel

from db.models.base import count_column, id_column, of_record, province_column


class AgreementFields(SQLModel):
    """The typed columns of an agreement, checked before they become a row."""

    signed_start: date
    signed_end: date
    agreement_kind: str | None = None
    party_a: str | None = None
    documents: int | None = count_column()
    subject_count: int | None = count_column()
    party_count: int | None = count_column()
    attendee_count: int | None = count_column()
    value: int | None = count_column()
    fund_source: str | None = None
    term_start: date | None = None
    term_end: date | None = None
    accepted_start: date | None = None
    liquidated_start: date | None = None


class Agreement(AgreementFields, table=True):
    """One signing; one ceremony can hold several documents."""

    __table_args__ = (of_record(),)
    province_code: str = province_column()
    record_id: str = id_column(primary_key=True)
