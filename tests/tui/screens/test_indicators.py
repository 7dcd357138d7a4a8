"""The indicators' own screen on a real database: reached from the palette, one added, one edited, one refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.entry.indicators import read_changes, read_indicator
from db.settings import load
from db.store.reader import open_reader
from tests.loaded import loaded_file
from tests.tui.screens.test_dashboard import Desk, desk
from tui.board import DatabaseBoard
from tui.screens.form import FormScreen
from tui.screens.indicators import IndicatorsScreen

__all__ = ["loaded_file"]


@pytest.fixture
def board(loaded_file: Path, tmp_path: Path) -> DatabaseBoard:
    shutil.copy(loaded_file, tmp_path / "own.db")
    return DatabaseBoard(load(environ={}, database_url=f"sqlite:///{tmp_path / 'own.db'}"))


async def to_indicators(at: Desk) -> None:
    await at.press("ctrl+p", *"danh muc", "enter")
    assert isinstance(at.app.screen, IndicatorsScreen)


async def fill(at: Desk, **texts: str) -> None:
    screen = at.app.screen
    assert isinstance(screen, FormScreen)
    for entry in screen.form.entries:
        if entry.field.name in texts:
            entry.editor.set(texts[entry.field.name])
    await at.press("ctrl+s")
    await at.app.workers.wait_for_complete()
    await at.pilot.pause()


NEW = {
    "code": "commune_wifi",
    "name_vi": "Xã có wifi công cộng",
    "name_en": "communes with public wifi",
    "unit": "xã",
    "over_time": "latest",
    "over_place": "sum",
    "valid_from": "2020",
}


async def test_add_then_edit_then_end(board: DatabaseBoard, tmp_path: Path) -> None:
    async with desk((120, 40), board) as at:
        await to_indicators(at)
        assert "commune_lan" in at.text
        await at.press("n")
        await fill(at, **NEW)
        assert isinstance(at.app.screen, IndicatorsScreen)
        assert "commune_wifi" in at.marked
        assert "2020-01-01" in at.marked
        assert "commune_wifi" in board.names("indicators")
        await at.press("enter")
        await fill(at, baseline="1.300", valid_to="2030", reason="QĐ 12/2026")
        assert "2030-12-31" in at.marked
        await at.press("slash", *"mang lan")
        assert "commune_lan" in at.marked
        assert "commune_wifi" not in at.text
        await at.press("escape", "escape")
        assert not isinstance(at.app.screen, IndicatorsScreen)
    with open_reader(f"sqlite:///{tmp_path / 'own.db'}") as reader:
        one = read_indicator(reader, "commune_wifi")
        assert (one.baseline, one.valid_to, one.short_en, one.group) == (1300, "2030-12-31", one.name_en, "results")
        assert [change.reason for change in read_changes(reader, "commune_wifi")] == ["", "QĐ 12/2026"]


async def test_what_does_not_hold_is_told_at_its_field(board: DatabaseBoard) -> None:
    async with desk((120, 40), board) as at:
        await to_indicators(at)
        await at.press("n")
        await fill(at, **NEW | {"unit": "%"})
        screen = at.app.screen
        assert isinstance(screen, FormScreen)
        assert screen.form.current is not None
        assert screen.form.current.field.name == "over_place"
        await fill(at, over_place="ratio")
        assert isinstance(at.app.screen, IndicatorsScreen)


async def test_an_edit_without_a_change_keeps_every_value(board: DatabaseBoard, tmp_path: Path) -> None:
    with open_reader(f"sqlite:///{tmp_path / 'own.db'}") as reader:
        before = read_indicator(reader, "signings")
        async with desk((120, 40), board) as at:
            await to_indicators(at)
            await at.press("home", "enter")
            await fill(at)
            assert isinstance(at.app.screen, IndicatorsScreen)
        assert read_indicator(reader, "signings") == before
