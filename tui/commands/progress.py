"""A progress bar on standard error for what takes longer than a moment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Report = Callable[[int, int], None]
"""Called with (done, of how many)."""
_WIDTH = 30


@contextmanager
def progress_bar(label: str, *, shown: bool) -> Iterator[Report | None]:
    """Draw how far the work has come, one line that is wiped at the end; nothing where nobody watches."""
    if not shown:
        yield None
        return
    last = -1

    def report(done: int, total: int) -> None:
        nonlocal last
        percent = 100 * done // total if total else 100
        if percent != last:
            last = percent
            filled = _WIDTH * percent // 100
            sys.stderr.write(f"\r{label} {'█' * filled}{'░' * (_WIDTH - filled)} {percent:3d} %")
            sys.stderr.flush()

    try:
        yield report
    finally:
        if last >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
