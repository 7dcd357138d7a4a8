"""The line at the foot of a screen: keys and what they do."""

from __future__ import annotations

from collections.abc import Iterable

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


def key_line(pairs: Iterable[tuple[str, str]], width: int) -> Line:
    """Keys and what they do, as many as fit whole."""
    line = Line()
    for key, label in pairs:
        if line.width + cells(key) + cells(label) + 3 > width:
            break
        line.add(" " + key, "key").add(" " + label + " ", "dim")
    return line
