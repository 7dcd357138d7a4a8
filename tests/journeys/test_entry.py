"""Entering, editing and voiding every kind of record that the dashboard offers, on the real database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from db.models.kinds import KINDS
from tests.journeys.dashboard import (
    assert_whole,
    escape,
    filled,
    press,
    press_until,
    quit_cleanly,
    row,
    selected,
    summary,
    tiendo,
    to_province,
    until,
    wait_banner,
    wait_overview,
)
from tests.keyboard import key_bytes
from tests.terminal import Terminal

pytestmark = pytest.mark.pty

SAVE = key_bytes("ctrl+s").decode()
CLEAR = (key_bytes("ctrl+u") + key_bytes("ctrl+k")).decode()
Summary = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One kind of record: how it is typed, what its row then shows, an edit, and where the summary has its figure."""

    kind: str
    panel: str
    opening: str
    """The keys from the panel to the form."""
    texts: Mapping[str, str]
    shown: tuple[str, ...]
    edit: tuple[str, str]
    edited: str
    figure: Callable[[Summary], Any]
    after: float
    """The figure after the edit."""
    overview: str = ""
    """What the overview's row of the province shows after the edit."""


def indicator(found: Summary, code: str, which: str) -> Any:
    return next((one[which]["value"] for one in found["indicators"] if one["code"] == code), None)


CASES = [
    Case(
        "target",
        "1",
        "n1",
        {"indicator": "cụm dân cư", "period": "2024", "value": "80 %", "programmes": "GNBV21"},
        ("Cụm dân cư", "80,0 %"),
        ("value", "85"),
        "85,0 %",
        lambda found: indicator(found, "clusters_informed", "target"),
        85,
        "0/1",
    ),
    Case(
        "result",
        "1",
        "n2",
        {"indicator": "cụm dân cư", "period": "2024", "value": "3/4", "programmes": "gnbv21"},
        ("Cụm dân cư", "75,0 %"),
        ("value", "62,5"),
        "62,5 %",
        lambda found: indicator(found, "clusters_informed", "actual"),
        62.5,
    ),
    Case(
        "agreement",
        "2",
        "n",
        {
            "number": "12/HĐ-STTTT",
            "signed": "16/5/2024",
            "agreement_kind": "biên bản ghi nhớ",
            "subjects": "Giảm nghèo thông tin; Thông tin cơ sở",
            "programmes": "GNBV21; TTDN",
            "documents": "1",
            "parties": "Báo Lào Cai; Đài PT-TH tỉnh",
            "value": "1 tỷ 545 triệu",
        },
        ("12/HĐ-STTTT", "16/05/2024"),
        ("value", "1,2 tỷ"),
        "1,2 tỷ",
        lambda found: found["agreements"]["value"]["value"],
        1_200_000_000,
        "1",
    ),
    Case(
        "training",
        "3",
        "n",
        {
            "title": "Tập huấn viết tin bài",
            "held": "28/9/2024",
            "programmes": "GNBV21",
            "classes": "2",
            "participants": "1.300",
            "women": "700",
            "topics": "Kỹ năng; Pháp luật",
        },
        ("Tập huấn viết tin bài", "28/09/2024", "1.300"),
        ("participants", "hơn 1.350"),
        "hơn 1.350",
        lambda found: found["trainings"]["participants"]["value"],
        1350,
        "hơn 1.350",
    ),
    Case(
        "delivery",
        "4",
        "n",
        {
            "number": "07/BBBG",
            "delivered": "tháng 6/2024",
            "programmes": "GNBV21",
            "title": "Bàn giao đài radio",
            "places": "Bản Lầu",
            "equipment_type": "đài radio",
            "devices": "45",
            "value": "2,7 tỷ",
            "households": "1.200",
        },
        ("Bàn giao đài radio", "2,7 tỷ", "1.200 hộ"),
        ("households", "1.250"),
        "1.250 hộ",
        lambda found: next(
            (one["count"]["value"] for one in found["deliveries"]["receivers"] if one["kind"] == "household"), None
        ),
        1250,
        "1.250",
    ),
    Case(
        "publication",
        "5",
        "n1",
        {"media": "sổ tay", "period": "2024", "programmes": "GNBV21", "title": "Sổ tay số hoá", "count": "1.500"},
        ("Sổ tay số hoá", "1.500"),
        ("count", "khoảng 1.800"),
        "khoảng 1.800",
        lambda found: next((one["count"]["value"] for one in found["publications"] if one["kind"] == "booklets"), None),
        1800,
    ),
    Case(
        "budget_line",
        "5",
        "n2",
        {"period": "2024", "programmes": "GNBV21", "title": "Kinh phí cả năm", "planned": "4,2 tỷ", "disbursed": "?"},
        ("Kinh phí cả năm", "4,2 tỷ"),
        ("planned", "4,5 tỷ"),
        "4,5 tỷ",
        lambda found: found["budget"]["planned"]["value"],
        4_500_000_000,
        "4,5 tỷ",
    ),
]


