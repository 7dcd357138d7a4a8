"""The dashboard by keyboard, on the figures of the five documents."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from db import language
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.period import Period
from db.models.text import cells
from db.summary.views import OverviewRow, Province
from tests.tui.fake_board import BAC_LIEU, DAK_LAK, HAI_DUONG, SON_LA, FakeBoard, goal, record
from tui.app import Dashboard, Options
from tui.screens.ask import Ask
from tui.screens.base import BoardScreen
from tui.screens.form import FormScreen
from tui.screens.help import HelpScreen
from tui.screens.overview import OverviewScreen
from tui.screens.palette import PaletteScreen
from tui.screens.province import ProvinceScreen
from tui.screens.record import RecordScreen
from tui.widgets.canvas import Canvas

SIZES = [(80, 24), (120, 40), (200, 50)]
BY_NAME = ["Bạc Liêu", "Đắk Lắk", "Hải Dương", "Lào Cai", "Sơn La"]


@dataclass
class Desk:
    """A dashboard and a person at it."""

    app: Dashboard
    board: FakeBoard
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        return [line.text for line in self.app.screen.query_one(Canvas)._frame]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def roles(self) -> list[list[tuple[str, str]]]:
        return [line.pieces for line in self.app.screen.query_one(Canvas)._frame]

    @property
    def marked(self) -> str:
        return next((line for line in self.lines if "▶" in line), "")

    async def settle(self) -> None:
        """Wait for what is asked for in a thread."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def open(self, name: str) -> None:
        await self.press("home", *["down"] * BY_NAME.index(name), "enter")

    async def commit(self) -> None:
        self.board.commit()
        self.app.live._look()
        await self.pilot.pause()


@asynccontextmanager
async def desk(size: tuple[int, int] = (120, 40), board: Any = None, **options: object) -> AsyncIterator[Desk]:
    board = board or FakeBoard()
    app = Dashboard(board, Options(poll_ms=60_000, **options))  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Desk(app, board, pilot)


async def test_provinces_with_data_come_first_in_vietnamese_order() -> None:
    async with desk() as at:
        names = [name for line in at.lines for name in BY_NAME if line[2:].startswith(name)]
        assert names == BY_NAME
        assert "Hà Nội" not in at.text
        await at.press("a")
        assert "Hà Nội" in at.text
        assert at.text.index("Sơn La") < at.text.index("Bà Rịa - Vũng Tàu")
        await at.press("a", "o")
        assert at.text.index("Lào Cai") < at.text.index("Sơn La") < at.text.index("Hải Dương")


@pytest.mark.parametrize("size", SIZES)
async def test_the_overview_shows_the_figures(size: tuple[int, int]) -> None:
    async with desk(size) as at:
        row = next(line for line in at.lines if "Sơn La" in line)
        assert "2.700" in row
        assert "11" in row
        assert "hơn 1,33 tỷ" in next(line for line in at.lines if "Đắk Lắk" in line)
        assert "15/09/2025" in row
        assert "MẪU" in at.lines[0]


async def test_year_and_programme_filters_ask_the_board_anew() -> None:
    async with desk() as at:
        await at.press("ctrl+left")
        assert "2024" in at.lines[0]
        assert "Sơn La" not in at.text
        await at.press("ctrl+right", "comma", "less_than_sign")
        assert "2023" in at.lines[0]
        await at.press("full_stop", "greater_than_sign")
        assert "tất cả" in at.lines[0]
        await at.press("p")
        assert "MTCS" in at.lines[0]


@pytest.mark.parametrize("typed", ["dak lak", "ĐẮK", "Đak Lăk"])
async def test_find_needs_no_marks(typed: str) -> None:
    async with desk() as at:
        await at.press("slash", *("space" if letter == " " else letter for letter in typed))
        assert "Đắk Lắk" in at.text
        assert "Sơn La" not in at.text
        await at.press("enter", "enter")
        assert isinstance(at.app.screen, ProvinceScreen)
        assert at.app.screen.province == DAK_LAK
        await at.press("escape", "escape")
        assert "Sơn La" in at.text
        assert "Đắk Lắk" in at.marked


