"""The private PostgreSQL server of the tests."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.postgres import SUPERUSER, Cluster

pytestmark = pytest.mark.postgres


def test_a_database_is_empty_and_of_the_test_alone(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert tables == (0,)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_a_template_is_built_once(postgres_template: Callable[[str, Callable[[str], object]], str]) -> None:
    built = []

    def build(url: str) -> None:
        built.append(url)
        connection = psycopg.connect(url, autocommit=True)
        connection.execute("CREATE TABLE unit (code text)")  # the connection stays open: a pool may do that too

    first, second = postgres_template("units", build), postgres_template("units", build)
    assert len(built) == 1
    assert first != second
    with psycopg.connect(first) as connection:
        connection.execute("INSERT INTO unit VALUES ('A14')")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT count(*) FROM unit").fetchone() == (0,)


def test_the_loopback_port_asks_for_the_password(postgres_cluster: Cluster) -> None:
    psycopg.connect(postgres_cluster.loopback_url("postgres", password=SUPERUSER)).close()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres_cluster.loopback_url("postgres", password="wrong"))


def test_database_url_gives_both_kinds(database_url: str) -> None:
    assert database_url.startswith(("sqlite:////", "postgresql://"))


def test_the_server_goes_when_its_pytest_is_killed(postgres_cluster: Cluster) -> None:
    program = (
        "import time; from tests.postgres import Cluster, find_binaries\n"
        "cluster = Cluster(find_binaries()); print(cluster.folder, flush=True); time.sleep(600)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    )
    assert child.stdout is not None
    folder = Path(child.stdout.readline().strip())
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    child.kill()
    child.wait()
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
