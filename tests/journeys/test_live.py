"""What one person saves stands on every other screen at once: 95 % for Đắk Lắk's residential clusters."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path
from statistics import quantiles

import pytest

from tests.journeys.dashboard import (
    CLUSTERS,
    HUGE,
    assert_whole,
    press,
    press_until,
    quit_cleanly,
    row,
    selected,
    summary,
    tiendo,
    to_province,
    until,
    wait_overview,
)
from tests.journeys.writer import Writer
from tests.keyboard import key_bytes
from tests.terminal import Terminal, tiendo_env

pytestmark = pytest.mark.pty

WITHIN_MS = 500
BAR = "█"
SHOWN = rf"{CLUSTERS}.*95,0 % +█.*95,0 %"
"""Đắk Lắk's residential clusters with their result, its bar and its share of the target."""


def clock_offset(terminal: Terminal) -> float:
    """What to add to a terminal's times to have the monotonic clock that all processes share (ms)."""
    return time.monotonic() * 1000 - terminal.elapsed_ms


def names(terminal: Terminal) -> list[str]:
    """The first letters of every line below the banner: which rows stand where."""
    return [line[:14] for line in terminal.text().split("\n")[1:]]


def marked(terminal: Terminal, text: str) -> bool:
    """Whether the first letter of a text stands on the ground of what changed a moment ago."""
    x, y = terminal.find(text)
    return str(terminal.cell(x, y).bg) == "5d4c10"


def enter_result(terminal: Terminal, value: str) -> None:
    """n, result, and the fields: typed ahead as by somebody who knows the form."""
    press(terminal, "n")
    terminal.wait("Nhập mới loại nào")
    press(terminal, "2")
    terminal.wait("Kết quả: nhập mới")
    terminal.send(f"cụm dân cư\t\t{value}\t\tGNBV16")
    terminal.wait("GNBV16")
    terminal.send(key_bytes("ctrl+s"))


def test_95_percent_on_a_second_terminal(home: Path) -> None:
    with tiendo(home) as first, tiendo(home) as second:
        to_province(first, "Đắk Lắk", 2020)
        to_province(second, "Đắk Lắk", 2020)
        press(second, "down", "down", "down")
        before, chosen = names(second), selected(second)[:14]
        assert BAR not in row(second, CLUSTERS)
        enter_result(first, "95 %")
        acknowledged = first.wait(SHOWN) + clock_offset(first)
        seen = second.wait(SHOWN) + clock_offset(second)
        assert seen - acknowledged <= 10 * WITHIN_MS  # the time itself is the next test's
        assert marked(second, "95,0 %")
        for terminal in (first, second):
            terminal.settle(100)
            assert BAR in row(terminal, CLUSTERS)
            assert "không đạt" in row(terminal, CLUSTERS)
        assert names(second) == before
        assert selected(second)[:14] == chosen
        until(second, lambda: not marked(second, "95,0 %"), 8)
        quit_cleanly(second)
        quit_cleanly(first)
    found = summary(home, "dak lak", "--year", "2020", "--sample")[0]["indicators"]
    clusters = next(one for one in found if one["code"] == "clusters_informed")
    assert (clusters["target"]["value"], clusters["actual"]["value"], clusters["percent"]) == (100, 95, 95)
    assert_whole(home)


def test_changes_are_seen_within_half_a_second(home: Path) -> None:
    """Thirty saves of another process: the slowest hundredth stands on the screen 0.5 s after its acknowledgement.

    A machine that other work holds up for a moment gets another thirty: a screen that looks too seldom fails them all.
    """
    moments = random.Random(20)
    url = f"sqlite:///{home / 'data' / 'sample.db'}"
    with tiendo(home) as terminal, Writer(url, tiendo_env(home)) as writer:
        to_province(terminal, "Đắk Lắk", 2020)
        press(terminal, "down")
        chosen = selected(terminal)[:14]
        offset = clock_offset(terminal)
        for first in (61, 1, 31):
            waits = []
            for percent in range(first, first + 30):
                acknowledged = writer.save(percent)
                waits.append(terminal.wait(rf"{percent},0 %", 5) + offset - acknowledged)
                time.sleep(moments.uniform(0, 0.25))  # anywhere between two looks of the program
            if quantiles(waits, n=100, method="inclusive")[98] <= WITHIN_MS:
                break
        else:
            pytest.fail(f"the last thirty took {sorted(waits)} ms")
        assert selected(terminal)[:14] == chosen
        quit_cleanly(terminal)


def test_scroll_and_form_stay_while_others_save(home: Path) -> None:
    url = f"sqlite:///{home / 'data' / 'sample.db'}"
    with tiendo(home) as terminal, Writer(url, tiendo_env(home)) as writer:
        to_province(terminal, "Bạc Liêu")
        press(terminal, "3", "enter")
        terminal.wait("Tập huấn")
        press(terminal, "pagedown", "down")
        scrolled = terminal.text()
        writer.save(50)
        assert terminal.settle(600)
        assert terminal.text() == scrolled
        press(terminal, "e")
        terminal.wait("Tập huấn: sửa")
        terminal.send("\t\t\tCà M")
        terminal.wait("Cà M")
        typing = terminal.text()
        writer.save(51)
        terminal.settle(600)
        assert terminal.text() == typing
        terminal.send("au")
        terminal.wait("Cà Mau")
        terminal.send(key_bytes("ctrl+s"))
        terminal.wait_gone("Tập huấn: sửa")
        quit_cleanly(terminal)
    assert_whole(home)


def test_an_open_overview_follows(home: Path) -> None:
    """The totals and the province's row, while the cursor stands elsewhere."""
    url = f"sqlite:///{home / 'data' / 'sample.db'}"
    with tiendo(home, size=HUGE) as terminal, Writer(url, tiendo_env(home)) as writer:
        wait_overview(terminal)
        press_until(terminal, "down", lambda: "Lào Cai" in selected(terminal))
        assert "0/4" in row(terminal, "Đắk Lắk")
        writer.save(100)
        until(terminal, lambda: "1/4" in row(terminal, "Đắk Lắk"), 2)
        assert re.search(r"Tổng +1/12", terminal.text())
        assert marked(terminal, "1/4")
        assert "Lào Cai" in selected(terminal)
        writer.save(99)
        until(terminal, lambda: "0/4" in row(terminal, "Đắk Lắk"), 2)
        quit_cleanly(terminal)
