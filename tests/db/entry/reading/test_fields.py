from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.entry.reading.choices import choose, fitting
from db.entry.reading.fields import (
    PlaceCandidate,
    Reading,
    ReadingContext,
    join_list,
    keep_details,
    read_field,
    show_field,
    split_list,
)
from db.models.figure import Figure
from db.models.kinds import KINDS, Field
from db.models.period import Period
from db.models.text import fold
from db.models.wording import HEDGES

PLACES = (
    PlaceCandidate("A02908", "Nậm Chày", "Văn Bàn", "Lào Cai"),
    PlaceCandidate("A02770", "Nậm Chảy", "Mường Khương", "Lào Cai"),
    PlaceCandidate("A02842", "Lùng Cải", "Bắc Hà", "Lào Cai"),
    PlaceCandidate("A14788", "Thanh Hóa", "Tuyên Hóa", "Quảng Bình"),
)
PROGRAMMES = [
    ("GNBV16", "Giảm nghèo bền vững 2016-2020"),
    ("GNBV21", "Giảm nghèo bền vững 2021-2025"),
    ("DTTS", "Vùng đồng bào dân tộc thiểu số"),
]
KIND_NAMES = [("contract", "Hợp đồng"), ("order", "Hợp đồng đặt hàng"), ("memorandum", "Biên bản ghi nhớ")]


def find_places(text: str) -> Sequence[PlaceCandidate]:
    return [place for place in PLACES if place.unit == text or fold(place.name) == fold(text)]


CONTEXT = ReadingContext(
    date(2025, 9, 15),
    2020,
    "vi",
    {"programmes": PROGRAMMES, "kinds": KIND_NAMES, "languages": KIND_NAMES},
    {},
    find_places,
)
CHOICE = Field("kind", "Kind", "choice", vocabulary="kinds")
CODES = Field("languages", "Languages", "codes", vocabulary="languages")
PROGRAMME_CODES = Field("programmes", "Programmes", "programmes", vocabulary="programmes", required=True)
PLACE_LIST = Field("places", "Places", "places")
TEXTS = Field("topics", "Topics", "texts")
FLAG = Field("maintain", "Maintain", "flag")
PAIRS = Field("properties", "Properties", "pairs")
PERIOD = Field("period", "Period", "period")
QUANTITY = Field("value", "Value", "quantity")


def read(field: Field, text: str, unit: str = "") -> Reading:
    return read_field(field, text, CONTEXT, unit)


def there_and_back(field: Field, value: Any, unit: str = "") -> None:
    text = show_field(field, value, CONTEXT, unit)
    assert "\n" not in text
    found = read(field, text, unit)
    assert found.problem is None, (text, found)
    assert found.value == value, text


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_field_of_every_kind_reads_blank(kind: Any) -> None:
    for field in kind.fields:
        reading = read(field, "  ")
        assert reading.value is None
        assert (reading.problem is not None) == field.required


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("order", "order"),
        ("ORDER", "order"),
        ("hop dong dat", "order"),
        ("ghi nho", "memorandum"),
        ("hợp đồng", "contract"),
        ("bien", "memorandum"),
    ],
)
def test_a_choice_by_code_name_or_part_of_it(text: str, code: str) -> None:
    assert read(CHOICE, text).value == code


@pytest.mark.parametrize("text", ["order", "ORDER", "HOP DONG dat hang", "hợp đồng"])
def test_a_whole_code_or_name_is_beyond_doubt(text: str) -> None:
    assert read(CHOICE, text).warnings == ()


@pytest.mark.parametrize(("text", "name"), [("hop dong dat", "Hợp đồng đặt hàng"), ("ghi nho", "Biên bản ghi nhớ")])
def test_a_part_of_a_name_says_what_it_was_taken_for(text: str, name: str) -> None:
    reading = read(CHOICE, text)
    assert reading.echo == name
    assert reading.warnings == (f"“{text}” is taken for “{name}”.",)
    assert read(CODES, f"contract; {text}").warnings == reading.warnings


def test_a_code_wins_over_a_name_and_a_name_over_a_part() -> None:
    choices = [("a", "b"), ("b", "Của a"), ("c", "b và a")]
    assert [choose(text, choices) for text in ("a", "B", "của A", "cu", "b và")] == ["a", "b", "b", "b", "c"]


def test_a_choice_by_initials_where_they_mean_one_alone() -> None:
    assert choose("hđđh", KIND_NAMES) == "order"
    assert read(CHOICE, "bbgn").warnings == ("“bbgn” is taken for “Biên bản ghi nhớ”.",)
    assert "Hợp đồng (contract)" in (read(CHOICE, "hd").problem or "")


