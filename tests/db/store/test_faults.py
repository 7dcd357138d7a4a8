"""Whatever is wrong with a database: one clear sentence, and nothing half-saved."""

from __future__ import annotations

import pickle
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from db import language
from db.store.address import Address
from db.store.check import check
from db.store.database import Database, open_database
from db.store.errors import DatabaseMissingError, StoreError
from db.store.reader import open_reader
from db.store.upgrade import upgrade
from db.store.write_lock import write_lock
from tests.db.store.raw import RawFact, journal, load_reference, post, run, write_revision
from tests.postgres import Cluster

OPENERS: list[Callable[[str], object]] = [open_reader, open_database, check]


def sentence(error: StoreError) -> str:
    """The text, which must be whole sentences on one line."""
    text = str(error)
    assert "\n" not in text
    assert "Traceback" not in text
    assert text.endswith(".")
    return text


@pytest.mark.parametrize("use", OPENERS)
def test_no_file(tmp_path: Path, use: Callable[[str], object]) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(DatabaseMissingError) as caught:
        use(f"sqlite:///{path}")
    assert str(path) in sentence(caught.value)
    assert not path.exists()


@pytest.mark.parametrize("use", [*OPENERS, upgrade])
def test_a_file_that_is_no_database(tmp_path: Path, use: Callable[[str], object]) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Kính gửi: Ủy ban nhân dân\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is no database") as caught:
        use(f"sqlite:///{path}")
    sentence(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("use", OPENERS)
def test_a_folder_and_an_empty_file(tmp_path: Path, use: Callable[[str], object]) -> None:
    with pytest.raises(StoreError, match="is no file"):
        use(f"sqlite:///{tmp_path}")
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match="is no database of tiendo"):
        use(f"sqlite:///{tmp_path / 'empty.db'}")


@pytest.mark.parametrize("url", ["mysql://u:secret@host/db", "sqlite:///", "tiendo.db", ""])
def test_a_url_of_another_kind(url: str) -> None:
    with pytest.raises(StoreError, match="names no database") as caught:
        open_reader(url)
    assert "secret" not in sentence(caught.value)


def test_relative_paths_are_taken_from_the_base(tmp_path: Path) -> None:
    upgrade("sqlite:///x.db", base=tmp_path)
    assert (tmp_path / "x.db").exists()
    with open_reader("sqlite:///x.db", base=tmp_path) as reader:
        assert reader.dialect == "sqlite"


