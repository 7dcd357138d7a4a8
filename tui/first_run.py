"""The first run: look round with the sample documents, or start for one's own province; then the database is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Final

from textual.screen import Screen

from db.language import N_, _
from db.settings import Settings, SettingsError, user_config_file
from db.store.errors import StoreError
from db.summary.views import Province
from tui.keys import Keymap
from tui.mishap import run
from tui.painting import PaintingApp
from tui.screens.drawn import DrawnScreen
from tui.styles.palette import Palette, choose_theme
from tui.widgets.bar import bar
from tui.widgets.key_line import key_line, key_pairs
from tui.widgets.line import Line, wrap
from tui.widgets.table import MARKER

_CHOICES: Final = (
    (
        N_("Look round with the sample documents"),
        N_("Published figures of five provinces, in a database of their own."),
    ),
    (N_("Start for my province"), N_("An empty database with provinces, communes, programmes and indicators.")),
)
_SAMPLE: Final = 0
_OWN: Final = 1
_BAR_WIDTH: Final = 40


def make_ready(settings: Settings, *, sample: bool) -> Settings | None:
    """Make the database that is missing, asking which one unless `sample`; None when the person leaves.

    Raises:
        StoreError: the database cannot be made.
    """
    app = FirstRun(settings, sample=sample)
    run(app, mouse=False)
    if app.failure is not None:
        raise app.failure
    if app.url is None:
        return None
    return replace(
        settings,
        database=replace(settings.database, url=app.url, read_url=app.url),
        place=replace(settings.place, home_province=app.home or settings.place.home_province),
    )


class FirstRun(PaintingApp, inherit_bindings=False):
    """One question and a progress bar."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(self, settings: Settings, *, sample: bool) -> None:
        super().__init__()
        self.settings = settings
        self.sample = sample
        self.keys = Keymap(settings.keys)
        self.palette = Palette(choose_theme(settings.screen.theme))
        self.url: str | None = None
        """The database that was made."""
        self.home = ""
        """The province that was chosen to open first."""
        self.failure: StoreError | None = None

    def get_default_screen(self) -> Screen[None]:
        """The question, or the bar at once."""
        return WelcomeScreen(_SAMPLE if self.sample else None)

    def do_quit(self) -> None:
        """Leave; a database half made is made again next time."""
        self.exit()

    def make(self, choice: int, report: Callable[[int, int], None]) -> None:
        """Make the chosen database; runs in a thread."""
        try:
            if choice == _SAMPLE:
                from seed.documents import ensure_sample

                self.url = ensure_sample(self.settings, report)
            else:
                from seed.reference import ensure

                self.url = ensure(self.settings, report)
        except StoreError as error:
            self.failure = error

    def provinces(self) -> list[Province]:
        """The provinces of today in the database that was made; none where the settings name one's own already."""
        from db.store.reader import open_reader
        from db.summary.provinces import read_provinces

        if self.url is None or self.settings.place.home_province:
            return []
        try:
            with open_reader(self.url) as reader:
                return [province for province in read_provinces(reader).values() if province.era == "B"]
        except StoreError as error:
            self.failure = error
            return []

    def remember(self, province: Province) -> str:
        """Open on this province, next time too; returns why it cannot be kept, "" when it is."""
        from db.home_province import remember_home

        self.home = province.key
        try:
            remember_home(user_config_file(), province.key)
        except SettingsError as error:
            return str(error)
        return ""


class WelcomeScreen(DrawnScreen[None]):
    """Two choices; `chosen` skips the question."""

    KEYS: ClassVar = ("open", "quit")

    def __init__(self, chosen: int | None) -> None:
        super().__init__()
        self._at = 0
        self._chosen = chosen
        self._done, self._of = 0, 0

    @property
    def _program(self) -> FirstRun:
        assert isinstance(self.app, FirstRun)
        return self.app

    def on_mount(self) -> None:
        """Start at once where there is nothing to ask."""
        if self._chosen is not None:
            self._make(self._chosen)

    def draw(self, width: int, height: int) -> list[Line]:
        """The question, or how far the making is."""
        lines = [Line((" tiendo", "banner")).fill(width, "banner"), Line()]
        lines += self._question(width) if self._chosen is None else self._progress()
        lines = lines[: height - 1]
        lines.extend(Line() for _ in range(height - 1 - len(lines)))
        return [*(line.cut(width) for line in lines), key_line(key_pairs(self.keymap, self.KEYS), width)]

    def _question(self, width: int) -> list[Line]:
        lines = [Line((" " + _("There is no database here yet."), "strong")), Line()]
        for number, (title, meaning) in enumerate(_CHOICES):
            role = "cursor" if number == self._at else "strong"
            marker = MARKER if number == self._at else "  "
            lines.append(Line((f"{marker}{number + 1} {_(title)} ", role)))
            lines += [Line((f"    {part}", "dim")) for part in wrap(_(meaning), width - 5)]
            lines.append(Line())
        return lines

    def _progress(self) -> list[Line]:
        percent = 100 * self._done / self._of if self._of else 0.0
        line = Line((" ", "text")).extend(bar(percent, _BAR_WIDTH)).add(f" {percent:3.0f} %", "strong")
        return [Line((" " + _("Making the database…"), "strong")), Line(), line]

    # -- keys

    def do_up(self) -> None:
        """The first choice."""
        self._move(0)

    def do_down(self) -> None:
        """The second choice."""
        self._move(1)

    def _move(self, place: int) -> None:
        self._at = place
        self.redraw()

    def do_panel_1(self) -> None:
        """The first choice, at once."""
        self._make(0)

    def do_panel_2(self) -> None:
        """The second choice, at once."""
        self._make(1)

    def do_open(self) -> None:
        """The choice of the cursor."""
        self._make(self._at)

    # -- making

    def _make(self, choice: int) -> None:
        if self._chosen is None or not self._of:
            self._chosen = choice
            self._of = 1
            self.redraw()
            self.run_worker(lambda: self._work(choice), thread=True, exit_on_error=True)

    def _work(self, choice: int) -> None:
        self._program.make(choice, self._report)
        provinces = self._program.provinces() if choice == _OWN else []
        self.app.call_from_thread(self._go_on, provinces)

    def _go_on(self, provinces: list[Province]) -> None:
        if provinces:
            from tui.screens.home import HomeScreen

            self.app.push_screen(HomeScreen(provinces, self._program.remember, self.app.exit))
        else:
            self.app.exit()

    def _report(self, done: int, of: int) -> None:
        # A step that cannot be seen is not told: each telling waits for the screen.
        if of and 100 * done // of != 100 * self._done // self._of:
            self.app.call_from_thread(self._show, done, of)

    def _show(self, done: int, of: int) -> None:
        self._done, self._of = done, of
        self.redraw()
