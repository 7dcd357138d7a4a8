"""Databases with reference data and the source documents, one of each kind: made once, then read or copied.

A conftest that wants them imports the fixtures.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store.reader import Reader, open_reader
from db.store.upgrade import upgrade
from seed import documents, reference

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
_TEMPLATE = "source_documents"


def build(url: str) -> None:
    """Make the database at the url and load everything that is shipped."""
    upgrade(url)
    reference.load(url)
    documents.load(url)


@pytest.fixture(scope="session")
def loaded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a SQLite database with the documents; for reading only."""
    path = tmp_path_factory.mktemp("loaded") / "documents.db"
    build(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(params=BOTH)
def loaded_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of a database of each kind with the documents, for this test to change."""
    if request.param == "sqlite":
        path = tmp_path / "loaded.db"
        path.write_bytes(request.getfixturevalue("loaded_file").read_bytes())
        return f"sqlite:///{path}"
    return str(request.getfixturevalue("postgres_template")(_TEMPLATE, build))


@pytest.fixture(scope="module", params=BOTH)
def loaded(request: pytest.FixtureRequest) -> Iterator[Reader]:
    """A reader of a database of each kind with the documents; nobody changes it."""
    if request.param == "sqlite":
        with open_reader(f"sqlite:///{request.getfixturevalue('loaded_file')}") as reader:
            yield reader
        return
    cluster = request.getfixturevalue("postgres_cluster")
    name = cluster.create_from(_TEMPLATE, build)
    with open_reader(cluster.url(name)) as reader:
        yield reader
    cluster.drop(name)
