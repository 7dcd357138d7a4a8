"""The terminal's side of a pseudo-terminal: which bytes draw, which ask for an answer, and what the screen shows."""

from __future__ import annotations

import contextlib
import re
from copy import deepcopy
from typing import Any, Final

import pyte

_ESCAPE: Final = re.compile(
    rb"\x1b(?:"
    rb"\[(?P<parameters>[0-?]*)(?P<intermediates>[ -/]*)(?P<final>[@-~])"
    rb"|\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    rb"|[PX^_][^\x1b]*\x1b\\"
    rb"|[ -/]+[0-~]"
    rb"|[0-OQ-WYZ\\`-~]"
    rb")",
    re.DOTALL,
)
_UNFINISHED: Final = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[ -/]*)\Z", re.DOTALL)
_DRAWING_FINALS: Final = frozenset(b"@ABCDEFGHJKLMPXabdefghlmr`'")
_SYNCHRONISED_OUTPUT: Final = b"2026"
_ALTERNATE_SCREEN: Final = 1049


class Parser:
    """Splits what a program writes into drawable pieces and queries, wherever the reads happen to cut it."""

    def __init__(self, *, synchronised: bool = True) -> None:
        self.size = (80, 24)
        self._synchronised = synchronised
        self._held = b""

    def feed(self, data: bytes) -> tuple[list[bytes], bytes]:
        """The pieces that a screen can draw, and the answers a terminal owes for the queries among them."""
        data = self._held + data
        pieces: list[bytes] = []
        replies: list[bytes] = []
        position = 0
        while (start := data.find(b"\x1b", position)) >= 0:
            if start > position:
                pieces.append(data[position:start])
            found = _ESCAPE.match(data, start)
            if found is None:
                if _UNFINISHED.match(data, start):
                    self._held = data[start:]
                    return pieces, b"".join(replies)
                position = start + 1
                continue
            position = found.end()
            if self._draws(found):
                pieces.append(found[0])
            replies.append(self._reply(found))
        if position < len(data):
            pieces.append(data[position:])
        self._held = b""
        return pieces, b"".join(replies)

    @staticmethod
    def _draws(found: re.Match[bytes]) -> bool:
        """Whether pyte understands the sequence; it shows parts of others as text or fails on them."""
        final = found["final"]
        if final is None:
            return found["osc"] is None and found[0][1] not in b"PX^_ !\"#$%&'()*+,-./"
        parameters = found["parameters"]
        if found["intermediates"] or re.search(rb"[:<=>]", parameters) or final[0] not in _DRAWING_FINALS:
            return False
        return final in b"hl" if parameters.startswith(b"?") else b"?" not in parameters

    def _reply(self, found: re.Match[bytes]) -> bytes:
        """The answer of an xterm without the kitty keyboard protocol."""
        columns, rows = self.size
        if (osc := found["osc"]) in (b"10;?", b"11;?"):
            colour = b"ffff/ffff/ffff" if osc == b"10;?" else b"0000/0000/0000"
            return b"\x1b]" + osc[:2] + b";rgb:" + colour + b"\x1b\\"
        if found["final"] is None:
            return b""
        match found["parameters"], found["intermediates"] + found["final"]:
            case mode, b"$p" if mode.startswith(b"?"):
                known = self._synchronised and mode[1:] == _SYNCHRONISED_OUTPUT
                return b"\x1b[" + mode + (b";2$y" if known else b";0$y")
            case b"" | b"0", b"c":
                return b"\x1b[?62;22c"
            case b">" | b">0", b"c":
                return b"\x1b[>41;380;0c"
            case b">" | b">0", b"q":
                return b"\x1bP>|XTerm(380)\x1b\\"
            case b"5", b"n":
                return b"\x1b[0n"
            case b"6", b"n":
                return b"\x1b[1;1R"
            case b"14", b"t":
                return f"\x1b[4;{rows * 16};{columns * 8}t".encode()
            case b"16", b"t":
                return b"\x1b[6;16;8t"
            case b"18", b"t":
                return f"\x1b[8;{rows};{columns}t".encode()
        return b""


class Screen(pyte.Screen):
    """A pyte screen with the alternate buffer, so what a program prints after it ends can be read as a person does."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(columns, rows)
        self._main: tuple[Any, Any] | None = None
        self._stream = pyte.ByteStream(self)

    def draw_pieces(self, pieces: list[bytes]) -> None:
        """Draw; a sequence with arguments that pyte does not expect is left out, what follows it is not."""
        for piece in pieces:
            with contextlib.suppress(TypeError, ValueError, IndexError, KeyError):
                self._stream.feed(piece)

    @property
    def blank(self) -> bool:
        """Whether no cell shows a character."""
        return not any(line.strip() for line in self.display)

    def set_mode(self, *modes: int, **options: Any) -> None:
        """Set modes; entering the alternate screen keeps the main one."""
        super().set_mode(*modes, **options)
        if options.get("private") and _ALTERNATE_SCREEN in modes and self._main is None:
            self._main = (deepcopy(self.buffer), deepcopy(self.cursor))
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        """Reset modes; leaving the alternate screen brings the main one back."""
        super().reset_mode(*modes, **options)
        if options.get("private") and _ALTERNATE_SCREEN in modes and self._main is not None:
            self.buffer, self.cursor = self._main
            self._main = None
