"""The text of one field and the cursor in it: what every editing key does, without a screen.

A letter and the combining marks after it are one unit: the cursor never stands between them and Backspace takes both.
Nothing rewrites the text while a word is typed (Telex and VNI keyboards send Backspaces and letters that count on it);
NFC and trimming come when the field is left.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from db.models.text import cells, nfc

_JOINER = "\N{ZERO WIDTH JOINER}"


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a text that is shown; `cursor` is a cell of it, its width when it stands behind the last one."""

    text: str
    cursor: int
    cut_left: bool
    cut_right: bool

    @property
    def parts(self) -> tuple[str, str, str]:
        """The text parted at the cursor's cell: what is before it, the letter there with its marks, the rest."""
        text = self.text
        start = used = 0
        while start < len(text) and (used < self.cursor or not cells(text[start])):
            used += cells(text[start])
            start += 1
        end = start + 1
        while end < len(text) and not cells(text[end]):
            end += 1
        return text[:start], text[start:end], text[end:]


class LineEditor:
    """One line of text with a cursor."""

    __slots__ = ("_scroll", "cursor", "text")

    def __init__(self, text: str = "") -> None:
        self.text = _one_line(text)
        self.cursor = len(self.text)
        self._scroll = 0

    def set(self, text: str) -> None:
        """Replace the text; the cursor goes to its end."""
        self.text = _one_line(text)
        self.cursor = len(self.text)
        self._scroll = 0

    def insert(self, text: str) -> None:
        """Put text before the cursor, as it was typed."""
        text = _one_line(text)
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor = self._after(self.cursor + len(text))

    def backspace(self) -> None:
        """Take away the unit before the cursor."""
        self._cut(self._before(self.cursor), self.cursor)

    def delete(self) -> None:
        """Take away the unit at the cursor."""
        self._cut(self.cursor, self._after(self.cursor + 1))

    def left(self) -> None:
        """One unit to the left."""
        self.cursor = self._before(self.cursor)

    def right(self) -> None:
        """One unit to the right."""
        self.cursor = self._after(self.cursor + 1)

    def word_left(self) -> None:
        """To the start of this word, or of the one before."""
        place = self.cursor
        while place and not self._in_word(place - 1):
            place -= 1
        while place and self._in_word(place - 1):
            place -= 1
        self.cursor = place

    def word_right(self) -> None:
        """To the start of the next word."""
        place, end = self.cursor, len(self.text)
        while place < end and self._in_word(place):
            place += 1
        while place < end and not self._in_word(place):
            place += 1
        self.cursor = place

    def home(self) -> None:
        """To the start."""
        self.cursor = 0

    def end(self) -> None:
        """To the end."""
        self.cursor = len(self.text)

    def clear_to_start(self) -> None:
        """Take away what stands before the cursor."""
        self._cut(0, self.cursor)

    def clear_to_end(self) -> None:
        """Take away what stands from the cursor on."""
        self._cut(self.cursor, len(self.text))

    def delete_word(self) -> None:
        """Take away the text back to the start of the word."""
        end = self.cursor
        self.word_left()
        self._cut(self.cursor, end)

    def leave(self) -> None:
        """Normalise the text when the field is left: NFC, no spaces at its ends."""
        left = nfc(self.text).strip()
        if left != self.text:
            self.set(left)

    def visible(self, width: int) -> Window:
        """The window of `width` cells (at least 1) around the cursor; it moves by a third of itself at once."""
        width = max(width, 1)
        self._scroll = self._after(min(self._scroll, len(self.text)))
        if cells(self.text) < width:
            self._scroll = 0
        elif self.cursor < self._scroll:
            self._scroll = self._back_by(self.cursor, width // 3)
        elif cells(self.text[self._scroll : self.cursor]) >= width:
            self._scroll = self._back_by(self.cursor, width - 1 - width // 3)
        end = self._scroll
        used = 0
        while end < len(self.text):
            after = self._after(end + 1)
            used += cells(self.text[end:after])
            if used > width:
                break
            end = after
        return Window(
            self.text[self._scroll : end],
            cells(self.text[self._scroll : self.cursor]),
            self._scroll > 0,
            end < len(self.text),
        )

    def _cut(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.cursor = self._after(start)  # a mark that stood first in the text may now follow a letter

    def _back_by(self, place: int, width: int) -> int:
        """The furthest place at most `width` cells before `place`."""
        while place:
            before = self._before(place)
            width -= cells(self.text[before:place])
            if width < 0:
                break
            place = before
        return place

    def _is_boundary(self, place: int) -> bool:
        return place <= 0 or place >= len(self.text) or not _joins(self.text, place)

    def _before(self, place: int) -> int:
        place = max(place - 1, 0)
        while not self._is_boundary(place):
            place -= 1
        return place

    def _after(self, place: int) -> int:
        place = min(place, len(self.text))
        while not self._is_boundary(place):
            place += 1
        return place

    def _in_word(self, place: int) -> bool:
        while place and _joins(self.text, place):
            place -= 1
        return self.text[place].isalnum()


def _joins(text: str, place: int) -> bool:
    """Whether the character at `place` belongs to the one before."""
    return unicodedata.category(text[place]) in ("Mn", "Me", "Mc") or _JOINER in text[max(place - 1, 0) : place + 1]


def _one_line(text: str) -> str:
    """Text without line breaks, tabs and other controls."""
    if text.isprintable():
        return text
    kept = (" " if character in "\n\t" else character for character in text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(character for character in kept if unicodedata.category(character) not in ("Cc", "Cs"))
