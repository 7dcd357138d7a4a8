"""Why a figure is what it is: formula, facts with their records and sources, and what does not count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from db.language import _
from db.summary.views import Province
from tui.explained import explain
from tui.port import Units
from tui.screens import shown
from tui.screens.sentences import Sentence, SentencesScreen
from tui.widgets.line import Piece

if TYPE_CHECKING:
    from db.summary.why import Why


class WhyScreen(SentencesScreen["Why", tuple[Province, str]]):
    """The explanation, line by line; Enter on a fact opens its record."""

    KEYS: ClassVar = ("open", "back", "help")
    SLOW: ClassVar = True

    def __init__(
        self,
        province: Province,
        indicator: str,
        years: tuple[int, int] | None,
        programme: str | None,
        units: Units,
        as_of: date | None,
    ) -> None:
        """`years`: (2024, 2024) for a year, (2024, 2025) for a figure of several, None for all years."""
        super().__init__()
        self.province = province
        self._asked = (indicator, years, programme, units, as_of)

    # -- data

    def read(self) -> Why:
        """The explanation as things stand now, or stood on the chosen day."""
        return self.dashboard.board.why(self.province.key, *self._asked)

    def sentences(self, data: Why) -> Iterable[Sentence[tuple[Province, str]]]:
        """The explanation; the lines below a fact speak of its record too."""
        record: tuple[Province, str] | None = None
        board = self.dashboard.board
        for told in explain(data, board.names("measure_units"), self.dashboard.options.zone):
            record = told.record or (record if told.indent > 1 else None)
            yield Sentence(told.text, told.role, told.indent, record)

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:  # noqa: ARG002
        """What is explained."""
        yield _("Why this figure?"), "banner"
        yield "  " + shown.province(self.province), "banner_dim"

    def opens(self) -> str:
        """What Enter does."""
        return _("Enter opens the record of this figure.")

    # -- acting

    def open_target(self, target: tuple[Province, str]) -> None:
        """The record of the fact under the cursor, as it stands now or stood on the chosen day."""
        from tui.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(*target, as_of=self._asked[-1]))
