"""A province of today shows what was reported under the provinces that it was made of."""

from __future__ import annotations

from datetime import date

from db.store.reader import Reader
from db.summary import province
from db.summary.views import ProvincePage

TODAY = date(2025, 9, 15)


def page(reader: Reader, key: str, year: int | None, units: province.Units) -> ProvincePage:
    return province.read(reader, key, year=year, programme=None, today=TODAY, units=units)


def test_hai_duong_under_hai_phong(loaded: Reader) -> None:
    assert page(loaded, "B31", None, "reported").years == ()
    today = page(loaded, "B31", None, "current")
    then = page(loaded, "A30", None, "reported")
    assert today.province.name == "Hải Phòng"
    assert (today.years, today.changed_at, today.changed_by) == (then.years, then.changed_at, then.changed_by)
    assert today.panels == then.panels
    assert {owner.key for owner in today.owners.values()} == {"A30"}
    assert set(today.owners) >= {line.id for panel in today.panels for line in panel.records}
    assert then.owners == {}


def test_targets_and_states_move_too(loaded: Reader) -> None:
    for old, new, year in [("A95", "B96", 2024), ("A66", "B66", 2020), ("A10", "B15", 2023)]:
        now, then = page(loaded, new, year, "current"), page(loaded, old, year, "reported")
        assert (now.progress, now.states, now.multi_year) == (then.progress, then.states, then.multi_year)
        assert now.progress
