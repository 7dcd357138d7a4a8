"""Places equipped of those planned: counted once, the missing by name, split communes apart, in both lists of units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from db.models.figure import Figure
from db.models.period import Period
from db.store.reader import Reader
from db.summary import frames
from db.summary.coverage import COVERAGE, COVERED, PLACES, coverage, covered_places
from db.summary.coverage_places import read_coverage_places
from db.summary.frames import SUCCESSORS, UNITS, frame
from tests.db.summary.test_hand_made import Office, office

__all__ = ["office"]

LAO_CAI = {
    "A02863": "Bắc Hà",
    "A02842": "Tả Củ Tỷ",
    "A02722": "Dền Sáng",
    "A02737": "Bản Xèo",
    "A03076": "Nậm Chày",
    "A02791": "Cao Sơn",
    "A02794": "Cao Sơn",
    "A02755": "Pha Long",
    "A02764": "Pha Long",
    "A02776": "Cao Sơn",
}
"""Each commune of Lào Cai's plan of 2023 and the commune of today that it belongs to (two lists of units agree)."""
HEIRS = {"A1": ["B1"], "A2": ["B1"], "A3": ["B2", "B3"], "A4": ["B3"]}
KEYS = (*HEIRS, "B1", "B3")
TOY_UNITS = frame([(key, key[0], key[1:], "commune", "Xã", f"xã {key}", None) for key in (*KEYS, "B2")], UNITS)
TOY_LINKS = frame([(old, new) for old, heirs in HEIRS.items() for new in heirs], SUCCESSORS)


class Place(NamedTuple):
    province: str
    place: str
    unit: str | None
    planned: bool
    equipped: bool


@st.composite
def toy_place(draw: st.DrawFn) -> Place:
    unit = draw(st.sampled_from([*KEYS, None]))
    said = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
    return Place(draw(st.sampled_from(["A14", "A30"])), unit or draw(st.sampled_from(["Bản Lạ", "Na"])), unit, *said)


@settings(max_examples=60)
@given(st.lists(toy_place(), max_size=12), st.booleans())
def test_no_place_is_lost_or_counted_twice(places: list[Place], current: bool) -> None:
    found = covered_places(frame(places, PLACES), TOY_UNITS, TOY_LINKS if current else None)
    assert dict(found.schema) == COVERED
    told: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for one in places:
        told[one.province, one.place].append(one)
    wanted: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for (province, place), same in told.items():
        heirs = HEIRS.get(place, [place]) if current else [place]
        stands = heirs[0] if len(heirs) == 1 else place
        wanted[province, stands].append((any(one.planned for one in same), any(one.equipped for one in same)))
    rows = {
        (row["province"], row["unit"] or row["name"].removeprefix("xã ")): row for row in found.iter_rows(named=True)
    }
    assert rows.keys() == wanted.keys()
    for key, row in rows.items():
        assert row["planned"] == sum(planned for planned, _ in wanted[key])
        assert row["equipped"] == sum(planned and equipped for planned, equipped in wanted[key])
        assert row["unplanned"] == sum(equipped and not planned for planned, equipped in wanted[key])
        assert row["missing"] == row["planned"] - row["equipped"] == len(row["missing_names"])
        assert row["placed"] == (not current or key[1] != "A3")
        assert row["candidates"] == ([] if row["placed"] else ["xã B2", "xã B3"])


@settings(max_examples=40)
@given(st.lists(toy_place(), max_size=12))
def test_provinces_add_up_to_the_same_in_both_lists(places: list[Place]) -> None:
    totals = [
        coverage(covered_places(frame(places, PLACES), TOY_UNITS, links)).select(
            "province", "planned", "equipped", "missing", "unplanned", "percent", "missing_names"
        )
        for links in (None, TOY_LINKS)
    ]
    assert totals[0].equals(totals[1])


def test_coverage_of_a_province_names_the_missing() -> None:
    places = [
        Place("A14", "A1", "A1", True, True),
        Place("A14", "A2", "A2", True, False),
        Place("A14", "A3", "A3", True, False),
        Place("A14", "A4", "A4", False, True),
    ]
    found = coverage(covered_places(frame(places, PLACES), TOY_UNITS, TOY_LINKS))
    assert dict(found.schema) == COVERAGE
    assert found.rows() == [("A14", 3, 1, 2, 1, 1, 33_33, ["xã A2", "xã A3"])]


def today(reader: Reader, places: pl.DataFrame) -> pl.DataFrame:
    moved = frames.in_current_units(places, frames.read_successors(reader, "province"))
    return covered_places(moved, frames.read_units(reader, "commune"), frames.read_successors(reader, "commune"))


def test_lao_cais_ten_communes_stand_in_today_s_lao_cai(loaded: Reader) -> None:
    rows = loaded.rows(
        "SELECT unit_key FROM record_place WHERE province_code = 'A10' AND field = 'scope' ORDER BY unit_key"
    )
    assert sorted(LAO_CAI) == [key for (key,) in rows]
    places = frame([("A10", key, key, True, False) for (key,) in rows], PLACES)
    found = today(loaded, places)
    counts: dict[str, int] = defaultdict(int)
    for name in LAO_CAI.values():
        counts[name] += 1
    assert dict(found.select("name", "planned").rows()) == counts
    assert set(found["province"]) == {"B15"}
    assert found["placed"].all()
    names = dict(found.select("name", "missing_names").rows())
    assert names["Cao Sơn"] == ["La Pan Tẩn", "Lùng Khấu Nhin", "Tả Thàng"]


