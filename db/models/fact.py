"""Facts: what a revision posts, one figure a row. Facts are never changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, false, text
from sqlmodel import Field, SQLModel

from db.models.base import count_column, id_column, of_revision, province_column


class Fact(SQLModel, table=True):
    """One figure of one indicator: kind target, actual, planned or disbursed; a percent value in hundredths."""

    __table_args__ = (
        of_revision(),
        CheckConstraint("kind IN ('target', 'actual', 'planned', 'disbursed')", name="fact_kind"),
        CheckConstraint("state IN ('reported', 'unknown', 'not_carried_out', 'not_applicable')", name="fact_state"),
        CheckConstraint("grain IN ('day', 'month', 'quarter', 'half', 'year', 'span')", name="fact_grain"),
        CheckConstraint("basis IN ('period', 'year_to_date', 'plan_to_date')", name="fact_basis"),
        CheckConstraint("(state = 'reported') = (value IS NOT NULL)", name="fact_value"),
        CheckConstraint("period_start <= period_end", name="fact_period"),
        CheckConstraint("low IS NULL OR low <= high", name="fact_range"),
        CheckConstraint("value >= 0 AND low >= 0 AND high >= 0 AND numerator >= 0", name="fact_not_negative"),
        CheckConstraint("denominator > 0", name="fact_denominator"),
        Index("ix_fact_cell", "province_code", "indicator", "kind", "basis", "period_end", "revision_id", "line"),
        # PostgreSQL's condition stands in the migration alone: `postgresql_where` here would load that dialect, 46 ms
        # and 4 MiB, into every session on SQLite that saves.
        Index(
            "ix_fact_hedge",
            "province_code",
            "indicator",
            "kind",
            "period_end",
            sqlite_where=text("hedge IS NOT NULL"),
        ),
        Index("ix_fact_preliminary", "province_code", "indicator", sqlite_where=text("preliminary")),
        Index(
            "ix_fact_state",
            "province_code",
            "revision_id",
            sqlite_where=text("state IN ('not_applicable', 'not_carried_out')"),
        ),
        Index("ix_fact_document", "province_code", "document_id", sqlite_where=text("document_id IS NOT NULL")),
    )
    province_code: str = province_column()
    revision_id: str = id_column(primary_key=True)
    line: int = Field(primary_key=True)
    indicator: str = Field(foreign_key="indicator.code")
    kind: str
    unit_key: str | None = Field(default=None, foreign_key="unit.key")
    """The place, where the figure is of a part of the province."""
    grain: str
    period_start: date
    period_end: date
    basis: str = "period"
    preliminary: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether a final figure of the same indicator, period, place and programmes will follow, and then replaces it."""
    state: str
    value: int | None = count_column()
    low: int | None = count_column()
    high: int | None = count_column()
    numerator: int | None = count_column()
    denominator: int | None = count_column()
    hedge: str | None = None
    part_of: int | None = None
    """The line of the figure that this one is a part of; a part never enters a total."""
    dimension: str = ""
    member: str = ""
    document_id: str | None = id_column(nullable=True)
    paragraph: int | None = None
    field: str = ""
    """The field of the record that it was read from."""


class FactProgramme(SQLModel, table=True):
    """The programmes of a fact: '*' once, so that a view over all counts it once, and each programme."""

    __tablename__ = "fact_programme"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "revision_id", "line"], ["fact.province_code", "fact.revision_id", "fact.line"]
        ),
    )
    province_code: str = province_column()
    revision_id: str = id_column(primary_key=True)
    line: int = Field(primary_key=True)
    programme: str = Field(primary_key=True)
