"""The first minutes: the question, the sample, a database of one's own, and scripts that are asked nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.dashboard import assert_whole, press, quit_cleanly, run, summary, tiendo

pytestmark = pytest.mark.pty

QUESTION = "Ở đây chưa có cơ sở dữ liệu"


def test_look_round_with_the_sample(tmp_path: Path) -> None:
    with tiendo(tmp_path, "--language", "vi") as terminal:
        terminal.wait(QUESTION)
        assert "Xem thử với tài liệu mẫu" in terminal.text()
        assert "Bắt đầu cho tỉnh của tôi" in terminal.text()
        press(terminal, "enter")
        terminal.wait(r"\d+ %")
        terminal.wait("Đắk Lắk", 60)
        assert "MẪU" in terminal.line(0)
        quit_cleanly(terminal)
    assert (tmp_path / "data" / "sample.db").exists()
    assert not (tmp_path / "data" / "tiendo.db").exists()
    with tiendo(tmp_path, "--language=vi") as terminal:  # the own database is still to be made: asked again
        terminal.wait(QUESTION)
        quit_cleanly(terminal)


def test_start_for_my_province(tmp_path: Path) -> None:
    with tiendo(tmp_path, "--language", "vi") as terminal:
        terminal.wait(QUESTION)
        press(terminal, "down", "enter")
        terminal.wait("Anh/chị ở tỉnh nào", 60)
        press(terminal, *"lang", "enter")
        terminal.wait("Lạng Sơn.*Năm", 60)
        assert "MẪU" not in terminal.text()
        press(terminal, "escape")
        terminal.wait("Lào Cai")
        quit_cleanly(terminal)
    with tiendo(tmp_path, "--language", "vi") as terminal:
        terminal.wait("Lạng Sơn.*Năm")
        assert QUESTION not in terminal.text()
        quit_cleanly(terminal)
    assert summary(tmp_path) == []
    checked = run(tmp_path, "check", "--language", "vi")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_leaving_the_question_makes_nothing(tmp_path: Path) -> None:
    with tiendo(tmp_path, "--language", "vi") as terminal:
        terminal.wait(QUESTION)
        quit_cleanly(terminal)
    assert not list((tmp_path / "data").glob("*.db")) if (tmp_path / "data").exists() else True


def test_the_option_goes_straight_to_the_sample(tmp_path: Path) -> None:
    with tiendo(tmp_path, "--sample") as terminal:
        terminal.wait("Đắk Lắk", 60)
        assert "MẪU" in terminal.line(0)
        for name in ("Bạc Liêu", "Hải Dương", "Lào Cai", "Sơn La"):
            assert name in terminal.text()
        quit_cleanly(terminal)


def test_a_quit_while_the_sample_is_made_leaves_no_half(tmp_path: Path) -> None:
    with tiendo(tmp_path, "--sample") as terminal:
        terminal.wait(r"[1-9]\d? %", 60)
        quit_cleanly(terminal)
    with tiendo(tmp_path, "--sample") as terminal:
        terminal.wait("Sơn La", 60)
        quit_cleanly(terminal)
    assert_whole(tmp_path)


def test_nothing_is_asked_without_a_terminal(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("tiendo: ")
    assert done.stderr.count("\n") == 1
    assert "tiendo summary" in done.stderr
    assert run(tmp_path, "--sample").returncode == 2
    missing = run(tmp_path, "summary")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.count("\n") == 1
    assert run(tmp_path, "upgrade").returncode == 0
    assert run(tmp_path, "summary").returncode == 0