def test_a_number_means_a_choice_only_where_it_is_seen() -> None:
    seen = replace(CONTEXT, by_number=True)
    assert read_field(CHOICE, "3", seen).value == "memorandum"
    assert read_field(CODES, "2; 1", seen).value == ["order", "contract"]
    for text in ("0", "4", "1000", "²"):
        assert read_field(CHOICE, text, seen).problem
    assert read(CHOICE, "3").problem
    assert choose("2016", [("a", "x"), ("b", "2016")] * 1, by_number=True) == "b"


def test_fitting_choices_the_likeliest_first() -> None:
    assert [code for code, _name in fitting("h", KIND_NAMES)] == ["contract", "order", "memorandum"]
    assert [code for code, _name in fitting("bb", KIND_NAMES)] == ["memorandum"]
    assert fitting("", KIND_NAMES) == []


def test_a_programme_by_its_name() -> None:
    reading = read(PROGRAMME_CODES, "giam ngheo ben vung 2021-2025; DTTS")
    assert (reading.value, reading.warnings) == (["GNBV21", "DTTS"], ())
    assert read(PROGRAMME_CODES, "dan toc thieu so").value == ["DTTS"]
    assert "GNBV16" in (read(PROGRAMME_CODES, "Giảm nghèo").problem or "")


def test_a_doubtful_choice_names_the_candidates() -> None:
    problem = read(CHOICE, "hop").problem
    assert problem
    assert "Hợp đồng (contract)" in problem
    assert "Hợp đồng đặt hàng (order)" in problem
    assert "Biên bản" not in problem
    problem = read(CHOICE, "xyz").problem
    assert problem
    assert "Biên bản ghi nhớ (memorandum)" in problem


def test_codes() -> None:
    assert read(PROGRAMME_CODES, "gnbv16; dan toc; GNBV16").value == ["GNBV16", "DTTS"]
    assert show_field(PROGRAMME_CODES, ["GNBV16", "DTTS"], CONTEXT) == "GNBV16; DTTS"
    assert "GNBV16" in (read(PROGRAMME_CODES, "GN").problem or "")
    assert read(PROGRAMME_CODES, " ; ").problem
    there_and_back(CODES, ["memorandum", "contract"])
    assert show_field(CODES, ["contract"], CONTEXT) == "Hợp đồng"
    assert show_field(CODES, ["gone"], CONTEXT) == "gone"


def test_look_alike_places_are_asked_with_district_and_province() -> None:
    problem = read(PLACE_LIST, "Nậm Chày").problem
    assert problem
    assert "Nậm Chày, Văn Bàn, Lào Cai (A02908)" in problem
    assert "Nậm Chảy, Mường Khương, Lào Cai (A02770)" in problem
    settled = [{"text": "Nậm Chày", "unit": "A02908"}]
    assert read(PLACE_LIST, "Nậm Chày, văn ban").value == settled
    assert read(PLACE_LIST, "Nậm Chày (A02908)").value == settled
    assert show_field(PLACE_LIST, settled, CONTEXT) == "Nậm Chày, Văn Bàn"
    assert "Văn Bàn" in (read(PLACE_LIST, "Nậm Chày, Bắc Hà").problem or "")


def test_places_are_kept_as_printed() -> None:
    found = read(PLACE_LIST, "Lùng Cái; thôn Bản Phố")
    assert found.value == [{"text": "Lùng Cái", "unit": "A02842"}, {"text": "thôn Bản Phố"}]
    assert found.echo == "Lùng Cải, Bắc Hà, Lào Cai · thôn Bản Phố"
    assert len(found.warnings) == 1
    assert "thôn Bản Phố" in found.warnings[0]
    assert read(PLACE_LIST, "thôn Bản Phố, xã Lùng Phình").value == [{"text": "thôn Bản Phố, xã Lùng Phình"}]
    there_and_back(PLACE_LIST, found.value)
    there_and_back(PLACE_LIST, [{"text": "Tên cũ", "unit": "A02842"}])
    assert read(PLACE_LIST, "Tên cũ (A09999)").problem


@pytest.mark.parametrize(("text", "value"), [("x", True), ("Có", True), ("yes", True), ("không", None), ("", None)])
def test_flags(text: str, value: bool | None) -> None:
    assert read(FLAG, text).value == value
    assert read(FLAG, text).problem is None


def test_a_flag_is_yes_or_no() -> None:
    assert read(FLAG, "maybe").problem


def test_pairs() -> None:
    there_and_back(PAIRS, [{"key": "licence", "value": "a = b; c"}, {"key": "note", "value": ""}])
    assert "giấy phép" in (read(PAIRS, "giấy phép").problem or "")


