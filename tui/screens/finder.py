"""The text filter of a list: typed on the list's own screen, matched without case, tones and marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from db.language import _
from tui.keys import Keymap
from tui.widgets.line import Line
from tui.widgets.line_editor import LineEditor

_EDITS: Final = frozenset(
    {"left", "right", "word_left", "word_right", "home", "end", "backspace", "delete"}
    | {"delete_word", "clear_to_start", "clear_to_end"}
)
_LIST_KEYS: Final = frozenset({"up", "down", "pageup", "pagedown"})
"""Keys that move in the list while the filter is typed."""
_COMMANDS: Final = frozenset({"quit", "help", "palette", "language"})


class Finder:
    """What is looked for. `changed` is called after each key that changes it."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._editor = LineEditor()
        self.open = False
        """Whether keys go to the filter."""

    @property
    def text(self) -> str:
        """What is looked for, "" for everything."""
        return self._editor.text

    def start(self) -> None:
        """Take the keys."""
        self.open = True

    def clear(self) -> None:
        """Look for nothing, and let the keys go."""
        self.open = False
        self._editor.set("")
        self._changed()

    def paste(self, text: str) -> None:
        """Look for a pasted text, if there is any."""
        if not text.strip():
            return
        self.open = True
        self._editor.insert(text)
        self._changed()

    def press(self, key: str, character: str | None, keymap: Keymap) -> bool:
        """Take a key; False when it is not for the filter."""
        if not self.open or key in _LIST_KEYS:
            return False
        action = keymap.find(key, "ask")
        if action in _COMMANDS:
            return False
        if key == "enter":
            self.open = False
        elif action == "back":
            self.clear()
            return True
        elif action in _EDITS:
            getattr(self._editor, action)()
        elif character and character.isprintable() and not key.startswith(("alt+", "ctrl+")):
            self._editor.insert(character)
        self._changed()
        return True

    def key_hints(self, keymap: Keymap) -> list[tuple[str, str]]:
        """The keys that do something while the filter is typed."""
        pairs = [("↑/↓", _("Move")), ("Enter", _("OK")), (keymap.shown("back", "ask"), _("Clear"))]
        return pairs + keymap.line(("help", "language", "quit"), "ask")

    def line(self) -> Line:
        """The filter as it stands on the screen, with a mark where the next letter comes."""
        line = Line((_("Find") + ": ", "key"))
        text = self._editor.text
        if not self.open:
            return line.add(text, "strong")
        if not text:
            return line.add(" ", "cursor").add(" " + _("type a part of the name"), "faint")
        at = self._editor.cursor
        return line.add(text[:at], "strong").add(text[at : at + 1] or " ", "cursor").add(text[at + 1 :], "strong")
