"""Rollups: what the counting facts add up to, kept from the journal by database triggers. Screens read these."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from db.models.base import province_column, total_column


class RollupYear(SQLModel, table=True):
    """A cell per province, programme ('*' = all), indicator, kind, basis, period and breakdown.

    Actual and disbursed figures inside one calendar year stand under that year; targets, planned figures and figures of
    several years stand under their own period. `total` is null when `n` is 0. For an indicator whose aggregation over
    time is latest, ratio or max, the cell holds that one fact (ordered by period_end, revision, line): `n_hedged` is
    then whether that one is hedged.
    """

    __tablename__ = "rollup_year"
    __table_args__ = (
        Index("ix_rollup_year_programme", "programme", "dimension", "province_code"),
        Index("ix_rollup_year_seq", "province_code", "seq"),
    )
    province_code: str = province_column()
    programme: str = Field(primary_key=True)
    indicator: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    basis: str = Field(primary_key=True)
    grain: str = Field(primary_key=True)
    period_start: date = Field(primary_key=True)
    period_end: date = Field(primary_key=True)
    dimension: str = Field(primary_key=True)
    member: str = Field(primary_key=True)
    n: int = total_column()
    """Reported figures in the cell."""
    total: int | None = total_column(None)
    low: int | None = total_column(None)
    high: int | None = total_column(None)
    numerator: int | None = total_column(None)
    denominator: int | None = total_column(None)
    n_hedged: int = total_column()
    n_unknown: int = total_column()
    n_not_carried_out: int = total_column()
    n_not_applicable: int = total_column()
    seq: int = total_column()
    """The province's journal number of the last change to the cell."""
