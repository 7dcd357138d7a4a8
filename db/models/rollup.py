"""Rollups: what the counting facts add up to, kept from the journal by database triggers. Screens read these.

All have the same columns but for the last one of their key. `total` is null when `n` is 0. For an indicator whose
aggregation over time is latest, ratio or max, and for a cumulative figure, a cell holds that one fact (ordered by
period_end, revision, line): `n_hedged` is then whether that one is hedged.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from db.models.base import province_column, total_column


class Cell(SQLModel):
    """What every rollup has: province, programme ('*' = all), indicator, kind, basis, period and dimension."""

    province_code: str = province_column()
    programme: str = Field(primary_key=True)
    indicator: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    basis: str = Field(primary_key=True)
    grain: str = Field(primary_key=True)
    period_start: date = Field(primary_key=True)
    period_end: date = Field(primary_key=True)
    dimension: str = Field(primary_key=True)


class Measures(SQLModel):
    """What the facts of a cell add up to."""

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
    hedge: str | None = None
    """The word before the total: that of its hedged figures, "khoảng" where they have different ones."""
    seq: int = total_column()
    """The province's journal number of the last change to the cell."""


class RollupYear(Measures, Cell, table=True):
    """For overviews: a cell per breakdown and year.

    Actual and disbursed figures inside one calendar year stand under that year; targets, planned figures and figures of
    several years stand under their own period.
    """

    __tablename__ = "rollup_year"
    __table_args__ = (
        Index("ix_rollup_year_period", "programme", "dimension", "period_start", "period_end"),
        Index(
            "ix_rollup_year_span",
            "programme",
            "dimension",
            "period_end",
            "period_start",
            "kind",
            "province_code",
            "member",
            sqlite_where=text("grain = 'span'"),
        ),
        Index(
            "ix_rollup_year_state",
            "programme",
            "dimension",
            "period_end",
            sqlite_where=text("grain = 'span' AND n = 0 AND n_unknown = 0"),
        ),
        Index("ix_rollup_year_seq", "province_code", "seq"),
    )
    member: str = Field(primary_key=True)


class RollupMonth(Measures, Cell, table=True):
    """For trends: actual and disbursed figures under the smallest month, quarter or half year that holds their period.

    A figure of a year or more is in no cell, nor is one that lies over two halves. What is cumulative since 1 January
    stands under the month in which it ends (January to April under April).
    """

    __tablename__ = "rollup_month"
    __table_args__ = (
        Index("ix_rollup_month_indicator", "indicator", "programme", "dimension"),
        Index("ix_rollup_month_seq", "province_code", "seq"),
    )
    member: str = Field(primary_key=True)


class RollupPlace(Measures, Cell, table=True):
    """For coverage: figures that name one place below their province, under the periods of `rollup_year`.

    `dimension` is "place" where the place is one of those that a figure of the province counts (the communes of a
    target), and "" where the figure is of the place alone.
    """

    __tablename__ = "rollup_place"
    __table_args__ = (
        Index("ix_rollup_place_indicator", "indicator", "programme"),
        Index("ix_rollup_place_seq", "province_code", "seq"),
    )
    unit_key: str = Field(primary_key=True)
