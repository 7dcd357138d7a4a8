"""Many new records as one action: in one transaction, all of them or none, what is there already left alone.

Everything that a single save asks is asked of each; only the rows go into the database some hundred at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import text
from sqlmodel import Session
from uuid6 import uuid7

from db.entry.doubts import Doubt, Doubted
from db.entry.gates import Person
from db.entry.posting import post
from db.entry.problems import EntryError, Refused
from db.entry.saving import (
    Saved,
    committed,
    current_lists,
    problems_of,
    require_open,
    require_right,
    without_doubt,
)
from db.entry.writing import Draft, Entry, SessionRows, write_new
from db.language import _
from db.models.kinds import Kind
from db.store.engine import room_for_many_rows
from db.store.journal import utc_now
from db.store.progress import Progress, silent

if TYPE_CHECKING:
    from db.store.database import Database

_AT_ONCE: Final = 500
"""So many records are written by one statement a table."""
_ENTERED: Final = """
SELECT v.content, v.record_id, v.id FROM revision v
JOIN record r ON r.province_code = v.province_code AND r.id = v.record_id
LEFT JOIN revision h ON h.province_code = r.province_code AND h.id = r.head_revision_id
WHERE v.province_code = :province_code AND v.kind = :kind AND NOT (r.voided AND h.cause = 'undo')
"""


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to be entered with many others: its content as `tidy()` leaves it; `reason` says where it is from."""

    province_code: str
    kind: Kind
    content: Mapping[str, Any]
    reason: str = ""
    text: str = ""
    """The content in canonical JSON, where it was written before."""


class RefusedRecords(EntryError):  # noqa: N818 - as Refused
    """Some records of many do not hold: `problems` and `doubts` (what looks wrong) by the number of the record."""

    def __init__(self, problems: Mapping[int, Mapping[str, str]], doubts: Mapping[int, Sequence[Doubt]]) -> None:
        super().__init__(_("Some records do not hold. Nothing was saved."))
        self.problems = dict(problems)
        self.doubts = dict(doubts)


def save_all(
    database: Database,
    records: Collection[NewRecord],
    *,
    person: Person,
    cause: str,
    intent: str,
    override: str = "",
    dry_run: bool = False,
    progress: Progress = silent,
) -> list[Saved]:
    """Save new records; gives what became of each, in their order (`seq` is 0: nobody waits for it).

    A record is there already, and is left alone, where one of its province and kind has or had this content and was
    not undone. A `dry_run` does everything and takes it back. Records stand best sorted by province.

    Raises:
        RefusedRecords: some do not hold, or look wrong and no `override` says why they are right.
        Refused: the person may not.
        EntryError: the database refuses the rows.
        StoreError: the database cannot be written.
    """
    shared = _Shared(person, utc_now(), cause, intent)

    def write(session: Session) -> list[Saved]:
        with room_for_many_rows(session.connection()):
            saved = _Batch(database, session, shared, override=override).saved(records, progress)
        if dry_run:
            session.rollback()
        return saved

    return committed(database, write)


class _Shared(NamedTuple):
    """What the revisions of one action have in common."""

    person: Person
    at: str
    cause: str
    intent: str


class _Batch:
    """New records on their way into the database."""

    def __init__(self, database: Database, session: Session, shared: _Shared, *, override: str) -> None:
        self.database = database
        self.session = session
        self.shared = shared
        self.override = override
        self.lists = current_lists(database, session)
        self.rows = _RememberedRows(session)
        self.units: dict[str, str] = {}
        self.entered: dict[tuple[str, str], dict[bytes, Saved]] = {}
        self.problems: dict[int, Mapping[str, str]] = {}
        self.doubts: dict[int, Sequence[Doubt]] = {}
        self.waiting: list[Entry] = []

    def saved(self, records: Collection[NewRecord], tell: Progress) -> list[Saved]:
        """Check and write them; after the first one that does not hold the others are only checked."""
        saved = []
        for number, record in enumerate(records):
            if len(self.waiting) >= _AT_ONCE:
                self.write()
            if number % _AT_ONCE == 0:
                tell(number, len(records))
            draft = self.draft(record)
            if problems := self.wrong(draft):
                self.problems[number] = problems
            else:
                saved.append(self.take(number, draft))
        if self.problems or self.doubts:
            raise RefusedRecords(self.problems, self.doubts)
        self.write()
        tell(len(records), len(records))
        return saved

    def take(self, number: int, draft: Draft) -> Saved:
        """Take a record that holds to those that wait, unless it is there already."""
        entered = self.entered_before(draft)
        key = _key(draft.kept_text)
        if key in entered:
            return entered[key]
        facts = post(draft.kind, draft.content, self.lists)
        if any(fact.basis != "period" for fact in facts):
            self.write()  # a cumulative figure is held against those before it
        try:
            # What is there already is left alone above; to look for likenesses too would take as long as all the rest.
            draft = without_doubt(self.rows, draft, facts, self.lists, self.override, duplicates=False)
        except Doubted as doubt:
            self.doubts[number] = doubt.doubts
        self.waiting.append((draft, facts))
        entered[key] = Saved(draft.record_id, draft.id, 0, changed=False)
        return Saved(draft.record_id, draft.id, 0)

    def draft(self, record: NewRecord) -> Draft:
        """The first revision of a record."""
        return Draft(
            id=str(uuid7()),
            province_code=record.province_code,
            record_id=str(uuid7()),
            kind=record.kind,
            content=record.content,
            parents=(),
            depth=0,
            author=self.shared.person.login,
            at=self.shared.at,
            reason=record.reason,
            cause=self.shared.cause,
            intent=self.shared.intent,
            text=record.text,
        )

    def wrong(self, draft: Draft) -> Mapping[str, str]:
        """What keeps a record from being saved, by field name."""
        problems = problems_of(self.session, draft, self.lists, self.units)
        if problems and not self.problems:  # an administrator may have added to the lists
            self.lists = current_lists(self.database, self.session, anew=True)
            problems = problems_of(self.session, draft, self.lists, self.units)
        if not problems:
            try:
                require_open(draft.province_code, draft.kind, draft.content)
            except Refused as refused:
                return refused.problems
        return problems

    def entered_before(self, draft: Draft) -> dict[bytes, Saved]:
        """What the province has of that kind, by content."""
        of = (draft.province_code, draft.kind.code)
        if of not in self.entered:
            require_right(self.shared.person, "enter", of[0])
            rows = self.session.connection().execute(text(_ENTERED), {"province_code": of[0], "kind": of[1]})
            self.entered[of] = {
                _key(content): Saved(record, revision, 0, changed=False) for content, record, revision in rows
            }
        return self.entered[of]

    def write(self) -> None:
        """Write those that wait, unless all is taken back anyway."""
        if self.waiting and not self.problems:
            write_new(self.session, self.waiting, self.lists)
            self.rows.forget()
        self.waiting.clear()


class _RememberedRows:
    """A session's rows, each query asked once until something is written: many records ask the same of a year."""

    def __init__(self, session: Session) -> None:
        self._rows = SessionRows(session)
        self._known: dict[tuple[str, tuple[Any, ...]], list[tuple[Any, ...]]] = {}

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        key = (sql, tuple((parameters or {}).values()))
        if key not in self._known:
            self._known[key] = self._rows.rows(sql, parameters)
        return self._known[key]

    def forget(self) -> None:
        """Ask anew."""
        self._known.clear()


def _key(content: str) -> bytes:
    """A content by the digest of its canonical JSON: a country's contents do not fit the memory."""
    return blake2b(content.encode(), digest_size=16).digest()