def test_strange_file_names(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sơn la 100%?#&.db'}"
    upgrade(url)
    assert check(url) == []


def test_a_writer_that_hangs(sqlite_database: Database) -> None:
    """The queue is not waited for without end, and SQLite's own lock (another program) not either."""
    post(sqlite_database, "A14", 1)
    held, refused = write_lock(sqlite_database.address), pytest.raises(StoreError, match="locked by another program")
    with held, refused as caught, sqlite_database.write(timeout_s=0.2):
        raise AssertionError("the lock was not held")
    assert sentence(caught.value).endswith("Nothing was saved.")
    with sqlite_database.write(timeout_s=0.2):  # the lock that came too late was given back
        pass


def test_another_program_that_holds_the_file(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.store.engine._BUSY_TIMEOUT_MS", 50)
    other = sqlite3.connect(sqlite_database.address.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sqlite_database.close()  # so that it connects with the short time
    with pytest.raises(StoreError, match="kept busy by another program") as caught, sqlite_database.write():
        raise AssertionError("the lock was not held")
    assert sentence(caught.value).endswith("Nothing was saved.")
    other.close()


def test_a_full_disk(sqlite_database: Database) -> None:
    def fill(session: Session) -> None:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        for number in range(2, 200):
            journal(session, write_revision(session, "A14", number, (RawFact(),)), 1)

    post(sqlite_database, "A14", 1)
    with pytest.raises(StoreError, match="the disk is full") as caught:
        sqlite_database.retrying(fill)
    assert sentence(caught.value).endswith("Nothing was saved.")
    sqlite_database.close()
    assert run(sqlite_database, "SELECT count(*) FROM revision") == [(1,)]
    post(sqlite_database, "A14", 2)


READ_ONLY = """
import sys
from db.store.database import open_database
from db.store.errors import StoreError
from db.store.reader import open_reader
from db.store.upgrade import upgrade
url = sys.argv[1]
reader = open_reader(url)
print(reader.rows("SELECT count(*) FROM journal")[0][0], reader.changed(), flush=True)
for use in (lambda: open_database(url).write().__enter__(), lambda: upgrade(url.replace("file.db", "new.db"))):
    try:
        use()
    except StoreError as error:
        print(error, flush=True)
input()
print(reader.changed(), reader.rows("SELECT count(*) FROM journal")[0][0], reader.changed(), flush=True)
"""


def as_nobody(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Run Python code as a user who may read everything and write nothing (root may write where it is forbidden)."""
    drop = "import os\nif os.getuid() == 0:\n    os.setgid(65534); os.setuid(65534)\n"
    prelude = "import sys\nsys.path[:0] = sys.argv.pop(1).split(chr(10))\nimport encodings.idna, db.store.database\n"
    warm = "import db.store.upgrade, db.store.reader\n"
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            prelude + warm + drop + textwrap.dedent(code),
            "\n".join(filter(None, sys.path)),
            *arguments,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may enter: pytest keeps its own to itself."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_a_folder_that_is_read_only(open_folder: Path) -> None:
    folder = open_folder
    url = f"sqlite:///{folder / 'file.db'}"
    upgrade(url)
    with open_database(url) as database:
        load_reference(database)
        post(database, "A14", 1)
    (folder / "file.db").chmod(0o644)
    for path in (folder / "file.db-wal", folder / "file.db-shm"):
        assert not path.exists(), "the last writer tidies up"
    folder.chmod(0o555)
    try:
        process = as_nobody(READ_ONLY, url)
        assert process.stdout is not None
        first = process.stdout.readline()
        refusals = [process.stdout.readline() for _ in range(2)]
        folder.chmod(0o755)
        with open_database(url) as database:
            post(database, "A14", 2)
        folder.chmod(0o555)
        rest, _errors = process.communicate("\n", timeout=30)
    finally:
        folder.chmod(0o755)
    assert first == "1 False\n", first + "".join(refusals) + rest
    assert all("read-only" in line and line.startswith(str(folder)) for line in refusals), refusals
    assert rest == "True 2 False\n"


@pytest.mark.postgres
def test_who_the_server_does_not_let_in(postgres_cluster: Cluster, postgres_url: str) -> None:
    name = Address.parse(postgres_url).conninfo.partition("@/")[2].partition("?")[0]
    cases = {
        postgres_cluster.loopback_url(name, password="sécret"): "password is wrong",
        postgres_cluster.loopback_url(name): "password is wrong or missing",
        postgres_cluster.url("nowhere"): "no such database",
        postgres_cluster.url(name, "stranger"): "does not know this user",
        "postgresql://127.0.0.1:1/x": "no PostgreSQL server answers",
        "postgresql:///x?host=/nonexistent": "no PostgreSQL server answers",
    }
    for url, words in cases.items():
        for use in (open_reader, open_database, upgrade, check):
            with pytest.raises(StoreError, match=words) as caught:
                use(url)
            assert "sécret" not in sentence(caught.value)
            assert "s%C3%A9cret" not in str(caught.value)


@pytest.mark.postgres
def test_a_login_that_may_only_read(postgres_cluster: Cluster, postgres_url: str) -> None:
    upgrade(postgres_url)
    with open_database(postgres_url) as database:
        run(database, "DO $$ BEGIN CREATE ROLE looker LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        run(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO looker")
    name = Address.parse(postgres_url).conninfo.partition("@/")[2].partition("?")[0]
    with open_database(postgres_cluster.url(name, "looker")) as database:
        with pytest.raises(StoreError, match="your login may not do this") as caught:
            run(database, "INSERT INTO meta VALUES ('a', 'b')")
        assert sentence(caught.value).endswith("Nothing was saved.")


@pytest.mark.postgres
def test_a_connection_that_is_cut(postgres_cluster: Cluster, postgres_url: str) -> None:
    upgrade(postgres_url)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> 'postgres'"
    with open_database(postgres_url) as database, open_reader(postgres_url) as reader:

        def interrupted() -> None:
            with database.write() as session:
                session.connection().exec_driver_sql("SELECT 1")
                postgres_cluster.execute(cut)
                session.connection().exec_driver_sql("SELECT 1")

        with pytest.raises(StoreError, match=r"closed the connection.*Nothing was saved"):
            interrupted()
        assert reader.rows("SELECT count(*) FROM journal") == [(0,)]  # connects again by itself
        assert run(database, "SELECT count(*) FROM journal") == [(0,)]


@pytest.mark.postgres
def test_deadlocks_are_tried_again(postgres_url: str) -> None:
    import threading

    upgrade(postgres_url)
    barrier = threading.Barrier(2)
    attempts: list[str] = []

    with open_database(postgres_url) as database:
        run(database, "INSERT INTO meta VALUES ('a', '0'), ('b', '0')")

        def change(first: str, second: str) -> None:
            def both(session: Session) -> None:
                attempts.append(first)
                statement = "UPDATE meta SET value = CAST(CAST(value AS integer) + 1 AS text) WHERE name = '{}'"
                session.connection().exec_driver_sql(statement.format(first))
                if len(attempts) <= 2:
                    barrier.wait(5)
                session.connection().exec_driver_sql(statement.format(second))

            database.retrying(both)

        threads = [threading.Thread(target=change, args=names) for names in (("a", "b"), ("b", "a"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert run(database, "SELECT value FROM meta WHERE name IN ('a', 'b')") == [("2",), ("2",)]
        assert len(attempts) == 3


def test_sentences_are_translated(tmp_path: Path) -> None:
    language.use("vi")
    with pytest.raises(StoreError) as caught:
        open_reader(f"sqlite:///{tmp_path / 'none.db'}")
    assert str(tmp_path) in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).args == caught.value.args


def test_an_address_never_shows_a_password() -> None:
    for url in ("postgresql://u:geheim@h/d", "postgresql+psycopg://u@h/d?password=geheim"):
        address = Address.parse(url)
        assert "geheim" in address.conninfo
        assert "geheim" not in f"{address} {address!r}"
