"""One line of a screen before it is coloured: pieces of text, each with a role of the palette.

Text that came from a user or a source goes through `printable`: it shows as typed, and no markup or control character
in it does anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from db.models.text import cells, clip, printable

Piece = tuple[str, str]
"""Text and its role."""
Align = Literal["<", ">"]


def fit(text: str, width: int, align: Align = "<") -> str:
    """Text in exactly `width` cells: filled with spaces, or cut and ended in "…"."""
    text = printable(text)
    used = cells(text)
    if used > width:
        text = clip(text, width)
        used = cells(text)
    fill = " " * (width - used)
    return text + fill if align == "<" else fill + text


def wrap(text: str, width: int) -> list[str]:
    """Printable text in lines of at most `width` cells, broken at spaces where there are any."""
    width = max(width, 1)
    lines: list[str] = []
    line = ""
    for word in _words(printable(text).split(" "), width):
        if not line:
            line = word
        elif cells(line) + 1 + cells(word) <= width:
            line += " " + word
        else:
            lines.append(line)
            line = word
    return [*lines, line] if line else lines


def _words(words: Iterable[str], width: int) -> Iterator[str]:
    """Words, those that are wider than a line cut into pieces."""
    for word in words:
        while cells(word) > width:
            end = 1
            while end < len(word) and cells(word[: end + 1]) <= width:
                end += 1
            yield word[:end]
            word = word[end:]
        if word:
            yield word


class Line:
    """Pieces from left to right. `width` counts cells."""

    __slots__ = ("pieces", "width")

    def __init__(self, *pieces: Piece) -> None:
        self.pieces: list[Piece] = []
        self.width = 0
        for text, role in pieces:
            self.add(text, role)

    def add(self, text: str, role: str = "text") -> Line:
        """Append text whole."""
        if text:
            text = printable(text)
            self.width += cells(text)
            self._append(text, role)
        return self

    def add_fit(self, text: str, width: int, role: str = "text", align: Align = "<") -> Line:
        """Append text in exactly `width` cells."""
        if width > 0:
            self.width += width
            self._append(fit(text, width, align), role)
        return self

    def extend(self, other: Line) -> Line:
        """Append another line's pieces."""
        for text, role in other.pieces:
            self._append(text, role)
        self.width += other.width
        return self

    def fill(self, width: int, role: str = "text") -> Line:
        """Append spaces up to `width`."""
        if width > self.width:
            self._append(" " * (width - self.width), role)
            self.width = width
        return self

    def cut(self, width: int) -> Line:
        """This line in at most `width` cells: the last piece that fits in part ends in "…"."""
        if self.width <= width:
            return self
        line = Line()
        for text, role in self.pieces:
            room = width - line.width
            if cells(text) > room:
                line.add(clip(text, room), role)
                break
            line.add(text, role)
        return line

    def exactly(self, width: int, role: str = "text") -> Line:
        """This line cut or filled to `width`."""
        return self.cut(width).fill(width, role)

    @property
    def text(self) -> str:
        """The line without roles."""
        return "".join(text for text, _role in self.pieces)

    def _append(self, text: str, role: str) -> None:
        if self.pieces and self.pieces[-1][1] == role:
            self.pieces[-1] = (self.pieces[-1][0] + text, role)
        else:
            self.pieces.append((text, role))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Line) and self.pieces == other.pieces

    def __hash__(self) -> int:
        return hash(tuple(self.pieces))

    def __repr__(self) -> str:
        return f"Line({self.text!r})"
