"""Undo, redo, history and void records by keyboard, on the source documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.entry.gates import Person
from db.entry.saving import Saved, save, void
from db.models.figure import Figure
from db.models.period import Period
from db.settings import load
from db.store.database import open_database
from tests.loaded import loaded_file
from tests.tui.screens.test_dashboard import Desk, desk
from tui.board import DatabaseBoard
from tui.screens.history import HistoryScreen
from tui.screens.indicators import IndicatorsScreen
from tui.screens.province import ProvinceScreen
from tui.screens.record import RecordScreen
from tui.screens.voided import VoidedScreen

__all__ = ["loaded_file"]
SIZES = [(80, 24), (120, 40), (200, 50)]
CLASS = {
    "title": "Lớp ở Phù Yên",
    "held": Period.day(date(2018, 5, 4)).as_content(),
    "programmes": ["GNBV16"],
    "classes": Figure.of(7).as_content(),
}


@pytest.fixture
def url(loaded_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "own.db"
    path.write_bytes(loaded_file.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def board(url: str) -> DatabaseBoard:
    """The source documents."""
    return DatabaseBoard(load(environ={}, database_url=url))


def enter(url: str, classes: int = 7, after: Saved | None = None, person: Person | None = None) -> Saved:
    known = {"record_id": after.record_id, "parent": after.revision_id} if after else {}
    with open_database(url) as database:
        return save(
            database, person=person or Person.current(), province_code="A14", kind="training",
            content=CLASS | {"classes": Figure.of(classes).as_content()}, **known,
        )  # fmt: skip


async def told(one: Desk) -> str:
    """What the screen says after all workers are done."""
    await one.app.workers.wait_for_complete()
    await one.settle()
    return " ".join(" ".join(one.lines[-8:-1]).split())


async def test_undo_and_redo_on_the_screens(board: DatabaseBoard, url: str) -> None:
    enter(url, 8, enter(url))
    async with desk(board=board) as one:
        await one.press("u")
        sentence = await told(one)
        assert "Đã hoàn tác: sửa" in sentence
        assert "Lớp ở Phù Yên" in sentence
        await one.open("Sơn La")
        assert isinstance(one.app.screen, ProvinceScreen)
        await one.press("3")
        assert any("Lớp ở Phù Yên" in line and "7" in line for line in one.lines)
        await one.press("ctrl+z")
        assert "Đã hoàn tác: nhập" in await told(one)
        assert not any(line.lstrip("▶ │").startswith("04/05/2018") for line in one.lines)
        await one.press("u")
        assert "Không có việc nào" in await told(one)
        await one.press("U", "U")
        assert "Đã làm lại: sửa" in await told(one)
        assert any("Lớp ở Phù Yên" in line for line in one.lines)


async def test_keys_typed_ahead_undo_one_after_the_other(board: DatabaseBoard, url: str) -> None:
    saved = enter(url)
    for classes in (8, 9, 10):
        saved = enter(url, classes, saved)
    async with desk(board=board) as one:
        await one.press("u", "u", "U", "u", "u")
        await told(one)
        assert board.record("A14", saved.record_id).content["classes"]["value"] == 7


async def test_what_another_changed_is_told_and_stays(board: DatabaseBoard, url: str) -> None:
    enter(url, 8, enter(url), Person("hoa"))
    async with desk(board=board) as one:
        await one.press("u")
        assert "hoa đã sửa bản ghi" in await told(one)


async def test_an_earlier_day_undoes_nothing(board: DatabaseBoard, url: str) -> None:
    saved = enter(url)
    async with desk(board=board) as one:
        await one.press("t", *"1", "slash", "1", "slash", *"2017", "enter")
        await one.settle()
        await one.press("u")
        await told(one)
        assert not board.record("A14", saved.record_id).voided


@pytest.mark.parametrize("size", SIZES)
async def test_the_history_of_a_record_and_one_revision(board: DatabaseBoard, url: str, size: tuple[int, int]) -> None:
    saved = enter(url, 8, enter(url), Person("hoa"))
    async with desk(size, board=board) as one:
        one.app.push_screen(RecordScreen(board.record("A14", saved.record_id).province, saved.record_id))
        await one.settle()
        await one.press("h")
        assert isinstance(one.app.screen, HistoryScreen)
        assert "hoa: sửa" in one.text
        assert ": 7 lớp → 8 lớp" in one.text
        await one.press("end", "enter")
        screen = one.app.screen
        assert isinstance(screen, RecordScreen)
        assert "7 lớp" in one.text
        await one.press("e")  # an earlier state is not edited
        assert one.app.screen is screen
        await one.press("escape", "escape")
        assert isinstance(one.app.screen, RecordScreen)
        assert "8 lớp" in one.text


@pytest.mark.parametrize("size", SIZES)
async def test_void_records_are_listed_and_restored(board: DatabaseBoard, url: str, size: tuple[int, int]) -> None:
    saved = enter(url)
    with open_database(url) as database:
        void(
            database, person=Person("hoa"), province_code="A14", record_id=saved.record_id, parent=saved.revision_id,
            reason="nhập hai lần",
        )  # fmt: skip
    async with desk(size, board=board) as one:
        await one.open("Sơn La")
        await one.press("x")
        assert isinstance(one.app.screen, VoidedScreen)
        row = next(line for line in one.lines if line.startswith("▶"))
        assert "Lớp" in row
        assert "hoa" in row
        await one.press("h")
        assert isinstance(one.app.screen, HistoryScreen)
        await one.press("escape", "enter")
        assert isinstance(one.app.screen, RecordScreen)
        await one.press("escape", "r")
        assert "lại được tính" in await told(one)
        assert "Không có bản ghi nào bị hủy." in one.text
        await one.press("u")
        assert "Đã hoàn tác: khôi phục" in await told(one)
        await one.press("enter", "r")
        await told(one)
        assert not board.record("A14", saved.record_id).voided


async def test_the_list_of_another_province_has_none(board: DatabaseBoard) -> None:
    async with desk(board=board) as one:
        await one.press("x")
        assert isinstance(one.app.screen, VoidedScreen)
        assert "Không có bản ghi nào bị hủy." in one.text
        await one.press("r", "h", "enter", "x")
        assert isinstance(one.app.screen, VoidedScreen)


async def test_an_indicator_is_not_undone_by_this(board: DatabaseBoard, url: str) -> None:
    saved = enter(url)
    async with desk(board=board) as one:
        one.app.push_screen(IndicatorsScreen())
        await one.settle()
        await one.press("u")
        await told(one)
        assert not board.record("A14", saved.record_id).voided
