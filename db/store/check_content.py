"""Checks of what was entered: the journal's chain, the revisions' digests, what counts and what it adds up to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, text

from db.language import _
from db.models.canonical import revision_digest
from db.store.engine import sha256
from db.store.finding import Finding
from db.store.journal import FIRST_HASH, chain_text
from db.store.rollups import KEY_LENGTH, ROLLUPS, columns, counted

if TYPE_CHECKING:
    from db.store.address import Address

_CHAIN: Final = (
    "SELECT j.province_code, j.seq, j.revision_id, r.digest, j.sign, j.cause, j.at, j.login, j.previous, j.hash"
    " FROM journal j LEFT JOIN revision r ON r.province_code = j.province_code AND r.id = j.revision_id"
    " ORDER BY j.province_code, j.seq"
)
_REVISIONS: Final = (
    "SELECT r.province_code, r.id, r.record_id, r.kind, r.content, r.voided, r.depth, r.author, r.at, r.reason,"
    " r.cause, r.intent, r.undoes, r.digest, p.parent_id FROM revision r"
    " LEFT JOIN revision_parent p ON p.province_code = r.province_code AND p.revision_id = r.id"
    " ORDER BY r.province_code, r.id"
)
_COUNTING: Final = (
    "SELECT j.province_code, j.revision_id, j.signs FROM ("
    "SELECT province_code, revision_id, sum(sign) AS signs FROM journal GROUP BY province_code, revision_id) j"
    " LEFT JOIN counting c ON c.province_code = j.province_code AND c.revision_id = j.revision_id"
    " WHERE j.signs <> CASE WHEN c.revision_id IS NULL THEN 0 ELSE 1 END"
    " UNION ALL SELECT c.province_code, c.revision_id, 0 FROM counting c WHERE NOT EXISTS ("
    "SELECT 1 FROM journal j WHERE j.province_code = c.province_code AND j.revision_id = c.revision_id)"
)
_HEADS: Final = (
    "SELECT r.province_code, r.id, NOT r.voided AND NOT EXISTS ("
    "SELECT 1 FROM counting c WHERE c.province_code = r.province_code AND c.revision_id = r.head_revision_id)"
    " FROM record r WHERE (NOT r.voided AND NOT EXISTS ("
    "SELECT 1 FROM counting c WHERE c.province_code = r.province_code AND c.revision_id = r.head_revision_id))"
    " OR EXISTS (SELECT 1 FROM counting c JOIN revision v"
    " ON v.province_code = c.province_code AND v.id = c.revision_id"
    " WHERE v.province_code = r.province_code AND v.record_id = r.id AND (r.voided OR v.id <> r.head_revision_id))"
)
_DIFFERENT: Final = {
    rollup: (
        f"SELECT * FROM ({counted(rollup)}) c EXCEPT SELECT {columns(rollup)} FROM rollup_{rollup}",  # noqa: S608
        f"SELECT {columns(rollup)} FROM rollup_{rollup} EXCEPT SELECT * FROM ({counted(rollup)}) c",  # noqa: S608
    )
    for rollup in ROLLUPS
}
"""For each rollup: the cells that are missing or wrong, and those that should not be there or not so."""
_AT_ONCE: Final = 5000


def journal(connection: Connection, _address: Address) -> Iterator[Finding]:
    """Whether each province's journal is numbered without gap and chained, and its head is the last row."""
    remedy = _("Somebody changed it outside tiendo: compare it with a backup or another copy.")
    heads = {row[0]: (row[1], row[2]) for row in _rows(connection, "SELECT province_code, seq, hash FROM journal_head")}
    last: dict[str, tuple[int, str]] = {}
    for row in _rows(connection, _CHAIN):
        *chained, stated = row
        province, seq, previous = row[0], row[1], row[8]
        before = last.get(province, (0, FIRST_HASH))
        last[province] = (seq, stated)
        where = _("journal {province} number {number}").format(province=province, number=seq)
        if seq != before[0] + 1:
            yield Finding("journal", where, _("the numbers before it are missing."), remedy)
        elif previous != before[1] or stated != sha256(chain_text(*chained)):
            yield Finding("journal", where, _("the hash does not fit the row and the one before it."), remedy)
    for province in sorted(set(heads) | set(last)):
        if heads.get(province) != last.get(province):
            where = _("journal {province}").format(province=province)
            yield Finding("journal", where, _("the last row is not the one that the head names."), remedy)


def digests(connection: Connection, _address: Address) -> Iterator[Finding]:
    """Whether each revision still is what its digest says."""
    parents: list[str] = []
    previous: tuple[Any, ...] | None = None
    for row in _rows(connection, _REVISIONS):
        if previous is not None and (row[0], row[1]) != (previous[0], previous[1]):
            yield from _digest_finding(previous, parents)
            parents = []
        if row[-1] is not None:
            parents.append(row[-1])
        previous = row
    if previous is not None:
        yield from _digest_finding(previous, parents)


def counting(connection: Connection, _address: Address) -> Iterator[Finding]:
    """Whether what counts is what the journal says."""
    for province, revision, signs in _rows(connection, _COUNTING):
        where = _("revision {province} {revision}").format(province=province, revision=revision)
        if signs == 0:
            problem = _("it counts, and the journal says that it does not.")
        elif signs == 1:
            problem = _("it does not count, and the journal says that it does.")
        else:
            problem = _("the journal starts or stops it twice.")
        yield Finding("counting", where, problem, _("Run «tiendo rebuild»."))


def records(connection: Connection, _address: Address) -> Iterator[Finding]:
    """Whether of each record its head counts and nothing else, and nothing at all of a void one."""
    for province, record, missing in _rows(connection, _HEADS):
        where = _("record {province} {record}").format(province=province, record=record)
        problem = (
            _("its last revision does not count.") if missing else _("a revision counts that is not its last one.")
        )
        yield Finding("records", where, problem, _("Open the record and save it again; tell the makers of tiendo."))


def rollups(connection: Connection, _address: Address) -> Iterator[Finding]:
    """Whether each rollup is what the counting facts add up to."""
    problem, remedy = _("the total is not what the facts add up to."), _("Run «tiendo rebuild».")
    for rollup, queries in _DIFFERENT.items():
        told: set[tuple[Any, ...]] = set()
        for query in queries:
            for row in _rows(connection, query):
                key = tuple(row[:KEY_LENGTH])
                if key not in told:
                    told.add(key)
                    where = " ".join((f"rollup_{rollup}", *(str(part) for part in key if part != "")))
                    yield Finding("rollups", where, problem, remedy)


def _digest_finding(row: tuple[Any, ...], parents: list[str]) -> Iterator[Finding]:
    province, revision, record, kind, content, voided, depth, author, at, reason, cause, intent, undoes = row[:-2]
    try:
        digest = revision_digest(
            id=revision,
            province=province,
            record=record,
            kind=kind,
            parents=parents,
            author=author,
            at=at,
            reason=reason,
            cause=cause,
            voided=bool(voided),
            depth=depth,
            content=json.loads(content),
            intent=intent,
            undoes=undoes,
        )
    except (ValueError, TypeError):
        digest = ""
    if digest != row[-2]:
        yield Finding(
            "digests",
            _("revision {province} {revision}").format(province=province, revision=revision),
            _("the content is not what its digest says."),
            _("Somebody changed it outside tiendo: compare it with a backup or another copy."),
        )


def _rows(connection: Connection, query: str) -> Iterator[tuple[Any, ...]]:
    for row in connection.execute(text(query), execution_options={"yield_per": _AT_ONCE}):
        yield tuple(row)