async def test_telex_letters_do_nothing_by_themselves() -> None:
    async with desk() as at:
        before = at.text
        await at.press("w", "ơ", "ư", "backspace", "left_square_bracket")
        assert at.text == before


async def test_the_way_to_a_source_and_back() -> None:
    async with desk() as at:
        await at.open("Sơn La")
        await at.press("4", "down")
        assert "Hỗ trợ phương tiện" in at.marked
        await at.press("enter")
        assert isinstance(at.app.screen, RecordScreen)
        assert "1.500.000.000 đ" in at.text
        assert "Sở TT&TT" in at.text
        await at.press("escape")
        assert "Hỗ trợ phương tiện" in at.marked
        await at.press("escape")
        assert isinstance(at.app.screen, OverviewScreen)
        assert "Sơn La" in at.marked


@pytest.mark.parametrize(
    ("size", "seen"),
    [((80, 24), 1), ((99, 40), 1), ((100, 24), 4), ((159, 40), 4), ((160, 24), 4), ((189, 40), 4), ((190, 40), 5)],
)
async def test_how_many_panels_are_seen(size: tuple[int, int], seen: int) -> None:
    async with desk(size) as at:
        await at.open("Sơn La")
        screen = at.app.screen
        assert isinstance(screen, ProvinceScreen)
        assert len(screen._panels) == seen
        await at.press("5")
        assert 5 in screen._panels
        assert "1.300" in at.text
        await at.press("2", "z")
        assert list(screen._panels) == [2]
        await at.press("z")
        assert len(screen._panels) == seen


@pytest.mark.parametrize("width", range(80, 221, 7))
async def test_no_figure_or_unit_is_cut_at_any_width(width: int) -> None:
    whole = ["khoảng 90,0 %", "100,0 %", "1 đội", "6 xã"]
    async with desk((width, 30)) as at:
        assert all(cells(line) == width for line in at.lines)
        for name, figures in (("Đắk Lắk", whole), ("Hải Dương", ["630"]), ("Sơn La", ["2.700"])):
            await at.press("escape", "home")
            await at.open(name)
            if name != "Đắk Lắk":
                await at.press("3" if name == "Hải Dương" else "4")
            assert all(cells(line) == width for line in at.lines)
            for figure in figures:
                assert figure in at.text, (name, figure)
            assert not re.search(r"\d…", at.text)


async def test_the_whole_text_stands_below_the_selected_row() -> None:
    async with desk((80, 24)) as at:
        await at.open("Hải Dương")
        await at.press("3")
        assert "…" in at.marked
        assert "xã nông thôn mới giai đoạn 2016-2020" in " ".join(" ".join(at.lines[-5:-1]).split())


async def test_a_state_and_its_reason_are_told() -> None:
    async with desk((80, 24)) as at:
        await at.open("Bạc Liêu")
        await at.press("ctrl+right")
        assert "2021" in at.lines[0]
        await at.press("end")
        assert "Thực hiện Quyết định 1719" in at.marked
        assert "– không triển khai" in at.marked
        below = " ".join(at.lines[-3:-1])
        assert "không triển khai · DTTS" in below
        assert "COVID-19" in below
        await at.press("enter")
        assert isinstance(at.app.screen, RecordScreen)
        assert "Hoạt động" in at.lines[0]


async def test_plans_activities_and_documents_are_listed_and_opened() -> None:
    async with desk((80, 24)) as at:
        await at.open("Bạc Liêu")
        await at.press("6")
        assert at.lines[1].rstrip().endswith("6 Văn bản")
        assert "Thực hiện Quyết định 1719" in at.marked
        assert "Hoạt động" in at.marked
        await at.press("enter")
        assert isinstance(at.app.screen, RecordScreen)
        assert "COVID-19" in at.text


