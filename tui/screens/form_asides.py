"""What a form tells beside what is typed: what looks wrong, and the last figures of the same indicator.

Asked in a thread, so that no key ever waits for it, a moment after the last move: a burst of keys asks once. An answer
that comes late is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from textual.worker import get_current_worker

from db.entry.posting import fact_kind_of
from db.language import _
from db.models.figure import Figure
from db.models.period import Period
from tui.screens import shown

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
        self._lately: dict[tuple[str, str], str] = {}
        """What to tell beside the figures of an indicator and kind of facts; "" while it is asked for."""

    @property
    def beside(self) -> str:
        """The last figures of the same indicator as the active field's, "" where none are known."""
        return self._lately.get(self._figure_asked(), "")

    def _figure_asked(self) -> tuple[str, str]:
        form = self._screen.form
        indicator = "" if form.on_save_line else form.indicator(form.active)
        return indicator, fact_kind_of(form.kind, indicator) if indicator else ""

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
        asked = self._figure_asked()
        if asked[0] and asked not in self._lately:
            self._lately[asked] = ""
            self._screen.run_worker(lambda: self._find_lately(*asked), thread=True, exit_on_error=False, group="lately")
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

    def _find_lately(self, indicator: str, fact_kind: str) -> None:
        """Runs in a thread."""
        try:
            found = self._port.lately(indicator, fact_kind)
        except Exception:  # as above
            return
        self._screen.app.call_from_thread(self._lately_known, (indicator, fact_kind), found)

    def _lately_known(self, asked: tuple[str, str], found: Sequence[tuple[Period, Figure]]) -> None:
        if found:
            context = self._screen.form.context
            unit = context.units.get(asked[0], "")
            figures = (
                f"{shown.period(period)}: {shown.whole(figure, unit, context.unit_names)}" for period, figure in found
            )
            self._lately[asked] = _("Lately {figures}").format(figures=" · ".join(figures))
            self._screen.redraw()