def names(kind: str) -> list[str]:
    return [field.name for field in KINDS[kind].fields]


def lao_cai(home: Path) -> Summary:
    """What the summary says of Lào Cai's 2024; an empty mapping where it says nothing."""
    return next(iter(summary(home, "lao cai", "--year", "2024", "--sample")), {})


def choose_row(terminal: Terminal, text: str) -> None:
    press(terminal, "home")
    press_until(terminal, "down", lambda: text in selected(terminal))


@pytest.mark.parametrize(
    ("case", "gap"),
    [*((case, 0) for case in CASES), (CASES[0], 2), (CASES[3], 2)],
    ids=lambda value: value.kind if isinstance(value, Case) else f"{value} ms",
)
def test_enter_edit_void(home: Path, case: Case, gap: float) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Lào Cai")
        press(terminal, case.panel)
        empty = terminal.text()
        terminal.send(case.opening + filled(case.texts, names(case.kind)) + SAVE, gap_ms=gap)
        until(terminal, lambda: all(text in row(terminal, case.shown[0]) for text in case.shown))
        choose_row(terminal, case.shown[0])
        field, text = case.edit
        terminal.send("e" + "\t" * names(case.kind).index(field) + CLEAR + text + SAVE, gap_ms=gap)
        until(terminal, lambda: case.edited in row(terminal, case.shown[0]))
        assert case.after == case.figure(lao_cai(home))
        escape(terminal)
        wait_overview(terminal)
        press_until(terminal, "ctrl+left", lambda: "Năm 2024" in terminal.line(0))
        until(terminal, lambda: case.overview in row(terminal, "Lào Cai"))
        press_until(terminal, "down", lambda: "Lào Cai" in selected(terminal))
        press(terminal, "enter")
        wait_banner(terminal, "Năm 2024")

        press(terminal, case.panel, "delete")
        terminal.wait(r"(?s)H[uủ][ỷy] .*\? Bản\s+ghi\s+sẽ\s+không")
        press(terminal, "enter")
        terminal.wait("Cần nhập nội dung")
        terminal.send("Nhập nhầm\r")
        terminal.wait("Đã h[uủ][ỷy] bản ghi")
        until(terminal, lambda: case.edited not in terminal.text())
        press_until(terminal, "ctrl+left", lambda: "Năm tất cả" in terminal.line(0))
        until(terminal, lambda: same_rows(terminal.text(), empty))
        quit_cleanly(terminal)
    found = lao_cai(home)
    assert not found or case.figure(found) is None
    assert_whole(home)


def same_rows(now: str, before: str) -> bool:
    """Whether the bodies of two screens are the same; banners tell when a province was last changed."""
    return now.split("\n")[1:20] == before.split("\n")[1:20]


def test_years_are_offered_where_a_year_is_chosen(home: Path) -> None:
    with tiendo(home) as terminal:
        to_province(terminal, "Đắk Lắk", 2020)
        press(terminal, "n", "2")
        terminal.wait("Kết quả: nhập mới")
        assert "2020" in row(terminal, "Kỳ *")
        terminal.send("hộ dân\t\t85\t\tGNBV16" + SAVE)
        until(terminal, lambda: "85,0 %" in row(terminal, "Hộ dân"))
        quit_cleanly(terminal)


def test_a_first_record_of_a_new_province(own_home: Path) -> None:
    """On an empty database: find one's province, enter, and see it in the overview and after a restart."""
    with tiendo(own_home, "--language", "vi") as terminal:
        terminal.wait("Tổng quan")
        terminal.send("/cao bang\r")
        until(terminal, lambda: "Cao Bằng" in selected(terminal))
        press(terminal, "enter")
        wait_banner(terminal, "Cao Bằng")
        terminal.send("3n")
        terminal.wait("Tập huấn: nhập mới")
        terminal.send(
            filled({"title": "Lớp đầu tiên", "held": "8/2025", "programmes": "DTTS", "classes": "1"}, names("training"))
        )
        terminal.send(SAVE)
        terminal.wait("Đã lưu")
        wait_banner(terminal, "Cao Bằng")
        quit_cleanly(terminal)
    with tiendo(own_home, "--language", "vi") as terminal:
        until(terminal, lambda: "Cao Bằng" in selected(terminal), 20)
        assert "MẪU" not in terminal.text()
        quit_cleanly(terminal)
    assert [found["trainings"]["classes"]["value"] for found in summary(own_home)] == [1]


