"""One sample database for all journeys, made once by the program itself and copied for each of them."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.journeys.dashboard import run


def _settled(database: Path) -> Path:
    """A database file that is whole without the files beside it."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return database


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample database as the program makes it; for copying."""
    folder = tmp_path_factory.mktemp("sample")
    made = run(folder, "summary", "--sample")
    assert made.returncode == 0, made.stderr
    return _settled(folder / "data" / "sample.db")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province's own database with reference data alone; for copying."""
    folder = tmp_path_factory.mktemp("own")
    made = run(folder, "upgrade")
    assert made.returncode == 0, made.stderr
    return _settled(folder / "data" / "tiendo.db")


@pytest.fixture
def home(tmp_path: Path, sample_file: Path) -> Path:
    """The folder of a person who has the sample already."""
    (tmp_path / "data").mkdir()
    shutil.copy(sample_file, tmp_path / "data" / "sample.db")
    return tmp_path


@pytest.fixture
def own_home(tmp_path: Path, empty_file: Path) -> Path:
    """The folder of a person who has started for a province."""
    (tmp_path / "data").mkdir(exist_ok=True)
    shutil.copy(empty_file, tmp_path / "data" / "tiendo.db")
    return tmp_path
