"""Fixtures for all tests: isolation from the developer's own settings, a fixed day, and empty databases."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import hypothesis
import pytest

from db import language
from tests.postgres import Cluster, PostgresUnavailableError, find_binaries
from tests.terminal import TODAY, tiendo_env

REQUIRE_POSTGRES = "REQUIRE_POSTGRES"
_FOREIGN = re.compile(
    r"TIENDO_|PG[A-Z]|LC_|LANGUAGE$|TMUX|STY$|NO_COLOR$|FORCE_COLOR$|TEXTUAL(?!_SNAPSHOT)|COLUMNS$|LINES$"
)

hypothesis.settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("ci")


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the developer's configuration, home or terminal, and none leaves its language behind."""
    for name in os.environ:
        if _FOREIGN.match(name) and name != REQUIRE_POSTGRES:
            monkeypatch.delenv(name)
    for name, value in tiendo_env(tmp_path).items():
        monkeypatch.setenv(name, value)
    spoken = language.language()
    yield
    language.use(spoken)


@pytest.fixture
def today() -> date:
    """The day of the test, the same as TIENDO_TODAY."""
    return date.fromisoformat(TODAY)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A private PostgreSQL server; roles made in it stay until the session ends, databases are per test.

    Where there is no server the test is skipped, or fails if REQUIRE_POSTGRES is 1.
    """
    try:
        cluster = Cluster(find_binaries())
    except PostgresUnavailableError as reason:
        if os.environ.get(REQUIRE_POSTGRES) == "1":
            pytest.fail(f"PostgreSQL is required here: {reason}", pytrace=False)
        pytest.skip(f"PostgreSQL test not run: {reason}")
    yield cluster
    cluster.stop()


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """The url of an empty PostgreSQL database of this test."""
    name = postgres_cluster.create()
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)


@pytest.fixture
def postgres_template(postgres_cluster: Cluster) -> Iterator[Callable[[str, Callable[[str], object]], str]]:
    """`postgres_template(name, build)`: the url of a copy of a database that `build(url)` fills once a session."""
    made: list[str] = []

    def copy(name: str, build: Callable[[str], object]) -> str:
        made.append(postgres_cluster.create_from(name, build))
        return postgres_cluster.url(made[-1])

    yield copy
    for name in made:
        postgres_cluster.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of an empty database of each kind; the SQLite file does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return str(request.getfixturevalue("postgres_url"))