async def test_a_line_of_each_year_is_a_row_of_its_own() -> None:
    board = FakeBoard()
    of_2022 = goal("training_classes", Figure.of(3))._replace(year=2022)
    of_2024 = goal("training_classes", Figure.of(1))._replace(year=2024)
    page = board.province(BAC_LIEU.key, None, None, "reported")._replace(progress=(of_2024, of_2022))
    board.province = lambda *_: page  # type: ignore[method-assign]
    async with desk((80, 24), board) as at:
        await at.open("Bạc Liêu")
        assert at.marked.split()[1] == "2024"
        await at.press("down")
        assert at.marked.split()[1] == "2022"
        await at.commit()
        assert at.marked.split()[1] == "2022"


async def test_what_others_commit_is_shown_and_marked_and_nothing_moves() -> None:
    async with desk() as at:
        await at.press("down", "down")
        at.board.years[SON_LA, 2018].figures["receivers_household"] = Figure.of(2800)
        marked = at.marked
        await at.commit()
        assert at.marked == marked
        assert "2.800" in at.text
        hot = {text.strip() for line in at.roles for text, role in line if role.endswith("+hot")}
        assert "2.800" in hot
        assert "Sơn La" not in hot
        screen = at.app.screen
        assert isinstance(screen, BoardScreen)
        screen._marks = dict.fromkeys(screen._marks, 0.0)
        screen._unmark()
        assert not any(role.endswith("+hot") for line in at.roles for _text, role in line)


async def test_a_result_entered_elsewhere_shows_its_bar() -> None:
    async with desk((80, 24)) as at:
        await at.open("Đắk Lắk")
        own = at.board.years[DAK_LAK, 2020]
        own.progress[0] = goal("clusters_informed", Figure.of(10000), Figure.of(9500), 95.0, "missed")
        await at.commit()
        assert "95,0 %" in at.marked
        assert "█" in at.marked
        assert "✗ không đạt" in at.marked


async def test_a_cursor_stays_on_its_record_when_others_come_before_it() -> None:
    async with desk() as at:
        await at.open("Sơn La")
        await at.press("4", "down")
        title = at.marked
        new = record(SON_LA, 2018, 9, "delivery", "Mới", Period.day(date(2018, 12, 1)), "GNBV16", devices=Figure.of(3))
        at.board.years[SON_LA, 2018].records.insert(0, new)
        await at.commit()
        assert at.marked.split("│")[-1].split()[:4] == title.split("│")[-1].split()[:4]


async def test_a_lost_connection_is_told_and_recovers() -> None:
    async with desk() as at:
        at.board.broken = "the server does not answer"
        at.app.live._look()
        await at.pilot.pause()
        assert "Mất kết nối" in at.lines[0]
        await at.press("enter")
        assert "the server does not answer" in at.text
        await at.press("escape")
        at.board.broken = ""
        at.app.live._look()
        await at.pilot.pause()
        assert "Mất kết nối" not in at.lines[0]


async def test_a_remote_database_is_asked_in_a_thread() -> None:
    board = FakeBoard()
    board.remote = True
    async with desk(board=board) as at:
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert "Sơn La" in at.text
        board.years[SON_LA, 2018].figures["receivers_household"] = Figure.of(2900)
        board.commit()
        at.app.live._look()
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert "2.900" in at.text


async def test_void_asks_for_a_reason() -> None:
    async with desk() as at:
        await at.open("Hải Dương")
        await at.press("3", "delete", "enter")
        assert at.board.voids == []
        await at.press("n", "h", "enter")
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert at.board.voids == [(HAI_DUONG.key, "training-30-2017-1", "head-1", "nh")]
        assert isinstance(at.app.screen, ProvinceScreen)


async def test_new_asks_for_the_kind_only_where_it_is_not_clear() -> None:
    async with desk() as at:
        await at.open("Hải Dương")
        await at.press("3", "n")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.screen.form.kind.code == "training"
        await at.press("escape", "1", "n", "2")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.screen.form.kind.code == "result"


async def test_edit_opens_the_record() -> None:
    async with desk() as at:
        await at.open("Hải Dương")
        await at.press("3", "e")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.screen.form.texts()["participants"] == "630"


