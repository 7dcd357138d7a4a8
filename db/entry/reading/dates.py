"""A date or period as people write it: 16/5 · 28/4/2017 · tháng 6/2020 · quý 2/2020 · 2018 · từ 1/6 đến 5/6/2020.

The day stands before the month. A year that is not typed is the one in view; a year of two digits is asked for again.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from db.entry.reading.errors import Ambiguous, Candidate, ReadingError, refusal
from db.entry.reading.shown import period_text
from db.language import _
from db.language import language as spoken_language
from db.models import wording
from db.models.period import FIRST_YEAR, LAST_YEAR, Period
from db.models.text import fold, nfc

_LONGEST: Final = 80
_TWO_DIGIT_YEARS_BACK: Final = 60

_YEAR: Final = r"(?P<year>[0-9]{2}|[0-9]{4})"
_QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_HALVES: Final = {"dau": 1, "first": 1, "h1": 1, "cuoi": 2, "second": 2, "h2": 2}
_RANGE_MARK: Final = re.compile(r" (?:den|to) | ?[–—] ?| - |-")
_RANGE_START: Final = re.compile(r"(?:giai doan|thoi ky|tu|from) ?")
_DAY_OR_MONTHS: Final = re.compile(r"[0-9]{1,2}-[0-9]{1,2}/[0-9]+")
"""6-12/2020 is a day to some and seven months to others."""
_LEADING_WORD: Final = re.compile(r"(thang|quy|ngay|[tq](?=[0-9]))")


def read_period(text: str, *, today: date, year: int | None) -> Period:
    """Read a day, month, quarter, half, year or range; `year` is the one in view, else that of `today`.

    Raises:
        Ambiguous: it can mean several periods, or its year has two digits; the error holds them.
        ReadingError: it cannot be read, or there is no such day; the message says why.
    """
    typed = " ".join(nfc(text).split())
    folded = re.sub(r" ?([/.]) ?", r"\1", fold(typed)).replace(",", " ").rstrip(".")
    folded = " ".join(folded.split())
    if not folded or len(folded) > _LONGEST:
        raise _unreadable(typed)
    reader = _Reader(today, year or today.year)
    try:
        found = reader.read(folded)
    except _NoSuchDate as impossible:
        raise refusal(typed, impossible.problem, *_expected()) from None
    if not found:
        raise _unreadable(typed)
    periods = list(dict.fromkeys(stated.period for stated in found))
    if len(periods) > 1 or any(stated.year_guessed for stated in found):
        raise Ambiguous(typed, [Candidate(echo_period(period), period, period_text(period)) for period in periods])
    return periods[0]


def echo_period(read: Period, language: str | None = None) -> str:
    """Say what was understood: 28/09/2017, quý 2/2020, từ 06/2020 đến 12/2020.

    The pattern is that of `language`, by default the one spoken now.
    """
    return wording.period(read, language or spoken_language())


class _NoSuchDate(Exception):  # noqa: N818 - carries a sentence, not an error of the program
    """A text that is a date by its form and none by the calendar; `problem` is a whole sentence."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Stated:
    """A period with what is known of its year: typed at all, typed with two digits."""

    period: Period
    year_stated: bool
    year_guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads folded text; `year` stands in where none was typed."""

    today: date
    year: int

    def read(self, text: str) -> list[_Stated]:
        """All periods that the text can mean."""
        ranged = _RANGE_START.sub("", text, count=1)
        found = self._one(text)
        if found is None:
            return self._ranges(ranged)
        if not _DAY_OR_MONTHS.fullmatch(text):
            return [found]
        try:
            return [found, *self._ranges(ranged)]
        except _NoSuchDate:
            return [found]

    def _ranges(self, text: str) -> list[_Stated]:
        found: list[_Stated] = []
        problem: _NoSuchDate | None = None
        for mark in _RANGE_MARK.finditer(text):
            try:
                stated = self._range(text[: mark.start()].strip(), text[mark.end() :].strip())
            except _NoSuchDate as impossible:
                problem = problem or impossible
                continue
            if stated and stated not in found:
                found.append(stated)
        if problem and not found:
            raise problem
        return found

    def _range(self, first: str, last: str) -> _Stated | None:
        if not first or not last:
            return None
        word = _LEADING_WORD.match(first)
        end = (self._one(f"{word[1]} {last}") if word and last[0].isdigit() else None) or self._one(last)
        if end is None:
            return None
        start = _Reader(self.today, end.period.start.year)._begin(first, end)
        if start is None:
            return None
        if start.year_stated and not end.year_stated:
            end = _Reader(self.today, start.period.end.year)._one(last) or end
        if start.period.start > end.period.end:
            raise _NoSuchDate(_("the range ends before it begins."))
        guessed = start.year_guessed or end.year_guessed
        if start.period == end.period:
            return _Stated(end.period, end.year_stated, guessed)
        return _Stated(Period(start.period.start, end.period.end, "span"), end.year_stated, guessed)

    def _begin(self, first: str, end: _Stated) -> _Stated | None:
        """The first end of a range, which leaves out what the second one says: 1-5/6/2020, tháng 6-12/2020."""
        if re.fullmatch(r"(?:ngay )?[0-9]{1,2}", first):
            number = int(first.removeprefix("ngay "))
            if end.period.grain == "day":
                return _Stated(self._day(number, end.period.start.month, self.year), False)
            if end.period.grain == "month":
                return _Stated(self._month(number, self.year), False)
            return None
        return self._one(first)

    def _one(self, text: str) -> _Stated | None:
        """A single period; None when the text has the form of none."""
        near = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1}.get(text)
        if near is not None:
            return _Stated(Period.day(self.today - timedelta(days=near)), True)
        matches = ((pattern.fullmatch(text), make) for pattern, make in _FORMS)
        return next((make(self, match) for match, make in matches if match), None)

    def _full_year(self, match: re.Match[str]) -> tuple[int, bool, bool]:
        """The year, whether it was stated, and whether two digits of it were guessed."""
        typed = match["year"]
        if typed is None:
            return self.year, False, False
        if len(typed) == 2:
            earliest = self.today.year - _TWO_DIGIT_YEARS_BACK
            return earliest + (int(typed) - earliest) % 100, True, True
        year = int(typed)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise _NoSuchDate(
                _("the year {year} is not between {first} and {last}.").format(
                    year=year, first=FIRST_YEAR, last=LAST_YEAR
                )
            )
        return year, True, False

    def _day(self, day: int, month: int, year: int) -> Period:
        self._check_month(month)
        days = monthrange(year, month)[1]
        if not 1 <= day <= days:
            raise _NoSuchDate(_("month {month}/{year} has days 1 to {days}.").format(month=month, year=year, days=days))
        return Period.day(date(year, month, day))

    def _month(self, month: int, year: int) -> Period:
        self._check_month(month)
        return Period.month(year, month)

    def _check_month(self, month: int) -> None:
        if not 1 <= month <= 12:
            raise _NoSuchDate(_("there is no month {month}.").format(month=month))

    def read_day(self, match: re.Match[str]) -> _Stated:
        """28/4/2017, 18-7, ngày 28 tháng 9 năm 2017, 2017-09-28."""
        year, stated, guessed = self._full_year(match)
        return _Stated(self._day(int(match["day"]), int(match["month"]), year), stated, guessed)

    def read_pair(self, match: re.Match[str]) -> _Stated:
        """16/5: a day and a month of the year in view; 6/20, which is no day, a month and two digits of its year."""
        first, second = int(match["day"]), int(match["month"])
        if second > 12 and 1 <= first <= 12:
            earliest = self.today.year - _TWO_DIGIT_YEARS_BACK
            return _Stated(self._month(first, earliest + (second - earliest) % 100), True, True)
        return _Stated(self._day(first, second, self.year), False)

    def read_month(self, match: re.Match[str]) -> _Stated:
        """Tháng 6/2020, t6, 6/2020, 2020-06."""
        year, stated, guessed = self._full_year(match)
        return _Stated(self._month(int(match["month"]), year), stated, guessed)

    def read_quarter(self, match: re.Match[str]) -> _Stated:
        """Quý 2/2020, quý II/2020, q2."""
        year, stated, guessed = self._full_year(match)
        quarter = _QUARTERS.get(match["quarter"]) or int(match["quarter"])
        if not 1 <= quarter <= 4:
            raise _NoSuchDate(_("there is no quarter {quarter}.").format(quarter=quarter))
        return _Stated(Period.quarter(year, quarter), stated, guessed)

    def read_half(self, match: re.Match[str]) -> _Stated:
        """6 tháng đầu năm 2020, first half of 2020."""
        year, stated, guessed = self._full_year(match)
        return _Stated(Period.half(year, _HALVES[match["half"]]), stated, guessed)

    def read_months(self, match: re.Match[str]) -> _Stated:
        """9 tháng đầu năm 2020: from January on."""
        year, stated, guessed = self._full_year(match)
        months = int(match["months"])
        self._check_month(months)
        if months == 6:
            return _Stated(Period.half(year, 1), stated, guessed)
        if months == 12:
            return _Stated(Period.year(year), stated, guessed)
        return _Stated(Period(date(year, 1, 1), self._month(months, year).end, "span"), stated, guessed)

    def read_year(self, match: re.Match[str]) -> _Stated:
        """2018, năm 2018."""
        year, stated, guessed = self._full_year(match)
        return _Stated(Period.year(year), stated, guessed)


def _forms() -> list[tuple[re.Pattern[str], Callable[[_Reader, re.Match[str]], _Stated]]]:
    day, month = "(?P<day>[0-9]{1,2})", "(?P<month>[0-9]{1,2})"
    of_year = rf"(?:(?: ?[/.-] ?| nam | of | ){_YEAR})?"
    forms: list[tuple[str, Callable[[_Reader, re.Match[str]], _Stated]]] = [
        (rf"(?:ngay )?{day}[/.-]{month}", _Reader.read_pair),
        (rf"(?:ngay )?{day}[/.-]{month}[/.-]{_YEAR}", _Reader.read_day),
        (rf"(?:ngay )?{day}[/.-]{month} nam {_YEAR}", _Reader.read_day),
        (rf"(?:ngay )?{day} thang {month}{of_year}", _Reader.read_day),
        (rf"(?P<year>[0-9]{{4}})-{month}-{day}", _Reader.read_day),
        (rf"(?:thang ?|t ?)?{month}[/.-](?P<year>[0-9]{{4}})", _Reader.read_month),
        (rf"(?:thang ?|t ?){month}{of_year}", _Reader.read_month),
        (rf"(?P<year>[0-9]{{4}})-{month}", _Reader.read_month),
        (rf"(?:quy ?|q ?)(?P<quarter>i{{1,3}}|iv|[0-9]){of_year}", _Reader.read_quarter),
        (rf"(?:0?6|sau) thang (?P<half>dau|cuoi)(?: nam)?{of_year}", _Reader.read_half),
        (rf"(?P<half>first|second) half{of_year}", _Reader.read_half),
        (rf"(?P<half>h[12]){of_year}", _Reader.read_half),
        (rf"(?P<months>[0-9]{{1,2}}) thang(?: dau)?(?: nam)?{of_year}", _Reader.read_months),
        (r"(?:ca )?(?:nam )?(?P<year>[0-9]{4})", _Reader.read_year),
        (r"nam (?P<year>[0-9]{2})", _Reader.read_year),
    ]
    return [(re.compile(pattern), make) for pattern, make in forms]


_FORMS: Final = _forms()


def _expected() -> tuple[str, str]:
    return _("a day, month, quarter, year or range"), "16/5, 28/4/2017, 6/2020, quý 2/2020, 2018, 1/6-5/6/2020"


def _unreadable(typed: str) -> ReadingError:
    return refusal(typed, _("this is no date."), *_expected())
