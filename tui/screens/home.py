"""Which province the dashboard opens on: asked once, when a person's own database has been made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from db.language import _
from db.models.text import collation_key, fold
from db.summary.finding import answers_to
from db.summary.views import Province
from tui.screens.drawn import DrawnScreen
from tui.screens.finder import Finder
from tui.widgets.key_line import key_line
from tui.widgets.line import Line, wrap
from tui.widgets.table import MARKER


class HomeScreen(DrawnScreen[None]):
    """Type a part of a name, Enter takes the province of the cursor, Esc none."""

    PLACE: ClassVar = "ask"

    def __init__(
        self, provinces: Sequence[Province], chosen: Callable[[Province], str], done: Callable[[], None]
    ) -> None:
        """`chosen` takes the province and returns what there is to tell, "" for nothing; `done` goes on."""
        super().__init__()
        self._provinces = sorted(provinces, key=lambda province: collation_key(province.name))
        self._chosen = chosen
        self._done = done
        self._told = ""
        self._at = 0
        self.finder = Finder(self._found)
        self.finder.start()

    @property
    def provinces(self) -> list[Province]:
        """Those whose name has a word that begins as is typed, or else all that answer to it."""
        wanted = fold(self.finder.text.strip())
        begun = [province for province in self._provinces if f" {wanted}" in f" {fold(province.name)}"]
        return begun or [province for province in self._provinces if answers_to(province, wanted)]

    def _found(self) -> None:
        self._at = 0
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """The question, what is typed, the provinces, and the keys."""
        lines = [Line((" tiendo", "banner")).fill(width, "banner"), Line()]
        if self._told:
            lines += [Line((f" {part}", "warn")) for part in wrap(self._told, width - 2)]
            keys = [("Enter", _("Go on"))]
        else:
            lines += [Line((" " + _("Which province is yours? The dashboard opens on it."), "strong"))]
            lines += [Line((" ", "text")).extend(self.finder.line()), Line()]
            room = max(height - 1 - len(lines), 1)
            found = self.provinces
            first = self._at // room * room
            for place, province in enumerate(found[first : first + room], first):
                at = place == self._at
                lines.append(Line((f"{MARKER if at else '  '}{province.name}", "cursor" if at else "text")))
            if not found:
                lines.append(Line(("  " + _("No province matches."), "dim")))
            keys = [("Enter", _("Choose")), (self.keymap.shown("back", "ask"), _("Skip"))]
        lines = lines[: height - 1]
        lines.extend(Line() for _n in range(height - 1 - len(lines)))
        return [*(line.cut(width) for line in lines), key_line(keys, width)]

    def press(self, key: str, character: str | None = None) -> None:
        """Letters go to the filter."""
        if key == "enter":
            self._choose()
        elif self.keymap.find(key, "ask") == "back":
            self._done()
        elif key in ("up", "down"):
            self._at = min(max(self._at + (1 if key == "down" else -1), 0), max(len(self.provinces) - 1, 0))
            self.redraw()
        elif self._told or not self.finder.press(key, character, self.keymap):
            super().press(key, character)

    def pasted(self, text: str) -> None:
        """A pasted text is a name."""
        self.finder.paste(text)

    def _choose(self) -> None:
        found = self.provinces
        if not self._told and not found:
            return
        self._told = "" if self._told else self._chosen(found[self._at])
        if self._told:
            self.redraw()
        else:
            self._done()
