"""A table in lines: figures are never cut, text that is cut ends in "…", columns that do not fit are left out.

Widths are worked out once for a width and its rows; a cursor move draws two rows anew and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeVar

from db.models.text import cells, printable
from tui.widgets.bar import bar
from tui.widgets.line import Align, Line

T = TypeVar("T")

MARKER: Final = "▶ "
"""Stands before the row of the cursor."""
_UNMARKED: Final = "  "
_MOST_GAP: Final = 4
_LONG_TITLE: Final = 8
"""A heading that is longer stands on two lines."""


# Named tuples, not dataclasses: the first frame waits for this module, and a dataclass takes a millisecond to make.


class Cell(NamedTuple):
    """What stands in one cell; in a column of bars `percent` draws one, None leaves it to the text."""

    text: str = ""
    role: str = "text"
    percent: float | None = None


class Column(NamedTuple):
    """One column. `whole`: its text is never cut (figures, units); else it keeps `least` cells while it can.

    Columns with a higher `drop` go first when the width does not suffice; 0 is never left out: then text shrinks on.
    `bar` is the width of a column of bars, 0 for text. A newline in `title` makes a heading of two lines; a word
    that is parted there by a hyphen ("Class-\\nes") stands whole where there is room.
    """

    key: str
    title: str
    align: Align = ">"
    whole: bool = True
    least: int = 6
    drop: int = 0
    bar: int = 0


class Row(NamedTuple):
    """One row: `key` stays the same when the data are read again; `cells` in the order of the columns."""

    key: str
    cells: tuple[Cell, ...]


class Table:
    """Columns and rows laid out for one width."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row], width: int, totals: Row | None = None) -> None:
        self.columns = columns
        self.rows = rows
        self.width = width
        self.totals = totals
        self._gap = 1
        self._lines: dict[str, Line] = {}
        self.widths = self._fit()
        """Cells of each column, 0 for one that is left out."""

    def heading(self) -> list[Line]:
        """The lines above the rows."""
        titles = [
            _whole(column.title) if width >= _cells(_whole(column.title)) else column.title.split("\n")
            for column, width in zip(self.columns, self.widths, strict=True)
        ]
        height = max((len(title) for title, width in zip(titles, self.widths, strict=True) if width), default=1)
        lines = []
        for y in range(height):
            line = Line((_UNMARKED, "head"))
            for column, title, width in self._shown(titles):
                at = y - (height - len(title))
                line.add(" " * self._gap if line.width > len(_UNMARKED) else "", "head")
                line.add_fit(title[at] if at >= 0 else "", width, "head", column.align)
            lines.append(line.fill(self.width, "head"))
        return lines

    def line(self, row: Row, *, selected: bool = False, hot: frozenset[str] = frozenset()) -> Line:
        """One row; `hot` are the keys of the columns that changed a moment ago."""
        if selected or hot:
            return self._draw(row, selected, hot)
        if row.key not in self._lines:
            self._lines[row.key] = self._draw(row, False, hot)
        return self._lines[row.key]

    def totals_line(self, hot: frozenset[str] = frozenset(), *, selected: bool = False) -> Line:
        """The row of totals, on a ground of its own."""
        assert self.totals is not None
        return self._draw(self.totals, selected, hot, "total").fill(self.width, "total")

    def cut(self, row: Row) -> list[str]:
        """The whole text of the cells that are cut in this row."""
        return [
            cell.text
            for column, cell, width in self._shown(row.cells)
            if not column.whole and not column.bar and cells(printable(cell.text)) > width
        ]

    def differences(self, before: Table) -> list[tuple[str, str]]:
        """(row, column) of every cell that stands here and differs from the same cell before."""
        old = {row.key: row for row in before._all_rows}
        keys = [column.key for column in self.columns]
        if keys != [column.key for column in before.columns]:
            return []
        found = []
        for row in self._all_rows:
            was = old[row.key].cells if row.key in old else (None,) * len(keys)
            found += [(row.key, key) for key, one, other in zip(keys, row.cells, was, strict=True) if one != other]
        return found

    @property
    def _all_rows(self) -> list[Row]:
        return [*self.rows, self.totals] if self.totals else list(self.rows)

    def _draw(self, row: Row, selected: bool, hot: frozenset[str], ground: str = "") -> Line:
        # The marker has the role of the first cell: a cursor move writes one piece of text in each of two rows.
        line = Line((MARKER if selected else _UNMARKED, "cursor" if selected else ground or row.cells[0].role))
        own = ""
        for column, cell, width in self._shown(row.cells):
            # The space takes the role of the cell before it, without cursor and mark: a row is few pieces of text, and
            # what moves or fades leaves the space alone.
            line.add(" " * self._gap if own else "", own)
            role = "cursor" if selected and not own else ground or cell.role
            own = ground or cell.role
            if column.key in hot:
                role += "+hot"
            if column.bar and cell.percent is not None:
                line.extend(bar(cell.percent, width, role))
            else:
                line.add_fit(cell.text, width, role, column.align)
        return line.fill(self.width, ground or "text")

    def _shown(self, items: Sequence[T]) -> list[tuple[Column, T, int]]:
        return [found for found in zip(self.columns, items, self.widths, strict=True) if found[2]]

    def _fit(self) -> list[int]:
        """Widths of the columns: drop what does not fit, shrink text, then widen the gaps."""
        natural = [self._natural(place) for place in range(len(self.columns))]
        least = [
            width if column.whole else min(width, column.least)
            for column, width in zip(self.columns, natural, strict=True)
        ]
        shown = [width > 0 for width in natural]
        room = self.width - len(_UNMARKED)

        def needed() -> int:
            return sum(width for width, seen in zip(least, shown, strict=True) if seen) + sum(shown) - 1

        for place in sorted(range(len(self.columns)), key=lambda place: -self.columns[place].drop):
            if needed() <= room or not self.columns[place].drop:
                break
            shown[place] = False
        widths = [width if seen else 0 for width, seen in zip(least, shown, strict=True)]
        spare = room - needed()
        for place, column in enumerate(self.columns):
            if shown[place] and not column.whole and spare < 0:
                less = min(widths[place] - 1, -spare)
                widths[place] -= less
                spare += less
            if shown[place] and not column.whole and spare > 0:
                more = min(natural[place] - widths[place], spare)
                widths[place] += more
                spare -= more
            # Words of the heading whole, where there is room.
            more = _cells(_whole(column.title)) - widths[place]
            if shown[place] and 0 < more <= spare:
                widths[place] += more
                spare -= more
        gaps = sum(shown) - 1
        if gaps > 0 and spare > 0:
            self._gap = min(_MOST_GAP, 1 + spare // gaps)
        return widths

    def _natural(self, place: int) -> int:
        column = self.columns[place]
        content = column.bar or max((cells(printable(row.cells[place].text)) for row in self._all_rows), default=0)
        return max(content, _cells(column.title.split("\n")))


def _whole(title: str) -> list[str]:
    """The lines of a heading with no word parted."""
    return title.replace("-\n", "").split("\n")


def _cells(lines: Sequence[str]) -> int:
    return max(cells(line) for line in lines)


def folded_title(title: str) -> str:
    """A heading in two lines where it is long, parted at the blank that leaves both short."""
    words = title.split(" ")
    if cells(title) <= _LONG_TITLE or len(words) == 1:
        return title
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    first, second = min(ways, key=lambda way: max(cells(way[0]), cells(way[1])))
    return f"{first}\n{second}"
