"""Remember a person's province in the configuration file of their own, which stays theirs otherwise."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

import tomli

from db.language import _
from db.setting_file import SettingsError, read_file

_SECTION: Final = re.compile(r"^[ \t]*\[[ \t]*place[ \t]*\][ \t]*(?:#.*)?$", re.MULTILINE)


def remember_home(path: Path, key: str) -> None:
    """Set `home_province` to an era-qualified key in that file, unless the file sets it already.

    Raises:
        SettingsError: the file cannot be read or written, or there is no safe place for the line.
    """
    line = f'home_province = "{key}"\n'
    text, sections = "", {}
    if os.path.lexists(path):
        file = read_file(path)
        text, sections = file.text, file.sections
    place = sections.get("place", {})
    if isinstance(place, dict) and "home_province" in place:
        return
    wanted = {**sections, "place": {**place, "home_province": key}}
    if "place" not in sections:
        new = text + ("\n" if text and not text.endswith("\n") else "") + ("\n" if text else "") + f"[place]\n{line}"
    else:
        new = _SECTION.sub(lambda found: f"{found[0]}\n{line.rstrip()}", text, count=1)
    try:
        if tomli.loads(new) != wanted:
            raise SettingsError(_refusal(path, _("there is no safe place for the line in it")))
    except tomli.TOMLDecodeError as error:
        raise SettingsError(_refusal(path, _("there is no safe place for the line in it"))) from error
    _write(path, new)


def _write(path: Path, text: str) -> None:
    """All of the file or none of it, with the permissions that it has."""
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        part.write_text(text, encoding="utf-8")
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        part.replace(target)
    except OSError as error:
        raise SettingsError(_refusal(path, error.strerror or type(error).__name__)) from error


def _refusal(path: Path, reason: str) -> str:
    return _("The choice holds for now only: it cannot be kept in {path} ({reason}).").format(path=path, reason=reason)
