"""Why a total over provinces is what it is: its formula, each province's figure, and who has none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from db.language import _
from db.summary.views import Province
from tui.explained import explain_total
from tui.port import Units
from tui.screens.sentences import Sentence, SentencesScreen
from tui.widgets.line import Piece

if TYPE_CHECKING:
    from db.summary.why_total import WhyTotal


class WhyTotalScreen(SentencesScreen["WhyTotal", Province]):
    """The explanation, line by line; Enter on a province explains its figure, down to the records."""

    KEYS: ClassVar = ("open", "back", "help")
    SLOW: ClassVar = True

    def __init__(
        self,
        indicator: str,
        years: tuple[int, int] | None,
        programme: str | None,
        units: Units,
        as_of: date | None,
        provinces: Collection[str] | None,
    ) -> None:
        """`years`: (2024, 2024) for a year, None for all; `provinces`: the keys of those alone, None for all."""
        super().__init__()
        self._asked = (indicator, years, programme, units, as_of)
        self._provinces = provinces

    # -- data

    def read(self) -> WhyTotal:
        """The explanation as things stand now, or stood on the chosen day."""
        return self.dashboard.board.why_total(*self._asked, self._provinces)

    def sentences(self, data: WhyTotal) -> Iterable[Sentence[Province]]:
        """Formula, provinces, and who has no number."""
        for told in explain_total(data, self.dashboard.board.names("measure_units")):
            yield Sentence(told.text, told.role, told.indent, told.province)

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:  # noqa: ARG002
        """What is explained."""
        yield _("Why this figure?"), "banner"
        yield "  " + (_("all provinces") if self._provinces is None else _("the provinces listed")), "banner_dim"

    def opens(self) -> str:
        """What Enter does."""
        return _("Enter explains the figure of this province.")

    # -- acting

    def open_target(self, target: Province) -> None:
        """The explanation of the province's own figure."""
        from tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(target, *self._asked))
