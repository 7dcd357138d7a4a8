"""The shipped reference files: complete, consistent, and as the source documents' communes ask for."""

import csv
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from seed import tables
from seed.tables import IndicatorRow, LinkRow, NamedRow, SeedError, UnitRow, parse

UNITS = tables.read_units()
LINKS = tables.read_links()
BY_KEY = {unit.key: unit for unit in UNITS}
SUCCESSORS: dict[str, list[str]] = defaultdict(list)
for link in LINKS:
    SUCCESSORS[link.from_code].append(link.to_code)
DOCUMENT_COMMUNES = Path(__file__).parent / "data" / "communes_of_the_documents.csv"
ISLANDS = {"318": "11948", "471": "19742", "498": "20333", "536": "21548", "755": "26732"}
INDICATORS = [
    "signings", "agreements", "agreement_subjects", "agreement_parties", "agreement_value", "training_classes",
    "training_participants", "training_attendances", "training_topics", "delivered_devices", "delivered_value",
    "receivers_household", "receivers_commune", "receivers_district", "receivers_team", "receivers_other",
    "media_columns", "media_reports", "media_rounds", "booklets", "leaflets", "external_products",
    "clusters_informed", "households_informed", "postal_codes", "commune_lan", "support_points", "budget_planned",
    "budget_disbursed",
]  # fmt: skip


def province_of(key: str) -> str:
    unit = BY_KEY[key]
    while unit.parent_key:
        unit = BY_KEY[unit.parent_key]
    return unit.code


def test_unit_counts():
    assert Counter((unit.era, unit.level) for unit in UNITS) == {
        ("A", "province"): 63,
        ("A", "district"): 696,
        ("A", "commune"): 10_035,
        ("B", "province"): 34,
        ("B", "commune"): 3_321,
    }


def test_codes_are_unique_in_an_era_and_as_long_as_their_level_says():
    assert len(BY_KEY) == len(UNITS)
    assert {(unit.level, len(unit.code)) for unit in UNITS} == {("province", 2), ("district", 3), ("commune", 5)}


def test_parents_exist_and_come_first():
    above = {("A", "district"): "province", ("A", "commune"): "district", ("B", "commune"): "province"}
    seen = set()
    for unit in UNITS:
        seen.add(unit.key)
        if unit.level == "province":
            assert unit.parent_key is None
        else:
            assert unit.parent_key in seen
            assert BY_KEY[unit.parent_key].level == above[unit.era, unit.level]


def test_units_stand_in_the_official_order():
    for era, level in {(unit.era, unit.level) for unit in UNITS}:
        codes = [unit.code for unit in UNITS if (unit.era, unit.level) == (era, level)]
        assert codes == sorted(codes)


def test_validity_meets_at_the_change_of_july_2025():
    assert {(u.era, str(u.valid_from), str(u.valid_to)) for u in UNITS} == {
        ("A", "None", "2025-06-30"),
        ("B", "2025-07-01", "None"),
    }


def test_names_are_composed_trimmed_and_without_their_type_word():
    for unit in UNITS:
        assert unicodedata.is_normalized("NFC", unit.full_name)
        assert unit.name == " ".join(unit.name.split())
        assert unit.name[0].isupper() or unit.name[0].isdigit(), unit
        assert "(" not in unit.name
    assert {unit.kind for unit in UNITS} == {
        "Tỉnh", "Thành phố", "Quận", "Huyện", "Thị xã", "Thị trấn", "Phường", "Xã", "Đặc khu",
    }  # fmt: skip


def test_the_districts_without_communes_are_the_five_islands_and_have_links_of_their_own():
    with_communes = {unit.parent for unit in UNITS if unit.era == "A" and unit.level == "commune"}
    without = {unit.code for unit in UNITS if unit.era == "A" and unit.level == "district"} - with_communes
    assert without == set(ISLANDS)
    districts = [row for row in LINKS if row.level == "district"]
    assert {row.from_code: row.to_code for row in districts} == ISLANDS
    assert all(BY_KEY["B" + code].kind == "Đặc khu" for code in ISLANDS.values())


