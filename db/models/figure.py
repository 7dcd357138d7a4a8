"""A figure as it was reported: a number with its hedge, range, fraction and state.

Unknown, zero, not carried out and not applicable are four different things and stay apart everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

FigureState = Literal["reported", "unknown", "not_carried_out", "not_applicable"]
FIGURE_STATES: Final = ("reported", "unknown", "not_carried_out", "not_applicable")
PERCENT_SCALE: Final = 100
"""A level is kept in hundredths of a percent: 95 % is 9500."""


@dataclass(slots=True, unsafe_hash=True)
class Figure:
    """One figure; integers only (whole đồng, people, devices; a percent in hundredths).

    `low` and `high` are the ends of a range, `value` its lower end. `hedge` is the word that stood before the number
    ("hơn", "khoảng"); arithmetic uses the number, the screen keeps the word.

    A total says more (docs/figures.md): `unknown_parts` of it nobody stated, so that it is a total of the others; and
    `not_combinable` provinces have a level without a denominator, for whose sake there is no total.
    What is counted in another unit than the indicator's, or in several, stands `by_unit`: then there is no number over
    units.

    Nothing changes a figure: its fields are Final, which mypy holds. A frozen dataclass, which says so at run time too,
    takes six times as long to make: that was a tenth of a national table.
    """

    value: Final[int | None] = None
    low: Final[int | None] = None
    high: Final[int | None] = None
    numerator: Final[int | None] = None
    denominator: Final[int | None] = None
    hedge: Final[str | None] = None
    state: Final[FigureState] = "unknown"
    reason: Final[str | None] = None
    unknown_parts: Final[int | None] = field(default=None, compare=False)
    not_combinable: Final[int | None] = field(default=None, compare=False)
    by_unit: Final[tuple[tuple[str, Figure], ...] | None] = field(default=None, compare=False)

    @property
    def known(self) -> bool:
        """Whether somebody reported a number."""
        return self.state == "reported" and self.value is not None

    def as_content(self) -> dict[str, Any]:
        """The parts that are set, as they stand in a revision's canonical JSON."""
        parts = {name: getattr(self, name) for name in self.__slots__}
        return {name: part for name, part in parts.items() if part is not None}

    @classmethod
    def from_content(cls, content: Mapping[str, Any] | None) -> Figure:
        """The figure of `as_content()`; nothing at all is unknown."""
        return cls(**content) if content else UNKNOWN

    @classmethod
    def of(cls, value: int, hedge: str | None = None) -> Figure:
        """A reported number."""
        return cls(value=value, hedge=hedge, state="reported")


UNKNOWN: Final = Figure()
