"""Which record a key means, and what is said of it before it is voided."""

from __future__ import annotations

from datetime import date

import pytest

from db.models.figure import Figure
from db.models.period import Period
from db.summary.views import RecordRef
from tests.tui.fake_board import HAI_DUONG, LAO_CAI, SON_LA, FakeBoard, goal, record
from tests.tui.screens.test_dashboard import desk
from tui.screens.ask import Ask, AskText
from tui.screens.form import FormScreen
from tui.screens.province import ProvinceScreen
from tui.screens.record import RecordScreen

CODE = "commune_lan"
YEAR, END = Period.year(2023), Period.day(date(2023, 12, 31))
TARGET, COUNTED = Figure.of(9000), Figure(value=8000, numerator=8, denominator=10, state="reported")


def reported() -> FakeBoard:
    """A target and two results of one indicator."""
    board = FakeBoard()
    entered = [("result", END, COUNTED), ("result", YEAR, Figure.of(9500)), ("target", YEAR, TARGET)]
    lines = [
        record(LAO_CAI, 2023, n, kind, "", period, "GNBV21", indicator=CODE, value=value)
        for n, (kind, period, value) in enumerate(entered)
    ]
    own = board.years[LAO_CAI, 2023]
    refs = tuple(RecordRef(line.id, line.kind, CODE, line.period, line.figures["value"]) for line in lines)
    own.progress = [goal(CODE, TARGET, COUNTED, 88.9, "missed", refs)]
    own.records = lines
    return board


@pytest.mark.parametrize(("number", "kind"), [("1", "Kết quả"), ("2", "Kết quả"), ("3", "Chỉ tiêu")])
async def test_every_record_behind_a_line_of_targets_can_be_opened(number: str, kind: str) -> None:
    async with desk(board=reported()) as at:
        await at.open("Lào Cai")
        await at.press("enter")
        assert isinstance(at.app.screen, Ask)
        for choice in (
            "1 Kết quả 31/12/2023: 80,0 % (8/10)",
            "2 Kết quả 2023: 95,0 %",
            "3 Chỉ tiêu 2023: 90,0 %",
        ):
            assert choice in at.text
        await at.press(number)
        assert isinstance(at.app.screen, RecordScreen)
        assert kind in at.lines[0]
        await at.press("escape")
        assert isinstance(at.app.screen, ProvinceScreen)


async def test_edit_and_void_ask_which_record_too() -> None:
    async with desk(board=reported()) as at:
        await at.open("Lào Cai")
        await at.press("e", "3")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.screen.form.kind.code == "target"
        await at.press("escape", "delete", "1")
        assert isinstance(at.app.screen, AskText)
        assert "Hủy kết quả “Xã có mạng LAN”, 31/12/2023: 80,0 % (8/10)?" in " ".join(at.text.split())
        await at.press("s", "a", "i", "enter")
        await at.app.workers.wait_for_complete()
        assert at.board.voids == [(LAO_CAI.key, "result-10-2023-0", "head-1", "sai")]


async def test_one_record_needs_no_question() -> None:
    board = reported()
    own = board.years[LAO_CAI, 2023]
    own.progress = [own.progress[0]._replace(records=own.progress[0].records[:1])]
    async with desk(board=board) as at:
        await at.open("Lào Cai")
        await at.press("enter")
        assert isinstance(at.app.screen, RecordScreen)


@pytest.mark.parametrize(
    ("province", "panel", "said"),
    [
        (HAI_DUONG, "3", "28/09/2017: 1 lớp, 630 người, 5 nội dung?"),
        (SON_LA, "4", "“Hỗ trợ đài radio cho hộ nghèo dân tộc thiểu số”, 2018: 2.700.000.000 đ, 2.700 hộ?"),
    ],
)
async def test_what_is_voided_is_named_with_its_date_and_figures(province: object, panel: str, said: str) -> None:
    async with desk() as at:
        await at.open(getattr(province, "name"))  # noqa: B009
        await at.press(panel, "delete")
        assert said in " ".join(at.text.split())


async def test_a_void_record_says_why_and_offers_no_change() -> None:
    board = FakeBoard()
    read = board.record
    board.record = lambda *asked: read(*asked)._replace(  # type: ignore[method-assign]
        voided=True, reason="nhập trùng"
    )
    async with desk(board=board) as at:
        await at.open("Hải Dương")
        await at.press("3", "enter")
        assert "ĐÃ HỦY" in at.lines[0].upper()
        assert "nhập trùng" in at.text
        assert "Sửa" not in at.lines[-1]
        assert "Del" not in at.lines[-1]
        assert "Mở" in at.lines[-1]


async def test_a_document_offers_no_source_of_its_own() -> None:
    board = FakeBoard()
    read = board.record
    board.record = lambda *asked: read(*asked)._replace(sources={})  # type: ignore[method-assign]
    async with desk(board=board) as at:
        await at.open("Hải Dương")
        await at.press("3", "enter")
        assert "Mở" not in at.lines[-1]
        assert "Sửa" in at.lines[-1]
        assert "Lý do" not in at.text


async def test_english_screens_name_units_in_english() -> None:
    async with desk() as at:
        await at.press("l")
        await at.open("Sơn La")
        await at.press("4", "z")
        assert "2,700 households" in at.text
        assert "11 communes" in at.text
        await at.press("delete")
        assert "2,700 households" in at.text
        await at.press("escape", "enter")
        assert "2,700 households" in at.text


async def test_a_record_of_one_line_is_saved_where_one_looks() -> None:
    async with desk(board=reported()) as at:
        await at.open("Lào Cai")
        await at.press("colon")
        assert "tiendo add" in at.text
        await at.press(*"traning", "enter")
        await at.app.workers.wait_for_complete()
        await at.press("end")
        assert isinstance(at.app.screen, AskText)
        assert at.app.screen.editor.text == "traning"
        assert "no such kind" in at.text
        await at.press(*["backspace"] * 5, *"aining", "enter")
        await at.app.workers.wait_for_complete()
        assert at.board.added == [("traning", LAO_CAI.key, None), ("training", LAO_CAI.key, None)]
        assert isinstance(at.app.screen, ProvinceScreen)
