"""Finding the province that a person means."""

from __future__ import annotations

import pytest

from db.store.reader import Reader
from db.summary.finding import NotOneProvinceError, answers_to, find_province
from db.summary.provinces import read_provinces


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Sơn La", ["A14", "B14"]),
        ("son la", ["A14", "B14"]),
        ("tỉnh Sơn La", ["A14", "B14"]),
        ("DAK LAK", ["A66", "B66"]),
        ("hai duong", ["A30"]),
        ("Hải Phòng", ["A31", "B31"]),
        ("tp. Hải Phòng", ["A31", "B31"]),
        ("thành phố Hải Phòng", ["A31", "B31"]),
        ("bac lieu", ["A95"]),
        ("a30", ["A30"]),
        ("B15", ["B15"]),
        ("hồ chí", ["A79", "B79"]),
        ("lieu", ["A95"]),
        ("tĩnh", ["A42", "B42"]),
        ("đl", ["A66", "B66"]),
        ("SL", ["A14", "B14"]),
    ],
)
def test_a_name_of_either_era_with_or_without_marks(loaded: Reader, typed: str, keys: list[str]) -> None:
    assert [province.key for province in find_province(loaded, typed)] == keys


@pytest.mark.parametrize(
    ("typed", "names", "all_of_them"),
    [
        ("bac", ["Bắc Kạn", "Bắc Giang", "Bắc Ninh", "Bạc Liêu"], True),
        ("son lâ lâ", ["Sơn La"], False),
        ("xyz", ["An Giang", "Hải Dương", "Đắk Lắk"], False),
        ("", ["An Giang"], False),
    ],
)
def test_what_is_not_one_province_lists_the_candidates(
    loaded: Reader, typed: str, names: list[str], all_of_them: bool
) -> None:
    with pytest.raises(NotOneProvinceError) as refused:
        find_province(loaded, typed)
    found = {province.name for province in refused.value.candidates}
    assert set(names) <= found
    assert not all_of_them or found == set(names)
    assert all(name in str(refused.value) for name in names)
    assert f"“{typed}”" in str(refused.value)


def test_every_province_alone_in_four_keys_with_the_one_that_looks(loaded: Reader) -> None:
    provinces = read_provinces(loaded).values()
    for province in provinces:
        assert len(province.key) < 4
        assert find_province(loaded, province.key) == [province]
        assert [one for one in provinces if answers_to(one, province.key.lower())] == [province]
    assert {one.name for one in provinces if answers_to(one, "sl")} == {"Sơn La"}
    assert {one.key for one in provinces if answers_to(one, "14")} == {"A14", "B14"}
