"""The one way to write: gate, check, revision, facts, journal and the rows that show it, in one transaction.

A save touches one province and is acknowledged when it is committed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select
from uuid6 import uuid7

from db.entry.content import SOURCE, check_content, check_places, named_units, tidy
from db.entry.doubts import Doubted, Questioned, find_doubts
from db.entry.gates import Action, Person, may, period_open
from db.entry.posting import PostedFact, post
from db.entry.problems import Conflict, EntryError, Refused
from db.entry.vocabularies import Rows, Vocabularies, lists_stamp, load_vocabularies, provinces_of
from db.entry.writing import Draft, Next, SessionRows, follow, kept, write_new, write_next
from db.language import _, language
from db.models.canonical import canonical_json
from db.models.journal import Journal
from db.models.kinds import KINDS, Kind
from db.models.period import Period
from db.models.record import Record
from db.models.revision import Revision
from db.store.journal import utc_now

if TYPE_CHECKING:
    from db.store.database import Database

Written = TypeVar("Written")
_AHEAD_OF_UTC: Final = timedelta(days=1)
"""Where the day of the person is not known, nothing of today may be taken for a day to come."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left: the revision that counts, and the last journal number that it got in its province.

    `changed` is False where the same content was there already: nothing was written.
    """

    record_id: str
    revision_id: str
    seq: int
    changed: bool = True


def save(
    database: Database,
    *,
    person: Person,
    province_code: str,
    kind: Kind | str,
    content: Mapping[str, Any],
    record_id: str | None = None,
    parent: str | None = None,
    cause: str = "",
    reason: str = "",
    new_id: str | None = None,
    at: str | None = None,
    override: str = "",
    today: date | None = None,
    intent: str | None = None,
    dry_run: bool = False,
) -> Saved:
    """Save a record: a new one (as `new_id`, or an id of its own), or with `record_id` an edit of the head `parent`.

    An edit of a void record brings it back. `cause` is "entry" for a new record and "edit" for an edit unless another
    one is given; `at` is UTC as `utc_now()` writes it. Saving what is there already writes nothing; so does a `new_id`
    that was entered with this content before, whatever became of it since. What is doubted is saved with an `override`,
    the reason for which it is right, which is kept on the revision; what an edit leaves as it was is not asked again.
    `today` is the person's day, by default that of the clock. Saves that are one action to the person, such as an
    import, share an `intent` (a UUIDv7): they are undone together.

    `dry_run`: everything is done and checked, by the database too, and then taken back.

    Raises:
        Refused: the person may not, the period is locked, or the content does not hold.
        Conflict: `parent` is the head no more.
        Doubted: the content holds and looks wrong, and nobody said why it is right.
        EntryError: `new_id` was entered with another content, or the database refuses the rows.
        StoreError: the database cannot be written.
    """
    kind = KINDS[kind] if isinstance(kind, str) else kind
    if (record_id is None) != (parent is None):
        raise ValueError("an edit names the record and the revision that it follows")
    content = tidy(content)
    require_right(person, "enter" if record_id is None else "edit", province_code)

    def write(session: Session) -> Saved:
        draft = Draft(
            id=str(uuid7()),
            province_code=province_code,
            record_id=record_id or new_id or str(uuid7()),
            kind=kind,
            content=content,
            parents=(),
            depth=0,
            author=person.login,
            at=at or utc_now(),
            reason=reason,
            cause=cause or ("entry" if record_id is None else "edit"),
            intent=intent,
        )
        may_stand = new_id is not None
        return save_within(database, session, draft, parent=parent, may_stand=may_stand, override=override, today=today)

    return _rehearsed(database, write) if dry_run else committed(database, write)


def save_within(
    database: Database,
    session: Session,
    draft: Draft,
    *,
    parent: str | None = None,
    may_stand: bool = False,
    override: str = "",
    today: date | None = None,
) -> Saved:
    """Save one record in a transaction that is open, as `save` does: for those who write several as one action.

    `draft` has the content tidied; with `parent` it is an edit of that head. `may_stand`: a record of its id may have
    been entered before with the same content. Raises what `save` raises, but asks for no right.
    """
    vocabularies = require_sound(database, session, draft)
    if parent is not None:
        return _edit(session, draft, parent, vocabularies, override, today)
    if may_stand and (known := session.get(Record, (draft.province_code, draft.record_id))):
        return _entered_before(session, known, draft.content)
    facts = post(draft.kind, draft.content, vocabularies)
    draft = without_doubt(SessionRows(session), draft, facts, vocabularies, override, today)
    (seq,) = write_new(session, [(draft, facts)], vocabularies)
    return Saved(draft.record_id, draft.id, seq)


def void(
    database: Database,
    *,
    person: Person,
    province_code: str,
    record_id: str,
    parent: str,
    reason: str,
    cause: str = "void",
    at: str | None = None,
) -> Saved:
    """Let a record count no more: a revision with the same content, marked void. Saving it again brings it back.

    Raises:
        Refused: there is no reason, the person may not, or the period is locked.
        Conflict: `parent` is the head no more.
        StoreError: the database cannot be written.
    """
    if not (reason := tidy({"reason": reason}).get("reason", "")):
        raise Refused({"reason": _("A record is voided for a reason: type it.")}, _("Nothing was changed."))
    require_right(person, "void", province_code)

    def write(session: Session) -> Saved:
        key = (province_code, record_id)
        return void_within(database, session, key, parent, person=person, reason=reason, cause=cause, at=at)

    return committed(database, write)


def void_within(
    database: Database,
    session: Session,
    key: tuple[str, str],
    parent: str,
    *,
    person: Person,
    reason: str,
    cause: str = "void",
    at: str | None = None,
    intent: str | None = None,
) -> Saved:
    """Void the record of that province and id in a transaction that is open, as `void` does.

    Raises what `void` raises, but asks for no right and no reason.
    """
    record = _head_record(session, *key, parent)
    if record.voided:
        return _as_it_is(session, record)
    before = kept(session, key[0], parent)
    require_open(key[0], KINDS[record.kind], before.content)
    draft = follow(record, before, author=person.login, at=at, cause=cause, reason=reason, voided=True, intent=intent)
    return Saved(
        key[1], draft.id, write_next(session, [Next(record, before, draft, ())], current_lists(database, session))
    )


def restore(
    database: Database,
    *,
    person: Person,
    province_code: str,
    record_id: str,
    parent: str,
    reason: str = "",
    at: str | None = None,
) -> Saved:
    """Let a void record count again, as it was when it was voided; one that counts is left as it is.

    What looks wrong is not asked about again: it was when it was entered.

    Raises:
        Refused: the person may not, the period is locked, or the content holds no more.
        Conflict: `parent` is the head no more.
        StoreError: the database cannot be written.
    """
    require_right(person, "edit", province_code)

    def write(session: Session) -> Saved:
        record = _head_record(session, province_code, record_id, parent)
        before = kept(session, province_code, parent)
        draft = follow(record, before, author=person.login, at=at, cause="restore", reason=reason)
        vocabularies = require_sound(database, session, draft)
        return _edit(session, draft, parent, vocabularies)

    return committed(database, write)


_known_lists: WeakKeyDictionary[Database, tuple[int, Vocabularies]] = WeakKeyDictionary()


def current_lists(database: Database, session: Session, *, anew: bool = False) -> Vocabularies:
    """The lists of the database, read once, or `anew`: an administrator may have added to them or changed one."""
    stamp = lists_stamp(SessionRows(session))
    known, lists = _known_lists.get(database, (-1, None))
    if lists is None or not lists.indicators or anew or known != stamp:
        lists = load_vocabularies(SessionRows(session), language())
        _known_lists[database] = stamp, lists
    return lists


class _TakenBack(Exception):  # noqa: N818 - no error: it ends a trial
    """Carries what a trial would have saved out of its transaction, which it undoes."""

    def __init__(self, saved: Saved) -> None:
        super().__init__()
        self.saved = saved


def _rehearsed(database: Database, write: Callable[[Session], Saved]) -> Saved:
    def trial(session: Session) -> Saved:
        saved = write(session)
        session.flush()
        raise _TakenBack(saved)

    try:
        return committed(database, trial)
    except _TakenBack as trial_end:
        return trial_end.saved


def committed(database: Database, write: Callable[[Session], Written]) -> Written:
    """Do `write` in one transaction; gives what it gives.

    Raises:
        EntryError: the database refuses the rows. What `write` raises passes, and nothing is written.
        StoreError: the database cannot be written.
    """
    try:
        return database.retrying(write)
    except StaleDataError as error:  # the row is locked before it is read, so only a rule of the database comes here
        raise EntryError(_("The database did not take the change: open the record again.")) from error
    except IntegrityError as error:
        refusal = _("The database refused the record: {reason}. Nothing was saved.")
        raise EntryError(refusal.format(reason=str(error.orig).splitlines()[0])) from error


def without_doubt(
    rows: Rows,
    draft: Draft,
    facts: Sequence[PostedFact],
    vocabularies: Vocabularies,
    override: str = "",
    today: date | None = None,
    before: Mapping[str, Any] | None = None,
    *,
    duplicates: bool = True,
) -> Draft:
    """The draft, with the `override` among its reasons where something looks wrong; not what was so `before` already.

    Without `duplicates` nobody looks for what stands twice. Raises Doubted where something looks wrong and there is no
    override.
    """
    day = today or datetime.now(UTC).date() + _AHEAD_OF_UTC
    known_as = draft.record_id if draft.parents else ""
    asked = Questioned(draft.province_code, known_as, draft.kind, draft.content, facts, day)
    doubts = find_doubts(rows, asked, vocabularies, duplicates=duplicates)
    if doubts and before is not None:
        known = replace(asked, content=before, facts=post(draft.kind, before, vocabularies))
        doubts = [doubt for doubt in doubts if doubt not in find_doubts(rows, known, vocabularies)]
    override = tidy({"override": override}).get("override", "")
    if doubts and not override:
        raise Doubted(draft.kind, doubts)
    if not doubts or override in draft.reason:
        return draft
    return replace(draft, reason="; ".join(filter(None, (draft.reason, override))))


def _edit(
    session: Session,
    draft: Draft,
    parent: str,
    vocabularies: Vocabularies,
    override: str = "",
    today: date | None = None,
) -> Saved:
    record = _head_record(session, draft.province_code, draft.record_id, parent)
    if record.kind != draft.kind.code:
        message = _("This record is kept as “{kind}”: enter another one instead.")
        raise Refused({}, message.format(kind=_(KINDS[record.kind].label)))
    before = kept(session, draft.province_code, parent)
    if before.content == draft.content and not record.voided:
        return _as_it_is(session, record)
    require_open(draft.province_code, draft.kind, before.content)
    draft = replace(draft, parents=(parent,), depth=before.depth + 1)
    facts = post(draft.kind, draft.content, vocabularies)
    draft = without_doubt(SessionRows(session), draft, facts, vocabularies, override, today, before.content)
    seq = write_next(session, [Next(record, before, draft, facts)], vocabularies)
    return Saved(draft.record_id, draft.id, seq)


def _entered_before(session: Session, record: Record, content: Mapping[str, Any]) -> Saved:
    """Seeding twice changes nothing, even where somebody edited the record meanwhile."""
    first = select(Revision.content).where(
        Revision.province_code == record.province_code, Revision.record_id == record.id, Revision.depth == 0
    )
    if canonical_json(content) not in session.exec(first).all():
        message = _("The record {id} was entered before with another content: give the new one another id.")
        raise EntryError(message.format(id=record.id))
    return _as_it_is(session, record)


def _as_it_is(session: Session, record: Record) -> Saved:
    numbers = select(Journal.seq).where(
        Journal.province_code == record.province_code, Journal.revision_id == record.head_revision_id
    )
    seq = session.exec(numbers.order_by(col(Journal.seq).desc())).first()
    return Saved(record.id, record.head_revision_id, seq or 0, changed=False)


def _head_record(session: Session, province_code: str, record_id: str, parent: str) -> Record:
    """The record, locked until the commit, whose head is still the revision that the person saw."""
    record = session.get(Record, (province_code, record_id), with_for_update=True)
    if record is None:
        raise Refused({}, _("There is no such record in this province: look for it again."))
    if record.head_revision_id != parent:
        raise Conflict(by=record.changed_by, at=record.changed_at)
    return record


def require_right(person: Person, action: Action, province_code: str) -> None:
    """Raise Refused where the person has no right to do this in the province."""
    if not may(person, action, province_code):
        message = _("{login} has no right to change records of {province}: ask an administrator.")
        raise Refused({}, message.format(login=person.login, province=province_code))


def require_open(province_code: str, kind: Kind, content: Mapping[str, Any]) -> None:
    """Raise Refused where the period of the content is locked."""
    stated = content.get(kind.dated_by)
    period = Period.from_content(stated) if stated else None
    if not period_open(province_code, content.get("programmes", ()), period):
        locked = _("Its report was approved: only an amendment can change it.")
        raise Refused({kind.dated_by: locked}, _("Not saved. {problems}").format(problems=locked))


def require_sound(database: Database, session: Session, draft: Draft) -> Vocabularies:
    """Refuse a content that does not hold, or a period that is locked; gives the lists that it was checked against."""
    vocabularies = current_lists(database, session)
    if problems := problems_of(session, draft, vocabularies):
        vocabularies = current_lists(database, session, anew=True)
        problems = problems_of(session, draft, vocabularies)
    if problems:
        raise Refused(problems, _("Not saved. {problems}").format(problems=" ".join(problems.values())))
    require_open(draft.province_code, draft.kind, draft.content)
    return vocabularies


def problems_of(
    session: Session, draft: Draft, vocabularies: Vocabularies, units: dict[str, str] | None = None
) -> dict[str, str]:
    """What keeps a record from being kept, by field name; `units` remembers the province of each unit looked up."""
    province_code, kind, content = draft.province_code, draft.kind, draft.content
    if province_code not in vocabularies.provinces:
        message = _("There is no province {key}: load the reference data, or choose another one.")
        return {"": message.format(key=province_code)}
    if problems := check_content(kind, content, vocabularies):
        return problems
    units = {} if units is None else units
    if missing := [unit for unit in named_units(kind, content) if unit not in units]:
        units |= provinces_of(SessionRows(session), missing)
    problems = check_places(kind, content, province_code, units)
    document = content.get(SOURCE, {}).get("document")
    if document and document != draft.record_id:  # a document may cite its own paragraphs
        record = session.get(Record, (province_code, document))
        if record is None or record.kind != "source_document":
            problems[SOURCE] = _("Source: there is no document {id} in this province.").format(id=document)
    return problems
