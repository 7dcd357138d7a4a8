"""The grid by keyboard, on a board of plain data."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from db.entry.grid import GridChoice
from db.models.figure import Figure
from tests.tui.fake_board import FakeBoard
from tui.app import Dashboard, Options
from tui.drafts import flush_all
from tui.port import GridOutcome
from tui.screens.ask import AskText
from tui.screens.grid import GridScreen
from tui.screens.overview import OverviewScreen
from tui.screens.record import RecordScreen
from tui.widgets.grid_model import Grid

POINTS = "support_points"
CLUSTERS = "clusters_informed"


@dataclass
class Desk:
    app: Dashboard
    board: FakeBoard
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def save(self) -> None:
        await self.press("ctrl+s")
        await self.settle()

    async def settle(self) -> None:
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    def paste(self, text: str) -> None:
        assert isinstance(self.app.screen, GridScreen)
        self.app.screen.take(Paste(text))

    @property
    def grid(self) -> Grid:
        assert isinstance(self.app.screen, GridScreen)
        assert self.app.screen.grid is not None
        return self.app.screen.grid

    @property
    def texts(self) -> dict[tuple[str, str], str]:
        return {spot: typed.text for spot, typed in self.grid.typed_over.items()}

    @property
    def text(self) -> str:
        screen = next(one for one in reversed(self.app.screen_stack) if isinstance(one, GridScreen))
        return "\n".join(line.text for line in screen.lines(*self.app.size))


@asynccontextmanager
async def at_the_grid(board: FakeBoard | None = None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    """The grid of results 2020 over the provinces of the overview; the cursor stands on the first cell."""
    board = board or FakeBoard()
    app = Dashboard(board, Options(poll_ms=60_000))
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, OverviewScreen)
        app.screen.year = 2020
        await pilot.press("k")
        await pilot.pause()
        yield Desk(app, board, pilot)


def stand(board: FakeBoard, spot: tuple[str, str], value: int, head: str = "h1") -> None:
    """A result of 2020 of the provinces of the overview."""
    page = board.grid(GridChoice("result", "provinces", 2020, ("A95", "A66", "A30", "A10", "A14")))
    board.stand(board.grid_cells["result", 2020], spot, page, Figure.of(value).as_content(), head)


async def test_a_burst_lands_cell_by_cell_and_is_saved_at_once() -> None:
    async with at_the_grid() as desk:
        await desk.press(*"1/2", "tab", *"hơn", "space", *"90", "enter", *"8/10", "down", *"25", "enter")
        assert desk.texts == {
            (CLUSTERS, "A95"): "1/2",
            (CLUSTERS, "A66"): "hơn 90",
            ("commune_lan", "A66"): "8/10",
            (POINTS, "A66"): "25",
        }
        assert "4 ô chưa lưu" in desk.text
        await desk.save()
        ((changes, reason, confirmed),) = desk.board.grid_saves
        assert {change.spot: change.before for change in changes} == dict.fromkeys(
            [(CLUSTERS, "A95"), (CLUSTERS, "A66"), ("commune_lan", "A66"), (POINTS, "A66")]
        )
        assert (reason, confirmed) == ("", frozenset())
        assert not desk.grid.changed
        assert "Đã lưu 4 ô" in desk.text
        assert "≈" in desk.text or "hơn 90,0 %" in desk.text


async def test_a_block_of_a_spreadsheet_and_what_does_not_fit() -> None:
    async with at_the_grid() as desk:
        desk.paste("50\t60\t\t80\t90\t95\n1.5\t2\n")
        assert desk.texts[CLUSTERS, "A14"] == "90"
        assert (CLUSTERS, "A30") not in desk.texts
        assert "“95”" in desk.text
        await desk.save()
        assert not desk.board.grid_saves
        assert desk.grid.spot == ("commune_lan", "A95")
        assert "1.5" in desk.text
        await desk.press("ctrl+z")
        assert not desk.grid.changed


async def test_other_letters_are_no_commands_and_the_year_waits_for_the_save() -> None:
    async with at_the_grid() as desk:
        await desk.press(*"knuq")
        assert desk.grid.editor is not None
        await desk.press("escape", "ctrl+left")
        assert desk.grid.page.choice.year == 2019
        await desk.press("5", "enter", "ctrl+right")
        assert desk.grid.page.choice.year == 2019
        assert "trước" in desk.text
        await desk.press("f4", "1")
        assert desk.grid.page.choice.kind == "result"


async def test_what_is_of_more_than_the_cell_opens_and_takes_no_text() -> None:
    board = FakeBoard()
    for head in ("h1", "h2"):
        stand(board, (CLUSTERS, "A95"), 9000, head)
    async with at_the_grid(board) as desk:
        await desk.press(*"12", "enter", *"34", "enter")
        assert desk.texts == {("commune_lan", "A95"): "34"}
        await desk.press("up", "up", "enter")
        assert desk.app.screen.__class__.__name__ == "ChoicesScreen"
        await desk.press("escape")
        stand(board, ("commune_lan", "A95"), 8000, "h3")
        await desk.press("down", "delete", "f4", "8")
        assert not isinstance(desk.app.screen, RecordScreen), "nothing stood there when the grid was read"


async def test_one_record_opens_by_the_menu() -> None:
    board = FakeBoard()
    line = next(line for year in board.years.values() for line in year.records)
    stand(board, (CLUSTERS, "A95"), 9000)
    cells = board.grid_cells["result", 2020]
    cells[CLUSTERS, "A95"] = (cells[CLUSTERS, "A95"][0]._replace(record=line.id),)
    async with at_the_grid(board) as desk:
        await desk.press("f4", "8")
        assert isinstance(desk.app.screen, RecordScreen)


async def test_an_emptied_cell_asks_why() -> None:
    board = FakeBoard()
    stand(board, (CLUSTERS, "A95"), 9000)
    async with at_the_grid(board) as desk:
        await desk.press("delete")
        await desk.press("ctrl+s")
        assert isinstance(desk.app.screen, AskText)
        await desk.press(*"sai", "enter")
        await desk.settle()
        ((changes, reason, _confirmed),) = board.grid_saves
        assert [(change.value, reason) for change in changes] == [(None, "sai")]


async def test_doubts_and_refusals_name_their_cells() -> None:
    board = FakeBoard()
    async with at_the_grid(board) as desk:
        await desk.press(*"9", "tab", *"8", "enter")
        first, second = (CLUSTERS, "A95"), (CLUSTERS, "A66")
        board.grid_outcome = GridOutcome(False, problems={second: "Kỳ này đã khoá."})
        await desk.save()
        assert desk.grid.spot == second
        assert "Đắk Lắk" in desk.text
        assert "Kỳ này đã khoá." in desk.text
        await desk.press(*"7", "enter")
        board.grid_outcome = GridOutcome(False, doubts={first: "Gấp mười lần năm trước?"})
        await desk.save()
        question = desk.app.screen
        assert isinstance(question, AskText)
        assert "Bạc Liêu: Gấp mười lần năm trước?" in question.text
        await desk.press(*"ok", "enter")
        await desk.settle()
        assert board.grid_saves[-1][1:] == ("ok", frozenset([first]))
        assert not desk.grid.changed


async def test_somebody_elses_change_is_shown_beside_ones_own() -> None:
    board = FakeBoard()
    stand(board, (POINTS, "A95"), 10)
    async with at_the_grid(board) as desk:
        await desk.press("down", "down", *"20", "enter", "up")
        board.grid_cells["result", 2020].clear()
        stand(board, (POINTS, "A95"), 15, "h2")
        desk.app.database_changed()
        await desk.save()
        assert not board.grid_saves
        await desk.press("left")
        assert "15 điểm" in desk.text
        assert "Của bạn: 20" in " ".join(desk.text.split())
        await desk.press(*"20", "enter")
        await desk.save()
        ((change,), _reason, _confirmed) = board.grid_saves[0]
        assert change.before is not None
        assert change.before.head == "h2"


async def test_a_draft_is_kept_and_offered_and_its_conflicts_are_told(tmp_path: Path) -> None:
    board = FakeBoard()
    board.drafts = tmp_path
    stand(board, (POINTS, "A95"), 10)
    async with at_the_grid(board) as desk:
        await desk.press("down", "down", *"20", "tab", *"1.", "escape", *"3")
        flush_all()
    stand(board, (POINTS, "A66"), 4, "h2")
    async with at_the_grid(board) as desk:
        assert "bản nháp" in desk.text
        assert not desk.grid.changed
        await desk.press("ctrl+r")
        assert desk.texts == {(POINTS, "A95"): "20", (POINTS, "A66"): "3"}
        assert desk.grid.spot == (POINTS, "A66")
        assert desk.grid.conflicts() == [(POINTS, "A66")]
        await desk.press("escape", "escape", "3")
        await desk.settle()
        assert isinstance(desk.app.screen, OverviewScreen)
    assert not list(tmp_path.rglob("*.json"))


async def test_it_stands_whole_at_every_size_and_pages_follow_the_cursor() -> None:
    for size in ((80, 24), (120, 40), (200, 50), (40, 10)):
        board = FakeBoard()
        stand(board, (POINTS, "A14"), 10)
        async with at_the_grid(board, size) as desk:
            await desk.press("end", "down", "down")
            assert "Sơn La" in desk.text
            assert all(len(line) == size[0] for line in desk.text.split("\n"))


async def test_the_months_of_one_province_and_the_sum_of_its_row() -> None:
    async with at_the_grid() as desk:
        await desk.press("escape")
        assert isinstance(desk.app.screen, OverviewScreen)
        await desk.press("enter", "k", "f4", "1", "end", "up", "down", "down", "down", "down")
        assert desk.grid.page.choice.across == "months"
        desk.paste("1")
        await desk.press("left", *"2.000", "left", "x")
        assert "2.001" in desk.text


async def test_a_programme_is_chosen_without_losing_what_was_typed() -> None:
    board = FakeBoard()
    board.usual = ()
    async with at_the_grid(board) as desk:
        await desk.press(*"50", "enter")
        await desk.save()
        assert not board.grid_saves
        await desk.press("f4", "7", *"gnbv21", "enter")
        assert desk.grid.page.choice.programme == "GNBV21"
        assert desk.texts == {(CLUSTERS, "A95"): "50"}
        await desk.save()
        assert len(board.grid_saves) == 1


async def test_a_commune_is_added_by_its_name_and_its_draft_brings_it_back(tmp_path: Path) -> None:
    board = FakeBoard()
    board.drafts = tmp_path
    to_communes = ["escape", "down", "down", "down", "enter", "k", "f4", "5"]
    async with at_the_grid(board) as desk:
        await desk.press(*to_communes)
        assert [column.title for column in desk.grid.page.columns] == ["Nậm Lúc"]
        await desk.press("f4", "6", *"nam luc", "enter")
        assert len(desk.grid.page.columns) == 1
        await desk.press("f4", "6", *"hue", "enter")
        assert "không có xã" in desk.text
        await desk.press("f4", "6", *"bao nhai", "enter")
        assert desk.grid.spot == (CLUSTERS, "B03076")
        await desk.press(*"50", "enter")
        flush_all()
    async with at_the_grid(board) as desk:
        await desk.press(*to_communes, "ctrl+r")
        assert desk.texts == {(CLUSTERS, "B03076"): "50"}
