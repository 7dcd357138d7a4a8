from __future__ import annotations

from textual.app import App
from textual.events import Key, Paste

from tui.keys import Keymap
from tui.screens.keyed import KeyedScreen


class Pad(KeyedScreen[str]):
    PLACE = "form"

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def typed(self, character: str) -> None:
        self.text += character

    def pasted(self, text: str) -> None:
        self.text += f"<{text}>"

    def do_save(self) -> None:
        self.hold_keys()

    def do_back(self) -> None:
        self.dismiss(self.text)


class Home(KeyedScreen[None]):
    def __init__(self) -> None:
        super().__init__()
        self.strays = ""
        self.opened: list[Pad] = []

    def typed(self, character: str) -> None:
        self.strays += character

    def do_new(self) -> None:
        self.opened.append(Pad())
        self.app.push_screen(self.opened[-1])


class KeyedApp(App[None]):
    def __init__(self, keys: dict[str, list[str]] | None = None) -> None:
        super().__init__()
        self.keys = Keymap(keys)
        self.acted: list[str] = []

    def get_default_screen(self) -> Home:
        return Home()

    def do_quit(self) -> None:
        self.acted.append("quit")


def key(name: str) -> Key:
    return Key(name, name if len(name) == 1 else None)


async def test_keys_typed_ahead_of_a_screen_go_to_it_in_order() -> None:
    app = KeyedApp()
    async with app.run_test() as pilot:
        home = app.screen
        assert isinstance(home, Home)
        for event in [key("n"), *map(key, "vie"), Paste("a\tb"), key("d"), key("escape"), *map(key, "xnf")]:
            app.post_message(event)
        await pilot.pause()
        await pilot.pause()
        assert [pad.text for pad in home.opened] == ["vie<a\tb>d", "f"]
        assert home.strays == "x"


async def test_keys_wait_while_a_screen_holds_them() -> None:
    app = KeyedApp()
    async with app.run_test() as pilot:
        await pilot.press("n", "a", "ctrl+s", "b", "c")
        pad = app.screen
        assert isinstance(pad, Pad)
        assert pad.text == "a"
        pad.release_keys()
        assert pad.text == "abc"
        await pilot.press("ctrl+s", "d", "escape", "n", "e")
        pad.release_keys()
        await pilot.pause()
        assert pad.text == "abcd"
        assert isinstance(app.screen, Pad)
        assert app.screen.text == "e"


async def test_only_the_keymap_acts() -> None:
    app = KeyedApp({"quit": ["f10"], "new": []})
    async with app.run_test() as pilot:
        home = app.screen
        await pilot.press("ctrl+q", "ctrl+c", "ctrl+p", "tab", "shift+tab", "escape", "f10", "n")
        assert app.screen is home
        assert app.acted == ["quit"]
        assert app.is_running


async def test_an_alt_key_types_nothing() -> None:
    app = KeyedApp()
    async with app.run_test() as pilot:
        await pilot.press("n")
        app.post_message(Key("alt+a", "a"))
        await pilot.press("b")
        assert isinstance(app.screen, Pad)
        assert app.screen.text == "b"