def test_links_join_units_that_exist_at_the_level_that_they_name():
    assert len(set(LINKS)) == len(LINKS)
    for row in LINKS:
        assert BY_KEY["A" + row.from_code].level == row.level
        assert BY_KEY["B" + row.to_code].level == ("province" if row.level == "province" else "commune")


def test_every_commune_and_province_has_a_successor_and_every_new_one_a_predecessor():
    old = {unit.code for unit in UNITS if unit.era == "A" and unit.level != "district"} | set(ISLANDS)
    new = {unit.code for unit in UNITS if unit.era == "B"}
    assert set(SUCCESSORS) == old
    assert {code for codes in SUCCESSORS.values() for code in codes} == new


def test_every_unit_has_exactly_one_default_successor():
    defaults = Counter(row.from_code for row in LINKS if row.is_default)
    assert defaults.keys() == SUCCESSORS.keys()
    assert set(defaults.values()) == {1}


def test_no_commune_is_split_across_provinces_nor_leaves_its_province_chain():
    province = {row.from_code: row.to_code for row in LINKS if row.level == "province"}
    for row in LINKS:
        if row.level != "province":
            assert province_of("B" + row.to_code) == province[province_of("A" + row.from_code)]


def test_split_communes_are_those_of_the_package_less_the_reviewed_corrections():
    dropped = Counter(row.code for row in tables.read_corrections() if row.action == "drop_link")
    split = {code for code, codes in SUCCESSORS.items() if len(codes) > 1}
    assert len(split | dropped.keys()) == 471
    assert len(split) == 442


def test_sixty_three_provinces_became_thirty_four():
    sizes = Counter(Counter(row.to_code for row in LINKS if row.level == "province").values())
    assert sizes == {1: 11, 2: 17, 3: 6}
    into = {row.from_code: row.to_code for row in LINKS if row.level == "province"}
    assert (into["14"], into["54"], into["15"], into["10"], into["30"], into["95"]) == (
        "14", "66", "15", "15", "31", "96",
    )  # fmt: skip
    assert BY_KEY["A15"].name == "Yên Bái"
    assert BY_KEY["B15"].name == "Lào Cai"


with DOCUMENT_COMMUNES.open(encoding="utf-8", newline="") as file:
    CROSSWALK = list(csv.DictReader(file))


@pytest.mark.parametrize("row", CROSSWALK, ids=lambda row: row["printed"])
def test_communes_of_the_source_documents(row):
    commune = BY_KEY["A" + row["code"]]
    district = BY_KEY[commune.parent_key]
    successors = SUCCESSORS[row["code"]]
    assert commune.full_name == row["official_name"]
    assert (district.name, BY_KEY[district.parent_key].name) == (row["district"], row["province"])
    assert successors == [row["successor_code"]]
    assert BY_KEY["B" + successors[0]].full_name == row["successor_name"]
    assert BY_KEY["B" + province_of("B" + successors[0])].full_name == row["successor_province"]


def test_corrections_are_applied_and_reasoned():
    for row in tables.read_corrections():
        assert row.reason
        if row.action == "name":
            assert BY_KEY[row.era + row.code].name == row.after
        else:
            assert row.before not in SUCCESSORS[row.code]


def test_aliases_name_units_that_lie_where_they_say():
    aliases = tables.read_aliases()
    assert len({(row.printed, row.era, row.code) for row in aliases}) == len(aliases)
    found = {(row.printed, row.era + row.code) for row in aliases}
    assert {("Lùng Cái", "A02842"), ("La Pan Tần", "A02791"), ("Tả Ngải Chồ", "A02755")} <= found
    for row in aliases:
        unit = BY_KEY[row.era + row.code]
        assert unicodedata.is_normalized("NFC", row.printed)
        if unit.level == "commune":
            assert BY_KEY[unit.parent_key].name == row.district
        if unit.level != "province":
            assert BY_KEY[row.era + province_of(unit.key)].name == row.province


