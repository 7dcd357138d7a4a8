"""Undo and redo: what a person did last is taken back by revisions that say what was so before; nothing is deleted.

An *intent* is what one action wrote: one revision, or all that share an `intent`, such as those of an import. An undo
names in `undoes` the intent that it takes back, a redo the undo. So the revisions alone say what can be taken back:
read from the newest, an undo that no redo took back takes its intent out; the first one that is left is undone next.
A redo is possible until the person does something new. Seeds are nobody's doing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from sqlmodel import Session, col, select
from uuid6 import uuid7

from db.entry.gates import Person
from db.entry.posting import post
from db.entry.problems import Overtaken, Refused
from db.entry.saving import committed, current_lists, require_open, require_right, require_sound
from db.entry.writing import Kept, Next, SessionRows, all_kept, follow, kept, named_list, write_next
from db.language import _
from db.models.heads import Head, winner
from db.models.record import Record
from db.store.journal import utc_now

if TYPE_CHECKING:
    from db.store.database import Database

TakingBack = Literal["undo", "redo"]

_NEWER_FIRST: Final = """
SELECT at, id, coalesce(intent, id), cause, undoes, province_code, intent IS NOT NULL FROM revision
WHERE author = :author AND (at, id) < (:at, :id) AND cause <> 'seed' AND (intent IS NULL OR intent <> :passed)
ORDER BY at DESC, id DESC LIMIT 1
"""
_WRITTEN: Final = "SELECT province_code, record_id, id, depth, voided FROM revision WHERE {which} ORDER BY 1, 2, depth"
_OF_SEVERAL: Final = _WRITTEN.format(which="author = :author AND intent = :intent")
_OF_ONE: Final = _WRITTEN.format(which="province_code = :province AND id = :intent")
_REVISION: Final = "SELECT author, at, depth FROM revision WHERE province_code = :province_code AND id = :revision"
_PARENTS: Final = (
    "SELECT p.revision_id, v.id, v.depth, v.voided FROM revision_parent p"
    " JOIN revision v ON v.province_code = p.province_code AND v.id = p.parent_id"
    " WHERE p.province_code = :province_code AND p.revision_id IN ({revisions})"
)
_AT_ONCE: Final = 500
"""So many records are written together."""
_AFTER_ALL: Final = ("9", "")
"""A time and an id after all others."""


class Intent(NamedTuple):
    """An action of a person, and where its revisions are found."""

    id: str
    cause: str
    at: str
    """UTC, ISO 8601: when it was done."""
    undoes: str | None
    province_code: str
    """Of one of its revisions."""
    of_several: bool


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What an undo or a redo took back: an entry, edit, void, restore, import …, or an undo of one."""

    action: TakingBack
    cause: str
    """What the person had done, before it was undone and perhaps done again."""
    at: str
    """When (UTC, ISO 8601) that was done."""
    count: int
    """How many records it was about."""
    province_code: str
    record_id: str
    """The record, the first of several."""


class _Written(NamedTuple):
    """What an intent wrote of one record: the state before it is that before `first`, it left the state of `last`."""

    province_code: str
    record_id: str
    first: Head
    last: Head


class _Back(NamedTuple):
    """What all revisions of an undo or a redo share; `intent` None where it writes but one."""

    person: Person
    action: TakingBack
    at: str
    intent: str | None
    undoes: str


def undo(database: Database, person: Person) -> TakenBack:
    """Take back what this person did last and has not taken back yet: an entry, edit, void, restore or import, whole.

    Raises:
        Refused: there is nothing, the person may not, the period is locked, or what was so before holds no more.
        Overtaken: somebody changed a record of it since.
        StoreError: the database cannot be written.
    """
    return _taken_back(database, person, "undo")


def redo(database: Database, person: Person) -> TakenBack:
    """Do again what this person undid last; possible until something new is done. Raises what `undo` raises."""
    return _taken_back(database, person, "redo")


def _taken_back(database: Database, person: Person, action: TakingBack) -> TakenBack:
    def write(session: Session) -> TakenBack:
        intent = _next(session, person.login, action)
        if intent is None:
            raise Refused({}, _nothing(action, person))
        return _take_back(database, session, person, action, intent)

    return committed(database, write)


def _nothing(action: TakingBack, person: Person) -> str:
    if action == "undo":
        message = _("There is nothing that {login} did and could undo: only one's own entries are undone.")
    else:
        message = _("There is nothing to do again: nothing was undone, or something was done since.")
    return message.format(login=person.login)


def _next(session: Session, login: str, action: TakingBack) -> Intent | None:
    """The intent that is taken back next: for a redo an undo."""
    gone: set[str] = set()
    for intent in _newest_first(SessionRows(session), login):
        if intent.undoes is not None:
            if intent.id in gone:
                continue
            if action == "redo" and intent.cause == "undo":
                return intent
            gone.add(intent.undoes)
        elif action == "redo":
            return None
        elif intent.id not in gone:
            return intent
    return None


def _newest_first(session: SessionRows, login: str) -> Iterator[Intent]:
    """A person's intents, each once, however many revisions it wrote."""
    (at, id_), passed = _AFTER_ALL, ""
    seen: set[str] = set()
    while rows := session.rows(_NEWER_FIRST, {"author": login, "at": at, "id": id_, "passed": passed}):
        at, id_, intent, cause, undoes, province_code, of_several = rows[0]
        if of_several:
            passed = intent
        if intent not in seen:
            seen.add(intent)
            yield Intent(intent, cause, at, undoes, province_code, bool(of_several))


