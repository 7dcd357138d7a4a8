"""Parts and what is not stated: together they are the whole, on both databases and for any cells."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.models.figure import Figure
from db.models.period import Period
from db.summary.breakdown import BREAKDOWN, PARTED_CELLS, breakdown, read_parted_cells
from db.summary.frames import frame, read_indicator_frame
from db.summary.indicators import Indicator
from tests.db.summary.test_hand_made import Office, office

__all__ = ["office"]

RULES = pl.DataFrame(
    {
        name: ["trained" if name == "indicator" else "sum" if name in ("over_time", "over_place") else ""]
        for name in Indicator._fields
        if name != "code"
    }
    | {"indicator": ["trained"]}
)
"""One indicator that adds up over time and place."""


def cell(province: str, year: int, dimension: str, member: str, value: int | None, high: int | None = None) -> Any:
    known = value is not None
    return (
        *(province, province, "trained", "actual", "period", "year", f"{year}-01-01", f"{year}-12-31"),
        *(int(known), value, value, high if high is not None else value, None, None, 0, int(not known), 0, 0, None),
        *(dimension, member),
    )


WHOLE = st.tuples(
    st.sampled_from(["A14", "A66"]),
    st.sampled_from([2023, 2024]),
    st.one_of(st.none(), st.integers(0, 1000)),
    st.integers(0, 100),
    st.lists(st.integers(0, 1000), max_size=4),
)


@settings(max_examples=40)
@given(st.lists(WHOLE, max_size=5, unique_by=lambda one: one[:2]), st.sampled_from([None, 2023, 2024]))
def test_parts_and_not_stated_are_the_whole(drawn: list[Any], year: int | None) -> None:
    rows = []
    stated: dict[str, int] = {}
    low = high = 0
    for province, when, value, wider, parts in drawn:
        rows.append(cell(province, when, "", "", value, None if value is None else value + wider))
        counts = value is not None and year in (None, when)
        low, high = low + (value if counts else 0), high + (value + wider if counts else 0)
        left = value or 0
        for place, part in enumerate(parts):
            part = min(part, left)
            left -= part
            rows.append(cell(province, when, "audience", str(place), part))
            if counts:
                stated[str(place)] = stated.get(str(place), 0) + part
    made = breakdown(frame(rows, PARTED_CELLS), RULES, year=year, dimensions=["sex"])
    assert dict(made.schema) == BREAKDOWN
    whole = {line["dimension"]: line for line in made.iter_rows(named=True)}.get("")
    if whole is None or whole["value"] is None:
        assert not stated
        return
    assert (whole["low"] or whole["value"], whole["high"] or whole["value"]) == (low, high)
    of_dimension = made.filter(pl.col("dimension") == "audience")
    assert dict(of_dimension.filter("stated").select("member", "value").rows()) == stated
    assert sum(stated.values()) <= whole["value"]
    if stated:
        assert of_dimension["value"].sum() == whole["value"]
    if high:
        (rest,) = made.filter(pl.col("dimension") == "sex").iter_rows(named=True)
        assert (rest["value"], rest["stated"]) == (whole["value"], False)
    if whole["value"] and low == high:
        assert whole["share"] == 10_000
        assert abs(of_dimension["share"].sum() - (10_000 if stated else 0)) <= len(of_dimension)
    else:
        assert made["share"].is_null().all()


@pytest.mark.parametrize("seed", [1, 2])
def test_records_of_both_databases_are_plain_sums(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    wanted: dict[tuple[str, str], int] = {}
    for _ in range(25):
        year, people = chance.choice([2023, 2024]), chance.randint(0, 90)
        women, minorities = chance.randint(0, people), chance.randint(0, people)
        content: dict[str, Any] = {"title": "x", "held": Period.month(year, chance.randint(1, 12)), "classes": 1}
        content |= {"participants": people, "attendances": 1000}
        content |= {"women": women} if chance.random() < 0.7 else {}
        content |= {"minorities": Figure.of(minorities, "khoảng")} if chance.random() < 0.7 else {}
        key = chance.choice(["A66", "A30"])
        saved = office.enter("training", key=key, **content)
        if chance.random() < 0.2:
            office.void(saved, key)
        elif year == 2024:
            for place, name in ((("", ""), "participants"), (("sex", "women"), "women")):
                if name in content:
                    wanted[place] = wanted.get(place, 0) + content[name]
            if "minorities" in content:
                wanted["ethnicity", "minority"] = wanted.get(("ethnicity", "minority"), 0) + minorities
    rules = read_indicator_frame(office.reader, "vi")
    cells = read_parted_cells(office.reader, "training_participants", ["A66", "A30"], year=2024)
    made = breakdown(cells, rules, year=2024, dimensions=["sex", "ethnicity"])
    found = {(line[0], line[1] or ""): line[3] for line in made.filter("stated").rows()}
    assert found == wanted
    hedges = dict(made.filter("stated").select("dimension", "hedge").rows())
    assert hedges == {"": None, "sex": None, "ethnicity": "khoảng"}
    for dimension in ("sex", "ethnicity"):
        own = made.filter(pl.col("dimension") == dimension)
        assert own["value"].sum() == wanted["", ""]
    people = read_parted_cells(office.reader, "training_attendances", ["A66", "A30"], year=2024)
    assert people["dimension"].unique().to_list() == [""]


def test_parts_of_an_unknown_whole_are_in_no_row(office: Office) -> None:
    held = {"title": "x", "held": Period.month(2024, 3), "classes": 1}
    office.enter("training", participants=Figure(), women=40, **held)
    rules = read_indicator_frame(office.reader, "vi")
    made = breakdown(read_parted_cells(office.reader, "training_participants", ["A66"], year=2024), rules, year=2024)
    assert made.select("dimension", "state", "value").rows() == [("", "unknown", None)]


def test_parts_never_exceed_the_whole_when_another_whole_is_unknown(office: Office) -> None:
    held = {"title": "x", "held": Period.month(2024, 3), "classes": 1}
    office.enter("training", participants=Figure(), women=40, **held)
    office.enter("training", participants=100, women=80, minorities=10, **held)
    rules = read_indicator_frame(office.reader, "vi")
    made = breakdown(read_parted_cells(office.reader, "training_participants", ["A66"], year=2024), rules, year=2024)
    assert made.select("dimension", "member", "value").rows() == [
        ("", None, 100),
        ("ethnicity", "minority", 10),
        ("ethnicity", None, 90),
    ]


def test_a_figure_of_one_place_stands_under_it(office: Office) -> None:
    delivered = {"delivered": Period.year(2024), "equipment_type": "radio_set"}
    places = [{"text": "Krông Nô", "unit": "A24583"}]
    office.enter("delivery", devices=7, places=places, **delivered)
    office.enter("delivery", devices=5, **delivered)
    rules = read_indicator_frame(office.reader, "vi")
    cells = read_parted_cells(office.reader, "delivered_devices", ["A66"], year=2024, places=True)
    made = breakdown(cells, rules, year=2024, dimensions=["place"])
    own = made.filter(pl.col("dimension").is_in(["", "place"])).select("dimension", "member", "value", "share")
    assert own.rows() == [("", None, 12, 10_000), ("place", "A24583", 7, 5833), ("place", None, 5, 4167)]
