"""What targets ask to maintain, and the figures that such a target of a sum is held against (docs/figures.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from db.store.reader import Reader
from db.summary.cells import LATEST, Cell
from db.summary.past import Past
from db.summary.recounting import one_by_one

_MAINTAINED: Final = (
    "SELECT t.province_code, t.indicator, t.period_start, t.period_end, r.head_revision_id FROM target t"
    " JOIN record r ON r.province_code = t.province_code AND r.id = t.record_id WHERE t.maintain AND NOT r.voided"
)
_SUMS: Final = "SELECT code FROM indicator WHERE over_time = 'sum'"


def read_maintained(reader: Reader, past: Past | None = None) -> frozenset[tuple[str, str, int]]:
    """(province, indicator, year) of all that a target asks to maintain, or asked at a moment of the past."""
    asked = [
        (province, indicator, int(start[:4]), int(end[:4]))
        for province, indicator, start, end, revision in reader.rows(_MAINTAINED)
        if past is None or revision not in past.started
    ]
    asked += [
        (was.province, was.content["indicator"], was.period.year_from, was.period.year_to)
        for was in (past.stopped if past else ())
        if was.kind == "target" and was.content.get("maintain") and was.period
    ]
    return frozenset(
        (province, indicator, year) for province, indicator, first, last in asked for year in range(first, last + 1)
    )


def latest_figures(
    reader: Reader, *, programme: str, province: str | None = None, past: Past | None = None
) -> Iterator[Cell]:
    """The figures of sums that a target asks to maintain, each by itself as a cell of the kind LATEST.

    Of the years of those targets, of one programme or of all with "*", of all provinces or the one with that key. A
    cell of the yearly rollup holds their sum, and what is to be maintained is met or behind by the latest one.
    """
    asked = {one for one in read_maintained(reader, past) if province in (None, one[0])}
    if not asked:
        return
    sums = {code for (code,) in reader.rows(_SUMS)}
    pairs = {(key, code) for key, code, _year in asked if code in sums}
    for cell in one_by_one(reader, pairs, programme=programme, past=past) if pairs else ():
        if cell.n and asked.issuperset((cell.province, cell.indicator, year) for year in cell.years):
            yield cell._replace(kind=LATEST)
