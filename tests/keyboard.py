"""What a terminal sends for a key: names such as "ctrl+s", "shift+tab", "f1", "down" to the bytes of xterm."""

from __future__ import annotations

from typing import Final

_LETTER_KEYS: Final = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_NUMBER_KEYS: Final = {
    "insert": 2, "delete": 3, "pageup": 5, "pagedown": 6,
    "f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24,
}  # fmt: skip
_F1_TO_F4: Final = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
_CHARACTERS: Final = {
    "enter": "\r", "tab": "\t", "escape": "\x1b", "esc": "\x1b", "space": " ", "backspace": "\x7f",
}  # fmt: skip
_MODIFIERS: Final = {"shift": 1, "alt": 2, "ctrl": 4}


def key_bytes(name: str) -> bytes:
    """The bytes of one key as xterm sends them; a single character, also "ế" or "+", stands for itself.

    Raises:
        ValueError: no key has this name, or a terminal cannot send this combination.
    """
    if len(name) == 1:
        return name.encode()
    *modifiers, key = name.split("+")
    if key == "" and modifiers:  # "ctrl++"
        modifiers, key = modifiers[:-1], "+"
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        raise ValueError(f"unknown modifier in the key {name!r}")
    code = 1 + sum(_MODIFIERS[modifier] for modifier in set(modifiers))
    if key in _LETTER_KEYS:
        return (f"\x1b[1;{code}" if modifiers else "\x1b[").encode() + _LETTER_KEYS[key].encode()
    if key in _NUMBER_KEYS:
        return f"\x1b[{_NUMBER_KEYS[key]}{f';{code}' if modifiers else ''}~".encode()
    if key in _F1_TO_F4:
        return (f"\x1b[1;{code}" if modifiers else "\x1bO").encode() + _F1_TO_F4[key].encode()
    if key == "tab" and modifiers == ["shift"]:
        return b"\x1b[Z"
    character = _CHARACTERS.get(key, key)
    if len(character) != 1:
        raise ValueError(f"unknown key {name!r}")
    if "shift" in modifiers:
        if not character.isalpha():
            raise ValueError(f"a terminal sends no bytes of its own for {name!r}")
        character = character.upper()
    if "ctrl" in modifiers:
        if character != " " and not "@" <= character.upper() <= "_":
            raise ValueError(f"a terminal sends no bytes of its own for {name!r}")
        character = chr(ord(character.upper()) & 0x1F)
    return (("\x1b" if "alt" in modifiers else "") + character).encode()


def paste_bytes(text: str) -> bytes:
    """A bracketed paste of the text."""
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"
