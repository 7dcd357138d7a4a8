"""A screen of one table: a cursor that moves over its rows, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from tui.screens.base import BoardScreen
from tui.widgets.line import Line
from tui.widgets.table import Table

Item = TypeVar("Item")


class RowsScreen(BoardScreen[Sequence[Item]], Generic[Item]):
    """A row an item. A subclass gives `table`, and `nothing`: what is said where there is no item."""

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._page = 1

    def table(self, data: Sequence[Item], width: int) -> Table:
        """The items as a table of that width, in their order."""
        raise NotImplementedError

    def nothing(self) -> str:
        """A sentence for an empty list."""
        raise NotImplementedError

    @property
    def chosen(self) -> Item | None:
        """The item under the cursor."""
        return self.data[self._at] if self.data else None

    def moved(self) -> None:
        """There may be fewer rows."""
        self._at = min(self._at, max(len(self.data or ()) - 1, 0))

    def tables(self, data: Sequence[Item], width: int, _height: int) -> Mapping[str, Table]:
        """The one table."""
        self._table = self.table(data, width)
        return {"rows": self._table}

    def body(self, width: int, height: int) -> list[Line]:
        """Headings and a page of rows."""
        table = self._table
        if not table.rows:
            return [Line(("  " + self.nothing(), "dim"))]
        lines = table.heading()
        self._page = max(1, height - len(lines) - 1)
        first = self._at // self._page * self._page
        for at, row in enumerate(table.rows[first : first + self._page], first):
            lines.append(table.line(row, selected=at == self._at))
        lines.append(Line((f"  {self._at + 1} / {len(table.rows)}", "faint")).cut(width))
        return lines

    def _go(self, at: int) -> None:
        self._at = max(0, min(at, len(self.data or ()) - 1))
        self.redraw()

    def do_up(self) -> None:
        """One row up."""
        self._go(self._at - 1)

    def do_down(self) -> None:
        """One row down."""
        self._go(self._at + 1)

    def do_page_up(self) -> None:
        """One page up."""
        self._go(self._at - self._page)

    def do_page_down(self) -> None:
        """One page down."""
        self._go(self._at + self._page)

    def do_first(self) -> None:
        """To the first row."""
        self._go(0)

    def do_last(self) -> None:
        """To the last row."""
        self._go(len(self.data or ()) - 1)

    def do_back(self) -> None:
        """Back to the screen below."""
        self.dismiss()
