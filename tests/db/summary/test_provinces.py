"""Provinces of both eras."""

from __future__ import annotations

from db.store.reader import Reader
from db.summary.provinces import read_provinces


def test_a_province_knows_of_its_namesake_in_the_other_era(loaded: Reader) -> None:
    provinces = read_provinces(loaded)
    assert provinces["A14"].has_namesake
    assert provinces["B14"].has_namesake
    assert not provinces["A30"].has_namesake
