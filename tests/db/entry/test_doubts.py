"""A cumulative figure that falls is asked about, and saved once somebody confirms it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.entry.doubts import Doubted
from db.entry.gates import Person
from db.entry.indicators import add_indicator
from db.entry.saving import Saved, save
from db.models.period import Period
from db.store.database import Database
from db.store.reader import open_reader
from tests.db.entry.contents import VALID, day, number, years

PERSON = Person("clerk")
TODAY = date(2026, 9, 15)


@pytest.fixture
def counting(database: Database) -> Database:
    """A database with a reported indicator that adds up."""
    visits = {"code": "visits", "name_vi": "Lượt truy cập", "name_en": "visits", "unit": "lượt người"}
    add_indicator(database, PERSON, visits | {"over_time": "sum", "over_place": "sum"})
    return database


def enter(database: Database, value: int, months: int, year: int = 2024, **more: Any) -> Saved:
    period = Period(date(year, 1, 1), Period.month(year, months).end, "span")
    if months == 6:
        period = Period.half(year, 1)
    if months == 12:
        period = Period.year(year)
    content = VALID["result"] | {"indicator": "visits", "basis": "year_to_date", "value": number(value)}
    keys = ("record_id", "parent", "override", "reason")
    options = {name: more.pop(name) for name in keys if name in more}
    content |= {"period": period.as_content()} | more
    return save(database, person=PERSON, province_code="A10", kind="result", content=content, **options)


def test_what_rises_is_saved(counting: Database) -> None:
    enter(counting, 100, 6)
    enter(counting, 100, 9)
    enter(counting, 150, 12)


def test_what_falls_asks_with_both_figures_and_is_kept_with_the_reason(counting: Database, url: str) -> None:
    enter(counting, 1300, 6)
    with pytest.raises(Doubted) as raised:
        enter(counting, 1200, 9)
    assert "1,300 (30/06/2024), then 1,200 (30/09/2024)" in str(raised.value)
    saved = enter(counting, 1200, 9, override=" đã rà soát ")
    with open_reader(url) as reader:
        reasons = reader.rows("SELECT reason FROM revision WHERE id = :id", {"id": saved.revision_id})
    assert reasons == [("đã rà soát",)]
    assert [doubt.field for doubt in raised.value.doubts] == ["value"]


def test_an_earlier_figure_entered_later_asks_too(counting: Database) -> None:
    enter(counting, 100, 12)
    with pytest.raises(Doubted, match=r"101 .*then 100 "):
        enter(counting, 101, 6)


def test_an_edit_asks_and_is_not_held_against_itself(counting: Database) -> None:
    first = enter(counting, 100, 6)
    second = enter(counting, 150, 12)
    edit = {"record_id": second.record_id, "parent": second.revision_id}
    with pytest.raises(Doubted):
        enter(counting, 90, 12, **edit)
    enter(counting, 120, 12, **edit)
    enter(counting, 110, 6, record_id=first.record_id, parent=first.revision_id)


def test_a_figure_in_the_period_from_january_on_stands_for_a_cumulative_one(counting: Database) -> None:
    enter(counting, 100, 6)
    with pytest.raises(Doubted, match=r"100 .*then 50 "):
        enter(counting, 50, 12, basis="period")
    enter(counting, 150, 12, basis="period")
    with pytest.raises(Doubted, match=r"160 .*then 150 "):
        enter(counting, 160, 9)


def test_levels_and_figures_in_the_period_alone_may_fall(counting: Database) -> None:
    enter(counting, 90, 6, basis="period")
    enter(counting, 80, 12, basis="period")
    for months, value in ((6, 90_00), (12, 80_00)):
        enter(counting, value, months, indicator="commune_lan")


@pytest.mark.parametrize(
    "more",
    [
        {"year": 2025},
        {"programmes": ["TTDN"]},
        {"places": [{"text": "Lùng Cải", "unit": "A02842"}]},
        {"basis": "period", "period": Period.month(2024, 9).as_content()},
    ],
)
def test_only_the_same_is_compared(counting: Database, more: dict[str, Any]) -> None:
    enter(counting, 100, 6)
    enter(counting, 50, 9, **more)


def doubts(database: Database, kind: str, content: dict[str, Any], **more: Any) -> list[str]:
    """Saves where nothing looks wrong; the fields and sentences of what does."""
    try:
        save(database, person=PERSON, province_code="A10", kind=kind, content=content, today=TODAY, **more)
    except Doubted as doubted:
        return [f"{one.field}: {one.sentence}" for one in doubted.doubts]
    return []


def test_ten_times_the_year_before_or_a_tenth_of_it(counting: Database) -> None:
    def result(year: int, value: int, **more: Any) -> dict[str, Any]:
        more = {"basis": "period", "period": years(year)} | more
        return VALID["result"] | {"indicator": "visits", "value": number(value)} | more

    assert not doubts(counting, "result", result(2018, 120))
    assert doubts(counting, "result", result(2019, 1200)) == [
        "value: 1,200 is ten times the 120 of a year before, or more."
    ]
    assert doubts(counting, "result", result(2019, 12)) == [
        "value: 12 is a tenth of the 120 of a year before, or less."
    ]
    assert not doubts(counting, "result", result(2019, 1199))
    assert not doubts(counting, "result", result(2019, 13, places=[{"text": "Lùng Cái", "unit": "A02842"}]))
    assert doubts(counting, "result", result(2020, 12_120, period=Period.quarter(2020, 1).as_content())) == [
        "value: 12,120 is ten times the 1,212 of the whole year before, or more."
    ]


def test_one_training_above_ten_years_of_trainings(database: Database) -> None:
    held = {"title": "Lớp", "held": day(2020, 3, 2), "programmes": ["GNBV16"], "classes": number(1)}
    assert not doubts(database, "training", held | {"participants": number(63)})
    later = held | {"held": day(2021, 3, 2)}
    assert doubts(database, "training", later | {"participants": number(630)}) == [
        "participants: 630 is ten times the 63 of the whole year before, or more."
    ]
    assert not doubts(database, "training", later | {"participants": number(5)})


def test_what_was_entered_before(database: Database) -> None:
    held = {"title": "Lớp", "held": day(2020, 3, 2), "programmes": ["GNBV16", "DTTS"], "classes": number(1)}
    people = held | {"participants": number(63)}
    assert not doubts(database, "training", people)
    again = ["classes: clerk entered a record “Lớp” of the same date with the same figures already."]
    assert doubts(database, "training", people | {"title": "Lớp khác", "programmes": ["DTTS"]}) == again
    assert not doubts(database, "training", people | {"participants": number(62)})
    assert not doubts(database, "training", people | {"programmes": ["NTM16"]})
    assert not doubts(database, "training", people | {"held": day(2020, 3, 3)})
    numbered = VALID["agreement"]
    assert not doubts(database, "agreement", numbered)
    assert doubts(database, "agreement", numbered | {"value": number(1)}) == [
        "number: clerk entered “Ký kết phối hợp tuyên truyền” with the same date and number already."
    ]
    assert not doubts(database, "source_document", VALID["source_document"])
    assert "same date and title" in doubts(database, "source_document", VALID["source_document"])[0]


def test_days_to_come_of_what_happened(database: Database) -> None:
    held = VALID["training"] | {"held": day(2026, 9, 16)}
    assert doubts(database, "training", held) == ["held: 16/09/2026 is still to come."]
    assert not doubts(database, "training", held | {"held": day(2026, 9, 15)})
    assert not doubts(database, "target", VALID["target"] | {"period": years(2030)})
    activity = {"title": "Loa", "period": years(2030), "programmes": ["DTTS"]}
    assert not doubts(database, "activity", activity | {"state": "not_started"})
    assert doubts(database, "activity", activity | {"title": "Loa mới", "state": "done"}) == [
        "period: 2030 is still to come."
    ]


def test_outside_the_plan(database: Database) -> None:
    plan = {"title": "Kế hoạch 2020", "programmes": ["DTTS"]}
    span = Period(date(2020, 6, 1), date(2020, 12, 31), "span").as_content()
    assert not doubts(database, "plan", plan | {"period": span})
    activity = {"title": "Loa", "programmes": ["DTTS", "NTM16"], "state": "done"}
    early = activity | {"period": Period.quarter(2020, 1).as_content()}
    assert doubts(database, "activity", early) == [
        "period: it lies outside the plan “Kế hoạch 2020” (from 06/2020 to 12/2020)."
    ]
    for fits in ({"period": years(2020)}, {"period": years(2019)}, {"programmes": ["NTM16"]}):
        assert not doubts(database, "activity", early | fits)


def test_all_doubts_come_together_and_an_edit_asks_only_what_is_new(database: Database, url: str) -> None:
    training = VALID["training"] | {"held": day(2027, 3, 2)}
    assert not doubts(database, "training", training, override="theo kế hoạch")
    found = doubts(database, "training", training)
    assert [one.partition(":")[0] for one in found] == ["held", "classes"]
    with open_reader(url) as reader:
        ((record, head, reason),) = reader.rows(
            "SELECT r.id, r.head_revision_id, v.reason FROM record r JOIN revision v ON v.id = r.head_revision_id"
        )
    assert reason == "theo kế hoạch"
    edit = {"record_id": record, "parent": head}
    assert not doubts(database, "training", training | {"note": "thêm"}, **edit)