async def test_what_was_saved_is_named_and_the_cursor_stands_on_it() -> None:
    async with desk() as at:
        await at.open("Sơn La")
        await at.press("4", "down", "e", "ctrl+s")
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert isinstance(at.app.screen, ProvinceScreen)
        assert "Đã lưu" in at.text
        assert "“Hỗ trợ phương tiện tác nghiệp thông tin cổ động”, 2018: 1.500.000.000 đ" in at.text
        assert "Hỗ trợ phương tiện" in at.marked
        await at.press("1")
        assert "Đã lưu" not in at.text
        at.app.screen.show_record(at.board.years[SON_LA, 2018].records[0].id)
        await at.commit()
        assert at.app.screen.active == 4
        assert "Hỗ trợ đài radio" in at.marked


async def test_help_names_the_keys_of_the_screen() -> None:
    async with desk(keys={"zoom": ["y"]}) as at:
        await at.open("Hải Dương")
        await at.press("question_mark")
        assert isinstance(at.app.screen, HelpScreen)
        assert re.search(r"^ *y +Phóng to", at.text, re.MULTILINE)
        await at.press("escape")
        assert isinstance(at.app.screen, ProvinceScreen)


async def test_the_palette_runs_commands_on_the_screen_below() -> None:
    async with desk() as at:
        await at.open("Hải Dương")
        await at.press("ctrl+p")
        assert isinstance(at.app.screen, PaletteScreen)
        await at.press(*"phong", "enter")
        assert isinstance(at.app.screen, ProvinceScreen)
        assert at.app.screen.enlarged


async def test_the_language_switches_while_it_runs() -> None:
    async with desk() as at:
        await at.open("Hải Dương")
        await at.press("l")
        assert language.language() == "en"
        assert "Trainings" in at.text
        await at.press("escape")
        assert "Overview" in at.text
        assert "2,700" in at.text
        assert "1.33 bn" in at.text
        await at.press("f9")
        assert "Tổng quan" in at.text


async def test_the_home_province_opens_first() -> None:
    async with desk(home_province="A14") as at:
        assert isinstance(at.app.screen, ProvinceScreen)
        assert at.app.screen.province == SON_LA


async def test_an_empty_database_lists_every_province_and_tells_two_of_one_name_apart() -> None:
    board = FakeBoard({})
    today = Province("B14", "14", "B", "Sơn La")
    shown = board.overview(None, None, "reported")
    both = shown._replace(rows=(*shown.rows, OverviewRow(today, False, 0, 0, {}, None, None)))
    board.overview = lambda *_: both  # type: ignore[method-assign]
    async with desk(board=board) as at:
        assert "Sơn La (cũ)" in at.text
        assert "Hà Nội" in at.text


async def test_quit_lets_go_of_the_database() -> None:
    async with desk() as at:
        await at.press("ctrl+q")
    assert at.board.closed


@pytest.mark.parametrize("theme", ["dark", "light", "ansi", "plain"])
async def test_every_theme_draws_every_role(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    if theme == "plain":
        monkeypatch.setenv("NO_COLOR", "1")
    async with desk(theme=theme) as at:
        assert at.app.palette.theme == theme
        await at.open("Đắk Lắk")
        svg = at.app.export_screenshot()
        assert "ph" in svg
        if theme == "plain":
            assert all(style.color is None and style.bgcolor is None for style in at.app.palette.values())


async def test_every_kind_of_record_is_entered_from_any_screen() -> None:
    async with desk() as at:
        await at.open("Hải Dương")
        await at.press("3", "enter", "n", "0")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.screen.form.kind.code == "source_document"
        await at.press("escape", "ctrl+p", *"loai bat ky", "enter")
        assert isinstance(at.app.screen, Ask)
        assert len(at.app.screen.choices) == len(KINDS)
        await at.press("8")
        assert at.app.screen.form.kind.code == "plan"  # type: ignore[attr-defined]
        assert "Hải Dương" in at.text
