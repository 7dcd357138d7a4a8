"""A private PostgreSQL server for the tests of one pytest process (with xdist: one for each worker).

It listens on a Unix socket in a folder of its own, where every role is trusted because nobody else can enter, and on
a loopback port, where passwords are asked (for tests of passwords). It runs under a guard process that holds a pipe
from pytest: when pytest ends, in whatever way, the pipe closes, the server stops and its folder is removed.
"""

from __future__ import annotations

import itertools
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

SUPERUSER: Final = "tester"
"""The superuser's role. Its password on the loopback port is the same word."""

_CONFIGURATION: Final = """
fsync = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 100
timezone = 'UTC'
log_min_duration_statement = -1
"""
_GUARD: Final = """
"$1/postgres" -D "$2/data" > "$2/log" 2>&1 &
server=$!
read -r _
kill -INT $server 2> /dev/null
wait $server
rm -rf "$2"
"""
_FATAL: Final = re.compile(r"FATAL:  (?!the database system is starting up)")
_START_TIMEOUT_S: Final = 60


class PostgresUnavailableError(Exception):
    """No private server can be started here; the text says why."""


def find_binaries() -> Path:
    """The folder with initdb and postgres: on PATH, or the newest of Debian's.

    Raises:
        PostgresUnavailableError: there is none, or the Python driver is missing.
    """
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise PostgresUnavailableError(f"psycopg cannot be imported: {error}") from error
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not versions:
        raise PostgresUnavailableError(
            "no PostgreSQL server on PATH or in /usr/lib/postgresql (apt install postgresql)"
        )
    return max(versions, key=lambda folder: float(folder.parent.name))


class Cluster:
    """A running server: makes and drops databases."""

    def __init__(self, binaries: Path) -> None:
        self._numbers = itertools.count(1)
        self._templates: dict[str, str] = {}
        self._identity = _server_identity()
        self.folder = Path(tempfile.mkdtemp(prefix="tiendo-pg-"))
        """Where the socket lies."""
        self.port = _free_port()
        try:
            self._initialise(binaries)
            self._guard = subprocess.Popen(
                ["/bin/sh", "-c", _GUARD, "guard", str(binaries), str(self.folder)],
                stdin=subprocess.PIPE,
                start_new_session=True,
                **self._identity,
            )
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self._wait_ready()

    def url(self, database: str, user: str = SUPERUSER) -> str:
        """The url of a database over the socket; no role needs a password there."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder), safe='')}&port={self.port}"

    def loopback_url(self, database: str, user: str = SUPERUSER, password: str | None = None) -> str:
        """The url of a database over the loopback port, where the role's password is asked."""
        login = user if password is None else f"{user}:{quote(password, safe='')}"
        return f"postgresql://{login}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template0") -> str:
        """Make a database; its name."""
        name = f"tiendo_{next(self._numbers)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def create_from(self, template: str, build: Callable[[str], object]) -> str:
        """Make a copy of the database that `build(url)` filled when this template was first asked for; its name."""
        if template not in self._templates:
            name = self.create()
            try:
                build(self.url(name))
            except BaseException:
                self.drop(name)
                raise
            self.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            self._templates[template] = name
        return self.create(self._templates[template])

    def drop(self, name: str) -> None:
        """Drop a database, also one with open connections."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run one statement as the superuser, outside a transaction."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        self._guard.wait(30)

    def _initialise(self, binaries: Path) -> None:
        password_file = self.folder / "password"
        password_file.write_text(SUPERUSER)
        if self._identity:
            os.chown(self.folder, self._identity["user"], self._identity["group"])
            os.chown(password_file, self._identity["user"], self._identity["group"])
        data = self.folder / "data"
        options = [f"--username={SUPERUSER}", f"--pwfile={password_file}", "--encoding=UTF8", "--no-locale"]
        options += ["--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--no-instructions"]
        made = subprocess.run(
            [binaries / "initdb", "--pgdata", data, *options],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            **self._identity,
        )
        if made.returncode:
            raise PostgresUnavailableError(f"initdb failed: {made.stderr.strip() or made.stdout.strip()}")
        places = f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = '{self.folder}'\n"
        with (data / "postgresql.conf").open("a") as configuration:
            configuration.write(_CONFIGURATION + places)

    def _wait_ready(self) -> None:
        import psycopg

        deadline = time.monotonic() + _START_TIMEOUT_S
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError as error:
                log = self.folder / "log"
                text = log.read_text(errors="replace") if log.exists() else ""
                if _FATAL.search(text) or time.monotonic() > deadline:
                    self.stop()
                    raise PostgresUnavailableError(f"the server did not start: {error}\n{text}") from error
                time.sleep(0.05)
            else:
                return


def _server_identity() -> dict[str, Any]:
    """Who runs the server, as options of `subprocess`: PostgreSQL refuses root, so root becomes an ordinary user."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise PostgresUnavailableError("root may not run PostgreSQL, and there is no user postgres or nobody to do it")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
