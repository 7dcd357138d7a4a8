"""The worked cases of docs/figures.md: percentages, targets, pace, programmes, cumulative and several-year figures."""

from __future__ import annotations

import csv
from datetime import UTC, date
from typing import Any

import pytest

from db.models.figure import UNKNOWN, Figure
from db.models.period import Period
from db.models.wording import figure as written
from db.summary import overview, province
from db.summary.cells import Cell, combine
from db.summary.differences import read_differences
from db.summary.indicators import Indicator
from db.summary.past import end_of
from db.summary.progress import expected_share, percent_met, status
from db.summary.tables import Choice, SummaryRow, SummaryTable, read_table
from db.summary.views import MultiYearLine
from db.summary.why import read_why
from tests.db.summary.test_contract import figure
from tests.db.summary.test_hand_made import YEAR, Office, office, result
from tui.format import table_cell

__all__ = ["office"]

JUNE_TO_DECEMBER = (date(2020, 6, 1), date(2020, 12, 31))
SHARE = Indicator("lan", "LAN", "LAN", "%", 100, "increase", "latest", "ratio", "reported", "result")
CLASSES = Indicator("classes", "classes", "classes", "lớp", 1, "increase", "sum", "sum", "reported", "result")


def share(numerator: int, denominator: int) -> Figure:
    value = (numerator * 20_000 + denominator) // (2 * denominator)
    return Figure(value, numerator=numerator, denominator=denominator, state="reported")


def cell(province: str, value: int | None, basis: str = "period", days: str = "2024-01-01 2024-12-31") -> Cell:
    start, end = days.split()
    unknown = int(value is None)
    return Cell(
        province, "lan", "actual", basis, start, end, 1 - unknown, value, value, value, None, None, 0, unknown, 0, 0,
        province,
    )  # fmt: skip


# -- percentages


@pytest.mark.parametrize(
    ("parts", "shown"),
    [(((3000, 6000), (1600, 2000)), 57_50), (((1, 2), (99, 100)), 98_04)],
)
def test_percentages_are_summed_numerators_by_summed_denominators(
    office: Office, parts: tuple[tuple[int, int], ...], shown: int
) -> None:
    for key, part in zip(("A66", "A54"), parts, strict=True):
        result(office, "commune_lan", share(*part), key=key)
    total = office.total("commune_lan")
    assert (total.value, total.numerator, total.denominator) == (
        shown, sum(part for part, _whole in parts), sum(whole for _part, whole in parts),
    )  # fmt: skip
    line = office.line("commune_lan", "B66", units="current")
    assert line["actual"]["value"] == shown / 100


def test_levels_without_denominators_are_counted_and_never_averaged(office: Office) -> None:
    for key, level in (("A66", 80_00), ("A54", 90_00), ("A30", 70_00)):
        result(office, "clusters_informed", level, key=key)
    total = office.total("clusters_informed")
    assert (total.value, total.state, total.not_combinable) == (None, "unknown", 3)
    assert written(total, "%", "en", short=True) == "3 provinces, not combinable"
    rows = overview.read(office.reader, year=2024, programme=None, today=date(2025, 9, 15)).rows
    levels = {row.province.key: row.figures.get("clusters_informed") for row in rows}
    assert levels["A66"] == Figure.of(80_00)


# -- what a total lacks


def test_a_total_of_which_a_part_is_unknown_says_so(office: Office) -> None:
    office.enter("training", title="Lớp", held=YEAR, classes=1, participants=40)
    office.enter("training", title="Lớp", held=YEAR, classes=2)
    office.enter("training", "A54", title="Lớp", held=YEAR, classes=3, participants=60)
    assert written(office.total("training_participants"), "người", "vi") == "≥ 100"
    assert written(office.total("training_classes"), "lớp", "vi") == "6"
    only = combine([cell("A14", None)], CLASSES)
    assert (only, only.unknown_parts) == (UNKNOWN, None)


