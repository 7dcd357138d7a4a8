"""The JSON of `tiendo summary` on the source documents, on both databases: the figures that others rely on."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from db.entry.gates import Person
from db.entry.saving import save, void
from db.models.figure import Figure
from db.models.period import Period
from db.store.database import open_database
from db.store.reader import Reader, open_reader
from db.summary import overview, province
from db.summary.contract import summary
from db.summary.finding import find_province
from db.summary.records import read as read_record

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "summary.schema.json").read_text(encoding="utf-8"))
TODAY = date(2025, 9, 15)
CLERK = Person("clerk")
Ask = Callable[..., dict[str, Any]]


def ask(reader: Reader, **options: Any) -> dict[str, Any]:
    found = summary(reader, today=options.pop("today", TODAY), **options)
    jsonschema.validate(found, SCHEMA)
    return found


def one(reader: Reader, key: str, year: int, **options: Any) -> dict[str, Any]:
    found = ask(reader, provinces=[key], year=year, **options)["provinces"]
    assert len(found) == 1
    return dict(found[0])


def figure(value: float | None = None, **parts: Any) -> dict[str, Any]:
    blank = dict.fromkeys(("value", "low", "high", "numerator", "denominator", "hedge"))
    return blank | {"value": value, "state": "unknown" if value is None else "reported"} | parts


UNKNOWN = figure()
NOTHING_SIGNED = dict.fromkeys(("signings", "agreements", "subjects", "parties", "value"), UNKNOWN)
NOTHING_HELD = dict.fromkeys(("classes", "participants", "attendances", "topics"), UNKNOWN)
NOTHING_DELIVERED = {"devices": UNKNOWN, "receivers": [], "value": UNKNOWN}
NO_BUDGET = {"planned": UNKNOWN, "disbursed": UNKNOWN}


def test_the_provinces_and_years_are_those_with_data(loaded: Reader) -> None:
    found = ask(loaded)
    assert [(o["province"]["era"] + o["province"]["code"], o["year"]) for o in found["provinces"]] == [
        ("A10", 2023), ("A14", 2018), ("A14", 2019), ("A30", 2017), ("A66", 2019), ("A66", 2020),
        ("A95", 2021), ("A95", 2022), ("A95", 2023), ("A95", 2024), ("A95", 2025),
    ]  # fmt: skip
    assert found["filters"] == {
        "provinces": None, "year": None, "programme": None, "units": "reported", "today": "2025-09-15", "sample": False,
        "as_of": None,
    }  # fmt: skip


def test_son_la_2018(loaded: Reader) -> None:
    found = one(loaded, "A14", 2018)
    assert found["province"] == {"code": "14", "era": "A", "name": "Sơn La"}
    assert found["publications"] == [
        {"kind": "media_columns", "unit": "chuyên mục", "languages": [], "count": figure(22)},
        {
            "kind": "media_reports",
            "unit": "phóng sự",
            "languages": ["phổ thông", "Thái", "Mông", "Dao"],
            "count": figure(27),
        },
        {"kind": "booklets", "unit": "cuốn", "languages": [], "count": figure(1300)},
    ]
    assert found["deliveries"] == {
        "devices": UNKNOWN,
        "receivers": [
            {"kind": "household", "count": figure(2700)},
            {"kind": "commune", "count": figure(11)},
            {"kind": "district", "count": figure(2)},
        ],
        "value": figure(4_200_000_000),
    }
    assert found["budget"] == NO_BUDGET
    assert found["agreements"] == NOTHING_SIGNED
    assert found["trainings"] == NOTHING_HELD
    assert found["states"] == [{"programme": "TTDN", "indicator": None, "state": "done", "reason": None}]
    assert (found["indicators"], found["multi_year"], found["places"]) == ([], [], [])


def test_son_la_2019(loaded: Reader) -> None:
    found = one(loaded, "A14", 2019)
    assert found["agreements"] == NOTHING_SIGNED | {"signings": figure(1), "subjects": figure(2)}
    assert found["deliveries"] == NOTHING_DELIVERED
    assert found["publications"] == []
    assert found["states"] == []
    for programme in ("GNBV16", "TTDN"):
        assert one(loaded, "A14", 2019, programme=programme)["agreements"] == NOTHING_SIGNED | {
            "signings": figure(1),
            "subjects": figure(1),
        }


def test_dak_lak_2019(loaded: Reader) -> None:
    found = one(loaded, "A66", 2019)
    assert found["deliveries"] == {
        "devices": UNKNOWN,
        "receivers": [{"kind": "commune", "count": figure(6)}],
        "value": UNKNOWN,
    }
    assert found["trainings"] == NOTHING_HELD


def test_dak_lak_2020(loaded: Reader) -> None:
    found = one(loaded, "A66", 2020)
    assert [(line["code"], line["target"], line["status"]) for line in found["indicators"]] == [
        ("receivers_commune", figure(6), "no_report"),
        ("receivers_team", figure(1), "no_report"),
        ("clusters_informed", figure(100), "no_report"),
        ("households_informed", figure(90, hedge="khoảng"), "no_report"),
    ]
    assert all(line["actual"] == UNKNOWN and line["percent"] is None for line in found["indicators"])
    assert found["budget"] == {"planned": figure(1_330_000_000, hedge="hơn"), "disbursed": UNKNOWN}
    assert found["deliveries"] == NOTHING_DELIVERED
    assert found["states"] == [{"programme": "GNBV16", "indicator": None, "state": "in_progress", "reason": None}]
    assert [(place["as_printed"], place["name"]) for place in found["places"]] == [
        ("Bông Krang", "Bông Krang"), ("Yang Tao", "Yang Tao"), ("Ya Tờ Mốt", "Ya Tờ Mốt"),
        ("Cư Kbang", "Cư KBang"), ("Ia Rvê", "Ia RVê"), ("Ia Lốp", "Ia Lốp"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "status"), [(date(2020, 5, 31), "not_due"), (date(2020, 6, 1), "no_report"), (TODAY, "no_report")]
)
def test_a_target_without_report_is_not_due_before_its_period(loaded: Reader, day: date, status: str) -> None:
    assert {line["status"] for line in one(loaded, "A66", 2020, today=day)["indicators"]} == {status}


def test_hai_duong_2017(loaded: Reader) -> None:
    found = one(loaded, "A30", 2017)
    assert found["trainings"] == {
        "classes": figure(1), "participants": figure(630), "attendances": UNKNOWN, "topics": figure(5),
    }  # fmt: skip
    assert found["states"] == []
    assert [one(loaded, "A30", 2017, programme=code)["trainings"] for code in ("GNBV16", "NTM16")] == [
        found["trainings"]
    ] * 2


def test_bac_lieu_2021_was_not_carried_out(loaded: Reader) -> None:
    found = one(loaded, "A95", 2021)
    assert found["trainings"] == NOTHING_HELD
    assert {
        "programme": "DTTS",
        "indicator": None,
        "state": "not_carried_out",
        "reason": "Dịch bệnh COVID-19 diễn biến phức tạp",
    } in found["states"]


@pytest.mark.parametrize("year", range(2021, 2026))
def test_bac_lieu_has_no_support_points_in_any_year(loaded: Reader, year: int) -> None:
    found = one(loaded, "A95", year)
    (line,) = [line for line in found["indicators"] if line["code"] == "support_points"]
    assert line["status"] == line["target"]["state"] == "not_applicable"
    assert (line["target"]["value"], line["percent"]) == (None, None)
    (state,) = [state for state in found["states"] if state["indicator"] == "support_points"]
    assert (state["programme"], state["state"]) == ("DTTS", "not_applicable")
    assert "khu vực III" in state["reason"]
    assert [entry for entry in found["multi_year"] if entry["indicator"] == "support_points"] == []


def test_bac_lieu_2022(loaded: Reader) -> None:
    found = one(loaded, "A95", 2022)
    assert found["publications"] == [
        {"kind": "booklets", "unit": "cuốn", "languages": [], "count": figure(2500, hedge="hơn")}
    ]
    assert found["trainings"] == NOTHING_HELD | {"classes": figure(1), "participants": figure(150, hedge="hơn")}
    assert {state["programme"] for state in found["states"] if state["state"] == "done"} == {"TTDN", "DTTS"}


@pytest.mark.parametrize("year", [2024, 2025])
def test_bac_lieu_2024_and_2025_have_targets_a_year_and_money_of_both(loaded: Reader, year: int) -> None:
    found = one(loaded, "A95", year)
    assert {line["code"]: line["target"]["value"] for line in found["indicators"]} == {
        "leaflets": 20_000, "training_classes": 1, "media_rounds": 2, "support_points": None,
    }  # fmt: skip
    assert found["budget"] == NO_BUDGET
    assert found["trainings"] == NOTHING_HELD
    assert found["publications"] == []
    span = {"from": 2024, "to": 2025}
    assert found["multi_year"] == [
        {
            "indicator": "external_products", "name": "Sản phẩm thông tin đối ngoại", "kind": "target",
            "unit": "sản phẩm", **span, "count": UNKNOWN, "actual": UNKNOWN, "percent": None, "status": "no_report",
        },
        {
            "indicator": "budget_planned", "name": "Kế hoạch vốn", "kind": "planned",
            "unit": "đồng", **span, "count": figure(500_000_000),
        },
    ]  # fmt: skip


def test_lao_cai_2023(loaded: Reader) -> None:
    found = one(loaded, "A10", 2023)
    assert [(line["code"], line["target"]) for line in found["indicators"]] == [
        ("postal_codes", figure(100)),
        ("commune_lan", figure(80, numerator=8, denominator=10)),
    ]
    assert found["agreements"] == NOTHING_SIGNED
    assert found["trainings"] == NOTHING_HELD
    assert found["deliveries"] == NOTHING_DELIVERED
    assert found["states"] == []
    assert [
        (place["as_printed"], place["code"], place["name"], [new["name"] for new in place["successors"]])
        for place in found["places"]
    ] == [
        ("Hoàng Thu Phố", "02863", "Hoàng Thu Phố", ["Bắc Hà"]),
        ("Lùng Cái", "02842", "Lùng Cải", ["Tả Củ Tỷ"]),
        ("Dền Thàng", "02722", "Dền Thàng", ["Dền Sáng"]),
        ("Pa Cheo", "02737", "Pa Cheo", ["Bản Xèo"]),
        ("Nậm Chày", "03076", "Nậm Chày", ["Nậm Chày"]),
        ("La Pan Tần", "02791", "La Pan Tẩn", ["Cao Sơn"]),
        ("Tả Thàng", "02794", "Tả Thàng", ["Cao Sơn"]),
        ("Tả Ngải Chồ", "02755", "Tả Ngài Chồ", ["Pha Long"]),
        ("Dìn Chin", "02764", "Dìn Chin", ["Pha Long"]),
        ("Lùng Khấu Nhin", "02776", "Lùng Khấu Nhin", ["Cao Sơn"]),
    ]
    assert {place["era"] for place in found["places"]} == {"A"}
    assert {new["era"] for place in found["places"] for new in place["successors"]} == {"B"}


def test_current_units_stand_under_the_provinces_of_today(loaded: Reader) -> None:
    reported = ask(loaded)["provinces"]
    today = ask(loaded, units="current")["provinces"]
    assert {(o["province"]["era"], o["province"]["code"], o["province"]["name"]) for o in today} == {
        ("B", "31", "Hải Phòng"), ("B", "96", "Cà Mau"), ("B", "14", "Sơn La"), ("B", "66", "Đắk Lắk"),
        ("B", "15", "Lào Cai"),
    }  # fmt: skip
    without_province = [{name: part for name, part in o.items() if name != "province"} for o in (*reported, *today)]
    key = json.dumps
    assert sorted(map(key, without_province[: len(reported)])) == sorted(map(key, without_province[len(reported) :]))


@pytest.mark.parametrize(
    ("typed", "units", "year", "shown"),
    [
        ("son la", "reported", 2018, [("A", "14")]),
        ("son la", "reported", 2015, [("A", "14")]),
        ("son la", "reported", 2026, [("B", "14")]),
        ("son la", "current", 2015, [("B", "14")]),
        ("hai duong", "current", 2017, [("B", "31")]),
        ("lao cai", "reported", None, [("A", "10")]),
    ],
)
def test_a_province_by_name_with_a_year_is_always_there(
    loaded: Reader, typed: str, units: Any, year: int | None, shown: list[tuple[str, str]]
) -> None:
    keys = [found.key for found in find_province(loaded, typed)]
    found = ask(loaded, provinces=keys, units=units, year=year)["provinces"]
    assert [(o["province"]["era"], o["province"]["code"]) for o in found] == shown


def test_english_names(loaded: Reader) -> None:
    found = one(loaded, "A14", 2018, language="en")
    assert found["publications"][1]["languages"] == ["Vietnamese", "Thái", "Mông", "Dao"]


def test_the_overview_counts_every_figure_once(loaded: Reader) -> None:
    shown = overview.read(loaded, year=None, programme=None, today=TODAY)
    assert [row.province.key for row in shown.rows if row.has_data] == ["A10", "A14", "A30", "A66", "A95"]
    figures = shown.totals.figures
    assert figures["signings"] == Figure.of(1)
    assert figures["training_participants"] == Figure.of(780, "hơn")
    assert figures["delivered_value"] == Figure.of(4_200_000_000)
    assert figures["budget_planned"] == Figure.of(1_830_000_000, "hơn")
    assert shown.totals.targets_met == 0
    assert shown.totals.targets_set == 12
    assert shown.years == tuple(range(2017, 2026))


@pytest.mark.parametrize("year", [None, 2020])
def test_the_province_page_opens_the_record_of_each_target(loaded: Reader, year: int | None) -> None:
    page = province.read(loaded, "A66", year=year, programme=None, today=TODAY)
    assert page.years == (2019, 2020)
    assert [line.code for line in page.progress if line.maintain] == ["households_informed"]
    for line in page.progress:
        assert line.records
        assert all(read_record(loaded, "A66", ref.id).content["indicator"] == line.code for ref in line.records)


RESULT = {
    "indicator": "clusters_informed",
    "period": Period.year(2020).as_content(),
    "value": Figure.of(95_00).as_content(),
    "programmes": ["GNBV16"],
}


def test_a_result_shows_beside_its_target_until_it_is_void(loaded_url: str) -> None:
    with open_database(loaded_url) as database, open_reader(loaded_url) as reader:
        saved = save(database, person=CLERK, province_code="A66", kind="result", content=RESULT)
        line = one(reader, "A66", 2020)["indicators"][2]
        assert (line["actual"], line["percent"], line["status"]) == (figure(95), 95.0, "missed")
        assert one(reader, "A66", 2020, today=date(2020, 12, 31))["indicators"][2]["status"] == "behind"
        void(
            database,
            person=CLERK,
            province_code="A66",
            record_id=saved.record_id,
            parent=saved.revision_id,
            reason="entered twice",
        )
        assert one(reader, "A66", 2020)["indicators"][2]["actual"] == UNKNOWN


def test_a_result_not_carried_out_says_why(loaded_url: str) -> None:
    reason = {"state": "not_carried_out", "reason": "bão lũ"}
    with open_database(loaded_url) as database, open_reader(loaded_url) as reader:
        save(database, person=CLERK, province_code="A66", kind="result", content=RESULT | {"value": reason})
        delivery = {"delivered": Period.year(2020).as_content(), "programmes": ["GNBV16"], "devices": reason}
        save(database, person=CLERK, province_code="A66", kind="delivery", content=delivery)
        found = one(reader, "A66", 2020)
        assert {line["code"] for line in found["indicators"] if line["status"] == "not_carried_out"} == {
            "clusters_informed", "delivered_devices",
        }  # fmt: skip
        assert found["deliveries"]["devices"] == figure(state="not_carried_out")
        stated = {(state["indicator"], state["state"], state["reason"]) for state in found["states"]}
        assert {(code, "not_carried_out", "bão lũ") for code in ("clusters_informed", "delivered_devices")} < stated


def test_zero_is_not_unknown(loaded_url: str) -> None:
    training = {
        "title": "Lớp tập huấn",
        "held": Period.day(date(2020, 7, 1)).as_content(),
        "programmes": ["GNBV16"],
        "classes": Figure.of(0).as_content(),
    }
    with open_database(loaded_url) as database, open_reader(loaded_url) as reader:
        save(database, person=CLERK, province_code="A66", kind="training", content=training)
        found = one(reader, "A66", 2020)["trainings"]
        assert (found["classes"], found["participants"]) == (figure(0), UNKNOWN)
