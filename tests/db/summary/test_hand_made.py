"""Records made by hand, one trap each: what `tiendo summary` says of them on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from db.entry.gates import Person
from db.entry.saving import Saved, save, void
from db.models.figure import Figure
from db.models.period import Period
from db.models.reference import Indicator
from db.store.check import check
from db.store.database import Database, open_database
from db.store.reader import Reader, open_reader
from db.summary import overview, province
from tests.db.summary.test_contract import UNKNOWN, figure, one

CLERK = Person("clerk")
YEAR = Period.year(2024)
STATIONS = {
    "code": "stations", "name_vi": "Đài", "name_en": "stations", "short_vi": "Đài", "short_en": "Stations",
    "unit": "điểm", "group": "results", "decimals": 0, "direction": "increase", "over_time": "sum",
    "over_place": "sum", "origin": "reported", "source_kind": "result", "position": 999,
}  # fmt: skip
"""An indicator as an administrator adds one: reported, and added up."""
WORST = STATIONS | {"code": "outage", "over_time": "max", "over_place": "none", "position": 1000}
LESS = STATIONS | {"code": "poverty", "direction": "decrease", "over_time": "latest", "position": 1001}


class Office:
    """A database with the documents, and a clerk who enters records."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self.database = database
        self.reader = reader
        with database.write() as session:
            session.add_all(Indicator(**added) for added in (STATIONS, WORST, LESS))

    def enter(self, kind: str, key: str = "A66", before: Saved | None = None, **content: Any) -> Saved:
        written = {name: _written(value) for name, value in ({"programmes": ["GNBV21"]} | content).items()}
        return save(
            self.database,
            person=CLERK,
            province_code=key,
            kind=kind,
            content=written,
            record_id=before and before.record_id,
            parent=before and before.revision_id,
            override="made by hand",
        )

    def void(self, saved: Saved, key: str = "A66") -> Saved:
        return void(
            self.database,
            person=CLERK,
            province_code=key,
            record_id=saved.record_id,
            parent=saved.revision_id,
            reason="twice",
        )

    def shown(self, key: str = "A66", year: int = 2024, **options: Any) -> dict[str, Any]:
        return one(self.reader, key, year, **options)

    def line(self, code: str, key: str = "A66", year: int = 2024, **options: Any) -> dict[str, Any]:
        (line,) = [line for line in self.shown(key, year, **options)["indicators"] if line["code"] == code]
        return dict(line)

    def total(self, code: str, **options: Any) -> Figure:
        read = overview.read(self.reader, **({"year": 2024, "programme": None, "today": date(2025, 9, 15)} | options))
        return read.totals.figures[code]


def _written(value: Any) -> Any:
    if isinstance(value, Figure | Period):
        return value.as_content()
    return Figure.of(value).as_content() if isinstance(value, int) and not isinstance(value, bool) else value


@pytest.fixture
def office(loaded_url: str) -> Iterator[Office]:
    with open_database(loaded_url) as database, open_reader(loaded_url) as reader:
        yield Office(database, reader)
        assert check(loaded_url) == []


def result(office: Office, code: str, value: Any, period: Period = YEAR, **more: Any) -> Saved:
    return office.enter("result", indicator=code, value=value, period=period, **more)


def test_what_is_cumulative_replaces_and_never_adds(office: Office) -> None:
    result(office, "stations", 60, Period.half(2024, 1), basis="year_to_date")
    result(office, "stations", 100, YEAR, basis="year_to_date")
    assert office.line("stations")["actual"] == figure(100)
    result(office, "stations", 7, Period.half(2023, 1), basis="year_to_date")
    result(office, "stations", 5, Period.year(2022))
    assert office.total("stations", year=None) == Figure.of(112)


def test_a_cumulative_figure_replaces_those_of_its_own_province_alone(office: Office) -> None:
    result(office, "stations", 100, YEAR, basis="year_to_date")
    result(office, "stations", 30, Period.quarter(2024, 1))
    result(office, "stations", 11, YEAR, key="A30")
    assert office.total("stations") == Figure.of(111)


