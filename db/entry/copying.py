"""Last year's plan and targets as those of this year might be: nothing is saved, a person looks at each first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from db.entry.vocabularies import Rows
from db.models.kinds import KINDS
from db.models.period import Period

_OF_A_YEAR: Final = """
SELECT r.kind, v.content
FROM record r JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id
WHERE r.province_code = :province AND r.kind IN ('plan', 'target') AND NOT r.voided
    AND r.year_from = :year AND r.year_to = :year
ORDER BY r.kind, r.id
"""
_OF_THAT_PAPER: Final = frozenset({"number", "issued", "source", "per_year"})
"""What a record says of the paper of its year, and the next year's does not."""


class Copy(NamedTuple):
    """A record of last year as it may stand in this year."""

    kind: str
    content: Mapping[str, Any]


def copies_of_last_year(rows: Rows, province_code: str, year: int, programme: str | None = None) -> list[Copy]:
    """The plans and targets of the year before `year` that the year has not yet, moved into it, plans first.

    Those of several years stay where they are: they hold in this year too. With a `programme` only what serves it.

    Raises:
        StoreError: the database cannot be read.
    """
    before, now = (
        [
            Copy(kind, json.loads(content))
            for kind, content in rows.rows(_OF_A_YEAR, {"province": province_code, "year": one})
        ]
        for one in (year - 1, year)
    )
    there = {_like(one) for one in now}
    chosen = [one for one in before if programme is None or programme in one.content.get("programmes", ())]
    titles = {one.content["title"]: _in_year(one.content["title"], year) for one in chosen if one.kind == "plan"}
    copies = [Copy(one.kind, _moved(one.content, year, titles)) for one in chosen]
    return [one for one in copies if _like(one) not in there]


def _moved(content: Mapping[str, Any], year: int, titles: Mapping[str, str]) -> dict[str, Any]:
    moved = {name: value for name, value in content.items() if name not in _OF_THAT_PAPER}
    moved["period"] = Period.from_content(content["period"]).a_year(1).as_content()
    if "title" in moved:
        moved["title"] = _in_year(moved["title"], year)
    if "tasks" in moved:  # nothing of it is done yet
        moved["tasks"] = [{name: part for name, part in task.items() if name != "state"} for task in moved["tasks"]]
    if "plan" in moved and moved.pop("plan") in titles:
        moved["plan"] = titles[content["plan"]]
    return moved


def _in_year(text: str, year: int) -> str:
    return text.replace(str(year - 1), str(year))


def _like(one: Copy) -> tuple[object, ...]:
    """What two records of a year have in common that are the same plan or target."""
    content = one.content
    places: Sequence[Mapping[str, Any]] = content.get("places", ())
    return (
        one.kind,
        content.get(KINDS[one.kind].posts_by) if KINDS[one.kind].posts_by else None,
        Period.from_content(content["period"]),
        frozenset(content.get("programmes", ())),
        frozenset(place.get("unit") or place["text"] for place in places),
    )
