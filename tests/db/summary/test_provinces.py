"""Provinces of both eras."""

from __future__ import annotations

from datetime import date

import pytest

from db.entry.vocabularies import load_vocabularies
from db.store.reader import Reader
from db.summary import province
from db.summary.provinces import read_provinces


def test_a_province_knows_of_its_namesake_in_the_other_era(loaded: Reader) -> None:
    provinces = read_provinces(loaded)
    assert provinces["A14"].has_namesake
    assert provinces["B14"].has_namesake
    assert not provinces["A30"].has_namesake


@pytest.mark.parametrize(("language", "classes"), [("vi", "lớp"), ("en", "classes")])
def test_units_of_measure_are_named_in_the_readers_language(loaded: Reader, language: str, classes: str) -> None:
    page = province.read(loaded, "A30", year=2017, programme=None, today=date(2025, 9, 15), language=language)
    assert page.unit_names["lớp"] == classes
    assert dict(load_vocabularies(loaded, language).choices["measure_units"])["lớp"] == classes
