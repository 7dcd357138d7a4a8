"""The same dashboard on PostgreSQL: browse, enter, seen live by a second terminal, and a server that goes away."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.dashboard import (
    assert_whole,
    escape,
    filled,
    press,
    press_until,
    quit_cleanly,
    run,
    selected,
    summary,
    tiendo,
    to_province,
    until,
    wait_overview,
)
from tests.journeys.test_entry import SAVE, names
from tests.loaded import build
from tests.postgres import Cluster

pytestmark = [pytest.mark.pty, pytest.mark.postgres]

WITHIN_MS = 5000
"""The second terminal asks a server, several processes of a busy machine apart."""


@pytest.fixture
def url(postgres_template: Callable[[str, Callable[[str], object]], str]) -> str:
    """A database with the source documents."""
    return postgres_template("source_documents", build)


def test_browse_enter_and_see_it_live(tmp_path: Path, url: str) -> None:
    options = ("--language", "vi", "--database", url)
    with tiendo(tmp_path, *options) as first, tiendo(tmp_path, *options) as second:
        for terminal in (first, second):
            wait_overview(terminal)
            to_province(terminal, "Hải Dương")
            terminal.send("3")
            terminal.wait("1 lớp +630 người")
        press(first, "enter")
        first.wait("Người khai mạc|Chuyên đề")
        escape(first)
        first.wait("1 lớp +630 người")
        chosen = selected(second)
        first.send(
            "n"
            + filled(
                {
                    "title": "Lớp thứ hai",
                    "held": "2/12/2017",
                    "programmes": "GNBV16",
                    "classes": "1",
                    "participants": "70",
                },
                names("training"),
            )
        )
        first.wait("▸ Số người dự +70")
        first.send(SAVE)
        start = time.monotonic()
        first.wait("2 lớp +700 người")
        second.wait("2 lớp +700 người")
        assert (time.monotonic() - start) * 1000 <= WITHIN_MS
        assert selected(second) == chosen
        second.wait("Lớp thứ hai")
        press_until(first, "up", lambda: "Lớp thứ hai" in selected(first))
        first.send(b"\x1b[3~")
        first.wait("Bản ghi sẽ không còn")
        first.send("thử\r")
        first.wait("1 lớp +630 người")
        second.wait("1 lớp +630 người")
        quit_cleanly(second)
        quit_cleanly(first)
    assert summary(tmp_path, "hai duong", "--database", url)[0]["trainings"]["participants"]["value"] == 630
    assert_whole(tmp_path, url)


def test_a_database_made_by_the_program(tmp_path: Path, postgres_url: str) -> None:
    made = run(tmp_path, "upgrade", "--database", postgres_url)
    assert made.returncode == 0, made.stderr
    with tiendo(tmp_path, "--language", "vi", "--database", postgres_url) as terminal:
        terminal.wait("An Giang")
        terminal.send("/son la\r")
        until(terminal, lambda: "Sơn La" in selected(terminal))
        terminal.send("\r")
        terminal.wait("1 Chỉ tiêu")
        quit_cleanly(terminal)


def test_a_lost_connection_is_said_and_comes_back(tmp_path: Path, url: str, postgres_cluster: Cluster) -> None:
    name = url.split("/")[-1].split("?")[0]
    with tiendo(tmp_path, "--language", "vi", "--database", url) as terminal:
        to_province(terminal, "Hải Dương")
        terminal.send("3")
        terminal.wait("1 lớp +630 người")
        postgres_cluster.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        postgres_cluster.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        terminal.wait("Mất kết nối", 10)
        assert "630" in terminal.text()
        press(terminal, ".")
        terminal.settle(200)
        assert "Traceback" not in terminal.text()
        postgres_cluster.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        terminal.wait_gone("Mất kết nối", 15)
        terminal.wait("1 lớp +630 người", 10)
        terminal.send(
            "n"
            + filled({"title": "Lớp sau", "held": "2017", "programmes": "GNBV16", "classes": "1"}, names("training"))
            + SAVE
        )
        terminal.wait("2 lớp", 15)
        quit_cleanly(terminal)