def test_a_province_that_does_not_know_its_level_is_an_unknown_part() -> None:
    known = cell("A14", 50_00)._replace(numerator=1, denominator=2)
    assert combine([known, cell("A15", None)], SHARE).unknown_parts == 1
    earlier = cell("A14", None, days="2023-01-01 2023-12-31")
    assert combine([known, earlier], SHARE).unknown_parts is None
    parts = [cell("A14", 50_00)._replace(province="B14"), cell("A15", None)._replace(province="B14")]
    whole = cell("B14", 60_00)
    assert combine([*parts, whole], SHARE) == Figure.of(60_00)
    assert combine([*parts, whole], SHARE).unknown_parts is None
    assert written(combine([known, cell("A15", None)], SHARE), "%", "vi", short=True) == "≈ 50,0 %"


def test_what_a_cumulative_figure_replaces_is_no_unknown_part() -> None:
    cells = [cell("A14", 100, "year_to_date"), cell("A14", None)]
    assert combine(cells, CLASSES).unknown_parts is None


# -- cumulative figures


def test_six_months_then_twelve(office: Office) -> None:
    result(office, "stations", 60, Period.half(2024, 1), basis="year_to_date")
    assert office.line("stations")["actual"] == figure(60)
    result(office, "stations", 100, YEAR, basis="year_to_date")
    assert office.line("stations")["actual"] == figure(100)


def test_what_is_cumulative_since_the_plans_start_replaces_its_years(office: Office) -> None:
    for year, value in ((2020, 3), (2021, 10), (2022, 20), (2024, 40)):
        result(office, "stations", value, Period.year(year))
    result(office, "stations", 9, Period.years(2021, 2022), basis="plan_to_date")
    result(office, "stations", 100, Period.years(2021, 2023), basis="plan_to_date")
    assert office.total("stations", year=None) == Figure.of(3 + 100 + 40)
    assert office.total("stations", year=2022) == Figure.of(20)
    result(office, "stations", 7, Period.years(2016, 2020), basis="plan_to_date")
    assert office.total("stations", year=None) == Figure.of(7 + 100 + 40)


# -- targets


def test_a_decreasing_indicator_measures_from_its_baseline() -> None:
    poverty = {"target": Figure.of(4_00), "baseline": Figure.of(10_00)}
    assert percent_met(actual=Figure.of(7_00), **poverty) == 50.0
    assert percent_met(actual=Figure.of(4_00), **poverty) == 100.0
    assert percent_met(actual=Figure.of(3_00), **poverty) == 116.67
    assert percent_met(actual=Figure.of(11_00), **poverty) == -16.67
    assert percent_met(Figure.of(0), Figure.of(2_00), Figure.of(10_00)) == 80.0
    assert percent_met(Figure.of(4_00), Figure.of(3_00), UNKNOWN) is None
    assert percent_met(Figure.of(4_00), Figure.of(3_00), Figure.of(4_00)) is None


def judged(target: int | Figure, actual: int, today: date, **how: Any) -> str:
    goal = target if isinstance(target, Figure) else Figure.of(target)
    rules = {"period": JUNE_TO_DECEMBER, "is_level": False, "behind_percent": 85, "ahead_percent": 115}
    return status(goal, Figure.of(actual), today=today, **{**rules, **how})  # type: ignore[arg-type]


def test_half_of_the_plans_own_period_gone() -> None:
    half = date(2020, 9, 15)
    assert expected_share(*JUNE_TO_DECEMBER, half) == 0.5
    assert [judged(12, done, half) for done in (5, 6, 7, 12)] == ["behind", "on_track", "ahead", "met"]


def test_half_a_period_gone_and_86_percent_after_its_end_as_the_summary_tells(office: Office) -> None:
    plan = Period(*JUNE_TO_DECEMBER, "span")
    office.enter("target", indicator="stations", period=plan, value=100)
    result(office, "stations", 40, Period.month(2020, 8))
    days = {date(2020, 5, 31): "not_due", date(2020, 9, 15): "behind", date(2021, 1, 1): "missed"}
    assert {day: office.line("stations", year=2020, today=day)["status"] for day in days} == days
    for more, stands in ((10, "on_track"), (10, "ahead"), (26, "missed"), (14, "met")):
        result(office, "stations", more, Period.month(2020, 9))
        day = date(2021, 1, 1) if stands in ("missed", "met") else date(2020, 9, 15)
        line = office.line("stations", year=2020, today=day)
        assert line["status"] == stands
    assert line["percent"] == 100.0


