"""The commands of a screen as a list to choose from, also those without a key of their own."""

from __future__ import annotations

from typing import ClassVar

from textual.screen import Screen

from db.language import _
from db.models.text import fold
from tui.keys import ACTION_LABELS
from tui.screens.drawn import DrawnScreen
from tui.screens.finder import Finder
from tui.screens.help import screen_actions
from tui.screens.keyed import KeyedScreen
from tui.widgets.key_line import key_line, key_pairs
from tui.widgets.line import Line
from tui.widgets.table import MARKER


class PaletteScreen(DrawnScreen[None]):
    """Type a part of a command's name; Enter runs it on the screen below."""

    KEYS: ClassVar = ("open", "back")

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        self._at = 0
        self.finder = Finder(self._found)
        self.finder.start()

    def commands(self) -> list[tuple[str, str]]:
        """(action, name) of the commands that fit what is typed."""
        wanted = fold(self.finder.text)
        named = [(action, _(ACTION_LABELS[action])) for action in screen_actions(self._below)]
        return [(action, name) for action, name in named if action != "palette" and wanted in fold(name)]

    def _found(self) -> None:
        self._at = 0
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Title, filter, commands, key line."""
        room = height - 3
        first = self._at // room * room if room > 0 else 0
        lines = [
            Line((f" {_('Commands')}", "banner")).fill(width, "banner"),
            Line((" ", "text")).extend(self.finder.line()),
        ]
        for place, (action, name) in enumerate(self.commands()[first : first + room], first):
            chosen = place == self._at
            role = "cursor" if chosen else "text"
            line = Line((MARKER if chosen else "  ", role)).add_fit(name, 30, role)
            lines.append(line.add(" ").add(self.keymap.shown(action), "key"))
        lines.extend(Line() for _ in range(height - 1 - len(lines)))
        return [*(line.cut(width) for line in lines), key_line(key_pairs(self.keymap, self.KEYS), width)]

    def press(self, key: str, character: str | None = None) -> None:
        """Letters go to the filter, Enter runs."""
        if key == "enter":
            self._run()
        elif self.keymap.find(key, "ask") == "back":
            self.dismiss()
        elif not self.finder.press(key, character, self.keymap):
            super().press(key, character)

    def do_down(self) -> None:
        """The next command."""
        self._at = min(self._at + 1, max(len(self.commands()) - 1, 0))
        self.redraw()

    def do_up(self) -> None:
        """The command before."""
        self._at = max(self._at - 1, 0)
        self.redraw()

    def do_palette(self) -> None:
        """The same key closes it."""
        self.dismiss()

    def _run(self) -> None:
        commands = self.commands()
        self.dismiss()
        if commands and isinstance(self._below, KeyedScreen):
            self._below.act(commands[self._at][0])
