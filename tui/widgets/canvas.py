"""The one widget of a screen, and how the cells that differ between two pictures of it are found.

A screen describes itself as a list of `Line`; the app compares it with what the terminal shows and writes the runs of
cells that differ, in one synchronised update. Textual's own repaint of a region starts at the left edge of the widget
and waits for a timer of up to 8 ms; a cursor move costs a tenth of that here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.styles.palette import Palette
from tui.widgets.line import Line, Piece

Draw = Callable[[int, int], list[Line]]
"""Gives the lines of a screen of that width and height."""
Run = tuple[int, int, list[Piece]]
"""x, y and the pieces to write there."""

_BRIDGE = 6
"""Unchanged cells between two changed ones that are cheaper to write again than to jump over."""


class Canvas(Widget, inherit_bindings=False):
    """Holds the lines that `draw` gives for a size, until they are to be drawn anew."""

    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; }"
    can_focus = False

    def __init__(self, draw: Draw, palette: Palette) -> None:
        super().__init__()
        self._draw = draw
        self._palette = palette
        self._frame: list[Line] = []
        self._frame_size = (0, 0)
        self._fresh = False

    def lines(self, width: int, height: int) -> list[Line]:
        """Exactly `height` lines of exactly `width` cells; the same ones until `forget`."""
        if not self._fresh or self._frame_size != (width, height):
            lines = [line.exactly(width) for line in self._draw(width, height)[:height]]
            lines.extend(Line().fill(width) for _ in range(height - len(lines)))
            self._frame, self._frame_size, self._fresh = lines, (width, height), True
        return self._frame

    def forget(self) -> None:
        """Draw anew when the lines are next asked for."""
        self._fresh = False
        self._styles_cache.clear()

    def render_line(self, y: int) -> Strip:
        """One line as Textual exports it to a picture; on the terminal the app paints."""
        lines = self.lines(*self.size)
        pieces = lines[y].pieces if y < len(lines) else []
        return Strip([Segment(text, self._palette[role]) for text, role in pieces])


def changed(old: Line, new: Line, y: int = 0) -> Iterator[Run]:
    """The runs of cells in which two lines of the same width differ; near runs are joined."""
    if old is new or old.pieces == new.pieces:
        return
    before, after = old.text, new.text
    if not len(before) == old.width == len(after) == new.width:  # a character that takes two cells, or none
        yield 0, y, new.pieces
        return
    cells = enumerate(zip(before, after, _roles(old), _roles(new), strict=True))
    differing = [x for x, (was, is_, was_role, role) in cells if was != is_ or was_role != role]
    start = end = -1
    for x in [*differing, len(after) + 2 * _BRIDGE]:
        if start < 0:
            start = x
        elif x - end > _BRIDGE:
            yield start, y, list(_between(new.pieces, start, end + 1))
            start = x
        end = x


def _roles(line: Line) -> list[str]:
    """The role of every character."""
    roles: list[str] = []
    for text, role in line.pieces:
        roles += [role] * len(text)
    return roles


def _between(pieces: list[Piece], start: int, end: int) -> Iterator[Piece]:
    """The pieces from one character of a line to another."""
    at = 0
    for text, role in pieces:
        part = text[max(start - at, 0) : max(end - at, 0)]
        if part:
            yield part, role
        at += len(text)
