"""Every target as the screens judge it, whatever the day; and of the whole nation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.models.period import Period
from db.store.reader import Reader
from db.summary import frames
from db.summary.card import Rules, judge, make_card
from db.summary.cells import BASELINE, TARGET, Cell, by_province, moved, read_cells
from db.summary.frames import MAINTAINED, Scope, frame
from db.summary.overview import read_rules
from db.summary.pace import PACE, pace, read_pace_cells
from db.summary.views import IndicatorProgress
from tests.db.summary.cells_made import KNOWN, REPORTERS, SUCCESSORS, YEARS, as_frame, cells
from tests.db.summary.test_hand_made import Office, office, result

__all__ = ["office"]

KINDS = ("actual", "actual", TARGET, TARGET, BASELINE)
KEPT = st.frozensets(
    st.tuples(st.sampled_from(REPORTERS), st.sampled_from(list(KNOWN)), st.sampled_from(YEARS)), max_size=3
)
DAYS = st.dates(date(2022, 6, 1), date(2026, 6, 1))


def shown(
    made: Iterable[Cell], rules: Rules, year: int, *, nationally: bool = False
) -> dict[tuple[Any, ...], dict[str, Any]]:
    found = pace(
        as_frame(list(made)),
        frames.indicator_frame(rules.indicators.values()),
        frame(sorted(rules.maintained), MAINTAINED),
        year=year,
        today=rules.today,
        behind_percent=rules.behind_percent,
        ahead_percent=rules.ahead_percent,
        nationally=nationally,
    )
    assert dict(found.schema) == PACE
    rows = {(row["province"], row["indicator"], row["first_year"], row["last_year"]): row for row in found.to_dicts()}
    assert len(rows) == found.height
    return rows


def agrees(row: Mapping[str, Any], line: IndicatorProgress) -> None:
    percent = None if line.percent is None else round(line.percent * 100)
    assert line.period is not None
    said = (
        line.target.value,
        line.actual.value,
        percent,
        line.status,
        line.maintain,
        line.period.start,
        line.period.end,
    )
    assert tuple(row[name] for name in ("target", "actual", "percent", "status", "maintain", "start", "end")) == said


@settings(max_examples=100)
@given(cells(KINDS), KEPT, DAYS, st.sampled_from(YEARS), st.booleans())
def test_each_target_stands_as_its_card_says(
    made: list[Cell], kept: frozenset[tuple[str, str, int]], today: date, year: int, current: bool
) -> None:
    rules = Rules(today, 85, 115, KNOWN, kept)
    if current:
        made, rules = moved(made, SUCCESSORS), rules.moved(SUCCESSORS)
    rows = shown(made, rules, year)
    wanted: dict[tuple[Any, ...], IndicatorProgress] = {}
    for province, own in by_province(made).items():
        card = make_card(province, year, own, rules)
        wanted |= {(province, line.code, year, year): line for line in card.progress if line.period}
        for long in card.multi_year:
            if long.progress:
                wanted[province, long.indicator, long.period.year_from, long.period.year_to] = long.progress
    assert rows.keys() == wanted.keys()
    for key, line in wanted.items():
        agrees(rows[key], line)


@settings(max_examples=30)
@given(cells((TARGET, "actual"), ("classes", "households")), DAYS)
def test_the_nation_is_judged_by_what_provinces_with_a_target_did(made: list[Cell], today: date) -> None:
    made = [one for one in made if one.year == 2024]
    rules = Rules(today, 85, 115, KNOWN)
    rows = shown(made, rules, 2024, nationally=True)
    for code in KNOWN:
        targets = [one for one in made if one.indicator == code and one.kind == TARGET]
        with_target = {one.province for one in targets}
        done = [one for one in made if one.indicator == code and one.kind != TARGET and one.province in with_target]
        assert ((None, code, 2024, 2024) in rows) == bool(targets)
        if targets:
            agrees(rows[None, code, 2024, 2024], judge(targets, done, KNOWN[code], rules))


def plan(kind: str, value: int, start: str, end: str, province: str = "A66", indicator: str = "classes") -> Cell:
    return Cell(
        province, indicator, kind, "period", start, end,
        1, value, value, value, None, None, 0, 0, 0, 0, province,
    )  # fmt: skip


HALF_GONE = date(2020, 9, 15)
DAK_LAK = ("2020-06-01", "2020-12-31")
YEAR_2020 = ("2020-01-01", "2020-12-31")


def one_row(made: list[Cell], today: date) -> dict[str, Any]:
    (row,) = shown(made, Rules(today, 85, 115, KNOWN), 2020).values()
    return row


@pytest.mark.parametrize(
    ("held", "pace_of", "status"),
    [(5, 83_33, "behind"), (6, 100_00, "on_track"), (7, 116_67, "ahead"), (12, 200_00, "met")],
)
def test_half_the_plans_own_period_gone(held: int, pace_of: int, status: str) -> None:
    row = one_row([plan(TARGET, 12, *DAK_LAK), plan("actual", held, *YEAR_2020)], HALF_GONE)
    assert (row["expected"], row["pace"], row["status"]) == (50_00, pace_of, status)


def test_86_percent_after_the_end_is_missed_and_before_the_start_nothing_is_due() -> None:
    made = [plan(TARGET, 100, *DAK_LAK), plan("actual", 86, *YEAR_2020)]
    after = one_row(made, date(2021, 1, 1))
    assert (after["percent"], after["expected"], after["status"]) == (86_00, 100_00, "missed")
    before = one_row(made, date(2020, 5, 31))
    assert (before["expected"], before["pace"], before["status"]) == (0, None, "not_due")


def test_what_is_to_decrease_is_measured_from_its_baseline() -> None:
    made = [
        plan(kind, value, *YEAR_2020, indicator="poverty")
        for kind, value in ((TARGET, 10_00), (BASELINE, 20_00), ("actual", 14_00))
    ]
    row = one_row(made, HALF_GONE)
    assert (row["percent"], row["pace"], row["status"]) == (60_00, None, "behind")
    assert one_row([made[0], made[2]], HALF_GONE)["percent"] is None


@pytest.mark.parametrize("units", ["reported", "current"])
def test_the_targets_of_the_documents_stand_as_the_screens_say(loaded: Reader, units: str) -> None:
    today = date(2020, 9, 15)
    rules, made = read_rules(loaded, "vi", today=today), read_cells(loaded)
    maintained, read = frames.read_maintained_frame(loaded), read_pace_cells(loaded, Scope(), 2020)
    if units == "current":
        successors = frames.read_successors(loaded, "province")
        rules, made = rules.moved(dict(successors.rows())), moved(made, dict(successors.rows()))
        maintained, read = (frames.in_current_units(one, successors) for one in (maintained, read))
    found = pace(
        read, frames.read_indicator_frame(loaded, "vi"), maintained,
        year=2020, today=today, behind_percent=85, ahead_percent=115,
    )  # fmt: skip
    wanted = [
        (province, line.code, line.status)
        for province, own in sorted(by_province(made).items())
        for line in make_card(province, 2020, own, rules).progress
        if line.period
    ]
    assert (
        found.filter(pl.col("first_year") == pl.col("last_year")).select("province", "indicator", "status").rows()
        == wanted
    )
    assert len(wanted) >= 4


def test_a_targets_own_baseline_is_read(office: Office) -> None:
    office.enter("target", indicator="poverty", period=Period.year(2024), value=10, baseline=20)
    result(office, "poverty", 14, Period.year(2024))
    read = read_pace_cells(office.reader, Scope(provinces=["A66"], indicators=["poverty"]), 2024)
    found = pace(
        read, frames.read_indicator_frame(office.reader, "vi"), frames.read_maintained_frame(office.reader),
        year=2024, today=date(2025, 9, 15), behind_percent=85, ahead_percent=115,
    )  # fmt: skip
    assert found["percent"].to_list() == [60_00]


def test_a_target_of_several_years_is_read_with_what_was_done_in_all_of_them(office: Office) -> None:
    office.enter("target", indicator="stations", period=Period.years(2022, 2024), value=100)
    result(office, "stations", 30, Period.year(2022))
    result(office, "stations", 25, Period.year(2024))
    result(office, "stations", 99, Period.year(2025))
    read = read_pace_cells(office.reader, Scope(provinces=["A66"]), 2023)
    found = pace(
        read, frames.read_indicator_frame(office.reader, "vi"), frames.read_maintained_frame(office.reader),
        year=2023, today=date(2025, 9, 15), behind_percent=85, ahead_percent=115,
    )  # fmt: skip
    assert found.select("first_year", "last_year", "actual", "percent", "status").rows() == [
        (2022, 2024, 55, 55_00, "missed")
    ]