def test_pace_bounds_are_tolerances_of_their_own() -> None:
    half = date(2020, 9, 15)
    assert [judged(2000, done, half) for done in (849, 850, 1150, 1151)] == ["behind", "on_track", "on_track", "ahead"]


def test_after_the_end_there_is_no_tolerance() -> None:
    after = date(2021, 1, 1)
    assert percent_met(Figure.of(100), Figure.of(86)) == 86.0
    assert [judged(100, done, after) for done in (86, 99, 100)] == ["missed", "missed", "met"]
    assert judged(100, 86, date(2020, 12, 31)) == "on_track"
    assert judged(100, 100, date(2020, 5, 1)) == "met"
    assert judged(100, 1, date(2020, 5, 31)) == "not_due"


def test_a_level_and_what_is_maintained_have_no_pace() -> None:
    assert judged(90_00, 89_99, date(2020, 6, 2), is_level=True) == "behind"
    assert judged(90_00, 90_00, date(2020, 6, 2), is_level=True) == "met"


def test_a_range_is_met_at_the_bound_that_is_reached_first() -> None:
    between = Figure(1500, low=1500, high=1800, state="reported")
    assert judged(between, 1500, date(2021, 1, 1)) == "met"
    assert written(between, "người", "vi") == "1.500–1.800"
    assert judged(between, 1800, date(2021, 1, 1), decreases=True) == "met"
    assert judged(between, 1801, date(2021, 1, 1), decreases=True) == "missed"


def test_quarter_targets_are_parts_of_the_years(office: Office) -> None:
    for quarter, value in ((1, 20), (2, 30)):
        office.enter("target", indicator="stations", period=Period.quarter(2024, quarter), value=value)
    assert office.line("stations")["target"] == figure(50)
    year = office.enter("target", indicator="stations", period=YEAR, value=100)
    office.enter("target", indicator="commune_lan", period=YEAR, value=80_00)
    office.enter("target", indicator="commune_lan", period=Period.quarter(2024, 4), value=50_00)
    assert office.line("stations")["target"] == figure(100)
    assert office.line("commune_lan")["target"] == figure(80)
    office.void(year)
    assert office.line("stations")["target"] == figure(50)


def spanning(office: Office, **choice: Any) -> MultiYearLine:
    page = province.read(
        office.reader, "A66", **{"year": 2024, "programme": None, "today": date(2024, 6, 30), **choice}
    )
    (line,) = [line for line in page.multi_year if line.kind == "target"]
    return line


def test_a_target_of_several_years_is_judged_by_what_was_done_in_them(office: Office) -> None:
    office.enter("target", indicator="stations", period=Period.years(2021, 2025), value=100)
    for year, value in ((2020, 50), (2021, 20), (2024, 30)):
        result(office, "stations", value, Period.year(year))
    for year in (2021, 2023, 2025, None):
        line = spanning(office, year=year)
        assert line.progress
        assert (line.progress.actual, line.progress.percent) == (Figure.of(50), 50.0)
        assert line.progress.status == "behind"  # 70 % of the five years had gone
    assert spanning(office, today=date(2026, 1, 1)).progress.status == "missed"  # type: ignore[union-attr]
    row = overview.read(office.reader, year=None, programme=None, today=date(2026, 1, 1)).totals
    assert row.targets_missed == 1
    assert overview.read(office.reader, year=2024, programme=None, today=date(2026, 1, 1)).totals.targets_missed == 0
    result(office, "stations", 105, Period.years(2021, 2024), basis="plan_to_date")
    assert spanning(office).progress.status == "met"  # type: ignore[union-attr]


def test_a_level_of_several_years_is_judged_by_its_latest_value(office: Office) -> None:
    office.enter("target", indicator="commune_lan", period=Period.years(2021, 2025), value=90_00)
    for year, value in ((2021, 95_00), (2023, 85_00), (2026, 99_00)):
        result(office, "commune_lan", value, Period.year(year))
    line = spanning(office).progress
    assert line
    assert (line.actual, line.percent, line.status) == (Figure.of(85_00), 94.44, "behind")


