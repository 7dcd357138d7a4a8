from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import select

from db.models.record import Record
from db.store.check import check
from db.store.database import Database, open_database
from db.store.engine import sha256
from db.store.journal import FIRST_HASH, Posting, append_journal, chain_text
from db.store.reader import open_reader
from db.store.upgrade import upgrade
from tests.db.store.raw import AT, RawFact, journal, post, run, write_revision

APPEND_ONLY = ("revision", "revision_parent", "fact", "fact_programme", "journal")


def test_rows_are_numbered_and_chained_by_province(url: str, database: Database) -> None:
    first = post(database, "A14", 1)
    post(database, "B14", 2)
    with database.write() as session:
        assert journal(session, first, -1) == 2
        assert journal(session, first, 1) == 3
    with open_reader(url) as reader:
        rows = reader.rows("SELECT * FROM journal WHERE province_code = 'A14' ORDER BY seq")
        heads = dict(reader.rows("SELECT province_code, seq FROM journal_head"))
    assert heads == {"A14": 3, "B14": 1}
    previous = FIRST_HASH
    for number, (province, seq, revision, sign, cause, at, login, stated, hashed) in enumerate(rows, 1):
        assert (seq, stated) == (number, previous)
        assert hashed == sha256(chain_text(province, seq, revision, first.digest, sign, cause, at, login, previous))
        previous = hashed


def test_both_databases_write_the_same_chain(database: Database) -> None:
    post(database, "A14", 1)
    expected = "ffc92d9743ef0e27afe65c04f8202666c4c61459f6e6d20de0e3cf962d56e8ba"
    assert run(database, "SELECT hash FROM journal") == [(expected,)]


def test_time_and_login_are_filled_in(database: Database) -> None:
    with database.write() as session:
        posted = write_revision(session, "A14", 1, (RawFact(),))
        append_journal(session, "A14", [Posting(posted.revision, posted.digest, 1)], cause="entry")
    ((at, login),) = run(database, "SELECT at, login FROM journal")
    assert len(at) == len(AT)
    assert at.endswith("Z")
    assert at > "2025"
    assert login


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET province_code = province_code", "DELETE FROM {}"])
def test_history_is_never_changed(database: Database, table: str, statement: str) -> None:
    post(database, "A14", 1)
    first = run(database, "SELECT id FROM revision")[0][0]
    run(database, f"INSERT INTO revision_parent VALUES ('A14', '{first}', '{first}')")
    with pytest.raises(IntegrityError, match=f"{table}: rows are never changed or deleted"):
        run(database, statement.format(table))


@pytest.mark.postgres
def test_truncating_history_is_refused(postgres_url: str) -> None:
    upgrade(postgres_url)
    with open_database(postgres_url) as database:
        for table in APPEND_ONLY:
            with pytest.raises(IntegrityError, match="never changed or deleted"):
                run(database, f"TRUNCATE {table} CASCADE")


def test_nothing_is_added_to_a_posted_revision(database: Database) -> None:
    posted = post(database, "A14", 1)
    with pytest.raises(IntegrityError, match="fact: the revision is posted already"):
        run(
            database,
            "INSERT INTO fact (province_code, revision_id, line, indicator, kind, grain, period_start, period_end,"
            " basis, state, value, dimension, member, field)"
            " SELECT province_code, revision_id, 9, indicator, kind, grain, period_start, period_end, basis, state,"
            " value, dimension, member, field FROM fact",
        )
    with pytest.raises(IntegrityError, match="fact_programme: the revision is posted already"):
        run(database, f"INSERT INTO fact_programme VALUES ('A14', '{posted.revision}', 1, 'P1')")


def test_a_revision_counts_once(database: Database) -> None:
    posted = post(database, "A14", 1)
    for sign in (1, -1, -1):
        if sign == 1 or not run(database, "SELECT 1 FROM counting"):
            with pytest.raises(IntegrityError), database.write() as session:
                journal(session, posted, sign)
        else:
            with database.write() as session:
                journal(session, posted, sign)


def test_a_lost_update_is_refused(database: Database) -> None:
    posted = post(database, "A14", 1)
    with pytest.raises(IntegrityError, match="record: the version must be one more"):
        run(database, "UPDATE record SET title = 'x'")
    with database.write() as session:
        record = session.exec(select(Record).where(Record.id == posted.record)).one()
        record.title = "first"
    assert run(database, "SELECT version, title FROM record") == [(2, "first")]
    with database.write() as session:
        record = session.exec(select(Record)).one()
        session.connection().execute(text("UPDATE record SET version = 3"))
        record.title = "second"
        with pytest.raises(StaleDataError):
            session.flush()
        session.rollback()


def test_on_sqlite_no_other_program_can_post(sqlite_database: Database) -> None:
    database = sqlite_database
    posted = post(database, "A14", 1)
    row = f"('A14', 2, '{posted.revision}', -1, 'void', '{AT}', 'x', '{'0' * 64}', '{'0' * 64}')"
    other = sqlite3.connect(database.address.file)
    with pytest.raises(sqlite3.OperationalError, match="no such function: sha256"):
        other.execute(f"INSERT INTO journal VALUES {row}")
    other.close()
    with pytest.raises(IntegrityError, match="previous hash"):
        run(database, f"INSERT INTO journal VALUES {row}")
    with pytest.raises(IntegrityError, match="number does not follow"):
        run(database, f"INSERT INTO journal VALUES {row.replace(', 2,', ', 3,')}")
    head = run(database, "SELECT hash FROM journal_head")[0][0]
    with pytest.raises(IntegrityError, match="the hash is not that of the row"):
        run(database, f"INSERT INTO journal VALUES {row.replace('0' * 64, head, 1)}")


def test_negative_quantities_and_turned_periods_are_refused(database: Database) -> None:
    post(database, "A14", 1)
    start = "INSERT INTO training (province_code, record_id, held_start, held_end, participants)"
    values = " SELECT province_code, id, '2025-01-02', '{}', {} FROM record"
    with pytest.raises(IntegrityError, match="training_participants"):
        run(database, start + values.format("2025-01-02", -1))
    with pytest.raises(IntegrityError, match="training_held"):
        run(database, start + values.format("2025-01-01", 1))


def test_a_failed_transaction_leaves_nothing(url: str, database: Database) -> None:
    def fail() -> None:
        with database.write() as session:
            journal(session, write_revision(session, "A14", 1, (RawFact(),)), 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert run(database, "SELECT count(*) FROM record") == [(0,)]
    post(database, "A14", 1)
    assert run(database, "SELECT seq FROM journal_head") == [(1,)]
    assert check(url) == []
