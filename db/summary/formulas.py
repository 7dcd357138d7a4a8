"""Formulas that hold for whole numbers and for Polars columns alike, so that a screen and a frame cannot differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import polars as pl

Number = TypeVar("Number", int, "pl.Expr")


def hundredths(part: Number, whole: Number) -> Number:
    """`part` of `whole` in hundredths of a percent, half away from zero: 1 of 3 is 3333, 100 of 102 is 9804.

    Integers only, so that nothing depends on how a binary fraction is rounded; `whole` is greater than 0 and `part` not
    less (docs/figures.md, over place and targets against actuals).
    """
    return (part * 20_000 + whole) // (whole * 2)
