"""Writes to the terminal what differs from what it shows: a screen that opens costs no more than a redraw.

Textual paints a new screen after it has mounted, styled and laid it out, whole and more than once; a person waits
20 ms for it. Here the screen on top is drawn at the moment when it is pushed or popped, from the lines that it gives
itself, and Textual's own painting of it is left out.
"""

from __future__ import annotations

from typing import Any, cast

from rich.console import RenderableType
from rich.segment import Segment
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.strip import Strip

from tui.screens.drawn import DrawnScreen
from tui.styles.palette import Palette
from tui.widgets.canvas import changed
from tui.widgets.line import Line, Piece


class PaintingApp(App[None], inherit_bindings=False):
    """An app of `DrawnScreen`s; it keeps the lines that the terminal shows."""

    palette: Palette

    def __init__(self) -> None:
        # Colours are those of the palette: no filter is to walk through every piece of text.
        super().__init__(ansi_color=True)
        self._shown: list[Line] = []
        """What the terminal shows; empty when that is not known."""

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Open a screen and show it at once."""
        pushed = super().push_screen(screen, *args, **options)
        self._show_top()
        return pushed

    def pop_screen(self) -> Any:
        """Close the screen on top and show the one below at once."""
        popped = super().pop_screen()
        self._show_top()
        return popped

    def _show_top(self) -> None:
        if isinstance(self.screen, DrawnScreen):
            self.screen.prepare()
        self.paint()

    def on_resize(self, event: events.Resize) -> None:
        """Nobody knows what a terminal shows after a change of its size."""
        shown = self._shown
        if shown and (shown[0].width, len(shown)) != event.size:
            self.forget_shown()
            self.call_later(self.paint)

    def forget_shown(self) -> None:
        """Write everything at the next painting."""
        self._shown = []

    def paint(self) -> None:
        """Bring the terminal up to date with the screens."""
        if not self.screen_stack or not isinstance(self.screen, DrawnScreen):
            self.forget_shown()
            return
        lines = self._lines()
        if self._batch_count or not self._running or lines is self._shown:
            return
        if [line.width for line in self._shown] == [line.width for line in lines]:
            pairs = enumerate(zip(self._shown, lines, strict=True))
            runs = [run for y, (before, after) in pairs for run in changed(before, after, y)]
        else:
            runs = [(0, y, line.pieces) for y, line in enumerate(lines)]
        self._shown = lines
        if runs:
            update = _CellUpdate([(x, y, self._strip(pieces)) for x, y, pieces in runs])
            self._display(self.screen, cast(RenderableType, update))

    def _lines(self) -> list[Line]:
        """The lines of the screen on top, over those of the screens below where it is lower than the terminal."""
        width, height = self.size
        lines: list[Line] = []
        for screen in reversed(self.screen_stack):
            if isinstance(screen, DrawnScreen):
                lines = [*screen.lines(width, height)[: height - len(lines)], *lines]
            if len(lines) >= height:
                break
        return lines

    def _strip(self, pieces: list[Piece]) -> Strip:
        palette = self.palette
        return Strip([Segment(text, palette[role]) for text, role in pieces])


class _CellUpdate(CompositorUpdate):
    """Writes strips at their places and nothing between them."""

    def __init__(self, runs: list[tuple[int, int, Strip]]) -> None:
        self._runs = runs

    def render_segments(self, console: Any) -> str:
        """Give the bytes for the terminal."""
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in self._runs)
