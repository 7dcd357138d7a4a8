"""The one widget of a screen: it draws lines, and repaints only the cells that changed.

A screen describes itself as a list of `Line`; `Canvas.redraw()` compares it with what is shown and writes the runs of
cells that differ straight to the terminal, in one synchronised update. Textual's own repaint of a region starts at the
left edge of the widget and waits for a timer of up to 8 ms; a cursor move costs a tenth of that here. Whenever the
terminal may show something else (resize, another screen on top, a repaint under way) Textual's repaint is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import cast

from rich.console import Console, RenderableType
from rich.segment import Segment
from textual._compositor import CompositorUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from db.models.text import cells
from tui.styles.palette import Palette
from tui.widgets.line import Line

Draw = Callable[[int, int], list[Line]]
"""Gives the lines of a screen of that width and height."""
Run = tuple[int, int, list[tuple[str, str]]]
"""x, y and the pieces to write there."""

_BRIDGE = 6
"""Unchanged cells between two changed ones that are cheaper to write again than to jump over."""


class Canvas(Widget, inherit_bindings=False):
    """Draws the lines that `draw` gives, on the whole screen."""

    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; }"
    can_focus = False

    def __init__(self, draw: Draw, palette: Palette) -> None:
        super().__init__()
        self._draw = draw
        self.palette = palette
        self._frame: list[Line] = []
        self._frame_size = (0, 0)

    def render_line(self, y: int) -> Strip:
        """One line, for Textual's own repaints."""
        if self._frame_size != tuple(self.size):
            self._frame = self._lines()
        if y >= len(self._frame):
            return Strip.blank(self.size.width, self.palette["text"])
        return self._strip(self._frame[y].pieces)

    def use_palette(self, palette: Palette) -> None:
        """Draw in another theme."""
        self.palette = palette
        self.refresh()

    def redraw(self) -> None:
        """Show what `draw` gives now: only changed cells are written."""
        if not self.size or self._frame_size != tuple(self.size):
            self.refresh()
            return
        before, self._frame = self._frame, self._lines()
        runs = [
            run for y, (old, new) in enumerate(zip(before, self._frame, strict=True)) for run in changed(old, new, y)
        ]
        if not runs:
            return
        regions = [Region(x, y, sum(cells(text) for text, _ in pieces), 1) for x, y, pieces in runs]
        if self._repaint_regions or self.screen is not self.app.screen or self.screen.is_modal:
            self.refresh(*regions)
            return
        self._styles_cache.set_dirty(*regions)
        left, top = self.content_region.offset
        update = _CellUpdate([(x + left, y + top, self._strip(pieces)) for x, y, pieces in runs])
        self.app._display(self.screen, cast(RenderableType, update))

    def _lines(self) -> list[Line]:
        width, height = self._frame_size = self.size.width, self.size.height
        lines = [line.exactly(width) for line in self._draw(width, height)[:height]]
        lines.extend(Line().fill(width) for _ in range(height - len(lines)))
        return lines

    def _strip(self, pieces: Iterable[tuple[str, str]]) -> Strip:
        palette = self.palette
        return Strip([Segment(text, palette[role]) for text, role in pieces])


def changed(old: Line, new: Line, y: int = 0) -> Iterator[Run]:
    """The runs of cells in which two lines of the same width differ; near runs are joined."""
    if old is new or old.pieces == new.pieces:
        return
    before, after = _cells(old), _cells(new)
    if before is None or after is None or len(before) != len(after):
        yield 0, y, new.pieces
        return
    differing = [x for x, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    start = end = -1
    for x in [*differing, len(after) + 2 * _BRIDGE]:
        if start < 0:
            start = x
        elif x - end > _BRIDGE:
            yield start, y, _pieces(after[start : end + 1])
            start = x
        end = x


def _cells(line: Line) -> list[tuple[str, str]] | None:
    """Character and role of every cell; None when a character takes two cells or none."""
    found = [(character, role) for text, role in line.pieces for character in text]
    return found if len(found) == line.width else None


def _pieces(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        ("".join(character for character, _ in group), role) for role, group in groupby(found, key=lambda cell: cell[1])
    ]


class _CellUpdate(CompositorUpdate):
    """Writes strips at their places and nothing between them."""

    def __init__(self, runs: list[tuple[int, int, Strip]]) -> None:
        self._runs = runs

    def render_segments(self, console: Console) -> str:
        """Give the bytes for the terminal."""
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in self._runs)
