"""The save of a grid: every changed cell in one transaction and as one action, all of them or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from sqlmodel import Session
from uuid6 import uuid7

from db.entry.content import tidy
from db.entry.doubts import Doubted
from db.entry.gates import Action, Person
from db.entry.grid import GridChange, GridPage, GridRefused, Spot, new_content, standing_in
from db.entry.problems import Conflict, Refused
from db.entry.saving import Saved, committed, require_right, save_within, void_within
from db.entry.writing import Draft, SessionRows
from db.models.kinds import KINDS
from db.store.journal import utc_now

if TYPE_CHECKING:
    from db.store.database import Database

_AFTER_ALL: Final = "~"
"""Sorts after every record id."""


def save_grid(
    database: Database,
    page: GridPage,
    changes: Collection[GridChange],
    *,
    person: Person,
    reason: str = "",
    confirmed: Collection[Spot] = (),
) -> int:
    """Save the changed cells of a grid; gives how many revisions were written.

    A cell without a record gets one, a cell with one an edit that leaves its other fields as they are, and a cell that
    is to be empty loses its record: it is voided with the `reason`. That is also the reason of doubtful cells which
    are `confirmed`. All of them share an intent, so that one undo takes them back.

    Raises:
        GridRefused: some cells do not hold, look wrong without being confirmed, or were changed by others.
        Refused: the person may not.
        EntryError: the database refuses the rows.
        StoreError: the database cannot be written.
    """
    for province, action in sorted({(one.column.province, _action(one)) for one in changes}):
        require_right(person, action, province)
    # Records in the order in which no two writers wait for each other, new ones after them.
    ordered = sorted(changes, key=lambda one: (one.column.province, one.before.record if one.before else _AFTER_ALL))
    intent = str(uuid7()) if len(ordered) > 1 else None

    def write(session: Session) -> int:
        return _Save(database, session, page, person, intent, reason, frozenset(confirmed)).write(ordered)

    return committed(database, write)


def _action(change: GridChange) -> Action:
    if change.before is None:
        return "enter"
    return "void" if change.value is None else "edit"


class _Save:
    """One grid on its way into the database."""

    def __init__(
        self,
        database: Database,
        session: Session,
        page: GridPage,
        person: Person,
        intent: str | None,
        reason: str,
        confirmed: frozenset[Spot],
    ) -> None:
        self.database = database
        self.session = session
        self.page = page
        self.person = person
        self.intent = intent
        self.reason = reason
        self.confirmed = confirmed
        self.at = utc_now()
        self.refused = GridRefused()

    def write(self, changes: Sequence[GridChange]) -> int:
        """Write them all, then look whether each cell holds what it should; every refusal is gathered."""
        records: dict[Spot, str | None] = {}
        written = 0
        overtaken: set[Spot] = set()
        for change in changes:
            try:
                saved = self._one(change)
            except Doubted as doubt:
                self.refused.doubts[change.spot] = " ".join(one.sentence for one in doubt.doubts)
            except Refused as refused:
                self.refused.problems[change.spot] = " ".join(refused.problems.values()) or refused.message
            except Conflict:
                overtaken.add(change.spot)
            else:
                records[change.spot] = None if change.value is None else saved.record_id
                written += saved.changed
        overtaken |= self._not_alone(changes, records)
        if self.refused.problems or self.refused.doubts or overtaken:
            raise GridRefused(self.refused.problems, self.refused.doubts, overtaken)
        return written

    def _one(self, change: GridChange) -> Saved:
        province, before = change.column.province, change.before
        if change.value is None:
            assert before is not None
            key = (province, before.record)
            return void_within(
                self.database, self.session, key, before.head,
                person=self.person, reason=self.reason, at=self.at, intent=self.intent,
            )  # fmt: skip
        content = {**before.content, "value": change.value} if before else new_content(self.page, change)
        draft = Draft(
            id=str(uuid7()),
            province_code=province,
            record_id=before.record if before else str(uuid7()),
            kind=KINDS[self.page.choice.kind],
            content=tidy(content),
            parents=(),
            depth=0,
            author=self.person.login,
            at=self.at,
            reason="",
            cause="edit" if before else "entry",
            intent=self.intent,
        )
        return save_within(
            self.database,
            self.session,
            draft,
            parent=before.head if before else None,
            override=self.reason if change.spot in self.confirmed else "",
        )

    def _not_alone(self, changes: Sequence[GridChange], records: dict[Spot, str | None]) -> set[Spot]:
        """The cells in which another record stands: somebody entered it since the grid was read.

        Asked after the writes: by then the journal of each province is this transaction's until it commits, and
        whoever was there before has committed.
        """
        standing = standing_in(SessionRows(self.session), self.page.choice, changes)
        own = {one.spot: {records.get(one.spot), one.before.record if one.before else None} for one in changes}
        return {spot for spot, known in own.items() if standing[spot] - known}
