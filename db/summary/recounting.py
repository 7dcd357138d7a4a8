"""Figures that the yearly rollup cannot tell by its cells alone, counted anew from the facts (docs/figures.md).

Where a province reported an indicator cumulatively and in the period, the facts say what the cumulative figure holds
and what came after it; where it reported preliminary figures, which of them a final one has superseded. All others stay
as the rollup has them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from db.store.reader import Reader
from db.summary.cells import Cell, one_word
from db.summary.past import Past, rows_then

Pair = tuple[str, str]
"""A province and an indicator."""
FactKey = tuple[str, int]
"""A fact's revision and line."""

DONE: Final = ("actual", "disbursed")
"""The kinds of cells that are counted anew."""
_SUPERSEDED: Final = (
    "SELECT DISTINCT f.province_code, f.indicator FROM fact f"
    " JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id"
    " WHERE f.preliminary AND EXISTS (SELECT 1 FROM fact g"
    " JOIN counting d ON d.province_code = g.province_code AND d.revision_id = g.revision_id"
    " WHERE g.province_code = f.province_code AND g.indicator = f.indicator AND g.kind = f.kind AND g.basis = f.basis"
    " AND g.period_end = f.period_end AND g.period_start = f.period_start AND NOT g.preliminary)"
)
_PRELIMINARY: Final = "SELECT DISTINCT f.province_code, f.indicator FROM fact f WHERE f.preliminary"
_FACTS: Final = (
    "SELECT f.province_code, f.indicator, f.kind, f.basis, f.period_start, f.period_end, f.unit_key, f.preliminary,"
    " f.state, f.value, f.low, f.high, f.numerator, f.denominator, f.hedge, i.over_time, f.revision_id, f.line,"
    " p.programme FROM fact f"
    " JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id"
    " JOIN fact_programme p"
    " ON p.province_code = f.province_code AND p.revision_id = f.revision_id AND p.line = f.line"
    " JOIN indicator i ON i.code = f.indicator"
    " WHERE f.kind IN ('actual', 'disbursed') AND f.dimension = '' AND f.part_of IS NULL AND "
)
_REVISION: Final = 16
"""The place of the revision's id in their rows."""
_CHUNK: Final = 100
"""Pairs in one query."""


class _Fact(NamedTuple):
    province: str
    indicator: str
    kind: str
    basis: str
    start: str
    end: str
    unit: str | None
    preliminary: bool
    state: str
    value: int | None
    low: int | None
    high: int | None
    numerator: int | None
    denominator: int | None
    hedge: str | None
    over_time: str
    revision: str
    line: int

    @property
    def reported(self) -> bool:
        return self.state == "reported"

    @property
    def year(self) -> str:
        """Its calendar year, "" of several."""
        return self.start[:4] if self.start[:4] == self.end[:4] else ""


_Made = tuple[Cell, Sequence[_Fact]]
"""A cell and the facts whose figures make it."""


def recounted(
    reader: Reader, cells: Sequence[Cell], *, programme: str, province: str | None = None, past: Past | None = None
) -> list[Cell]:
    """The same cells, those of the few indicators that need it counted anew.

    `cells` are those of one programme, or of all with "*"; `province` is the key of the only one that they are of, and
    `past` their moment. A final figure supersedes the preliminary ones of its indicator, basis, period, place and
    programmes. In a year with a figure since 1 January only that one stays, and what begins after it; figures that a
    plan's cumulative one overlaps are parted from the others of their year.
    """
    pairs = {*_mixed(cells), *superseded(reader, province=province, past=past)}
    if not pairs:
        return list(cells)
    kept = [cell for cell in cells if cell.kind not in DONE or (cell.province, cell.indicator) not in pairs]
    return [*kept, *counted_anew(reader, pairs, programme=programme, past=past)]


