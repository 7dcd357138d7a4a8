"""Figures and periods as texts to be typed over: what an edited record's fields open with.

Always the Vietnamese way (1.300, 57,5, dd/mm/yyyy), because that is how fields are read in either language.
"""

from __future__ import annotations

from db.models.figure import PERCENT_SCALE, Figure
from db.models.period import Period
from db.models.wording import number, period, unit_sort

_STATES = {"not_carried_out": "không triển khai", "not_applicable": "không áp dụng"}


def figure_text(figure: Figure, unit: str = "") -> str:
    """The text that reads as this figure in that unit: hơn 2.500, 8/10, 1.500-1.800, ?, không triển khai: lý do."""
    if not figure.known or figure.value is None:
        state = _STATES.get(figure.state, "?")
        return f"{state}: {figure.reason}" if figure.reason else state
    if figure.numerator is not None and figure.denominator is not None:
        amount = f"{figure.numerator}/{figure.denominator}"
    elif figure.low is not None and figure.high is not None:
        amount = f"{_amount(figure.low, unit)}-{_amount(figure.high, unit)}"
    else:
        amount = _amount(figure.value, unit)
    return f"{figure.hedge} {amount}" if figure.hedge else amount


def period_text(shown: Period) -> str:
    """The text that reads as this period."""
    return period(shown, "vi")


def _amount(value: int, unit: str) -> str:
    if unit_sort(unit) != "percent":
        return number(value, "vi")
    whole, rest = divmod(value, PERCENT_SCALE)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",")