def test_the_scope_of_lao_cais_plan_is_planned_and_missing_by_name(loaded: Reader) -> None:
    places = read_coverage_places(loaded, year=2023)
    assert sorted(places["place"]) == sorted(LAO_CAI)
    assert coverage(covered_places(places, frames.read_units(loaded, "commune"))).drop("missing_names").rows() == [
        ("A10", 10, 0, 10, 0, 0, 0)
    ]
    current = coverage(today(loaded, places))
    assert current.select("province", "planned", "missing", "not_placed").rows() == [("B15", 10, 10, 0)]
    assert current["missing_names"][0].len() == 10
    assert read_coverage_places(loaded, year=2023, programme="GNBV16").is_empty()
    for year in (2022, 2024):
        assert read_coverage_places(loaded, year=year).is_empty()


def test_scope_and_target_plan_a_place_once(office: Office) -> None:
    scope = [{"text": "x", "unit": "A24586"}, {"text": "y", "unit": "A24583"}, {"text": "Bản không rõ"}]
    office.enter("plan", title="Kế hoạch", period=Period.years(2022, 2024), scope=scope)
    office.enter("target", indicator="receivers_commune", period=Period.year(2023), value=2, members=scope[:2])
    deliver(office, ["A24586"], Period.year(2022), communes=1)
    deliver(office, ["A24583"], Period.year(2021), communes=1)
    assert covered(office.reader, 2023) == [(3, 1, 0)]
    assert covered(office.reader, 2022, programme="GNBV21") == [(3, 1, 0)]
    assert covered(office.reader, 2022, programme="MTCS") == []
    assert covered(office.reader, 2024, indicator="receivers_household") == [(3, 0, 0)]


def test_dak_laks_six_communes_of_2020_are_missing_by_name(loaded: Reader) -> None:
    places = read_coverage_places(loaded, year=2020)
    assert dict(places.schema) == PLACES
    units = frames.read_units(loaded, "commune")
    found = coverage(covered_places(places, units))
    assert found.drop("missing_names").rows() == [("A66", 6, 0, 6, 0, 0, 0)]
    assert sorted(found["missing_names"][0]) == ["Bông Krang", "Cư KBang", "Ia Lốp", "Ia RVê", "Ya Tờ Mốt", "Yang Tao"]
    current = today(loaded, places)
    assert current.select("province", "name", "planned").rows() == [
        ("B66", name, count)
        for name, count in [("Ia Lốp", 1), ("Ea Rốk", 1), ("Ia Rvê", 1), ("Ea Bung", 1), ("Liên Sơn Lắk", 2)]
    ]
    assert read_coverage_places(loaded, year=2020, provinces=["A14"]).is_empty()
    assert read_coverage_places(loaded, year=2020, programme="MTCS").is_empty()
    assert read_coverage_places(loaded, year=2020, level="district").is_empty()


def covered(reader: Reader, year: int, **options: object) -> list[tuple[object, ...]]:
    places = read_coverage_places(reader, year=year, provinces=["A66"], **options)  # type: ignore[arg-type]
    return coverage(covered_places(places, frames.read_units(reader, "commune"))).select(
        "planned", "equipped", "unplanned"
    ).rows()  # fmt: skip


def deliver(office: Office, units: Sequence[str], period: Period, **figures: Figure | int) -> None:
    office.enter(
        "delivery", delivered=period, places=[{"text": unit, "unit": unit} for unit in units], title="x", **figures
    )


def test_a_delivery_equips_the_communes_that_it_names_from_the_plans_year_on(office: Office) -> None:
    deliver(office, ["A24586", "A24583"], Period.year(2020), communes=2)
    deliver(office, ["A24220"], Period.month(2020, 9), communes=1, devices=4)
    deliver(office, ["A24226"], Period.year(2019), communes=1)
    deliver(office, ["A24214"], Period.year(2020), households=30)
    deliver(office, ["A24221"], Period.year(2020), communes=Figure(state="not_carried_out", reason="x"))
    assert covered(office.reader, 2020) == [(6, 3, 0)]
    deliver(office, ["A24214", "A24199"], Period.year(2020), devices=2)
    assert covered(office.reader, 2020) == [(6, 4, 1)]
    assert covered(office.reader, 2020, programme="GNBV21") == [(0, 0, 5)]
    assert covered(office.reader, 2020, programme="GNBV16") == [(6, 0, 0)]
    assert covered(office.reader, 2021) == []


def test_a_plan_of_several_years_counts_what_was_done_since_it_began(office: Office) -> None:
    members = [{"text": "x", "unit": "A24586"}, {"text": "y", "unit": "A24583"}, {"text": "Bản không rõ"}]
    office.enter("target", indicator="receivers_commune", period=Period.years(2022, 2024), value=3, members=members)
    deliver(office, ["A24586"], Period.year(2022), communes=1)
    deliver(office, ["A24583"], Period.years(2023, 2024), communes=1)
    assert covered(office.reader, 2023) == [(3, 1, 0)]
    assert covered(office.reader, 2024) == [(3, 2, 0)]
    found = covered_places(read_coverage_places(office.reader, year=2024), frames.read_units(office.reader, "commune"))
    assert found["missing_names"].explode().drop_nulls().to_list() == ["Bản không rõ"]