def test_a_sum_to_be_maintained_is_met_or_behind_by_its_latest_figure(office: Office) -> None:
    kept = office.enter("target", indicator="stations", period=YEAR, value=12, maintain=True)
    for quarter, value in ((3, 10), (1, 12), (2, 14)):
        result(office, "stations", value, Period.quarter(2024, quarter))
    result(office, "stations", 2, Period.quarter(2024, 3), programmes=["DTTS"])
    result(office, "stations", 99, Period.quarter(2023, 4))
    day = date(2024, 10, 15)
    line = office.line("stations", today=day)
    assert (line["actual"]["value"], line["percent"], line["status"]) == (12, 100.0, "met")
    line = office.line("stations", today=day, programme="GNBV21")
    assert (line["actual"]["value"], line["percent"], line["status"]) == (10, 83.33, "behind")
    assert office.total("stations") == Figure.of(38)
    result(office, "stations", 11, Period.month(2024, 11))
    assert office.line("stations", today=day)["status"] == "behind"
    assert office.line("stations", "B66", units="current", today=day)["actual"]["value"] == 11
    asked = Choice(day, "en", year=2024, indicator="stations")
    for table, key in (("pace", "stations:2024"), ("ranking", "A66")):
        found = read_table(office.reader, table, asked)
        assert by_column(found, next(row for row in found.rows if row.key == key))["percent"] == 91_67
    page = overview.read(office.reader, year=2024, programme=None, today=date(2025, 9, 15))
    assert page.totals.targets_missed == 1
    assert read_why(office.reader, "A66", "stations", years=(2024, 2024), today=day).progress.status == "behind"  # type: ignore[union-attr]
    office.enter("target", indicator="stations", period=Period.years(2022, 2025), value=11, maintain=True)
    office.void(kept)
    judged = spanning(office, today=day).progress
    assert judged
    assert (judged.actual, judged.status) == (Figure.of(11), "met")


# -- several years, several programmes, rates


def test_a_budget_of_two_years_stands_once_beside_each(office: Office) -> None:
    two = Period.years(2024, 2025)
    office.enter("budget_line", period=two, planned=500)
    office.enter("budget_line", period=YEAR, planned=70)
    for year, own in ((2024, figure(70)), (2025, figure())):
        shown = office.shown(year=year)
        assert shown["budget"]["planned"] == own
        assert [(entry["from"], entry["to"], entry["count"]) for entry in shown["multi_year"]] == [
            (2024, 2025, figure(500))
        ]
    page = province.read(office.reader, "A66", year=None, programme="GNBV21", today=date(2025, 9, 15))
    (planned,) = [total for panel in page.panels for total in panel.totals if total.indicator == "budget_planned"]
    assert planned.figure == Figure.of(570)


def test_one_activity_of_two_programmes(office: Office) -> None:
    office.enter("training", title="Lớp", held=YEAR, classes=2, programmes=["GNBV21", "DTTS"])
    for programme in (None, "GNBV21", "DTTS"):
        assert office.total("training_classes", programme=programme) == Figure.of(2)
        page = province.read(office.reader, "A66", year=2024, programme=programme, today=date(2025, 9, 15))
        assert len(next(panel for panel in page.panels if panel.code == "trainings").records) == 1


def test_a_rate_is_a_figure_of_each_of_its_years(office: Office) -> None:
    two = Period.years(2024, 2025)
    office.enter("target", indicator="leaflets", period=two, value=20_000, per_year=True)
    assert [office.line("leaflets", year=year)["target"] for year in (2024, 2025)] == [figure(20_000)] * 2
    assert office.shown()["multi_year"] == []


