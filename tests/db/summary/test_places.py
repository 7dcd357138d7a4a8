"""Finding any unit of either era by a part of its name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.models.text import fold
from db.store.reader import Reader
from db.summary.places import MOST, Place, find_places


def told(places: tuple[Place, ...]) -> list[str]:
    return [f"{place.kind} {place.name} {place.era}" for place in places]


def test_thanh_hoa_is_a_province_and_communes(loaded: Reader) -> None:
    found = find_places(loaded, "thanh hoa")
    assert told(found)[:2] == ["Tỉnh Thanh Hóa B", "Tỉnh Thanh Hóa A"]
    communes = [place for place in found if place.level == "commune"]
    assert {"Thạnh Hóa", "Thạnh Hòa", "Thanh Hòa"} <= {place.name for place in communes}
    assert all("thanh hoa" in fold(place.name) for place in found)
    assert found[1].successors == ("Tỉnh Thanh Hóa",)


def test_an_old_name_leads_to_the_province_of_today(loaded: Reader) -> None:
    old = find_places(loaded, "HAI DUONG")[0]
    assert (old.key, old.province.key) == ("A30", "A30")
    assert old.successors == ("Thành phố Hải Phòng",)


@pytest.mark.parametrize(("text", "kind"), [("xã nam luc", "Xã"), ("thi tran bac ha", "Thị trấn")])
def test_a_type_word_narrows(loaded: Reader, text: str, kind: str) -> None:
    found = find_places(loaded, text)
    assert found
    assert {place.kind for place in found} == {kind}


def test_a_printed_spelling_finds_the_unit(loaded: Reader) -> None:
    assert "Lùng Cải" in [place.name for place in find_places(loaded, "Lùng Cái")]


def test_too_many_are_cut_and_nothing_finds_nothing(loaded: Reader) -> None:
    assert len(find_places(loaded, "a")) == MOST + 1
    assert find_places(loaded, "  ") == ()
    assert find_places(loaded, "%") == ()
    assert find_places(loaded, "_") == ()


@settings(max_examples=40)
@given(text=st.text(max_size=12))
def test_any_text_is_only_a_name(loaded: Reader, text: str) -> None:
    for place in find_places(loaded, text):
        assert place.province.name
