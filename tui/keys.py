"""Which key does what: the actions that a person may rebind (`[keys]` of the settings) and the keys that never move.

Names of keys are Textual's ("ctrl+s", "question_mark", "shift+tab"). While text is typed no printable key is a command,
because a Vietnamese keyboard sends letters, digits and signs as parts of a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from textual.keys import format_key, key_to_character

from db.language import N_, _

Place = Literal["list", "form", "ask", "grid"]
"""Where a key is pressed: lists and panels, a form of text fields, a question, or a grid of cells to type into."""

DEFAULT_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "quit": ("ctrl+q",),
    "help": ("f1", "question_mark"),
    "palette": ("ctrl+p",),
    "language": ("f9", "l"),
    "find": ("slash",),
    "place": ("g",),
    "new": ("n", "f2", "ctrl+n"),
    "new_any": (),
    "edit": ("e",),
    "void": ("delete",),
    "save": ("ctrl+s",),
    "look_up": ("f4", "ctrl+l"),
    "open": ("enter",),
    "back": ("escape",),
    "zoom": ("z",),
    "panel_1": ("1",),
    "panel_2": ("2",),
    "panel_3": ("3",),
    "panel_4": ("4",),
    "panel_5": ("5",),
    "panel_6": ("6",),
    "previous_year": ("ctrl+left", "less_than_sign", "comma"),
    "next_year": ("ctrl+right", "greater_than_sign", "full_stop"),
    "programme": ("p",),
    "order": ("o",),
    "units": ("d",),
    "undo": ("u", "ctrl+z"),
    "redo": ("U",),
    "history": ("h",),
    "voided": ("x",),
    "restore": ("r",),
    "all": ("a",),
    "summaries": ("b",),
    "why": ("v",),
    "as_of": ("t",),
    "changes": ("c",),
    "line": ("colon",),
    "grid": ("k",),
    "copy_year": ("ctrl+y",),
    "indicators": (),
    "step": ("m",),
    "refresh": ("f5", "ctrl+r"),
}
"""The actions and their keys where the settings say nothing; config.toml ships the same."""

ACTION_LABELS: Final[Mapping[str, str]] = {
    "quit": N_("Quit"),
    "help": N_("Help"),
    "palette": N_("Commands"),
    "language": N_("Language"),
    "find": N_("Find"),
    "place": N_("Find a place"),
    "new": N_("New"),
    "new_any": N_("New record of any kind"),
    "edit": N_("Edit"),
    "void": N_("Void"),
    "save": N_("Save"),
    "look_up": N_("List of choices"),
    "open": N_("Open"),
    "back": N_("Back"),
    "zoom": N_("Enlarge"),
    "panel_1": N_("Panel 1"),
    "panel_2": N_("Panel 2"),
    "panel_3": N_("Panel 3"),
    "panel_4": N_("Panel 4"),
    "panel_5": N_("Panel 5"),
    "panel_6": N_("Panel 6"),
    "previous_year": N_("Previous year"),
    "next_year": N_("Next year"),
    "programme": N_("Programme"),
    "order": N_("Order"),
    "units": N_("Units"),
    "undo": N_("Undo"),
    "redo": N_("Redo"),
    "history": N_("History"),
    "voided": N_("Void records"),
    "restore": N_("Restore"),
    "all": N_("All provinces"),
    "summaries": N_("Summaries"),
    "why": N_("Why this figure?"),
    "as_of": N_("State of a day"),
    "changes": N_("What changed"),
    "line": N_("Add from one line"),
    "grid": N_("Grid of many figures"),
    "copy_year": N_("Plan and targets as last year"),
    "indicators": N_("Indicators"),
    "step": N_("Month, quarter, year"),
    "refresh": N_("Refresh"),
    "next_field": N_("Next field"),
    "previous_field": N_("Previous field"),
    "save_next": N_("Save, then the next one"),
    "ditto": N_("As in the last record"),
    "edit_cell": N_("Edit the text of the cell"),
    "fill_down": N_("Fill down"),
    "take_back": N_("Take back what was typed"),
    "discard": N_("Discard"),
}
"""What each action is called in help and on key lines; marked for the catalogue."""

_MOVES: Final[Mapping[str, str]] = {
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "pageup": "page_up",
    "pagedown": "page_down",
    "home": "first",
    "end": "last",
    "tab": "next_panel",
    "shift+tab": "previous_panel",
}

_FORM_KEYS: Final[Mapping[str, str]] = {
    "enter": "next_field",
    "tab": "next_field",
    "down": "next_field",
    "shift+tab": "previous_field",
    "up": "previous_field",
    "pageup": "page_up",
    "pagedown": "page_down",
    "left": "left",
    "right": "right",
    "ctrl+left": "word_left",
    "ctrl+right": "word_right",
    "home": "home",
    "end": "end",
    "ctrl+home": "first_field",
    "ctrl+end": "last_field",
    "backspace": "backspace",
    "ctrl+h": "backspace",
    "delete": "delete",
    "ctrl+u": "clear_to_start",
    "ctrl+k": "clear_to_end",
    "ctrl+w": "delete_word",
    "ctrl+r": "restore",
    "ctrl+d": "ditto",
    "ctrl+x": "discard",
}

_GRID_KEYS: Final[Mapping[str, str]] = {
    **_MOVES,
    "enter": "enter_cell",
    "tab": "next_cell",
    "shift+tab": "previous_cell",
    "shift+up": "select_up",
    "shift+down": "select_down",
    "shift+left": "select_left",
    "shift+right": "select_right",
    "ctrl+home": "first_cell",
    "ctrl+end": "last_cell",
    "backspace": "backspace",
    "ctrl+h": "backspace",
    "delete": "delete",
    "ctrl+u": "clear_to_start",
    "ctrl+k": "clear_to_end",
    "ctrl+w": "delete_word",
    "ctrl+d": "fill_down",
    "ctrl+z": "take_back",
    "ctrl+r": "restore",
    "ctrl+x": "discard",
}

_FIXED: Final[Mapping[Place, Mapping[str, str]]] = {
    "list": _MOVES,
    "form": _FORM_KEYS,
    "ask": _FORM_KEYS,
    "grid": _GRID_KEYS,
}

_NEW_WHILE_TYPING: Final[Mapping[Place, str]] = {"form": "save_next", "grid": "edit_cell"}
"""What the keys do that open a new record in a list: a form is saved and the next one opens, a cell is edited."""
_TYPED_ACTIONS: Final = ("save", "back", "look_up", "help", "palette", "language", "quit")
"""The actions that mean something while text is typed."""
_TYPED_IN_GRID: Final = (*_TYPED_ACTIONS, "previous_year", "next_year")


class Keymap:
    """The keys of this person: the defaults, and over them what the settings say."""

    def __init__(self, keys: Mapping[str, Sequence[str]] | None = None) -> None:
        """`keys`: action to keys, as in the settings; an action that is left out keeps its default, [] has none."""
        self._keys: dict[str, tuple[str, ...]] = dict(DEFAULT_KEYS)
        self._keys.update({action: tuple(named) for action, named in (keys or {}).items()})
        self._found: dict[Place, dict[str, str]] = {
            "list": {**_MOVES, **self._commands(self._keys)},
            "form": {**self._new_keys("form"), **self._commands(_TYPED_ACTIONS, typing=True), **_FORM_KEYS},
            "grid": {**self._new_keys("grid"), **self._commands(_TYPED_IN_GRID, typing=True), **_GRID_KEYS},
            "ask": {**self._commands(_TYPED_ACTIONS, typing=True), **_FORM_KEYS},
        }

    def find(self, key: str, place: Place = "list") -> str | None:
        """The action of a key in that place, or None."""
        return self._found[place].get(key)

    def keys(self, action: str, place: Place = "list") -> tuple[str, ...]:
        """The keys of an action in that place, those of the settings first."""
        named = self._keys.get("new" if action == _NEW_WHILE_TYPING.get(place) else action, ())
        own = tuple(key for key in named if self.find(key, place) == action)
        fixed = tuple(
            key for key, named in _FIXED[place].items() if named == action and self.find(key, place) == action
        )
        return own + tuple(key for key in fixed if key not in own)

    def shown(self, action: str, place: Place = "list") -> str:
        """The first key of an action as a person reads it ("Ctrl+S", "?"), or "" when it has none."""
        keys = self.keys(action, place)
        return shown_key(keys[0]) if keys else ""

    def line(self, actions: Iterable[str], place: Place = "list") -> list[tuple[str, str]]:
        """Pairs of key and label for a key line, in the language spoken now; actions without a key are left out."""
        pairs = ((self.shown(action, place), _(ACTION_LABELS[action])) for action in actions)
        return [(key, label) for key, label in pairs if key]

    def _new_keys(self, place: Place) -> dict[str, str]:
        return dict.fromkeys(self._commands(["new"], typing=True), _NEW_WHILE_TYPING[place])

    def _commands(self, actions: Iterable[str], *, typing: bool = False) -> dict[str, str]:
        return {
            key: action
            for action in actions
            for key in self._keys.get(action, ())
            if not (typing and _is_printable(key))
        }


def _is_printable(key: str) -> bool:
    character = key_to_character(key)  # some control keys have one too: escape is U+001B
    return character is not None and character.isprintable()


def shown_key(key: str) -> str:
    """A key's name as a person reads it: "ctrl+s" is "Ctrl+S", "question_mark" is "?", "delete" is "Del"."""
    *modifiers, base = key.split("+")
    name = _SHOWN.get(base) or format_key(base)
    if modifiers or (len(name) > 1 and name.islower()):
        name = name[:1].upper() + name[1:]
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


_SHOWN: Final = {
    "escape": "Esc",
    "delete": "Del",
    "enter": "Enter",
    "tab": "Tab",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}

DEFAULT_KEYMAP: Final = Keymap()
