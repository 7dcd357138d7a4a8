"""Keys as terminals really send them: bursts, Vietnamese keyboards, lost connections, and Ctrl+Q from everywhere."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from db.models.kinds import KINDS
from tests.journeys.dashboard import (
    GAPS,
    HUGE,
    SMALL,
    assert_whole,
    escape,
    press,
    quit_cleanly,
    row,
    selected,
    summary,
    tiendo,
    to_province,
    until,
    wait_overview,
)
from tests.keyboard import key_bytes
from tests.terminal import Terminal
from tui.entering import FORMS

pytestmark = pytest.mark.pty

DEL = "\x7f"
SAVE = key_bytes("ctrl+s").decode()
CLEAR = (key_bytes("ctrl+u") + key_bytes("ctrl+k")).decode()
DRAFT_WITHIN_S = 0.3
OFFER = r"Còn bản nháp lúc .*, (\d+) ô đã nhập"


def drafts(home: Path) -> list[dict[str, str]]:
    """The texts of the drafts on disk, without blank fields."""
    found = []
    for path in (home / "data" / "state").rglob("drafts/*.json"):
        with suppress(FileNotFoundError):  # the form was left meanwhile
            texts = json.loads(path.read_text(encoding="utf-8"))["texts"]
            found.append({name: text for name, text in texts.items() if text})
    return found


def wait_draft(home: Path, expected: dict[str, str], timeout: float = 5) -> float:
    """Wait until exactly this draft is on disk; how long it took, in seconds."""
    start = time.monotonic()
    while drafts(home) != [expected]:
        assert time.monotonic() < start + timeout, drafts(home)
        time.sleep(0.01)
    return time.monotonic() - start


def throw_away(terminal: Terminal) -> None:
    """Leave the form without a draft."""
    escape(terminal)
    terminal.wait("Bản ghi này chưa được lưu")
    terminal.send("3")
    terminal.wait_gone("Bản ghi này chưa được lưu")


def test_a_unit_is_taken_from_the_list_at_every_speed(home: Path) -> None:
    """The arrow waits for the list, however far ahead of it was typed; without the arrow the text stays as typed."""
    with tiendo(home) as terminal:
        wait_overview(terminal)
        for gap in GAPS:
            for down, places in ((key_bytes("down"), "Vĩnh Trạch Đông"), (b"", "vinh trach d")):
                terminal.send(f"n{FORMS.index('delivery') + 1}" + "\t" * 5 + "vinh trach d", gap_ms=gap)
                terminal.send(down + b"\tx")
                wait_draft(home, {"places": places, "equipment_type": "x"})
                throw_away(terminal)
                until(terminal, lambda: not drafts(home))


@pytest.mark.parametrize("kind", FORMS)
def test_bursts_into_every_form(home: Path, kind: str) -> None:
    """From the overview: `n`, the digit of the kind (0: the tenth), and what an input method makes of việt, at once."""
    with tiendo(home) as terminal:
        wait_overview(terminal)
        fields = [field.name for field in KINDS[kind].fields[:5]]
        for gap in GAPS:
            terminal.send(f"n{'1234567890'[FORMS.index(kind)]}vie{DEL}{DEL}iệt\t12\t34\t56\t78", gap_ms=gap)
            wait_draft(home, dict(zip(fields, ["việt", "12", "34", "56", "78"], strict=True)))
            throw_away(terminal)
            until(terminal, lambda: not drafts(home))
        quit_cleanly(terminal)


def test_an_edit_and_what_follows_in_a_burst(home: Path) -> None:
    """Edit, save, open the record, all typed ahead: each key finds the screen that it was meant for."""
    with tiendo(home) as terminal:
        to_province(terminal, "Hải Dương")
        press(terminal, "3")
        for number, gap in enumerate(GAPS):
            venue = f"Nha{DEL}à va{DEL}ăn hoa{DEL}á {number}"
            terminal.send(f"e\t\t\t{CLEAR}{venue}{SAVE}\r", gap_ms=gap)
            terminal.wait(f"Địa điểm +Nhà văn hoá {number}")
            escape(terminal)
            terminal.wait("(?m)^ +1 lớp")
        quit_cleanly(terminal)
    assert_whole(home)


def test_vietnamese_keyboards_at_the_overview(home: Path) -> None:
    """Letters that Telex and VNI rewrite on their way do no more than their first key, and most do nothing."""
    with tiendo(home) as terminal:
        wait_overview(terminal)
        press(terminal, "down", "down")
        before = terminal.text()
        for sent in [
            f"w{DEL}ư", "ư", "ơ", "[", "]", f"[{DEL}ơ", f"]{DEL}ư", DEL, DEL * 5, f"e{DEL}ê", "đ", "ă",
            f"e{DEL}é", "\u0301", "\u031b", "6", "7", "9", "f", "s", "j", "\x1b[200~\x1b[201~",
        ]:  # fmt: skip
            terminal.send(sent)
            terminal.settle(40, timeout=1)
            assert terminal.text() == before, sent
        for rewritten, once in [(f"a{DEL}â", "a"), (f"o{DEL}ô", "o"), (f"d{DEL}đ", "d")]:
            press(terminal, once)
            after = terminal.text()
            press(terminal, once)
            terminal.send(rewritten)
            terminal.settle(60)
            assert terminal.text() == after
            press(terminal, once)
        quit_cleanly(terminal)


def test_a_pair_that_is_rewritten_does_no_more_than_its_first_key(home: Path) -> None:
    """In a panel "ee" arrives as e, Backspace, ê: the form opens, and its first field is as it was."""
    with tiendo(home) as terminal:
        to_province(terminal, "Hải Dương")
        press(terminal, "3")
        before = terminal.text()
        terminal.send(f"w{DEL}ư[{DEL}ơ")
        terminal.settle(60)
        assert terminal.text() == before
        for gap in GAPS:
            terminal.send(f"e{DEL}ê", gap_ms=gap)
            terminal.wait("Tập huấn: sửa")
            terminal.settle(60)
            assert row(terminal, "▸ Tên").endswith("giảm nghèo thông tin")
            escape(terminal)  # nothing typed: nothing asked
            until(terminal, lambda: terminal.text() == before)
        terminal.send(f"e{DEL}nê")
        terminal.wait("giảm nghèo thông tinê")
        throw_away(terminal)
        quit_cleanly(terminal)


def test_a_hang_up_keeps_what_was_typed(home: Path) -> None:
    texts = {"title": "Lớp ở xã", "held": "32/13", "participants": "1.5"}
    with tiendo(home) as terminal:
        to_province(terminal, "Lào Cai")
        terminal.send("3nLớp ở xã\t32/13\t\t\t\t\t1.5")
        terminal.wait("1.5")
        terminal.hang_up()
        terminal.wait_exit(5)
    assert drafts(home) == [texts]
    with tiendo(home) as terminal:
        to_province(terminal, "Lào Cai")
        press(terminal, "3", "n")
        terminal.wait(OFFER)
        assert re.search(OFFER, terminal.text().replace("\n", " "))
        press(terminal, "ctrl+r")
        for text in texts.values():
            terminal.wait(re.escape(text))
        assert "1.5" in terminal.text()[terminal.text().index("▸ ") :].split("\n")[0]
        clear = (key_bytes("ctrl+u")).decode()
        back = key_bytes("shift+tab").decode()
        terminal.send(f"{clear}15{back}1{back}{back}{back}GNBV21{back}{clear}3/2024" + key_bytes("ctrl+s").decode())
        terminal.wait("1 lớp +15 người")
        until(terminal, lambda: not drafts(home))
        press(terminal, "n")
        terminal.wait("Tập huấn: nhập mới")
        assert not re.search(OFFER, terminal.text())
        quit_cleanly(terminal)
    assert_whole(home)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM], ids=["SIGHUP", "SIGTERM"])
def test_a_signal_keeps_what_was_typed(home: Path, number: int) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Sơn La")
        terminal.send("3nhội nghị")
        terminal.wait("hội nghị")
        os.kill(terminal.pid, number)
        assert terminal.wait_exit(5) == 128 + number
    assert drafts(home) == [{"title": "hội nghị"}]


def test_a_kill_loses_a_third_of_a_second_at_most(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Sơn La")
        terminal.send("3n")
        terminal.wait("Tập huấn: nhập mới")
        terminal.send("hội nghị ở huyện")
        terminal.wait("hội nghị ở huyện")
        assert wait_draft(home, {"title": "hội nghị ở huyện"}) <= DRAFT_WITHIN_S + 0.2  # and the disk's own time
        terminal.kill()
        terminal.wait_exit()
    assert drafts(home) == [{"title": "hội nghị ở huyện"}]
    assert_whole(home)


def test_leaving_a_form_asks(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Lào Cai")
        press(terminal, "3", "n")
        terminal.wait("Tập huấn: nhập mới")
        escape(terminal)  # nothing typed: nothing asked
        terminal.wait_gone("Tập huấn: nhập mới")
        terminal.send("nabc")
        terminal.wait("abc")
        escape(terminal)
        terminal.wait("1 Lưu +2 Thoát, giữ bản nháp +3 Bỏ, không lưu")
        escape(terminal)
        terminal.wait_gone("Bản ghi này chưa được lưu")
        assert "abc" in terminal.text()
        escape(terminal)
        terminal.wait("Bản ghi này chưa được lưu")
        press(terminal, "1")
        terminal.wait("Chưa lưu: còn 3 ô cần sửa")
        escape(terminal)
        terminal.wait("Bản ghi này chưa được lưu")
        press(terminal, "2")
        terminal.wait_gone("Tập huấn: nhập mới")
        assert drafts(home) == [{"title": "abc"}]
        press(terminal, "n")
        terminal.wait(OFFER)
        press(terminal, "ctrl+x")
        terminal.wait_gone(OFFER)
        until(terminal, lambda: not drafts(home))
        quit_cleanly(terminal)


def test_resize_in_the_midst_of_a_form(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Sơn La")
        terminal.send("4n12/BB\t3/2018\tGNBV16\tBàn giao ở bản xa nhất\t")
        terminal.wait("bản xa nhất")
        small = terminal.text()
        for size in (HUGE, SMALL, (40, 12), SMALL):
            terminal.resize(*size)
            terminal.send("x")
            until(terminal, lambda: re.search(r"▸ Bên giao +x", terminal.text()))
            terminal.send(DEL)
            until(terminal, lambda: not re.search(r"▸ Bên giao +x", terminal.text()))
            if size[0] >= 80:
                for text in ("12/BB", "3/2018", "GNBV16", "Bàn giao ở bản xa nhất"):
                    assert text in terminal.text()
        assert terminal.text() == small
        quit_cleanly(terminal)


def test_language_in_the_midst_of_a_form(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Lào Cai")
        terminal.send("3nTập huấn lần này")
        terminal.wait("Tập huấn lần này")
        press(terminal, "f9")
        terminal.wait("Training: new")
        assert "Tập huấn lần này" in terminal.text()
        press(terminal, "f9")
        terminal.wait("Tập huấn: nhập mới")
        assert "Tập huấn lần này" in terminal.text()
        quit_cleanly(terminal)


QUITS = {
    "overview": "",
    "finder": "/son",
    "help": "?",
    "palette": "\x10",
    "province": "\r",
    "record": "\r3\r",
    "question": "n",
    "form": "n4",
    "form with text": "n4Lớp dở dang",
    "leaving question": "n4Lớp dở dang\x1b",
    "reason of a void": "\r3\x1b[3~nhầm",
}


@pytest.mark.parametrize("place", QUITS)
def test_quit_from_everywhere(home: Path, place: str) -> None:
    with tiendo(home) as terminal:
        wait_overview(terminal)
        press(terminal, "down", "down")
        terminal.send(QUITS[place])
        terminal.settle(150)
        quit_cleanly(terminal)
    kept = [{"title": "Lớp dở dang"}] if "dở dang" in QUITS[place] else []
    assert drafts(home) == kept
    assert summary(home, "hai duong", "--sample")[0]["trainings"]["classes"]["value"] == 1


def test_an_end_right_after_saving_loses_nothing(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Lào Cai")
        terminal.send("3nLớp cuối\t2024\tGNBV21\t\t\t3" + (key_bytes("ctrl+s") + key_bytes("ctrl+q")).decode())
        assert terminal.wait_exit() == 0
    kept = drafts(home)
    saved = [one["trainings"]["classes"]["value"] for one in summary(home, "lao cai", "--year", "2024", "--sample")]
    assert saved == [3] or kept
    assert_whole(home)


def test_the_row_is_found_again_after_a_form(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Bạc Liêu")
        press(terminal, "5", "down")
        chosen = selected(terminal)
        press(terminal, "e")
        terminal.wait(": sửa")
        escape(terminal)
        until(terminal, lambda: selected(terminal) == chosen)
        assert row(terminal, chosen[2:12])
        quit_cleanly(terminal)
