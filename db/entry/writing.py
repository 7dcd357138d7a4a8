"""The rows of a save, inside its transaction: revision, facts, journal, and what shows the winning content."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import Table, delete, text, update
from sqlmodel import Session, SQLModel, col, select
from uuid6 import uuid7

from db.entry.posting import PostedFact
from db.entry.rows import fact_row, record_row, typed_row
from db.entry.vocabularies import Vocabularies
from db.models.canonical import canonical_json, revision_digest
from db.models.content_rows import Row, item_rows, place_rows, programme_rows
from db.models.fact import Fact, FactProgramme
from db.models.heads import Head, winner
from db.models.kinds import KINDS, Kind
from db.models.record import Record, RecordItem, RecordPlace, RecordProgramme
from db.models.revision import Revision, RevisionParent
from db.models.tables import KIND_TABLES
from db.store.inserting import insert_rows
from db.store.journal import Posting, append_journal, utc_now

_LISTS: Final[Mapping[type[SQLModel], Callable[[Kind, Mapping[str, Any]], list[Row]]]] = {
    RecordProgramme: programme_rows,
    RecordPlace: place_rows,
    RecordItem: item_rows,
}
"""The tables of a record's lists, and the rows that a content gives them."""
_HEADS: Final = """
SELECT r.record_id, r.id, r.depth, r.voided FROM revision r
WHERE r.province_code = :province_code AND r.record_id IN ({records}) AND r.id NOT IN (
    SELECT p.parent_id FROM revision_parent p
    JOIN revision c ON c.province_code = p.province_code AND c.id = p.revision_id
    WHERE c.province_code = :province_code AND c.record_id IN ({records}))
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """A revision that is about to be written."""

    id: str
    province_code: str
    record_id: str
    kind: Kind
    content: Mapping[str, Any]
    parents: tuple[str, ...]
    depth: int
    author: str
    at: str
    reason: str
    cause: str
    voided: bool = False
    intent: str | None = None
    """What the revisions of one action share, where it writes several."""
    undoes: str | None = None
    """The intent that is taken back."""

    text: str = ""
    """The content in canonical JSON, where somebody wrote it before."""

    @property
    def kept_text(self) -> str:
        """The content in canonical JSON."""
        return self.text or canonical_json(self.content)

    def digest(self, text: str) -> str:
        """SHA-256 of the whole revision; `text` is its `kept_text`."""
        return revision_digest(
            id=self.id,
            province=self.province_code,
            record=self.record_id,
            kind=self.kind.code,
            parents=self.parents,
            author=self.author,
            at=self.at,
            reason=self.reason,
            cause=self.cause,
            voided=self.voided,
            depth=self.depth,
            content=text,
            intent=self.intent,
            undoes=self.undoes,
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A revision that stands in the database."""

    id: str
    content: Mapping[str, Any]
    depth: int
    digest: str


def follow(
    record: Record,
    before: Kept,
    *,
    author: str,
    at: str | None,
    cause: str,
    reason: str = "",
    content: Mapping[str, Any] | None = None,
    voided: bool = False,
    intent: str | None = None,
    undoes: str | None = None,
) -> Draft:
    """The draft of a revision that follows `before`, the record's head; without a `content` it keeps that one's.

    `at` is UTC as `utc_now()` writes it, None for now.
    """
    return Draft(
        id=str(uuid7()),
        province_code=record.province_code,
        record_id=record.id,
        kind=KINDS[record.kind],
        content=before.content if content is None else content,
        parents=(before.id,),
        depth=before.depth + 1,
        author=author,
        at=at or utc_now(),
        reason=reason,
        cause=cause,
        voided=voided,
        intent=intent,
        undoes=undoes,
    )


