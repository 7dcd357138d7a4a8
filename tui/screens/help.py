"""The keys of a screen, named from the keymap: the help can never say another thing than the keys do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from textual.screen import Screen

from db.language import N_, _
from tui.keys import ACTION_LABELS, Place, shown_key
from tui.screens.drawn import DrawnScreen
from tui.screens.keyed import KeyedScreen
from tui.widgets.key_line import key_line, key_pairs
from tui.widgets.line import Line, wrap

_MOVES: Final = (
    (("up", "down"), N_("One row up or down")),
    (("page_up", "page_down"), N_("One page up or down")),
    (("first", "last"), N_("First or last row")),
    (("next_panel", "previous_panel"), N_("Next or previous panel")),
)
_FORM_MOVES: Final = ("next_field", "previous_field")
"""What keys do in a form besides the actions of its screen."""
_NOTES: Final = (
    N_("Finding needs no marks: “dak lak” finds Đắk Lắk."),
    N_("— a figure was not stated; an empty cell: nothing was recorded; ≈ or a word: the figure is not exact."),
    N_("≥ a total of which a part was not stated (≈ before a percentage)."),
    N_("✓ met  ▲ ahead  ● on track  ▼ behind  ✗ missed  ○ not due  ? no report  – not carried out or not applicable"),
)


class HelpScreen(DrawnScreen[None]):
    """The keys of the screen below."""

    KEYS: ClassVar = ("back", "quit")

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        self._top = 0

    def draw(self, width: int, height: int) -> list[Line]:
        """Title, keys and notes from the top of the view on, key line."""
        notes = [Line(("  " + part, "dim")) for note in _NOTES for part in wrap(_(note), width - 3)]
        lines = [*self._lines(), Line(), *notes]
        room = height - 2
        title = _("Help: keys of this screen")
        self._top = max(0, min(self._top, len(lines) - room))
        shown = lines[self._top : self._top + room]
        shown.extend(Line() for _ in range(room - len(shown)))
        banner = Line((" " + title, "banner")).cut(width).fill(width, "banner")
        return [banner, *(line.cut(width) for line in shown), key_line(key_pairs(self.keymap, self.KEYS), width)]

    def _lines(self) -> Iterable[Line]:
        keymap = self.keymap
        place: Place = self._below.PLACE if isinstance(self._below, KeyedScreen) else "list"
        for actions, meaning in _MOVES if place == "list" else ():
            if any(has_action(self._below, action) for action in actions):
                names = [shown_key(keymap.keys(action)[0]) for action in actions if keymap.keys(action)]
                yield _key_and_meaning(" ".join(names), _(meaning))
        for action in [*(_FORM_MOVES if place == "form" else ()), *screen_actions(self._below)]:
            names = [shown_key(key) for key in keymap.keys(action, place)]
            if names or place == "list":
                yield _key_and_meaning("  ".join(names), _(ACTION_LABELS[action]))

    def do_down(self) -> None:
        """One line down."""
        self._top += 1
        self.redraw()

    def do_up(self) -> None:
        """One line up."""
        self._top -= 1
        self.redraw()

    def do_back(self) -> None:
        """Back to the screen."""
        self.dismiss()

    do_help = do_back
    do_open = do_back


def has_action(screen: Screen[object], action: str) -> bool:
    """Whether a screen, or the app on every screen, knows an action."""
    return hasattr(screen, f"do_{action}") or hasattr(screen.app, f"do_{action}")


def screen_actions(screen: Screen[object]) -> list[str]:
    """The named actions that have a meaning on a screen, in the order of the keymap."""
    moves = {action for actions, _meaning in _MOVES for action in actions}
    return [action for action in ACTION_LABELS if action not in moves and has_action(screen, action)]


def _key_and_meaning(key: str, meaning: str) -> Line:
    return Line(("  ", "text")).add_fit(key, 24, "key").add(meaning, "text")
