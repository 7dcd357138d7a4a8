"""The first run: the person's own province, chosen once and kept in the person's own file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from db import language
from db.settings import Settings, load, user_config_file
from db.summary.views import Province
from tui.first_run import FirstRun
from tui.screens.home import HomeScreen
from tui.widgets.canvas import Canvas

PROVINCES = [
    Province(f"B{code}", code, "B", name)
    for code, name in (("01", "Hà Nội"), ("14", "Sơn La"), ("20", "Lạng Sơn"), ("66", "Đắk Lắk"))
]


class Run(FirstRun):
    """A first run that makes nothing."""

    def make(self, choice: int, report: Callable[[int, int], None]) -> None:
        self.url = "sqlite:///made.db"

    def provinces(self) -> list[Province]:
        return PROVINCES


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    language.use("vi")
    return load(environ={"HOME": str(tmp_path)})


async def first_run(settings: Settings, *keys: str) -> tuple[Run, str]:
    """The program after these keys, and what stands on its screen."""
    app = Run(settings, sample=False)
    async with app.run_test() as pilot:
        await pilot.press("2")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press(*keys)
        await pilot.pause()
        text = "\n".join(line.text for line in app.screen.query_one(Canvas)._frame) if app.is_running else ""
    return app, text


async def test_a_name_without_marks_chooses_the_province_for_good(own_settings: Settings) -> None:
    app, _text = await first_run(own_settings, *"dak", "enter")
    assert app.home == "B66"
    assert load(user_config_file()).place.home_province == "B66"


async def test_a_word_of_a_name_and_the_arrows(own_settings: Settings) -> None:
    app, text = await first_run(own_settings, *"son", "down")
    assert "▶ Sơn La" in text
    assert "Lạng Sơn" in text
    assert "Hà Nội" not in text
    assert app.home == ""


async def test_esc_chooses_none(own_settings: Settings) -> None:
    app, _text = await first_run(own_settings, "escape")
    assert app.home == ""
    assert not user_config_file().exists()


async def test_a_file_that_cannot_be_written_is_told_and_the_choice_holds(own_settings: Settings) -> None:
    user_config_file().parent.parent.mkdir(exist_ok=True)
    user_config_file().parent.write_text("a file where a folder should be")
    app, text = await first_run(own_settings, *"dak", "enter")
    assert app.home == "B66"
    assert "Lựa chọn chỉ có hiệu lực lần này" in text


async def test_who_has_a_province_in_the_settings_is_not_asked(own_settings: Settings) -> None:
    place = replace(own_settings.place, home_province="A14")
    app = FirstRun(replace(own_settings, place=place), sample=False)
    app.url = "sqlite:///never-opened.db"
    assert app.provinces() == []
