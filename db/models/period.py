"""A period as it was stated: to the day, month, quarter, half year, year, or a span of its own."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

Grain = Literal["day", "month", "quarter", "half", "year", "span"]
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
"""A year before or after these is a slip of the finger, wherever it is typed."""
GRAINS: Final = ("day", "month", "quarter", "half", "year", "span")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` to `end`, both inclusive; `grain` says how exactly it was stated.

    A year-only figure is never forced into a month: it keeps the grain "year".
    """

    start: date
    end: date
    grain: Grain

    @classmethod
    def day(cls, day: date) -> Period:
        """One day."""
        return cls(day, day, "day")

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """One calendar month."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """One quarter, 1 to 4."""
        last = quarter * 3
        return cls(date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]), "quarter")

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        """The first (1) or second (2) half of a year."""
        return (
            cls(date(year, 1, 1), date(year, 6, 30), "half")
            if half == 1
            else cls(date(year, 7, 1), date(year, 12, 31), "half")
        )

    @classmethod
    def year(cls, year: int) -> Period:
        """One calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31), "year")

    @classmethod
    def years(cls, first: int, last: int) -> Period:
        """Whole years, both included; one year is a year, several are a span."""
        return cls.year(first) if first == last else cls(date(first, 1, 1), date(last, 12, 31), "span")

    def a_year(self, by: int) -> Period:
        """The same part of a year so many years later, or earlier; the end of a February stays its end."""
        start, end = self.start, self.end
        first = min(start.day, monthrange(start.year + by, start.month)[1])
        last = monthrange(end.year + by, end.month)[1]
        ends_month = end.day == monthrange(end.year, end.month)[1]
        return Period(
            date(start.year + by, start.month, first),
            date(end.year + by, end.month, last if ends_month else min(end.day, last)),
            self.grain,
        )

    @property
    def year_from(self) -> int:
        """The first calendar year that it touches."""
        return self.start.year

    @property
    def year_to(self) -> int:
        """The last calendar year that it touches."""
        return self.end.year

    def as_content(self) -> dict[str, str]:
        """As it stands in a revision's canonical JSON."""
        return {"grain": self.grain, "start": self.start.isoformat(), "end": self.end.isoformat()}

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Period:
        """The period of `as_content()`. Raises KeyError or ValueError when it is not one."""
        return _read(content["start"], content["end"], content["grain"])


@lru_cache(maxsize=4096)
def _read(start: str, end: str, grain: Grain) -> Period:
    """Many records are of the same days."""
    return Period(date.fromisoformat(start), date.fromisoformat(end), grain)