def test_the_largest_figure_stays_the_largest_over_years(office: Office) -> None:
    result(office, "outage", 9, Period.year(2023))
    result(office, "outage", 4, Period.month(2024, 2))
    result(office, "outage", 3, Period.month(2024, 5))
    assert office.line("outage")["actual"] == figure(4)
    assert overview.read(office.reader, year=None, programme=None, today=date(2025, 9, 15)).totals.figures[
        "outage"
    ] == Figure.of(9)


def test_the_last_report_of_a_level_counts_whatever_its_basis(office: Office) -> None:
    result(office, "clusters_informed", 90_00, Period.half(2024, 1), basis="year_to_date")
    result(office, "clusters_informed", 95_00, YEAR)
    assert office.line("clusters_informed")["actual"] == figure(95)


def test_a_level_bears_its_own_hedge_and_no_earlier_one(office: Office) -> None:
    result(office, "clusters_informed", Figure.of(90_00, "khoảng"), Period.half(2024, 1))
    last = result(office, "clusters_informed", 95_00, YEAR)
    assert office.line("clusters_informed")["actual"] == figure(95)
    result(office, "clusters_informed", Figure.of(97_00, "gần"), YEAR, before=last)
    assert office.line("clusters_informed")["actual"] == figure(97, hedge="gần")
    assert office.line("clusters_informed", programme="GNBV21")["actual"] == figure(97, hedge="gần")


def test_a_target_bears_no_hedge_of_another_period(office: Office) -> None:
    two = Period.years(2023, 2024)
    office.enter("budget_line", period=two, planned=Figure.of(900, "hơn"))
    office.enter("budget_line", period=YEAR, planned=Figure.of(500, "khoảng"))
    (spanning,) = office.shown()["multi_year"]
    assert spanning["count"] == figure(900, hedge="hơn")
    assert office.shown()["budget"]["planned"] == figure(500, hedge="khoảng")


def test_two_deliveries_one_hedged(office: Office) -> None:
    office.enter("delivery", delivered=Period.day(date(2024, 3, 1)), devices=10, communes=0)
    office.enter("delivery", delivered=Period.day(date(2024, 5, 1)), devices=Figure.of(5, "hơn"))
    found = office.shown()["deliveries"]
    assert found["devices"] == figure(15, hedge="hơn")
    assert found["receivers"] == [{"kind": "commune", "count": figure(0)}]
    assert found["value"] == UNKNOWN


def test_an_activity_of_two_programmes_counts_once(office: Office) -> None:
    both = office.enter("training", title="Lớp", held=YEAR, classes=2, programmes=["GNBV21", "DTTS"])
    assert office.shown()["trainings"]["classes"] == figure(2)
    assert [office.shown(programme=code)["trainings"]["classes"] for code in ("GNBV21", "DTTS", "NTM21")] == [
        figure(2), figure(2), UNKNOWN,
    ]  # fmt: skip
    edited = office.enter("training", before=both, title="Lớp", held=Period.year(2023), classes=3)
    assert office.shown()["trainings"]["classes"] == UNKNOWN
    assert office.shown(year=2023, programme="GNBV21")["trainings"]["classes"] == figure(3)
    assert office.shown(year=2023, programme="DTTS")["trainings"]["classes"] == UNKNOWN
    again = office.enter("training", before=office.void(edited), title="Lớp", held=YEAR, classes=3)
    assert again.changed
    assert office.shown()["trainings"]["classes"] == figure(3)
    assert office.shown(year=2023)["trainings"]["classes"] == UNKNOWN


@pytest.mark.parametrize(
    ("target", "actual", "percent", "status"),
    [
        (0, 0, None, "met"),
        (10, 25, 250.0, "met"),
        (Figure(value=10, low=10, high=20, state="reported"), 10, 100.0, "met"),
        (Figure(), 10, None, "no_target"),
        (10, Figure(), None, "no_report"),
        (10, 0, 0.0, "missed"),
    ],
)
def test_percent_and_status(office: Office, target: Any, actual: Any, percent: float | None, status: str) -> None:
    office.enter("target", indicator="stations", period=YEAR, value=target)
    result(office, "stations", actual)
    line = office.line("stations")
    assert (line["percent"], line["status"]) == (percent, status)


