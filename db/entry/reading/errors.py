"""What could not be read, said so that the person at the form knows what to type instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.language import _
from db.models.figure import Figure
from db.models.period import Period
from db.models.text import clip, printable

_SHOWN_CELLS = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read an ambiguous text: what a form shows, what it then takes, and the text that says so plainly."""

    shown: str
    value: Figure | Period
    text: str


class ReadingError(ValueError):
    """A text that is no figure or date; its message says what was read, what is expected, and an example."""


class Ambiguous(ReadingError):  # noqa: N818 - named for what it says of the text
    """A text to ask about again: it has several readings, or one that its spelling leaves in doubt.

    `candidates` holds them, the likelier first; there is at least one.
    """

    def __init__(self, read: str, candidates: Sequence[Candidate]) -> None:
        self.candidates = tuple(candidates)
        if len(self.candidates) == 1:
            only = self.candidates[0]
            message = _("“{read}” is not clear: is {reading} meant? Then type {text}.").format(
                read=quoted(read), reading=only.shown, text=only.text
            )
        else:
            readings = [_("{reading} (type {text})").format(reading=one.shown, text=one.text) for one in candidates]
            message = _("“{read}” can be read in several ways: {readings}. Which one is meant?").format(
                read=quoted(read), readings=_(" or ").join(readings)
            )
        super().__init__(message)


def refusal(read: str, problem: str, expected: str, example: str) -> ReadingError:
    """Make the error for a text that cannot be read; `problem` is a whole sentence."""
    return ReadingError(
        _("“{read}”: {problem} Expected: {expected}, for example {example}.").format(
            read=quoted(read), problem=problem, expected=expected, example=example
        )
    )


def quoted(read: str) -> str:
    """Show what was typed, harmless on a terminal line and short."""
    return clip(printable(read), _SHOWN_CELLS)
