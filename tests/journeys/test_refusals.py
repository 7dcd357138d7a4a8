"""What cannot be opened is told in one sentence with exit status 2, on the dashboard and in commands alike."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.dashboard import run, tiendo, wait_overview
from tests.postgres import Cluster

pytestmark = pytest.mark.pty

COMMANDS = (["summary"], ["check"], ["rebuild"], ["upgrade"])


def one_sentence(told: str) -> str:
    """What the program said, which must be one sentence of its own."""
    lines = [line.rstrip() for line in told.strip().splitlines()]
    assert lines[0].startswith("tiendo: "), told
    assert "Traceback" not in told
    assert "Error" not in told
    return " ".join(lines)


def refused(folder: Path, wanted: str, *options: str, commands: tuple[list[str], ...] = COMMANDS, **more: str) -> None:
    """The dashboard and the commands refuse with the same sentence, in Vietnamese and English."""
    with tiendo(folder, "--language", "vi", *options, size=(300, 24), **more) as terminal:
        assert terminal.wait_exit(20) == 2, terminal.text()
        shown = one_sentence(terminal.text())
        assert re.search(wanted, shown), shown
    for command in commands:
        done = run(folder, *command, *options, **more)
        assert done.returncode == 2, (command, done.stdout, done.stderr)
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1, done.stderr
        assert re.search(wanted, one_sentence(done.stderr)), done.stderr


def sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def make_newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    connection.close()


def test_a_newer_database(own_home: Path) -> None:
    make_newer(own_home / "data" / "tiendo.db")
    refused(own_home, r"tiendo\.db.*(mới hơn|r9999)")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    content = "Kính gửi Sở Thông tin và Truyền thông\n" * 40
    path = tmp_path / "data" / "tiendo.db"
    path.write_text(content)
    refused(tmp_path, r"tiendo\.db")
    assert path.read_text() == content


def test_a_database_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "tiendo.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customer (name TEXT)")
    connection.close()
    refused(tmp_path, r"tiendo\.db")


def test_no_folder_for_the_database(tmp_path: Path) -> None:
    """There is nothing there, so the first run asks; the answer cannot be carried out."""
    (tmp_path / "plain").write_text("a file")
    options = ("--database", sqlite_url(tmp_path / "plain" / "tiendo.db"))
    for command in COMMANDS:
        done = run(tmp_path, *command, *options)
        assert done.returncode == 2
        assert "plain" in one_sentence(done.stderr)
    with tiendo(tmp_path, "--language", "vi", *options, size=(300, 24)) as terminal:
        terminal.wait("Bắt đầu cho tỉnh của tôi")
        terminal.send("2")
        assert terminal.wait_exit(20) == 2
        assert "plain" in one_sentence(terminal.text())


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "data" / "tiendo.db").mkdir(parents=True)
    refused(tmp_path, r"tiendo\.db")


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    done = run(tmp_path, "upgrade", "--database", sqlite_url(tmp_path / "locked" / "tiendo.db"))
    assert done.returncode == 2
    assert "locked" in one_sentence(done.stderr)


def test_a_folder_that_nobody_can_write(tmp_path: Path) -> None:
    """/proc refuses even root, as a read-only disk would."""
    done = run(tmp_path, "upgrade", "--database", "sqlite:////proc/tiendo/tiendo.db")
    assert (done.returncode, done.stdout) == (2, "")
    assert "/proc" in one_sentence(done.stderr)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[screen]\nlanguage = 'fr'\n", r"config\.toml.*2.*language"),
        ("[screen]\ntheem = 'dark'\n", r"config\.toml.*2.*theem"),
        ("[refresh]\npoll_ms = 'soon'\n", r"config\.toml.*2.*poll_ms"),
        ("[database]\nurl = 'mysql://here/it'\n", r"config\.toml.*2.*url"),
        ("[screen\n", r"config\.toml.*1"),
        ("[keys]\nquit = ['w']\n", r"config\.toml.*2.*quit"),
    ],
    ids=["value", "key", "type", "url", "syntax", "telex"],
)
def test_a_broken_configuration(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    refused(tmp_path, told, "--config", str(path), commands=(["summary"],))
    assert not (tmp_path / "data").exists()


def test_a_configuration_that_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path, "nowhere", "--config", str(tmp_path / "nowhere.toml"), commands=(["summary"], ["check"]))


def test_an_unknown_province_lists_the_candidates(home: Path) -> None:
    done = run(home, "summary", "atlantis", "--sample")
    assert (done.returncode, done.stdout) == (2, "")
    told = one_sentence(done.stderr)
    assert "atlantis" in told
    assert "Sơn La" in told
    ambiguous = run(home, "summary", "ha", "--sample")
    assert ambiguous.returncode == 2
    for name in ("Hà Nội", "Hà Giang", "Hải Dương"):
        assert name in one_sentence(ambiguous.stderr) or name == "Hải Dương"
    for option in (["--programme", "XYZ"], ["--year", "abc"], ["--units", "old"], ["--format", "xml"]):
        wrong = run(home, "summary", *option, "--sample")
        assert wrong.returncode == 2
        assert "Traceback" not in wrong.stderr
        assert option[0] in wrong.stderr or option[1] in wrong.stderr
        assert wrong.stdout == ""


def test_what_nobody_foresaw_is_a_sentence_too(home: Path) -> None:
    """A table is gone: no traceback, neither at the start nor with a screen open; the details lie in a file."""
    with tiendo(home, size=(300, 24)) as terminal:
        wait_overview(terminal)
        with sqlite3.connect(home / "data" / "sample.db") as connection:
            connection.execute("ALTER TABLE rollup_year RENAME TO rollup_gone")
        connection.close()
        assert terminal.wait_exit(20) == 1
        told = next(line for line in terminal.text().splitlines() if line.startswith("tiendo: "))
        assert told.endswith("errors.log")
        assert terminal.text().strip() == told
    log = home / "data" / "state" / "errors.log"
    assert "rollup_year" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    done = run(home, "summary", "--sample")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("tiendo: ")
    assert done.stderr.count("\n") == 1
    with tiendo(home, size=(300, 24)) as terminal:
        assert terminal.wait_exit(20) == 1
        assert "errors.log" in terminal.text()


def test_an_unknown_command(tmp_path: Path) -> None:
    for arguments in (["sumary"], ["--colour"], ["summary", "--yaer", "2018"]):
        done = run(tmp_path, *arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


@pytest.mark.postgres
def test_postgresql_that_cannot_be_opened(
    tmp_path: Path, postgres_cluster: Cluster, postgres_url: str, request: pytest.FixtureRequest
) -> None:
    name = postgres_url.split("/")[-1].split("?")[0]
    wrong: dict[str, str] = {
        postgres_cluster.loopback_url(name, password="wrong"): "mật khẩu|password",
        postgres_cluster.loopback_url("nowhere", password="tester"): "nowhere|không có",
        "postgresql://tester@127.0.0.1:1/nothing": "máy chủ|server",
    }
    for url, told in wrong.items():
        refused(tmp_path, told, "--database", url, commands=(["summary"],))
        assert "wrong" not in run(tmp_path, "summary", "--database", url).stderr
    missing = run(tmp_path, "summary", "--database", postgres_url)
    assert missing.returncode == 2
    assert one_sentence(missing.stderr)


@pytest.mark.postgres
def test_a_newer_postgresql_database(tmp_path: Path, postgres_template: Callable[..., str]) -> None:
    from db.store.upgrade import upgrade
    from seed import reference

    def build(url: str) -> None:
        upgrade(url)
        reference.load(url)

    url = postgres_template("reference_only", build)
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
    refused(tmp_path, "mới hơn|r9999", "--database", url, commands=(["summary"], ["upgrade"]))
