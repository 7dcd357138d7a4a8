from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Key, Paste

from db import language
from db.entry.doubts import Doubt
from db.language import Language
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.period import Period
from tests.tui.form_app import FormApp, Home, Port
from tui.drafts import Draft
from tui.screens.ask import Ask, AskText
from tui.screens.choices import ChoicesScreen
from tui.screens.doubts import DoubtsScreen
from tui.screens.form import FormScreen, SaveOutcome
from tui.screens.help import HelpScreen

FILLED = {"title": "Tập huấn", "held": "28/9/2017", "programmes": "GNBV16", "classes": "1"}


def screen_text(app: FormApp) -> str:
    """The lines of the form as they are drawn."""
    screen = app.screen
    assert isinstance(screen, FormScreen)
    return "\n".join(line.text for line in screen.canvas.lines(*screen.app.size))


def form(app: FormApp) -> FormScreen:
    assert isinstance(app.screen, FormScreen)
    return app.screen


def fill(screen: FormScreen, **texts: str) -> None:
    for entry in screen.form.entries:
        if entry.field.name in texts:
            entry.editor.set(texts[entry.field.name])


async def test_enter_goes_on_and_saves_only_on_the_save_line() -> None:
    port = Port()
    app = FormApp("training", port)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        fill(form(app), **FILLED)
        for _ in KINDS["training"].fields:
            assert not port.saved
            await pilot.press("enter")
        assert form(app).form.on_save_line
        assert not port.saved
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [saved["title"] for saved in port.saved] == ["Tập huấn"]
        assert app.closed == ["record-1"]
        assert isinstance(app.screen, Home)


@pytest.mark.parametrize("kind", KINDS)
async def test_bursts_land_in_every_form(kind: str) -> None:
    app = FormApp(kind, Port())
    async with app.run_test(size=(80, 24)) as pilot:
        keys = [
            "n",
            *"vie",
            "backspace",
            "backspace",
            *"iệt",
            "tab",
            *"12",
            "tab",
            *"34",
            "enter",
            *"56",
            "down",
            *"78",
        ]
        for key in [*keys, "shift+tab", "9", "up", "home", "0"]:
            app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert list(form(app).form.texts().values())[:5] == ["việt", "12", "034", "569", "78"]
        home = app.screen_stack[0]
        assert isinstance(home, Home)
        assert home.strays == ""


async def test_paste_fills_fields() -> None:
    app = FormApp("training", Port())
    async with app.run_test() as pilot:
        await pilot.press("n")
        app.post_message(Paste("Tập huấn\t28/9/2017\nGNBV16"))
        app.post_message(Key("tab", None))
        app.post_message(Paste("[red]đỏ[/red]"))
        await pilot.pause()
        assert list(form(app).form.texts().values())[:4] == ["Tập huấn", "28/9/2017", "GNBV16", "[red]đỏ[/red]"]
        assert "[red]đỏ[/red]" in screen_text(app)


async def test_what_was_worked_out_stands_beside_the_text_until_it_is_saved() -> None:
    language.use("vi")
    app = FormApp("training", Port())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n")
        fill(form(app), held="16/5", classes="3 x 60", participants="630", women="300 người", cost="40 x 400 triệu")
        for entry in form(app).form.entries:
            entry.checked = True
        form(app).redraw()
        text = screen_text(app)
        assert "16/5  = 16/05/2020" in text
        assert "3 x 60  = 180 lớp" in text
        assert "40 x 400 triệu  = 16.000.000.000 đ (16 tỷ)" in text
        assert text.count("  = ") == 3