def test_a_target_of_one_year_keeps_its_own_period_beside_a_state_of_several(office: Office) -> None:
    nothing = Figure(state="not_applicable", reason="không có")
    office.enter("target", indicator="stations", period=Period.years(2021, 2025), value=nothing)
    office.enter("target", indicator="stations", period=YEAR, value=12)
    result(office, "stations", 3, Period.quarter(2024, 1))
    assert office.line("stations", today=date(2024, 3, 31))["status"] == "on_track"
    assert office.line("stations", year=2023)["status"] == "not_applicable"


def test_one_entry_for_one_run_of_years(office: Office) -> None:
    office.enter("budget_line", period=Period.years(2023, 2024), planned=100)
    office.enter("budget_line", period=Period(date(2023, 6, 1), date(2024, 12, 31), "span"), planned=20)
    office.enter("budget_line", "A54", period=Period.years(2023, 2024), planned=1000)
    (entry,) = office.shown()["multi_year"]
    assert entry["count"] == figure(120)
    (entry,) = office.shown("B66", units="current")["multi_year"]
    assert (entry["from"], entry["to"], entry["count"]) == (2023, 2024, figure(1120))


def test_levels_of_provinces_that_are_one_today(office: Office) -> None:
    share = Figure(value=80_00, numerator=8, denominator=10, state="reported")
    result(office, "commune_lan", share)
    result(office, "commune_lan", Figure(value=10_00, numerator=1, denominator=10, state="reported"), key="A54")
    assert office.line("commune_lan", "B66", units="current")["actual"] == figure(45, numerator=9, denominator=20)
    result(office, "clusters_informed", 80_00)
    result(office, "clusters_informed", 90_00, key="A54")
    assert office.line("clusters_informed", "B66", units="current")["actual"] == UNKNOWN
    result(office, "outage", 5)
    result(office, "outage", 6, key="A54")
    assert office.line("outage", "B66", units="current")["actual"] == UNKNOWN


def test_a_province_of_both_eras(office: Office) -> None:
    office.enter("training", "B66", title="Lớp", held=Period.month(2025, 8), classes=4)
    office.enter("training", "A66", title="Lớp", held=Period.month(2025, 3), classes=1)
    office.enter("training", "A54", title="Lớp", held=Period.month(2025, 3), classes=2)
    assert office.shown("B66", 2025)["trainings"]["classes"] == figure(4)
    assert office.shown("A66", 2025)["trainings"]["classes"] == figure(1)
    assert office.shown("B66", 2025, units="current")["trainings"]["classes"] == figure(7)


def test_a_commune_named_twice_stands_once(office: Office) -> None:
    bong_krang = {"text": "Bông Krang", "unit": "A24586"}
    yang_tao = {"text": "Yang Tao", "unit": "A24583"}
    office.enter("plan", title="KH", period=Period.years(2021, 2025), scope=[bong_krang])
    office.enter("delivery", delivered=YEAR, communes=2, places=[bong_krang, yang_tao])
    assert [place["as_printed"] for place in office.shown()["places"]] == ["Bông Krang", "Yang Tao"]


def test_what_does_not_apply_leaves_the_denominator(office: Office) -> None:
    office.enter("target", indicator="stations", period=YEAR, value=12)
    result(office, "stations", Figure(state="not_applicable", reason="không có"))
    office.enter("target", indicator="support_points", period=YEAR, value=2)
    result(office, "support_points", Figure(state="not_carried_out", reason="bão"))
    rows = overview.read(office.reader, year=2024, programme=None, today=date(2025, 9, 15)).rows
    (row,) = [row for row in rows if row.province.key == "A66"]
    assert (row.targets_met, row.targets_set) == (0, 1)
    assert _national(office)["targets_set"] == 1


def _national(office: Office) -> Mapping[str, Any]:
    from db.summary.contract import summary
    from db.summary.national import national_table

    found = summary(office.reader, provinces=["A66"], year=2024, today=date(2025, 9, 15))
    return national_table(found).row(0, named=True)


