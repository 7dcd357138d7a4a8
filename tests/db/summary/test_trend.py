"""An indicator by step: each figure once, in its step or apart; cumulative ones as differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.models.figure import Figure
from db.models.period import Period
from db.store.reader import Reader
from db.summary import frames
from db.summary.cells import Cell, combine
from db.summary.combining import combined
from db.summary.frames import Scope
from db.summary.trend import TREND, Step, trend
from tests.db.summary.cells_made import INDICATOR_FRAME, KNOWN, as_frame
from tests.db.summary.test_hand_made import Office, office, result

__all__ = ["office"]

STEPS: tuple[Step, ...] = ("month", "quarter", "year")
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class Said(NamedTuple):
    """One reported figure."""

    reporter: str
    period: Period
    basis: str
    value: int


def holding(period: Period, *grains: str) -> Period:
    """The smallest period of these grains that holds another one; itself where none does."""
    for grain in grains:
        months = MONTHS[grain]
        first = (period.start.month - 1) // months * months + 1
        last = first + months - 1
        if period.year_from == period.year_to and period.end.month <= last:
            end = date(period.year_from + last // 12, last % 12 + 1, 1) - timedelta(1)
            return Period(date(period.year_from, first, 1), end, grain)  # type: ignore[arg-type]
    return period


def cell_of(said: Sequence[Said], period: Period) -> Cell:
    """The cell that the triggers make of figures of one key."""
    last = max(said, key=lambda one: one.period.end)
    total = last.value if last.basis != "period" else sum(one.value for one in said)
    return Cell(
        last.reporter, "stations", "actual", last.basis, period.start.isoformat(), period.end.isoformat(),
        len(said), total, total, total, None, None, 0, 0, 0, 0, last.reporter,
    )  # fmt: skip


def rolled_up(said: Sequence[Said], *grains: str, all_periods: bool) -> list[Cell]:
    grouped: dict[tuple[str, str, Period], list[Said]] = defaultdict(list)
    for one in said:
        to_date = one.basis == "year_to_date" and not all_periods
        period = Period.month(one.period.year_to, one.period.end.month) if to_date else holding(one.period, *grains)
        if all_periods or period.grain in grains:
            grouped[one.reporter, one.basis, period].append(one)
    return [cell_of(group, period) for (_reporter, _basis, period), group in grouped.items()]


def is_mixed(one: Said, said: Sequence[Said]) -> bool:
    """Whether its province reported cumulatively and in the period: then each figure is read by itself."""
    return len({other.basis for other in said if other.reporter == one.reporter}) > 1


def year_cells(said: Sequence[Said]) -> list[Cell]:
    return rolled_up([one for one in said if not is_mixed(one, said)], "year", all_periods=True)


def month_cells(said: Sequence[Said]) -> list[Cell]:
    shorter = [one for one in said if one.period.grain != "year" and not is_mixed(one, said)]
    alone = [cell_of([one], one.period) for one in said if is_mixed(one, said)]
    return rolled_up(shorter, "month", "quarter", "half", all_periods=False) + alone


def shown(said: Sequence[Said], step: Step) -> pl.DataFrame:
    found = trend(
        as_frame(year_cells(said)), as_frame(month_cells(said)), INDICATOR_FRAME,
        indicator="stations", step=step, years=(2023, 2025),
    )  # fmt: skip
    assert dict(found.schema) == TREND
    return found


def plain(said: Sequence[Said], step: Step) -> tuple[dict[date, int], dict[tuple[date, date, str], int]]:
    """What plain Python puts into each step and beside them."""
    pieces: list[tuple[date, date, str, int]] = []
    years: dict[tuple[str, int], list[Said]] = defaultdict(list)
    for one in said:
        if one.period.year_from == one.period.year_to:
            years[one.reporter, one.period.year_to].append(one)
        else:
            pieces.append((one.period.start, one.period.end, "period", one.value))
    for own in years.values():
        pieces += [(start, end, "period", value) for start, end, value in of_a_year(own, said)]
    steps: dict[date, int] = defaultdict(int)
    beside: dict[tuple[date, date, str], int] = defaultdict(int)
    for start, end, basis, value in pieces:
        within = holding(Period(start, end, "span"), step)
        if within.grain == step:
            steps[within.start] += value
        else:
            beside[start, end, basis] += value
    return steps, beside


def of_a_year(own: Sequence[Said], said: Sequence[Said]) -> Iterator[tuple[date, date, int]]:
    """The figures of one province and year: differences, and what begins after the last cumulative one."""
    to_date = {one.period.end: one.value for one in own if one.basis == "year_to_date"}
    periods = [one for one in own if one.basis == "period"]
    last = max(to_date, default=date.min)
    longer = [one.period.end for one in periods if to_date and (one.period.start.month, one.period.start.day) == (1, 1)]
    if longer and max(longer) > last:
        last = max(longer)
        to_date[last] = sum(one.value for one in periods if one.period.end == last and one.period.start.month == 1)
    start, before = date(own[0].period.year_to, 1, 1), 0
    for end, value in sorted(to_date.items()):
        yield start, end, value - before
        start, before = end + timedelta(1), value
    for one in periods:
        if one.period.start > last:
            held = one.period if is_mixed(one, said) else holding(one.period, "month", "quarter", "half", "year")
            yield held.start, held.end, one.value


@st.composite
def figures(draw: st.DrawFn) -> list[Said]:
    year, month = draw(st.sampled_from([2023, 2024, 2025])), draw(st.integers(1, 12))
    basis = draw(st.sampled_from(["period", "period", "year_to_date"]))
    periods = [Period.month(year, month)]
    if basis == "period":
        quarter, half = Period.quarter(year, (month + 2) // 3), Period.half(year, (month + 5) // 6)
        span = Period(date(year, 6, 1), date(year, 12, 31), "span")
        periods += [quarter, half, span, Period.year(year), Period.years(2024, 2025)]
    else:
        end = Period.month(year, month).end
        named = {1: "month", 3: "quarter", 6: "half", 12: "year"}.get(month, "span")
        periods.append(Period(date(year, 1, 1), end, named))  # type: ignore[arg-type]
    period = draw(st.sampled_from(periods))
    return Said(draw(st.sampled_from(["A14", "A30"])), period, basis, draw(st.integers(0, 100)))  # type: ignore[return-value]


def _key(one: Said) -> tuple[object, ...]:
    """No two cumulative figures of one province end on one day."""
    return (
        one.reporter,
        one.basis,
        one.period.end,
        one.period.start if one.basis == "period" else None,
        one.value if one.basis == "period" else None,
    )


@settings(max_examples=60)
@given(st.lists(figures(), max_size=10, unique_by=_key), st.sampled_from(STEPS))
def test_every_figure_stands_once_in_its_step_or_apart(said: list[Said], step: Step) -> None:
    found = shown(said, step)
    steps, beside = plain(said, step)
    inside = found.filter(~pl.col("apart"))
    assert {row["start"]: row["value"] for row in inside.iter_rows(named=True) if row["value"] is not None} == steps
    assert inside.height == 36 // MONTHS[step]
    apart = found.filter(pl.col("apart"))
    assert {(row["start"], row["end"], row["basis"]): row["value"] for row in apart.iter_rows(named=True)} == beside


@settings(max_examples=30)
@given(st.lists(figures(), max_size=10, unique_by=_key), st.sampled_from(STEPS))
def test_steps_and_what_stands_apart_are_the_years_total(said: list[Said], step: Step) -> None:
    said = [one for one in said if not is_mixed(one, said)]
    found = shown(said, step).filter(pl.col("start").dt.year() == 2024, pl.col("end").dt.year() == 2024)
    cells = [one for one in year_cells(said) if one.year == 2024]
    assert found["value"].sum() == (combine(cells, KNOWN["stations"]).value or 0)


def rows(found: pl.DataFrame) -> list[tuple[str, str, bool, bool, int]]:
    known = found.filter(pl.col("value").is_not_null())
    return [
        (str(row["start"]), str(row["end"]), row["apart"], row["derived"], row["value"])
        for row in known.iter_rows(named=True)
    ]


def test_cumulative_six_and_twelve_months(office: Office) -> None:
    result(office, "stations", 60, Period.half(2024, 1), basis="year_to_date")
    result(office, "stations", 100, Period.year(2024), basis="year_to_date")
    assert rows(read(office.reader, "stations", "month")) == [
        ("2024-01-01", "2024-06-30", True, False, 60),
        ("2024-07-01", "2024-12-31", True, True, 40),
    ]
    assert rows(read(office.reader, "stations", "year")) == [("2024-01-01", "2024-12-31", False, False, 100)]
    result(office, "stations", 25, Period.quarter(2024, 1), basis="year_to_date")
    assert rows(read(office.reader, "stations", "quarter")) == [
        ("2024-01-01", "2024-03-31", False, False, 25),
        ("2024-04-01", "2024-06-30", False, True, 35),
        ("2024-07-01", "2024-12-31", True, True, 40),
    ]


def cumulative(office: Office, month: int, value: Any) -> None:
    """A figure since 1 January, as a form keeps it: of a quarter, a half or the year where it is one."""
    grain = {3: "quarter", 6: "half", 12: "year"}.get(month, "span")
    period = Period(date(2024, 1, 1), Period.month(2024, month).end, grain)  # type: ignore[arg-type]
    result(office, "stations", value, period, basis="year_to_date")


def test_a_cumulative_figure_is_that_of_the_month_in_which_it_ends(office: Office) -> None:
    cumulative(office, 4, 40)
    assert rows(read(office.reader, "stations", "quarter")) == [("2024-01-01", "2024-04-30", True, False, 40)]
    cumulative(office, 2, 15)
    cumulative(office, 5, 40)
    assert rows(read(office.reader, "stations", "month")) == [
        ("2024-05-01", "2024-05-31", False, True, 0),
        ("2024-01-01", "2024-02-29", True, False, 15),
        ("2024-03-01", "2024-04-30", True, True, 25),
    ]
    assert rows(read(office.reader, "stations", "quarter")) == [
        ("2024-01-01", "2024-03-31", False, False, 15),
        ("2024-04-01", "2024-06-30", False, True, 0),
        ("2024-03-01", "2024-04-30", True, True, 25),
    ]
    assert rows(read(office.reader, "stations", "year")) == [("2024-01-01", "2024-12-31", False, False, 40)]


def test_cumulative_each_quarter(office: Office) -> None:
    for month, value in ((9, Figure.of(70, "hơn")), (3, 20), (12, 100), (6, 50)):
        cumulative(office, month, value)
    found = read(office.reader, "stations", "quarter", (2024, 2024))
    assert found.select("value", "derived", "hedge").rows() == [
        (20, False, None), (30, True, None), (20, True, "hơn"), (30, True, "khoảng"),
    ]  # fmt: skip
    assert not found["apart"].any()
    whole = read(office.reader, "stations", "year", (2024, 2024))
    assert whole.select("value", "derived", "hedge").rows() == [(100, False, None)]


def test_what_begins_after_a_cumulative_figure_is_added_as_in_the_years_total(office: Office) -> None:
    result(office, "stations", 60, Period.half(2024, 1), basis="year_to_date")
    result(office, "stations", 7, Period.month(2024, 2))
    result(office, "stations", 15, Period.quarter(2024, 3))
    result(office, "stations", 5, Period.month(2024, 11))
    assert rows(read(office.reader, "stations", "quarter")) == [
        ("2024-07-01", "2024-09-30", False, False, 15),
        ("2024-10-01", "2024-12-31", False, False, 5),
        ("2024-01-01", "2024-06-30", True, False, 60),
    ]
    assert office.total("stations").value == 80 == actual_of_2024(office)
    result(office, "stations", 100, Period.year(2024))
    assert rows(read(office.reader, "stations", "quarter")) == [
        ("2024-01-01", "2024-06-30", True, False, 60),
        ("2024-07-01", "2024-12-31", True, True, 40),
    ]
    assert office.total("stations").value == 100 == actual_of_2024(office)


def test_a_final_figure_supersedes_the_preliminary_one_in_its_step(office: Office) -> None:
    result(office, "stations", 90, Period.month(2024, 3), preliminary=True)
    result(office, "stations", 100, Period.month(2024, 3))
    assert rows(read(office.reader, "stations", "month")) == [("2024-03-01", "2024-03-31", False, False, 100)]
    assert actual_of_2024(office) == 100


def actual_of_2024(office: Office) -> int:
    cells = frames.read_year_cells(office.reader, Scope(indicators=["stations"], years=(2024, 2024)))
    found = combined(cells.lazy(), frames.read_indicator_frame(office.reader, "vi").lazy(), ["indicator"]).collect()
    return int(found["value"][0])


def test_two_cumulative_figures_of_one_day_count_once(office: Office) -> None:
    result(office, "stations", 60, Period.half(2024, 1), basis="year_to_date")
    result(office, "stations", 60, Period.month(2024, 6), basis="year_to_date")
    assert rows(read(office.reader, "stations", "month")) == [("2024-01-01", "2024-06-30", True, False, 60)]


def test_figures_of_a_year_and_of_several_years_stand_apart(office: Office) -> None:
    result(office, "stations", 7, Period.month(2024, 3))
    result(office, "stations", 30, Period.year(2024))
    result(office, "stations", 500, Period.years(2024, 2025))
    result(office, "stations", Figure.of(5, "hơn"), Period.day(date(2024, 3, 9)), key="A30")
    assert rows(read(office.reader, "stations", "month")) == [
        ("2024-03-01", "2024-03-31", False, False, 12),
        ("2024-01-01", "2024-12-31", True, False, 30),
        ("2024-01-01", "2025-12-31", True, False, 500),
    ]
    hedged = read(office.reader, "stations", "month").filter(pl.col("hedge") == "hơn")
    assert [str(day) for day in hedged["start"]] == ["2024-03-01"]
    assert rows(read(office.reader, "stations", "year")) == [
        ("2024-01-01", "2024-12-31", False, False, 42),
        ("2024-01-01", "2025-12-31", True, False, 500),
    ]


def test_a_budget_of_two_years_seen_by_each_and_by_both(office: Office) -> None:
    office.enter("budget_line", period=Period.years(2024, 2025), title="x", planned=1_000, programmes=["GNBV21"])
    spans = [("2024-01-01", "2025-12-31", True, False, 1_000)]
    for years in ((2024, 2024), (2025, 2025), (2024, 2025)):
        assert rows(read(office.reader, "budget_planned", "year", years)) == spans


def test_a_level_is_the_last_of_its_step_and_the_years_stands_apart(office: Office) -> None:
    result(office, "support_points", 4, Period.month(2024, 2))
    result(office, "support_points", 9, Period.month(2024, 3))
    assert rows(read(office.reader, "support_points", "quarter")) == [("2024-01-01", "2024-03-31", False, False, 9)]
    result(office, "support_points", 6, Period.year(2024))
    assert rows(read(office.reader, "support_points", "quarter"))[1:] == [("2024-01-01", "2024-12-31", True, False, 6)]
    assert rows(read(office.reader, "support_points", "year")) == [("2024-01-01", "2024-12-31", False, False, 6)]


def test_a_step_that_was_not_carried_out_is_neither_zero_nor_unknown(office: Office) -> None:
    figure = Figure(state="not_carried_out", reason="x")
    result(office, "stations", figure, Period.month(2024, 5))
    result(office, "stations", 0, Period.month(2024, 6))
    found = read(office.reader, "stations", "month", (2024, 2024))
    assert found["state"].to_list()[3:7] == ["unknown", "not_carried_out", "reported", "unknown"]
    assert found["value"].to_list()[3:7] == [None, None, 0, None]


def read(reader: Reader, indicator: str, step: Step, years: tuple[int, int] = (2024, 2025)) -> pl.DataFrame:
    scope = Scope(provinces=("A66", "A30"), indicators=[indicator], years=years)
    return trend(
        *frames.read_trend_cells(reader, scope),
        frames.read_indicator_frame(reader, "vi"),
        indicator=indicator,
        step=step,
        years=years,
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_trend_of_nothing_has_every_step(step: Step) -> None:
    found = shown([], step)
    assert found.height == 36 // MONTHS[step]
    assert set(found["state"]) == {"unknown"}
