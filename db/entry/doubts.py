"""What may be right and is asked about before it is saved: a cumulative figure that falls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from db.entry.posting import PostedFact
from db.entry.problems import EntryError
from db.entry.vocabularies import Rows, Vocabularies
from db.language import _, language
from db.models.figure import Figure
from db.models.period import Period
from db.models.wording import day, figure


class Doubted(EntryError):  # noqa: N818 - said as it is shown: the figure is doubted
    """The record holds and looks wrong; the message asks. It is saved when somebody confirms it."""


_NEIGHBOUR: Final = """
SELECT f.value, f.low, f.high, f.hedge, f.period_end
FROM fact f
JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
JOIN revision r ON r.province_code = f.province_code AND r.id = f.revision_id
WHERE f.province_code = :province AND f.indicator = :indicator AND f.kind = 'actual' AND f.basis = :basis
    AND f.part_of IS NULL AND f.state = 'reported' AND r.record_id <> :record
    AND coalesce(f.unit_key, '') = :place AND f.period_start >= :first AND f.period_start <= :start
    AND f.period_end {side} :end
    AND EXISTS (SELECT 1 FROM fact_programme p WHERE p.province_code = f.province_code
        AND p.revision_id = f.revision_id AND p.line = f.line AND p.programme IN ({programmes}))
ORDER BY f.period_end {order}, f.revision_id DESC
LIMIT 1
"""


def falling_cumulative(
    rows: Rows, province_code: str, record_id: str, fact: PostedFact, vocabularies: Vocabularies
) -> str | None:
    """The question where a cumulative figure is less than the one before it, or more than the one after it.

    Both of the same indicator, province, place and basis, of the same year (or the same start of a plan) and with a
    programme in common. None where nothing is to ask.

    Raises:
        StoreError: the database cannot be read.
    """
    if fact.basis == "period" or fact.kind != "actual" or not fact.figure.known:
        return None
    unit = vocabularies.indicators[fact.indicator].unit
    here = f"{figure(fact.figure, unit, language())} ({day(fact.period.end)})"
    for side in ("<", ">"):
        found = _neighbour(rows, province_code, record_id, fact, side)
        if found is None:
            continue
        other, end = found
        there = f"{figure(other, unit, language())} ({day(end)})"
        before, after = (other, fact.figure) if side == "<" else (fact.figure, other)
        if (before.value or 0) > (after.value or 0):
            earlier, later = (there, here) if side == "<" else (here, there)
            return _("A cumulative figure does not fall: {earlier}, then {later}. Is it right?").format(
                earlier=earlier, later=later
            )
    return None


def _neighbour(
    rows: Rows, province_code: str, record_id: str, fact: PostedFact, side: str
) -> tuple[Figure, date] | None:
    period = fact.period
    if len(fact.programmes) == 1:
        return None
    # Since 1 January: whatever began in this year. Since the plan's start: what began with it.
    whole_year = Period.year(period.year_to)
    first, start = (whole_year.start, whole_year.end) if fact.basis == "year_to_date" else (period.start, period.start)
    programmes = {f"programme_{number}": code for number, code in enumerate(fact.programmes[1:])}
    sql = _NEIGHBOUR.format(
        side=side, order="DESC" if side == "<" else "ASC", programmes=", ".join(f":{name}" for name in programmes)
    )
    parameters: Mapping[str, Any] = {
        "province": province_code,
        "indicator": fact.indicator,
        "basis": fact.basis,
        "record": record_id,
        "place": fact.unit_key or "",
        "first": first,
        "start": start,
        "end": period.end,
        **programmes,
    }
    found = rows.rows(sql, parameters)
    if not found:
        return None
    value, low, high, hedge, end = found[0]
    return Figure(value, low, high, hedge=hedge, state="reported"), date.fromisoformat(str(end))
