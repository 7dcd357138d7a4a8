from __future__ import annotations

import string
from pathlib import Path

import pytest
import tomli
from textual.keys import _character_to_key

from tui.keys import ACTION_LABELS, DEFAULT_KEYS, Keymap, shown_key

ROOT = Path(__file__).parents[2]
TYPED = string.ascii_letters + string.digits + string.punctuation + "ơưđ"


def test_the_shipped_file_says_the_same() -> None:
    shipped = tomli.loads((ROOT / "config.toml").read_text())["keys"]
    named = {
        action: tuple(_character_to_key(key) if len(key) == 1 else key for key in keys)
        for action, keys in shipped.items()
    }
    assert named == dict(DEFAULT_KEYS)


def test_every_action_has_a_label() -> None:
    assert set(DEFAULT_KEYS) <= set(ACTION_LABELS)


@pytest.mark.parametrize("place", ["form", "ask"])
def test_no_printable_key_is_a_command_where_text_is_typed(place: str) -> None:
    keymap = Keymap({"save": ["s", "ctrl+s", "percent_sign"]})
    assert not [character for character in TYPED if keymap.find(_character_to_key(character), place)]  # type: ignore[arg-type]
    assert keymap.find("ctrl+s", "form") == "save"


def test_settings_replace_the_keys_of_an_action() -> None:
    keymap = Keymap({"edit": ["f3"], "void": []})
    assert keymap.find("f3") == "edit"
    assert keymap.find("e") is None
    assert keymap.keys("void") == ()
    assert keymap.shown("void") == ""
    assert keymap.line(["edit", "void"]) == [("F3", "Edit")]


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ctrl+s", "Ctrl+S"),
        ("question_mark", "?"),
        ("n", "n"),
        ("delete", "Del"),
        ("f1", "F1"),
        ("shift+tab", "Shift+Tab"),
        ("ctrl+left", "Ctrl+←"),
        ("escape", "Esc"),
        ("space", "Space"),
    ],
)
def test_keys_read_as_on_the_keyboard(key: str, shown: str) -> None:
    assert shown_key(key) == shown
