"""Ctrl+Y over a real database: a line each, blank ones left out, all of it one action that one undo takes back."""

from __future__ import annotations

import pytest

from db import language
from db.entry.gates import Person
from db.entry.saving import save
from db.entry.undoing import undo
from db.settings import load
from db.store.database import Database
from db.store.reader import open_reader
from tests.db.entry.contents import VALID, number, years
from tui.app import Dashboard, Options
from tui.board import DatabaseBoard
from tui.screens.form import FormScreen

_MADE = """
SELECT r.kind, r.title, v.cause, v.content FROM record r JOIN revision v ON v.id = r.head_revision_id
WHERE r.year_from = 2024 AND NOT r.voided ORDER BY r.kind, r.id
"""


async def test_last_year_becomes_this_year(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("TIENDO_DATA_FOLDER", str(tmp_path))
    for kind, more in (
        ("plan", {"title": "Kế hoạch 2023"}),
        ("target", {}),
        ("target", {"indicator": "postal_codes", "value": number(9000)}),
        ("target", {"indicator": "households_informed", "value": number(7000)}),
    ):
        content = VALID[kind] | {"period": years(2023)} | more
        save(database, person=Person("lan"), province_code="A10", kind=kind, content=content)
    language.use("vi")
    app = Dashboard(DatabaseBoard(load(database_url=url)), Options(poll_ms=60_000))
    async with app.run_test(size=(120, 40)) as pilot:

        async def settle() -> None:
            await app.workers.wait_for_complete()
            await pilot.pause()

        await settle()
        await pilot.press("enter")
        await settle()
        await pilot.press("ctrl+y", "end", "ctrl+u", *"năm sau", "enter")
        assert "năm sau" in app.screen.notice  # type: ignore[attr-defined]
        await pilot.press("ctrl+y", "end", "ctrl+u", *"2024", "enter")
        await settle()
        screen = app.screen
        assert isinstance(screen, FormScreen)
        texts = screen.form.texts()
        assert list(texts.values()) == ["Kế hoạch 2024", "8/10", "90", "70"]
        shown = "\n".join(line.text for line in screen.canvas.lines(120, 40))
        assert "Xã có mạng LAN" in shown
        await pilot.press("down", "end", "ctrl+u", *"9/10", "down", "end", "ctrl+u", "down", "down", "up")
        await settle()
        with open_reader(url) as reader:
            assert reader.rows(_MADE) == []
        await pilot.press("ctrl+s")
        await settle()
        await settle()
        assert not isinstance(app.screen, FormScreen), screen.canvas.notices
    with open_reader(url) as reader:
        made = reader.rows(_MADE)
        assert [(kind, title, cause) for kind, title, cause, _content in made] == [
            ("plan", "Kế hoạch 2024", "copy"),
            ("target", "", "copy"),
            ("target", "", "copy"),
        ]
        assert '"numerator":9' in made[1][3]
        assert "households_informed" in made[2][3]
        undo(database, Person.current())
        assert reader.rows(_MADE) == []
