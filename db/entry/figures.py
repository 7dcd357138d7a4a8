"""When a figure, as it stands in a content, holds: each rule says what to do where it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from db.language import _
from db.models.figure import FIGURE_STATES, PERCENT_SCALE, Figure

LARGEST: Final = 10**16
"""Ten million billion: more than any budget in đồng, and sums of many still fit a 64-bit column."""
_NUMBERS: Final = ("value", "low", "high", "numerator", "denominator")
_TEXTS: Final = ("hedge", "reason", "state")
_LONGEST_HEDGE: Final = 40
_LONGEST_REASON: Final = 2000


def figure_problem(content: object, *, is_share: bool = False) -> str | None:
    """What is wrong with a figure, in a sentence; None when nothing is. A share is a part of a whole: at most 100 %."""
    if not isinstance(content, Mapping) or not content.keys() <= {*_NUMBERS, *_TEXTS}:
        return _("this is no figure: type a number, or ? when it is unknown.")
    if any(not isinstance(content[name], str) for name in _TEXTS if name in content):
        return _("this is no figure: type a number, or ? when it is unknown.")
    for name in _NUMBERS:
        problem = _number_problem(content.get(name))
        if problem:
            return problem
    figure = Figure.from_content(content)
    if figure.state not in FIGURE_STATES:
        return _("the state “{state}” is unknown: type a number, ?, or not carried out.").format(state=figure.state)
    if len(figure.hedge or "") > _LONGEST_HEDGE or len(figure.reason or "") > _LONGEST_REASON:
        return _("the words beside the number are too long: put them in the note.")
    if figure.state == "reported":
        return _reported_problem(figure, is_share=is_share)
    return _unreported_problem(figure)


def _number_problem(number: Any) -> str | None:
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int):
        return _("only whole numbers are kept: type one without decimals.")
    if number < 0:
        return _("it must not be less than 0.")
    if number > LARGEST:
        return _("the number is too large: look at its unit.")
    return None


def _reported_problem(figure: Figure, *, is_share: bool) -> str | None:
    if figure.value is None:
        return _("the number is missing: type it, or ? when it is unknown.")
    if (figure.low is None) != (figure.high is None):
        return _("a range has two ends: type it as 1.500-1.800.")
    if figure.low is not None and figure.high is not None:
        if figure.low > figure.high:
            return _("the range is turned round: type the smaller number first.")
        if figure.value != figure.low:
            return _("the number must be the lower end of its range.")
    if (figure.numerator is None) != (figure.denominator is None):
        return _("a fraction has two numbers: type it as 8/10.")
    if figure.denominator == 0:
        return _("a fraction of 0 has no value: type the whole after the stroke.")
    if is_share:
        whole = 100 * PERCENT_SCALE
        if max(figure.value, figure.high or 0) > whole:
            return _("a share is at most 100 %.")
        if figure.numerator is not None and figure.denominator is not None and figure.numerator > figure.denominator:
            return _("the part is larger than the whole: type the part before the stroke.")
    return None


def _unreported_problem(figure: Figure) -> str | None:
    numbers = (figure.value, figure.low, figure.high, figure.numerator, figure.denominator)
    if any(number is not None for number in numbers) or figure.hedge is not None:
        return _("a number and a state without number exclude each other: keep one of them.")
    if figure.state != "unknown" and not figure.reason:
        return _("give the reason after a colon.")
    return None
