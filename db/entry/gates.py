"""The only gates of writing: who may do what where, and whether a period is still open.

Until rights exist every login may do everything and every period is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from db.models.period import Period
from db.store.login import login_name

Action = Literal["enter", "edit", "void", "administer"]
"""What a right is for; "administer" is of the lists that all provinces share, and names no province."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: the login name."""

    login: str

    @classmethod
    def current(cls) -> Person:
        """The person who runs this program."""
        return cls(login_name())


def may(person: Person, action: Action, province_code: str) -> bool:  # noqa: ARG001 - rights come later
    """Tell whether the person has the right to do this in the province (an era-qualified key)."""
    return True


def period_open(
    province_code: str,  # noqa: ARG001 - locks come later
    programmes: Iterable[str],  # noqa: ARG001
    period: Period | None,  # noqa: ARG001
) -> bool:
    """Tell whether figures of that period can still be entered: an approved report locks it."""
    return True
