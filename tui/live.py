"""Looks for what other processes have committed, and says so: the open screens show it within half a second.

The next look is set when the one before has ended, so looks never pile up; a look costs a tenth of a millisecond on
SQLite and is made in a thread where the database is on another machine. Nothing is written to the terminal by a look.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from tui.port import Board, BoardError

OnChange = Callable[[], None]
OnTrouble = Callable[[str], None]


class Live:
    """Watches a board for an app. `on_change` is called on the app's thread; `on_trouble` with "" when it is over."""

    def __init__(self, app: App[None], board: Board, poll_s: float, on_change: OnChange, on_trouble: OnTrouble) -> None:
        self._app = app
        self._board = board
        self._poll_s = poll_s
        self._on_change = on_change
        self._on_trouble = on_trouble
        self._trouble = ""
        self._stopped = False

    def start(self) -> None:
        """Look for the first time after one interval."""
        if not self._stopped:
            self._app.set_timer(self._poll_s, self._look)

    def stop(self) -> None:
        """Look no more."""
        self._stopped = True

    def _look(self) -> None:
        if self._stopped:
            return
        if self._board.remote:
            self._app.run_worker(self._look_in_thread, thread=True, exclusive=True, group="live", exit_on_error=False)
        else:
            self._tell(*self._ask())

    def _look_in_thread(self) -> None:
        found = self._ask()
        if self._app.is_running:
            self._app.call_from_thread(self._tell, *found)

    def _ask(self) -> tuple[bool, str]:
        try:
            return self._board.changed(), ""
        except BoardError as error:
            return False, str(error)

    def _tell(self, changed: bool, trouble: str) -> None:
        recovered = bool(self._trouble) and not trouble
        if trouble != self._trouble:
            self._trouble = trouble
            self._on_trouble(trouble)
        if changed or recovered:
            self._on_change()
        self.start()
