"""Last year's plan and targets as those of this year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from db.entry.copying import copies_of_last_year
from db.entry.gates import Person
from db.entry.saving import save
from db.models.kinds import KINDS
from db.models.period import Period
from db.store.database import Database
from db.store.reader import Reader, open_reader
from tests.db.entry.contents import VALID, number, years

PERSON = Person("lan")


@pytest.fixture
def reader(url: str) -> Iterator[Reader]:
    with open_reader(url) as opened:
        yield opened


def enter(database: Database, kind: str, **more: Any) -> None:
    save(database, person=PERSON, province_code="A10", kind=kind, content=VALID[kind] | more)


def test_what_is_moved_and_what_stays(database: Database, reader: Reader) -> None:
    span = Period(date(2023, 3, 1), date(2023, 12, 31), "span").as_content()
    enter(database, "plan", title="Kế hoạch năm 2023", period=span)
    enter(database, "target", plan="Kế hoạch năm 2023", note="giữ lại")
    enter(database, "target", indicator="postal_codes", period=years(2021, 2025))
    enter(database, "target", indicator="postal_codes", plan="31/KH", programmes=["DTTS"], value=number(9000))
    plan, first, second = copies_of_last_year(reader, "A10", 2024)
    assert plan.kind == "plan"
    assert plan.content["title"] == "Kế hoạch năm 2024"
    assert plan.content["period"] == {"grain": "span", "start": "2024-03-01", "end": "2024-12-31"}
    assert plan.content["tasks"] == [{"text": "Mạng LAN cấp xã", "indicator": "commune_lan", "criterion": 8}]
    assert not plan.content.keys() & {"number", "issued"}
    assert first.content == VALID["target"] | {
        "period": years(2024),
        "plan": "Kế hoạch năm 2024",
        "note": "giữ lại",
    }
    assert "plan" not in second.content
    assert [one.content for one in copies_of_last_year(reader, "A10", 2024, "DTTS")] == [second.content]
    for one in (plan, first, second):
        save(database, person=PERSON, province_code="A10", kind=KINDS[one.kind], content=one.content)
    assert copies_of_last_year(reader, "A10", 2024) == []
    assert len(copies_of_last_year(reader, "A10", 2025)) == 3
    assert copies_of_last_year(reader, "A14", 2024) == []
