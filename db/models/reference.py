"""Reference data: administrative units of both eras, programmes, indicators and the lists of choices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from db.models.base import count_column, text_column


class Unit(SQLModel, table=True):
    """A province, district or commune of one era. Codes are reused between eras, so the key is both: "A14", "B14"."""

    __table_args__ = (
        CheckConstraint("era IN ('A', 'B')", name="unit_era"),
        CheckConstraint("level IN ('province', 'district', 'commune')", name="unit_level"),
        CheckConstraint("key = era || code", name="unit_key"),
    )
    key: str = Field(primary_key=True)
    era: str
    code: str
    level: str
    kind: str
    """The type word of the official name: Tỉnh, Huyện, Xã …"""
    name: str
    fold: str = Field(index=True)
    parent: str | None = Field(default=None, foreign_key="unit.key", index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class UnitLink(SQLModel, table=True):
    """A successor of a unit of era A in era B; a split unit has several, `is_default` marks the larger part."""

    __tablename__ = "unit_link"
    from_key: str = Field(primary_key=True, foreign_key="unit.key")
    to_key: str = Field(primary_key=True, foreign_key="unit.key", index=True)
    is_default: bool


class UnitAlias(SQLModel, table=True):
    """A spelling that was printed somewhere for a unit, with the reason why it is that one."""

    __tablename__ = "unit_alias"
    spelling: str = Field(primary_key=True)
    unit_key: str = Field(primary_key=True, foreign_key="unit.key")
    fold: str = Field(index=True)
    reason: str


class Programme(SQLModel, table=True):
    """A programme that an activity serves; one activity may serve several."""

    code: str = Field(primary_key=True)
    name_vi: str
    name_en: str
    legal_basis: str
    year_from: int | None = None
    year_to: int | None = None
    position: int


class Indicator(SQLModel, table=True):
    """What is counted, with its aggregation over time and place. Data, not code: administrators add more."""

    __table_args__ = (
        CheckConstraint("over_time IN ('sum', 'latest', 'max', 'ratio')", name="indicator_over_time"),
        CheckConstraint("over_place IN ('sum', 'ratio', 'none')", name="indicator_over_place"),
    )
    code: str = Field(primary_key=True)
    name_vi: str
    name_en: str
    short_vi: str
    short_en: str
    unit: str = Field(foreign_key="measure_unit.code")
    group: str
    decimals: int
    direction: str
    over_time: str
    """sum, latest, max or ratio."""
    over_place: str
    """sum, ratio or none."""
    origin: str
    """derived (from the records of `source_kind`) or reported."""
    source_kind: str
    position: int
    valid_from: date | None = None
    valid_to: date | None = None
    baseline: int | None = count_column()
    """Where a level stood before any plan, for provinces whose target states none; kept as its figures are."""


class IndicatorChange(SQLModel, table=True):
    """An administrator's change of an indicator, append-only: who, when, and the whole of it before and after.

    An indicator with a change is the administrators': the shipped reference data does not touch it any more.
    """

    __tablename__ = "indicator_change"
    __table_args__ = (CheckConstraint("action IN ('add', 'edit', 'end')", name="indicator_change_action"),)
    code: str = Field(primary_key=True, foreign_key="indicator.code")
    number: int = Field(primary_key=True)
    """From 1, per indicator."""
    action: str
    at: str
    """UTC, as `utc_now()` writes it."""
    by: str
    reason: str = text_column("")
    before: str = text_column()
    """Canonical JSON, "{}" for one that was added."""
    after: str = text_column()


class MeasureUnit(SQLModel, table=True):
    """A unit of measure; `scale` 100 keeps percents in hundredths."""

    __tablename__ = "measure_unit"
    code: str = Field(primary_key=True)
    name_vi: str
    name_en: str
    scale: int


class Term(SQLModel, table=True):
    """An entry of a list that a field chooses from: equipment types, media kinds, languages, fund sources …"""

    vocabulary: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    name_vi: str
    name_en: str
    position: int
    unit: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The unit of measure that such things are counted in, "" where they are not counted."""


class Meta(SQLModel, table=True):
    """What the database knows of itself: whether it is the sample, which reference data and triggers it has."""

    name: str = Field(primary_key=True)
    value: str
