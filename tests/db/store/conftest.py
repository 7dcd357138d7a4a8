from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store.database import Database, open_database
from db.store.upgrade import upgrade
from tests.db.store.raw import load_reference


@pytest.fixture
def url(database_url: str) -> str:
    """A database of each kind with a little reference data."""
    upgrade(database_url)
    with open_database(database_url) as database:
        load_reference(database)
    return database_url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with open_database(url) as opened:
        yield opened


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database with a little reference data, for what only a file has."""
    url = f"sqlite:///{tmp_path / 'file.db'}"
    upgrade(url)
    with open_database(url) as opened:
        load_reference(opened)
        yield opened