async def test_what_is_wrong_is_shown_with_a_sign_and_the_cursor_goes_there() -> None:
    port = Port()
    app = FormApp("training", port)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"Tap huan", "enter", *"28/9/2017", "enter", *"GN", "ctrl+s")
        assert form(app).form.active == 2
        assert not port.saved
        text = screen_text(app)
        assert "✗ “GN” may be" in text
        assert "GNBV21" in text
        assert "Not saved: 2 fields are to be put right (Programmes, Classes)." in text
        await pilot.press(*"BV16", "ctrl+s")
        assert "✗ This field is needed." in screen_text(app)
        await pilot.press("1", "ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert len(port.saved) == 1


async def test_the_echo_says_what_was_read() -> None:
    app = FormApp("result", Port())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"cum dan cu", "tab", *"2020", "tab", *"khoảng 95")
        assert "95.0 %" in screen_text(app)
        await pilot.press("up", "up")
        assert "= Cụm dân cư được cung cấp thông tin" in screen_text(app)


async def test_what_a_part_of_a_name_was_taken_for_stays_in_view() -> None:
    app = FormApp("result", Port())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"mang lan", "tab", *"2020", "tab")
        assert "! Indicator *" in screen_text(app)
        assert "mang lan  = Xã có mạng LAN" in screen_text(app)
        await pilot.press("up", "up")
        assert "! “mang lan” is taken for “Xã có mạng LAN”." in screen_text(app)


async def test_what_is_wrong_with_the_field_just_left_is_said_while_the_next_is_typed() -> None:
    app = FormApp("result", Port())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"mang lan", "tab", *"hom kia", "tab", *"95")
        foot = screen_text(app).splitlines()[-2]
        assert foot.strip().startswith("Period: “hom kia”")
        assert len(foot.rstrip()) <= 80
        await pilot.press("tab")
        assert "hom kia”" not in screen_text(app).splitlines()[-2]


async def test_a_refused_save_keeps_every_text() -> None:
    port = Port()
    app = FormApp("training", port)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        fill(form(app), **FILLED, note="ghi chú")
        texts = form(app).form.texts()
        for outcome, shown in [
            (SaveOutcome(refusal="Somebody else has changed this record."), "Somebody else"),
            (SaveOutcome(problems={"classes": "more classes than people"}), "✗ more classes than people"),
        ]:
            port.outcome = outcome
            await pilot.press("ctrl+s")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert shown in screen_text(app)
            assert form(app).form.texts() == texts
        assert form(app).form.current.field.name == "classes"  # type: ignore[union-attr]


async def test_a_save_that_breaks_is_a_sentence() -> None:
    class Broken(Port):
        def save(self, values: dict[str, object], *, override: str = "") -> SaveOutcome:
            raise RuntimeError("disk full")

    app = FormApp("training", Broken())
    async with app.run_test() as pilot:
        await pilot.press("n")
        fill(form(app), **FILLED)
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Not saved: disk full" in screen_text(app)


async def test_keys_typed_while_saving_wait() -> None:
    port = Port()
    port.wait_s = 0.6
    app = FormApp("training", port)
    async with app.run_test() as pilot:
        await pilot.press("n")
        fill(form(app), **FILLED)
        first = form(app)
        await pilot.press("ctrl+s", "n", "a", "b")
        assert "Saving…" in screen_text(app)
        assert app.screen is first
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert len(app.forms) == 2
        assert app.screen is app.forms[1]
        assert form(app).form.texts()["title"] == "ab"
        assert first.form.texts()["title"] == "Tập huấn"


@pytest.mark.parametrize("spoken", ["vi", "en"])
async def test_the_key_line_and_the_help_name_the_keys_of_a_form(spoken: Language) -> None:
    app = FormApp("training", Port())
    language.use(spoken)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        keys = lines_of(app).splitlines()[-1]
        assert "…" not in keys
        assert all(key in keys for key in ("Enter", "Ctrl+S", "Esc", "F4", "F1"))
        app.push_screen(HelpScreen(app.screen))
        named = [line[2:26].split() for line in lines_of(app).splitlines()[1:]]
        for keys_of_one in (["Enter", "Tab", "↓"], ["Shift+Tab", "↑"], ["Ctrl+S"], ["F4", "Ctrl+L"], ["Esc"]):
            assert keys_of_one in named
        assert ["Ctrl+R"] in named
        assert ["F2", "Ctrl+N"] in named
        assert ["Ctrl+D"] in named
        assert named.index([]) == named.index(["Ctrl+X"]) + 1


