"""Which entry of a reference list a text means: lists are sequences of (code, name)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from db.entry.reading.errors import ReadingError
from db.language import _
from db.models.text import fold

_WHOLE: Final = 3
"""So many of the ways to mean a choice, the first ones, name it whole."""
_NAMED: Final = 6
"""So many candidates are named in a message."""


def choose(text: str, choices: Sequence[tuple[str, str]]) -> str:
    """The code of the choice that a text means: by its code or its name, else by the start or a part of its name.

    Raises:
        ReadingError: none or several are meant; the message names them.
    """
    return choose_whole(text, choices)[0]


def choose_whole(text: str, choices: Sequence[tuple[str, str]]) -> tuple[str, bool]:
    """The code that a text means, and whether the text is that code or its whole name: else it is to be looked at."""
    wanted = fold(text)
    tests: tuple[Callable[[str, str], bool], ...] = (
        lambda code, _name: code == text,
        lambda code, _name: fold(code) == wanted,
        lambda _code, name: name == wanted,
        lambda code, name: name.startswith(wanted) or fold(code).startswith(wanted),
        lambda _code, name: wanted in name,
    )
    for number, fits in enumerate(tests):
        found = [(code, name) for code, name in choices if fits(code, fold(name))]
        if len(found) == 1:
            return found[0][0], number < _WHOLE
        if found:
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


def taken_for(text: str, code: str, choices: Sequence[tuple[str, str]]) -> str:
    """What to tell of a text that names a choice only in part."""
    return _("“{text}” is taken for “{name}”.").format(text=text, name=choice_name(code, choices))


def some_of(candidates: Iterable[str]) -> str:
    """Candidates as a message names them, not more than a few."""
    names = list(candidates)
    return " · ".join(names[:_NAMED]) + (" · …" if len(names) > _NAMED else "")


def choice_name(code: str, choices: Sequence[tuple[str, str]]) -> str:
    """The name of a code, or the code where the list has none."""
    return next((name for known, name in choices if known == code), code)


def choice_text(code: str, choices: Sequence[tuple[str, str]]) -> str:
    """The name of a choice where it is enough to tell it from the others, else its code."""
    name = choice_name(code, choices)
    try:
        return name if choose(name, choices) == code else code
    except ReadingError:
        return code
