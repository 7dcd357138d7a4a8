"""The program on the screen: one board, one keymap, one palette, and a stack of screens over them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, tzinfo
from types import MappingProxyType
from typing import ClassVar, NamedTuple, TypeVar

from textual.driver import Driver
from textual.screen import Screen

from db import language
from db.language import Language
from tui.keys import Keymap
from tui.live import Live
from tui.painting import PaintingApp
from tui.port import Board, BoardError
from tui.styles.palette import Palette, choose_theme
from tui.warming import warm_up

Answer = TypeVar("Answer")


class Options(NamedTuple):
    """What the settings say about the screen."""

    language: Language = "vi"
    theme: str = "dark"
    order: str = "collation"
    home_province: str = ""
    poll_ms: int = 250
    highlight_s: float = 4
    mouse: bool = False
    zone: tzinfo = UTC
    keys: Mapping[str, Sequence[str]] = MappingProxyType({})


class Dashboard(PaintingApp, inherit_bindings=False):
    """The dashboard on one board."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    TITLE = "tiendo"
    BINDINGS: ClassVar = []

    def __init__(self, board: Board, options: Options | None = None) -> None:
        super().__init__()
        # No tooltips and no toasts: two widgets and their styles less to make before the first frame.
        self._disable_tooltips = self._disable_notifications = True
        self.options = options or Options()
        self.board = board
        self.keys = Keymap(self.options.keys)
        self.palette = Palette(choose_theme(self.options.theme))
        self.highlight_s = self.options.highlight_s
        self.order = self.options.order
        """Provinces by name ("collation") or by official code ("code")."""
        self.programmes: Sequence[str] = ()
        """The codes of all programmes, in official order."""
        self.trouble = ""
        """Why the database does not answer just now, "" when it does."""
        self.live = Live(self, board, self.options.poll_ms / 1000, self.database_changed, self._trouble_changed)
        language.use(self.options.language)

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver of this platform, with a prompt Esc where it is that of Linux."""
        driver = super().get_driver_class()
        if driver.__name__ == "LinuxDriver":
            from tui.driver import PromptDriver

            return PromptDriver
        return driver

    def get_default_screen(self) -> Screen[None]:
        """The overview."""
        from tui.screens.overview import OverviewScreen

        return OverviewScreen()

    def on_mount(self) -> None:
        """Watch for what others commit."""
        self.live.start()
        self.call_after_refresh(_collect_garbage)
        warm_up(self)

    def on_unmount(self) -> None:
        """Let go of the database."""
        self.live.stop()
        self.board.close()

    def when(self, moment: str | None) -> str:
        """A kept moment in the reader's time zone, "" for none."""
        from tui.format import when

        return when(moment, self.options.zone) if moment else ""

    # -- asking the board

    def ask(
        self,
        question: Callable[[], Answer],
        take: Callable[[Answer], None],
        refused: Callable[[str], None],
        *,
        slow: bool = False,
    ) -> None:
        """Ask the board and hand on its answer, at once or (`slow`, or a database far away) from a thread.

        `refused` gets the sentence of a `BoardError`.
        """
        if not (slow or self.board.remote):
            _answer(question, take, refused)
            return

        def in_thread() -> None:
            _answer(
                question,
                lambda answer: self.call_from_thread(take, answer),
                lambda sentence: self.call_from_thread(refused, sentence),
            )

        self.run_worker(in_thread, thread=True, group="ask", exit_on_error=False)

    def database_changed(self) -> None:
        """Somebody has committed: every open screen reads again."""
        from tui.screens.base import BoardScreen

        for screen in self.screen_stack:
            if isinstance(screen, BoardScreen):
                screen.database_changed()

    def _trouble_changed(self, trouble: str) -> None:
        self.trouble = trouble
        self._redraw_top()

    def say(self, sentence: str, role: str = "warn") -> None:
        """Tell something on the screen that is on top, until the next key."""
        tell = getattr(self.screen, "tell", None)
        if tell is not None:
            tell(sentence, role)

    def _redraw_top(self) -> None:
        from tui.screens.base import BoardScreen

        if isinstance(self.screen, BoardScreen):
            self.screen.redraw()

    # -- actions of every screen

    def do_quit(self) -> None:
        """Leave."""
        self.exit()

    def do_language(self) -> None:
        """Speak the other language, on every open screen."""
        from tui.screens.base import BoardScreen

        language.use("en" if language.language() == "vi" else "vi")
        for screen in self.screen_stack:
            if isinstance(screen, BoardScreen):
                screen.forget_marks()
                screen.database_changed()

    def do_refresh(self) -> None:
        """Read everything again."""
        self.forget_shown()
        self.database_changed()
        self.paint()

    def do_help(self) -> None:
        """Name the keys of the screen."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def do_new_any(self) -> None:
        """A new record of any kind, from any screen."""
        from tui import entering

        entering.new_anywhere(self)

    do_new = do_new_any

    def do_indicators(self) -> None:
        """The indicators, to be added and edited."""
        from tui.screens.indicators import IndicatorsScreen

        if not isinstance(self.screen, IndicatorsScreen):
            self.push_screen(IndicatorsScreen())

    def do_line(self) -> None:
        """Add a record from one line, in the province and year in view."""
        from tui.entering import add_from_line
        from tui.screens.base import BoardScreen

        screen = self.screen
        if isinstance(screen, BoardScreen):
            key = screen.enters_in.key if screen.enters_in else ""
            screen.only_now(lambda: add_from_line(self, key, getattr(screen, "year", None)))

    def do_copy_year(self) -> None:
        """Last year's plan and targets, to be looked at and saved as those of the year in view."""
        from tui.entering import copy_year

        copy_year(self)

    def do_palette(self) -> None:
        """List the commands of the screen."""
        from tui.screens.palette import PaletteScreen

        self.push_screen(PaletteScreen(self.screen))


def _answer(question: Callable[[], Answer], take: Callable[[Answer], None], refused: Callable[[str], None]) -> None:
    try:
        answer = question()
    except BoardError as error:
        refused(str(error))
    else:
        take(answer)


def _collect_garbage() -> None:
    """From now on; what start-up made stays, and looking through it would take 20 ms at a key."""
    gc.freeze()
    gc.enable()
