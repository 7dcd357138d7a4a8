"""The terminal shows the lines of the screens, at the moment when a screen opens or closes."""

from __future__ import annotations

from typing import Any

import pytest
from textual.screen import Screen

from tests.tui.fake_board import FakeBoard
from tui.app import Dashboard, Options
from tui.painting import _CellUpdate
from tui.screens.ask import Question
from tui.screens.base import BoardScreen
from tui.screens.drawn import DrawnScreen

KEYS = ("down", "enter", "3", "enter", "escape", "delete", "x", "escape", "1", "n", "escape", "f1", "escape", "escape")


class Recorder(Dashboard):
    """Keeps what a terminal would show of what is written, and how often it is written to."""

    def __init__(self) -> None:
        super().__init__(FakeBoard(), Options(poll_ms=60_000))
        self.cells: dict[tuple[int, int], str] = {}
        self.writes = 0

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        assert isinstance(renderable, _CellUpdate)
        self.writes += 1
        for left, y, strip in renderable._runs:
            for x, character in enumerate(strip.text, left):
                self.cells[x, y] = character

    def seen(self) -> list[str]:
        width, height = self.size
        return ["".join(self.cells.get((x, y), " ") for x in range(width)) for y in range(height)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_written_adds_up_to_what_the_screen_says(size: tuple[int, int]) -> None:
    app = Recorder()
    async with app.run_test(size=size) as pilot:
        for key in KEYS:
            await pilot.press(key)
            screen = app.screen
            assert isinstance(screen, DrawnScreen)
            lines = [line.text for line in screen.lines(*size)]
            assert app.seen()[-len(lines) :] == lines
            assert len(lines) == size[1] or isinstance(screen, Question)


async def test_a_screen_is_painted_once_and_before_anything_else_happens() -> None:
    app = Recorder()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for key in ("enter", "escape", "f1", "escape"):
            before = app.writes
            screen = app.screen
            assert isinstance(screen, DrawnScreen)
            screen.press(key)
            assert app.writes == before + 1
            assert app.screen is not screen
            await pilot.pause()
            assert app.writes == before + 1


async def test_nothing_is_taken_for_shown_after_a_change_of_size() -> None:
    app = Recorder()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        app.cells.clear()
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, BoardScreen)
        assert app.seen() == [line.text for line in screen.lines(100, 30)]