def test_indicators_are_those_that_others_rely_on():
    rows = tables.read_indicators()
    units = {row.code for row in tables.read_measure_units()}
    assert [row.code for row in rows] == INDICATORS
    assert [row.position for row in rows] == sorted({row.position for row in rows})
    for row in rows:
        assert row.unit in units
        assert max(len(row.short_vi), len(row.short_en)) <= 22
        assert (row.over_place == "ratio") == (row.unit == "%")


def test_only_a_percent_is_scaled():
    assert {row.code: row.scale for row in tables.read_measure_units() if row.scale != 1} == {"%": 100}


def test_units_of_media_and_equipment_exist():
    indicators = {row.code: row for row in tables.read_indicators()}
    units = {row.code for row in tables.read_measure_units()}
    media = tables.read_media_kinds()
    assert [row.code for row in media] == [row.code for row in indicators.values() if row.group == "publications"]
    assert all(row.unit == indicators[row.code].unit for row in media)
    assert {row.unit for row in tables.read_equipment_types()} <= units


def test_vocabularies():
    assert [row.code for row in tables.read_programmes()] == [
        "MTCS", "GNBV16", "NTM16", "GNBV21", "DTTS", "NTM21", "KH31-LC", "TTDN", "NTP26",
    ]  # fmt: skip
    assert {"phổ thông", "Thái", "Mông", "Dao"} <= {row.name_vi for row in tables.read_languages()}
    assert [row.code for row in tables.read_item_states()] == [
        "not_started", "in_progress", "nearly_done", "done", "not_carried_out", "not_applicable",
    ]  # fmt: skip
    assert [row.code for row in tables.read_hedges()] == [
        "hơn",
        "trên",
        "gần",
        "khoảng",
        "khoảng hơn",
        "dưới",
        "cơ bản",
    ]
    assert [row.short_vi for row in tables.read_fund_sources()] == [
        "NSTW", "NSTW ĐTPT", "NSTW SN", "NSĐP", "NSĐP tỉnh", "NSĐP huyện", "NSĐP xã", "Khác",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "read",
    [
        tables.read_agreement_kinds, tables.read_equipment_types, tables.read_fund_sources, tables.read_hedges,
        tables.read_indicators, tables.read_item_states, tables.read_languages, tables.read_measure_units,
        tables.read_media_kinds, tables.read_programmes, tables.read_training_forms,
    ],
)  # fmt: skip
def test_reference_codes_are_unique_and_texts_are_composed(read):
    rows = read()
    assert rows
    assert len({row.code for row in rows}) == len(rows)
    assert all(unicodedata.is_normalized("NFC", cell) for row in rows for cell in row if isinstance(cell, str))


INDICATOR_LINE = "a,b,c,d,e,f,g,0,increase,sum,sum,derived,result,1,,"


@pytest.mark.parametrize(
    ("row_type", "line", "problem"),
    [
        (UnitRow, "C,01,province,Tỉnh,X,,,", "era: expected A | B, found “C”"),
        (UnitRow, "A,1,province,Tỉnh,X,,,", "code: expected a code of 2, 3 or 5 digits, found “1”"),
        (UnitRow, "A,01,province,Tỉnh,,,,", "name: must not be empty"),
        (UnitRow, "A,01,province,Tỉnh,X,,,30/6/2025", "valid_to: expected a date as 2025-06-30, found “30/6/2025”"),
        (UnitRow, "A,01,province", "expected 8 columns, found 3"),
        (LinkRow, "01,01,province,yes", "is_default: expected 0 | 1, found “yes”"),
        (IndicatorRow, INDICATOR_LINE.replace(",1,", ",x,"), "position: expected a whole number, found “x”"),
        (NamedRow, 'a,"b"c,d', "expected after"),
    ],
)
def test_a_malformed_row_names_file_line_and_what_was_expected(row_type, line, problem):
    with pytest.raises(SeedError) as caught:
        list(parse("reference/x.csv", ",".join(row_type._fields) + "\n" + line + "\n", row_type))
    assert "seed/reference/x.csv, line 2: " in str(caught.value)
    assert problem in str(caught.value)


def test_a_foreign_header_is_refused():
    with pytest.raises(SeedError, match="line 1: expected the columns code,name_vi,name_en"):
        list(parse("reference/x.csv", "code;name\n", NamedRow))