@pytest.mark.parametrize(("actual", "status"), [(4, "met"), (5, "met"), (6, "behind")])
def test_what_is_to_decrease_is_met_under_its_target(office: Office, actual: int, status: str) -> None:
    office.enter("target", indicator="poverty", period=YEAR, value=5)
    result(office, "poverty", actual, Period.month(2024, 1))
    assert office.line("poverty", today=date(2024, 11, 1))["status"] == status


def test_a_derived_indicator_that_was_not_carried_out_is_a_result(office: Office) -> None:
    result(office, "training_classes", Figure(state="not_carried_out", reason="bão"))
    line = office.line("training_classes")
    assert (line["status"], line["actual"]) == ("not_carried_out", figure(state="not_carried_out"))
    office.enter("training", title="Lớp", held=YEAR, classes=2)
    assert office.shown()["trainings"]["classes"] == figure(2)
    assert office.shown()["indicators"] == []


def test_a_state_of_each_year_stands_by_its_year_where_all_years_are_shown(office: Office) -> None:
    for year in (2023, 2024):
        office.enter("target", indicator="stations", period=Period.year(year), value=12)
        result(office, "stations", Figure(state="not_carried_out", reason="bão"), Period.year(year))
    page = province.read(office.reader, "A66", year=None, programme="GNBV21", today=date(2025, 9, 15))
    assert [(line.year, line.name) for line in page.progress] == [(2024, "Đài"), (2023, "Đài")]
    page = province.read(office.reader, "A95", year=None, programme="DTTS", today=date(2025, 9, 15))
    assert [line.code for line in page.progress].count("support_points") == 1


def _table(office: Office, year: int | None = 2024) -> dict[tuple[Any, Any, Any], Mapping[str, Any]]:
    from db.summary.contract import summary
    from db.summary.national import national_table

    found = summary(office.reader, year=year, today=date(2025, 9, 15))
    rows = national_table(found).iter_rows(named=True)
    return {(row["province"], row["year"], row["year_to"]): row for row in rows}


def test_over_all_years_what_is_of_several_is_once_in_the_table_as_in_the_overview(office: Office) -> None:
    before = _table(office, None)[None, None, None]
    office.enter("budget_line", title="2024", period=YEAR, planned=70_000_000)
    office.enter("budget_line", title="2024-2025", period=Period.years(2024, 2025), planned=500_000_000)
    office.enter("target", indicator="stations", period=Period.years(2024, 2025), value=12)
    rows = _table(office, None)
    assert rows["Đắk Lắk", 2024, None]["budget_planned"] == 70_000_000
    assert rows["Đắk Lắk", 2024, 2025]["budget_planned"] == 500_000_000
    assert rows["Đắk Lắk", 2024, 2025]["targets_set"] == 1
    total = rows[None, None, None]
    assert total["budget_planned"] == before["budget_planned"] + 570_000_000
    assert total["targets_set"] == before["targets_set"] + 1
    seen = overview.read(office.reader, year=None, programme=None, today=date(2025, 9, 15)).totals
    assert (total["targets_set"], total["budget_planned"]) == (seen.targets_set, seen.figures["budget_planned"].value)
    assert _table(office)[None, None, None]["budget_planned"] == 70_000_000


@pytest.mark.parametrize("state", ["not_carried_out", "not_applicable"])
def test_why_there_is_no_figure_stays_apart_from_unknown(office: Office, state: str) -> None:
    office.enter("activity", title="Lớp", period=YEAR, state=state, reason="bão", indicator="training_classes")
    row = _table(office)["Đắk Lắk", 2024, None]
    assert row["states"] == [{"indicator": "training_classes", "state": state}]
    assert (row["training_classes"], _table(office)[None, None, None]["states"]) == (None, row["states"])


def test_a_total_lacks_the_whole_figure_of_a_province(office: Office) -> None:
    held = {"title": "Lớp", "held": YEAR, "classes": 1}
    office.enter("training", participants=100, **held)
    office.enter("training", participants=Figure.of(60, "hơn"), **held)
    office.enter("training", "A30", participants=Figure(), **held)
    total = _table(office)[None, None, None]
    assert total["training_participants"] == 160
    assert "training_participants" in total["incomplete"]
    assert "training_participants" in total["hedged"]
