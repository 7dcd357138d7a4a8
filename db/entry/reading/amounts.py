"""One amount as Vietnamese officials write it: 1.300 · 1 300 · 2,7 tỷ · 1 tỷ 545 triệu · 40 x 400 triệu · 98,7 %.

The dot groups thousands and the comma marks decimals. A spelling that the other convention would read otherwise has
more than one reading; this module finds all that make sense, its caller asks. All arithmetic is on integers.
"""

import re
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Final

from db.language import _
from db.models.figure import PERCENT_SCALE
from db.models.text import fold
from db.models.wording import UnitSort, unit_sort

MOST_DIGITS: Final = 18
"""Larger numbers do not fit a 64-bit column; no count and no budget comes near."""
_LARGEST_LEVEL: Final = 1000 * PERCENT_SCALE
_LARGEST_DOUBTFUL_LEVEL: Final = 100 * PERCENT_SCALE

_NUMBER: Final = r"[0-9]+(?:[., ][0-9]+)*"
_SCALES: Final = {
    **dict.fromkeys(("nghin", "ngan", "k", "thousand"), 1_000),
    **dict.fromkeys(("trieu", "trd", "tr", "million", "m"), 1_000_000),
    **dict.fromkeys(("ty", "ti", "billion", "bn"), 1_000_000_000),
}
_SCALE: Final = rf"(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![a-z])"
_PART: Final = re.compile(rf" ?({_NUMBER}) ?((?:{_SCALE} ?){{0,2}})")
_TIMES: Final = re.compile(r" ?[x×*] ?(?=[0-9])")
_SPACE_GROUPED: Final = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+)(?:,([0-9]+))?")
_SPELLED_UNITS: Final[dict[UnitSort, tuple[str, ...]]] = {
    "money": ("viet nam dong", "dong", "vnd", "₫", "d"),
    "percent": ("%", "phan tram", "percent"),
    "count": (),
}


