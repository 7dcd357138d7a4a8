"""The list below a field, driven by keys: it never changes what keys do, at whatever speed they come."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from textual.events import Key
from textual.pilot import Pilot

from db.models.kinds import Field
from db.models.text import fold
from tests.tui.form_app import FormApp, Port
from tests.tui.screens.test_form import form, screen_text
from tui.screens import offering
from tui.screens.ask import Ask
from tui.widgets.offers import Suggestion

NAMES = ("Báo Sơn La", "Báo điện tử Sơn La", "Hội Nhà báo tỉnh", "Hội trường tỉnh")


class Knows(Port):
    """A port that knows some names, and takes its time."""

    def __init__(self, wait_s: float = 0) -> None:
        super().__init__()
        self.slow_s = wait_s
        self.asked: list[str] = []

    def suggest(self, field: Field, text: str) -> Sequence[Suggestion]:
        self.asked.append(text)
        time.sleep(self.slow_s)
        return [Suggestion(name, name) for name in NAMES if f" {fold(text)}" in f" {fold(name)}"]

    def other_spelling(self, field: Field, text: str) -> str | None:
        known = {fold(name): name for name in NAMES}
        return known.get(fold(text)) if text not in NAMES else None


async def settle(app: FormApp, pilot: Pilot[None]) -> None:
    """Wait until no thread works and no key waits."""
    for _round in range(3):
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()


def to(app: FormApp, name: str) -> None:
    screen = form(app)
    screen.form.active = next(at for at, one in enumerate(screen.form.entries) if one.field.name == name)
    screen.redraw()


def send(app: FormApp, keys: Sequence[str]) -> None:
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))


BURSTS = {
    "venue": [
        [*"hoi", "enter", *"x"],
        [*"hoi", "down", "enter", *"x"],
        [*"hoi", "down", "up", *"z", "enter", *"x"],
        [*"hoi", "down", "escape", *"z", "enter"],
        [*"hoi", "down", "down", "down", "down", *"!", "up", *"x"],
        [*"zzz", "down", *"x"],
        [*"hoi n", "down", "backspace", *"h", "down"],
    ],
    "topics": [
        [*"bao", "down", *"; hoi", "down", "down", "enter", *"x"],
        [*"moi; ba", "down", *";", "backspace", "down", "shift+tab", *"y"],
    ],
    "programmes": [
        [*"gn", "down", "down", *"; d", "down", "enter", *"x"],
    ],
    "classes": [[*"1.5", "down", "enter", *"7"], [*"12", "down", *"7"]],
}


@pytest.mark.parametrize(("name", "keys"), [(name, keys) for name, bursts in BURSTS.items() for keys in bursts])
async def test_keys_do_the_same_at_every_speed(name: str, keys: list[str]) -> None:
    results = []
    for wait_s, one_by_one in ((0.02, False), (0, True)):
        app = FormApp("training", Knows(wait_s))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("n")
            to(app, name)
            for part in [[key] for key in keys] if one_by_one else [keys]:
                send(app, part)
                await settle(app, pilot)
                if one_by_one and form(app).form.current is not None:
                    form(app)._offering._paused()
                    await settle(app, pilot)
            results.append((form(app).form.texts(), form(app).form.active))
    assert results[0] == results[1]


async def test_what_the_keys_of_the_list_do() -> None:
    app = FormApp("training", Knows())
    async with app.run_test(size=(80, 24)) as pilot:

        async def after(name: str, keys: list[str]) -> str:
            to(app, name)
            form(app).form.entries[form(app).form.active].editor.set("")
            send(app, keys)
            await settle(app, pilot)
            return form(app).form.texts()[name]

        await pilot.press("n")
        assert await after("venue", [*"hoi", "enter"]) == "hoi"
        assert await after("venue", [*"hoi", "down", "enter"]) == "Hội Nhà báo tỉnh"
        assert await after("venue", [*"hoi", "down", "down", "tab"]) == "Hội trường tỉnh"
        assert await after("venue", [*"hoi", "down", "up", "enter"]) == "hoi"
        assert await after("topics", [*"một; bao", "down", *"; hai", "enter"]) == "một; Báo Sơn La; hai"
        assert await after("programmes", [*"gn", "down", "down", "enter"]) == "GNBV21"
        assert await after("training_form", [*"tr", "down", "enter"]) == "Trực tuyến"
        assert await after("classes", [*"1.5", "down", "enter"]) == "15"
        await after("venue", [*"hoi", "down", "escape"])
        assert not isinstance(app.screen, Ask)
        send(app, ["escape"])
        await settle(app, pilot)
        assert isinstance(app.screen, Ask)


async def test_the_list_is_drawn_after_a_pause_and_only_for_the_text_that_stands_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(offering, "PAUSE_S", 3600)
    port = Knows()
    app = FormApp("training", port)
    async with app.run_test(size=(80, 24)) as pilot:

        async def pause() -> None:
            await settle(app, pilot)
            form(app)._offering._paused()
            await settle(app, pilot)

        await pilot.press("n")
        to(app, "venue")
        send(app, [*"ba"])
        await settle(app, pilot)
        assert not port.asked
        assert "Báo Sơn La" not in screen_text(app)
        await pause()
        assert port.asked == ["ba"]
        assert "↓ Báo Sơn La" in screen_text(app)
        send(app, [*"o di"])
        await pause()
        assert "Báo điện tử Sơn La" in screen_text(app)
        assert "Báo Sơn La" not in screen_text(app)
        send(app, ["enter"])
        await settle(app, pilot)
        assert "Báo điện tử" not in screen_text(app)
        port.slow_s = 0.2
        to(app, "opened_by")
        send(app, [*"ba"])
        await settle(app, pilot)
        form(app)._offering._paused()
        send(app, [*"zz"])
        await settle(app, pilot)
        assert port.asked[2:] == ["ba"]
        assert form(app).form.texts()["opened_by"] == "bazz"
        assert "Báo Sơn La" not in screen_text(app)


async def test_a_pause_in_typing_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offering, "PAUSE_S", 0.01)
    app = FormApp("training", Knows())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        to(app, "venue")
        send(app, [*"ba"])
        while "↓ Báo Sơn La" not in screen_text(app):
            await pilot.pause(0.01)


async def test_a_name_spelled_otherwise_before_is_told_when_it_is_left() -> None:
    app = FormApp("training", Knows())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n")
        to(app, "topics")
        send(app, [*"Báo Sơn La; hội Nhà Báo tỉnh; mới", "enter"])
        await settle(app, pilot)
        told = "“Hội Nhà báo tỉnh” was entered before: is “hội Nhà Báo tỉnh” another one?"
        assert told in screen_text(app)
        assert "! Topics" in screen_text(app)
        send(app, ["up"])
        await settle(app, pilot)
        assert f"! {told}" in screen_text(app)
        content, problems = form(app).form.read_all()
        assert "topics" not in problems
        assert content["topics"][1] == {"text": "hội Nhà Báo tỉnh"}


async def test_nobody_waits_for_a_database_that_does_not_answer() -> None:
    class Gone(Knows):
        def suggest(self, field: Field, text: str) -> Sequence[Suggestion]:
            raise OSError("gone")

    app = FormApp("training", Gone())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        to(app, "venue")
        send(app, [*"bao", "down", *"tr"])
        await settle(app, pilot)
        assert form(app).form.texts()["venue"] == "bao"
        assert form(app).form.texts()["training_form"] == "tr"
