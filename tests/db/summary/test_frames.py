"""The frames that summaries start from: the same rows as plain SQL gives, whatever the filter, on both databases."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest

from db.store.reader import Reader
from db.summary import cells, frames
from db.summary.frames import Scope
from db.summary.indicators import read_indicators
from db.summary.maintained import read_maintained
from db.summary.provinces import read_successors

COLUMNS = ["province", "indicator", "kind", "basis", "n", "total", "numerator", "denominator", "n_hedged"]


def test_year_cells_are_the_cells_that_the_screens_read(loaded: Reader) -> None:
    for programme in (None, "GNBV16"):
        frame = frames.read_year_cells(loaded, Scope(programme=programme))
        assert dict(frame.schema) == frames.CELLS
        assert frame["reporter"].equals(frame["province"])
        days = (pl.col("start", "end").cast(pl.String),)
        found = frame.select(*COLUMNS, *days).rows()
        read = cells.read_cells(loaded, programme=programme)
        wanted = [tuple(getattr(cell, name) for name in (*COLUMNS, "start", "end")) for cell in read]
        assert sorted(found, key=str) == sorted(wanted, key=str)
        assert found


@pytest.mark.parametrize(
    ("provinces", "indicators", "years"),
    list(
        product(
            [None, ("A66", "A30"), ()],
            [None, ("training_participants", "receivers_commune")],
            [None, (2017, 2017), (2019, 2020)],
        )
    ),
)
def test_a_scope_reads_what_a_filter_of_everything_leaves(
    loaded: Reader,
    provinces: tuple[str, ...] | None,
    indicators: tuple[str, ...] | None,
    years: tuple[int, int] | None,
) -> None:
    narrow = frames.read_year_cells(loaded, Scope(provinces=provinces, indicators=indicators, years=years))
    wanted = frames.read_year_cells(loaded)
    if provinces is not None:
        wanted = wanted.filter(pl.col("province").is_in(provinces))
    if indicators is not None:
        wanted = wanted.filter(pl.col("indicator").is_in(indicators))
    if years is not None:
        wanted = wanted.filter(pl.col("start").dt.year() <= years[1], pl.col("end").dt.year() >= years[0])
    order = [*frames.CELLS][:8]
    assert narrow.sort(order).equals(wanted.sort(order))


def test_current_units_lose_no_cell_and_double_none(loaded: Reader) -> None:
    reported = frames.read_year_cells(loaded)
    current = frames.in_current_units(reported, frames.read_successors(loaded, "province"))
    successors = read_successors(loaded)
    assert current.drop("province").equals(reported.drop("province"))
    assert current["province"].to_list() == [successors.get(key, key) for key in reported["province"]]
    assert "A30" not in current["province"]


def test_hai_duong_stands_under_hai_phong_in_current_units(loaded: Reader) -> None:
    scope = Scope(indicators=["training_participants"], years=(2017, 2017))
    current = frames.in_current_units(frames.read_year_cells(loaded, scope), frames.read_successors(loaded, "province"))
    assert current.select("province", "reporter", "total").rows() == [("B31", "A30", 630)]


def test_reference_frames_have_their_columns(loaded: Reader) -> None:
    known = read_indicators(loaded, "en")
    indicators = frames.read_indicator_frame(loaded, "en")
    assert dict(indicators.schema) == frames.INDICATORS
    assert indicators["indicator"].to_list() == list(known)
    assert indicators["name"].to_list() == [indicator.name for indicator in known.values()]
    assert dict(frames.read_units(loaded, "province").schema) == frames.UNITS
    assert dict(frames.read_state_frame(loaded).schema) == frames.STATES
    maintained = frames.read_maintained_frame(loaded)
    assert dict(maintained.schema) == frames.MAINTAINED
    assert set(maintained.rows()) == read_maintained(loaded)


def test_every_unit_of_era_a_has_a_successor_and_a_split_one_several(loaded: Reader) -> None:
    for level, count in (("province", 63), ("commune", 10_035)):
        units = frames.read_units(loaded, level)
        successors = frames.read_successors(loaded, level)
        old = units.filter(pl.col("era") == "A")
        assert set(old["unit"]) == set(successors["unit"])
        assert set(successors["successor"]) <= set(units.filter(pl.col("era") == "B")["unit"])
        assert old.height == count
    assert frames.read_successors(loaded, "province")["unit"].is_unique().all()
    assert not frames.read_successors(loaded, "commune")["unit"].is_unique().all()


def test_a_frame_of_nothing_has_its_columns() -> None:
    assert dict(frames.frame([], frames.CELLS).schema) == frames.CELLS