def superseded(reader: Reader, *, province: str | None = None, past: Past | None = None) -> set[Pair]:
    """The indicators of provinces that have preliminary figures which a final one may supersede."""
    preliminary = _PRELIMINARY if past else _SUPERSEDED
    narrow = " AND f.province_code = :province" if province else ""
    return {(key, indicator) for key, indicator in reader.rows(preliminary + narrow, {"province": province})}


def counted_anew(reader: Reader, pairs: Iterable[Pair], *, programme: str, past: Past | None = None) -> Iterator[Cell]:
    """The yearly cells of what was done of these indicators, from their facts; the programme "*" is all."""
    return (cell for cell, _facts in _counted_anew(_read(reader, sorted(pairs), past), programme))


def one_by_one(reader: Reader, pairs: Iterable[Pair], *, programme: str, past: Past | None = None) -> Iterator[Cell]:
    """What was done of these indicators, each figure that counts as a cell under its own period and basis."""
    for group in _counting(_read(reader, sorted(pairs), past), programme):
        for fact in group:
            yield _cell([fact], fact.basis, fact.start, fact.end)[0]


def made_of(
    reader: Reader, province: str, indicator: str, *, programme: str, past: Past | None = None
) -> list[tuple[Cell, frozenset[FactKey]]]:
    """What a province's indicator gives when it is counted anew: each cell with the facts whose figures make it."""
    made = _counted_anew(_read(reader, [(province, indicator)], past), programme)
    return [(cell, frozenset((fact.revision, fact.line) for fact in facts)) for cell, facts in made]


def _mixed(cells: Iterable[Cell]) -> set[Pair]:
    """The indicators that a province reported both cumulatively and in the period."""
    done = [cell for cell in cells if cell.kind in DONE]
    cumulative = {(cell.province, cell.indicator) for cell in done if cell.basis != "period"}
    if not cumulative:
        return cumulative
    return cumulative & {(cell.province, cell.indicator) for cell in done if cell.basis == "period"}


def _read(reader: Reader, pairs: Sequence[Pair], past: Past | None) -> dict[_Fact, frozenset[str]]:
    """The counting facts of these indicators, each with its programmes."""
    found: dict[_Fact, set[str]] = defaultdict(set)
    for first in range(0, len(pairs), _CHUNK):
        chosen: list[str] = []
        parameters: dict[str, Any] = {}
        for place, (province, indicator) in enumerate(pairs[first : first + _CHUNK]):
            chosen.append(f"f.province_code = :p{place} AND f.indicator = :i{place}")
            parameters |= {f"p{place}": province, f"i{place}": indicator}
        sql = f"{_FACTS}({' OR '.join(chosen)})"
        for row in rows_then(reader, past, sql, parameters, _REVISION) if past else reader.rows(sql, parameters):
            found[_Fact(*row[:-1])].add(row[-1])
    return {fact: frozenset(programmes) for fact, programmes in found.items()}


def _counted_anew(facts: dict[_Fact, frozenset[str]], programme: str) -> Iterator[_Made]:
    for group in _counting(facts, programme):
        yield from _cells(group)


def _counting(facts: dict[_Fact, frozenset[str]], programme: str) -> Iterable[list[_Fact]]:
    """The facts that count in a programme, by province, indicator and kind."""
    finals = {
        (_superseding(fact), programmes)
        for fact, programmes in facts.items()
        if not fact.preliminary and fact.state != "unknown"
    }
    groups: dict[tuple[str, str, str], list[_Fact]] = defaultdict(list)
    for fact, programmes in facts.items():
        superseded = fact.preliminary and (_superseding(fact), programmes) in finals
        if programme in programmes and not superseded:
            groups[fact[:3]].append(fact)
    return groups.values()


def _superseding(fact: _Fact) -> tuple[Any, ...]:
    """What a final figure shares with the preliminary ones that it supersedes, beside the programmes."""
    return fact[:7]


