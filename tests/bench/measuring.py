"""Runs a subject and keeps what was measured, so that several budgets can read one run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from db.store.upgrade import upgrade
from seed import documents, reference
from tests.bench.subject import BARE, Subject
from tests.postgres import Cluster, PostgresUnavailableError, find_binaries
from tests.terminal import TIENDO, Answer, Memory, Terminal, tiendo_env

COLUMNS: Final = 120
ROWS: Final = 40
_SETTLE_MS: Final = 300
_FIRST_RUN_TIMEOUT_S: Final = 120
_SILENT_SHARE: Final = 0.1
_EARLY_KEY_AFTER_MS: Final = 50
_PEAK_OF: Final = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class NotMeasuredError(Exception):
    """A figure could not be had; the text says why."""


@dataclass(frozen=True)
class Start:
    """One start: ms to the first character, ms to the figures, bytes until the screen rested."""

    first_frame_ms: float
    figures_ms: float
    bytes: int


@dataclass(frozen=True)
class Walked:
    """The answers to the keys of a walk, and the memory at its end."""

    answers: tuple[Answer, ...]
    memory: Memory

    def latency(self, share: float) -> float:
        """The quantile of key → last byte, in ms.

        Raises:
            NotMeasuredError: more than one key in ten had no answer, so the walk went somewhere else.
        """
        return quantile([answer.last_ms for answer in self._answered() if answer.last_ms is not None], share)

    def bytes_a_key(self) -> float:
        """The median of bytes answered to a key; same error as `latency`."""
        return quantile([answer.bytes for answer in self._answered()], 0.5)

    def _answered(self) -> list[Answer]:
        answered = [answer for answer in self.answers if answer.last_ms is not None]
        silent = len(self.answers) - len(answered)
        if not answered or silent > _SILENT_SHARE * len(self.answers):
            raise NotMeasuredError(f"{silent} of {len(self.answers)} keys had no answer")
        return answered


def quantile(values: Sequence[float], share: float) -> float:
    """The nearest-rank quantile; share 0.5 is the median, 0.95 what 19 of 20 stay within."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Bench:
    """Measures one subject in `folder` (its home and data); every measurement is made once, when first asked for."""

    def __init__(self, subject: Subject, folder: Path, *, pairs: int = 15, quick: bool = False) -> None:
        self.subject = subject
        self._folder = folder
        self._env = tiendo_env(folder)
        self._pairs = pairs
        self._quick = quick
        self._walked: dict[str, Walked] = {}

    @cached_property
    def starts(self) -> list[tuple[Start, Start]]:
        """Pairs of (subject, bare Textual), started in turn, after one start of each that does not count."""
        self._start(BARE)
        assert self._stands
        pairs = []
        for number in range(self._pairs):
            if number % 2:
                ours = self._start(self.subject)
                bare = self._start(BARE)
            else:
                bare = self._start(BARE)
                ours = self._start(self.subject)
            pairs.append((ours, bare))
        return pairs

    def ratio(self, read: Callable[[Start], float]) -> float:
        """The median over the pairs of the subject's figure divided by that of bare Textual."""
        return statistics.median(read(ours) / read(bare) for ours, bare in self.starts)

    def start_bytes(self) -> float:
        """The median of the bytes of a start."""
        return statistics.median(ours.bytes for ours, _ in self.starts)

    @cached_property
    def early_key_ms(self) -> float:
        """The median of key → last byte for a key pressed 50 ms after the first figures."""
        times = []
        assert self._stands
        for _ in range(2 if self._quick else 7):
            with self._open(self.subject) as terminal:
                seen = terminal.wait(self.subject.figures, _FIRST_RUN_TIMEOUT_S)
                time.sleep(max(0.0, (seen + _EARLY_KEY_AFTER_MS - terminal.elapsed_ms) / 1000))
                answer = terminal.press("down", no_answer_ms=3000)
            if answer.last_ms is None:
                raise NotMeasuredError("a key pressed 50 ms after the first figures had no answer")
            times.append(answer.last_ms)
        return statistics.median(times)

    @cached_property
    def idle_bytes(self) -> float:
        """Bytes written in five seconds (one with --quick) in which nothing happens."""
        with self._open(self.subject) as terminal:
            terminal.wait(self.subject.figures, _FIRST_RUN_TIMEOUT_S)
            terminal.settle(1000)
            before = terminal.bytes_received
            time.sleep(1 if self._quick else 5)
            return terminal.bytes_received - before

    def walk(self, name: str) -> Walked:
        """Walk through the subject by the keys of that name.

        Raises:
            NotMeasuredError: the subject has no such walk.
            ScreenError: the walk did not come where it should.
        """
        if name not in self._walked:
            if name not in self.subject.walks:
                raise NotMeasuredError(f"no walk {name!r}")
            self._walked[name] = self._walk(name)
        return self._walked[name]

    @cached_property
    def on_postgresql(self) -> Bench:
        """The same bench on a private PostgreSQL server with the sample documents; the server ends with this process.

        Raises:
            NotMeasuredError: there is no PostgreSQL server here.
        """
        try:
            cluster = Cluster(find_binaries())
        except PostgresUnavailableError as error:
            raise NotMeasuredError(str(error)) from error
        url = cluster.url(cluster.create())
        upgrade(url)
        reference.load(url)
        documents.load(url)
        subject = replace(self.subject, command=(*TIENDO, "--database", url))
        return Bench(subject, self._folder / "postgresql", pairs=self._pairs, quick=self._quick)

    @cached_property
    def summary_memory_mib(self) -> float:
        """The highest memory of `tiendo summary` over all of the subject's provinces and years."""
        self.walk("entering")  # the sample database stands
        command = [sys.executable, "-c", _PEAK_OF, *TIENDO, "summary", "--sample"]
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotMeasuredError(f"tiendo summary failed: {done.stderr.strip()}")
        return int(done.stdout) / 1024

    @cached_property
    def _stands(self) -> bool:
        """One start that does not count: the first makes the sample database, which takes time and memory."""
        self._start(self.subject, _FIRST_RUN_TIMEOUT_S)
        return True

    def _walk(self, name: str) -> Walked:
        assert self._stands
        walk = self.subject.walks[name]
        keys = walk.keys[:5] if self._quick else walk.keys
        with self._open(self.subject) as terminal:
            terminal.wait(self.subject.figures, _FIRST_RUN_TIMEOUT_S)
            terminal.settle(500)
            terminal.press(*walk.reach, quiet_ms=150)
            if walk.there:
                terminal.wait(walk.there)
            terminal.settle(_SETTLE_MS)
            answers = tuple(terminal.press(key) for key in keys)
            return Walked(answers, terminal.memory())

    def _start(self, subject: Subject, timeout: float = 30) -> Start:
        with self._open(subject) as terminal:
            terminal.settle(_SETTLE_MS, timeout)  # nothing is drawn here meanwhile: it would slow the program down
            figures = terminal.wait(subject.figures, timeout)
            terminal.settle(_SETTLE_MS)
            first_frame = terminal.first_frame_ms
            assert first_frame is not None
            return Start(first_frame, figures, terminal.bytes_received)

    def _open(self, subject: Subject) -> Terminal:
        return Terminal(subject.command, COLUMNS, ROWS, {**self._env, **subject.env})