async def test_the_next_record_keeps_what_sticks_and_begins_at_the_first_blank() -> None:
    port = Port()
    port.wait_s = 0.2
    app = FormApp("result", port)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"mang lan", "tab", *"2020", "tab", *"8/10", "tab", "tab", *"GNBV16", "f2")
        await pilot.press(*"95", "ctrl+n")  # typed ahead of the second form
        await app.workers.wait_for_complete()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [saved["value"]["value"] for saved in port.saved] == [8000, 9500]
        assert app.closed == ["record-1", "record-1"]
        texts = form(app).form.texts()
        assert texts["indicator"] == "Xã có mạng LAN"
        assert texts["period"] == "2020"
        assert texts["value"] == ""
        assert form(app).form.active == 2


async def test_ditto_repeats_the_last_record_in_this_field() -> None:
    port = Port()
    port.last = {
        "indicator": "commune_lan",
        "value": Figure(value=8000, numerator=8, denominator=10, state="reported").as_content(),
        "programmes": ["GNBV16", "DTTS"],
    }
    port.wait_s = 0.2
    app = FormApp("result", port)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "x", "ctrl+d", "tab", "ctrl+d", *"2021", "tab", "ctrl+d", "tab", "tab", "ctrl+d")
        await app.workers.wait_for_complete()
        await pilot.pause()
        texts = form(app).form.texts()
        assert texts["indicator"] == "Xã có mạng LAN"
        assert texts["period"] == "2021"
        assert "8/10" in texts["value"]
        assert texts["programmes"] == "GNBV16; DTTS"
        assert form(app).form.changed
        await pilot.press("tab", "ctrl+d")
        assert "The last record says nothing here." in screen_text(app)


async def test_a_long_label_stands_whole() -> None:
    app = FormApp("training", Port())
    language.use("vi")
    async with app.run_test(size=(72, 24)) as pilot:
        await pilot.press("n")
        assert "trong đó: dân tộc thiểu số  " in lines_of(app)