WRONG = [
    ("participants", "1.5", "Số người dự", r"1[.,]5"),
    ("participants", "1,300", "Số người dự", r"1\.300"),
    ("held", "31/2/2024", "Thời gian tổ chức", "31/2"),
    ("held", "hôm nào", "Thời gian tổ chức", "hôm nào"),
    ("programmes", "GNBV", "Chương trình", "GNBV16|GNBV21"),
    ("cost", "2,7 ty ruoi", "Kinh phí", "ty ruoi"),
    ("women", "-3", "nữ", "-3"),
    ("title", "", "Tên", "bắt buộc"),
    ("classes", "", "[Ll]ớp", "bắt buộc"),
]


def test_what_cannot_be_read_is_named_and_kept(home: Path) -> None:
    good = {
        "title": "Lớp thử",
        "held": "28/9/2024",
        "programmes": "GNBV21",
        "classes": "1",
        "participants": "30",
        "women": "20",
        "cost": "1 tỷ",
    }
    with tiendo(home) as terminal:
        to_province(terminal, "Lào Cai")
        press(terminal, "3")
        for saved, (field, text, label, told) in enumerate(WRONG, 1):
            good["held"] = f"{saved}/9/2024"  # one of the same day and figures would be taken for a duplicate
            terminal.send("n" + filled(good | {field: text}, names("training")) + SAVE)
            terminal.wait("Chưa lưu: còn 1 ô cần sửa.*\n.*Ctrl")
            page = terminal.text()
            assert page.count("✗ ") == 1
            active = page[page.index("▸ ") :]
            assert re.search(label, active.split("\n")[0])
            assert not text or text in active.split("\n")[0]
            assert re.search(told, page[page.index("✗ ") :])
            assert re.search(label, page[page.index("Chưa lưu") :])
            assert all(value in page for name, value in good.items() if name != field)
            terminal.send(CLEAR + good[field] + SAVE)
            until(terminal, lambda saved=saved: f" {saved} lớp  {30 * saved} người" in terminal.text())
        quit_cleanly(terminal)
    found = lao_cai(home)["trainings"]
    assert (found["participants"]["value"], found["classes"]["value"]) == (30 * len(WRONG), len(WRONG))


def test_a_refusal_of_the_whole_record_keeps_the_form(home: Path) -> None:
    """More women than people: each field reads well, the record does not hold."""
    with tiendo(home) as terminal:
        to_province(terminal, "Lào Cai")
        texts = {"title": "Lớp thử", "held": "2024", "programmes": "GNBV21", "classes": "1"}
        texts |= {"participants": "30", "women": "31"}
        terminal.send("3n" + filled(texts, names("training")) + SAVE)
        terminal.wait("Chưa lưu.*\n.*Ctrl")
        assert "trong đó: nữ" in terminal.text()[terminal.text().index("▸ ") :].split("\n")[0]
        terminal.send(CLEAR + "13" + SAVE)
        terminal.wait("1 lớp +30 người")
        quit_cleanly(terminal)


def test_a_record_that_somebody_else_changed_is_not_overwritten(home: Path) -> None:
    with tiendo(home) as first, tiendo(home) as second:
        for terminal in (first, second):
            to_province(terminal, "Hải Dương")
            press(terminal, "3", "e")
            terminal.wait("Tập huấn: sửa")
        at = names("training").index("participants")
        first.send("\t" * at + CLEAR + "631" + SAVE)
        first.wait("1 lớp +631 người")
        second.send("\t" * at + CLEAR + "640" + SAVE)
        second.wait("tester đã sửa bản ghi này lúc")
        second.wait("Hai bản của cùng một bản ghi")
        second.wait("640")
        escape(second)
        second.wait("Tập huấn: sửa")
        assert "640" in second.text()
        escape(second)
        press(second, "3")
        second.wait("1 lớp +631 người")
        quit_cleanly(second)
        quit_cleanly(first)
    assert_whole(home)
