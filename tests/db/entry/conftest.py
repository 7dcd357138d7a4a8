"""Databases with reference data, one of each kind, made once and copied; and their lists."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.entry.vocabularies import Vocabularies, load_vocabularies
from db.store.database import Database, open_database
from db.store.reader import Reader, open_reader
from db.store.upgrade import upgrade
from seed import reference


def build(url: str) -> None:
    """Make the database at the url, with reference data and no record."""
    upgrade(url)
    reference.load(url)


@pytest.fixture(scope="session")
def sqlite_with_lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with reference data, to be copied."""
    path = tmp_path_factory.mktemp("lists") / "lists.db"
    build(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def lists_reader(sqlite_with_lists: Path) -> Iterator[Reader]:
    """A reader of the reference data."""
    with open_reader(f"sqlite:///{sqlite_with_lists}") as reader:
        yield reader


@pytest.fixture(scope="session")
def vocabularies(lists_reader: Reader) -> Vocabularies:
    """The lists, names in English."""
    return load_vocabularies(lists_reader, "en")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of a database of each kind with reference data and no record."""
    if request.param == "sqlite":
        path = tmp_path / "entry.db"
        path.write_bytes(request.getfixturevalue("sqlite_with_lists").read_bytes())
        path.chmod(0o600)
        return f"sqlite:///{path}"
    copy: Callable[[str, Callable[[str], object]], str] = request.getfixturevalue("postgres_template")
    return copy("entry_lists", build)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """The same, open for writing."""
    with open_database(url) as opened:
        yield opened
