"""Target against actual: percent met and status on a chosen day.

Percent met is actual / target × 100; without a target, or with a target of 0, there is none. What is to decrease is
measured from its baseline. Pace is for sums only: the percent met is held against the share of the target's own period
that has gone on the chosen day. The rules and worked examples stand in docs/figures.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from db.models.figure import Figure
from db.summary.formulas import hundredths
from db.summary.views import IndicatorProgress, Standing, Status


def percent_met(target: Figure, actual: Figure, baseline: Figure | None = None) -> float | None:
    """Percent of the target that was met, to two decimals; None without both or with a target of 0.

    A half of the last decimal goes away from 0. A range target is met at its lower bound. What is to decrease is given
    with its `baseline` (UNKNOWN where nobody stated one: then there is no percent): of the way from there down to the
    target, the part that was gone, (baseline - actual) / (baseline - target). It is negative where things got worse,
    and over 100 where they got better than asked (docs/figures.md, what is to decrease).
    """
    if not target.known or not actual.known or actual.value is None:
        return None
    if baseline is None:
        return _percent(actual.value, _bound(target))
    if baseline.value is None or baseline.value <= _bound(target, decreases=True):
        return None
    return _percent(baseline.value - actual.value, baseline.value - _bound(target, decreases=True))


def _bound(target: Figure, *, decreases: bool = False) -> int:
    """The end of a range target that is reached first: its lower one, from above its upper one."""
    if decreases and target.high is not None:
        return target.high
    return target.value or 0


def _percent(part: int, whole: int) -> float | None:
    """`part` of `whole` in percent; None of a whole of 0."""
    if not whole:
        return None
    return (hundredths(part, whole) if part >= 0 else -hundredths(-part, whole)) / 100


def expected_share(start: date, end: date, today: date) -> float:
    """The part of the period, 0 to 1, that has gone at the end of `today`; both ends count."""
    days = (end - start).days + 1
    gone = (today - start).days + 1
    return min(1.0, max(0.0, gone / days))


def status(
    target: Figure,
    actual: Figure,
    *,
    period: tuple[date, date] | None,
    today: date,
    is_level: bool,
    decreases: bool = False,
    behind_percent: int,
    ahead_percent: int,
) -> Status:
    """How a target stands on `today`.

    Before the period `not_due`; met is met at any date; after the end `missed`, without tolerance. Between, a level is
    met or behind by its latest value, a sum is `behind` under `behind_percent` of its expected share and `ahead` over
    `ahead_percent`. What is to decrease is met at or under its target, and has no pace. No report is `no_report`,
    never a bad mark.
    """
    for figure in (target, actual):
        if figure.state in ("not_applicable", "not_carried_out"):
            return figure.state
    if not actual.known:
        return "not_due" if period and today < period[0] else "no_report"
    if not target.known or period is None:
        return "no_target"
    assert actual.value is not None
    goal = _bound(target, decreases=decreases)
    start, end = period
    if actual.value <= goal if decreases else actual.value >= goal:
        return "met"
    if today > end:
        return "missed"
    if today < start:
        return "not_due"
    if is_level or decreases:
        return "behind"
    pace = 100 * actual.value / (goal * expected_share(start, end, today))
    if pace < behind_percent:
        return "behind"
    return "ahead" if pace > ahead_percent else "on_track"


def standing(lines: Iterable[IndicatorProgress]) -> Standing:
    """How the targets that are set stand."""
    return standing_of((line.target, line.status) for line in lines)


def standing_of(targets: Iterable[tuple[Figure, Status]]) -> Standing:
    """How the targets that are set stand: a number was set, and nobody said that it does not apply.

    One that was not carried out stays set and counts as behind; no report is no bad mark (docs/figures.md).
    """
    stands = Counter(status for target, status in targets if target.known and status != "not_applicable")
    return Standing(
        stands["met"],
        stands.total(),
        stands["missed"],
        stands["behind"] + stands["not_carried_out"],
        stands["no_report"] + stands["not_due"],
    )