def test_unknown_zero_not_carried_out_and_not_applicable_stay_apart(office: Office) -> None:
    from db.summary.contract import summary
    from db.summary.national import figures_csv, figures_frame

    said = {"A66": Figure.of(0), "A54": Figure(state="not_carried_out", reason="bão")}
    said |= {"A30": Figure(state="not_applicable", reason="không có"), "A14": None}
    for key, value in said.items():
        office.enter("target", key, indicator="stations", period=YEAR, value=5)
        if value:
            result(office, "stations", value, key=key)
    found = summary(office.reader, year=2024, today=date(2025, 9, 15))
    lines = csv.DictReader(figures_csv(figures_frame(found)).splitlines())
    actuals = [line for line in lines if (line["indicator"], line["kind"]) == ("stations", "actual")]
    states = {line["province"]: (line["value"], line["state"], line["status"]) for line in actuals}
    assert states == {
        "Đắk Lắk": ("0", "reported", "missed"),
        "Phú Yên": ("", "not_carried_out", "not_carried_out"),
        "Hải Dương": ("", "not_applicable", "not_applicable"),
        "Sơn La": ("", "unknown", "no_report"),
    }


# -- what the facts say


def test_what_comes_after_a_cumulative_figure_is_added_to_it(office: Office) -> None:
    result(office, "stations", 25, Period.quarter(2024, 1))
    result(office, "stations", Figure.of(60, "hơn"), Period.half(2024, 1), basis="year_to_date")
    assert office.line("stations")["actual"] == figure(60, hedge="hơn")
    result(office, "stations", 15, Period.quarter(2024, 3))
    result(office, "stations", 5, Period.month(2024, 11), programmes=["DTTS"])
    result(office, "stations", 100, YEAR, key="A54")
    assert office.line("stations")["actual"] == figure(80, hedge="hơn")
    assert office.line("stations", programme="GNBV21")["actual"] == figure(75, hedge="hơn")
    assert office.line("stations", programme="DTTS")["actual"] == figure(5)
    assert office.total("stations") == Figure.of(180, "hơn")
    result(office, "stations", 90, Period(date(2024, 1, 1), date(2024, 9, 30), "span"), basis="year_to_date")
    assert office.line("stations")["actual"] == figure(95)
    result(office, "stations", 120, YEAR)
    assert office.line("stations")["actual"] == figure(120)


def test_a_plans_figure_that_ends_within_a_year_holds_what_it_overlaps(office: Office) -> None:
    result(office, "stations", 100, Period(date(2022, 1, 1), date(2023, 6, 30), "span"), basis="plan_to_date")
    for period, value in ((Period.year(2022), 30), (Period.quarter(2023, 1), 10), (Period.quarter(2023, 4), 7)):
        result(office, "stations", value, period)
    assert office.total("stations", year=None) == Figure.of(107)
    assert office.total("stations", year=2023) == Figure.of(17)


def test_final_supersedes_preliminary(office: Office) -> None:
    first = result(office, "stations", Figure.of(90, "khoảng"), YEAR, preliminary=True)
    assert office.line("stations")["actual"] == figure(90, hedge="khoảng")
    final = result(office, "stations", 100, YEAR)
    assert office.line("stations")["actual"] == figure(100)
    assert office.line("stations", programme="GNBV21")["actual"] == figure(100)
    result(office, "stations", 3, Period.year(2023), preliminary=True)
    result(office, "stations", 4, YEAR, programmes=["DTTS"])
    assert office.total("stations", year=None) == Figure.of(107)
    result(office, "clusters_informed", 95_00, YEAR)
    result(office, "clusters_informed", 80_00, YEAR, preliminary=True)
    assert office.line("clusters_informed")["actual"] == figure(95)
    office.void(final)
    assert office.line("stations", programme="GNBV21")["actual"] == figure(90, hedge="khoảng")
    office.void(first)
    assert office.line("stations")["actual"] == figure(4)


def test_a_target_says_where_it_stood_before(office: Office) -> None:
    office.enter("target", indicator="poverty", period=YEAR, value=400, baseline=1000)
    office.enter("target", "A54", indicator="poverty", period=YEAR, value=400)
    for key in ("A66", "A54"):
        result(office, "poverty", 700, key=key)
    line = office.line("poverty", today=date(2024, 6, 30))
    assert (line["percent"], line["status"]) == (50.0, "behind")
    assert office.line("poverty", "A54")["percent"] is None
    assert [entry["target"] for entry in office.shown()["indicators"]] == [figure(400)]
    office.enter("target", indicator="poverty", period=Period.years(2021, 2025), value=200, baseline=1200)
    assert spanning(office).progress.percent == 50.0  # type: ignore[union-attr]


