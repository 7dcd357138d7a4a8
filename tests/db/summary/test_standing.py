"""How many targets stand how: no report is no bad mark, a target that does not apply is not set."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from db.models.figure import UNKNOWN, Figure
from db.store.reader import Reader
from db.summary import overview
from db.summary.progress import standing
from db.summary.views import IndicatorProgress, Standing, Status
from tui.screens.shown import targets_role


def line(status: Status, target: Figure = UNKNOWN) -> IndicatorProgress:
    return IndicatorProgress("lan", "LAN", "LAN", "%", target, UNKNOWN, None, status, None)


def test_each_status_is_counted_once() -> None:
    one_each = [line(status, Figure.of(100)) for status in get_args(Status)]
    assert standing(one_each) == Standing(met=1, set=9, missed=1, behind=2, unreported=2)
    assert standing(line(status) for status in get_args(Status)) == Standing(0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("stands", "role"),
    [
        (Standing(0, 6, 0, 0, 6), "quiet"),
        (Standing(1, 6, 0, 0, 5), "on_track"),
        (Standing(5, 6, 1, 0, 0), "missed"),
        (Standing(5, 6, 0, 1, 0), "behind"),
        (Standing(6, 6, 0, 0, 0), "met"),
    ],
)
def test_only_what_was_missed_is_red(stands: Standing, role: str) -> None:
    assert targets_role(stands.met, stands.set, stands.missed, stands.behind) == role


def test_unreported_targets_of_the_documents_are_no_bad_mark(loaded: Reader) -> None:
    found = overview.read(loaded, year=2020, programme=None, today=date(2025, 9, 15))
    (row,) = [row for row in found.rows if row.province.key == "A66"]
    assert (row.targets_met, row.targets_missed, row.targets_behind) == (0, 0, 0)
    assert row.targets_unreported == row.targets_set > 0
    assert found.totals.targets_unreported == row.targets_unreported
    assert found.totals.changed_by is None
