"""Which of a record's revisions counts, wherever and in whatever order they arrived."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Head(NamedTuple):
    """A revision that no other names as its parent."""

    id: str
    depth: int
    voided: bool


def winner(heads: Iterable[Head]) -> Head:
    """The head that counts: one that is not void before a void one, then the deepest, then the largest id.

    A pure function of the set: databases that hold the same revisions agree, and more than one head is a conflict that
    is shown until a revision names all of them as parents. Raises ValueError where there is no head.
    """
    return max(heads, key=lambda head: (not head.voided, head.depth, head.id))