def _take_back(database: Database, session: Session, person: Person, action: TakingBack, intent: Intent) -> TakenBack:
    """One revision a record, which follows its head and says what was so before the intent."""
    written = _written(session, person.login, intent)
    back = _Back(person, action, utc_now(), str(uuid7()) if len(written) > 1 else None, intent.id)
    for _province, of_province in groupby(written, key=lambda one: one.province_code):
        records = list(of_province)
        for first in range(0, len(records), _AT_ONCE):
            _write_back(database, session, back, records[first : first + _AT_ONCE])
    done = _done_first(session, intent)
    return TakenBack(action, done.cause, done.at, len(written), written[0].province_code, written[0].record_id)


def _write_back(database: Database, session: Session, back: _Back, written: Sequence[_Written]) -> None:
    """The revisions of some records of one province."""
    province_code = written[0].province_code
    locked = select(Record).where(
        Record.province_code == province_code, col(Record.id).in_([one.record_id for one in written])
    )
    records = {one.id: one for one in session.exec(locked.order_by(col(Record.id)).with_for_update())}
    heads = all_kept(session, province_code, {one.head_revision_id for one in records.values()})
    before = _before(session, written)
    lists = current_lists(database, session)
    entries: list[Next] = []
    for one in written:
        record, (content, voided) = records[one.record_id], before[one.record_id]
        head = heads[record.head_revision_id]
        _require_untouched(session, back.person, record, head, one)
        draft = follow(
            record,
            head,
            author=back.person.login,
            at=back.at,
            cause=back.action,
            content=content,
            voided=voided,
            intent=back.intent,
            undoes=back.undoes,
        )
        require_right(back.person, "void" if voided else "edit", province_code)
        require_open(province_code, draft.kind, head.content)
        if not voided:
            lists = require_sound(database, session, draft)
        entries.append(Next(record, head, draft, () if voided else post(draft.kind, content, lists)))
    write_next(session, entries, lists)


def _written(session: Session, login: str, intent: Intent) -> list[_Written]:
    """By province and record, the order in which two writers never wait for each other."""
    asked = {"author": login, "province": intent.province_code, "intent": intent.id}
    by_record: dict[tuple[str, str], list[Head]] = {}
    for province, record, *head in SessionRows(session).rows(_OF_SEVERAL if intent.of_several else _OF_ONE, asked):
        by_record.setdefault((province, record), []).append(_head(head))
    return [_Written(*key, heads[0], heads[-1]) for key, heads in by_record.items()]


def _require_untouched(session: Session, person: Person, record: Record, head: Kept, one: _Written) -> None:
    """Refuse where anybody else's revision leads from the intent to the record's head, or none does."""
    if head.id == one.last.id:
        return
    rows = SessionRows(session)
    waiting, reached = [head.id], False
    while waiting:
        key = {"province_code": record.province_code, "revision": waiting.pop()}
        ((author, at, depth),) = rows.rows(_REVISION, key)
        if key["revision"] == one.last.id:
            reached = True
        elif author != person.login:
            raise Overtaken(by=author, at=at, province_code=record.province_code, record_id=record.id)
        elif depth > one.last.depth:
            waiting += [row[1] for row in rows.rows(_PARENTS.format(revisions=":revision"), key)]
    left = kept(session, record.province_code, one.last.id).content
    if not reached or record.voided != one.last.voided or head.content != left:  # the same person, on another screen
        raise Overtaken(
            by=record.changed_by, at=record.changed_at, province_code=record.province_code, record_id=record.id
        )


def _before(session: Session, written: Sequence[_Written]) -> dict[str, tuple[Mapping[str, Any], bool]]:
    """What each record said before an intent, and whether it was void; a new one is void with what it says."""
    province_code = written[0].province_code
    listed, asked = named_list([one.first.id for one in written])
    parents: dict[str, list[Head]] = {}
    rows = SessionRows(session).rows(_PARENTS.format(revisions=listed), asked | {"province_code": province_code})
    for revision, *parent in rows:
        parents.setdefault(revision, []).append(_head(parent))
    stood = {
        one.record_id: winner(parents[one.first.id])
        if one.first.id in parents
        else Head(one.last.id, one.last.depth, voided=True)
        for one in written
    }
    contents = all_kept(session, province_code, [head.id for head in stood.values()])
    return {record: (contents[head.id].content, head.voided) for record, head in stood.items()}


def _done_first(session: Session, intent: Intent) -> Intent:
    """What a person did, where the intent only undid it."""
    if intent.undoes is None:
        return intent
    rows = SessionRows(session)
    asked = {"intent": intent.undoes, "province": intent.province_code}
    found = rows.rows("SELECT cause, at FROM revision WHERE province_code = :province AND id = :intent", asked)
    found = found or rows.rows("SELECT cause, at FROM revision WHERE intent = :intent LIMIT 1", asked)
    return intent._replace(cause=found[0][0], at=found[0][1])


def _head(row: Sequence[Any]) -> Head:
    return Head(row[0], row[1], bool(row[2]))
