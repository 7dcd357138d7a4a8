"""Two people on one record: the second sees both versions field by field and chooses; nothing is lost silently."""

from __future__ import annotations

from typing import Any

import pytest

from db.entry.gates import Person
from db.entry.saving import Saved, save, void
from db.models.figure import Figure
from db.store.database import open_database
from tests.loaded import loaded_file
from tests.tui.screens.test_dashboard import Desk, desk
from tests.tui.screens.test_undoing import CLASS, SIZES, board, enter, told, url
from tui.board import DatabaseBoard
from tui.screens.form import FormScreen
from tui.screens.record import RecordScreen
from tui.screens.two_versions import TwoVersionsScreen

__all__ = ["board", "loaded_file", "url"]
HOA = Person("hoa")


def hers(url: str, after: Saved, **fields: Any) -> Saved:
    """What she saves while I type."""
    with open_database(url) as database:
        return save(
            database, person=HOA, province_code="A14", kind="training", content=CLASS | fields,
            record_id=after.record_id, parent=after.revision_id,
        )  # fmt: skip


async def open_form(one: Desk, board: DatabaseBoard, saved: Saved) -> FormScreen:
    one.app.push_screen(RecordScreen(board.record("A14", saved.record_id).province, saved.record_id))
    await one.settle()
    await one.press("e")
    form = one.app.screen
    assert isinstance(form, FormScreen)
    return form


async def write(one: Desk, form: FormScreen, field: str, text: str) -> None:
    """Type into a field of the form, in place of what stands there."""
    form.form.go([entry.field.name for entry in form.form.entries].index(field))
    await one.press("end", "ctrl+u", *("space" if letter == " " else letter for letter in text))


def content(board: DatabaseBoard, saved: Saved) -> dict[str, Any]:
    return dict(board.record("A14", saved.record_id).content)


@pytest.mark.parametrize("size", SIZES)
async def test_each_field_is_chosen(board: DatabaseBoard, url: str, size: tuple[int, int]) -> None:
    saved = enter(url)
    async with desk(size, board=board) as one:
        form = await open_form(one, board, saved)
        await write(one, form, "classes", "9")
        await write(one, form, "note", "của tôi")
        hers(url, saved, classes=Figure.of(8).as_content(), venue="Nhà văn hoá")
        await one.press("ctrl+s")
        await told(one)
        screen = one.app.screen
        assert isinstance(screen, TwoVersionsScreen)
        assert all(part in one.text for part in ("hoa: 8", "trước đó: 7", "hoa: Nhà văn hoá", "của tôi"))
        await one.press("ctrl+s")  # what both changed is not decided yet
        assert one.app.screen is screen
        await one.press("1", "ctrl+s")
        assert one.app.screen is form
        assert content(board, saved)["classes"]["value"] == 8  # nothing is saved before I say so
        await one.press("ctrl+s")
        await told(one)
        assert isinstance(one.app.screen, RecordScreen)
        kept = content(board, saved)
        assert (kept["classes"]["value"], kept["venue"], kept["note"]) == (9, "Nhà văn hoá", "của tôi")


async def test_what_is_mine_gives_way_where_i_say_so(board: DatabaseBoard, url: str) -> None:
    saved = enter(url)
    async with desk(board=board) as one:
        form = await open_form(one, board, saved)
        await write(one, form, "classes", "9")
        await write(one, form, "note", "của tôi")
        hers(url, saved, classes=Figure.of(8).as_content(), venue="Nhà văn hoá")
        await one.press("ctrl+s")
        await told(one)
        await one.press("2", "down", "down", "down", "2", "up", "up", "up", "1", "2", "ctrl+s", "ctrl+s")
        await told(one)
        kept = content(board, saved)
        assert (kept["classes"]["value"], kept["venue"], "note" in kept) == (8, "Nhà văn hoá", False)


async def test_back_to_the_form_decides_nothing(board: DatabaseBoard, url: str) -> None:
    saved = enter(url)
    async with desk(board=board) as one:
        form = await open_form(one, board, saved)
        await write(one, form, "classes", "9")
        hers(url, saved, classes=Figure.of(8).as_content())
        for _turn in range(2):  # and saving asks again
            await one.press("ctrl+s")
            await told(one)
            assert isinstance(one.app.screen, TwoVersionsScreen)
            await one.press("escape")
            assert one.app.screen is form
        assert form.form.texts()["classes"] == "9"
        assert content(board, saved)["classes"]["value"] == 8


async def test_a_third_version_is_compared_too(board: DatabaseBoard, url: str) -> None:
    saved = enter(url)
    async with desk(board=board) as one:
        form = await open_form(one, board, saved)
        await write(one, form, "classes", "9")
        second = hers(url, saved, classes=Figure.of(8).as_content())
        await one.press("ctrl+s")
        await told(one)
        await one.press("1", "ctrl+s")
        hers(url, second, classes=Figure.of(11).as_content())
        await one.press("ctrl+s")
        await told(one)
        assert isinstance(one.app.screen, TwoVersionsScreen)
        assert "trước đó: 8" in one.text
        await one.press("1", "ctrl+s", "ctrl+s")
        await told(one)
        assert content(board, saved)["classes"]["value"] == 9


async def test_a_record_that_was_voided_meanwhile(board: DatabaseBoard, url: str) -> None:
    saved = enter(url)
    async with desk(board=board) as one:
        form = await open_form(one, board, saved)
        await write(one, form, "classes", "9")
        with open_database(url) as database:
            void(
                database, person=HOA, province_code="A14", record_id=saved.record_id, parent=saved.revision_id,
                reason="sai",
            )  # fmt: skip
        await one.press("ctrl+s")
        await told(one)
        assert isinstance(one.app.screen, TwoVersionsScreen)
        assert "đã bị hủy" in " ".join(one.text.split())
        await one.press("ctrl+s", "ctrl+s")
        await told(one)
        record = board.record("A14", saved.record_id)
        assert (record.voided, record.content["classes"]["value"]) == (False, 9)
