"""The journal: the one way by which a revision starts or stops to count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from sqlalchemy import text

from db.store.engine import sha256
from db.store.login import login_name

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlmodel import Session

FIRST_HASH: Final = "0" * 64
"""What stands as the previous hash in the first row of a province."""
_SELECT_HEAD: Final = text("SELECT seq, hash FROM journal_head WHERE province_code = :province_code")
_INSERT_SQLITE: Final = text(
    "INSERT INTO journal (province_code, seq, revision_id, sign, cause, at, login, previous, hash)"
    " VALUES (:province_code, :seq, :revision_id, :sign, :cause, :at, :login, :previous, :hash)"
)
_INSERT_POSTGRESQL: Final = text(
    "INSERT INTO journal (province_code, revision_id, sign, cause, at, login)"
    " VALUES (:province_code, :revision_id, :sign, :cause, :at, :login)"
)


class Posting(NamedTuple):
    """A revision that starts (+1) or stops (-1) to count; `digest` is the revision's."""

    revision_id: str
    digest: str
    sign: Literal[1, -1]


def append_journal(
    session: Session,
    province_code: str,
    postings: Sequence[Posting],
    *,
    cause: str,
    at: str | None = None,
    login: str | None = None,
) -> int:
    """Let revisions of a province count, or count no more, in this order; returns the number of the last row.

    The session is that of `database.write()`; what it holds is flushed first, for the triggers read the revisions'
    facts. Without `at` and `login` it is now and who is logged in (PostgreSQL: the server says so).

    Raises:
        IntegrityError: a revision counts already, or does not; or there is none.
    """
    session.flush()
    connection = session.connection()
    shared: dict[str, str | int | None] = {"province_code": province_code, "cause": cause, "at": at, "login": login}
    if connection.dialect.name == "postgresql":
        rows = [shared | {"revision_id": posting.revision_id, "sign": posting.sign} for posting in postings]
        connection.execute(_INSERT_POSTGRESQL, rows)
        return _head(connection, province_code)[0]
    shared |= {"at": at or utc_now(), "login": login or login_name()}
    seq, previous = _head(connection, province_code)
    rows = []
    for posting in postings:
        seq += 1
        whole = chain_text(province_code, seq, *posting, cause, str(shared["at"]), str(shared["login"]), previous)
        link: dict[str, str | int | None] = {
            "seq": seq,
            "revision_id": posting.revision_id,
            "sign": posting.sign,
            "previous": previous,
        }
        previous = str(sha256(whole))
        rows.append(shared | link | {"hash": previous})
    connection.execute(_INSERT_SQLITE, rows)
    return seq


def _head(connection: Connection, province_code: str) -> tuple[int, str]:
    """Number and hash of the last row of a province's chain."""
    head = connection.execute(_SELECT_HEAD, {"province_code": province_code}).one_or_none()
    return (int(head[0]), str(head[1])) if head else (0, FIRST_HASH)


def chain_text(
    province_code: str,
    seq: int,
    revision_id: str,
    digest: str,
    sign: int,
    cause: str,
    at: str,
    login: str,
    previous: str,
) -> str:
    """The text whose SHA-256 is a row's hash: the same from both databases' triggers and here."""
    return f"{province_code}|{seq}|{revision_id}|{digest}|{sign}|{cause}|{at}|{login}|{previous}"


def utc_now() -> str:
    """Now as the journal writes it: UTC, microseconds, Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
