"""The export of the unit tables, on data small enough to read."""

import pytest

from seed.export_units import correct, links, split_kind, units
from seed.tables import CorrectionRow


def old(code, ward, district="001", district_name="Huyện D"):
    key = ward.replace(" ", "").casefold() if ward else None
    return {
        "province": "Tỉnh P", "provinceCode": "10", "provinceKey": "tinhp", "district": district_name,
        "districtCode": district, "districtKey": district_name.replace(" ", "").casefold(), "ward": ward,
        "wardCode": code, "wardKey": key,
    }  # fmt: skip


def new(code, ward):
    key = ward.replace(" ", "").casefold()
    return {
        "province": "Tỉnh Q", "provinceCode": "15", "provinceKey": "tinhq", "ward": ward, "wardCode": code,
        "wardKey": key,
    }  # fmt: skip


OLD = [old("00002", "Xã b"), old("00001", "Thị Trấn A"), old(None, None, "002", "Huyện Đảo")]
NEW = [new("00002", "Xã N"), new("00001", "Phường M"), new("00009", "Đặc khu Đảo")]
MAPPING = {
    "DICT_PROVINCE": {"tinhq": ["tinhp"]},
    "DICT_PROVINCE_WARD_NO_DIVIDED": {
        "tinhq": {"xãn": ["tinhp_huyệnd_xãb"], "đặckhuđảo": ["tinhp_huyệnđảo_"]},
    },
    "DICT_PROVINCE_WARD_DIVIDED": {
        "tinhq": {
            "tinhp_huyệnd_thịtrấna": [
                {"newWardKey": "xãn", "isDefaultNewWard": True},
                {"newWardKey": "phườngm", "isDefaultNewWard": False},
            ]
        },
    },
}


@pytest.mark.parametrize(
    ("full", "kind", "name"),
    [
        ("Thị Trấn Óc Eo", "Thị trấn", "Óc Eo"),
        ("Phường 5", "Phường", "5"),
        ("Thành phố Bà Rịa", "Thành phố", "Bà Rịa"),
        ("Xa\u0303  Lu\u0300ng Ca\u0309i", "Xã", "Lùng Cải"),
    ],
)
def test_split_kind(full, kind, name):
    assert split_kind(full) == (kind, name)


def test_a_name_without_a_type_word_stops_the_export():
    with pytest.raises(ValueError, match="begins with none of"):
        split_kind("Lùng Cải")


def test_units_are_sorted_by_level_and_code():
    assert [row[1:6] for row in units("A", OLD)] == [
        ["10", "province", "Tỉnh", "P", ""],
        ["001", "district", "Huyện", "D", "10"],
        ["002", "district", "Huyện", "Đảo", "10"],
        ["00001", "commune", "Thị trấn", "A", "001"],
        ["00002", "commune", "Xã", "b", "001"],
    ]


def test_links_carry_every_successor_the_default_first():
    assert links(OLD, NEW, MAPPING) == [
        ["10", "15", "province", "1"],
        ["002", "00009", "district", "1"],
        ["00001", "00002", "commune", "1"],
        ["00001", "00001", "commune", "0"],
        ["00002", "00002", "commune", "1"],
    ]


def test_a_mapping_that_names_a_missing_unit_stops_the_export():
    with pytest.raises(KeyError):
        links(OLD[1:], NEW, MAPPING)


def test_corrections_change_names_and_drop_links():
    rows, found = units("A", OLD), links(OLD, NEW, MAPPING)
    correct(
        rows,
        found,
        [
            CorrectionRow("name", "A", "00002", "b", "B", "a proper name"),
            CorrectionRow("drop_link", "A", "00001", "00002", "", "a namesake"),
        ],
    )
    assert rows[-1][4] == "B"
    assert [row for row in found if row[0] == "00001"] == [["00001", "00001", "commune", "1"]]


@pytest.mark.parametrize(
    "correction",
    [
        CorrectionRow("name", "A", "00002", "c", "B", "no such name"),
        CorrectionRow("drop_link", "A", "00001", "00009", "", "no such link"),
        CorrectionRow("drop_link", "A", "00002", "00002", "", "its only successor"),
    ],
)
def test_a_correction_that_fits_nothing_stops_the_export(correction):
    with pytest.raises(ValueError, match="A0000"):
        correct(units("A", OLD), links(OLD, NEW, MAPPING), [correction])
