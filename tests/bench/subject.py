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

WALKS: Final = {
    "rows": Walk(keys=("down",) * 30 + ("up",) * 30),
    "panels": Walk(reach=("enter",), keys=("2", "3", "4", "5", "1") * 6),
    "screens": Walk(keys=("enter", "escape") * 12),
    "fields": Walk(reach=("n",), keys=("tab",) * 10 + ("shift+tab",) * 10),
    "typing": Walk(reach=("n",), keys=tuple("tuyên truyền giảm nghèo 1.300.000")),
}

SAMPLE: Final = Subject((*TIENDO, "--sample"), r"(?s)Sơn La.*\d\.\d{3}", walks=WALKS)
"""tiendo on the sample documents."""
