"""A pseudo-terminal with a person at it: starts a program, answers what it asks, presses keys, reads the screen.

    with Terminal(TIENDO + ["--sample"], env=tiendo_env(tmp_path)) as terminal:
        terminal.wait("Sơn La")
        answer = terminal.press("down")     # answer.last_ms, answer.bytes
        assert "1.300" in terminal.text()

A reader thread stamps and keeps every read and answers queries; the picture is drawn only when somebody looks, so
that drawing does not disturb the timing of the program. All times are milliseconds of a monotonic clock; stamps are
good to about half a millisecond on an idle machine. A failed wait raises `ScreenError` with the screen in its text.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from tests.emulator import Parser, Screen
from tests.keyboard import key_bytes, paste_bytes

TIENDO: Final = [sys.executable, "-m", "tui.main"]
"""The command of the program under test."""
TODAY: Final = "2025-09-15"
"""The day of all tests: the 34 provinces stand, the sample's last year still runs."""


def tiendo_env(folder: Path, **more: str) -> dict[str, str]:
    """An environment that sees nothing of the developer's own: home, data and caches lie in `folder`."""
    env = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "USER": "tester",
        "LOGNAME": "tester",
        "TIENDO_DATA_FOLDER": str(folder / "data"),
        "TIENDO_TODAY": TODAY,
    }
    folders = {"HOME": "home", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "share"}
    folders |= {"XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "cache", "XDG_RUNTIME_DIR": "runtime"}
    for variable, name in folders.items():
        path = folder / name
        path.mkdir(parents=True, exist_ok=True)
        env[variable] = str(path)
    return env | more


class ScreenError(AssertionError):
    """The screen did not come to show what was waited for; the text holds the screen."""


@dataclass(frozen=True)
class Answer:
    """What a program did after a key: first and last byte in ms after it was sent (None: nothing), and the bytes."""

    first_ms: float | None
    last_ms: float | None
    bytes: int


@dataclass(frozen=True)
class Memory:
    """Resident memory of the program and its children, in MiB: now, and the sum of each one's highest."""

    now: float
    peak: float


@dataclass(frozen=True)
class _Read:
    at: float
    size: int
    pieces: list[bytes]


class Terminal:
    """A program in a pseudo-terminal; leaving the context ends it."""

    def __init__(
        self,
        argv: Sequence[str],
        cols: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        cwd: str | Path | None = None,
        *,
        synchronised: bool = True,
    ) -> None:
        self.cols, self.rows = cols, rows
        self._screen = Screen(cols, rows)
        self._parser = Parser(synchronised=synchronised)
        self._parser.size = (cols, rows)
        self._reads: list[_Read] = []
        self._drawn = 0
        self._first_frame: float | None = None
        self._changed = threading.Condition()
        self._ended = False
        self._master, slave = pty.openpty()
        self._wake_read, self._wake_write = os.pipe()
        self._set_window()
        sys.setswitchinterval(0.0005)  # the reader gets the interpreter soon after a byte has come
        self._started = time.monotonic()
        try:
            self._process = subprocess.Popen(
                list(argv),
                stdin=slave,
                stdout=slave,
                stderr=slave,
                cwd=cwd,
                env=None if env is None else dict(env),
                start_new_session=True,
                preexec_fn=_take_controlling_terminal,
            )
        except BaseException:
            for descriptor in (self._master, self._wake_read, self._wake_write):
                os.close(descriptor)
            raise
        finally:
            os.close(slave)
        self._reader = threading.Thread(target=self._read_all, name="terminal", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- reading

    @property
    def pid(self) -> int:
        """Process id of the program."""
        return self._process.pid

    @property
    def elapsed_ms(self) -> float:
        """The time since the start."""
        return self._now()

    @property
    def bytes_received(self) -> int:
        """Bytes that the program has written so far."""
        return sum(read.size for read in list(self._reads))

    @property
    def first_frame_ms(self) -> float | None:
        """When the first character stood on the screen, after the start; None while it is blank."""
        self._draw()
        return self._first_frame

    def text(self) -> str:
        """The screen, one line a row, without the spaces at the right."""
        self._draw()
        return "\n".join(line.rstrip() for line in self._screen.display)

    def line(self, number: int) -> str:
        """One row of the screen, counted from 0; negative from the bottom."""
        return self.text().split("\n")[number]

    def cell(self, x: int, y: int) -> Any:
        """The cell in column x of row y: `data`, `fg`, `bg` (hex or a name), `bold`, `underscore`, `reverse`."""
        self._draw()
        return self._screen.buffer[y][x]

    def find(self, text: str) -> tuple[int, int]:
        """Column and row of the first occurrence of a text, in cells, for `cell`."""
        self._draw()
        for y in range(self.rows):
            cells = [self._screen.buffer[y][x].data for x in range(self.cols)]
            position = "".join(cells).find(text)
            if position >= 0:
                lengths = 0
                for x, data in enumerate(cells):
                    if lengths == position and data:
                        return x, y
                    lengths += len(data)
        raise self._error(f"{text!r} is not on the screen")

    @property
    def cursor(self) -> tuple[int, int] | None:
        """Column and row of the terminal's cursor, None while it is hidden."""
        self._draw()
        cursor = self._screen.cursor
        return None if cursor.hidden else (cursor.x, cursor.y)

    # -- waiting

    def wait(self, pattern: str, timeout: float = 20.0) -> float:
        """Wait until the pattern is on the screen; the time of the read that brought it, in ms after the start."""
        return self._wait_for(self._matcher(pattern), timeout, f"{pattern!r} never came")

    def wait_gone(self, pattern: str, timeout: float = 20.0) -> float:
        """Wait until the pattern is no longer on the screen; the time, in ms after the start."""
        found = self._matcher(pattern)
        return self._wait_for(lambda: not found(), timeout, f"{pattern!r} never went")

    def settle(self, quiet_ms: float = 150, timeout: float = 20.0) -> float:
        """Wait for `quiet_ms` of silence from now on, after at least one byte; when the last came (ms)."""
        with self._changed:
            self._changed.wait_for(lambda: self._reads or self._ended, timeout)
        self._silence(len(self._reads), self._now() + quiet_ms, quiet_ms, timeout)
        return self._reads[-1].at if self._reads else 0.0

    def _wait_for(self, condition: Callable[[], bool], timeout: float, complaint: str) -> float:
        deadline = self._now() + timeout * 1000
        if condition():
            return self._reads[self._drawn - 1].at if self._drawn else 0.0
        while True:
            while self._drawn < len(self._reads):
                at = self._draw_one()
                if condition():
                    return at
            with self._changed:
                if self._drawn < len(self._reads):
                    continue
                if self._ended or self._now() >= deadline:
                    raise self._error(complaint)
                self._changed.wait((deadline - self._now()) / 1000)

    def _matcher(self, pattern: str) -> Callable[[], bool]:
        expression = re.compile(pattern, re.MULTILINE)
        return lambda: expression.search("\n".join(line.rstrip() for line in self._screen.display)) is not None

    def _error(self, complaint: str) -> ScreenError:
        state = f"ended with {self._process.poll()}" if self._ended else "running"
        return ScreenError(f"{complaint} (program {state}); the screen:\n{self.text()}")

    # -- the keyboard

    def press(self, *names: str, quiet_ms: float = 60, no_answer_ms: float = 400) -> Answer:
        """Press keys by name, each after the answer to the one before; the answer to the last.

        An answer ends with `quiet_ms` of silence; a key without any within `no_answer_ms` has none.
        """
        answer = Answer(None, None, 0)
        for name in names:
            answer = self._timed(key_bytes(name), quiet_ms, no_answer_ms)
        return answer

    def type(self, text: str, quiet_ms: float = 30, no_answer_ms: float = 400) -> list[Answer]:
        """Type a text character by character, each after the answer to the one before."""
        return [self._timed(character.encode(), quiet_ms, no_answer_ms) for character in text]

    def send(self, data: bytes | str, gap_ms: float = 0) -> None:
        """Send without waiting: in one write, or byte by byte (bytes) or character by character (str) with a gap."""
        if not gap_ms:
            self._write(data.encode() if isinstance(data, str) else data)
            return
        parts = (
            [character.encode() for character in data] if isinstance(data, str) else [bytes([byte]) for byte in data]
        )
        for part in parts:
            self._write(part)
            time.sleep(gap_ms / 1000)

    def paste(self, text: str, quiet_ms: float = 60) -> Answer:
        """Paste a text (bracketed paste)."""
        return self._timed(paste_bytes(text), quiet_ms, 400)

    def resize(self, cols: int, rows: int, quiet_ms: float = 200) -> Answer:
        """Change the window's size and wait for the answer."""
        self._draw()
        self.cols, self.rows = cols, rows
        self._parser.size = (cols, rows)
        self._screen.resize(rows, cols)
        return self._answer_to(self._set_window, quiet_ms, 1000)

    def _timed(self, data: bytes, quiet_ms: float, no_answer_ms: float) -> Answer:
        return self._answer_to(lambda: self._write(data), quiet_ms, no_answer_ms)

    def _answer_to(self, action: Callable[[], None], quiet_ms: float, no_answer_ms: float) -> Answer:
        seen = len(self._reads)
        sent = self._now()
        action()
        self._silence(seen, sent + no_answer_ms, quiet_ms, 10)
        reads = self._reads[seen:]
        if not reads:
            return Answer(None, None, 0)
        return Answer(reads[0].at - sent, reads[-1].at - sent, sum(read.size for read in reads))

    def _silence(self, seen: int, until: float, quiet_ms: float, timeout: float) -> None:
        """Wait until `until` (ms) for a read after the first `seen`, then until none came for `quiet_ms`."""
        deadline = self._now() + timeout * 1000
        with self._changed:
            while not self._ended:
                end = self._reads[-1].at + quiet_ms if len(self._reads) > seen else until
                left = min(end, deadline) - self._now()
                if left <= 0:
                    return
                self._changed.wait(left / 1000)

    # -- the end

    def hang_up(self) -> None:
        """Close the terminal as a lost connection does: the program gets SIGHUP and can write no more."""
        self._stop_reading()
        with contextlib.suppress(OSError):
            os.close(self._master)
        self._master = -1

    def kill(self) -> None:
        """SIGKILL to the program and what it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def wait_exit(self, timeout: float = 10.0) -> int:
        """Wait for the end; the exit status, negative for a signal."""
        try:
            status = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise self._error(f"no end within {timeout} s") from None
        if self._master >= 0:
            self._reader.join(2)
        return status

    def close(self) -> None:
        """End the program and free the terminal; safe to call twice."""
        for end in (signal.SIGTERM, signal.SIGKILL):
            if self._process.poll() is not None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, end)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(2)
        if self._master >= 0:
            self.hang_up()

    def memory(self) -> Memory:
        """Resident memory of the program with its children."""
        now = peak = 0
        for pid in _family(self.pid):
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                    if line.startswith("VmRSS:"):
                        now += int(line.split()[1])
                    elif line.startswith("VmHWM:"):
                        peak += int(line.split()[1])
        return Memory(now / 1024, peak / 1024)

    # -- plumbing

    def _now(self) -> float:
        return (time.monotonic() - self._started) * 1000

    def _set_window(self) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.cols, 0, 0))

    def _write(self, data: bytes) -> None:
        with contextlib.suppress(OSError):  # the program may have ended; the wait that follows says so
            while data:
                data = data[os.write(self._master, data) :]

    def _read_all(self) -> None:
        while True:
            try:
                ready, _, _ = select.select([self._master, self._wake_read], [], [])
                data = b"" if self._wake_read in ready else os.read(self._master, 65536)
            except OSError:  # EIO: the last process on the terminal is gone
                data = b""
            at = self._now()
            pieces, replies = self._parser.feed(data)
            if replies:
                self._write(replies)
            with self._changed:
                if data:
                    self._reads.append(_Read(at, len(data), pieces))
                else:
                    self._ended = True
                self._changed.notify_all()
            if not data:
                return

    def _stop_reading(self) -> None:
        if self._wake_write >= 0:
            os.close(self._wake_write)
            self._reader.join(5)
            os.close(self._wake_read)
            self._wake_read = self._wake_write = -1

    def _draw(self) -> None:
        while self._drawn < len(self._reads):
            self._draw_one()

    def _draw_one(self) -> float:
        read = self._reads[self._drawn]
        self._drawn += 1
        self._screen.draw_pieces(read.pieces)
        if self._first_frame is None and not self._screen.blank:
            self._first_frame = read.at
        return read.at


def _take_controlling_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found, waiting = [], [pid]
    while waiting:
        current = waiting.pop()
        found.append(current)
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
    return found
