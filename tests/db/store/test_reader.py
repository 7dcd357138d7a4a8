from __future__ import annotations

import subprocess
import sys
import time
from datetime import date

import pytest

from db.store.database import Database, open_database
from db.store.errors import StoreError
from db.store.postgres_reader import percent_style
from db.store.reader import open_reader
from db.store.upgrade import upgrade
from tests.db.store.raw import RawFact, load_reference, post


def test_one_text_of_sql_for_both(url: str, database: Database) -> None:
    post(database, "A14", 1, RawFact(value=5), RawFact(value=2**40))
    with open_reader(url) as reader:
        assert reader.dialect == database.dialect
        assert reader.rows("SELECT period_start, period_end FROM fact WHERE line = :line", {"line": 1, "other": 2}) == [
            ("2025-03-01", "2025-03-01")
        ]
        ((total,),) = reader.rows("SELECT sum(value) FROM fact")
        assert (total, type(total)) == (2**40 + 5, int)
        day = {"day": date(2025, 3, 1), "text": "2025-03-01", "none": None}
        query = "SELECT count(*) FROM fact WHERE period_start = :day AND period_end <= :text AND :none IS NULL"
        assert reader.rows(query, day) == [(2,)]
        assert reader.rows("SELECT '100% :day ''quoted''', :text LIKE '2025%'", day) == [("100% :day 'quoted'", True)]
        assert reader.rows("SELECT CAST(:text AS text), 7 % 4", {"text": "a'b\\:x%"}) == [("a'b\\:x%", 3)]
        assert reader.rows("SELECT NOT voided FROM record WHERE voided = :flag", {"flag": False}) == [(True,)]


def test_the_reader_cannot_write(url: str) -> None:
    with open_reader(url) as reader, pytest.raises(StoreError, match=r"read-only|answers questions only"):
        reader.rows("DELETE FROM meta")


def test_changes_of_others_are_noticed_once(url: str, database: Database) -> None:
    with open_reader(url) as reader:
        assert not reader.changed()
        for number in (1, 2):
            post(database, "A14", number)
            post(database, "B14", 10 + number)
            assert noticed(reader.changed)
            assert not reader.changed()
        with database.read() as session:
            session.connection().exec_driver_sql("SELECT 1")
        assert not reader.changed()


def noticed(changed: object) -> bool:
    """Whether it becomes true soon: PostgreSQL's notification is on its way when the commit returns."""
    assert callable(changed)
    deadline = time.monotonic() + 0.5
    while time.monotonic() < deadline:
        if changed():
            return True
        time.sleep(0.005)
    return False


@pytest.mark.postgres
def test_without_notifications_a_slow_poll_notices(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(postgres_url)
    monkeypatch.setattr("db.store.postgres_reader.CHANNEL", "deaf")
    with open_database(postgres_url) as database, open_reader(postgres_url) as reader:
        load_reference(database)
        monkeypatch.setattr(reader, "_next_poll", 0.0)
        assert not reader.changed()
        post(database, "A14", 1)
        assert not reader.changed()
        monkeypatch.setattr(reader, "_next_poll", 0.0)
        assert reader.changed()


@pytest.mark.postgres
def test_a_forged_notification_changes_nothing(postgres_url: str) -> None:
    upgrade(postgres_url)
    with open_reader(postgres_url) as reader, open_reader(postgres_url) as forger:
        forger.rows("SELECT pg_notify('tiendo', 'A14')")
        assert not noticed(reader.changed)


def test_a_reader_holds_no_writer_up(url: str, database: Database) -> None:
    with open_reader(url) as reader:
        reader.rows("SELECT * FROM meta")
        start = time.monotonic()
        post(database, "A14", 1)
        assert time.monotonic() - start < 1
        assert reader.rows("SELECT count(*) FROM fact") == [(1,)]


def test_parameters_are_rewritten_outside_quotes_and_casts() -> None:
    assert percent_style("a = :b AND c::date > ':d' AND e LIKE '%f' AND g % 2") == (
        "a = %(b)s AND c::date > ':d' AND e LIKE '%%f' AND g %% 2"
    )


def test_opening_and_asking_takes_milliseconds(sqlite_database: Database) -> None:
    post(sqlite_database, "A14", 1)
    url = f"sqlite:///{sqlite_database.address.file}"

    def once() -> float:
        start = time.perf_counter()
        with open_reader(url) as reader:
            reader.rows("SELECT * FROM rollup_year WHERE programme = '*'")
        return time.perf_counter() - start

    assert min(once() for _ in range(25)) < 0.005  # others may keep the processor busy


def test_reading_imports_nothing_heavy(sqlite_database: Database) -> None:
    code = (
        "import sys; from db.store.reader import open_reader; open_reader(sys.argv[1]).rows('SELECT 1');"
        "heavy = {'sqlalchemy', 'sqlmodel', 'alembic', 'pydantic', 'psycopg', 'polars', 'decimal', 'asyncio'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    url = f"sqlite:///{sqlite_database.address.file}"
    done = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
