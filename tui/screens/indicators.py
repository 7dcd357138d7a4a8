"""The indicators, for those who keep them: a list, and the form of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from db.entry.indicator_rules import OVER_PLACE, OVER_TIME, Indicator
from db.language import _, language
from db.models.kinds import KINDS
from db.models.text import fold
from tui.port import BoardError
from tui.screens.base import BoardScreen
from tui.screens.finder import Finder
from tui.screens.form import FormScreen
from tui.widgets.line import Line, Piece
from tui.widgets.table import Cell, Column, Row, Table


class IndicatorsScreen(BoardScreen[Sequence[Indicator]]):
    """All indicators in official order; Enter edits one, n adds one."""

    KEYS: ClassVar = ("open", "new", "find", "back", "help")

    def __init__(self) -> None:
        super().__init__()
        self.finder = Finder(self._found)
        self._at = 0
        self._page = 1
        self._rows: Sequence[Row] = ()
        self._seek = ""
        """The indicator that was saved just now, where the cursor goes."""

    # -- data

    def read(self) -> Sequence[Indicator]:
        """Every indicator, those that ended too."""
        return self.dashboard.board.indicators()

    def tables(self, data: Sequence[Indicator], width: int, _height: int) -> Mapping[str, Table]:
        """The one table."""
        names = self.dashboard.board.names("measure_units")
        columns = [
            Column("code", _("Code"), "<", whole=False, least=14),
            Column("name", _("Name"), "<", whole=False, least=18),
            Column("unit", _("Unit"), "<", whole=False, least=6),
            Column("source", _("Source"), "<", whole=False, least=8, drop=2),
            Column("over_time", _("Over time"), "<", whole=False, least=8, drop=3),
            Column("over_place", _("Over place"), "<", whole=False, least=8, drop=4),
            Column("holds", _("Holds"), "<", least=8, drop=1),
        ]
        wanted = fold(self.finder.text)
        fitting = [one for one in data if wanted in fold(f"{one.code} {one.name_vi} {one.name_en}")]
        self._rows = [Row(one.code, _cells(one, names)) for one in fitting]
        if self._seek:
            self._at = next((at for at, row in enumerate(self._rows) if row.key == self._seek), self._at)
            self._seek = ""
        self._at = min(self._at, max(len(self._rows) - 1, 0))
        self._table = Table(columns, self._rows, width)
        return {"indicators": self._table}

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:  # noqa: ARG002
        """What the screen lists."""
        yield _("Indicators"), "banner"

    def body(self, width: int, height: int) -> list[Line]:
        """What is looked for, headings, a page of indicators."""
        looking = self.finder.open or self.finder.text
        lines = [Line(("  ", "dim")).extend(self.finder.line()).cut(width)] if looking else []
        lines += self._table.heading()
        self._page = max(1, height - len(lines))
        first = self._at // self._page * self._page
        for at, row in enumerate(self._rows[first : first + self._page], first):
            hot = self.hot("indicators", row.key)
            lines.append(self._table.line(row, selected=at == self._at, hot=hot))
        return lines

    def detail(self) -> str:
        """The whole texts of the selected row, when one is cut."""
        return " · ".join(self._table.cut(self._rows[self._at])) if self._rows else ""

    # -- keys

    def press(self, key: str, character: str | None = None) -> None:
        """Letters go to what is looked for while something is."""
        if not self.finder.press(key, character, self.keymap):
            super().press(key, character)

    def _found(self) -> None:
        self._at = 0
        self.lay_out_again()

    def _go(self, place: int) -> None:
        self._at = min(max(place, 0), max(len(self._rows) - 1, 0))
        self.redraw()

    def do_up(self) -> None:
        """One row up."""
        self._go(self._at - 1)

    def do_down(self) -> None:
        """One row down."""
        self._go(self._at + 1)

    def do_page_up(self) -> None:
        """One page up."""
        self._go(self._at - self._page)

    def do_page_down(self) -> None:
        """One page down."""
        self._go(self._at + self._page)

    def do_first(self) -> None:
        """The first indicator."""
        self._go(0)

    def do_last(self) -> None:
        """The last indicator."""
        self._go(len(self._rows))

    def do_find(self) -> None:
        """Type a part of a code or a name."""
        self.finder.start()
        self.redraw()

    def do_new(self) -> None:
        """Add an indicator."""
        self._open_form("")

    def do_edit(self) -> None:
        """Change the selected one; its end is one of its fields."""
        if self._rows:
            self._open_form(self._rows[self._at].key)

    do_open = do_edit

    def do_undo(self) -> None:
        """Indicators are lists of all provinces, and no entries of one's own."""
        self.refused(_("A change of an indicator is not undone: edit it again."))

    do_redo = do_undo

    def do_back(self) -> None:
        """Look for nothing, or back to where one came from."""
        if self.finder.open or self.finder.text:
            self.finder.clear()
        else:
            self.dismiss()

    def _open_form(self, code: str) -> None:
        board = self.dashboard.board

        def saved(record: str | None) -> None:
            if record is not None:
                self._seek = record
                self.dashboard.database_changed()
                self.tell(_("Saved: {record}.").format(record=record), "met")

        try:
            kind, port = board.indicator_form(code)
            form = FormScreen(
                kind, port, where=code, editing=bool(code), sample=board.sample, zone=self.dashboard.options.zone,
                then=saved,
            )  # fmt: skip
        except BoardError as error:
            self.tell(str(error), "warn")
        else:
            self.app.push_screen(form)


def _cells(one: Indicator, unit_names: Mapping[str, str]) -> tuple[Cell, ...]:
    holds = f"{one.valid_from}–{one.valid_to}" if one.valid_from or one.valid_to else ""
    return (
        Cell(one.code, "dim"),
        Cell(one.name_en if language() == "en" else one.name_vi, "text"),
        Cell(unit_names.get(one.unit, one.unit), "text"),
        Cell(_(KINDS[one.source_kind].label), "dim"),
        Cell(_(OVER_TIME[one.over_time]), "dim"),
        Cell(_(OVER_PLACE[one.over_place]), "dim"),
        Cell(holds, "text"),
    )
