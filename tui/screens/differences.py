"""What changed between two days, figure by figure and state by state, with who changed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from db.language import _
from db.models.kinds import KINDS
from db.summary.views import Province
from tui.format import day
from tui.port import Units
from tui.screens import shown
from tui.screens.rows import RowsScreen
from tui.widgets.line import Piece
from tui.widgets.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from db.summary.differences import Difference


class DifferencesScreen(RowsScreen["Difference"]):
    """A row a figure, or a state of an activity; Enter opens the record that was changed last."""

    KEYS: ClassVar = ("open", "back", "help")
    SLOW: ClassVar = True

    def __init__(
        self,
        since: date,
        as_of: date | None,
        province: Province | None,
        year: int | None,
        programme: str | None,
        units: Units,
    ) -> None:
        """Between the ends of two days; `as_of` None is now."""
        super().__init__()
        self._asked = (since, as_of, province.key if province else None, year, programme, units)

    # -- data

    def read(self) -> Sequence[Difference]:
        """The figures and states that differ."""
        return self.dashboard.board.differences(*self._asked)

    def table(self, data: Sequence[Difference], width: int) -> Table:
        """Province, indicator, kind, year, then and now, who and when."""
        columns = [
            Column("province", _("Province"), "<", whole=False, least=10),
            Column("indicator", _("Indicator"), "<", whole=False, least=14),
            Column("kind", _("Kind"), "<", drop=3),
            Column("year", _("Year")),
            Column("then", _("Then")),
            Column("now", _("Now")),
            Column("by", _("by"), "<", whole=False, drop=1),
            Column("at", _("Last\nchange"), "<", drop=2),
        ]
        names = self.dashboard.board.names("measure_units")
        rows = [Row(str(place), self._cells(one, names)) for place, one in enumerate(data)]
        return Table(columns, rows, width)

    def _cells(self, one: Difference, names: shown.UnitNames) -> tuple[Cell, ...]:
        years = str(one.year_from) if one.year_from == one.year_to else f"{one.year_from}-{one.year_to}"
        last = one.changes[-1] if one.changes else None
        return (
            Cell(shown.province(one.province), "strong"),
            Cell(one.name),
            Cell(shown.difference_kind(one.kind), "dim"),
            Cell(years, "dim"),
            Cell(shown.difference(one.before, one.unit, names, brief=True), "quiet"),
            Cell(shown.difference(one.after, one.unit, names, brief=True), "strong"),
            Cell(", ".join(dict.fromkeys(change.by for change in one.changes)), "dim"),
            Cell(self.dashboard.when(last.at) if last else "", "dim"),
        )

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:  # noqa: ARG002
        """Between which days."""
        since, as_of = self._asked[:2]
        until = day(as_of) if as_of else _("today")
        yield _("What changed"), "banner"
        yield f"  {day(since)} → {until}", "warn"

    def nothing(self) -> str:
        """All is as it was."""
        return _("No figure and no state differs.")

    def detail(self) -> str:
        """The changes behind the selected figure: when, who, what and why."""
        if not self.data:
            return ""
        told = []
        for change in self.data[self._at].changes:
            what = " ".join(filter(None, (_(KINDS[change.kind].label), change.title)))
            why = f" – {change.reason}" if change.reason else ""
            told.append(f"{self.dashboard.when(change.at)} {change.by}: {what} ({shown.cause(change.cause)}){why}")
        return " · ".join(told)

    # -- acting

    def do_open(self) -> None:
        """The record that was changed last, as it stands now."""
        from tui.screens.record import RecordScreen

        if self.data and (changes := self.data[self._at].changes):
            self.app.push_screen(RecordScreen(changes[-1].province, changes[-1].record))