class Unread(Exception):  # noqa: N818 - carries a sentence to the caller, who names what was typed
    """No amount; `problem` is a whole sentence for the person who typed."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Reading:
    """One sensible value (percentages in hundredths); `official` when it is written the Vietnamese way."""

    value: int
    official: bool = True


@dataclass(frozen=True, slots=True)
class _Numeral:
    """Digits read one way: `digits` shifted right by `decimals`."""

    digits: int
    decimals: int = 0
    official: bool = True


@dataclass(frozen=True, slots=True)
class _Part:
    """A numeral in its possible readings and the scale of the word after it (tỷ, triệu, nghìn), 1 without one."""

    numerals: tuple[_Numeral, ...]
    scale: int


def readings(folded: str, unit: str, *, scale: int = 1) -> list[Reading]:
    """Read an amount from folded text, in every way that makes sense, the official one first.

    `scale` is that of a word said only once, at the end of a range ("từ 1,5 đến 1,8 tỷ").

    Raises:
        Unread: it cannot be read.
    """
    sort = unit_sort(unit)
    amount = _without_unit(folded, unit, sort)
    factor_text, times, multiplied = _split_product(amount)
    if times and sort == "percent":
        raise Unread(_("a percentage is not multiplied."))
    parts = _parts(multiplied if times else amount, percent=sort == "percent")
    factors = _numerals(factor_text, percent=False) if times else (_Numeral(1),)
    if scale != 1 and len(parts) == 1 and parts[0].scale == 1:
        parts = (_Part(parts[0].numerals, scale),)
    _check_order(parts)
    found: dict[int, Reading] = {}
    problem: Unread | None = None
    for factor, *numerals in product(factors, *(part.numerals for part in parts)):
        official = factor.official and all(numeral.official for numeral in numerals)
        try:
            value = _value(factor, [(one, part.scale) for one, part in zip(numerals, parts, strict=True)], sort)
            if sort == "percent" and value > (_LARGEST_LEVEL if official else _LARGEST_DOUBTFUL_LEVEL):
                raise Unread(_("a level above 1000 % is not accepted."))
        except Unread as unread:
            problem = problem or unread
            continue
        found.setdefault(value, Reading(value, official))
    if not found:
        raise problem or Unread(_("this is no number."))
    return sorted(found.values(), key=lambda reading: not reading.official)


def last_scale(folded: str, unit: str) -> int:
    """Give the scale of the word that ends an amount (1,8 tỷ: a thousand million); 1 without one."""
    match = re.search(rf"((?:{_SCALE} ?)+)$", _without_unit(folded, unit, unit_sort(unit)))
    return _scale_of(match[1]) if match else 1


def _without_unit(folded: str, unit: str, sort: UnitSort) -> str:
    for word in (fold(unit), *_SPELLED_UNITS[sort]):
        if word and folded.endswith(word):
            before = folded[: -len(word)]
            if not before[-1:].isalpha() or not word[0].isalpha():
                return before.rstrip()
    return folded


def _split_product(amount: str) -> tuple[str, bool, str]:
    factors = _TIMES.split(amount)
    if len(factors) > 2:
        raise Unread(_("only two numbers can be multiplied."))
    return factors[0], len(factors) == 2, factors[-1]


def _parts(amount: str, *, percent: bool) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    place = 0
    while place < len(amount):
        match = _PART.match(amount, place)
        if match is None:
            raise Unread(_("the words after the number are not understood.") if parts else _("this is no number."))
        if percent and match[2]:
            raise Unread(_("a percentage takes no word such as tỷ or triệu."))
        parts.append(_Part(_numerals(match[1], percent=percent), _scale_of(match[2])))
        place = match.end()
    if not parts:
        raise Unread(_("this is no number."))
    return tuple(parts)


def _scale_of(words: str) -> int:
    scale = 1
    for word in words.split():
        scale *= _SCALES[word]
    return scale


def _check_order(parts: tuple[_Part, ...]) -> None:
    """1 tỷ 545 triệu: each part has its word, smaller than the one before."""
    for larger, smaller in pairwise(parts):
        if smaller.scale == 1:
            raise Unread(_("each part needs its word: 1 tỷ 545 triệu."))
        if smaller.scale >= larger.scale:
            raise Unread(_("the parts go from large to small: 1 tỷ 545 triệu."))


def _value(factor: _Numeral, amounts: list[tuple[_Numeral, int]], sort: UnitSort) -> int:
    if factor.decimals:
        raise Unread(_("the number before x must be whole."))
    total = 0
    above: int | None = None
    for place, (numeral, scale) in enumerate(amounts):
        if numeral.decimals and (place < len(amounts) - 1 or (scale == 1 and sort != "percent")):
            raise Unread(_("this must be a whole number."))
        scaled = numeral.digits * scale * (PERCENT_SCALE if sort == "percent" else 1)
        value, rest = divmod(scaled, 10**numeral.decimals)
        if rest:
            raise Unread(
                _("at most two decimals are kept.") if sort == "percent" else _("this must be a whole number.")
            )
        if above is not None and value >= above:
            raise Unread(_("a part is too large for the word before it."))
        total, above = total + value, scale
    total *= factor.digits
    if len(str(total)) > MOST_DIGITS:
        raise Unread(_("more than 18 digits are not accepted."))
    return total


def _numerals(token: str, *, percent: bool) -> tuple[_Numeral, ...]:
    """Read digits with their separators in every way that they may be meant, the official one first."""
    token = token.strip()
    if sum(map(str.isdigit, token)) > MOST_DIGITS:
        raise Unread(_("more than 18 digits are not accepted."))
    if not re.fullmatch(_NUMBER, token):
        raise Unread(_("this is no number."))
    if " " in token:
        spaced = _SPACE_GROUPED.fullmatch(token)
        if spaced is None:
            raise Unread(_("the digits are not in groups of three."))
        return (_numeral(spaced[1].replace(" ", ""), spaced[2] or ""),)
    dots, commas = token.count("."), token.count(",")
    if not dots and not commas:
        return (_numeral(token),)
    if dots and commas:
        return _both_separators(token)
    return _only_commas(token, commas) if commas else _only_dots(token, dots, percent=percent)


def _only_dots(token: str, dots: int, *, percent: bool) -> tuple[_Numeral, ...]:
    joined = token.replace(".", "")
    whole, _dot, decimals = token.partition(".")
    if _is_grouped(token, "."):
        grouped = _numeral(joined)
        return (grouped, _numeral(whole, decimals, official=False)) if percent and dots == 1 else (grouped,)
    if dots > 1:
        raise Unread(_("the digits are not in groups of three."))
    doubtful = _numeral(whole, decimals, official=False)
    return (doubtful,) if token.startswith("0") else (doubtful, _numeral(joined, official=False))


def _only_commas(token: str, commas: int) -> tuple[_Numeral, ...]:
    grouped = (_numeral(token.replace(",", ""), official=False),) if _is_grouped(token, ",") else ()
    if commas == 1:
        whole, _comma, decimals = token.partition(",")
        return (_numeral(whole, decimals), *grouped)
    if not grouped:
        raise Unread(_("the digits are not in groups of three."))
    return (_numeral(token.replace(",", "")),)  # 1,330,000: two commas can mark no decimals


def _both_separators(token: str) -> tuple[_Numeral, ...]:
    official = token.rindex(",") > token.rindex(".")
    group, mark = (".", ",") if official else (",", ".")
    whole, _mark, decimals = token.partition(mark)
    if token.count(mark) > 1 or not _is_grouped(whole, group):
        raise Unread(_("the dots and commas do not fit together."))
    return (_numeral(whole.replace(group, ""), decimals, official=official),)


def _is_grouped(token: str, separator: str) -> bool:
    first, *groups = token.split(separator)
    return 1 <= len(first) <= 3 and not first.startswith("0") and all(len(group) == 3 for group in groups)


def _numeral(whole: str, decimals: str = "", *, official: bool = True) -> _Numeral:
    return _Numeral(int(whole + decimals), len(decimals), official)
