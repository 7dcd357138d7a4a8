"""What a form tells beside what is typed: what looks wrong. Asked in a thread, so that no key ever waits for it.

It is asked a moment after the last move: a burst of keys asks once. An answer that comes late is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from textual.worker import get_current_worker

if TYPE_CHECKING:
    from tui.screens.form import FormPort, FormScreen

_ASK_AFTER_S: Final = 0.15


class FormAsides:
    """The questions of one open form."""

    def __init__(self, screen: FormScreen, port: FormPort) -> None:
        self._screen = screen
        self._port = port
        self._timer: asyncio.TimerHandle | None = None
        self._doubted: Mapping[str, Any] = {}
        """The content that was asked about last."""

    def ask_soon(self) -> None:
        """A field was left: look at what is typed when nobody types. To be called in the event loop."""
        self.end()
        self._timer = asyncio.get_running_loop().call_later(_ASK_AFTER_S, self._ask)

    def end(self) -> None:
        """Ask nothing more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ask(self) -> None:
        self._timer = None
        form = self._screen.form
        content = form.typed_content() if form.changed else {}
        if content != self._doubted:
            self._doubted = content
            self._screen.run_worker(
                lambda: self._find_doubts(content), thread=True, exclusive=True, exit_on_error=False, group="doubts"
            )

    def _find_doubts(self, content: Mapping[str, Any]) -> None:
        """Runs in a thread."""
        form, worker = self._screen.form, get_current_worker()
        try:
            doubts = form.context.doubt(form.kind, content, self._port.record_id)
        except Exception:  # it is only an aside: a save will say what is wrong
            return
        if not worker.is_cancelled:
            self._screen.app.call_from_thread(self._doubts_known, content, doubts)

    def _doubts_known(self, content: Mapping[str, Any], doubts: Sequence[tuple[str, str]]) -> None:
        form = self._screen.form
        if form.typed_content() == content:
            form.doubted(doubts)
            self._screen.redraw()
