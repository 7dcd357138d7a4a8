"""What a check of the database found wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from db.language import _

MOST_FINDINGS: Final = 20
"""So many of one part are told one by one; one cause usually has thousands of marks."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where (province and row, or table), what, and what to do."""

    part: str
    """The check that found it: integrity, references, tables, objects, journal, digests, counting, rollups."""
    where: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem} {self.remedy}"


def first_of(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first findings of a part, with a last one that tells of more."""
    remaining = iter(findings)
    last = None
    for last in islice(remaining, MOST_FINDINGS):
        yield last
    if last is not None and next(remaining, None) is not None:
        yield Finding(last.part, last.where, _("… and more of the same."), last.remedy)
