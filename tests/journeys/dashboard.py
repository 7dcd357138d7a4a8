"""The real program in a pseudo-terminal, and the few gestures of a person at it."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from db.store.check import check
from tests.keyboard import key_bytes
from tests.terminal import TIENDO, Terminal, tiendo_env

ROOT: Final = Path(__file__).parents[2]
SMALL: Final = (80, 24)
WIDE: Final = (120, 40)
HUGE: Final = (200, 50)
MARKER: Final = "▶ "
GAPS: Final = (0, 0.5, 2, 5)
"""Milliseconds between two letters of a burst."""
CLUSTERS: Final = "Cụm dân cư"
"""Đắk Lắk's residential clusters, as far as the narrowest screen names them."""


@contextmanager
def tiendo(folder: Path, *arguments: str, size: tuple[int, int] = SMALL, **more: str) -> Iterator[Terminal]:
    """The dashboard on the databases of a folder: on the sample unless arguments say otherwise."""
    command = [*TIENDO, *(arguments or ("--sample",))]
    with Terminal(command, *size, env=tiendo_env(folder, **more), cwd=ROOT) as terminal:
        yield terminal
        assert "Traceback" not in terminal.text()


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of `tiendo` without a terminal."""
    return subprocess.run(
        [*TIENDO, *arguments],
        env=tiendo_env(folder, **more),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def summary(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """The objects of `tiendo summary`, one a province and year."""
    done = run(folder, "summary", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    provinces: list[dict[str, Any]] = json.loads(done.stdout)["provinces"]
    return provinces


def assert_whole(folder: Path, url: str | None = None) -> None:
    """What `tiendo check` does finds nothing; in the sample unless another database is named."""
    assert check(url or f"sqlite:///{folder / 'data' / 'sample.db'}") == []


# -- looking


def selected(terminal: Terminal) -> str:
    """The row of the cursor, from its marker on."""
    row = next((line for line in terminal.text().split("\n") if MARKER in line), "")
    return row[row.find(MARKER) :] if row else ""


def row(terminal: Terminal, name: str) -> str:
    """The row in which a text stands."""
    return next((line for line in terminal.text().split("\n")[1:] if name in line), "")


def until(terminal: Terminal, condition: Callable[[], object], timeout: float = 10) -> None:
    """Wait for what no single pattern tells."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, terminal.text()
        time.sleep(0.01)


def wait_banner(terminal: Terminal, text: str) -> None:
    """Wait until the first line holds a text; the era that tells two provinces of one name apart is left out."""
    until(terminal, lambda: text in re.sub(r" \((đến|từ) \d+/\d+\)", "", terminal.line(0)))


def wait_overview(terminal: Terminal, name: str = "Sơn La") -> None:
    """Wait until the overview stands whole, from a province's row to the key line."""
    until(terminal, lambda: name in terminal.text() and "F1" in terminal.line(-1), 30)


# -- pressing


def press(terminal: Terminal, *keys: str) -> None:
    """Press keys by name one after another, each after the answer to the one before."""
    terminal.press(*keys, quiet_ms=20, no_answer_ms=250)


def press_until(terminal: Terminal, key: str, condition: Callable[[], object], most: int = 40) -> None:
    """Press a key as often as it takes."""
    for _time in range(most):
        if condition():
            return
        press(terminal, key)
    assert condition(), terminal.text()


def escape(terminal: Terminal) -> None:
    """Esc alone; a letter that follows it at once would make it an Alt key."""
    terminal.press("escape", quiet_ms=60)


def to_province(terminal: Terminal, name: str, year: int | None = None) -> None:
    """From the overview into a province, and to a year."""
    terminal.wait(name)
    press_until(terminal, "down", lambda: name in selected(terminal))
    press(terminal, "enter")
    wait_banner(terminal, name)
    terminal.wait("1 (Chỉ tiêu|Targets)")
    if year is not None:
        press_until(terminal, "ctrl+left", lambda: re.search(rf"(Năm|Year) {year}\b", terminal.line(0)))


def quit_cleanly(terminal: Terminal) -> None:
    """Ctrl+Q from wherever one is: the program ends with status 0 and leaves no complaint."""
    terminal.send(key_bytes("ctrl+q"))
    assert terminal.wait_exit() == 0
    assert "Traceback" not in terminal.text()


def filled(values: Mapping[str, str], fields: list[str]) -> str:
    """What to type into a form from its first field on: each value into its field, Tab between them."""
    last = max(fields.index(name) for name in values)
    return "\t".join(values.get(name, "") for name in fields[: last + 1])
