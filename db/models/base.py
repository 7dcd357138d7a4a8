"""Column helpers that all tables share: era-qualified province keys, ids, whole numbers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, String, Text
from sqlmodel import Field

PROVINCE_LENGTH = 3
"""An era letter and two digits: A14."""
ID_LENGTH = 36
"""A UUIDv7 in its canonical text form, the same on both databases."""


def province_column() -> Any:
    """The first part of every key: the era-qualified province ("A14"), never rewritten."""
    return Field(primary_key=True, foreign_key="unit.key", sa_type=String(PROVINCE_LENGTH))


def id_column(*, primary_key: bool = False, nullable: bool = False) -> Any:
    """A UUIDv7 as text."""
    return Field(
        default=None if nullable else ...,
        primary_key=primary_key,
        nullable=nullable,
        sa_type=String(ID_LENGTH),
    )


def text_column(default: Any = ...) -> Any:
    """Text of any length."""
    return Field(default=default, sa_type=Text)


def count_column() -> Any:
    """A whole number that may be unknown: people, devices, đồng. Never negative."""
    return Field(default=None, ge=0, sa_type=BigInteger)


def total_column(default: int | None = 0) -> Any:
    """A whole number that a trigger keeps."""
    return Field(default=default, sa_type=BigInteger)


def of_record() -> ForeignKeyConstraint:
    """The record of the same province that a row belongs to."""
    return ForeignKeyConstraint(["province_code", "record_id"], ["record.province_code", "record.id"])


def of_revision() -> ForeignKeyConstraint:
    """The revision of the same province that a row belongs to."""
    return ForeignKeyConstraint(["province_code", "revision_id"], ["revision.province_code", "revision.id"])
