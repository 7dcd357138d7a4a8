"""The cells of a single year are those that a filter leaves of all, on both databases."""

from __future__ import annotations

import pytest

from db.store.reader import Reader
from db.summary.cells import Cell, read_cells, read_year, read_years, years_of


@pytest.mark.parametrize("programme", [None, "GNBV16"])
def test_a_year_is_read_as_a_filter_of_all_years_leaves_it(loaded: Reader, programme: str | None) -> None:
    everything = read_cells(loaded, programme=programme)
    years = read_years(loaded, programme=programme)
    assert years == years_of(everything)
    several = 0
    for year in range(min(years) - 1, max(years) + 2):
        touching = [cell for cell in everything if year in cell.years]
        found = read_year(loaded, year, programme=programme)
        assert _in_order(found.inside) == _in_order(cell for cell in touching if cell.year == year)
        assert _in_order(found.states) == _in_order(cell for cell in touching if cell.is_state and cell.year is None)
        assert found.provinces == {cell.province for cell in touching}
        several += len(touching) - len(found.inside)
    assert several or programme


def _in_order(cells: object) -> list[Cell]:
    return sorted(cells, key=str)  # type: ignore[call-overload, no-any-return]
