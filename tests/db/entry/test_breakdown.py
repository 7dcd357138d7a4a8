"""Parts of figures: never more than their whole, each dimension by itself, and what they leave."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.entry.breakdown import Breakdown, breakdowns
from db.entry.content import check_content
from db.entry.posting import post
from db.entry.vocabularies import Vocabularies
from db.models.figure import Figure
from db.models.kinds import KINDS
from tests.db.entry.contents import UNKNOWN, VALID, Content, number, state

COUNT = st.integers(0, 1000)


def of(kind: str, vocabularies: Vocabularies, **changes: Any) -> dict[tuple[str, str], Breakdown]:
    content = {name: value for name, value in (VALID[kind] | changes).items() if value is not None}
    found = breakdowns(KINDS[kind], content, vocabularies.term_units)
    return {(one.whole, one.dimension): one for one in found}


def members(breakdown: Breakdown) -> dict[str, int | None]:
    return {part.member: part.figure.value for part in breakdown.parts}


def audience(*counts: int) -> list[Content]:
    return [{"member": f"nhóm {place}", "figure": number(count)} for place, count in enumerate(counts)]


@given(whole=COUNT, women=COUNT, minority=COUNT, groups=st.lists(COUNT, max_size=4))
def test_parts_never_exceed_the_whole_each_dimension_by_itself(
    whole: int, women: int, minority: int, groups: list[int], vocabularies: Vocabularies
) -> None:
    content = VALID["training"] | {
        "participants": number(whole),
        "women": number(women),
        "minorities": number(minority),
        "audience_parts": audience(*groups),
    }
    problems = check_content(KINDS["training"], content, vocabularies)
    stated = {"women": women, "minorities": minority, "audience_parts": sum(groups)}
    assert problems.keys() == {name for name, total in stated.items() if total > whole}
    assert all(KINDS["training"].field("participants").label in problem for problem in problems.values())


@given(whole=COUNT, groups=st.lists(COUNT, min_size=1, max_size=5))
def test_what_is_not_stated_is_the_whole_less_its_parts(
    whole: int, groups: list[int], vocabularies: Vocabularies
) -> None:
    if sum(groups) > whole:
        return
    found = of("training", vocabularies, participants=number(whole), audience_parts=audience(*groups))
    rest = found["participants", "audience"].rest
    assert rest is not None
    assert rest.value is not None
    assert rest.value + sum(groups) == whole


@given(low=COUNT, more=COUNT, part=COUNT)
def test_the_rest_of_a_range_is_a_range(low: int, more: int, part: int, vocabularies: Vocabularies) -> None:
    whole = Figure(value=low, low=low, high=low + more, state="reported").as_content()
    content = VALID["training"] | {"participants": whole, "women": number(part), "minorities": None}
    if check_content(KINDS["training"], {k: v for k, v in content.items() if v is not None}, vocabularies):
        assert part > low + more
        return
    rest = of("training", vocabularies, participants=whole, women=number(part))["participants", "sex"].rest
    assert rest is not None
    assert (rest.value, rest.high) == (
        max(low - part, 0),
        low + more - part if more and rest.high is not None else None,
    )


def test_a_rest_of_hedged_figures_is_hedged(vocabularies: Vocabularies) -> None:
    found = of("training", vocabularies)
    assert found["participants", "ethnicity"].rest == Figure.of(510, "khoảng")
    assert found["participants", "sex"].rest == Figure.of(330)


@pytest.mark.parametrize("changes", [{"participants": None}, {"participants": UNKNOWN}, {"women": UNKNOWN}])
def test_of_what_is_unknown_nothing_is_left(changes: Content, vocabularies: Vocabularies) -> None:
    assert of("training", vocabularies, **changes)["participants", "sex"].rest is None


def test_devices_stand_under_their_type_and_their_unit(vocabularies: Vocabularies) -> None:
    found = of("delivery", vocabularies, devices=number(45), fund_source="nstw")
    assert members(found["devices", "equipment"]) == {"radio_set": 45}
    assert members(found["devices", "unit"]) == {"chiếc": 45}
    assert members(found["devices", "fund_source"]) == members(found["value", "fund_source"]) | {"nstw": 45}
    sets = of("delivery", vocabularies, devices=number(3), device_unit="bộ")
    assert members(sets["devices", "unit"]) == {"bộ": 3}


def test_several_types_are_summed_by_unit(vocabularies: Vocabularies) -> None:
    parts = [
        {"member": "radio_set", "figure": number(30)},
        {"member": "tv_set", "figure": number(5)},
        {"member": "computer", "figure": number(8, "hơn")},
    ]
    found = of("delivery", vocabularies, devices=number(50), equipment_type=None, device_parts=parts)
    assert members(found["devices", "equipment"]) == {"radio_set": 30, "tv_set": 5, "computer": 8}
    assert members(found["devices", "unit"]) == {"chiếc": 35, "bộ": 8}
    assert found["devices", "unit"].rest == Figure.of(7, "khoảng")


def test_one_language_is_of_the_whole_and_several_need_their_parts(vocabularies: Vocabularies) -> None:
    assert ("count", "language") not in of("publication", vocabularies)
    one = of("publication", vocabularies, languages=["thai"], language_count=None)
    assert members(one["count", "language"]) == {"thai": 2500}
    assert ("count", "language") not in of("publication", vocabularies, languages=["thai"], language_count=number(4))
    parts = [{"member": "thai", "figure": number(1000)}, {"member": "mong", "figure": number(500)}]
    assert of("publication", vocabularies, language_parts=parts)["count", "language"].rest == Figure.of(1000, "khoảng")


def test_a_budget_stands_under_its_source(vocabularies: Vocabularies) -> None:
    found = of("budget_line", vocabularies, fund_source="nstw_sn", disbursed=number(100))
    assert members(found["planned", "fund_source"]) == {"nstw_sn": 500_000_000}
    assert members(found["disbursed", "fund_source"]) == {"nstw_sn": 100}


def test_parts_are_posted_beside_their_whole(vocabularies: Vocabularies) -> None:
    content = VALID["budget_line"] | {"fund_source": "nstw_sn", "disbursed": number(100)}
    facts = post(KINDS["budget_line"], content, vocabularies)
    assert [(fact.kind, fact.part_of, fact.dimension, fact.member) for fact in facts] == [
        ("planned", None, "", ""),
        ("disbursed", None, "", ""),
        ("planned", 0, "fund_source", "nstw_sn"),
        ("disbursed", 1, "fund_source", "nstw_sn"),
    ]


def test_a_baseline_is_posted_beside_its_target_each_year(vocabularies: Vocabularies) -> None:
    content = VALID["target"] | {"baseline": number(9000)}
    assert check_content(KINDS["target"], content, vocabularies) == {}  # more than the target: it is no part of it
    target, baseline = post(KINDS["target"], content, vocabularies)
    assert (baseline.kind, baseline.indicator, baseline.figure.value) == ("target", "commune_lan", 9000)
    assert (baseline.part_of, baseline.dimension, baseline.member) == (target.line, "baseline", "")


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([{"member": "thai", "figure": number(1)}, {"member": "thai", "figure": number(1)}], "twice"),
        ([{"member": "klingon", "figure": number(1)}], "klingon"),
        ([{"member": "thai"}], "name = number"),
        ([{"member": "thai", "figure": {"worth": 1}}], "no figure"),
        ([{"member": "thai", "figure": number(2000)}, {"member": "mong", "figure": number(501)}], "2,501"),
        ("thai", "list"),
    ],
)
def test_parts_that_do_not_hold(parts: Any, says: str, vocabularies: Vocabularies) -> None:
    problems = check_content(KINDS["publication"], VALID["publication"] | {"language_parts": parts}, vocabularies)
    assert list(problems) == ["language_parts"]
    assert says in problems["language_parts"]


def test_a_part_may_be_without_number(vocabularies: Vocabularies) -> None:
    parts = [{"member": "thai", "figure": state("unknown")}]
    content = VALID["publication"] | {"language_parts": parts}
    assert check_content(KINDS["publication"], content, vocabularies) == {}
