"""The screen of summaries by keyboard, on a board of plain data."""

from __future__ import annotations

from typing import Any

import pytest

from db.models.text import cells
from db.summary.tables import SUMMARIES, SummaryTable
from tests.tui.fake_board import FakeBoard
from tests.tui.screens.test_dashboard import SIZES, Desk, desk
from tui.screens.choices import ChoicesScreen
from tui.screens.overview import OverviewScreen
from tui.screens.province import ProvinceScreen
from tui.screens.summaries import SummaryScreen
from tui.widgets.table import folded_title

NAMES = list(SUMMARIES)


async def choose(at: Desk, name: str = "breakdown") -> None:
    await at.press("b", *["down"] * NAMES.index(name), "enter")
    await at.settle()


@pytest.mark.parametrize("size", SIZES)
async def test_no_figure_and_no_unit_is_cut(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        await choose(at)
        assert max(cells(line) for line in at.lines) <= size[0]
        row = next(line for line in at.lines if "Đắk Lắk" in line)
        assert "≈ 630" in row
        assert "≈ 1,33 tỷ" in row
        assert "12,5 %" in row
        assert "(người)" in at.text
        assert "…" not in "".join(line for line in at.lines[1:-3])


async def test_what_does_not_fit_is_scrolled_to() -> None:
    async with desk((80, 24)) as at:
        await choose(at)
        assert "14.808" not in at.text
        assert "→" in at.text
        await at.press(*["right"] * 20)
        assert "14.808" in at.text
        assert "Đắk Lắk" in at.text
        assert "02/09/2025" in at.text
        await at.press(*["left"] * 20)
        assert "12,5 %" in at.text


async def test_the_filters_ask_the_board_anew() -> None:
    board = FakeBoard()
    async with desk(board=board) as at:
        await choose(at)
        assert board.asked == ("breakdown", None, None, None, "training_participants", "month", "reported")
        await at.press("ctrl+left", "p", "d")
        await at.settle()
        assert board.asked == ("breakdown", None, 2019, "MTCS", "training_participants", "month", "current")
        await at.press("f4")
        assert isinstance(at.app.screen, ChoicesScreen)
        await at.press(*"leaflets", "enter")
        await at.settle()
        assert board.asked[4] == "leaflets"
        assert "Tờ rơi" in at.lines[0]


class _EmptyYear(FakeBoard):
    """A summary of one year in which nothing was recorded."""

    def table(self, *asked: Any) -> SummaryTable:
        return super().table(*asked)._replace(rows=(), totals=None, year_taken=2026)


async def test_the_year_that_was_taken_is_named_where_it_is_empty() -> None:
    async with desk((80, 24), board=_EmptyYear()) as at:
        await choose(at, "pace")
        assert "đây là năm 2026" in at.text
        assert "Ctrl+→" in at.text


async def test_a_summary_has_no_filter_that_it_does_not_look_at() -> None:
    board = FakeBoard()
    async with desk(board=board) as at:
        await choose(at, "partners")
        before = board.asked
        await at.press("f4", "m")
        assert isinstance(at.app.screen, SummaryScreen)
        assert board.asked == before
        assert "F4" not in at.lines[-1]


async def test_rows_are_ordered_by_a_column_and_found_by_name() -> None:
    async with desk() as at:
        await choose(at)
        named = [line[2:].split("  ")[0].strip() for line in at.lines[3:8]]
        assert named[0] == "Sơn La"
        await at.press("o", "o")
        ordered = [line[2:].split("  ")[0].strip() for line in at.lines[3:8]]
        assert ordered == ["Lào Cai", "Bạc Liêu", "Hải Dương", "Đắk Lắk", "Sơn La"]
        assert "▼" in at.text
        await at.press("slash", *"son", "enter")
        assert "Lào Cai" not in at.text
        await at.press("escape")
        assert "Lào Cai" in at.text
        assert isinstance(at.app.screen, SummaryScreen)


async def test_a_row_opens_its_province_and_back() -> None:
    async with desk() as at:
        await choose(at)
        await at.press("down", "enter")
        assert isinstance(at.app.screen, ProvinceScreen)
        assert "Đắk Lắk" in at.lines[0]
        await at.press("escape")
        assert isinstance(at.app.screen, SummaryScreen)
        assert "Đắk Lắk" in at.marked
        await at.press("escape")
        assert isinstance(at.app.screen, OverviewScreen)


async def test_a_province_opens_its_own_summary() -> None:
    board = FakeBoard()
    async with desk(board=board) as at:
        await at.open("Sơn La")
        await choose(at)
        assert board.asked[:2] == ("breakdown", "A14")
        assert "Sơn La" in at.lines[0]


async def test_what_others_commit_is_shown() -> None:
    board = FakeBoard()
    async with desk(board=board) as at:
        await choose(at)
        board.asked = ()
        await at.commit()
        await at.settle()
        assert board.asked[0] == "breakdown"


async def test_another_summary_on_the_same_screen_and_the_other_language() -> None:
    board = FakeBoard()
    async with desk(board=board) as at:
        await choose(at)
        await choose(at, "partners")
        assert board.asked[0] == "partners"
        await at.press("f9")
        await at.settle()
        assert "Partners" in at.lines[0]
        await at.press("escape")
        assert isinstance(at.app.screen, OverviewScreen)


async def test_what_the_board_refuses_is_said() -> None:
    board = FakeBoard()
    async with desk(board=board) as at:
        board.broken = "Mất kết nối tới máy chủ."
        await choose(at)
        assert "Mất kết nối tới máy chủ." in at.text


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        ("Tỷ lệ", "Tỷ lệ"),
        ("Người được tập huấn (người)", "Người được tập\nhuấn (người)"),
        ("Communes-only", "Communes-only"),
    ],
)
def test_a_long_heading_stands_on_two_lines(title: str, folded: str) -> None:
    assert folded_title(title) == folded
