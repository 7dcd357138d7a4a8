"""The short list below the active field: what the text that is typed there may become. It knows no screen, no clock.

↓ chooses from the list and ↑ goes back; the field holds what is chosen at once, and every other key acts on that text.
What a key does hangs on the keys before it alone, never on whether the list had come when it was pressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from db.entry.reading.choices import fitting
from db.models.text import fold
from tui.widgets.form_model import Entry, Form

MOST: Final = 6
"""So many are offered at once."""
_SHORTEST: Final = {"names": 2, "choices": 1}
"""So many letters narrow a list to what is worth a look."""
_CHOICES: Final = frozenset({"choice", "indicator", "codes", "programmes"})
_DOUBTFUL: Final = frozenset({"quantity", "money", "period"})
"""Types whose texts may be read in several ways."""


class Suggestion(NamedTuple):
    """One way to go on: the text that the field (of a list its last item) then holds, and how the list shows it."""

    text: str
    shown: str


class Wanted(NamedTuple):
    """What a list is wanted for: a field and the text, or last item, that was typed there."""

    place: int
    part: str


class Offers:
    """What is offered below the active field of a form."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.shown: Sequence[Suggestion] = ()
        self._known: tuple[Wanted, Sequence[Suggestion]] | None = None
        """The last list that came, and what for."""
        self._typed_in: int | None = None
        """The field that was typed in since it became active; below one that opened filled no list is in the way."""
        self.at: int | None = None
        """The suggestion that the field holds."""
        self._before = ""
        """The text of the field before one was chosen."""

    def typed(self) -> None:
        """Somebody typed in the active field."""
        self.at = None
        self._typed_in = self._form.active

    def left(self) -> None:
        """Another field became active."""
        self.shown, self._known, self._typed_in, self.at = (), None, None, None

    @property
    def wanted(self) -> Wanted | None:
        """What the active field wants a list for now; None where it has none."""
        entry = self._form.current
        if (
            entry is None
            or self.at is not None
            or self._typed_in != self._form.active
            or entry.editor.cursor < len(entry.editor.text)
        ):
            return None
        part = self._form.last_part()
        if entry.field.type in _DOUBTFUL:
            return Wanted(self._form.active, part) if part else None
        if entry.field.type in _CHOICES:
            return Wanted(self._form.active, part) if len(fold(part)) >= _SHORTEST["choices"] else None
        return Wanted(self._form.active, part) if asks(entry) and len(fold(part)) >= _SHORTEST["names"] else None

    def at_hand(self, wanted: Wanted) -> Sequence[Suggestion] | None:
        """The list where it is known without asking: that of choices, of readings, and what came last; else None."""
        if self._known is not None and self._known[0] == wanted:
            return self._known[1]
        entry = self._form.entries[wanted.place]
        if asks(entry):
            return None
        found = self._readings(wanted) if entry.field.type in _DOUBTFUL else self._choices(wanted)
        self.come(wanted, found)
        return found

    def come(self, wanted: Wanted, found: Sequence[Suggestion]) -> None:
        """Keep a list that was asked for; what the text says already is not offered."""
        plain = [one for one in found if one.text != wanted.part]
        self._known = (wanted, plain[:MOST] if plain else ())

    def show(self) -> bool:
        """Let the list be that of the text as it stands; whether another one is shown than before."""
        wanted = self.wanted
        shown = self._known[1] if wanted and self._known and self._known[0] == wanted else ()
        changed = tuple(shown) != tuple(self.shown)
        self.shown = shown
        return changed

    # -- choosing

    def choose(self, step: int) -> None:
        """Put the next suggestion (1) or the one before (-1) into the field; before the first the typed text."""
        if not self.shown or self._form.current is None:
            return
        if self.at is None:
            self._before = self._form.current.editor.text
        at = min((-1 if self.at is None else self.at) + step, len(self.shown) - 1)
        self._form.current.editor.set(self._before)
        if at < 0:
            self.at = None
        else:
            self.at = at
            self._form.put(self.shown[at].text)

    def _choices(self, wanted: Wanted) -> list[Suggestion]:
        numbers = self._form.numbers()
        entry = self._form.entries[wanted.place]
        found = fitting(wanted.part, self._form.choices() or (), by_number=False)
        if wanted.part.isdecimal():
            by_number = [one for one in self._form.choices() or () if str(numbers.get(one[0])) == wanted.part]
            found = list(dict.fromkeys([*by_number, *found]))
        if len(found) == 1 and fold(wanted.part) in (fold(found[0][0]), fold(found[0][1])):
            return []
        return [
            Suggestion(self._form.shown_choice(entry, code), f"{numbers.get(code, '')} {code}  {name}".strip())
            for code, name in found
        ]

    def _readings(self, wanted: Wanted) -> list[Suggestion]:
        candidates = self._form.reading(wanted.place).candidates
        return [Suggestion(one.text, f"{one.text}  = {one.shown}") for one in candidates]


def asks(entry: Entry) -> bool:
    """Whether the list of a field is asked of the database."""
    return entry.field.type == "places" or bool(entry.field.names)
