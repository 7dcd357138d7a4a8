"""As of a day, what changed since one, and why a figure is what it is: by keyboard, on the source documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.entry.gates import Person
from db.entry.saving import save
from db.models.figure import Figure
from db.models.period import Period
from db.settings import load
from db.store.database import open_database
from tests.loaded import loaded_file
from tests.tui.fake_board import SON_LA, FakeBoard
from tests.tui.screens.test_dashboard import Desk, desk
from tui.board import DatabaseBoard
from tui.screens.differences import DifferencesScreen
from tui.screens.overview import OverviewScreen
from tui.screens.province import ProvinceScreen
from tui.screens.record import RecordScreen
from tui.screens.summaries import SummaryScreen
from tui.screens.why import WhyScreen
from tui.screens.why_total import WhyTotalScreen

__all__ = ["loaded_file"]
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def board(loaded_file: Path, tmp_path: Path) -> DatabaseBoard:
    """The source documents, and a training of Sơn La that was entered long before them."""
    path = tmp_path / "own.db"
    path.write_bytes(loaded_file.read_bytes())
    url = f"sqlite:///{path}"
    with open_database(url) as database:
        save(
            database,
            person=Person("mai"),
            province_code="A14",
            kind="training",
            content={
                "title": "Lớp ở Phù Yên",
                "held": Period.day(date(2018, 5, 4)).as_content(),
                "programmes": ["GNBV16"],
                "classes": Figure.of(7).as_content(),
            },
        )
    return DatabaseBoard(load(environ={}, database_url=url))


async def type_in(one: Desk, text: str) -> None:
    names = {"/": "slash", " ": "space"}
    await one.press(*(names.get(character, character) for character in text), "enter")
    await one.settle()


async def test_the_state_of_a_day_and_back() -> None:
    board = FakeBoard()
    async with desk(board=board) as one:
        await one.press("t")
        await type_in(one, "31/3/2025")
        assert board.as_of == date(2025, 3, 31)
        assert ("warn", True) in {(role, "31/03/2025" in text) for text, role in one.roles[0]}
        await one.commit()
        assert board.as_of == date(2025, 3, 31)
        await one.press("n")
        assert isinstance(one.app.screen, OverviewScreen)
        assert one.lines[-3].strip() + one.lines[-2]
        await one.open("Sơn La")
        assert isinstance(one.app.screen, ProvinceScreen)
        assert "31/03/2025" in one.lines[0]
        for key in ("e", "delete", "n"):
            await one.press(key)
            assert isinstance(one.app.screen, ProvinceScreen)
        await one.press("escape")
        assert isinstance(one.app.screen, OverviewScreen)
        await one.press("escape")
        assert board.as_of is None
        assert "31/03/2025" not in one.text


@pytest.mark.parametrize("typed", ["hôm nọ", "31/2/2025", "1/1/2999"])
async def test_a_day_that_is_none_changes_nothing(typed: str) -> None:
    board = FakeBoard()
    async with desk(board=board) as one:
        await one.press("t")
        await type_in(one, typed)
        assert board.as_of is None
        assert one.lines[-3].strip()


async def test_nothing_was_known_before_the_first_entry(board: DatabaseBoard) -> None:
    async with desk(board=board) as one:
        await one.press("t")
        await type_in(one, "1/1/2016")
        assert one.app.screen.data.years == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SIZES)
async def test_what_changed_and_the_record_behind(board: DatabaseBoard, size: tuple[int, int]) -> None:
    async with desk(size, board=board) as one:
        await one.press("c")
        await type_in(one, "1/1/2016")
        screen = one.app.screen
        assert isinstance(screen, DifferencesScreen)
        rows = screen.data
        assert rows
        place = next(at for at, row in enumerate(rows) if row.province == SON_LA or row.province.key == "A14")
        while "mai" not in str(screen.detail()) and place < len(rows):
            screen._go(place)
            place += 1
        await one.pilot.pause()
        assert "Lớp ở Phù Yên" in screen.detail()
        await one.press("enter")
        assert isinstance(one.app.screen, RecordScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_why_a_target_and_the_record_of_a_fact(board: DatabaseBoard, size: tuple[int, int]) -> None:
    async with desk(size, board=board) as one:
        await one.press("home", *["down"] * 1, "enter")
        screen = one.app.screen
        assert isinstance(screen, ProvinceScreen)
        await one.press("1", "v")
        await one.settle()
        why = one.app.screen
        assert isinstance(why, WhyScreen)
        first = next(at for at, record in enumerate(why._targets) if record)
        await one.press(*["down"] * first)
        assert one.marked.strip("▶ ").startswith("•")
        await one.press("enter")
        assert isinstance(one.app.screen, RecordScreen)
        await one.press("escape", "escape")
        assert one.app.screen is screen


async def test_why_a_total_asks_which(board: DatabaseBoard) -> None:
    async with desk(board=board) as one:
        await one.open("Sơn La")
        await one.press("3", "v", *"lop", "enter")
        await one.settle()
        assert isinstance(one.app.screen, WhyScreen)
        assert "7" in one.text
        assert "mai" in one.text


async def test_why_on_the_overview(board: DatabaseBoard) -> None:
    async with desk(board=board) as one:
        await one.press("v", "enter")
        await one.settle()
        assert isinstance(one.app.screen, WhyScreen)


async def test_summaries_records_and_places_stay_in_the_past() -> None:
    board = FakeBoard()
    async with desk(board=board) as one:
        await one.press("t")
        await type_in(one, "31/3/2025")
        await one.press("b", "enter")
        await one.settle()
        assert isinstance(one.app.screen, SummaryScreen)
        assert board.as_of == date(2025, 3, 31)
        assert "31/03/2025" in one.lines[0]
        await one.press("enter")
        await one.settle()
        assert isinstance(one.app.screen, ProvinceScreen)
        assert "31/03/2025" in one.lines[0]
        await one.press("2", "enter")
        await one.settle()
        assert isinstance(one.app.screen, RecordScreen)
        assert "31/03/2025" in one.lines[0]
        for key in ("e", "delete"):
            await one.press(key)
            assert isinstance(one.app.screen, RecordScreen)
            assert one.lines[-3].strip()
        await one.press("escape", "escape")
        await one.press("t", "enter")
        await one.settle()
        assert isinstance(one.app.screen, SummaryScreen)
        assert board.as_of is None


@pytest.mark.parametrize("size", SIZES)
async def test_why_a_total_down_to_a_record(board: DatabaseBoard, size: tuple[int, int]) -> None:
    async with desk(size, board=board) as one:
        await one.press("end", "down", "v", *"lop", "enter")
        await one.settle()
        assert isinstance(one.app.screen, WhyTotalScreen)
        assert "Sơn La" in one.text
        at = next(place for place, line in enumerate(one.lines[1:]) if "• Sơn La" in line)
        await one.press(*["down"] * at, "enter")
        await one.settle()
        assert isinstance(one.app.screen, WhyScreen)
        assert "Lớp ở Phù Yên" in one.text
        at = next(place for place, line in enumerate(one.lines[1:]) if "Lớp ở Phù Yên" in line)
        await one.press(*["down"] * at, "enter")
        await one.settle()
        assert isinstance(one.app.screen, RecordScreen)
        await one.press("escape", "escape", "escape", "up")
        assert isinstance(one.app.screen, OverviewScreen)
        await one.press("enter")
        await one.settle()
        assert isinstance(one.app.screen, ProvinceScreen)


async def test_what_lies_behind_the_rows_of_a_summary(board: DatabaseBoard) -> None:
    async with desk(board=board) as one:
        await one.press("b", "down", "enter")  # the trend of the country opens no province
        await one.settle()
        await one.press("enter")
        await one.settle()
        assert isinstance(one.app.screen, WhyTotalScreen)
        await one.press("escape", "escape", "b", "enter")
        await one.settle()
        await one.press("v")
        await one.settle()
        assert isinstance(one.app.screen, WhyScreen)
        await one.press("escape", "escape", "b", *["down"] * 6, "enter")
        await one.settle()
        await one.press("v")  # unit costs are of records
        assert isinstance(one.app.screen, SummaryScreen)
        assert one.lines[-3].strip()
