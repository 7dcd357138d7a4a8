"""Provinces ranked: what plain Python ranks, ties and unknown ones included."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.store.reader import Reader
from db.summary import frames
from db.summary.card import Rules, judge
from db.summary.cells import BASELINE, TARGET, Cell, by_province, moved
from db.summary.frames import UNITS, Scope, frame
from db.summary.ranking import RANKING, RankedBy, ranking
from db.summary.views import IndicatorProgress
from tests.db.summary.cells_made import INDICATOR_FRAME, KNOWN, SUCCESSORS, as_frame, cells

PROVINCES = frame(
    [(key, key[0], key[1:], "province", "Tỉnh", key, None) for key in ("A14", "A30", "A31", "B14", "B31")], UNITS
)


def ranked(made: list[Cell], indicator: str, by: RankedBy = "value", year: int | None = 2024) -> pl.DataFrame:
    found = ranking(as_frame(made), INDICATOR_FRAME, PROVINCES, indicator=indicator, year=year, by=by)
    assert dict(found.schema) == RANKING
    return found


@settings(max_examples=60)
@given(
    cells(("actual", TARGET, BASELINE)),
    st.sampled_from(list(KNOWN)),
    st.sampled_from(["value", "percent"]),
    st.booleans(),
)
def test_ranks_are_those_of_plain_python(made: list[Cell], code: str, by: RankedBy, current: bool) -> None:
    shown = moved(made, SUCCESSORS) if current else made
    own = [
        one
        for one in shown
        if one.indicator == code
        and (one.year == 2024 or (2024 in one.years and not one.year and not one.n + one.n_unknown))
    ]
    judged = {key: line(code, group) for key, group in by_province(own).items() if any(map(is_shown, group))}
    rows = {row["province"]: row for row in ranked(shown, code, by).iter_rows(named=True)}
    assert rows.keys() == judged.keys()
    total = sum(stands.actual.value or 0 for stands in judged.values())
    for key, row in rows.items():
        actual, target, met = judged[key].actual, judged[key].target, judged[key].percent
        assert (row["value"], row["state"], row["target"]) == (actual.value, actual.state, target.value)
        assert row["percent"] == (None if met is None else round(met * 100))
        if KNOWN[code].over_place == "sum" and total and actual.value is not None:
            assert abs(row["share"] - actual.value * 10_000 / total) <= 0.5
        else:
            assert row["share"] is None
    known = [row[by] for row in rows.values() if row[by] is not None]
    lower_is_better = by == "value" and KNOWN[code].direction == "decrease"
    for row in rows.values():
        better = [
            one for one in known if row[by] is not None and ((one < row[by]) if lower_is_better else (one > row[by]))
        ]
        assert row["rank"] == (None if row[by] is None else 1 + len(better))


def is_shown(one: Cell) -> bool:
    return one.kind != BASELINE


def line(code: str, own: list[Cell]) -> IndicatorProgress:
    by_kind = {kind: [one for one in own if one.kind == kind] for kind in (TARGET, BASELINE, "actual")}
    rules = Rules(date(2025, 1, 1), 85, 115, KNOWN)
    return judge(by_kind[TARGET], by_kind["actual"], KNOWN[code], rules, baselines=by_kind[BASELINE])


def count(province: str, value: int, kind: str = "actual") -> Cell:
    return Cell(
        province, "classes", kind, "period", "2024-01-01", "2024-12-31",
        1, value, value, value, None, None, 0, 0, 0, 0, province,
    )  # fmt: skip


def test_equal_provinces_share_a_rank_and_the_next_one_counts_them() -> None:
    made = [count("A14", 5), count("A30", 9), count("A31", 5), count("B14", 1)]
    assert ranked(made, "classes").select("rank", "province", "share").rows() == [
        (1, "A30", 45_00), (2, "A14", 25_00), (2, "A31", 25_00), (4, "B14", 5_00),
    ]  # fmt: skip


def test_percent_ranks_what_was_met_and_a_province_without_target_has_no_rank() -> None:
    made = [count("A14", 5), count("A30", 9), count("A14", 4, "target"), count("A30", 12, "target"), count("A31", 5)]
    assert ranked(made, "classes", "percent").select("rank", "province", "percent").rows() == [
        (1, "A14", 125_00), (2, "A30", 75_00), (None, "A31", None),
    ]  # fmt: skip


def test_what_is_to_decrease_is_best_where_it_is_lowest() -> None:
    def rate(province: str, value: int) -> Cell:
        return count(province, value)._replace(indicator="poverty")

    found = ranked([rate("A14", 12_00), rate("A30", 8_00)], "poverty")
    assert found.select("rank", "province", "share").rows() == [(1, "A30", None), (2, "A14", None)]


@pytest.mark.parametrize(
    ("units", "province", "name"), [("reported", "A30", "Hải Dương"), ("current", "B31", "Hải Phòng")]
)
def test_hai_duongs_participants_of_2017_in_both_units(loaded: Reader, units: str, province: str, name: str) -> None:
    cells_read = frames.read_year_cells(loaded, Scope(indicators=["training_participants"], years=(2017, 2017)))
    if units == "current":
        cells_read = frames.in_current_units(cells_read, frames.read_successors(loaded, "province"))
    found = ranking(
        cells_read,
        frames.read_indicator_frame(loaded, "vi"),
        frames.read_units(loaded, "province"),
        indicator="training_participants",
        year=2017,
    )
    assert found.select("rank", "province", "name", "value", "share").rows() == [(1, province, name, 630, 100_00)]
