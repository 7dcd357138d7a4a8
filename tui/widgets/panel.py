"""A panel in lines: a title line with totals, headings, and a page of records below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tui.widgets.line import Line, Piece
from tui.widgets.table import Column, Row, Table

Hot = Callable[[str], frozenset[str]]
"""The columns of a row that changed a moment ago, by the row's key."""


@dataclass(frozen=True, slots=True)
class PanelContent:
    """What a panel shows: `totals` are whole pieces that are never cut, `empty` the words for no records."""

    number: int
    title: str
    totals: Sequence[Piece]
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str


@dataclass
class Panel:
    """A panel's content laid out for a size."""

    content: PanelContent
    width: int
    height: int
    named: bool = True
    """Whether its number and title stand before the totals: not where a line of tabs says them."""

    def __post_init__(self) -> None:
        self.table = Table(self.content.columns, self.content.rows, self.width)
        self._totals = self._flow()
        heading = self.table.heading() if self.content.rows else []
        room = self.height - len(self._totals)
        # Five records before a heading, where a panel is very low.
        self._heading = heading if room - len(heading) >= min(5, len(self.content.rows)) else []
        self.page = max(1, room - len(self._heading))

    def first_shown(self, at: int) -> int:
        """The first row of the page on which row `at` stands."""
        return at // self.page * self.page

    def lines(self, at: int, *, active: bool, hot: Hot) -> list[Line]:
        """Exactly `height` lines, with the cursor on row `at` when this panel is the active one."""
        rows = self.table.rows
        first = self.first_shown(at)
        lines = [self._title(active), *self._totals[1:], *self._heading]
        if not rows:
            lines.append(Line(("  " + self.content.empty, "faint")))
        for place, row in enumerate(rows[first : first + self.page], first):
            lines.append(self.table.line(row, selected=active and place == at, hot=hot(row.key)))
        lines = lines[: self.height]
        lines.extend(Line() for _ in range(self.height - len(lines)))
        return [line.exactly(self.width) for line in lines]

    def _title(self, active: bool) -> Line:
        name = Line((self._name, "current" if active else "title"))
        line = name.extend(self._totals[0])
        if line.width < self.width:
            line.add(" ").add("─" * (self.width - line.width), "frame")
        return line

    @property
    def _name(self) -> str:
        return f" {self.content.number} {self.content.title} " if self.named else ""

    def _flow(self) -> list[Line]:
        """The totals, whole ones only: those that fit beside the title, the others on lines of their own."""
        lines = [Line()]
        taken = Line((self._name, "title")).width
        for text, role in self.content.totals:
            piece = Line((text, role))
            gap = "  " if taken + lines[-1].width or not self.named else ""
            if lines[-1].width + taken + len(gap) + piece.width > self.width:
                lines.append(Line())
                taken, gap = 0, "  "
            lines[-1].add(gap, "text").extend(piece)
        return lines


def tab_line(panels: Sequence[PanelContent], active: int, width: int) -> Line:
    """The names of all panels with the keys that choose them."""
    line = Line()
    for content in panels:
        role = "current" if content.number == active else "dim"
        line.add(f" {content.number} {content.title} ", role)
    return line.cut(width)
