"""What is refused before anything is written, and that what is not refused fits the tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import language
from db.entry.content import check_content, check_places, named_units, tidy
from db.entry.figures import LARGEST, figure_problem
from db.entry.vocabularies import Vocabularies
from db.models.figure import FIGURE_STATES
from db.models.kinds import KINDS
from tests.db.entry.contents import UNKNOWN, VALID, day, number, state, texts, years


@pytest.mark.parametrize("kind", VALID)
def test_examples_hold(kind: str, vocabularies: Vocabularies) -> None:
    assert check_content(KINDS[kind], VALID[kind], vocabularies) == {}
    assert tidy(VALID[kind]) == VALID[kind]


def test_every_kind_has_an_example() -> None:
    assert VALID.keys() == KINDS.keys()


BAD: list[tuple[str, str, Any, str]] = [
    ("training", "title", None, "needed"),
    ("training", "classes", None, "needed"),
    ("training", "programmes", None, "needed"),
    ("training", "title", 5, "text"),
    ("training", "title", "x" * 1001, "shorten"),
    ("training", "title", "Lơ\u0301p", "again"),
    ("training", "colour", "red", "leave it out"),
    ("training", "programmes", ["GNBV16", "GNBV99"], "GNBV99"),
    ("training", "programmes", ["GNBV16", "GNBV16"], "twice"),
    ("training", "programmes", "GNBV16", "list"),
    ("training", "training_form", "party", "party"),
    ("training", "classes", number(-1), "less than 0"),
    ("training", "classes", number(LARGEST + 1), "too large"),
    ("training", "classes", {"value": 1.0, "state": "reported"}, "whole numbers"),
    ("training", "classes", {"value": True, "state": "reported"}, "whole numbers"),
    ("training", "classes", {"state": "reported"}, "missing"),
    ("training", "classes", {"value": 5}, "exclude"),
    ("training", "classes", {"state": "lost"}, "lost"),
    ("training", "classes", {"worth": 1}, "no figure"),
    ("training", "classes", 1, "no figure"),
    ("training", "classes", {"value": 5, "low": 5, "state": "reported"}, "two ends"),
    ("training", "classes", {"value": 5, "low": 5, "high": 4, "state": "reported"}, "turned round"),
    ("training", "classes", {"value": 6, "low": 5, "high": 7, "state": "reported"}, "lower end"),
    ("training", "participants", state("not_carried_out"), "reason"),
    ("training", "women", number(631), "Participants"),
    ("training", "held", {"grain": "day", "start": "2017-09-28"}, "no date"),
    ("training", "held", {"grain": "day", "start": "2017-02-30", "end": "2017-02-30"}, "no date"),
    ("training", "held", {"grain": "span", "start": "2017-09-28", "end": "2017-09-27"}, "ends before"),
    ("training", "held", {"grain": "day", "start": "2017-09-27", "end": "2017-09-28"}, "do not fit"),
    ("training", "held", {"grain": "month", "start": "2017-09-01", "end": "2017-09-29"}, "do not fit"),
    ("training", "held", {"grain": "week", "start": "2017-09-01", "end": "2017-09-07"}, "do not fit"),
    ("training", "held", day(1017, 9, 28), "out of range"),
    ("training", "topics", ["a"], "list"),
    ("training", "topics", texts("a") * 1001, "entries"),
    ("training", "topics", [{"text": "a", "colour": "red"}], "colour"),
    ("training", "topics", [{"text": "a", "programme": "GNBV99"}], "GNBV99"),
    ("training", "source", {"paragraph": 1}, "document"),
    ("training", "source", {"document": "d", "paragraph": 0}, "from 1"),
    ("training", "source", {"document": "d", "paragraphs": {"colour": 1}}, "colour"),
    ("target", "value", {"value": 8000, "numerator": 12, "denominator": 10, "state": "reported"}, "larger"),
    ("target", "value", {"value": 8000, "numerator": 8, "state": "reported"}, "two numbers"),
    ("target", "value", {"value": 8000, "numerator": 0, "denominator": 0, "state": "reported"}, "fraction of 0"),
    ("target", "value", number(10_001), "100 %"),
    ("target", "indicator", "wealth", "wealth"),
    ("target", "per_year", "x", "type x"),
    ("target", "members", [{"text": "a", "unit": "A02842"}, {"text": "b", "unit": "A02842"}], "twice"),
    ("target", "places", [{"text": "a", "unit": "02842"}], "no place"),
    ("result", "indicator", "training_classes", "enter a record “Training”"),
    ("result", "indicator", "budget_disbursed", "enter a record “Budget line”"),
    ("result", "basis", "since ever", "not in the list"),
    ("publication", "media", "clusters_informed", "clusters_informed"),
    ("activity", "reason", None, "why"),
    ("source_document", "properties", [{"key": "a"}], "key = value"),
]


@pytest.mark.parametrize(("kind", "field", "value", "says"), BAD)
def test_refused(kind: str, field: str, value: Any, says: str, vocabularies: Vocabularies) -> None:
    content = {name: part for name, part in (VALID[kind] | {field: value}).items() if part is not None}
    problems = check_content(KINDS[kind], content, vocabularies)
    assert list(problems) == [field]
    assert says in problems[field]
    if field not in ("colour", "source"):
        assert problems[field].startswith(KINDS[kind].field(field).label)


@pytest.mark.parametrize("name", ["not_carried_out", "not_applicable"])
def test_a_derived_figure_may_be_said_not_to_be(name: str, vocabularies: Vocabularies) -> None:
    content = VALID["result"] | {"indicator": "training_classes", "value": state(name, "COVID-19")}
    assert check_content(KINDS["result"], content, vocabularies) == {}
    content["value"] = UNKNOWN
    assert list(check_content(KINDS["result"], content, vocabularies)) == ["indicator"]


@pytest.mark.parametrize(
    ("basis", "period", "problem"),
    [
        ("year_to_date", years(2023), None),
        ("year_to_date", years(2021, 2023), "one year"),
        ("plan_to_date", years(2021, 2023), None),
        ("plan_to_date", years(2023), "2021-2023"),
    ],
)
def test_a_cumulative_figure_has_the_period_that_it_covers(
    basis: str, period: Any, problem: str | None, vocabularies: Vocabularies
) -> None:
    added = replace(vocabularies.indicators["clusters_informed"], over_time="sum", over_place="sum")
    lists = replace(vocabularies, indicators={"clusters_informed": added})
    content = VALID["result"] | {"basis": basis, "period": period}
    assert (problem or "") in check_content(KINDS["result"], content, lists).get("basis", "")
    assert (problem is None) == (check_content(KINDS["result"], content, lists) == {})
    assert check_content(KINDS["result"], content, vocabularies) == {}  # a level is of the end of its period


def test_unknown_answers_a_needed_figure(vocabularies: Vocabularies) -> None:
    assert check_content(KINDS["training"], VALID["training"] | {"classes": UNKNOWN}, vocabularies) == {}


def test_a_float_in_a_detail_is_refused(vocabularies: Vocabularies) -> None:
    tasks = [{"text": "a", "criterion": 8.5}]
    assert list(check_content(KINDS["plan"], VALID["plan"] | {"tasks": tasks}, vocabularies)) == [""]


def test_tidy() -> None:
    typed = {
        "title": "  Lơ\u0301p\x1b ",
        "note": " ",
        "topics": [{"text": " a "}, {"text": ""}],
        "places": [],
        "per_year": False,
        "count": {"value": 0, "state": "reported"},
    }
    assert tidy(typed) == {"title": "Lớp", "topics": [{"text": "a"}], "count": number(0)}


def test_places() -> None:
    kind, content = KINDS["plan"], VALID["plan"]
    assert named_units(kind, content) == ["A02842", "A02791"]
    assert check_places(kind, content, "A10", {"A02842": "A10", "A02791": "A10"}) == {}
    assert "A02791" in check_places(kind, content, "A10", {"A02842": "A10"})["scope"]
    assert "another province" in check_places(kind, content, "A10", {"A02842": "A10", "A02791": "A15"})["scope"]


NUMBER = st.none() | st.integers(-1, 12_000) | st.sampled_from([LARGEST, LARGEST + 1])
FIGURE = st.fixed_dictionaries(
    {"state": st.sampled_from(FIGURE_STATES)},
    optional={
        "value": NUMBER,
        "low": NUMBER,
        "high": NUMBER,
        "numerator": NUMBER,
        "denominator": NUMBER,
        "hedge": st.just("hơn"),
        "reason": st.just("COVID-19"),
    },
)


@given(FIGURE, st.booleans())
def test_a_figure_that_holds_fits_its_row(figure: dict[str, Any], is_share: bool) -> None:
    if figure_problem(figure, is_share=is_share) is not None:
        return
    value, low, high = figure.get("value"), figure.get("low"), figure.get("high")
    numbers = [figure.get(name) for name in ("value", "low", "high", "numerator", "denominator")]
    assert (figure["state"] == "reported") == (value is not None)
    assert all(part is None or 0 <= part <= LARGEST for part in numbers)
    assert low is None or high is None or low <= high
    assert figure.get("denominator") != 0
    if is_share and value is not None:
        assert value <= 10_000


@given(st.dictionaries(st.sampled_from(sorted(VALID["training"])), st.integers() | st.text() | st.lists(st.none())))
def test_whatever_comes_is_answered(vocabularies: Vocabularies, changes: dict[str, Any]) -> None:
    problems = check_content(KINDS["training"], VALID["training"] | changes, vocabularies)
    assert problems.keys() <= VALID["training"].keys() | {""}


def test_problems_speak_the_language_of_the_reader(vocabularies: Vocabularies) -> None:
    language.use("vi")
    content = VALID["training"] | {"held": years(2017) | {"end": "2016-12-31"}}
    assert list(check_content(KINDS["training"], content, vocabularies)) == ["held"]
