"""A screen that is drawn as lines by one canvas, and takes every key itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from textual.app import ComposeResult

from tui.screens.keyed import KeyedScreen
from tui.widgets.canvas import Canvas
from tui.widgets.line import Line

if TYPE_CHECKING:
    from tui.painting import PaintingApp

Result = TypeVar("Result")


class DrawnScreen(KeyedScreen[Result]):
    """A subclass gives `draw`; the app (`tui.painting`) writes to the terminal what differs."""

    BLANK = True  # the canvas covers it: nothing of its own is drawn

    @property
    def painter(self) -> PaintingApp:
        """The app, by the type that paints."""
        return cast("PaintingApp", self.app)

    @cached_property
    def canvas(self) -> Canvas:
        """The one widget."""
        return Canvas(self.draw, self.painter.palette)

    def compose(self) -> ComposeResult:
        """One canvas."""
        yield self.canvas

    def draw(self, width: int, height: int) -> list[Line]:
        """The lines of this size, fewer where the rest is empty."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Hook: the screen is about to be shown, for the first time or again."""

    def lines(self, width: int, height: int) -> list[Line]:
        """What stands on the lower lines of a terminal of this size: all of them, unless a screen is a box."""
        return self.canvas.lines(width, height)

    def redraw(self) -> None:
        """Show the present state: only cells that differ are written."""
        self.canvas.forget()
        self.painter.paint()

    def _compositor_refresh(self) -> None:
        # Textual would paint here, all of it and more than once: the app writes what differs.
        self._dirty_widgets.clear()
        self._compositor._dirty_regions.clear()
        if self.is_current:
            self.painter.paint()
