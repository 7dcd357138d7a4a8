"""Configuration files as they are read: TOML text and the line on which a setting stands."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from db.language import _


class SettingsError(ValueError):
    """A setting that cannot be used. The text is one sentence for the person: where it stands and what was expected."""


class SettingFile(NamedTuple):
    """One configuration file: where it is, its text, and the sections in it."""

    path: Path
    text: str
    sections: dict[str, Any]

    def where(self, *names: str) -> str:
        """The file and the line of a section or setting, for a message."""
        return _at_line(self.path, line_of(self.text, names))


def read_file(path: Path) -> SettingFile:
    """Read a configuration file.

    Raises:
        SettingsError: it is not there, is no file, cannot be read, or is not TOML.
    """
    try:
        if not path.exists():
            raise SettingsError(_("{path}: there is no such configuration file.").format(path=path))
        if not path.is_file():
            raise SettingsError(_("{path}: this is no file; a configuration file was expected.").format(path=path))
        raw = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            _("{path}: this configuration file cannot be read ({reason}).").format(path=path, reason=error.strerror)
        ) from error
    try:
        # Editors on Windows put a byte order mark first, which TOML does not know.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            _("{where}: this is not UTF-8; save the file in that encoding.").format(where=_at_line(path, line))
        ) from error
    try:
        return SettingFile(path, text, tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        where = _at_line(path, error.lineno)
        raise SettingsError(_("{where}: this is not TOML ({reason}).").format(where=where, reason=error.msg)) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists nested hundreds deep
        raise SettingsError(
            _("{path}: this is not a configuration ({reason}).").format(path=path, reason=error)
        ) from error


def line_of(text: str, names: Sequence[str]) -> int:
    """The line (from 1) on which the setting of these names begins, in a text that is TOML and has it.

    Only tomli knows every way to write a key, and it tells no lines: so the first lines of the text that are TOML by
    themselves are parsed until they hold the setting. Whether they hold it grows with their number, so it is bisected.
    """
    lines = text.split("\n")
    without, beyond = 0, len(lines)  # of the lengths between, one that is TOML may still hold the setting or not
    while without + 1 < beyond:
        middle = (without + beyond) // 2
        length = middle
        while length < beyond and (parsed := _parsed(lines[:length])) is None:
            length += 1
        if length == beyond:
            beyond = middle
        elif _holds(parsed, names):
            beyond = length
        else:
            without = length
    # Blank lines and comments before the setting are TOML by themselves, so the next line begins it.
    return without + 1


def _parsed(lines: Sequence[str]) -> dict[str, Any] | None:
    try:
        return tomli.loads("\n".join(lines).rstrip("\r"))
    except ValueError:
        return None


def _holds(parsed: Any, names: Sequence[str]) -> bool:
    for name in names:
        if not isinstance(parsed, dict) or name not in parsed:
            return False
        parsed = parsed[name]
    return True


def _at_line(path: Path, line: int) -> str:
    return _("{path}, line {line}").format(path=path, line=line)
