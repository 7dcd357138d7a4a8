"""How figures and periods are written: the one place for number formats, used by forms, screens and the command line.

A format follows the `language` that is asked for ("vi", anything else is English); separators, money words and period
patterns are such formats. The words for states come from the catalogue of the language spoken now. Dates are
dd/mm/yyyy in both. Only integers are handled, so nothing is ever rounded by accident.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from db.language import _, ngettext
from db.models.figure import PERCENT_SCALE, Figure
from db.models.period import Period
from db.models.text import fold

NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})
"""Units of measure are called by their codes."""
UnitSort = Literal["money", "percent", "count"]
_IRREGULAR: Final = {"people": "person"}
_PLURALS: Final = (("ies", "y"), ("sses", "ss"), ("s", ""))

_MILLION: Final = 1_000_000
_MONEY_WORDS: Final = {
    "vi": ((1_000_000_000, "tỷ"), (_MILLION, "triệu")),
    "en": ((1_000_000_000, "bn"), (_MILLION, "m")),
}
HEDGES: Final = {
    "khoảng hơn": "a little over",
    "khoảng": "about",
    "hơn": "over",
    "trên": "above",
    "gần": "nearly",
    "dưới": "under",
    "cơ bản": "basically",
}
"""The hedges of reports and their English; a figure keeps the Vietnamese word."""


def unit_word(name: str, value: int | None) -> str:
    """The name of a unit of measure behind a number: English says "1 class", and names are kept as "classes".

    A name that is no English plural stays as it is.
    """
    if value != 1 or not name.isascii():
        return name
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    for plural, singular in _PLURALS:
        if name.endswith(plural):
            return name.removesuffix(plural) + singular
    return name


def counted_in(shown: Figure, unit: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """The word for the unit of measure behind a figure, as `names` calls it; one that they leave out is its code."""
    return unit_word(names.get(unit, unit), None if shown.high is not None else shown.value)


def unit_sort(unit: str) -> UnitSort:
    """Tell whether a unit is money (đồng, đ), a percentage (%) or something counted."""
    if unit.strip() == "%":
        return "percent"
    return "money" if fold(unit) in ("dong", "d", "vnd", "₫") else "count"


def number(value: int, language: str) -> str:
    """Write a whole number: 1.300 in Vietnamese, 1,300 in English."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped


def percent(hundredths: int, language: str) -> str:
    """Write hundredths of a percent, with one decimal and a second one only where it says something: 95,0 %."""
    return f"{_decimal(hundredths, 1, language)} %"


