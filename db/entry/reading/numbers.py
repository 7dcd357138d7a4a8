"""A figure as people write it in reports: a number with its hedge, a range, a fraction, or why there is none.

Nothing is guessed: a spelling with two meanings ("1.5", "1,300") raises `Ambiguous`, and `echo_figure` says in full
what was understood, for the form to show beside the field.
"""

import re
from dataclasses import replace
from itertools import product
from typing import Final

from db.entry.reading.amounts import Reading, Unread, last_scale, readings
from db.entry.reading.errors import Ambiguous, Candidate, refusal
from db.entry.reading.shown import figure_text
from db.language import _
from db.language import language as spoken_language
from db.models.figure import PERCENT_SCALE, UNKNOWN, Figure, FigureState
from db.models.text import fold, nfc
from db.models.wording import (
    HEDGES,
    figure,
    money,
    number,
    percent,
    round_half_even,
    short_is_exact,
    state_word,
    unit_sort,
    unit_word,
)

_LONGEST: Final = 120
"""No figure is longer; what is was pasted into the wrong field."""

_LARGE: Final = 1_000_000
"""From here on an amount has a word (triệu, tỷ)."""

_UNKNOWN_WORDS: Final = frozenset(("?", "-", "–", "—", "khong ro", "chua ro", "unknown", "not known"))
_REASONED_STATES: Final[dict[tuple[str, ...], FigureState]] = {
    ("khong", "trien", "khai"): "not_carried_out",
    ("not", "carried", "out"): "not_carried_out",
    ("khong", "ap", "dung"): "not_applicable",
    ("not", "applicable"): "not_applicable",
}
_REASON_MARKS: Final = " :;,.–—-"

_HEDGE_WORDS: Final = {
    **{fold(english): hedge for hedge, english in HEDGES.items()},
    "more than": "hơn",
    **{fold(hedge): hedge for hedge in HEDGES},
}
_HEDGE: Final = re.compile(rf"({'|'.join(sorted(_HEDGE_WORDS, key=len, reverse=True))})(?![a-z]) ?")
_NEGATIVE: Final = re.compile(r"[-–—−] ?[0-9]")
_RANGE_MARK: Final = re.compile(r" (?:den|to) | ?[–—-] ?")
_FRACTION: Final = re.compile(r"([0-9][0-9., ]*)/ ?([0-9][0-9., ]*)(?:%|[a-z][a-z ]*)?")
_LEVEL_WITH_FRACTION: Final = re.compile(r"([^()]+)\(([^()]+)\)")

_Found = tuple[Figure, bool]
"""A figure that makes sense, and whether it is written the Vietnamese way."""


def read_figure(text: str, *, unit: str) -> Figure:
    """Read a figure for a field whose unit is `unit` ("người", "đồng", "%").

    Counts and đồng are whole; a percentage becomes hundredths (98,7% is 9870), a fraction keeps numerator and
    denominator (8/10 is 8000). Hedges, ranges, "?" and "không triển khai: lý do" are kept as what they are.

    Raises:
        Ambiguous: the spelling can mean several numbers; the error holds them.
        ReadingError: it cannot be read; the message says what is expected.
    """
    typed = " ".join(nfc(text).split())
    folded = fold(typed)
    if folded in _UNKNOWN_WORDS:
        return UNKNOWN
    try:
        return _reasoned_state(typed) or _number_figure(typed, folded, unit)
    except Unread as unread:
        raise refusal(typed, unread.problem, *_expected(unit)) from None


def echo_figure(read: Figure, unit: str, language: str | None = None, unit_name: str = "") -> str:
    """Say in full what was understood: "1300" gives "1.300 người".

    Large amounts are said in short too, for nobody counts zeros: "40 x 400 triệu" gives "16.000.000.000 đ (16 tỷ)".
    The number format is that of `language`, by default the one spoken now; `unit_name` is what it calls the unit.
    """
    if not read.known:
        word = _("not known") if read.state == "unknown" else state_word(read)
        return f"{word}: {read.reason}" if read.reason else word
    spoken = language or spoken_language()
    echo = figure(read, unit, spoken)
    ends = (read.value,) if read.low is None or read.high is None else (read.low, read.high)
    if unit_sort(unit) == "money" and all(end is not None and end >= _LARGE and short_is_exact(end) for end in ends):
        echo += f" ({figure(replace(read, hedge=None), unit, spoken, short=True)})"
    if unit_sort(unit) == "count" and unit:
        echo = f"{echo} {unit_word(unit_name or unit, None if read.high is not None else read.value)}"
    return f"≈ {echo}" if read.hedge else echo


