"""What the overview and a province share: a year, a programme, the units, and a text to find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from db.language import _
from db.summary.views import Province
from tui.port import Units
from tui.screens.base import BoardScreen
from tui.screens.finder import Finder
from tui.widgets.line import Piece


class OfYears(Protocol):
    """Data that know their years."""

    @property
    def years(self) -> tuple[int, ...]:
        """Every year with data, ascending."""


Data = TypeVar("Data", bound=OfYears)
Item = TypeVar("Item")


class NarrowedScreen(BoardScreen[Data], Generic[Data]):
    """Lists what there is of one year and programme, or of all of them."""

    def __init__(self, year: int | None = None, programme: str | None = None, units: Units = "reported") -> None:
        super().__init__()
        self.year = year
        self.programme = programme
        self.units = units
        self.finder = Finder(self.found)

    @property
    def subject(self) -> Province | None:
        """The one province that the screen is about, None for all."""
        return None

    @property
    def enters_in(self) -> Province | None:
        """That province."""
        return self.subject

    def narrowed_to(self, *, brief: bool) -> Iterator[Piece]:
        """The choice, for the banner; `brief` does not say that all programmes are shown."""
        yield "  " + _("Year") + " ", "banner_dim"
        yield _("all") if self.year is None else str(self.year), "banner"
        if self.programme or not brief:
            yield "  " + _("Programme") + " ", "banner_dim"
            yield self.programme or _("all"), "banner"
        if self.units == "current":
            yield "  " + _("today's units"), "banner_dim"

    def key_hints(self) -> list[tuple[str, str]]:
        """While a text is typed, its own keys."""
        return self.finder.key_hints(self.keymap) if self.finder.open else super().key_hints()

    # -- choosing

    def do_next_year(self) -> None:
        """The next year with data; after the last, all years."""
        self._choose_year(1)

    def do_previous_year(self) -> None:
        """The year before; before the first, all years."""
        self._choose_year(-1)

    def _choose_year(self, step: int) -> None:
        if self.data is not None:
            self.year = step_through(self.year, self.data.years, step)
            self.ask_anew()

    def do_programme(self) -> None:
        """The next programme; after the last, all of them."""
        self.programme = step_through(self.programme, self.dashboard.programmes, 1)
        self.ask_anew()

    def ask_anew(self) -> None:
        """Read what was chosen; that it differs is no change."""
        self.forget_marks()
        self.reload()

    # -- finding

    def do_find(self) -> None:
        """Type a part of a name or title, with or without its marks."""
        self.finder.start()
        self.redraw()

    def found(self) -> None:
        """Another text is looked for: list what fits."""
        self.moved()
        self.lay_out_again()

    def press(self, key: str, character: str | None = None) -> None:
        """While a text is typed, keys belong to it."""
        if not self.finder.press(key, character, self.keymap):
            super().press(key, character)

    def pasted(self, text: str) -> None:
        """A pasted text is looked for."""
        self.finder.paste(text)


def step_through(value: Item | None, values: Sequence[Item], step: int) -> Item | None:
    """The next of `values`, with None (all of them) between the last and the first."""
    ring: list[Item | None] = [None, *values]
    at = ring.index(value) if value in ring else 0
    return ring[(at + step) % len(ring)]
