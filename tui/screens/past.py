"""What overview, province and summaries share of time: the state of a day of the past, and what changed since one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Generic, TypeVar

from db.language import _
from db.summary.views import Province
from tui.format import day
from tui.port import Units
from tui.screens.narrowed import NarrowedScreen, OfYears
from tui.widgets.line import Piece

Data = TypeVar("Data", bound=OfYears)


class PastScreen(NarrowedScreen[Data], Generic[Data]):
    """Shows what is known now, or what was known at the end of a day; only now is anything entered."""

    def __init__(
        self,
        year: int | None = None,
        programme: str | None = None,
        units: Units = "reported",
        as_of: date | None = None,
    ) -> None:
        super().__init__(year, programme, units)
        self.as_of = as_of
        """The day of the past whose state is shown; None for now."""

    def narrowed_to(self, *, brief: bool) -> Iterator[Piece]:
        """The choice, and plainly that it is the state of another day."""
        yield from super().narrowed_to(brief=brief)
        if self.as_of is not None:
            yield " ", "banner"
            yield " " + _("Figures known on {day}").format(day=day(self.as_of)) + " ", "warn"

    def do_summaries(self) -> None:
        """Choose a summary from a list; a screen of one province shows that province's."""
        from db.summary.tables import SUMMARIES
        from tui.screens.choices import ChoicesScreen

        choices = [(name, _(summary.title)) for name, summary in SUMMARIES.items()]
        self.app.push_screen(ChoicesScreen(_("Which summary?"), choices, self._open_summary))

    def _open_summary(self, name: str | None) -> None:
        if name is not None:
            self.show_summary(name)

    def show_summary(self, name: str) -> None:
        """Open the summary of that name with the choice of this screen."""
        from tui.screens.summaries import SummaryScreen

        screen = SummaryScreen(name, self.subject, self.year, self.programme, self.units, self.as_of)
        self.app.push_screen(screen)

    def do_place(self) -> None:
        """Find any province, district or commune, of either era."""
        from tui.screens.places import PlacesScreen

        self.app.push_screen(PlacesScreen(self.year, self.programme, self.units, self.as_of))

    def do_as_of(self) -> None:
        """Ask for a day; nothing typed returns to now."""

        def take(chosen: date | None) -> None:
            if chosen != self.as_of:
                self.as_of = chosen
                self.ask_anew()

        self._ask_day(_("State of which day? (31/3/2026; nothing: today)"), take, needed=False)

    def do_changes(self) -> None:
        """Ask for an earlier day, and list every figure that differs, with who changed it."""

        def show(since: date | None) -> None:
            if since is None:
                return
            if self.as_of is not None and since >= self.as_of:
                self.refused(_("{since} is not before {day}.").format(since=day(since), day=day(self.as_of)))
                return
            from tui.screens.differences import DifferencesScreen

            self.app.push_screen(
                DifferencesScreen(since, self.as_of, self.subject, self.year, self.programme, self.units)
            )

        self._ask_day(_("What changed since the end of which day? (31/3/2026)"), show, needed=True)

    def _ask_day(self, question: str, then: Callable[[date | None], None], *, needed: bool) -> None:
        def read(text: str | None) -> None:
            if text is None:
                return
            from db.entry.reading.dates import read_period
            from db.entry.reading.errors import ReadingError

            today = self.dashboard.board.today
            try:
                chosen = read_period(text, today=today, year=None).end if text.strip() else None
            except ReadingError as error:
                self.refused(str(error))
                return
            if chosen is not None and chosen > today:
                self.refused(_("{day} is still to come: name a day until today.").format(day=day(chosen)))
            else:
                then(None if chosen == today and not needed else chosen)

        from tui.screens.ask import AskText

        self.app.push_screen(AskText(question, read, needed=needed))

    def ask_why(self, province: Province | None, indicators: Collection[str]) -> None:
        """Explain one of these indicators' figures, of the year in view: asks which where there are several.

        With None the total over provinces.
        """
        names = self.dashboard.board.names("indicators")
        years = None if self.year is None else (self.year, self.year)
        choices = [(code, names.get(code, code)) for code in indicators]
        if not choices:
            self.refused(_("There is no figure here."))
        elif len(choices) == 1:
            self.show_why(province, choices[0][0], years)
        else:
            from tui.screens.choices import ChoicesScreen

            def show(code: str | None) -> None:
                if code is not None:
                    self.show_why(province, code, years)

            self.app.push_screen(ChoicesScreen(_("Why which figure?"), choices, show))

    def show_why(self, province: Province | None, indicator: str, years: tuple[int, int] | None) -> None:
        """Explain the figures of an indicator, or with None its total over provinces, as they are shown here."""
        from tui.screens.why import WhyScreen
        from tui.screens.why_total import WhyTotalScreen

        asked = (indicator, years, self.programme, self.units, self.as_of)
        if province is None:
            self.app.push_screen(WhyTotalScreen(*asked, self.totalled()))
        else:
            self.app.push_screen(WhyScreen(province, *asked))

    def totalled(self) -> Collection[str] | None:
        """The keys of the provinces that totals are of, None for all."""
        return None

    def only_now(self, then: Callable[[], object]) -> None:
        """Go on where now is shown; of the past nothing is entered, changed or voided."""
        if self.as_of is None:
            then()
            return
        sentence = _("This is the state of {day}: return to today first ({key}, then Enter).")
        self.refused(sentence.format(day=day(self.as_of), key=self.keymap.shown("as_of")))

    def back_to_now(self) -> bool:
        """Return to now; False where now is shown already."""
        if self.as_of is None:
            return False
        self.as_of = None
        self.ask_anew()
        return True
