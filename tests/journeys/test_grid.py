"""The grid over a pseudo-terminal, on both databases: bursts, a block of a spreadsheet, a lost line, one undo."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from db.entry.grid import GridChoice, Spot, read_grid
from db.store.reader import open_reader
from tests.journeys.dashboard import (
    GAPS,
    assert_whole,
    escape,
    quit_cleanly,
    tiendo,
    to_province,
    until,
)
from tests.keyboard import key_bytes, paste_bytes
from tests.loaded import build
from tests.terminal import Terminal

pytestmark = pytest.mark.pty

SAVE = key_bytes("ctrl+s")
MONTHS = GridChoice("target", "months", 2023, ("A10",))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, home: Path) -> str:
    """A database with the source documents."""
    if request.param == "sqlite":
        return f"sqlite:///{home / 'data' / 'sample.db'}"
    template: Callable[[str, Callable[[str], object]], str] = request.getfixturevalue("postgres_template")
    return template("source_documents", build)


def figures(url: str) -> dict[Spot, int | None]:
    """The targets of Lào Cai's months of 2023."""
    with open_reader(url) as reader:
        return {spot: one.figure.value for spot, (one,) in read_grid(reader, MONTHS).cells.items()}


def open_grid(terminal: Terminal) -> None:
    """From the overview to the targets of Lào Cai's months of 2023."""
    to_province(terminal, "Lào Cai", 2023)
    terminal.send("k")
    terminal.wait("Bảng nhập: kết quả")
    terminal.send(key_bytes("f4") + b"1")
    terminal.wait("Bảng nhập: chỉ tiêu")


def not_saved(terminal: Terminal, count: int) -> None:
    until(terminal, lambda: f"{count} ô chưa lưu" in terminal.text())


def test_many_figures_are_one_action(home: Path, url: str) -> None:
    options = ("--language", "vi", "--database", url)
    with tiendo(home, *options) as terminal:
        open_grid(terminal)
        for gap in GAPS:
            terminal.send(key_bytes("ctrl+home"))
            terminal.send("12\t34\r56\t1.300\r", gap_ms=gap)
            not_saved(terminal, 4)
            terminal.wait("• +1.300")
            for left in (3, 2, 1):
                terminal.send(key_bytes("ctrl+z"))
                not_saved(terminal, left)
            terminal.send(key_bytes("ctrl+z"))
            terminal.wait_gone("ô chưa lưu")
        terminal.send(key_bytes("ctrl+home") + paste_bytes("1\t2\t3\n4\t5\n") + key_bytes("ctrl+end") + b"7")
        not_saved(terminal, 5)
        until(terminal, lambda: list((home / "data" / "state").rglob("drafts/grid-*.json")))
        terminal.settle(400)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_exit()
    assert figures(url) == {}
    with tiendo(home, *options) as terminal:
        open_grid(terminal)
        terminal.wait("bản nháp .*6 ô")
        terminal.send(key_bytes("ctrl+r"))
        not_saved(terminal, 6)
        terminal.send(SAVE)
        terminal.wait("Đã lưu 6 ô")
        entered = {
            ("signings", "01"): 1,
            ("signings", "02"): 2,
            ("signings", "03"): 3,
            ("agreements", "01"): 4,
            ("agreements", "02"): 5,
            ("budget_disbursed", "12"): 7,
        }
        assert figures(url) == entered
        terminal.send(key_bytes("ctrl+home") + b"10\r" + SAVE)
        terminal.wait("Đã lưu 1 ô")
        assert figures(url) == entered | {("signings", "01"): 10}
        escape(terminal)
        terminal.wait("1 Chỉ tiêu")
        terminal.send("u")
        until(terminal, lambda: figures(url) == entered)
        terminal.send("u")
        until(terminal, lambda: figures(url) == {})
        quit_cleanly(terminal)
    assert_whole(home, url)
