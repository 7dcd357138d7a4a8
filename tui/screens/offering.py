"""When the list below a field is asked for and drawn: after a pause in typing, from a thread; keys never wait for it.

Only ↓, which chooses from the list, waits for the list of the text before it: a burst does the same at every speed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from db.language import _
from db.models.kinds import Field
from tui.screens.drawn import DrawnScreen
from tui.widgets.form_model import Form
from tui.widgets.offers import Offers, Suggestion, Wanted, asks

PAUSE_S: Final = 0.15
"""A person who types on does not look at a list."""


class Suggester(Protocol):
    """Whoever knows what was entered before. Called in a thread."""

    def suggest(self, field: Field, text: str) -> Sequence[Suggestion]:
        """What a text may become."""

    def other_spelling(self, field: Field, text: str) -> str | None:
        """How a name that differs in case or marks alone was spelled before."""


class Offering:
    """The list of one form: tells its screen's keys apart, and asks."""

    def __init__(
        self, screen: DrawnScreen[str | None], form: Form, suggester: Suggester, tell: Callable[[str], None]
    ) -> None:
        """`tell` says something beside the form."""
        self._screen = screen
        self._tell = tell
        self._form = form
        self._suggester = suggester
        self.offers = Offers(form)
        self._timer: asyncio.TimerHandle | None = None
        self._asking: Wanted | None = None
        """What a thread looks for now; one at a time."""
        self._chooses = False
        """Whether ↓ was pressed and waits for its list."""

    # -- keys

    def press(self, key: str) -> bool:
        """Take a key that chooses from the list; False for all others, which act on the text as it stands."""
        offers = self.offers
        if offers.at is not None:
            self._stop()
            if key in ("down", "up"):
                offers.choose(1 if key == "down" else -1)
            elif key == "escape":
                offers.choose(-len(offers.shown) - 1)
            else:
                return False
            return True
        if key != "down" or (wanted := offers.wanted) is None:
            return False
        found = offers.at_hand(wanted)
        if found is None:
            self._chooses = True
            self._screen.hold_keys()
            self._ask()
            return True
        self._stop()
        offers.show()
        offers.choose(1)
        return bool(found)

    def typed(self) -> None:
        """A key changed the text of the active field, or moved the cursor in it: look again when the typing pauses."""
        self.offers.typed()
        self._stop()
        if self.offers.wanted is not None or self.offers.shown:
            self._timer = asyncio.get_running_loop().call_later(PAUSE_S, self._paused)

    def left(self, place: int) -> None:
        """The field `place` was left: its names are held against those that were entered before."""
        self._stop()
        self.offers.left()
        entry = self._form.entries[place] if place < len(self._form.entries) else None
        if entry is None or not entry.field.names or not entry.changed:
            return
        new = [item for item in entry.items if item and item not in entry.noted]
        if new:
            self._in_thread(lambda: self._spellings(place, new))

    def filled(self) -> None:
        """The text of the active field is not what somebody typed: no list is wanted for it."""
        self._stop()
        self.offers.left()

    def close(self) -> None:
        """The form is gone."""
        self._stop()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # -- asking

    def _paused(self) -> None:
        self._timer = None
        if self.offers.at is not None:
            return
        wanted = self.offers.wanted
        if wanted is not None and self.offers.at_hand(wanted) is None:
            self._ask()
        elif self.offers.show():
            self._screen.redraw()

    def _ask(self) -> None:
        """Look for the list of the text as it stands, when the thread that looks for another one is done."""
        wanted = self.offers.wanted
        if self._asking is not None or wanted is None or not asks(self._form.entries[wanted.place]):
            return
        self._asking = wanted
        self._in_thread(lambda: self._look(wanted))

    def _look(self, wanted: Wanted) -> None:
        """Runs in a thread."""
        try:
            found = self._suggester.suggest(self._form.entries[wanted.place].field, wanted.part)
        except Exception:  # what cannot be looked for is not offered; the save will say what is wrong
            found = ()
        self._screen.app.call_from_thread(self._found, wanted, found)

    def _found(self, wanted: Wanted, found: Sequence[Suggestion]) -> None:
        self._asking = None
        if wanted == self.offers.wanted:
            self.offers.come(wanted, found)
            changed = self.offers.show()
            if self._chooses:
                self._chosen()
            elif changed:
                self._screen.redraw()
        elif self._chooses or self._timer is None:  # the text moved on meanwhile
            self._ask()

    def _chosen(self) -> None:
        """The list that ↓ waited for has come; where it is empty ↓ goes on, as anywhere."""
        self._chooses = False
        if self.offers.shown:
            self.offers.choose(1)
            self._screen.redraw()
        else:
            self._screen.act("next_field")
        self._screen.release_keys()

    def _spellings(self, place: int, names: Sequence[str]) -> None:
        """Runs in a thread."""
        field = self._form.entries[place].field
        found = {}
        for name in names:
            try:
                known = self._suggester.other_spelling(field, name)
            except Exception:  # only a hint
                known = None
            if known is not None:
                found[name] = _("“{known}” was entered before: is “{text}” another one?").format(known=known, text=name)
        if found:
            self._screen.app.call_from_thread(self._spelled, place, found)

    def _spelled(self, place: int, found: dict[str, str]) -> None:
        entry = self._form.entries[place]
        entry.noted = {**entry.noted, **found}
        if entry.notes:
            self._tell(entry.notes[0])

    def _in_thread(self, work: Callable[[], None]) -> None:
        self._screen.app.run_worker(work, thread=True, exit_on_error=False, group="offers")
