"""Each way of spoiling a database is found, named by province and row, with what to do."""

from __future__ import annotations

import sqlite3

import pytest

from db.store.check import check
from db.store.database import Database
from db.store.finding import MOST_FINDINGS, Finding
from tests.db.store.raw import RawFact, post, run, uuid


def spoil(database: Database, *statements: str) -> None:
    """Change rows behind the triggers' back, as somebody with the file or a superuser can, and leave no trace."""
    if database.dialect == "sqlite":
        connection = sqlite3.connect(database.address.file, isolation_level=None)
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.close()
    else:
        for statement in ("SET session_replication_role = replica", *statements):
            with database.engine.connect() as connection:
                connection.exec_driver_sql("SET session_replication_role = replica")
                connection.exec_driver_sql(statement)
                connection.commit()
                connection.invalidate()


def only(findings: list[Finding], part: str) -> Finding:
    assert {finding.part for finding in findings} == {part}, findings
    return findings[0]


@pytest.fixture
def two_posted(database: Database) -> Database:
    post(database, "A14", 1, RawFact(value=5))
    post(database, "A14", 2, RawFact(value=6))
    post(database, "B14", 3, RawFact(value=7))
    return database


def test_a_whole_database_has_no_findings(url: str, two_posted: Database) -> None:
    told: list[tuple[int, int]] = []
    assert check(url, lambda done, total: told.append((done, total))) == []
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(
    "change",
    ["cause = 'import'", "login = 'somebody'", "at = '2020-01-01T00:00:00.000000Z'", "previous = hash"],
)
def test_a_changed_journal_row(url: str, two_posted: Database, change: str) -> None:
    spoil(two_posted, f"UPDATE journal SET {change} WHERE province_code = 'A14' AND seq = 1")
    finding = only(check(url), "journal")
    assert finding.where == "journal A14 number 1"
    assert "hash" in finding.problem


def test_a_journal_row_taken_out(url: str, two_posted: Database) -> None:
    spoil(two_posted, "DELETE FROM journal WHERE province_code = 'A14' AND seq = 1")
    found = [finding for finding in check(url) if finding.part == "journal"]
    assert found[0].where == "journal A14 number 2"
    assert "missing" in found[0].problem


def test_the_last_journal_row_taken_out(url: str, two_posted: Database) -> None:
    spoil(two_posted, "DELETE FROM journal WHERE province_code = 'B14'")
    found = [finding for finding in check(url) if finding.part == "journal"]
    assert [finding.where for finding in found] == ["journal B14"]


def test_a_changed_revision(url: str, two_posted: Database) -> None:
    spoil(two_posted, "UPDATE revision SET content = '{\"note\": 9}' WHERE province_code = 'B14'")
    finding = only(check(url), "digests")
    assert finding.where == f"revision B14 {uuid(7)}"


def test_a_revision_whose_digest_was_changed_too(url: str, two_posted: Database) -> None:
    """Whoever recomputes the digest still breaks the chain, which holds it."""
    spoil(two_posted, f"UPDATE revision SET content = 'no json', digest = '{'0' * 64}' WHERE province_code = 'B14'")
    assert {finding.part for finding in check(url)} == {"digests", "journal"}


def test_a_parent_put_in(url: str, two_posted: Database) -> None:
    run(two_posted, f"INSERT INTO revision_parent VALUES ('A14', '{uuid(5)}', '{uuid(3)}')")
    assert only(check(url), "digests").where == f"revision A14 {uuid(5)}"


def test_a_changed_fact(url: str, two_posted: Database) -> None:
    spoil(two_posted, "UPDATE fact SET value = 70 WHERE province_code = 'B14'")
    finding = only(check(url), "rollups")
    assert finding.where.startswith("rollup_year B14 * classes actual period year 2025-01-01 2025-12-31")
    assert "rebuild" in finding.remedy


def test_what_counts_against_the_journal(url: str, two_posted: Database) -> None:
    spoil(two_posted, "DELETE FROM counting WHERE province_code = 'B14'")
    found = {finding.part: finding.where for finding in check(url)}
    assert found == {"counting": f"revision B14 {uuid(7)}", "records": f"record B14 {uuid(6)}"}


def test_a_void_record_that_still_counts(url: str, two_posted: Database) -> None:
    spoil(two_posted, "UPDATE record SET voided = (1 = 1), version = version + 1 WHERE province_code = 'B14'")
    finding = only(check(url), "records")
    assert finding.where.startswith("record B14")


def test_a_record_whose_head_does_not_count(url: str, two_posted: Database) -> None:
    spoil(
        two_posted,
        f"UPDATE record SET head_revision_id = '{uuid(1)}', version = version + 1 WHERE province_code = 'B14'",
    )
    assert only(check(url), "records").where.startswith("record B14")


def test_a_row_that_names_nothing(url: str, two_posted: Database) -> None:
    spoil(two_posted, "UPDATE fact_programme SET programme = 'P1', line = 9 WHERE province_code = 'B14'")
    parts = {finding.part: finding for finding in check(url)}
    assert "rollups" in parts
    if two_posted.dialect == "sqlite":
        assert parts["references"].where == f"fact_programme (B14, {uuid(7)}, 9, P1)"


def test_triggers_changed_missing_and_strange(url: str, two_posted: Database) -> None:
    if two_posted.dialect == "sqlite":
        run(two_posted, "DROP TRIGGER fact_no_update")
        run(two_posted, "DROP TRIGGER fact_no_delete")
        run(two_posted, "CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact BEGIN SELECT 1; END")
        run(two_posted, "CREATE TRIGGER thief AFTER INSERT ON fact BEGIN SELECT 1; END")
        expected = {
            "trigger fact_no_update": "is missing.",
            "trigger fact_no_delete": "was changed since it was installed.",
            "trigger thief": "is not of tiendo.",
        }
    else:
        run(two_posted, "DROP TRIGGER fact_append_only ON fact")
        run(two_posted, "ALTER TABLE revision DISABLE TRIGGER revision_append_only")
        run(
            two_posted,
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NEW; END $$",
        )
        run(two_posted, "CREATE TRIGGER thief AFTER INSERT ON fact EXECUTE FUNCTION refuse_change()")
        expected = {
            "trigger fact_append_only": "is missing.",
            "trigger revision_append_only": "was changed since it was installed.",
            "function refuse_change": "was changed since it was installed.",
            "trigger thief": "is not of tiendo.",
        }
    assert {finding.where: finding.problem for finding in check(url)} == expected


def test_a_changed_table(url: str, two_posted: Database) -> None:
    run(two_posted, "ALTER TABLE journal ADD COLUMN remark text")
    finding = only(check(url), "tables")
    assert "remark" in finding.problem


def test_a_torn_page(sqlite_database: Database) -> None:
    for number in range(1, 60):
        post(sqlite_database, "A14", number)
    path = sqlite_database.address.file
    sqlite_database.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_fact_cell'").fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size + size // 2)
        file.write(b"\xff" * (size // 2))
    found = check(f"sqlite:///{path}")
    assert found[0].part == "integrity"
    assert "backup" in found[0].remedy


def test_one_cause_with_many_marks_is_told_briefly(url: str, database: Database) -> None:
    for number in range(1, MOST_FINDINGS + 3):
        post(database, "A14", number)
    spoil(database, "UPDATE revision SET reason = 'changed'")
    found = check(url)
    assert len(found) == MOST_FINDINGS + 1
    assert "more" in str(found[-1])
