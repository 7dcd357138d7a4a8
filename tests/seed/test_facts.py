"""Every figure and statement of the source documents: value, unit, year, programmes, hedge and state where it is shown.

The truth is tests/seed/data/facts.csv, read off the documents by hand. A fact that no rule below covers fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import pytest

from db.models.kinds import KINDS
from db.models.period import Period
from db.store.reader import Reader
from db.summary import records
from db.summary.contract import summary
from db.summary.indicators import read_indicators
from db.summary.views import RecordView
from seed.tables import read_languages, read_programmes
from tests.seed.facts_table import ITEM_STATES, PAGE, Fact, look_up, page, read_facts
from tests.terminal import TODAY

FACTS = read_facts()
PROVINCES = {"Sơn La": "A14", "Đắk Lắk": "A66", "Hải Dương": "A30", "Bạc Liêu": "A95", "Lào Cai": "A10"}
IN_SUMMARY = [fact for fact in FACTS if fact.path]
FIGURES = [fact for fact in IN_SUMMARY if fact.indicator and fact.adds]
PROGRAMMES = [row.code for row in read_programmes()]
TASK_STATES = {**ITEM_STATES, "kế hoạch": "not_started"}
SIGNED_BY_BOTH = {f"SL{n:02}" for n in range(4, 11)}
"""The table names one programme for who was at the signing of both."""
SAME_UNIT = {"hội nghị": "lớp", "tờ/năm": "tờ", "lớp/năm": "lớp", "kỳ/năm": "kỳ", "ngày": "lễ", "trung tâm": "đơn vị"}
SAID_OTHERWISE = {
    "LC21": ("criterion", "8"),
    "DL23": (None, "99/GP-TTĐT, Cục QL Phát thanh Truyền hình và Thông tin Điện tử, 14/05/2010"),
    "LC24": (None, "Giai đoạn của kế hoạch 10 xã: 2021-2025."),
}
"""(Detail of an entry, its value) where the content's words are not the table's."""


def by_id(fact: Fact) -> str:
    return fact.id


@pytest.fixture(scope="module")
def views(loaded: Reader) -> dict[str, RecordView]:
    """Every record that states a fact, read as the record screen reads it."""
    return {
        fact.record.id: records.read(loaded, PROVINCES[fact.province], fact.record.id)
        for fact in {fact.record.id: fact for fact in FACTS}.values()
    }


@pytest.fixture(scope="module")
def objects(loaded: Reader) -> Any:
    """`objects(programme)`: the summary's objects by province name and year."""

    @cache
    def read(programme: str | None) -> dict[tuple[str, int], Any]:
        found = summary(loaded, programme=programme, today=date.fromisoformat(TODAY))
        return {(one["province"]["name"], one["year"]): one for one in found["provinces"]}

    return read


def test_the_table_is_whole():
    assert len(FACTS) == 125
    assert len({fact.id for fact in FACTS}) == len(FACTS)
    assert {fact.province for fact in FACTS} == set(PROVINCES)


def test_the_page_in_docs_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.seed.facts_table"


@pytest.mark.parametrize("fact", FACTS, ids=by_id)
def test_the_record_states_the_value(fact: Fact, views: Mapping[str, RecordView]) -> None:
    view = views[fact.record.id]
    content = view.content
    assert view.province.key == PROVINCES[fact.province]
    if fact.field == "record":
        check_whole_record(fact, content)
        return
    stated = look_up(content, fact.field)
    if fact.id in SAID_OTHERWISE:
        detail, value = SAID_OTHERWISE[fact.id]
        assert (stated[detail] if detail else stated) == value
        assert all(part in value for part in re.findall(r"\d[\w/-]*", fact.value.split(" (")[0]))
    elif isinstance(stated, Mapping) and "grain" in stated:
        assert Period.from_content(stated) == Period.day(date.fromisoformat(fact.value))
    elif fact.field.startswith("period."):
        assert stated.startswith(fact.value)
    elif isinstance(stated, Mapping) and "text" not in stated:
        check_figure(fact, stated)
    elif fact.field.startswith(("scope.", "members.")):
        check_place(fact, stated, view)
    elif fact.field.startswith("languages."):
        assert {row.code: row.name_vi for row in read_languages()}[stated] == fact.value
    else:
        check_words(fact, stated, content)


def check_whole_record(fact: Fact, content: Mapping[str, Any]) -> None:
    """The record itself is what the fact says: a document of authority, a plan, or work done."""
    if fact.kind == "actual":
        assert content["state"] == ITEM_STATES[fact.status]
    elif fact.unit == "văn bản":
        number, day = re.fullmatch(r"(\S+) \((.+)\)", fact.value).groups()
        assert (content["number"], content["issued"]["start"]) == (number, day)
    else:
        assert (fact.unit, fact.value) == ("kế hoạch", "1")
        assert "number" not in content


def check_figure(fact: Fact, stated: Mapping[str, Any]) -> None:
    assert stated["state"] == fact.state
    assert stated.get("hedge") == fact.hedge
    scale = 100 if fact.unit == "%" else 1
    assert stated.get("value") == (int(fact.value) * scale if fact.value else None)
    assert bool(stated.get("reason")) == (fact.state == "not_applicable")


def check_place(fact: Fact, stated: Mapping[str, Any], view: RecordView) -> None:
    """As printed, and linked to the unit of the district and province that the document names."""
    _commune, district, province = fact.place.split(", ")
    assert stated["text"] == fact.printed_place
    assert view.place_names[stated["unit"]].split(", ")[1:] == ["H" + district.removeprefix("h"), province]


