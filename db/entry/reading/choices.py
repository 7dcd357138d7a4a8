"""Which entry of a reference list a text means: lists are sequences of (code, name)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from db.entry.reading.errors import ReadingError
from db.language import _
from db.models.text import fold, initials

_WHOLE: Final = 3
"""So many of the ways to mean a choice, the first ones, name it whole."""
_ALONE: Final = 5
"""That way means a choice only where it means one alone: the initials of its name."""
_LONGEST_NUMBER: Final = 3
_NAMED: Final = 6
"""So many candidates are named in a message."""

Choices = Sequence[tuple[str, str]]
"""(code, name) in official order."""


def choose(text: str, choices: Choices, *, by_number: bool = False) -> str:
    """The code of the choice that a text means: by its code or its name, else by a part of that.

    With `by_number` its number in the list means it too; then the start of its name or code, the initials of its name
    ("xcml" is "Xã có mạng LAN") and any part of its name.

    Raises:
        ReadingError: none or several are meant; the message names them.
    """
    return choose_whole(text, choices, by_number=by_number)[0]


def choose_whole(text: str, choices: Choices, *, by_number: bool = False) -> tuple[str, bool]:
    """The code that a text means, and whether the text is that code or its whole name: else it is to be looked at."""
    for way, found in enumerate(_meant(text, choices, by_number=by_number)):
        if len(found) == 1:
            return found[0][0], way < _WHOLE
        if found and way != _ALONE:
            raise ReadingError(
                _("“{text}” may be {candidates}: type more of the name, or the code.").format(
                    text=text, candidates=some_of(f"{name} ({code})" for code, name in found)
                )
            )
    raise ReadingError(
        _("“{text}” is not in the list. There are: {candidates}.").format(
            text=text, candidates=some_of(f"{name} ({code})" for code, name in choices)
        )
    )


def fitting(text: str, choices: Choices, *, by_number: bool = False) -> list[tuple[str, str]]:
    """All choices that a text may mean, in any of the ways in which one is chosen: the likeliest first."""
    return list(dict.fromkeys(chain.from_iterable(_meant(text, choices, by_number=by_number)))) if text else []


def _meant(text: str, choices: Choices, *, by_number: bool) -> Iterator[list[tuple[str, str]]]:
    """The choices that a text means in each way, the surest way first."""
    wanted = fold(text)
    place = int(wanted) if by_number and wanted.isdecimal() and len(wanted) <= _LONGEST_NUMBER else 0
    numbered = choices[place - 1][0] if 1 <= place <= len(choices) else None
    folded = [(code, name, fold(name)) for code, name in choices]
    ways: tuple[Callable[[str, str], bool], ...] = (
        lambda code, _name: code == text,
        lambda code, _name: fold(code) == wanted,
        lambda _code, name: name == wanted,
        lambda code, _name: code == numbered,
        lambda code, name: name.startswith(wanted) or fold(code).startswith(wanted),
        lambda _code, name: len(wanted) > 1 and initials(name).startswith(wanted),
        lambda _code, name: wanted in name,
    )
    for fits in ways:
        yield [(code, name) for code, name, matched in folded if fits(code, matched)]


def taken_for(text: str, code: str, choices: Choices) -> str:
    """What to tell of a text that names a choice only in part."""
    return _("“{text}” is taken for “{name}”.").format(text=text, name=choice_name(code, choices))


def some_of(candidates: Iterable[str]) -> str:
    """Candidates as a message names them, not more than a few."""
    names = list(candidates)
    return " · ".join(names[:_NAMED]) + (" · …" if len(names) > _NAMED else "")


def choice_name(code: str, choices: Choices) -> str:
    """The name of a code, or the code where the list has none."""
    return next((name for known, name in choices if known == code), code)


def choice_text(code: str, choices: Choices) -> str:
    """The name of a choice where it is enough to tell it from the others, else its code."""
    name = choice_name(code, choices)
    try:
        return name if choose(name, choices) == code else code
    except ReadingError:
        return code
