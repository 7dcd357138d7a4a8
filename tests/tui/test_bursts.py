"""Raw bytes over a pseudo-terminal: what is typed ahead lands where it was meant, and a hang-up keeps it."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from db.models.kinds import KINDS
from tests.keyboard import key_bytes, paste_bytes
from tests.terminal import Terminal, tiendo_env
from tui.drafts import Draft, DraftFile

pytestmark = pytest.mark.pty

ROOT = Path(__file__).parents[2]
GAPS = (0, 0.5, 2, 5)
DEL = "\x7f"


@contextmanager
def program(folder: Path, kind: str = "training", *words: str, size: tuple[int, int] = (120, 40)) -> Iterator[Terminal]:
    command = [sys.executable, "-m", "tests.tui.form_app", kind, str(folder / "saved"), *words]
    with Terminal(command, *size, env=tiendo_env(folder), cwd=ROOT) as terminal:
        terminal.wait("Ready")
        yield terminal


def texts(folder: Path, kind: str, expected: Mapping[str, str], *, timeout: float = 5) -> Draft:
    """The draft on disk, as soon as its texts are these; blank fields need not be named."""
    file = DraftFile(folder, "tester", "A14", kind)
    deadline = time.monotonic() + timeout
    while True:
        draft = file.read()
        typed = {name: text for name, text in draft.texts.items() if text} if draft else {}
        if draft and typed == dict(expected):
            return draft
        assert time.monotonic() < deadline, typed
        time.sleep(0.02)


def throw_away(terminal: Terminal) -> None:
    """Leave the form; an Esc that a digit follows at once would be an Alt key."""
    terminal.press("escape")
    terminal.wait("Throw away")
    terminal.send("3")
    terminal.wait("Left")


def names(kind: str, count: int) -> list[str]:
    return [field.name for field in KINDS[kind].fields[:count]]


@pytest.mark.parametrize("kind", KINDS)
def test_bursts_land_in_every_form(tmp_path: Path, kind: str) -> None:
    with program(tmp_path, kind) as terminal:
        for gap in GAPS:
            terminal.send(f"nvie{DEL}{DEL}iệt\t12\t34\t56\t78", gap_ms=gap)
            texts(tmp_path, kind, dict(zip(names(kind, 5), ["việt", "12", "34", "56", "78"], strict=True)))
            throw_away(terminal)


def test_bytes_of_one_letter_may_come_apart(tmp_path: Path) -> None:
    with program(tmp_path) as terminal:
        for gap in GAPS:
            terminal.send(f"nvie{DEL}{DEL}iệt\tđường".encode(), gap_ms=gap)
            texts(tmp_path, "training", {"title": "việt", "held": "đường"})
            throw_away(terminal)


def test_what_vietnamese_keyboards_send(tmp_path: Path) -> None:
    sequences = {
        f"tie{DEL}ê{DEL}ếng vie{DEL}ê{DEL}ệt": "tiếng việt",  # Telex, marks as they are typed
        f"nguwowi{DEL * 5}ười": "người",  # Telex at once
        f"duong{DEL * 5}đường": "đường",
        f"o{DEL}ô{DEL}ố[{DEL}ơ]{DEL}ư": "ốơư",
        f"tie6{DEL}{DEL}ê{DEL}ếng Vie65t{DEL * 4}ệt": "tiếng Việt",  # VNI
        f"d9a8k{DEL * 5}đăk la81k{DEL * 4}ắk": "đăk lắk",
        "Thu\u0309y vie\u0323\u0302t": "Thủy việt",  # decomposed, as macOS sends it
        f"vie\u0323\u0302{DEL}e\u0302\u0301t": "viết",
    }
    with program(tmp_path) as terminal:
        for gap in (0, 2):
            for sent, text in sequences.items():
                terminal.send(f"n{sent}\tx", gap_ms=gap)
                texts(tmp_path, "training", {"title": text, "held": "x"})
                throw_away(terminal)


def test_cells_of_a_spreadsheet(tmp_path: Path) -> None:
    with program(tmp_path) as terminal:
        terminal.send(b"nA" + paste_bytes("Tập huấn\t28/9/2017\r\nGNBV16\tLào Cai\r\n") + b"!\tB")
        texts(
            tmp_path,
            "training",
            {
                "title": "ATập huấn",
                "held": "28/9/2017",
                "programmes": "GNBV16",
                "venue": "Lào Cai!",
                "training_form": "B",
            },
        )


def test_a_whole_record_and_the_next_one_typed_ahead(tmp_path: Path) -> None:
    record = b"n%s\t28/9/2017\tGNBV16\t\t\t1\t630" + key_bytes("ctrl+s")
    with program(tmp_path, "training", "slow") as terminal:
        terminal.send(record % b"Mot" + record % b"Hai" + b"nBa")
        texts(tmp_path, "training", {"title": "Ba"}, timeout=10)
        saved: list[dict[str, Any]] = [json.loads(line) for line in (tmp_path / "saved").read_text().splitlines()]
        assert [one["content"]["title"] for one in saved] == ["Mot", "Hai"]
        assert [one["content"]["participants"]["value"] for one in saved] == [630, 630]


@pytest.mark.parametrize("end", ["hang-up", "SIGHUP", "SIGTERM", "quit"])
def test_an_end_keeps_the_draft(tmp_path: Path, end: str) -> None:
    with program(tmp_path) as terminal:
        terminal.send("nTập huấn\thôm nào")
        terminal.wait("hôm nào")
        if end == "hang-up":
            terminal.hang_up()
        elif end == "quit":
            terminal.send(key_bytes("ctrl+q"))
        else:
            os.kill(terminal.pid, getattr(signal, end))
        status = terminal.wait_exit(8)
        draft = texts(tmp_path, "training", {"title": "Tập huấn", "held": "hôm nào"}, timeout=0.5)
        assert draft.active == "held"
        if end != "hang-up":
            assert status == {"quit": 0, "SIGHUP": 129, "SIGTERM": 143}[end]
            assert "Traceback" not in terminal.text()
    with program(tmp_path) as terminal:
        terminal.send(b"n")
        terminal.wait("Ctrl\\+R")
        terminal.send(key_bytes("ctrl+r"))
        terminal.wait("Tập huấn")


def test_what_a_key_costs(tmp_path: Path) -> None:
    with program(tmp_path) as terminal:
        terminal.send(b"n")
        terminal.wait("Training")
        time.sleep(0.3)
        letters = terminal.type("Tap huan ky nang truyen thong")
        moves = [terminal.press(key) for key in ["tab"] * 12 + ["shift+tab"] * 12]
        time.sleep(1)
        before = terminal.bytes_received
        time.sleep(1)
        assert terminal.bytes_received == before
        assert max(answer.bytes for answer in letters) <= 200
        assert max(answer.bytes for answer in moves) <= 1500
