"""What the driver makes of bytes that come in pieces."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest
from textual import constants

from tui.driver import PromptDriver

PIECE_S = 0.06


def typed(pieces: Sequence[bytes], monkeypatch: pytest.MonkeyPatch, pause_s: float = PIECE_S) -> list[str]:
    """The keys that the driver reads from these pieces, with a pause between two."""
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.008)
    reading, writing = os.pipe()
    driver = object.__new__(PromptDriver)
    messages: list[Any] = []
    driver.fileno, driver._debug, driver.exit_event = reading, False, threading.Event()
    driver.process_message = messages.append  # type: ignore[method-assign,assignment]
    thread = threading.Thread(target=driver.run_input_thread)
    thread.start()
    for piece in pieces:
        os.write(writing, piece)
        time.sleep(pause_s)
    os.close(writing)
    thread.join(5)
    os.close(reading)
    return [message.key for message in messages]


def test_a_key_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed([b"\x1b[A", b"\x1bOP", b"a"], monkeypatch) == ["up", "f1", "a"]


def test_escape_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed([b"\x1b", b"a", b"["], monkeypatch) == ["escape", "a", "left_square_bracket"]


@pytest.mark.parametrize("rest", [b"[A", b"[1;5C", b"[3~", b"OP"])
def test_the_rest_of_a_torn_key_is_never_typed(rest: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed([b"\x1b", rest + b"b"], monkeypatch) == ["escape", "b"]


def test_what_is_typed_later_is_no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed([b"\x1b", b"[A"], monkeypatch, pause_s=0.3)[1] == "left_square_bracket"
