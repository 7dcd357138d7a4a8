"""Target against actual: percent met and status on a chosen day.

Percent met is actual / target × 100; without a target, or with a target of 0, there is none. Pace is for sums only: the
percent met is held against the share of the target's own period that has gone on the chosen day. The rules and worked
examples stand in docs/figures.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from db.models.figure import Figure
from db.summary.formulas import hundredths
from db.summary.views import IndicatorProgress, Standing, Status


def percent_met(target: Figure, actual: Figure) -> float | None:
    """Percent of the target that was met, to two decimals; None without both or with a target of 0.

    A half of the last decimal goes up. A range target is met at its lower bound, which is its value.
    """
    if not target.known or not actual.known or not target.value or actual.value is None:
        return None
    return hundredths(actual.value, target.value) / 100


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
    assert target.value is not None
    start, end = period
    if actual.value <= target.value if decreases else actual.value >= target.value:
        return "met"
    if today > end:
        return "missed"
    if today < start:
        return "not_due"
    if is_level or decreases:
        return "behind"
    pace = 100 * actual.value / (target.value * expected_share(start, end, today))
    if pace < behind_percent:
        return "behind"
    return "ahead" if pace > ahead_percent else "on_track"


def standing(lines: Iterable[IndicatorProgress]) -> Standing:
    """How the targets that are set stand: a number was set, and nobody said that it does not apply.

    One that was not carried out stays set and counts as behind; no report is no bad mark (docs/figures.md).
    """
    stands = Counter(line.status for line in lines if line.target.known and line.status != "not_applicable")
    return Standing(
        stands["met"],
        stands.total(),
        stands["missed"],
        stands["behind"] + stands["not_carried_out"],
        stands["no_report"] + stands["not_due"],
    )
