"""The lists of forms, and the places that a name may mean."""

from __future__ import annotations

import pytest

from db.entry.vocabularies import Vocabularies, find_places, load_vocabularies, provinces_of
from db.models.kinds import KINDS
from db.store.reader import Reader


def test_every_vocabulary_of_a_field_is_there(vocabularies: Vocabularies) -> None:
    named = {field.vocabulary for kind in KINDS.values() for field in kind.fields if field.vocabulary}
    assert {name for name in named if not vocabularies.choices.get(name)} == set()


def test_every_indicator_of_a_field_is_there(vocabularies: Vocabularies) -> None:
    posts = {field.posts for kind in KINDS.values() for field in kind.fields if field.posts}
    posts |= {kind.one_each for kind in KINDS.values() if kind.one_each}
    posts |= {code for code, _name in vocabularies.choices["media_kinds"]}
    assert posts <= vocabularies.indicators.keys()


def test_names_in_both_languages(lists_reader: Reader, vocabularies: Vocabularies) -> None:
    vietnamese = load_vocabularies(lists_reader, "vi")
    assert ("training_classes", "Lớp tập huấn") in vietnamese.choices["indicators"]
    assert ("training_classes", "classes held") in vocabularies.choices["indicators"]
    assert vietnamese.units["commune_lan"] == "%"
    assert vietnamese.indicators["commune_lan"].is_share
    assert (vietnamese.provinces["A15"], vietnamese.provinces["B15"]) == ("Yên Bái", "Lào Cai")
    assert len(vietnamese.provinces) == 63 + 34


@pytest.mark.parametrize(
    ("typed", "province", "found"),
    [
        ("Bông Krang", "A66", ["A24586"]),
        ("bong krang", "A66", ["A24586"]),
        ("xã Bông Krang", "A66", ["A24586"]),
        ("huyện Bông Krang", "A66", []),
        ("A24586", "A66", ["A24586"]),
        ("A24586", "A14", []),
        ("Lùng Cái", "A10", ["A02842"]),
        ("La Pan Tần", "A10", ["A02791"]),
        ("M'Đrắk", "A66", ["A652", "A24412"]),
        ("huyện M’Đrắk", "A66", ["A652"]),
        ("Đắk Lắk", "A66", []),
        ("Xa Dung", "A11", ["A03373"]),
        ("không có", "A66", []),
    ],
)
def test_find_places(lists_reader: Reader, typed: str, province: str, found: list[str]) -> None:
    assert [place.unit for place in find_places(lists_reader, typed, province)] == found


def test_look_alikes_are_told_apart(lists_reader: Reader) -> None:
    places = find_places(lists_reader, "Nậm Chày", "A10")
    assert {(place.unit, place.district, place.province) for place in places} == {
        ("A03076", "Văn Bàn", "Lào Cai"),
        ("A02770", "Mường Khương", "Lào Cai"),
    }


def test_without_a_province_all_are_looked_through(lists_reader: Reader) -> None:
    assert {place.unit[0] for place in find_places(lists_reader, "Thanh Hóa")} == {"A", "B"}


def test_provinces_of(lists_reader: Reader) -> None:
    assert provinces_of(lists_reader, ["A24586", "A652", "B15", "A99999"]) == {
        "A24586": "A66",
        "A652": "A66",
        "B15": "B15",
    }
