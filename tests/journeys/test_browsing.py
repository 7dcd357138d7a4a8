"""Looking at what is there: panels, records, sources, filters, sizes, languages, poor terminals."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.journeys.dashboard import (
    HUGE,
    SMALL,
    WIDE,
    escape,
    press,
    press_until,
    quit_cleanly,
    row,
    selected,
    tiendo,
    to_province,
    until,
    wait_banner,
    wait_overview,
)
from tests.keyboard import key_bytes
from tests.terminal import Terminal, tiendo_env

pytestmark = pytest.mark.pty

PANELS = {"1": "Chỉ tiêu", "2": "Ký kết", "3": "Tập huấn", "4": "Bàn giao", "5": "Ấn phẩm, kinh phí"}


def provinces(terminal: Terminal) -> list[str]:
    """The provinces listed by the overview, from the top."""
    lines = terminal.text().split("\n")[3:]
    end = next(place for place, line in enumerate(lines) if line.startswith("  Tổng ") or line.strip() == "")
    return [re.split(r" {2,}|\d+/\d+", line[2:])[0] for line in lines[:end]]


def test_from_the_overview_to_the_source_and_back(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Đắk Lắk", 2020)
        press(terminal, "down")
        in_panel = terminal.text()
        press(terminal, "enter")
        wait_banner(terminal, "Đắk Lắk  Chỉ tiêu")
        assert "1 đội" in terminal.text()
        press(terminal, "end")
        terminal.wait("Cập nhật lần cuối")
        record = terminal.text()
        source = record[record.index("Nguồn  ") :]
        assert "Triển khai Chương trình mục tiêu quốc gia Giảm nghèo" in source
        assert "Cổng thông tin điện tử tỉnh Đắk Lắk" in source
        assert "Ngày đăng: 08/06/2020 08:34" in source
        assert re.search(r"đoạn \d+", source)
        press(terminal, "enter")
        wait_banner(terminal, "Tài liệu nguồn")
        assert "Triển khai Chương trình mục tiêu quốc gia Giảm nghèo" in terminal.text()
        assert "Nơi đăng" in terminal.text()
        assert not re.search(r"\d{4}-\d\d-\d\d", terminal.text())
        escape(terminal)
        wait_banner(terminal, "Đắk Lắk  Chỉ tiêu")
        assert terminal.text() == record
        escape(terminal)
        wait_banner(terminal, "Năm 2020")
        assert terminal.text() == in_panel
        escape(terminal)
        terminal.wait("Tổng quan")
        assert "Đắk Lắk" in selected(terminal)
        quit_cleanly(terminal)


def test_a_source_that_names_no_day_says_so(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Bạc Liêu")
        press(terminal, "3", "enter")
        wait_banner(terminal, "Tập huấn")
        press(terminal, "end")
        terminal.wait("Ngày đăng: không nêu")
        assert "Mic.gov.vn" in terminal.text()
        quit_cleanly(terminal)


@pytest.mark.parametrize("size", [SMALL, WIDE, HUGE], ids=["80x24", "120x40", "200x50"])
def test_every_panel_at_every_size(home: Path, size: tuple[int, int]) -> None:
    with tiendo(home, size=size) as terminal:
        to_province(terminal, "Sơn La")
        seen = {SMALL: 1, WIDE: 4, HUGE: 5}[size]
        for key, title in PANELS.items():
            press(terminal, key)
            number = int(key)
            text = terminal.text()
            shown = [name for at, name in PANELS.items() if re.search(rf"{at} {name}", text)]
            assert len(shown) == 5
            x, y = terminal.find(f" {key} {title}")
            assert terminal.cell(x + 1, y).bold
            if seen >= number > 1 and size != SMALL:
                assert "1.300" in text or number != 5
            press(terminal, "z")
            assert f"{key} {title}" in terminal.text()
            press(terminal, "z")
            assert terminal.text() == text
        press(terminal, "4")
        assert "2.700 hộ" in terminal.text()
        assert "4,2 tỷ" in terminal.text()
        press(terminal, "5")
        assert "1.300" in terminal.text()
        assert all(len(line) <= size[0] for line in terminal.text().split("\n"))
        quit_cleanly(terminal)


def test_tab_and_arrows_go_round_the_panels(home: Path) -> None:
    all_panels = {**PANELS, "6": "Văn bản"}
    with tiendo(home) as terminal:
        to_province(terminal, "Sơn La")
        for _round, (forward, back) in enumerate([("tab", "shift+tab"), ("right", "left")]):
            for key in "23456":
                press(terminal, forward)
                assert lit_tabs(terminal, all_panels) == [key]
            press(terminal, forward)
            assert lit_tabs(terminal, all_panels) == ["1"]
            press(terminal, back)
            assert lit_tabs(terminal, all_panels) == ["6"]
            press(terminal, forward)
        quit_cleanly(terminal)


def lit_tabs(terminal: Terminal, panels: Mapping[str, str]) -> list[str]:
    """The tabs on the bright ground of the active one."""
    places = {key: terminal.find(f"{key} {title}") for key, title in panels.items()}
    grounds = {key: str(terminal.cell(x, y).bg) for key, (x, y) in places.items()}
    return [key for key, ground in grounds.items() if list(grounds.values()).count(ground) == 1]


def test_years(home: Path) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        for later, earlier in [("ctrl+right", "ctrl+left"), (".", ","), (">", "<")]:
            press(terminal, later)
            wait_banner(terminal, "Năm 2017")
            assert provinces(terminal) == ["Hải Dương"]
            press(terminal, later)
            wait_banner(terminal, "Năm 2018")
            assert provinces(terminal) == ["Sơn La"]
            assert "2.700" in terminal.text()
            press(terminal, earlier, earlier)
            wait_banner(terminal, "Năm tất cả")
            assert len(provinces(terminal)) == 5
        press(terminal, "ctrl+right", "ctrl+right")
        press(terminal, "enter")
        wait_banner(terminal, "Sơn La  Năm 2018")
        press(terminal, ".")
        wait_banner(terminal, "Năm 2019")
        press(terminal, "2")
        terminal.wait("1 lễ")
        quit_cleanly(terminal)


def test_programmes(home: Path) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        press_until(terminal, "p", lambda: "Chương trình KH31-LC" in terminal.line(0))
        assert provinces(terminal) == ["Lào Cai"]
        press(terminal, "enter")
        wait_banner(terminal, "Lào Cai  Năm tất cả  Chương trình KH31-LC")
        terminal.wait("80,0 %")
        escape(terminal)
        terminal.wait("Tổng quan")
        press_until(terminal, "p", lambda: "Chương trình tất cả" in terminal.line(0))
        assert len(provinces(terminal)) == 5
        quit_cleanly(terminal)


def test_finding_without_marks(home: Path) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        for typed, found in [("dak lak", "Đắk Lắk"), ("son la", "Sơn La"), ("bắc liêu", ""), ("BAC LIEU", "Bạc Liêu")]:
            press(terminal, "/")
            terminal.send(typed)
            terminal.wait(f"Tìm: {re.escape(typed)}")
            if found:
                until(terminal, lambda found=found: found in selected(terminal))
            escape(terminal)
            terminal.wait_gone("Tìm: ")
        terminal.send("/hải\r")  # those without figures are found too
        terminal.wait("Hải Phòng")
        assert "Sơn La" not in terminal.text()
        escape(terminal)
        wait_overview(terminal)
        press(terminal, "home")
        to_province(terminal, "Bạc Liêu")
        press(terminal, "5")
        terminal.send("/cam nang\r")
        terminal.wait("Tìm: cam nang")
        assert "Cẩm nang" in selected(terminal)
        press(terminal, "enter")
        terminal.wait("hơn 2.500")
        escape(terminal)
        terminal.wait("Tìm: cam nang")
        escape(terminal)
        terminal.wait_gone("Tìm: ")
        assert "Bạc Liêu" in terminal.line(0)
        quit_cleanly(terminal)


def test_order_by_name_or_code(home: Path) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        press_until(terminal, "down", lambda: "Lào Cai" in selected(terminal))
        assert provinces(terminal) == ["Bạc Liêu", "Đắk Lắk", "Hải Dương", "Lào Cai", "Sơn La"]
        press(terminal, "o")
        assert provinces(terminal) == ["Lào Cai", "Sơn La", "Hải Dương", "Đắk Lắk", "Bạc Liêu"]
        assert "Lào Cai" in selected(terminal)
        press(terminal, "o")
        assert provinces(terminal)[0] == "Bạc Liêu"
        press(terminal, "a")
        names = provinces(terminal)
        assert [name[:6] for name in names[:6]] == ["Bạc Li", "Đắk Lắ", "Hải Dư", "Lào Ca", "Sơn La", "An Gia"]
        quit_cleanly(terminal)


def test_units_of_today(home: Path) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        press(terminal, "d")
        wait_banner(terminal, "theo địa giới hiện nay")
        assert provinces(terminal) == ["Cà Mau", "Đắk Lắk", "Hải Phòng", "Lào Cai", "Sơn La"]
        assert "630" in row(terminal, "Hải Phòng")
        press_until(terminal, "down", lambda: "Hải Phòng" in selected(terminal))
        press(terminal, "enter")
        wait_banner(terminal, "Hải Phòng")
        press(terminal, "3")
        terminal.wait("630")
        escape(terminal)
        terminal.wait("Tổng quan")
        press(terminal, "d")
        until(terminal, lambda: "Hải Dương" in provinces(terminal))
        quit_cleanly(terminal)


def test_resize_while_browsing(home: Path) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        press_until(terminal, "down", lambda: "Lào Cai" in selected(terminal))
        for size in (HUGE, SMALL, WIDE, SMALL):
            terminal.resize(*size)
            until(terminal, lambda: "Lào Cai" in selected(terminal))
        press(terminal, "enter")
        terminal.wait("80,0 %")
        press(terminal, "down")
        chosen = selected(terminal)[2:14]
        small = terminal.text()
        for size in (HUGE, WIDE, SMALL):
            terminal.resize(*size)
            until(terminal, lambda: chosen in selected(terminal))
        assert terminal.text() == small
        press(terminal, "enter")
        terminal.wait("Nguồn|dòng bên dưới")
        terminal.resize(*HUGE)
        terminal.wait("Nguồn")
        terminal.resize(*SMALL)
        escape(terminal)
        until(terminal, lambda: terminal.text() == small)
        quit_cleanly(terminal)


def test_language_by_key(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Sơn La", 2018)
        press(terminal, "4")
        terminal.wait("2.700 hộ")
        assert "2,7 tỷ" in terminal.text()
        press(terminal, "5")
        terminal.wait(r"1\.300")
        press(terminal, "f9")
        terminal.wait("1,300")
        assert "1.300" not in terminal.text()
        press(terminal, "4")
        terminal.wait("2.7 bn")
        assert "2,700" in terminal.text()
        assert "Deliveries" in terminal.text()
        assert "SAMPLE" in terminal.line(0)
        escape(terminal)
        terminal.wait("Overview")
        press(terminal, "l")
        terminal.wait("Tổng quan")
        assert "2.700" in terminal.text()
        quit_cleanly(terminal)


def test_english_by_setting(home: Path) -> None:
    with tiendo(home, TIENDO_SCREEN_LANGUAGE="en") as terminal:
        terminal.wait("Overview")
        terminal.wait("2,700")
        press(terminal, "f1")
        terminal.wait("Help: keys of this screen")
        escape(terminal)
        terminal.wait("Overview")
        quit_cleanly(terminal)


def test_help_and_palette(home: Path) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        before = terminal.text()
        for key in ("f1", "?"):
            press(terminal, key)
            terminal.wait("Trợ giúp: .*\n.*Lên, xuống một dòng")
            escape(terminal)
            until(terminal, lambda: terminal.text() == before)
        press(terminal, "ctrl+p")
        terminal.send("thu tu")
        terminal.wait("▶ Thứ tự")
        press(terminal, "enter")
        until(terminal, lambda: "Tổng quan" in terminal.text() and provinces(terminal)[0] == "Lào Cai")
        quit_cleanly(terminal)


def walk(terminal: Terminal) -> None:
    """Start, move, open, back: what every terminal must bear."""
    to_province(terminal, "Sơn La")
    press(terminal, "4", "down", "enter")
    terminal.wait("Ngày bàn giao")
    escape(terminal)
    terminal.wait("Bàn giao")
    escape(terminal)
    terminal.wait("Tổng quan")


def colours(terminal: Terminal) -> set[str]:
    return {
        colour
        for y in range(terminal.rows)
        for x in range(terminal.cols)
        for colour in (terminal.cell(x, y).fg, terminal.cell(x, y).bg)
    }


def test_no_colour(home: Path) -> None:
    with tiendo(home, NO_COLOR="1") as terminal:
        walk(terminal)
        assert colours(terminal) == {"default"}
        quit_cleanly(terminal)


@pytest.mark.parametrize(
    "more",
    [{"TERM": "xterm-16color", "COLORTERM": ""}, {"TIENDO_SCREEN_THEME": "ansi"}],
    ids=["xterm-16color", "theme-ansi"],
)
def test_sixteen_colours(home: Path, more: dict[str, str]) -> None:
    with tiendo(home, **more) as terminal:
        walk(terminal)
        assert not [colour for colour in colours(terminal) if re.fullmatch("[0-9a-f]{6}", colour)]
        quit_cleanly(terminal)


def test_light_theme(home: Path) -> None:
    with tiendo(home, TIENDO_SCREEN_THEME="light") as terminal:
        walk(terminal)
        assert "ffffff" in colours(terminal)
        quit_cleanly(terminal)


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (300, 3)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_odd_sizes(home: Path, size: tuple[int, int]) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        terminal.resize(*size)
        for key in ["down", "enter", "2", "z", "down", "enter", "n", "2", "a", "tab", "f1", "escape"]:
            terminal.press(key, quiet_ms=10, no_answer_ms=40)
        escape(terminal)
        terminal.resize(*SMALL)
        assert "Traceback" not in terminal.text()
        assert any(line.strip() for line in terminal.text().split("\n"))
        quit_cleanly(terminal)
    with tiendo(home, size=size) as terminal:
        terminal.settle(timeout=5)
        quit_cleanly(terminal)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_inside_tmux(home: Path, tmp_path: Path) -> None:
    env = tiendo_env(home) | {"TMUX_TMPDIR": str(tmp_path)}
    server = ["tmux", "-L", "journey", "-f", "/dev/null"]
    from tests.journeys.dashboard import ROOT
    from tests.terminal import TIENDO

    command = [*server, "new-session", " ".join([*TIENDO, "--sample"])]
    try:
        with Terminal(command, *SMALL, env=env, cwd=ROOT) as terminal:
            walk(terminal)
            press(terminal, "ctrl+right")
            wait_banner(terminal, "Năm 2017")
            terminal.send(key_bytes("ctrl+q"))
            assert terminal.wait_exit() == 0
            assert "Traceback" not in terminal.text()
    finally:
        subprocess.run([*server, "kill-server"], env=env, capture_output=True, check=False)


def test_a_signal_to_end_ends(home: Path) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        os.kill(terminal.pid, signal.SIGTERM)
        terminal.wait_exit()
