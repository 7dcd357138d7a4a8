"""Reads the terminal as Textual does, but does not let Esc wait.

Textual's reader looks every 100 ms whether an Esc stood alone; the person feels it on each way back. Here the reader
looks as soon as the time for the rest of a key's sequence (ESCDELAY) is over. Where a line brings that rest later, the
key has been an Esc; its rest is thrown away and never typed into a field.
"""

from __future__ import annotations

import os
import re
import selectors
from codecs import getincrementaldecoder
from contextlib import suppress
from time import monotonic
from typing import Final

from textual import constants
from textual._parser import ParseEOF, ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_READ_BYTES: Final = 4096
_IDLE_S: Final = 0.1
"""How often it is looked whether the program ends."""
_LATE_S: Final = 0.2
"""How long after an Esc the rest of a sequence may still come; nobody types its signs that fast in one piece."""
_REST: Final = re.compile(r"\[[0-9;:<=>?]*[A-Za-z~]|O[A-DFHP-S]")
"""What follows the Esc of an arrow or a function key."""


class PromptDriver(LinuxDriver):
    """The driver of Linux and macOS terminals with a prompt Esc."""

    def run_input_thread(self) -> None:
        """Wait for input and hand on what it means, until the program ends."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            torn_until = 0.0
            while not self.exit_event.is_set():
                pending = parser._timeout_time is not None
                if selector.select(constants.ESCAPE_DELAY if pending else _IDLE_S):
                    read = os.read(self.fileno, _READ_BYTES)
                    if not read:
                        break
                    text = decode(read)
                    if monotonic() < torn_until and (rest := _REST.match(text)):
                        text = text[rest.end() :]
                    torn_until = 0.0
                    # Half a character is no text yet; to the parser an empty text would be the end.
                    for message in parser.feed(text) if text else ():
                        self.process_message(message)
                for message in parser.tick():
                    torn_until = monotonic() + _LATE_S
                    self.process_message(message)
        with suppress(ParseEOF, ParseError, EOFError):
            for _message in parser.feed(""):
                pass
