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
from tests.db.entry.contents import VALID, number

PERSON = Person("clerk")


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
    keys = ("record_id", "parent", "confirmed", "reason")
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
    saved = enter(counting, 1200, 9, confirmed=True)
    with open_reader(url) as reader:
        reasons = reader.rows("SELECT reason FROM revision WHERE id = :id", {"id": saved.revision_id})
    assert reasons == [(f"Confirmed: {raised.value}",)]
    own = enter(counting, 1100, 12, confirmed=True, reason="đã rà soát")
    with open_reader(url) as reader:
        assert reader.rows("SELECT reason FROM revision WHERE id = :id", {"id": own.revision_id}) == [("đã rà soát",)]


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


@pytest.mark.parametrize(
    "more",
    [
        {"year": 2025},
        {"programmes": ["TTDN"]},
        {"places": [{"text": "Lùng Cải", "unit": "A02842"}]},
        {"basis": "period"},
    ],
)
def test_only_the_same_is_compared(counting: Database, more: dict[str, Any]) -> None:
    enter(counting, 100, 6)
    enter(counting, 50, 9, **more)
