"""Why a figure is what it is: formula, facts with their records and sources, and what does not count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from db.language import _
from db.models.text import printable
from db.summary.views import Province
from tui.explained import explain
from tui.port import Units
from tui.screens import shown
from tui.screens.base import BoardScreen
from tui.widgets.line import Line, Piece, wrap
from tui.widgets.table import MARKER, Table

if TYPE_CHECKING:
    from db.summary.why import Why

_INDENT = 2


class WhyScreen(BoardScreen["Why"]):
    """The explanation, line by line; Enter on a fact opens its record."""

    KEYS: ClassVar = ("open", "back", "help")
    SLOW: ClassVar = True

    def __init__(
        self,
        province: Province,
        indicator: str,
        years: tuple[int, int] | None,
        programme: str | None,
        units: Units,
        as_of: date | None,
    ) -> None:
        """`years`: (2024, 2024) for a year, (2024, 2025) for a figure of several, None for all years."""
        super().__init__()
        self.province = province
        self._asked = (indicator, years, programme, units, as_of)
        self._lines: list[Line] = []
        self._records: list[tuple[Province, str] | None] = []
        """The record that each line speaks of."""
        self._at = 0
        self._page = 1

    # -- data

    def read(self) -> Why:
        """The explanation as things stand now, or stood on the chosen day."""
        return self.dashboard.board.why(self.province.key, *self._asked)

    def tables(self, data: Why, width: int, _height: int) -> Mapping[str, Table]:
        """No table: wrapped lines."""
        self._lines, self._records = [], []
        record: tuple[Province, str] | None = None
        board = self.dashboard.board
        for told in explain(data, board.names("measure_units"), self.dashboard.options.zone):
            record = told.record or (record if told.indent > 1 else None)
            space = " " * (_INDENT * told.indent)
            for part in wrap(printable(told.text), max(width - len(space) - 3, 10)) or [""]:
                self._lines.append(Line((space, "text"), (part, told.role)))
                self._records.append(record)
        self._at = min(self._at, len(self._lines) - 1)
        return {}

    @property
    def enters_in(self) -> Province:
        """Its province."""
        return self.province

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:  # noqa: ARG002
        """What is explained."""
        yield _("Why this figure?"), "banner"
        yield "  " + shown.province(self.province), "banner_dim"

    def body(self, _width: int, height: int) -> list[Line]:
        """A page of the explanation."""
        self._page = height
        first = self._at // height * height
        lines = self._lines[first : first + height]
        return [
            Line((MARKER if at == self._at else " " * len(MARKER), "cursor" if at == self._at else "text")).extend(line)
            for at, line in enumerate(lines, first)
        ]

    def detail(self) -> str:
        """What Enter does on the selected line, and where there is more."""
        opens = _("Enter opens the record of this figure.") if self._records[self._at] else ""
        below = len(self._lines) - (self._at // self._page + 1) * self._page
        more = _("{n} more lines below: PgDn").format(n=below) if below > 0 else ""
        return " · ".join(filter(None, (opens, more)))

    # -- moving

    def _go(self, at: int) -> None:
        self._at = max(0, min(at, len(self._lines) - 1))
        self.redraw()

    def do_up(self) -> None:
        """One line up."""
        self._go(self._at - 1)

    def do_down(self) -> None:
        """One line down."""
        self._go(self._at + 1)

    def do_page_up(self) -> None:
        """One page up."""
        self._go(self._at - self._page)

    def do_page_down(self) -> None:
        """One page down."""
        self._go(self._at + self._page)

    def do_first(self) -> None:
        """To the first line."""
        self._go(0)

    def do_last(self) -> None:
        """To the last line."""
        self._go(len(self._lines) - 1)

    # -- acting

    def do_open(self) -> None:
        """The record of the fact under the cursor, as it stands now."""
        from tui.screens.record import RecordScreen

        if self._records and (record := self._records[self._at]):
            self.app.push_screen(RecordScreen(*record))

    def do_back(self) -> None:
        """Back to the figures."""
        self.dismiss()