async def test_escape_asks_only_when_something_was_typed(tmp_path: Path) -> None:
    app = FormApp("training", Port(), tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("n", "escape")
        assert app.closed == [None]
        await pilot.press("n", "x", "escape")
        assert isinstance(app.screen, Ask)
        await pilot.press("y", "n", "escape", "y")
        assert form(app).form.texts()["title"] == "xy"
        await pilot.press("escape", "3")
        assert app.closed == [None, None]
        assert app.draft is not None
        assert app.draft.read() is None


async def test_a_draft_is_offered_and_restored(tmp_path: Path) -> None:
    app = FormApp("training", Port(), tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"Tập", "tab", *"hôm nào", "escape", "2")
        assert app.draft is not None
        assert app.draft.read() is not None
        await pilot.press("n", "X")
        assert "with 2 fields is kept: Ctrl+R" in screen_text(app).replace("\n", "")
        await pilot.press("ctrl+r")
        assert form(app).form.texts()["title"] == "X"
        assert form(app).form.texts()["held"] == "hôm nào"
        assert form(app).form.active == 1
        assert "is kept" not in screen_text(app)
        fill(form(app), **FILLED)
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.draft.read() is None


async def test_a_draft_over_a_newer_revision_keeps_the_change_of_the_other_person(tmp_path: Path) -> None:
    port = Port({"title": "Lớp", "note": "cũ", "venue": "Sơn La"})
    port.head = "revision-1"
    app = FormApp("training", port, tmp_path, editing=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        fill(form(app), note="của tôi", venue="Mộc Châu")
        await pilot.press("tab", "escape", "2")
        port.initial = {"title": "Lớp của An", "note": "của An", "venue": "Sơn La"}
        port.head, port.changed_by = "revision-2", "an"
        await pilot.press("n", "ctrl+r")
        texts = form(app).form.texts()
        assert [texts[name] for name in ("title", "note", "venue")] == ["Lớp của An", "của tôi", "Mộc Châu"]
        text = " ".join(screen_text(app).split())
        assert (
            "an changed this record after the draft: only the fields that you had typed are back: Venue, Note." in text
        )
        assert "Changed by both of you, look at them again: Note." in text


async def test_a_draft_of_an_older_version_warns(tmp_path: Path) -> None:
    port = Port({"title": "Lớp"})
    port.head = "revision-2"
    app = FormApp("training", port, tmp_path, editing=True)
    assert app.draft is not None
    app.draft.write(Draft({"title": "cũ"}, "title"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "ctrl+r")
        assert form(app).form.texts()["title"] == "cũ"
        assert "check every field" in " ".join(screen_text(app).split())


async def test_the_time_of_a_draft_is_that_of_the_program(tmp_path: Path) -> None:
    app = FormApp("training", Port(), tmp_path)
    assert app.draft is not None
    app.draft.write(Draft({"title": "cũ"}, "title", "2025-09-14T18:30:00+00:00"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        assert "A draft of 15/09/2025 01:30 with 1 field" in screen_text(app)


async def test_an_offered_draft_outlives_another_record(tmp_path: Path) -> None:
    app = FormApp("training", Port(), tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("n", *"cũ", "escape", "2", "n", *"mới")
        await pilot.pause(0.4)
        draft = app.draft.read()  # type: ignore[union-attr]
        assert draft is not None
        assert draft.texts["title"] == "mới"
        assert draft.earlier is not None
        fill(form(app), **FILLED)
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        draft = app.draft.read()  # type: ignore[union-attr]
        assert draft is not None
        assert draft.texts["title"] == "cũ"
        await pilot.press("n", "ctrl+x", "escape")
        await pilot.pause()
        assert app.draft.read() is None  # type: ignore[union-attr]


async def test_edit_opens_with_the_record_and_saves_nothing_else() -> None:
    initial = {
        "indicator": "clusters_informed",
        "period": Period.year(2020).as_content(),
        "value": Figure.of(9000, "khoảng").as_content(),
        "programmes": ["GNBV16"],
        "places": [{"text": "Nậm Chày", "unit": "A02908"}],
    }
    port = Port(initial)
    app = FormApp("result", port, editing=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        assert "khoảng 90" in screen_text(app)
        assert "Nậm Chày, Văn Bàn" in screen_text(app)
        await pilot.press("down", "down", *["backspace"] * 9, "9", "5", "ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert port.saved == [initial | {"value": Figure.of(9500).as_content()}]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_field_can_be_seen_at_any_size(kind: str) -> None:
    app = FormApp(kind, Port())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        view = form(app).canvas
        for place in range(len(KINDS[kind].fields) + 1):
            form(app).form.go(place)
            for width, height in [(80, 24), (200, 50), (30, 6), (12, 3), (3, 2), (1, 1)]:
                lines = view._form_lines(width, height)
                assert len(lines) <= height
                if width >= 30:
                    assert sum(line.text.startswith("▸") for line in lines) == 1


async def test_resizing_down_to_nothing_and_back() -> None:
    port = Port()
    port.outcome = SaveOutcome(refusal="no")
    app = FormApp("agreement", port)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        for size in [(200, 50), (30, 6), (3, 2), (1, 1), (80, 24)]:
            await pilot.resize_terminal(*size)
            await pilot.press("x", "tab", "pagedown", "ctrl+s", "escape", "escape", "ctrl+end", "ctrl+home")
        assert form(app).form.texts()["number"] == "xxxxx"
        assert "xxxxx" in screen_text(app)


def lines_of(app: FormApp) -> str:
    return "\n".join(line.text for line in app._lines())


async def test_a_field_without_a_list_says_so() -> None:
    app = FormApp("training", Port())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "f4")
        assert "no list of choices" in screen_text(app)
        form(app).form.go(len(form(app).form.entries))
        await pilot.press("f4")
        assert "no list of choices" in screen_text(app)


async def test_a_choice_is_taken_from_the_list() -> None:
    app = FormApp("training", Port())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "tab", "tab", *"GNBV16; thieu so", "ctrl+l")
        assert isinstance(app.screen, ChoicesScreen)
        assert [code for code, _name in app.screen.fitting()] == ["DTTS"]
        assert "DTTS    Dân tộc thiểu số" in lines_of(app)
        await pilot.press("enter")
        assert form(app).form.texts()["programmes"] == "GNBV16; DTTS"
        await pilot.press("f4")
        assert "Giảm nghèo bền vững 2016-2020" in lines_of(app)
        await pilot.press("up", "enter")
        assert form(app).form.texts()["programmes"] == "GNBV16; GNBV21"
        await pilot.press("f4", "x", "escape", "f4", "f4")
        assert form(app).form.texts()["programmes"] == "GNBV16; GNBV21"
        await pilot.press("f4", *"zzz", "enter")
        assert "Nothing in the list fits." in lines_of(app)


@pytest.mark.parametrize("size", [(80, 24), (30, 6), (12, 3), (1, 1)])
async def test_a_long_list_is_walked_through(size: tuple[int, int]) -> None:
    taken: list[str | None] = []
    choices = [(f"c{number}", f"Xã thứ {number}") for number in range(100)]
    app = FormApp("training", Port())
    async with app.run_test(size=size) as pilot:
        for keys, code in [
            (["down", "tab", "up"], "c1"),
            (["ctrl+end"], "c99"),
            (["ctrl+end", "down", "pageup", "pagedown"], "c99"),
            (["pagedown", "pageup"], "c0"),
            ([*"xa thu 77"], "c77"),
            ([*"77 xa", "backspace", "backspace", "backspace", "backspace", "6"], "c76"),
        ]:
            app.push_screen(ChoicesScreen("Xã", choices, taken.append))
            assert len(lines_of(app).split("\n")) <= size[1]
            await pilot.press(*keys, "enter")
            assert taken[-1] == code


async def test_keys_typed_ahead_of_the_list_stay_in_order() -> None:
    app = FormApp("training", Port())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        for key in ["tab", "tab", "d", "f4", "down", "up", "enter", "tab", "a", "b"]:
            app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert list(form(app).form.texts().values())[2:4] == ["DTTS", "ab"]


async def test_places_are_chosen_among_those_named_so() -> None:
    app = FormApp("delivery", Port())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        names = list(form(app).form.texts())
        form(app).form.go(names.index("places"))
        await pilot.press("f4")
        assert "No unit has this name" in screen_text(app)
        await pilot.press(*"Lùng Cải; nam chay", "f4", "down", "enter")
        assert form(app).form.texts()["places"] == "Lùng Cải; Nậm Chảy, Mường Khương"


async def test_a_question_of_one_line() -> None:
    app = FormApp("training", Port())
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        app.push_screen(AskText("Why?", answers.append))
        await pilot.press("enter", "escape")
        app.push_screen(AskText("Why?", answers.append))
        await pilot.press("enter", *"nhap sai", "home", "delete", "N", "enter")
        assert answers == [None, "Nhap sai"]
        assert isinstance(app.screen, Home)


async def test_all_doubts_are_shown_together_and_overridden_with_a_reason() -> None:
    port = Port()
    port.doubts = (Doubt("held", "28/09/2099 is still to come."), Doubt("participants", "630 is ten times the 63."))
    app = FormApp("training", port)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        fill(form(app), **FILLED, participants="630")
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, DoubtsScreen)
        text = "\n".join(line.text for line in app.screen.lines(80, 24))
        assert "! Held: 28/09/2099 is still to come." in text
        assert "! Participants: 630 is ten times the 63." in text
        await pilot.press("enter")  # a reason is needed
        assert isinstance(app.screen, DoubtsScreen)
        await pilot.press("escape")
        assert not port.saved
        assert "! Held" in screen_text(app)
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press(*"da hoi", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert len(port.saved) == 1
        assert port.overrides == ["da hoi"]
        assert app.closed == ["record-1"]


async def test_what_looks_wrong_is_told_when_the_field_was_left() -> None:
    app = FormApp("training", Port())
    asked = []

    def doubt(_kind: object, content: Mapping[str, object], record: str) -> list[Doubt]:
        asked.append((dict(content), record))
        return [Doubt("held", "it is still to come.")] if "held" in content else []

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        screen = form(app)
        screen.form.context = replace(screen.form.context, doubt=doubt)
        for key in ("L", "enter", *"28/9/2099", "enter"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await pilot.pause(0.4)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [sorted(content) for content, _record in asked] == [["held", "title"]]  # once, after the burst
        assert "! Held" in screen_text(app)
        assert "Held: it is still to come." in screen_text(app)
        await pilot.press("up", "end", "ctrl+u")
        assert "still to come" not in screen_text(app)


async def test_what_does_not_go_together_is_told_when_the_field_is_left() -> None:
    port = Port()
    app = FormApp("training", port)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        wrong = {"participants": "Participants: fewer than women"}
        screen = form(app)
        screen.form.context = replace(screen.form.context, check=lambda _kind, content: wrong if content else {})
        fill(screen, **FILLED)
        assert "fewer than women" not in screen_text(app)
        for _field in range(6):
            await pilot.press("enter")
        await pilot.press(*"30", "enter")
        assert "fewer than women" in screen_text(app)


async def test_the_last_figures_of_the_indicator_stand_beside_a_figure() -> None:
    port = Port()
    port.figures = [(Period.year(2019), Figure.of(9000)), (Period.year(2018), Figure.of(8500, "hơn"))]
    app = FormApp("result", port)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n", *"mang lan", "enter", *"2020", "enter")
        await pilot.pause(0.4)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert port.asked == [("commune_lan", "actual")]
        assert "Lately 2019: 90.0 % · 2018: over 85.0 %" in screen_text(app)
        await pilot.press("up", "up", "end", "ctrl+u", *"phong su", "enter", "enter")
        assert "Lately" not in screen_text(app)
        await pilot.pause(0.4)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert port.asked[1:] == [("media_reports", "actual")]
        assert "Lately 2019: 9,000" in screen_text(app)


async def test_repeated_lines_show_what_they_add_up_to() -> None:
    app = FormApp("training", Port())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n")
        screen = form(app)
        fill(screen, participants="60")
        screen.form.go(next(at for at, one in enumerate(screen.form.entries) if one.field.name == "audience_parts"))
        await pilot.press(*"can bo = 30; gia lang = 15; tr")
        assert "2 parts, 45 of 60, 15 not stated" in screen_text(app)
        await pilot.press(*"uong ban = 16")
        assert "3 parts, 61 of 60, 1 too many" in screen_text(app)


async def test_priced_items_are_worked_out() -> None:
    app = FormApp("delivery", Port())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n")
        screen = form(app)
        screen.form.go(next(at for at, one in enumerate(screen.form.entries) if one.field.name == "lines"))
        await pilot.press(*"Ti vi, 43 inch, 40, 400 triệu")
        assert "40 x 400 m = 16 bn" in screen_text(app)
        await pilot.press(*"; Loa, 2 x 1,5 tỷ; Dây")
        assert "2 x 1.5 bn = 3 bn · 2 priced items: 19 bn" in screen_text(app)