def money(value: int, language: str, *, short: bool = False) -> str:
    """Write whole đồng: 1.330.000.000 đ.

    Short is for columns: 1,33 tỷ, 1.545 triệu, 500 triệu (1.33 bn, 1,545 m, 500 m), and in full below a million. The
    word is the largest in which at most two decimals are exact. Where neither word is, the larger one is rounded half
    to even; `short_is_exact` tells, and whoever shows it then marks it (`figure` writes ≈).
    """
    if not short or abs(value) < _MILLION:
        return f"{number(value, language)} đ"
    words = _MONEY_WORDS["vi" if language == "vi" else "en"]
    fitting = [(scale, word) for scale, word in words if abs(value) >= scale]
    exact = [(scale, word) for scale, word in fitting if value % (scale // 100) == 0]
    scale, word = (exact or fitting)[0]
    return f"{_decimal(round_half_even(value, scale // 100), 0, language)} {word}"


def short_is_exact(value: int) -> bool:
    """Tell whether `money(value, …, short=True)` says exactly this amount."""
    return abs(value) < _MILLION or value % (_MILLION // 100) == 0


def figure(shown: Figure, unit: str, language: str, *, short: bool = False, names: Mapping[str, str] = NO_NAMES) -> str:
    """Write a figure with its hedge, range, fraction or state, for a cell whose heading gives the unit.

    "hơn 2.500", "1.500–1.800", "80,0 % (8/10)", "—" when unknown; money and percentages carry their sign. Short drops
    the fraction, shortens money (≈ before an amount that had to be rounded) and the words for states. What is counted
    in several units of measure names each, as `names` calls it: "10 chiếc · hơn 7 bộ".
    """
    if shown.by_unit:
        parts = (
            f"{figure(part, own, language, short=short)} {counted_in(part, own, names)}" for own, part in shown.by_unit
        )
        return " ".join([*_lack(shown, "count"), " · ".join(parts)])
    if not shown.known or shown.value is None:
        return state_word(shown, short=short)
    sort = unit_sort(unit)
    ends = [shown.value] if shown.low is None or shown.high is None else [shown.low, shown.high]
    words = " ".join([*_lack(shown, sort), *_hedge(shown, language), _written(ends, sort, language, short=short)])
    if sort == "money" and short and not all(map(short_is_exact, ends)):
        words = f"≈ {words}"
    if shown.denominator is not None and shown.numerator is not None and not short:
        words += f" ({number(shown.numerator, language)}/{number(shown.denominator, language)})"
    return words


def state_word(shown: Figure, *, short: bool = False) -> str:
    """Name the state of a figure that has no number; a dash when it is unknown, or why there is no total."""
    if shown.not_combinable:
        text = ngettext("{n} province, not combinable", "{n} provinces, not combinable", shown.not_combinable)
        return text.format(n=shown.not_combinable)
    if shown.state == "not_carried_out":
        return _("not done") if short else _("not carried out")
    if shown.state == "not_applicable":
        return _("n/a") if short else _("not applicable")
    return "—"


def period(shown: Period, language: str) -> str:
    """Write a period as it was stated: 28/09/2017, 06/2020, quý 2/2020, 6 tháng đầu năm 2020, 2020, 2021-2025.

    Another span is written by its first and last month, or day where it does not fill whole months.
    """
    start, end, vietnamese = shown.start, shown.end, language == "vi"
    first_half = start.month == 1
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    match shown.grain:
        case "day":
            return day(start)
        case "month":
            return _month(start)
        case "quarter":
            return f"{'quý ' if vietnamese else 'Q'}{(start.month + 2) // 3}/{start.year:04}"
        case "half" if vietnamese:
            return f"6 tháng {'đầu' if first_half else 'cuối'} năm {start.year:04}"
        case "half":
            return f"{'first' if first_half else 'second'} half of {start.year:04}"
        case "year":
            return f"{start.year:04}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year != end.year:
        return f"{start.year:04}-{end.year:04}"
    if whole_months and (start.year, start.month) != (end.year, end.month):
        ends = _month(start), _month(end)
    else:
        ends = day(start), day(end)
    return f"từ {ends[0]} đến {ends[1]}" if vietnamese else f"from {ends[0]} to {ends[1]}"


def day(shown: date) -> str:
    """Write a day: 28/09/2017."""
    return f"{shown.day:02}/{shown.month:02}/{shown.year:04}"


def round_half_even(value: int, divisor: int) -> int:
    """Divide integers, rounding half to even; the divisor is positive."""
    quotient, rest = divmod(value, divisor)
    return quotient + (2 * rest > divisor or (2 * rest == divisor and quotient % 2 == 1))


def _month(shown: date) -> str:
    return f"{shown.month:02}/{shown.year:04}"


def _written(ends: list[int], sort: UnitSort, language: str, *, short: bool) -> str:
    if sort == "count":
        return "–".join(number(end, language) for end in ends)
    written = [percent(end, language) if sort == "percent" else money(end, language, short=short) for end in ends]
    amounts, signs = zip(*(one.rsplit(" ", 1) for one in written), strict=True)
    # A sign that both ends share is written once: 1.500.000–1.800.000 đ.
    return f"{'–'.join(amounts)} {signs[-1]}" if len(set(signs)) == 1 else " – ".join(written)


def _decimal(hundredths: int, least_decimals: int, language: str) -> str:
    whole, rest = divmod(abs(hundredths), PERCENT_SCALE)
    decimals = f"{rest:02}".rstrip("0").ljust(least_decimals, "0")
    sign = "-" if hundredths < 0 else ""
    mark = "," if language == "vi" else "."
    return sign + number(whole, language) + (mark + decimals if decimals else "")


def _lack(shown: Figure, sort: UnitSort) -> list[str]:
    """What stands before a total of which a part is unknown: a sum is at least so much, a share about so much."""
    return (["≈"] if sort == "percent" else ["≥"]) if shown.unknown_parts else []


def _hedge(shown: Figure, language: str) -> list[str]:
    if not shown.hedge:
        return []
    return [shown.hedge if language == "vi" else HEDGES.get(shown.hedge, shown.hedge)]