@pytest.mark.parametrize(
    ("figure", "unit"),
    [
        (Figure(), "người"),
        (Figure(state="not_carried_out", reason="dịch COVID-19"), "điểm"),
        (Figure(state="not_applicable", reason="không có xã đặc biệt khó khăn"), "%"),
        (Figure.of(0), "bộ"),
        (Figure.of(9000, "khoảng"), "%"),
        (Figure.of(5750), "%"),
        (Figure.of(1), "%"),
        (Figure(8000, numerator=8, denominator=10, state="reported"), "%"),
        (Figure(1500, 1500, 1800, state="reported"), "tờ"),
        (Figure.of(1_330_000_000, "hơn"), "đồng"),
    ],
)
def test_figures_there_and_back(figure: Figure, unit: str) -> None:
    there_and_back(QUANTITY, figure.as_content(), unit)


@given(st.integers(0, 10**12), st.sampled_from(["", *HEDGES]), st.sampled_from(["người", "đồng", ""]))
def test_any_amount_there_and_back(value: int, hedge: str, unit: str) -> None:
    there_and_back(QUANTITY, Figure.of(value, hedge or None).as_content(), unit)


@given(st.integers(0, 100_000), st.sampled_from(["", *HEDGES]))
def test_any_level_there_and_back(value: int, hedge: str) -> None:
    there_and_back(QUANTITY, Figure.of(value, hedge or None).as_content(), "%")


YEARS = st.integers(1990, 2099)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(
    st.one_of(
        st.builds(Period.day, DAYS),
        st.builds(Period.month, YEARS, st.integers(1, 12)),
        st.builds(Period.quarter, YEARS, st.integers(1, 4)),
        st.builds(Period.half, YEARS, st.integers(1, 2)),
        st.builds(Period.year, YEARS),
        st.builds(lambda first, more: Period.years(first, first + more), YEARS, st.integers(1, 9)),
        st.builds(lambda start, days: Period(start, start + timedelta(days), "span"), DAYS, st.integers(3, 400)),
    )
)
def test_any_period_there_and_back(period: Period) -> None:
    text = show_field(PERIOD, period.as_content(), CONTEXT)
    found = read(PERIOD, text)
    assert found.problem is None, text
    kept = Period.from_content(found.value)
    assert (kept.start, kept.end) == (period.start, period.end), text


ITEMS = st.text(st.sampled_from("ab; đ\n"), min_size=1).map(str.strip).filter(bool)


@given(st.lists(ITEMS, min_size=1))
def test_any_list_there_and_back(items: list[str]) -> None:
    # A semicolon at the edge of an item and one that parts items stand together; who types so is asked for spaces.
    items = [item.strip("; \n") for item in items]
    items = [item for item in items if item]
    assert split_list(join_list(items)) == items


def test_line_breaks_stay() -> None:
    there_and_back(TEXTS, [{"text": "một\nhai"}, {"text": "ba; bốn"}])
    there_and_back(Field("note", "Note", "note"), "một\nhai")


def test_details_that_no_form_shows_stay_with_their_text() -> None:
    before = [{"text": "a", "state": "done", "criterion": "8"}, {"text": "b", "programme": "DTTS"}]
    assert keep_details(TEXTS, before, [{"text": "b"}, {"text": "c"}, {"text": "a"}, {"text": "a"}]) == [
        {"text": "b", "programme": "DTTS"},
        {"text": "c"},
        {"text": "a", "state": "done", "criterion": "8"},
        {"text": "a"},
    ]
    assert keep_details(TEXTS, None, [{"text": "a"}]) == [{"text": "a"}]
    assert keep_details(TEXTS, "x", "y") == "y"


def test_details_that_a_form_shows_are_typed_after_an_equals_sign() -> None:
    tasks = KINDS["plan"].field("tasks")
    context = replace(
        CONTEXT,
        vocabularies={
            "item_states": [("not_started", "Chưa triển khai"), ("done", "Hoàn thành")],
            "indicators": [("commune_lan", "Xã có mạng LAN")],
        },
    )
    reading = read_field(tasks, "Mạng LAN = tiêu chí 8 = chua trien khai; a == b; Loa = mạng lan", context)
    assert reading.value == [
        {"text": "Mạng LAN", "criterion": "8", "state": "not_started"},
        {"text": "a = b"},
        {"text": "Loa", "indicator": "commune_lan"},
    ]
    assert reading.echo.startswith("3: Mạng LAN (8, Chưa triển khai) · a = b")
    shown = show_field(tasks, reading.value, context)
    assert read_field(tasks, shown, context).value == reading.value
    assert keep_details(tasks, reading.value, [{"text": "Mạng LAN"}]) == [{"text": "Mạng LAN"}]
    assert "type ==" in (read_field(tasks, "1 + 1 = 3a", context).problem or "")