class SessionRows:
    """Plain SQL with `:name` parameters in a session's own transaction, as a `Reader` answers it."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return [tuple(row) for row in self._connection.execute(text(sql), parameters or {}).all()]


Entry = tuple[Draft, Sequence[PostedFact]]
"""A revision that is about to be written, with what it posts."""


def write_new(session: Session, entries: Sequence[Entry], vocabularies: Vocabularies) -> list[int]:
    """Write new records with their first revisions, all of one action; gives the journal number of each."""
    rows: dict[type[SQLModel], list[Row]] = {Record: []}
    for draft, _facts in entries:
        head = {"head_revision_id": draft.id, "changed_at": draft.at, "changed_by": draft.author}
        new = {"province_code": draft.province_code, "id": draft.record_id, "version": 1, "voided": False}
        rows[Record].append(new | head | record_row(draft.kind, draft.content, vocabularies))
        key = {"province_code": draft.province_code, "record_id": draft.record_id}
        rows.setdefault(KIND_TABLES[draft.kind.code][1], []).append(key | typed_row(draft.kind, draft.content))
        for model, rows_of in _LISTS.items():
            rows.setdefault(model, []).extend(key | row for row in rows_of(draft.kind, draft.content))
    for model, made in rows.items():
        _insert(session, model, made)
    digests = insert_revisions(session, entries)
    numbers: list[int] = []
    for _province, places in groupby(range(len(entries)), key=lambda place: entries[place][0].province_code):
        postings = [Posting(entries[place][0].id, digests[place], 1) for place in places]
        last = _append(session, entries[len(numbers)][0], postings)
        numbers.extend(range(last - len(postings) + 1, last + 1))
    return numbers


class Next(NamedTuple):
    """A revision that follows `before`, the head of a record that is locked, and what it posts."""

    record: Record
    before: Kept
    draft: Draft
    facts: Sequence[PostedFact]


def write_next(session: Session, entries: Sequence[Next], vocabularies: Vocabularies) -> int:
    """Write revisions of records of one province, one each, all of one action; gives the last journal number, or 0.

    Raises:
        StaleDataError: another transaction changed a record meanwhile.
    """
    digests = insert_revisions(session, [(one.draft, one.facts) for one in entries])
    province_code = entries[0].draft.province_code
    tops = _winners(session, province_code, [one.record.id for one in entries])
    shown: list[tuple[Next, Kept]] = []
    postings: list[Posting] = []
    for one, digest in zip(entries, digests, strict=True):
        record, before, draft, _facts = one
        top = tops[record.id]
        after = Kept(top.id, draft.content, draft.depth, digest)
        if top.id != draft.id:
            after = kept(session, province_code, top.id)
        if not record.voided and after.id != before.id:
            postings.append(Posting(before.id, before.digest, -1))
        if not top.voided and after.id != before.id:
            postings.append(Posting(after.id, after.digest, 1))
        for name, value in record_row(draft.kind, after.content, vocabularies).items():
            setattr(record, name, value)
        record.head_revision_id, record.voided = top.id, top.voided
        record.changed_at, record.changed_by = draft.at, draft.author
        shown.append((one, after))
    session.flush()
    for one, after in shown:
        _show(session, one.draft, one.before.content, after.content)
    return _append(session, entries[0].draft, postings) if postings else 0


def _winners(session: Session, province_code: str, records: Sequence[str]) -> dict[str, Head]:
    """The winner of each record, among its revisions that no other one of it names as parent."""
    listed, asked = named_list(records)
    heads: dict[str, list[Head]] = {}
    rows = SessionRows(session).rows(_HEADS.format(records=listed), asked | {"province_code": province_code})
    for record, id_, depth, voided in rows:
        heads.setdefault(record, []).append(Head(id_, depth, bool(voided)))
    return {record: winner(found) for record, found in heads.items()}


def kept(session: Session, province_code: str, revision_id: str) -> Kept:
    """A revision by its id. Raises KeyError where there is none."""
    return all_kept(session, province_code, [revision_id])[revision_id]


def all_kept(session: Session, province_code: str, revisions: Collection[str]) -> dict[str, Kept]:
    """Revisions by their ids, those that there are."""
    statement = select(Revision.id, Revision.content, Revision.depth, Revision.digest).where(
        Revision.province_code == province_code, col(Revision.id).in_(revisions)
    )
    return {row[0]: Kept(row[0], json.loads(row[1]), row[2], row[3]) for row in session.exec(statement)}


def named_list(values: Collection[str]) -> tuple[str, dict[str, str]]:
    """The inside of an IN (…) of parameters, and the parameters."""
    asked = {f"value{place}": value for place, value in enumerate(values)}
    return ", ".join(f":{name}" for name in asked), asked


def insert_revisions(session: Session, entries: Sequence[Entry]) -> list[str]:
    """Write revisions with their parents and facts, which do not count yet; gives the digest of each."""
    revisions: list[Row] = []
    parents: list[Row] = []
    posted: list[Row] = []
    programmes: list[Row] = []
    for draft, facts in entries:
        content = draft.kept_text
        digest = draft.digest(content)
        revisions.append(
            {
                "province_code": draft.province_code,
                "id": draft.id,
                "record_id": draft.record_id,
                "kind": draft.kind.code,
                "content": content,
                "voided": draft.voided,
                "depth": draft.depth,
                "author": draft.author,
                "at": draft.at,
                "reason": draft.reason,
                "cause": draft.cause,
                "intent": draft.intent,
                "undoes": draft.undoes,
                "digest": digest,
            }
        )
        key = {"province_code": draft.province_code, "revision_id": draft.id}
        parents.extend(key | {"parent_id": parent} for parent in sorted(draft.parents))
        posted.extend(key | fact_row(fact) for fact in facts)
        programmes.extend(key | {"line": fact.line, "programme": code} for fact in facts for code in fact.programmes)
    _insert(session, Revision, revisions)
    _insert(session, RevisionParent, parents)
    _insert(session, Fact, posted)
    _insert(session, FactProgramme, programmes)
    return [str(row["digest"]) for row in revisions]


def _show(session: Session, draft: Draft, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Replace the typed row, and the lists that changed, by those of the winning content."""
    if before == after:
        return
    key = {"province_code": draft.province_code, "record_id": draft.record_id}
    table = _table(KIND_TABLES[draft.kind.code][1])
    session.connection().execute(_of_record(update(table), table, key).values(**typed_row(draft.kind, after)))
    for model, rows_of in _LISTS.items():
        rows = rows_of(draft.kind, after)
        if rows != rows_of(draft.kind, before):
            session.connection().execute(_of_record(delete(_table(model)), _table(model), key))
            _insert(session, model, [key | row for row in rows])


def _append(session: Session, draft: Draft, postings: Sequence[Posting]) -> int:
    return append_journal(session, draft.province_code, postings, cause=draft.cause, at=draft.at, login=draft.author)


def _insert(session: Session, model: type[SQLModel], rows: list[Row]) -> None:
    """No identity map: revisions and facts are never changed afterwards."""
    insert_rows(session.connection(), _table(model), rows)


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def _of_record(statement: Any, table: Table, key: Row) -> Any:
    return statement.where(table.c.province_code == key["province_code"], table.c.record_id == key["record_id"])
