"""What the summaries say of random records is what plain Python adds up, in both views and for each programme."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pytest

from db.entry.gates import Person
from db.entry.saving import save, void
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.period import Period
from db.store.check import check
from db.store.database import Database, open_database
from db.store.reader import Reader, open_reader
from db.summary import overview
from db.summary.contract import summary

TODAY: Final = date(2025, 9, 15)
YEARS: Final = (2023, 2024, 2025)
PROVINCES: Final = ("A14", "B14", "A66", "A54", "B66", "A30", "A31", "B31")
PROGRAMMES: Final = (["GNBV21"], ["MTCS"], ["GNBV21", "MTCS"])
COUNTED: Final = {
    "training": {"classes": "training_classes", "participants": "training_participants"},
    "delivery": {"devices": "delivered_devices", "communes": "receivers_commune"},
    "budget_line": {"planned": "budget_planned", "disbursed": "budget_disbursed"},
}
NAMED: Final = {
    "training_classes": ("trainings", "classes"),
    "training_participants": ("trainings", "participants"),
    "delivered_devices": ("deliveries", "devices"),
    "budget_planned": ("budget", "planned"),
    "budget_disbursed": ("budget", "disbursed"),
}
"""Where the contract has an indicator."""
CLERK: Final = Person("clerk")


@dataclass
class Kept:
    """A record as the test remembers it; no content when it is void."""

    province: str
    kind: str
    record: str
    head: str
    content: dict[str, Any] | None


def random_content(chance: random.Random, kind: str) -> dict[str, Any]:
    year = chance.choice(YEARS)
    period = chance.choice([Period.year(year), Period.month(year, chance.randint(1, 12)), Period.years(2024, 2025)])
    figures = {
        name: Figure.of(chance.randint(0, 9), chance.choice([None, None, "hơn", "gần"])).as_content()
        for name in COUNTED[kind]
    }
    named = {"title": "x"} if kind == "training" else {}
    return {**named, **figures, KINDS[kind].dated_by: period.as_content(), "programmes": chance.choice(PROGRAMMES)}


def play(database: Database, chance: random.Random, steps: int) -> list[Kept]:
    """Enter, edit and void at random."""
    live: list[Kept] = []
    for _ in range(steps):
        kind = chance.choice(list(COUNTED))
        content = random_content(chance, kind)
        same = [kept for kept in live if kept.kind == kind]
        if not same or chance.random() < 0.5:
            province = chance.choice(PROVINCES)
            saved = save(database, person=CLERK, province_code=province, kind=kind, content=content, override="thử")
            live.append(Kept(province, kind, saved.record_id, saved.revision_id, content))
            continue
        kept = chance.choice(same)
        where = {"province_code": kept.province, "record_id": kept.record, "parent": kept.head}
        if chance.random() < 0.3:
            kept.head = void(database, person=CLERK, reason="entered twice", **where).revision_id
            kept.content = None
        else:
            kept.head = save(database, person=CLERK, kind=kind, content=content, override="thử", **where).revision_id
            kept.content = content
    return live


def expected(live: list[Kept], year: int | None, programme: str | None) -> dict[str, int | None]:
    """Each indicator's plain sum; a figure of several years is in no year's sum."""
    sums: dict[str, int | None] = {code: None for names in COUNTED.values() for code in names.values()}
    for kept in live:
        if kept.content is None or (programme and programme not in kept.content["programmes"]):
            continue
        period = Period.from_content(kept.content[KINDS[kept.kind].dated_by])
        if year is None or period.year_from == period.year_to == year:
            for name, code in COUNTED[kept.kind].items():
                sums[code] = (sums[code] or 0) + kept.content[name]["value"]
    return sums


def contract_sums(found: dict[str, Any], year: int) -> Iterator[tuple[str, int | None]]:
    for code, (section, name) in NAMED.items():
        values = [entry[section][name]["value"] for entry in found["provinces"] if entry["year"] == year]
        known = [value for value in values if value is not None]
        yield code, sum(known) if known else None


def totals(reader: Reader, year: int | None, programme: str | None, units: overview.Units) -> dict[str, int]:
    figures = overview.read(reader, year=year, programme=programme, units=units, today=TODAY).totals.figures
    codes = {code for names in COUNTED.values() for code in names.values()}
    return {code: figure.value for code, figure in figures.items() if code in codes and figure.value is not None}


def added(base: dict[str, int], sums: dict[str, int | None]) -> dict[str, int]:
    """Both together, without what neither knows."""
    codes = {*base, *(code for code, value in sums.items() if value is not None)}
    return {code: base.get(code, 0) + (sums.get(code) or 0) for code in codes}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_summaries_are_the_plain_sums(loaded_url: str, seed: int) -> None:
    views: list[tuple[str | None, overview.Units]] = [
        (programme, units) for programme in (None, "GNBV21", "MTCS") for units in ("reported", "current")
    ]
    with open_reader(loaded_url) as reader:
        base = {(year, *view): totals(reader, year, *view) for view in views for year in (*YEARS, None)}
    with open_database(loaded_url) as database:
        live = play(database, random.Random(seed), 80)
    assert check(loaded_url) == []
    with open_reader(loaded_url) as reader:
        for programme, units in views:
            found = summary(reader, programme=programme, units=units, today=TODAY)
            for year in (*YEARS, None):
                wanted = added(base[year, programme, units], expected(live, year, programme))
                assert totals(reader, year, programme, units) == wanted
                if year is not None:
                    assert dict(contract_sums(found, year)).items() <= {**dict.fromkeys(NAMED), **wanted}.items()