# -- units


CHIEC = {"unit": "chiếc", "unit_name": "chiếc", "value": 10}


def test_devices_in_two_units_are_never_one_sum(office: Office) -> None:
    from db.summary.contract import summary
    from db.summary.national import national_table

    office.enter("delivery", delivered=YEAR, devices=10, device_unit="chiếc")
    assert "devices_by_unit" not in office.shown()["deliveries"]
    office.enter("delivery", delivered=YEAR, devices=Figure.of(3, "hơn"), device_unit="bộ")
    office.enter("delivery", "A54", delivered=YEAR, devices=4, device_unit="bộ")
    office.enter("target", indicator="delivered_devices", period=YEAR, value=12)
    shown = office.shown()
    assert shown["deliveries"]["devices"] == figure()
    assert shown["deliveries"]["devices_by_unit"] == [
        {"unit": "chiếc", "count": figure(10)}, {"unit": "bộ", "count": figure(3, hedge="hơn")},
    ]  # fmt: skip
    assert office.shown("A54")["deliveries"]["devices"] == figure(4)
    assert office.line("delivered_devices")["percent"] == 83.33
    total = office.total("delivered_devices")
    assert (total.value, total.by_unit) == (None, (("chiếc", Figure.of(10)), ("bộ", Figure.of(7, "hơn"))))
    assert written(total, "chiếc", "vi", short=True) == "10 chiếc · hơn 7 bộ"
    found = summary(office.reader, year=2024, today=date(2025, 9, 15))
    rows = {row["province"]: row for row in national_table(found).iter_rows(named=True)}
    seen = {name: (rows[name]["delivered_devices"], rows[name]["by_unit"]) for name in ("Phú Yên", "Đắk Lắk", None)}
    assert seen == {
        "Phú Yên": (4, [{"unit": "bộ", "unit_name": "bộ", "value": 4}]),
        "Đắk Lắk": (None, [CHIEC, {"unit": "bộ", "unit_name": "bộ", "value": 3}]),
        None: (None, [CHIEC, {"unit": "bộ", "unit_name": "bộ", "value": 7}]),
    }


def read_summary(office: Office, name: str, indicator: str = "delivered_devices", **choice: Any) -> SummaryTable:
    return read_table(office.reader, name, Choice(date(2025, 9, 15), "en", indicator=indicator, **choice))


def by_column(table: SummaryTable, row: SummaryRow) -> dict[str, Any]:
    return {column.key: value for column, value in zip(table.columns, row.values, strict=True)}


def test_every_summary_keeps_sets_and_devices_apart(office: Office) -> None:
    may, june = Period.month(2024, 5), Period.month(2024, 6)
    office.enter("delivery", delivered=may, devices=10, value=50, device_unit="chiếc", equipment_type="radio_set")
    office.enter("delivery", delivered=may, devices=Figure.of(3, "hơn"), value=90, device_unit="bộ", fund_source="nstw")
    office.enter("delivery", delivered=june, devices=Figure(), device_unit="bộ")
    office.enter("delivery", "A54", delivered=june, devices=4, value=80, device_unit="bộ")
    office.enter("target", indicator="delivered_devices", period=YEAR, value=12)
    both = (("chiếc", Figure.of(10)), ("bộ", Figure.of(7, "hơn")))

    ranked = read_summary(office, "ranking", year=2024)
    lines = [by_column(ranked, row) for row in ranked.rows]
    assert [
        (one["province"], one["rank"], one["unit"], one["figure"], one["share"], one["target"]) for one in lines
    ] == [
        ("Đắk Lắk", 1, "devices", Figure.of(10), 100_00, Figure.of(12)),
        ("Phú Yên", 1, "sets", Figure.of(4), 57_14, ""),
        ("Đắk Lắk", 2, "sets", Figure.of(3, "hơn"), 42_86, ""),
    ]
    assert ranked.totals
    total = by_column(ranked, ranked.totals)["figure"]
    assert (total.value, total.by_unit, total.unknown_parts) == (None, both, 1)
    assert table_cell(total, ranked.columns[3], "en") == "≈ ≥ 10 devices · 7 sets"

    steps = read_summary(office, "trend", year=2024)
    shown = {row.key[:7]: by_column(steps, row)["figure"] for row in steps.rows}
    assert shown["2024-05"].by_unit == (("chiếc", Figure.of(10)), ("bộ", Figure.of(3, "hơn")))
    assert (shown["2024-06"].by_unit, shown["2024-06"].unknown_parts) == ((("bộ", Figure.of(4)),), 1)
    assert shown["2024-07"] == UNKNOWN

    parts = read_summary(office, "breakdown", year=2024)
    assert parts.totals
    assert by_column(parts, parts.totals)["figure"].by_unit == both
    assert {row.key: by_column(parts, row)["share"] for row in parts.rows} == {
        "unit:chiếc": "", "unit:bộ": "", "equipment:radio_set": "",
    }  # fmt: skip

    judged = {row.key: row for row in read_summary(office, "pace", year=2024).rows}
    line = judged["delivered_devices:2024"]
    assert line.values[5:7] == ("12 devices", "≥ 10 devices")
    costs = {row.key: row.values[0] for row in read_summary(office, "cost", year=2024).rows}
    assert costs == {
        "device:bộ:A54": "Device (set)",
        "device:bộ:A66": "Device (set)",
        "device:chiếc:A66": "Device (device)",
    }


