"""A grid drawn as lines: names at the left, then the page of columns on which the cursor stands, sums at the right.

A sign before each text says what colour repeats: • typed and not saved, ✗ wrong, ! changed by somebody else, ≡ of more
than this cell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from db.entry.grid import GridColumn, GridPage, GridRow, Spot
from db.entry.indicator_rules import GROUPS
from db.language import _
from db.models.text import cells
from tui.screens import shown
from tui.widgets.grid_model import Grid, Typed
from tui.widgets.line import Line
from tui.widgets.table import folded_title

_SIGN: Final = 1
_LEAST: Final = 8
_WIDEST: Final = 18
"""Cells of a column; a longer text is cut, and stands whole in the line below the grid."""
_LEAST_NAME: Final = 14
_UNIT: Final = 9
_UNITS_FROM: Final = 100
"""Columns of a terminal from which units of measure have a column of their own."""
_MARGIN: Final = 3
"""Blank cells around the name of a row."""


class Measure(NamedTuple):
    """The widths that all of a grid asks for, and the sum of each row; each the same until something of it is typed."""

    columns: dict[str, int]
    names: int
    units: int
    totals: dict[str, str]


class Layout(NamedTuple):
    """Where everything stands: the columns of the page, the widths, the lines of the rows."""

    first: int
    seen: int
    """How many columns the page has."""
    widths: Mapping[str, int]
    name: int
    unit: int
    total: int
    totals: Mapping[str, str]
    lines: tuple[int | str, ...]
    """The lines of the page: the place of a row, or the name of a group."""
    rows: int
    """How many rows the page has."""


def measure(grid: Grid, unit_names: Mapping[str, str]) -> Measure:
    """Look at every cell once."""
    page = grid.page
    return Measure(
        {column.key: _width(grid, column) for column in page.columns},
        max((cells(row.name) for row in page.rows), default=0) + _MARGIN,
        min(max((cells(unit_names.get(row.unit, row.unit)) for row in page.rows), default=0), _UNIT) + 1,
        {row.code: _total(grid, row) for row in page.rows if row.adds_up},
    )


def arrange(grid: Grid, measured: Measure, width: int, height: int) -> Layout:
    """Lay out the page of the cursor in `width` × `height` cells, headings included."""
    unit = measured.units if width >= _UNITS_FROM else 0
    total = max([_LEAST, *map(cells, measured.totals.values())]) + _SIGN + 1 if measured.totals else 0
    room = width - unit - total
    name = min(measured.names, max(room // 3, _LEAST_NAME))
    widths = [measured.columns[column.key] for column in grid.page.columns]
    first, seen = _page_of(widths, grid.column, room - name)
    name = min(measured.names, max(name, room - sum(widths[first : first + seen])))
    page = _page_with(grid, max(height - 2, 1))
    rows = sum(isinstance(line, int) for line in page)
    return Layout(first, seen, measured.columns, name, unit, total, measured.totals, page, rows)


class GridView:
    """Draws a grid: rows of the cursor and the selection anew, the others when what the grid says has changed."""

    def __init__(self, grid: Grid, unit_names: Mapping[str, str]) -> None:
        self.grid = grid
        self.unit_names = unit_names
        self._page: GridPage | None = None
        self._measured: Measure | None = None
        self._said: dict[Spot, tuple[Typed, tuple[str, str] | None]] = {}
        """What was typed over the cells when they were measured, and how it was refused."""
        self._drawn: dict[int | str, Line] = {}
        self._drawn_for: object = None
        self._headings: list[Line] = []
        self._name = 0
        """The width of the names."""

    def arrange(self, width: int, height: int) -> Layout:
        """Lay out the page of the cursor; of what was measured only what has changed is measured again."""
        said = {spot: (typed, self.grid.refusals.get(spot)) for spot, typed in self.grid.typed_over.items()}
        if self._measured is None or self._page is not self.grid.page:
            self._page, self._measured = self.grid.page, measure(self.grid, self.unit_names)
            self._drawn.clear()
        elif said != self._said:
            changed = {spot for spot in {*said, *self._said} if said.get(spot) != self._said.get(spot)}
            self._measure_again(self._measured, changed)
        self._said = said
        return arrange(self.grid, self._measured, width, height)

    def _measure_again(self, measured: Measure, changed: Collection[Spot]) -> None:
        grid = self.grid
        for key in {key for _code, key in changed}:
            measured.columns[key] = _width(grid, grid.column_of(("", key)))
        for code in {code for code, _key in changed}:
            row = grid.row_of((code, ""))
            if row.adds_up:
                measured.totals[code] = _total(grid, row)
            self._drawn.pop(next(place for place, one in enumerate(grid.page.rows) if one.code == code), None)

    def is_cut(self, row: GridRow) -> bool:
        """Whether there was no room for the whole name of a row."""
        return cells(row.name) + _MARGIN > self._name

    def lines(self, layout: Layout, width: int) -> list[Line]:
        """Headings of two lines and the rows of the page."""
        self._name = layout.name
        widths = tuple(layout.widths[column.key] for column in self.grid.page.columns[layout.first :][: layout.seen])
        drawn_for = (width, layout.first, widths, layout.name, layout.unit, layout.total)
        if self._drawn_for != drawn_for:
            self._drawn_for = drawn_for
            self._drawn.clear()
            self._headings = _heading(self.grid, layout, width)
        block = self.grid.block
        lines = [*self._headings]
        for line in layout.lines:
            touched = isinstance(line, int) and block.top <= line <= block.bottom
            drawn = None if touched else self._drawn.get(line)
            if drawn is None:
                drawn = Line((" " + line, "title")) if isinstance(line, str) else self._row(layout, line)
                drawn.fill(width)
                if not touched:
                    self._drawn[line] = drawn
            lines.append(drawn)
        return lines

    def _row(self, layout: Layout, place: int) -> Line:
        return _row(self.grid, layout, place, self.unit_names)


def _page_with(grid: Grid, height: int) -> tuple[int | str, ...]:
    """The lines of the page of the cursor: the places of rows, and the name of each group before its first row."""
    pages: list[list[int | str]] = [[]]
    group = None
    for place, row in enumerate(grid.page.rows):
        lines: list[int | str] = [place]
        if row.group != group:
            group = row.group
            lines.insert(0, _(GROUPS.get(group, group)))
        if len(pages[-1]) + len(lines) > height:
            pages.append([])
        pages[-1] += lines
    return tuple(next((page for page in pages if grid.row in page), pages[0]))[-height:]


def _page_of(widths: Sequence[int], at: int, room: int) -> tuple[int, int]:
    """The first column of the page on which a column stands, and how many it has; pages follow one another."""
    first = used = 0
    for place, width in enumerate(widths):
        if place > first and used + width > room:
            if place > at:
                return first, place - first
            first, used = place, 0
        used += width
    return first, max(len(widths) - first, 0)


def _width(grid: Grid, column: GridColumn) -> int:
    texts = (cells(cell_text(grid, (row.code, column.key))[0]) for row in grid.page.rows)
    heading = max(map(cells, folded_title(column.title).split("\n")))
    return min(max([_LEAST, heading, *texts]), _WIDEST) + 1 + _SIGN


def _total(grid: Grid, row: GridRow) -> str:
    return shown.short(grid.total(row), row.unit)


def _heading(grid: Grid, layout: Layout, width: int) -> list[Line]:
    columns = grid.page.columns[layout.first : layout.first + layout.seen]
    titles = [folded_title(column.title).split("\n") for column in columns]
    lines = []
    for y in range(2):
        line = Line((" " * (layout.name + layout.unit), "head"))
        for column, title in zip(columns, titles, strict=True):
            text = title[y - 2 + len(title)] if y - 2 + len(title) >= 0 else ""
            line.add_fit(text, layout.widths[column.key], "head", ">")
        if layout.total:
            line.add_fit(_("Total") if y else "", layout.total, "head", ">")
        lines.append(line.fill(width, "head"))
    return lines


def _row(grid: Grid, layout: Layout, place: int, unit_names: Mapping[str, str]) -> Line:
    row = grid.page.rows[place]
    line = Line().add_fit("  " + row.name, layout.name - 1, "text").add(" ")
    if layout.unit:
        line.add_fit(unit_names.get(row.unit, row.unit), layout.unit, "dim")
    block = grid.block
    for column in range(layout.first, layout.first + layout.seen):
        key = grid.page.columns[column].key
        here = (place, column) == (grid.row, grid.column)
        selected = (place, column) in block and not here
        _add_cell(line, grid, (row.code, key), layout.widths[key], here=here, selected=selected)
    if layout.total:
        line.add_fit(layout.totals.get(row.code, ""), layout.total, "total", ">")
    return line


def _add_cell(line: Line, grid: Grid, spot: Spot, width: int, *, here: bool, selected: bool) -> None:
    if here and grid.editor is not None:
        line.add(" ›", "key")
        window = grid.editor.visible(width - 2)
        before, at, after = window.parts
        start = line.width
        line.add(before, "strong").add(at or " ", "cursor").add(after, "strong")
        line.fill(start + width - 2)
        return
    text, role, sign = (*cell_text(grid, spot), _sign(grid, spot))
    role = "missed" if sign == "✗" else "behind" if sign in ("•", "!") else role
    if here:
        role = "cursor"
    elif selected:
        role = "current"
    line.add(" ").add_fit(sign, _SIGN, role).add_fit(text, width - 1 - _SIGN, role, ">")


def cell_text(grid: Grid, spot: Spot) -> tuple[str, str]:
    """What a cell shows, and its role: its figure, the text that cannot be read, or nothing."""
    if spot in grid.typed_over:
        figure = grid.figure(spot)
        return (grid.text(spot) if figure is None else shown.short(figure, grid.row_of(spot).unit)), "text"
    standing = grid.standing(spot)
    if len(standing) > 1:
        return _("{n} records").format(n=len(standing)), "quiet"
    if not standing:
        return "", "text"
    figure = standing[0].figure
    return shown.short(figure, grid.row_of(spot).unit), "text" if figure.known else "quiet"


def _sign(grid: Grid, spot: Spot) -> str:
    if grid.conflict(spot):
        return "!"
    if grid.problem(spot):
        return "✗"
    if spot in grid.typed_over:
        return "•"
    return "≡" if grid.locked(spot) else " "
