"""Totals of the provinces that somebody chose."""

from __future__ import annotations

from datetime import date

from db.models.figure import Figure
from db.store.reader import Reader
from db.summary import overview

TODAY = date(2025, 9, 15)


def test_totals_of_some_provinces_are_their_own(loaded: Reader) -> None:
    one = overview.read(loaded, year=None, programme=None, today=TODAY, totals_of={"A14"})
    row = next(row for row in one.rows if row.province.key == "A14")
    assert one.totals.figures == row.figures
    assert (one.totals.targets_met, one.totals.targets_set) == (row.targets_met, row.targets_set)
    two = overview.read(loaded, year=None, programme=None, today=TODAY, totals_of={"A14", "A66"})
    assert two.totals.figures["receivers_commune"] == Figure.of(17)
    assert overview.read(loaded, year=None, programme=None, today=TODAY, totals_of=()).totals.figures == {}