def _reasoned_state(typed: str) -> Figure | None:
    words = typed.split()
    for state_words, state in _REASONED_STATES.items():
        length = len(state_words)
        if tuple(fold(word).rstrip(_REASON_MARKS) for word in words[:length]) != state_words:
            continue
        reason = " ".join(words[length:]).lstrip(_REASON_MARKS)
        if reason.startswith("(") and reason.endswith(")"):
            reason = reason[1:-1].strip()
        if not any(map(str.isalnum, reason)):
            raise refusal(
                typed,
                _("a reason is needed."),
                _("the state, a colon and the reason"),
                "không triển khai: dịch COVID-19",
            )
        return Figure(state=state, reason=reason)
    return None


def _number_figure(typed: str, folded: str, unit: str) -> Figure:
    if not folded:
        raise Unread(_("nothing was typed."))
    if len(folded) > _LONGEST:
        raise Unread(_("this is too long for a figure."))
    hedge, amount = _split_hedge(folded)
    if _NEGATIVE.match(amount):
        raise Unread(_("a figure is never negative."))
    found = _fraction(amount, unit) or _range(amount, unit) or _single(amount, unit)
    candidates = [replace(one, hedge=hedge) for one, _official in found]
    if len(found) == 1 and found[0][1]:
        return candidates[0]
    raise Ambiguous(typed, [Candidate(echo_figure(one, unit), one, figure_text(one, unit)) for one in candidates])


def _split_hedge(folded: str) -> tuple[str | None, str]:
    amount = folded.lstrip("≈~ ")
    match = _HEDGE.match(amount)
    if match:
        return _HEDGE_WORDS[match[1]], amount[match.end() :]
    return ("khoảng" if amount != folded else None), amount


def _single(amount: str, unit: str) -> list[_Found]:
    return [(Figure.of(reading.value), reading.official) for reading in readings(amount, unit)]


def _range(amount: str, unit: str) -> list[_Found]:
    ends = _RANGE_MARK.split(amount)
    if len(ends) == 1:
        return []
    if len(ends) > 2 or not all(ends):
        raise Unread(_("a range has two ends."))
    first, second = ends[0].removeprefix("tu ").removeprefix("from "), ends[1]
    highs = readings(second, unit)
    # "từ 1,5 đến 1,8 tỷ" says the word once; "từ 800.000.000 đến 1,2 tỷ" does not mean it for the first number.
    for scale in dict.fromkeys((last_scale(second, unit), 1)):
        try:
            lows = readings(first, unit, scale=scale)
        except Unread:
            if scale == 1:
                raise
            continue
        found = [_between(low, high) for low, high in product(lows, highs) if low.value <= high.value]
        if found:
            return found
    raise Unread(_("the first number of a range is the smaller one."))


def _between(low: Reading, high: Reading) -> _Found:
    official = low.official and high.official
    if low.value == high.value:
        return Figure.of(low.value), official
    return Figure(value=low.value, low=low.value, high=high.value, state="reported"), official


def _fraction(amount: str, unit: str) -> list[_Found]:
    if "/" not in amount:
        return []
    if unit_sort(unit) != "percent":
        raise Unread(_("a fraction is read as a percentage only."))
    level = _LEVEL_WITH_FRACTION.fullmatch(amount)
    match = _FRACTION.fullmatch(level[2].strip() if level else amount)
    if match is None:
        raise Unread(_("this is no fraction."))
    numerator, denominator = _whole(match[1]), _whole(match[2])
    if denominator == 0 or numerator > denominator:
        raise Unread(_("a fraction lies between 0 and 1."))
    value = round_half_even(numerator * 100 * PERCENT_SCALE, denominator)
    if level and value not in [reading.value for reading in readings(level[1].strip(), unit)]:
        raise Unread(_("the percentage and the fraction differ."))
    return [(Figure(value=value, numerator=numerator, denominator=denominator, state="reported"), True)]


def _whole(numeral: str) -> int:
    found = readings(numeral.strip(), "")
    if len(found) > 1 or not found[0].official:
        raise Unread(_("the numbers of a fraction are whole."))
    return found[0].value


def _expected(unit: str) -> tuple[str, str]:
    """Say what a field of this unit takes, with an example in the spelling that is read."""
    match unit_sort(unit):
        case "percent":
            return _("a percentage or a fraction"), f"{percent(9870, 'vi')}, 8/10"
        case "money":
            return _("an amount in đồng"), f"{money(1_330_000_000, 'vi')}, 1,33 tỷ, 1 tỷ 545 triệu"
    return _("a whole number"), f"{number(1300, 'vi')} {unit}".strip()
