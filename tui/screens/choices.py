"""The list that a field chooses from, over the foot of the form: type to narrow it, Enter takes the choice.

The number before a choice means it in the field, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from db.language import _
from db.models.text import cells, fold
from tui.screens.ask import Question
from tui.widgets.key_line import key_line
from tui.widgets.line import Line
from tui.widgets.line_editor import LineEditor
from tui.widgets.table import MARKER

_CODE_CELLS: Final = 22
_AROUND: Final = 4
"""Lines of the box that hold no choice: frame, title, filter and keys."""


class ChoicesScreen(Question[str]):
    """Choices as (code, name); the answer is the code of one, None on the way back. `numbers`: that of each code.

    `typed`: what already stands in the field. It narrows the list, unless it is a choice itself (then the cursor
    stands on that one) or would leave nothing.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[tuple[str, str]],
        then: Callable[[str | None], None],
        typed: str = "",
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(title, then)
        self._numbers = numbers or {}
        self._choices = [(code, name, fold(f"{code} {name}")) for code, name in choices]
        self.editor = LineEditor(typed)
        wanted = fold(typed)
        whole = [at for at, (code, name) in enumerate(choices) if wanted in (fold(code), fold(name))]
        self._at = whole[0] if whole else 0
        if whole or not self.fitting():
            self.editor.set("")

    def fitting(self) -> list[tuple[str, str]]:
        """(code, name) of the choices that have every word of the filter, without case, tones and marks.

        The choice of that number stands before them.
        """
        words = fold(self.editor.text).split()
        numbered = [(code, name) for code, name, _folded in self._choices if [str(self._numbers.get(code))] == words]
        found = [(code, name) for code, name, folded in self._choices if all(word in folded for word in words)]
        return [*numbered, *(choice for choice in found if choice not in numbered)]

    # -- keys

    def press(self, key: str, character: str | None = None) -> None:
        """Enter takes the choice; Tab and the arrows move."""
        if key == "enter":
            fitting = self.fitting()
            if fitting:
                self.answer(fitting[self._at][0])
        else:
            super().press(key, character)

    def typed(self, character: str) -> None:
        """Narrow the list."""
        self.editor.insert(character)
        self._narrowed()

    def pasted(self, text: str) -> None:
        """Narrow the list by a pasted text."""
        self.editor.insert(text.strip())
        self._narrowed()

    def act(self, action: str) -> bool:
        """Moving keys move in the list, editing keys change the filter."""
        last = len(self.fitting()) - 1
        page = self._rows(self.app.size.height)
        places = {
            "next_field": self._at + 1,
            "previous_field": self._at - 1,
            "page_down": self._at + page,
            "page_up": self._at - page,
            "first_field": 0,
            "last_field": last,
        }
        if action in places:
            self._at = max(min(places[action], last), 0)
            self.redraw()
        elif hasattr(self.editor, action):
            getattr(self.editor, action)()
            self._narrowed()
        else:
            return super().act(action)
        return True

    def do_look_up(self) -> None:
        """The same key closes the list."""
        self.answer(None)

    def _narrowed(self) -> None:
        self._at = 0
        self.redraw()

    # -- drawing

    def _rows(self, height: int) -> int:
        """How many choices are shown at once: half of the screen, so that the form stays in view."""
        return max(min(len(self._choices), height // 2, height - _AROUND), 1)

    def body(self, width: int) -> list[Line]:
        """The filter, a page of choices, and the keys."""
        window = self.editor.visible(max(width - cells(_("Find")) - 4, 1))
        before, at, after = window.parts
        lines = [Line((" " + _("Find") + ": ", "key"), (before, "strong"), (at or " ", "cursor"), (after, "strong"))]
        rows = self._rows(self.app.size.height)
        first = self._at // rows * rows
        fitting = self.fitting()
        code_cells = min(
            max((cells(code) for code, _name, _folded in self._choices), default=0), _CODE_CELLS, width // 3
        )
        for place, (code, name) in enumerate(fitting[first : first + rows], first):
            role = "cursor" if place == self._at else "text"
            line = Line((MARKER if place == self._at else "  ", role))
            if self._numbers:
                line.add(f"{self._numbers.get(code, ''):>3} ", role if place == self._at else "dim")
            lines.append(line.add_fit(code, code_cells, role).add_fit(f"  {name}", width - line.width, role))
        if not fitting:
            lines.append(Line(("  " + _("Nothing in the list fits."), "dim")))
        lines.extend(Line() for _row in range(rows + 1 - len(lines)))
        pairs = [
            ("Enter", _("Take this one")),
            ("↑ ↓ PgUp PgDn", _("Move")),
            (self.keymap.shown("back", "ask"), _("Back")),
        ]
        keys = key_line([(key, label) for key, label in pairs if key], width)
        if len(fitting) > rows:
            keys.add(f" {self._at + 1}/{len(fitting)}", "dim")
        return [*lines, keys.cut(width)]