def check_words(fact: Fact, stated: Any, content: Mapping[str, Any]) -> None:
    if isinstance(stated, list):
        words = [entry["text"] for entry in stated]
        separator = ", " if fact.unit == "kênh" else "; "
        if fact.unit == "đối tượng":  # the readers of a booklet, told in one sentence
            assert all(re.sub(r",.*", "", word).lower() in fact.value for word in words)
        else:
            assert separator.join(words) == fact.value
    elif fact.field == "state":
        assert stated == ITEM_STATES[fact.status]
        assert bool(content.get("reason")) == (stated == "not_carried_out")
    elif fact.field == "value.denominator":
        assert stated == int(fact.value)
    elif isinstance(stated, str):
        assert stated == (fact.value or stated)
        assert stated or not fact.value
    elif fact.field.startswith("tasks."):
        assert stated["state"] == TASK_STATES[fact.status]
        assert not fact.value
        assert stated["text"]
    elif fact.field.startswith("attendees."):
        assert stated["text"].endswith(fact.place.split(", ")[0])
    elif fact.unit == "văn bản":
        number, day = re.fullmatch(r"(\S+) \((.+)\)", fact.value).groups()
        assert number in stated["text"]
        assert date.fromisoformat(day) in days_in(stated["text"])
    else:
        assert stated["text"] == (fact.value or stated["text"])
        assert stated.get("programme", fact.programmes[0]) == fact.programmes[0]


def days_in(text: str) -> list[date]:
    return [date(int(y), int(m), int(d)) for d, m, y in re.findall(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)]


@pytest.mark.parametrize("fact", FACTS, ids=by_id)
def test_the_record_cites_the_paragraph(fact: Fact, views: Mapping[str, RecordView]) -> None:
    view = views[fact.record.id]
    parts = fact.field.split(".")
    names = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
    source = next((view.sources[name] for name in names if name in view.sources), view.sources[""])
    assert source.paragraph == fact.paragraph
    assert source.title


@pytest.mark.parametrize("fact", FACTS, ids=by_id)
def test_the_record_speaks_of_the_year_and_programmes(fact: Fact, views: Mapping[str, RecordView]) -> None:
    view = views[fact.record.id]
    if view.kind == "source_document":
        assert fact.status == "metadata"
        return
    period = Period.from_content(view.content[KINDS[view.kind].dated_by])
    if fact.id != "LC24":  # the plan of one year tells of the years that it is part of
        assert set(fact.years) <= set(range(period.year_from, period.year_to + 1))
    programmes = set(view.content["programmes"])
    own = look_up(view.content, fact.field).get("programme") if fact.field.startswith("subjects.") else None
    if fact.id in SIGNED_BY_BOTH:
        assert set(fact.programmes) < programmes == {"GNBV16", "TTDN"}
    else:
        assert set(fact.programmes) == ({own} if own else programmes)


@pytest.mark.parametrize("fact", FIGURES, ids=by_id)
def test_the_summary_shows_the_figure(fact: Fact, objects: Any) -> None:
    """Alone or in the sum of those that share its place, under its own programmes and no other."""
    for programme, year in product([None, *PROGRAMMES], fact.years):
        shared = [
            other
            for other in FIGURES
            if (other.province, other.path) == (fact.province, fact.path)
            and year in other.years
            and programme in (None, *other.programmes)
        ]
        one = objects(programme).get((fact.province, year))
        if not shared:
            assert one is None or is_blank(one, fact.path)
            continue
        figure = look_up(one, fact.path)
        amounts = [other.amount for other in shared if other.amount is not None]
        assert figure["value"] == (sum(amounts) if amounts else None)
        assert figure["state"] == fact.state
        assert figure["hedge"] == next((other.hedge for other in shared if other.hedge), None)
        assert (figure["low"], figure["high"]) == (None, None)
        assert figure["numerator"] == (8 if fact.id == "LC17" else None)


def is_blank(one: Any, path: str) -> bool:
    try:
        return bool(look_up(one, path)["state"] == "unknown")
    except ValueError:  # the list has no such member
        return True


@pytest.mark.parametrize("fact", FIGURES, ids=by_id)
def test_the_unit_is_the_one_reported(fact: Fact, loaded: Reader) -> None:
    unit = read_indicators(loaded, "vi")[fact.indicator].unit
    assert SAME_UNIT.get(fact.unit, fact.unit).startswith(unit)


@pytest.mark.parametrize("fact", [fact for fact in IN_SUMMARY if fact not in FIGURES], ids=by_id)
def test_the_summary_shows_what_is_no_figure_of_its_own(fact: Fact, objects: Any) -> None:
    for programme in fact.programmes:
        (year,) = fact.years
        one = objects(programme)[fact.province, year]
        shown = look_up(one, fact.path.replace(fact.programmes[0], programme))
        if fact.kind == "actual":
            assert shown["state"] == ITEM_STATES[fact.status]
            assert bool(shown["reason"]) == (fact.status == "KHÔNG TRIỂN KHAI")
        elif fact.field == "value.denominator":
            assert shown == int(fact.value)
        elif fact.field.startswith("languages."):
            assert fact.value in shown
        else:
            assert shown["as_printed"] == fact.printed_place
            assert shown["era"] == "A"
            assert shown["successors"]
