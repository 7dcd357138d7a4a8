"""What the screens look like: a style for every role that a piece of text can have.

A role is a word ("met", "title"); "met+hot" lays one role over another. Screens name roles and never colours, so a
theme, sixteen colours and no colour at all change nothing but this table. Status is always told by a sign or a word
as well: colour only repeats it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final, Literal

from rich.style import Style

ThemeName = Literal["dark", "light", "ansi", "plain"]
"""`ansi` uses the terminal's own sixteen colours and background; `plain` no colour (NO_COLOR)."""

_ROLES: Final = (
    "text", "dim", "faint", "strong", "head", "title", "frame", "bar", "rest", "key", "total", "current",
    "met", "ahead", "on_track", "behind", "missed", "quiet", "banner", "banner_dim", "cursor", "hot", "sample", "warn",
)  # fmt: skip

_DARK: Final[Mapping[str, str]] = {
    "text": "#c8d0da on #10151c",
    "dim": "#8e99a8 on #10151c",
    "faint": "#566070 on #10151c",
    "strong": "bold #eef2f7 on #10151c",
    "head": "#8fb4dd on #10151c",
    "title": "bold #7cc0ff on #10151c",
    "current": "bold #10151c on #7cc0ff",
    "frame": "#3a4656 on #10151c",
    "bar": "#4fae6a on #10151c",
    "rest": "#323c4a on #10151c",
    "key": "bold #7cc0ff on #10151c",
    "total": "bold #eef2f7 on #1a222d",
    "met": "#5fd07f on #10151c",
    "ahead": "#5fd0c8 on #10151c",
    "on_track": "#9fd06a on #10151c",
    "behind": "#e8bc50 on #10151c",
    "missed": "#ff8078 on #10151c",
    "quiet": "#8e99a8 on #10151c",
    "banner": "bold #eef2f7 on #1d2a3a",
    "banner_dim": "#a9b8ca on #1d2a3a",
    "cursor": "bold #ffffff on #2f5f96",
    "hot": "on #5d4c10",
    "sample": "bold #10151c on #e8bc50",
    "warn": "bold #ff8078 on #10151c",
}

_LIGHT: Final[Mapping[str, str]] = {
    "text": "#24292f on #ffffff",
    "dim": "#57606a on #ffffff",
    "faint": "#a0a8b2 on #ffffff",
    "strong": "bold #000000 on #ffffff",
    "head": "#3a5f8a on #ffffff",
    "title": "bold #0a58ab on #ffffff",
    "current": "bold #ffffff on #0a58ab",
    "frame": "#b4bec9 on #ffffff",
    "bar": "#2f8f4e on #ffffff",
    "rest": "#d7dde4 on #ffffff",
    "key": "bold #0a58ab on #ffffff",
    "total": "bold #000000 on #e9eef4",
    "met": "#17692f on #ffffff",
    "ahead": "#0b6a66 on #ffffff",
    "on_track": "#4a6b10 on #ffffff",
    "behind": "#8a5a00 on #ffffff",
    "missed": "#b3261e on #ffffff",
    "quiet": "#57606a on #ffffff",
    "banner": "bold #ffffff on #27507d",
    "banner_dim": "#dbe6f2 on #27507d",
    "cursor": "bold #ffffff on #2f6db0",
    "hot": "on #ffe9a8",
    "sample": "bold #000000 on #f0c040",
    "warn": "bold #b3261e on #ffffff",
}

_ANSI: Final[Mapping[str, str]] = {
    "text": "",
    "dim": "",
    "faint": "bright_black",
    "strong": "bold",
    "head": "cyan",
    "title": "bold cyan",
    "current": "bold reverse",
    "frame": "bright_black",
    "bar": "green",
    "rest": "bright_black",
    "key": "bold cyan",
    "total": "bold",
    "met": "green",
    "ahead": "cyan",
    "on_track": "green",
    "behind": "yellow",
    "missed": "red",
    "quiet": "bright_black",
    "banner": "bold reverse",
    "banner_dim": "reverse",
    "cursor": "bold reverse",
    "hot": "bold underline",
    "sample": "bold black on yellow",
    "warn": "bold red",
}

_PLAIN: Final[Mapping[str, str]] = dict.fromkeys(_ROLES, "") | {
    "strong": "bold",
    "title": "bold",
    "current": "reverse",
    "key": "bold",
    "total": "bold",
    "banner": "reverse",
    "banner_dim": "reverse",
    "cursor": "bold reverse",
    "hot": "underline",
    "sample": "bold reverse",
    "warn": "bold",
}

_THEMES: Final[Mapping[str, Mapping[str, str]]] = {
    "dark": _DARK,
    "light": _LIGHT,
    "ansi": _ANSI,
    "plain": _PLAIN,
}


class Palette(dict[str, Style]):
    """The style of each role in one theme, parsed when it is first asked for."""

    def __init__(self, theme: ThemeName) -> None:
        super().__init__()
        self.theme = theme
        self._source = _THEMES[theme]

    def __missing__(self, role: str) -> Style:
        style = Style()
        for part in role.split("+"):
            style += Style.parse(self._source[part])
        self[role] = style
        return style


def choose_theme(wanted: str, environ: Mapping[str, str] = os.environ) -> ThemeName:
    """The theme to draw with: none of it under NO_COLOR, the terminal's own sixteen colours where it has no more."""
    if environ.get("NO_COLOR"):
        return "plain"
    if wanted not in _THEMES:
        return "dark"
    rich_colours = environ.get("COLORTERM", "") in ("truecolor", "24bit") or "256" in environ.get("TERM", "")
    if not rich_colours and wanted != "plain":
        return "ansi"
    return wanted  # type: ignore[return-value]
