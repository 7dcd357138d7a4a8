"""The terminal driver, tried on tiny programs."""

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal import ScreenError, Terminal, tiendo_env

pytestmark = pytest.mark.pty

ECHO_KEYS = """
    import os, sys, tty
    tty.setraw(0)
    os.write(1, b"ready\\r\\n")
    while True:
        data = os.read(0, 1024)
        if data == b"q":
            break
        os.write(1, data.hex().encode() + b"\\r\\n")
"""


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Terminal]:
    def run(program: str, **options: int) -> Terminal:
        command = [sys.executable, "-c", textwrap.dedent(program)]
        return Terminal(command, options.get("cols", 60), options.get("rows", 10), tiendo_env(tmp_path), tmp_path)

    return run


def test_wait_gives_the_time_and_press_the_answer(start: Callable[..., Terminal]) -> None:
    with start(ECHO_KEYS) as terminal:
        ready = terminal.wait("^ready$")
        assert 0 < ready < 20_000
        assert terminal.first_frame_ms == ready
        answer = terminal.press("down")
        assert terminal.line(1) == "1b5b42"
        assert answer.first_ms is not None
        assert answer.last_ms is not None
        assert 0 <= answer.first_ms <= answer.last_ms < 1000
        assert answer.bytes == len("1b5b42\r\n")
        assert terminal.bytes_received == len("ready\r\n") + answer.bytes
        terminal.send(b"q")
        assert terminal.wait_exit() == 0


def test_text_is_sent_whole_or_in_pieces(start: Callable[..., Terminal]) -> None:
    with start(ECHO_KEYS) as terminal:
        terminal.wait("ready")
        terminal.send("ế1")
        terminal.wait("e1babf31")
        terminal.send("ế2", gap_ms=60)
        terminal.wait("e1babf\n32")
        terminal.send("ế".encode(), gap_ms=60)
        terminal.wait("e1\nba\nbf")
        assert len(terminal.type("ab")) == 2
        terminal.paste("x")
        assert "1b5b3230307e781b5b3230317e" in terminal.text()


def test_a_key_without_an_answer_has_none(start: Callable[..., Terminal]) -> None:
    with start("import time, tty; tty.setraw(0); print('ready'); time.sleep(60)") as terminal:
        terminal.wait("ready")
        answer = terminal.press("x", no_answer_ms=80)
        assert (answer.first_ms, answer.last_ms, answer.bytes) == (None, None, 0)


def test_colours_attributes_and_places(start: Callable[..., Terminal]) -> None:
    program = r"print('\x1b[2J\x1b[H' + 'Đắk Lắk \x1b[1;38;2;255;0;16mtrễ\x1b[0m'); input()"
    with start(program) as terminal:
        terminal.wait("trễ")
        x, y = terminal.find("trễ")
        assert (x, y) == (8, 0)
        cell = terminal.cell(x, y)
        assert (cell.data, cell.fg, cell.bold) == ("t", "ff0010", True)
        assert terminal.cell(0, 0).fg == "default"
        with pytest.raises(ScreenError, match="đúng hạn"):
            terminal.find("đúng hạn")


def test_a_failed_wait_shows_the_screen_and_the_end(start: Callable[..., Terminal]) -> None:
    with start("print('something else'); raise SystemExit(3)") as terminal:
        with pytest.raises(ScreenError, match=r"(?s)'figures' never came.*something else"):
            terminal.wait("figures")
        assert terminal.wait_exit() == 3


def test_wait_gone_and_settle(start: Callable[..., Terminal]) -> None:
    program = r"""
        import time
        print("loading", flush=True)
        time.sleep(0.3)
        print("\x1b[2J\x1b[Hdone", flush=True)
        time.sleep(60)
    """
    with start(program) as terminal:
        came = terminal.wait("loading")
        assert terminal.wait_gone("loading") - came == pytest.approx(300, abs=250)
        assert terminal.settle(100) > came
        assert terminal.text().strip() == "done"


def test_the_program_learns_of_a_new_size(start: Callable[..., Terminal]) -> None:
    program = r"""
        import os, signal, sys, time
        def show(*_):
            size = os.get_terminal_size()
            os.write(1, f"{size.columns} {size.lines}\n".encode())  # print() may not be entered twice
        signal.signal(signal.SIGWINCH, show)
        show()
        while True:
            time.sleep(1)
    """
    with start(program, cols=80, rows=24) as terminal:
        terminal.wait("^80 24$")
        assert terminal.resize(120, 40).bytes > 0
        terminal.wait("^120 40$")


def test_hanging_up_sends_sighup(start: Callable[..., Terminal], tmp_path: Path) -> None:
    program = r"""
        import signal, sys, time
        def leave(*_):
            open("draft", "w").write("kept")
            sys.exit(0)
        signal.signal(signal.SIGHUP, leave)
        print("ready", flush=True)
        time.sleep(60)
    """
    with start(program) as terminal:
        terminal.wait("ready")
        terminal.hang_up()
        assert terminal.wait_exit() == 0
    assert (tmp_path / "draft").read_text() == "kept"


def test_kill_and_memory(start: Callable[..., Terminal]) -> None:
    with start("kept = bytearray(b'x') * 40_000_000; print('ready'); del kept; input()") as terminal:
        terminal.wait("ready")
        memory = terminal.memory()
        assert memory.peak > 40
        assert memory.now <= memory.peak
        terminal.kill()
        assert terminal.wait_exit() == -9


def test_a_textual_program_starts_and_leaves_the_screen_as_it_was(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.baseline"]
    with Terminal(command, 60, 10, tiendo_env(tmp_path), Path(__file__).parent.parent) as terminal:
        terminal.wait("^ready$")
        terminal.settle()
        assert terminal.text().strip() == "ready"  # no answer to a query was echoed, no query was drawn
        assert terminal.cursor is None
        assert terminal.resize(100, 20).bytes > 0
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert terminal.text().strip() == ""


def test_the_environment_hides_the_developers_own(tmp_path: Path) -> None:
    env = tiendo_env(tmp_path, NO_COLOR="1")
    assert env["NO_COLOR"] == "1"
    assert "TMUX" not in env
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        assert Path(env[name]).is_relative_to(tmp_path)
    assert Path(env["TIENDO_DATA_FOLDER"]).is_relative_to(tmp_path)
