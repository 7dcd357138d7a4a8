"""A cell of a spreadsheet to the value of a field: by the readers of the forms, and by what spreadsheets do to figures.

A form asks again where a text is not clear. A file cannot be asked, so whatever a form would ask or warn of is told as
a problem or a doubt, and nothing depends on the day on which the file is read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from db.entry.contexts import reading_context
from db.entry.reading.fields import Reading, ReadingContext
from db.entry.reading.record import read_dependent
from db.entry.vocabularies import Rows, find_places, load_vocabularies
from db.language import LANGUAGES, _, language
from db.models.kinds import Field
from db.models.period import Period
from db.models.wording import day, unit_sort

_FIRST_SERIAL_DAY: Final = date(1899, 12, 30)
_SERIAL: Final = re.compile(r"[2-7][0-9]{4}")
"""Days 20000 to 79999 of a spreadsheet: 1954 to 2119."""
_STAMP: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?: [0-9:.]+)?")
_PART: Final = re.compile(r"0,[0-9]+|1")
"""What a cell in the format of percents holds: 0.95 is shown as 95 %."""
_DAYS: Final = (date(2019, 3, 3), date(2020, 2, 2))
"""Two days on which the file might be read: what it says does not depend on that."""
_REMEMBERED: Final = 100_000

_OWN_WORDS: Final = frozenset({"text", "note"})
"""Types whose texts are seldom twice the same."""

_Key = tuple[str, str, bool, str, str, Period | None]


class Numeral(str):
    """The text of a cell that holds a number, not a text that looks like one."""

    __slots__ = ()


class CellReader:
    """Reads the cells of one province after another; the same text of the same field is read once.

    `year` is that of dates that name none; None: such a date is a problem.

    Raises:
        StoreError: the database cannot be read.
    """

    def __init__(self, rows: Rows, *, today: date, year: int | None) -> None:
        self._rows = rows
        self._year = year
        self._province = ""
        plain = reading_context(rows, "", today=today, year=year or today.year)
        self._plain = replace(plain, check=lambda _kind, _content: {})  # saving checks
        self._other_names = [
            replace(self._plain, language=other, vocabularies=load_vocabularies(rows, other).choices)
            for other in LANGUAGES
            if other != language()
        ]
        self._known: dict[_Key, Reading] = {}
        self._contexts: dict[str, ReadingContext] = {}

    def context(self, province_key: str) -> ReadingContext:
        """What a province's cells are read against: they are those that are read from now on."""
        self._province = province_key
        if province_key not in self._contexts:
            self._contexts[province_key] = replace(
                self._plain, find_places=lambda text: find_places(self._rows, text, province_key)
            )
        return self._contexts[province_key]

    def read(
        self, one: Field, text: str, context: ReadingContext, unit: str = "", period: Period | None = None
    ) -> Reading:
        """A cell as its field understands it, beside what the other cells of its record say."""
        if one.type in _OWN_WORDS:
            return self._read(one, text, context, unit, period)
        province = self._province if one.type == "places" else ""
        period = period if context.validity else None  # every indicator holds for ever
        key = (one.name, text, isinstance(text, Numeral), unit, province, period)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._read(one, text, context, unit, period)
        return self._known[key]

    def _read(self, one: Field, text: str, context: ReadingContext, unit: str, period: Period | None) -> Reading:
        if not text:
            return Reading()  # whether it is needed, checking the record says
        if one.type == "period":
            return self._period(one, text, context)
        if _STAMP.fullmatch(text) and text[4] == "-" and " " in text:
            problem = _("“{text}”: the spreadsheet made a date of it. Format the cell as text and type it again.")
            return Reading(problem=problem.format(text=text))
        if isinstance(text, Numeral) and unit_sort(one.unit or unit) == "percent" and _PART.fullmatch(text):
            problem = _("“{text}” is a number between 0 and 1: write {low} or {high} as text, or 8/10.")
            low, high = f"{text}%", f"{_hundredfold(text)}%"
            return Reading(problem=problem.format(text=text, low=low, high=high))
        reading = read_dependent(one, text, context, unit, period)
        if reading.problem is None and not reading.warnings:
            return reading
        if one.vocabulary:
            for other in self._other_names:
                found = read_dependent(one, text, other, unit, period)
                if found.problem is None and not found.warnings:
                    return found
        return reading

    def _period(self, one: Field, text: str, context: ReadingContext) -> Reading:
        stamp = _STAMP.fullmatch(text)
        text = stamp[1] if stamp else text
        if _SERIAL.fullmatch(text):
            meant = day(_FIRST_SERIAL_DAY + timedelta(days=int(text)))
            problem = _("“{text}” is a number, perhaps the day {day}: format the cell as a date, or write 28/4/2017.")
            return Reading(problem=problem.format(text=text, day=meant))
        reading = read_dependent(one, text, context)
        if reading.problem is None and self._year is None:
            found = {
                _plain(read_dependent(one, text, replace(context, today=other, year=other.year))) for other in _DAYS
            }
            if len(found) > 1:
                problem = _("“{text}” names no year: write it as 28/4/2017 or 2020, or say --year.")
                return Reading(problem=problem.format(text=text))
        return reading


def _plain(reading: Reading) -> str:
    return str(reading.value)


def _hundredfold(text: str) -> str:
    """0,95 as 95."""
    return f"{float(text.replace(',', '.')) * 100:.10g}".replace(".", ",")