def test_what_changed_keeps_sets_and_devices_apart(office: Office) -> None:
    before = end_of(date(2000, 1, 1), UTC)
    office.enter("delivery", delivered=YEAR, devices=10, device_unit="chiếc")
    office.enter("delivery", delivered=YEAR, devices=Figure.of(7, "hơn"), device_unit="bộ")
    found = read_differences(office.reader, before, year=2024, provinces=["A66"])
    (devices,) = [one for one in found if one.indicator == "delivered_devices"]
    assert isinstance(devices.after, Figure)
    assert (devices.after.value, devices.after.by_unit) == (
        None, (("chiếc", Figure.of(10)), ("bộ", Figure.of(7, "hơn"))),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["ranking", "breakdown"])
def test_a_baseline_is_no_part_of_what_was_done(office: Office, name: str) -> None:
    for code in ("stations", "poverty"):
        office.enter("target", indicator=code, period=YEAR, value=400, baseline=1000)
        result(office, code, 700)
        read = read_summary(office, name, code, year=2024)
        assert read.totals
        assert by_column(read, read.totals)["figure"] == Figure.of(700)


def test_targets_and_results_stand_with_their_ranges_and_hedges(office: Office) -> None:
    reach = Figure(150, 150, 200, state="reported")
    office.enter("target", indicator="stations", period=YEAR, value=reach)
    for quarter, value in ((1, 60), (2, 100)):
        result(office, "stations", Figure.of(value, "hơn"), Period.quarter(2024, quarter))
    ranked = read_summary(office, "ranking", "stations", year=2024)
    (line,) = (by_column(ranked, row) for row in ranked.rows)
    assert (line["figure"], line["target"], line["percent"]) == (Figure.of(160, "hơn"), reach, 106_67)
    judged = {row.key: row for row in read_summary(office, "pace", year=2024).rows}["stations:2024"]
    assert judged.values[5:7] == ("150–200 points", "over 160 points")


def test_a_target_of_several_years_is_not_met_by_sets(office: Office) -> None:
    office.enter("target", indicator="delivered_devices", period=Period.years(2023, 2024), value=12)
    office.enter("delivery", delivered=YEAR, devices=40, device_unit="bộ")
    office.enter("delivery", delivered=Period.years(2023, 2024), devices=6, device_unit="chiếc")
    office.enter("delivery", delivered=Period.years(2023, 2024), devices=5, device_unit="bộ")
    done, target = [line for line in office.shown()["multi_year"] if line["indicator"] == "delivered_devices"]
    assert (done["count"], [part["count"]["value"] for part in done["count_by_unit"]]) == (figure(), [6, 5])
    assert (target["actual"]["value"], target["percent"], target["status"]) == (6, 50.0, "missed")
