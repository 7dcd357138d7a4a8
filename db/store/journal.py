"""The journal: the one way by which a revision starts or stops to count."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import text

from db.store.engine import sha256
from db.store.login import login_name

if TYPE_CHECKING:
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
    " VALUES (:province_code, :revision_id, :sign, :cause, :at, :login) RETURNING seq"
)


def append_journal(
    session: Session,
    *,
    province_code: str,
    revision_id: str,
    digest: str,
    sign: Literal[1, -1],
    cause: str,
    at: str | None = None,
    login: str | None = None,
) -> int:
    """Let a revision count (+1) or count no more (-1), and return the row's number in its province.

    The session is that of `database.write()`; what it holds is flushed first, for the triggers read the revision's
    facts. `digest` is the revision's. Without `at` and `login` it is now and who is logged in (PostgreSQL: the server
    says so).

    Raises:
        IntegrityError: the revision counts already, or does not; or there is none.
    """
    session.flush()
    row = {
        "province_code": province_code,
        "revision_id": revision_id,
        "sign": sign,
        "cause": cause,
        "at": at,
        "login": login,
    }
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return int(connection.execute(_INSERT_POSTGRESQL, row).scalar_one())
    head = connection.execute(_SELECT_HEAD, {"province_code": province_code}).one_or_none()
    seq, previous = (head[0] + 1, head[1]) if head else (1, FIRST_HASH)
    row["at"] = at or utc_now()
    row["login"] = login or login_name()
    row["hash"] = sha256(
        chain_text(province_code, seq, revision_id, digest, sign, cause, str(row["at"]), str(row["login"]), previous)
    )
    connection.execute(_INSERT_SQLITE, {**row, "seq": seq, "previous": previous})
    return int(seq)


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