def _cells(facts: Sequence[_Fact]) -> Iterator[_Made]:
    """The cells of one province's indicator and kind."""
    runs: dict[tuple[str, ...], list[_Fact]] = defaultdict(list)
    for fact in facts:
        runs[(fact.year,) if fact.year else (fact.basis, fact.start, fact.end)].append(fact)
    plans = [fact for fact in facts if fact.basis == "plan_to_date" and fact.reported]
    for key, run in runs.items():
        if len(key) > 1:
            yield _cell(run, run[0].basis, run[0].start, run[0].end)
        elif run[0].over_time == "sum":
            yield from _year_of_sums(key[0], run, plans)
        else:
            yield _cell(run, "period", f"{key[0]}-01-01", f"{key[0]}-12-31")


def _year_of_sums(year: str, facts: Sequence[_Fact], plans: Sequence[_Fact]) -> Iterator[_Made]:
    """A year's cells: the cumulative figure and what begins after it, or the figures of its periods.

    A figure in the period from 1 January on that ends later than the cumulative one says as much as a later one.
    """
    first, last = f"{year}-01-01", f"{year}-12-31"
    to_date = [fact for fact in facts if fact.basis == "year_to_date"]
    own = [fact for fact in facts if fact.basis == "period"]
    latest = max((fact.end for fact in to_date if fact.reported), default="")
    if not latest:
        if to_date:
            yield _cell(to_date, "year_to_date", first, last)
        yield from _parted(own, first, last, plans)
        return
    holding = [fact for fact in own if fact.reported and fact.start == first and fact.end > latest]
    end = max((fact.end for fact in holding), default=latest)
    if holding:
        cell, counting = _cell([fact for fact in holding if fact.end == end], "period", first, end)
        yield cell._replace(basis="year_to_date"), counting
    else:
        yield _cell([fact for fact in to_date if fact.end == end], "year_to_date", first, end)
    later = [fact for fact in own if fact.start > end]
    if later:
        yield _cell(later, "period", _day_after(end), last)


def _parted(facts: Sequence[_Fact], first: str, last: str, plans: Sequence[_Fact]) -> Iterator[_Made]:
    """A year's figures: those that a cumulative one of the plan overlaps, within its days, and the rest."""
    rest = list(facts)
    for plan in plans:
        held = [fact for fact in rest if fact.start <= plan.end and plan.start <= fact.end]
        if held:
            rest = [fact for fact in rest if fact not in held]
            yield _cell(held, "period", max(first, plan.start), min(last, plan.end))
    if rest:
        yield _cell(rest, "period", first, last)


def _cell(facts: Sequence[_Fact], basis: str, start: str, end: str) -> _Made:
    """One cell and the facts that count in it: in the period of a sum all, of others the last or the largest one."""
    reported = [fact for fact in facts if fact.reported]
    one = facts[0]
    counting = reported if one.over_time == "sum" and basis == "period" else reported and [max(reported, key=_rank)]

    def total(numbers: Iterable[int | None]) -> int | None:
        return sum(number or 0 for number in numbers) if counting else None

    shared = [fact for fact in counting if fact.numerator is not None and fact.denominator]
    said = Counter(fact.state for fact in facts)
    words = [fact.hedge for fact in counting if fact.hedge]
    cell = Cell(
        one.province,
        one.indicator,
        one.kind,
        basis,
        start,
        end,
        len(reported),
        total(fact.value for fact in counting),
        total(fact.value if fact.low is None else fact.low for fact in counting),
        total(fact.value if fact.high is None else fact.high for fact in counting),
        total(fact.numerator for fact in shared) if shared else None,
        total(fact.denominator for fact in shared) if shared else None,
        len(words),
        said["unknown"],
        said["not_carried_out"],
        said["not_applicable"],
        one.province,
        one_word(words),
    )
    return cell, counting


def _rank(fact: _Fact) -> tuple[Any, ...]:
    """The largest, the last or the one since 1 January that ends last; a final one before a preliminary one."""
    largest = fact.value or 0 if fact.over_time == "max" else 0
    return largest, fact.end, not fact.preliminary, fact.revision, fact.line


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
