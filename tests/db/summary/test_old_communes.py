"""A figure in every commune of the list until 2025: the nation is the same in the units of the time and in today's."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from db.entry.batch import NewRecord, save_all
from db.entry.gates import Person
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.period import Period
from db.store.database import open_database
from db.store.reader import Reader, open_reader
from db.summary import frames, overview
from db.summary.coverage import coverage, covered_places
from db.summary.coverage_places import read_coverage_places
from db.summary.indicators import read_indicators
from db.summary.provinces import read_successors

_COMMUNES = (
    'SELECT d.parent, c."key" FROM unit c JOIN unit d ON d."key" = c.parent AND d.level = \'district\''
    " WHERE c.level = 'commune' AND c.era = 'A' ORDER BY 1, 2"
)
YEAR = Period.year(2015)
"""The documents say nothing of it."""


def records(communes: dict[str, list[str]]) -> Iterator[NewRecord]:
    """Of each province a target that counts every commune, and a delivery to every second one."""
    for province, own in sorted(communes.items()):
        places = [{"text": commune, "unit": commune} for commune in own]
        target = {"indicator": "receivers_commune", "period": YEAR.as_content(), "members": places}
        yield new(province, "target", target, value=len(own))
        delivery = {"delivered": YEAR.as_content(), "places": places[::2]}
        sizes = {"communes": len(own[::2]), "households": 7 * len(own), "value": 1_000_003 * len(own)}
        yield new(province, "delivery", delivery, devices=len(own), **sizes)


def new(province: str, kind: str, content: dict[str, Any], **figures: int) -> NewRecord:
    stated = {name: Figure.of(value).as_content() for name, value in figures.items()}
    return NewRecord(province, KINDS[kind], {**content, **stated, "programmes": ["GNBV16"]})


def test_no_commune_and_no_figure_is_lost_or_counted_twice(loaded_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{shutil.copy(loaded_file, tmp_path / 'communes.db')}"  # on PostgreSQL it takes four times as long
    with open_reader(url) as reader:
        communes: dict[str, list[str]] = defaultdict(list)
        for province, commune in reader.rows(_COMMUNES):
            communes[province].append(commune)
    count = sum(map(len, communes.values()))
    assert (len(communes), count > 10_000) == (63, True)
    with open_database(url) as database:
        save_all(database, list(records(communes)), person=Person("clerk"), cause="import", intent="x")
    with open_reader(url) as reader:
        for year in (YEAR.year_from, None):
            adding_up_is_the_same(reader, year)
        places = read_coverage_places(reader, year=YEAR.year_from)
        every_place_stands_once(reader, places, count)


def adding_up_is_the_same(reader: Reader, year: int | None) -> None:
    """The totals of the nation, indicator by indicator, and what the provinces of each view add up to."""
    day = date(2025, 9, 15)
    reported, current = (
        overview.read(reader, year=year, programme=None, today=day, units=units) for units in ("reported", "current")
    )
    adding = {code for code, one in read_indicators(reader, "vi").items() if one.over_place == one.over_time == "sum"}
    totals = [
        {code: view.totals.figures[code] for code in adding & {*view.totals.figures}} for view in (reported, current)
    ]
    assert totals[0] == totals[1]
    assert {"receivers_commune", "receivers_household", "delivered_value", "delivered_devices"} <= {*totals[0]}
    assert (reported.totals.targets_set, reported.totals.targets_missed) != (0, 0)
    successors = read_successors(reader)
    for code in adding:
        shown: Counter[str] = Counter()
        for row in reported.rows:
            shown[successors.get(row.province.key, row.province.key)] += value_of(row, code)
        assert {row.province.key: value_of(row, code) for row in current.rows if value_of(row, code)} == +shown


def value_of(row: Any, code: str) -> int:
    figure = row.figures.get(code)
    return (figure.value or 0) if figure else 0


def every_place_stands_once(reader: Reader, places: pl.DataFrame, count: int) -> None:
    """Coverage of all communes: the same counts and missing names, and what was split told with its candidates."""
    units, links = frames.read_units(reader, "commune"), frames.read_successors(reader, "commune")
    moved = frames.in_current_units(places, frames.read_successors(reader, "province"))
    reported, current = covered_places(places, units), covered_places(moved, units, links)
    counts = ("planned", "equipped", "missing", "unplanned")
    assert whole(reported, counts) == whole(current, counts)
    assert whole(current, counts)[0] == count
    assert names(reported) == names(current)
    of_province = coverage(current)
    assert whole(of_province, counts) == whole(reported, counts)
    split = links.group_by("unit").len().filter(pl.col("len") > 1)["unit"]
    apart = current.filter(~pl.col("placed"))
    assert apart["planned"].sum() == of_province["not_placed"].sum() == len({*split} & {*places["place"]}) > 0
    assert apart.select(pl.col("candidates").list.len() > 1).to_series().all()


def whole(shown: pl.DataFrame, columns: Sequence[str]) -> list[int]:
    return [shown[name].sum() for name in columns]


def names(shown: pl.DataFrame) -> Counter[str]:
    return Counter(shown["missing_names"].explode().drop_nulls().to_list())
