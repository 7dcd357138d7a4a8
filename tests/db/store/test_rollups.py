"""After any sequence of posting and voiding, the rollups kept by triggers are what the facts add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from db.store.check import check
from db.store.database import Database, open_database
from db.store.reader import open_reader
from db.store.rebuild import rebuild
from db.store.rollups import ROLLUPS, columns
from tests.db.store.raw import (
    INDICATORS,
    PLACES,
    PROGRAMMES,
    PROVINCES,
    Posted,
    RawFact,
    journal,
    run,
    unknown,
    write_revision,
)

PERIODS = [
    ("day", date(2024, 12, 31), date(2024, 12, 31)),
    ("day", date(2025, 3, 1), date(2025, 3, 1)),
    ("month", date(2025, 3, 1), date(2025, 3, 31)),
    ("quarter", date(2025, 1, 1), date(2025, 3, 31)),
    ("half", date(2025, 7, 1), date(2025, 12, 31)),
    ("year", date(2025, 1, 1), date(2025, 12, 31)),
    ("span", date(2024, 1, 1), date(2025, 12, 31)),
    ("span", date(2024, 12, 30), date(2025, 1, 2)),
    ("span", date(2025, 3, 2), date(2025, 3, 9)),
    ("span", date(2025, 2, 15), date(2025, 3, 15)),
    ("span", date(2025, 3, 1), date(2025, 4, 30)),
    ("span", date(2025, 6, 1), date(2025, 7, 31)),
    ("span", date(2025, 1, 1), date(2025, 9, 30)),
    ("month", date(2024, 2, 1), date(2024, 2, 29)),
]
SAME_LAST_DAY = PERIODS[4:6]
CELLS_OF_MONTHS = {
    PERIODS[0]: ("month", "2024-12-01", "2024-12-31"),
    PERIODS[1]: ("month", "2025-03-01", "2025-03-31"),
    PERIODS[2]: ("month", "2025-03-01", "2025-03-31"),
    PERIODS[3]: ("quarter", "2025-01-01", "2025-03-31"),
    PERIODS[4]: ("half", "2025-07-01", "2025-12-31"),
    PERIODS[8]: ("month", "2025-03-01", "2025-03-31"),
    PERIODS[9]: ("quarter", "2025-01-01", "2025-03-31"),
    PERIODS[10]: ("half", "2025-01-01", "2025-06-30"),
    PERIODS[13]: ("month", "2024-02-01", "2024-02-29"),
}
"""The other periods are in no half year."""


@st.composite
def facts(draw: st.DrawFn) -> RawFact:
    # Half of the facts meet in few cells, with the same last day and small numbers, so that ties are decided too.
    crowded = draw(st.booleans())
    grain, start, end = draw(st.sampled_from(SAME_LAST_DAY if crowded else PERIODS))
    value = draw(st.integers(0, 3 if crowded else 10**12))
    ranged = draw(st.booleans())
    fraction = draw(st.booleans())
    dimension, member = draw(st.sampled_from([("", ""), ("", ""), ("sex", "women"), ("place", PLACES[0])]))
    fact = RawFact(
        indicator=draw(st.sampled_from(sorted(INDICATORS))),
        kind=draw(st.sampled_from(["actual"] if crowded else ["target", "actual", "planned", "disbursed"])),
        start=start,
        end=end,
        grain=grain,
        basis=draw(st.sampled_from(["period"] if crowded else ["period", "year_to_date", "plan_to_date"])),
        value=value,
        low=value if ranged else None,
        high=value + draw(st.integers(0, 50)) if ranged else None,
        numerator=draw(st.none() | st.integers(0, 50)) if fraction else None,
        denominator=draw(st.none() | st.integers(1, 50)) if fraction else None,
        hedge=draw(st.sampled_from([None, None, "hơn", "gần"])),
        part_of=draw(st.sampled_from([None, None, 1])),
        dimension=dimension,
        member=member,
        place=draw(st.sampled_from([None, None, *PLACES])),
        programmes=("*", *draw(st.sets(st.sampled_from(PROGRAMMES)))),
    )
    state = draw(st.sampled_from(["reported", "reported", "unknown", "not_carried_out", "not_applicable"]))
    return fact if state == "reported" else unknown(fact, state)


@dataclass(frozen=True)
class Step:
    """Post a new revision, or stop or start again one that was written."""

    province: str
    facts: tuple[RawFact, ...]
    again: int | None


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(PROVINCES[:2]),
        st.lists(facts(), max_size=4).map(tuple),
        st.none() | st.integers(0, 20),
    ),
    min_size=1,
    max_size=14,
)


@dataclass
class Cell:
    """The plain counting of a cell, to hold against SQL."""

    held: list[tuple[Any, RawFact]] = field(default_factory=list)
    seq: int = 0


def year_cell(fact: RawFact) -> tuple[str, ...]:
    """Grain, start and end, dimension and member of a fact in the yearly rollup."""
    if fact.kind in ("target", "planned") or fact.start.year != fact.end.year:
        return fact.grain, str(fact.start), str(fact.end), fact.dimension, fact.member
    return "year", f"{fact.start.year}-01-01", f"{fact.start.year}-12-31", fact.dimension, fact.member


def month_cell(fact: RawFact) -> tuple[str, ...] | None:
    """The same in the monthly one, where it has a cell there."""
    if fact.kind in ("target", "planned"):
        return None
    period = CELLS_OF_MONTHS.get((fact.grain, fact.start, fact.end))
    if fact.basis == "plan_to_date" or (fact.basis == "year_to_date" and fact.grain == "year"):
        period = None
    elif fact.basis == "year_to_date" and fact.start.year == fact.end.year:
        end = (fact.end.replace(day=1) + timedelta(32)).replace(day=1) - timedelta(1)
        period = ("month", str(end.replace(day=1)), str(end))
    return period and (*period, fact.dimension, fact.member)


def place_cell(fact: RawFact) -> tuple[str, ...] | None:
    """The same by place."""
    if fact.place is None or fact.dimension not in ("", "place"):
        return None
    return (*year_cell(fact)[:4], fact.place)


CELL_OF: dict[str, Callable[[RawFact], tuple[str, ...] | None]] = {
    "year": year_cell,
    "month": month_cell,
    "place": place_cell,
}


class Counted:
    """A rollup by the rules, in plain Python."""

    def __init__(self, rollup: str) -> None:
        self.cell_of = CELL_OF[rollup]
        self.cells: dict[tuple[Any, ...], Cell] = {}
        self.rows: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def post(self, posted: Posted, sign: int, seq: int) -> None:
        touched = set()
        for line, fact in enumerate(posted.facts, 1):
            own = self.cell_of(fact)
            if own is None or (fact.part_of is not None and not fact.dimension):
                continue
            for programme in fact.programmes:
                key = (posted.province, programme, fact.indicator, fact.kind, fact.basis, *own)
                touched.add(key)
                cell = self.cells.setdefault(key, Cell())
                cell.seq = seq
                place = (fact.end, posted.revision, line)
                if sign == 1:
                    cell.held.append((place, fact))
                else:
                    cell.held.remove((place, fact))
        for key in touched:
            cell = self.cells[key]
            self.rows.pop(key, None)
            if cell.held:
                self.rows[key] = (*key, *measures(key, cell), cell.seq)


def measures(key: tuple[Any, ...], cell: Cell) -> tuple[Any, ...]:
    reported = [(place, fact) for place, fact in cell.held if fact.state == "reported"]
    over_time, basis = INDICATORS[key[2]], key[4]
    if over_time == "max":
        chosen = sorted(reported, key=lambda pair: (pair[1].value, pair[0]))[-1:]
    elif over_time != "sum" or basis != "period":
        chosen = sorted(reported, key=lambda pair: pair[0])[-1:]
    else:
        chosen = reported
    numbers = [fact for _place, fact in chosen]
    fractions = [fact for fact in numbers if fact.numerator is not None and fact.denominator is not None]
    sums: list[int | None] = [None] * 5
    if numbers:
        sums[0] = sum(fact.value or 0 for fact in numbers)
        sums[1] = sum((fact.value if fact.low is None else fact.low) or 0 for fact in numbers)
        sums[2] = sum((fact.value if fact.high is None else fact.high) or 0 for fact in numbers)
    if fractions:
        sums[3] = sum(fact.numerator or 0 for fact in fractions)
        sums[4] = sum(fact.denominator or 0 for fact in fractions)
    states = [fact.state for _place, fact in cell.held]
    counters = [states.count(state) for state in ("unknown", "not_carried_out", "not_applicable")]
    words = {fact.hedge for fact in numbers if fact.hedge}
    word = words.pop() if len(words) == 1 else "khoảng" if words else None
    return (len(reported), *sums, sum(fact.hedge is not None for fact in numbers), *counters, word)


class Bench:
    """One database in which each example starts where the last one ended, in ids of its own."""

    def __init__(self, url: str, database: Database) -> None:
        self.url = url
        self.database = database
        self.number = 0
        self.last: Posted | None = None
        self.counted = {rollup: Counted(rollup) for rollup in ROLLUPS}

    def take(self, steps: list[Step]) -> None:
        written: list[Posted] = []
        counting: dict[Posted, bool] = {}
        for step in steps:
            with self.database.write() as session:
                if step.again is not None and written:
                    posted = written[step.again % len(written)]
                else:
                    self.number += 1
                    posted = write_revision(session, step.province, self.number, step.facts)
                    written.append(posted)
                sign = -1 if counting.get(posted) else 1
                seq = journal(session, posted, sign)
            counting[posted] = sign == 1
            self.note(posted, sign, seq)

    def note(self, posted: Posted, sign: int, seq: int) -> None:
        self.last = posted
        for counted in self.counted.values():
            counted.post(posted, sign, seq)

    def verify(self) -> None:
        self.compare()
        assert check(self.url) == []

    def compare(self) -> None:
        for rollup in ROLLUPS:
            assert set(read_rollup(self.url, rollup)) == set(self.counted[rollup].rows.values()), rollup


def read_rollup(url: str, rollup: str = "year") -> list[tuple[Any, ...]]:
    with open_reader(url) as reader:
        return reader.rows(f"SELECT {columns(rollup)} FROM rollup_{rollup}")


def everything(url: str) -> list[list[tuple[Any, ...]]]:
    return [sorted(read_rollup(url, rollup), key=str) for rollup in ROLLUPS]


def test_the_rollup_is_what_the_facts_add_up_to(url: str, database: Database) -> None:
    bench = Bench(url, database)

    @settings(
        max_examples=150 if database.dialect == "sqlite" else 40,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    def run_examples(steps: list[Step]) -> None:
        bench.take(steps)
        bench.compare()

    run_examples()
    bench.verify()
    before = everything(url)
    assert all(before)
    rebuild(url)
    assert everything(url) == before


def test_the_order_of_entry_changes_nothing(url: str, database: Database) -> None:
    """Sums, and what the same revisions hold, are of the facts alone: two provinces get them in different orders."""
    numbers = iter(range(1, 10**6, 100))

    @settings(max_examples=40 if database.dialect == "sqlite" else 10, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.lists(facts(), min_size=1, max_size=3).map(tuple), min_size=2, max_size=6), st.randoms())
    def run_examples(contents: list[tuple[RawFact, ...]], random: Random) -> None:
        base = next(numbers)
        shuffled = random.sample(range(len(contents)), len(contents))
        for province, order in (("A14", range(len(contents))), ("B14", shuffled)):
            with database.write() as session:
                offset = base if province == "A14" else base + 50
                posted = [
                    write_revision(session, province, offset + place, contents[place]) for place in range(len(contents))
                ]
                for place in order:
                    journal(session, posted[place], 1)
        assert totals_of(url, "A14") == totals_of(url, "B14")

    run_examples()


@pytest.mark.parametrize("rollup", ROLLUPS)
def test_each_rollup_is_checked_and_rebuilt(url: str, database: Database, rollup: str) -> None:
    bench = Bench(url, database)
    bench.take([Step("A14", (RawFact(value=5, place=PLACES[0]),), None)])
    run(database, f"UPDATE rollup_{rollup} SET total = total + 1")
    assert [finding.where.split()[0] for finding in check(url)] == [f"rollup_{rollup}"]
    rebuild(url)
    bench.verify()


def test_rebuild_makes_good_what_was_spoiled(url: str, database: Database) -> None:
    bench = Bench(url, database)
    ranged = RawFact(value=5, low=5, high=7, hedge="hơn", programmes=("*", "P1"))
    level = RawFact(indicator="level", value=9500, numerator=19, denominator=20)
    bench.take([Step("A14", (ranged, level), None), Step("B14", (RawFact(),), None)])
    run(database, "UPDATE rollup_year SET total = total + 1 WHERE province_code = 'A14'")
    run(database, "DELETE FROM rollup_month WHERE province_code = 'B14'")
    run(database, "DELETE FROM rollup_year WHERE province_code = 'B14'")
    run(database, "DELETE FROM counting WHERE province_code = 'B14'")
    assert {finding.part for finding in check(url)} == {"rollups", "counting", "records"}
    rebuild(url)
    bench.verify()


def test_the_province_is_no_place_below_it(url: str, database: Database) -> None:
    Bench(url, database).take([Step("A14", (RawFact(place="A14"), RawFact(place="A14", kind="target")), None)])
    assert read_rollup(url, "place") == []
    assert len(read_rollup(url)) == 2


def test_a_cell_is_gone_when_nothing_counts_in_it(url: str, database: Database) -> None:
    bench = Bench(url, database)
    bench.take([Step("A14", (RawFact(), unknown(RawFact())), None), Step("A14", (), 0)])
    assert read_rollup(url) == []
    with open_database(url) as other, other.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM counting").scalar() == 0


def test_a_level_is_that_of_the_last_report(url: str, database: Database) -> None:
    """The last by end of period, then revision, then line; when it is voided, the one before stands again."""
    bench = Bench(url, database)
    year = RawFact(indicator="level", start=date(2025, 1, 1), end=date(2025, 12, 31), grain="year", value=9000)
    earlier = RawFact(indicator="level", value=9900)
    bench.take(
        [
            Step("A14", (RawFact(), unknown(year), year), None),
            Step("A14", (earlier, RawFact(indicator="level", value=1, basis="year_to_date")), None),
            Step("A14", (RawFact(indicator="level", start=year.start, end=year.end, grain="year", value=8000),), None),
        ]
    )
    assert level_of(url) == 8000
    bench.verify()
    assert bench.last is not None
    with database.write() as session:
        bench.note(bench.last, -1, journal(session, bench.last, -1))
    assert level_of(url) == 9000
    bench.verify()


def test_a_peak_is_the_largest_report(url: str, database: Database) -> None:
    bench = Bench(url, database)
    bench.take([Step("A14", (RawFact(indicator="peak", value=value),), None) for value in (3, 9, 4)])
    assert {row[11] for row in read_rollup(url)} == {9}
    bench.verify()


def totals_of(url: str, province: str) -> list[set[tuple[Any, ...]]]:
    """All rollups of a province, without its key and the number of the last change."""
    return [{row[1:-1] for row in read_rollup(url, rollup) if row[0] == province} for rollup in ROLLUPS]


def level_of(url: str) -> int:
    with open_reader(url) as reader:
        query = "SELECT total FROM rollup_year WHERE indicator = 'level' AND basis = 'period' AND programme = '*'"
        return int(reader.rows(query)[0][0])
