"""A screen of wrapped sentences with a cursor over their lines; a line may open what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from db.language import _
from db.models.text import printable
from tui.screens.base import BoardScreen
from tui.widgets.line import Line, wrap
from tui.widgets.table import MARKER, Table

Data = TypeVar("Data")
Target = TypeVar("Target")

_INDENT = 2


class Sentence(NamedTuple, Generic[Target]):
    """A sentence, and what Enter on it opens."""

    text: str
    role: str
    indent: int
    target: Target | None


class SentencesScreen(BoardScreen[Data], Generic[Data, Target]):
    """A subclass gives `sentences`, `open_target` and `opens`: what Enter on a line opens, for the reader."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._targets: list[Target | None] = []
        """What each line opens."""
        self._at = 0
        self._page = 1

    def sentences(self, data: Data) -> Iterable[Sentence[Target]]:
        """What is told, in order."""
        raise NotImplementedError

    def opens(self) -> str:
        """A sentence on what Enter does."""
        raise NotImplementedError

    def open_target(self, target: Target) -> None:
        """Show what the line speaks of."""
        raise NotImplementedError

    @property
    def target(self) -> Target | None:
        """What the line under the cursor speaks of."""
        return self._targets[self._at] if self._targets else None

    def tables(self, data: Data, width: int, _height: int) -> Mapping[str, Table]:
        """No table: wrapped lines."""
        self._lines, self._targets = [], []
        for told in self.sentences(data):
            space = " " * (_INDENT * told.indent)
            for part in wrap(printable(told.text), max(width - len(space) - 3, 10)) or [""]:
                self._lines.append(Line((space, "text"), (part, told.role)))
                self._targets.append(told.target)
        self._at = max(0, min(self._at, len(self._lines) - 1))
        return {}

    def body(self, _width: int, height: int) -> list[Line]:
        """A page of lines."""
        self._page = height
        first = self._at // height * height
        lines = self._lines[first : first + height]
        return [
            Line((MARKER if at == self._at else " " * len(MARKER), "cursor" if at == self._at else "text")).extend(line)
            for at, line in enumerate(lines, first)
        ]

    def detail(self) -> str:
        """What Enter does on the selected line, and where there is more."""
        below = len(self._lines) - (self._at // self._page + 1) * self._page
        more = _("{n} more lines below: PgDn").format(n=below) if below > 0 else ""
        return " · ".join(filter(None, (self.opens() if self.target is not None else "", more)))

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

    def do_open(self) -> None:
        """What the line under the cursor speaks of."""
        if (target := self.target) is not None:
            self.open_target(target)

    def do_back(self) -> None:
        """Back to the screen below."""
        self.dismiss()
