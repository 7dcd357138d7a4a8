"""A bar of block characters, in eighths of a cell; the number always stands beside it."""

from __future__ import annotations

from typing import Final

from tui.widgets.line import Line

_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"


TRACK: Final = "·"
"""What a bar runs on."""


def bar(percent: float, width: int, role: str = "bar") -> Line:
    """A bar of `percent` (0 to 100; more fills it) in exactly `width` cells."""
    eighths = round(min(max(percent, 0.0), 100.0) / 100 * width * 8)
    if percent > 0:
        eighths = max(eighths, 1)
    whole, part = divmod(eighths, 8)
    full = "█" * whole + (_EIGHTHS[part] if part else "")
    return Line((full, role), (TRACK * (width - len(full)), "rest"))
