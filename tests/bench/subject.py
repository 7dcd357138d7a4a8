"""What is measured: a command, how to see that it stands, and the walks of keys through it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.terminal import TIENDO


@dataclass(frozen=True)
class Walk:
    """Keys to time, and how to come where they are pressed.

    `reach` are keys pressed one after the other before anything is timed, `there` is a pattern of the screen that they
    lead to, `keys` the timed keys in order.
    """

    reach: tuple[str, ...] = ()
    there: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """A program to be measured; `figures` is the pattern on the screen once real figures stand there."""

    command: tuple[str, ...]
    figures: str
    env: Mapping[str, str] = field(default_factory=dict)
    walks: Mapping[str, Walk] = field(default_factory=dict)


BARE: Final = Subject((sys.executable, "-m", "tests.bench.baseline"), "ready")
"""Bare Textual, the yardstick."""

_PROVINCE: Final = ("enter",)
_AGREEMENT_FORM: Final = (*_PROVINCE, "2", "n")
_AGREEMENT: Final = ("tab", *"12/11/2019", "tab", "tab", "tab", "tab", *"DTTS")
_GRID: Final = ("a", "k", "f4", "1")
"""The targets of a year by province, all provinces of both eras across."""

WALKS: Final = {
    "rows": Walk(reach=("a",), there="1–", keys=("down",) * 30 + ("up",) * 30),
    "pages": Walk(reach=("a",), there="1–", keys=("pagedown", "pagedown", "pageup", "pageup") * 6),
    "panels": Walk(reach=_PROVINCE, there=r"^ 5 ", keys=("2", "3", "4", "5", "1") * 6),
    "screens": Walk(keys=("enter", "escape") * 12),
    "fields": Walk(reach=_AGREEMENT_FORM, there=r"Ctrl\+S", keys=("tab",) * 10 + ("shift+tab",) * 10),
    "typing": Walk(reach=_AGREEMENT_FORM, there=r"Ctrl\+S", keys=tuple("tuyên truyền giảm nghèo 1.300.000")),
    "cells": Walk(
        reach=_GRID, there="Ctrl.D", keys=("right", "down", "left", "down") * 6 + ("right", "up", "left", "up") * 6
    ),
    "cell_typing": Walk(reach=_GRID, there="Ctrl.D", keys=(*"1300", "down", *"250", "right", *"75.000", "tab") * 2),
    "entering": Walk(reach=(*_AGREEMENT_FORM, *_AGREEMENT, "ctrl+s"), there=r"12/11/2019(?!.*Ctrl\+S)"),
}
"""Ways through tiendo on the sample documents; "entering" saves an agreement."""

SAMPLE: Final = Subject((*TIENDO, "--sample"), r"(?s)Sơn La.*\d\.\d{3}", walks=WALKS)
"""tiendo on the sample documents."""
