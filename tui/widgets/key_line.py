"""The line at the foot of a screen: keys and what they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.language import _
from db.models.text import cells
from tui.keys import Keymap
from tui.widgets.line import Line


def key_pairs(keymap: Keymap, actions: Iterable[str]) -> list[tuple[str, str]]:
    """The keys of actions and their labels; "year" stands for both of its keys."""
    pairs = []
    for action in actions:
        if action == "year":
            back, on = keymap.shown("previous_year"), keymap.shown("next_year")
            if back and on:
                pairs.append((f"{back}/{on.removeprefix('Ctrl+') if back.startswith('Ctrl+') else on}", _("Year")))
        else:
            pairs += keymap.line([action])
    return pairs


def key_line(pairs: Sequence[tuple[str, str]], width: int, always: str = "") -> Line:
    """Keys and what they do, as many as fit whole; room is kept for the key `always`."""
    line = Line()
    kept = sum(_cells(pair) for pair in pairs if pair[0] == always)
    full = False
    for pair in pairs:
        own = pair[0] == always
        kept -= _cells(pair) if own else 0
        full = full or line.width + _cells(pair) + kept > width
        if (own or not full) and line.width + _cells(pair) <= width:
            line.add(" " + pair[0], "key").add(" " + pair[1] + " ", "dim")
    return line


def _cells(pair: tuple[str, str]) -> int:
    key, label = pair
    return cells(key) + cells(label) + 3
