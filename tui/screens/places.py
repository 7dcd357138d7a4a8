"""Finding a place: any province, district or commune of both eras, and what it belongs to today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from db.language import _
from db.summary.places import MOST, Place
from tui.port import Units
from tui.screens import shown
from tui.screens.base import BoardScreen
from tui.screens.finder import Finder
from tui.widgets.line import Line, Piece
from tui.widgets.table import Cell, Column, Row, Table


class PlacesScreen(BoardScreen[Sequence[Place]]):
    """Type a part of a name; Enter opens the province that the place lies in."""

    KEYS: ClassVar = ("open", "back", "help")

    def __init__(self, year: int | None, programme: str | None, units: Units, as_of: date | None) -> None:
        """The year, programme, units and day of the past with which a province is opened."""
        super().__init__()
        self._choice = (year, programme, units, as_of)
        self.finder = Finder(self._found)
        self.finder.start()
        self._at = 0
        self._page = 1

    # -- data

    def read(self) -> Sequence[Place]:
        """The places that fit what is typed."""
        return self.dashboard.board.places(self.finder.text)

    def moved(self) -> None:
        """What was found is another list."""
        self._at = min(self._at, max(len(self.data or ()) - 1, 0))

    def _found(self) -> None:
        self._at = 0
        self.forget_marks()
        self.reload()

    def tables(self, data: Sequence[Place], width: int, _height: int) -> Mapping[str, Table]:
        """The one table."""
        columns = [
            Column("name", _("Place"), "<", whole=False, least=18),
            Column("district", _("District"), "<", whole=False, least=12),
            Column("province", _("Province"), "<", whole=False, least=14),
            Column("today", _("Today"), "<", whole=False, least=12),
        ]
        self._table = Table(columns, [Row(place.key, _cells(place)) for place in data], width)
        return {"places": self._table}

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:  # noqa: ARG002
        """What the screen does."""
        yield _("Find a place"), "banner"

    def body(self, width: int, height: int) -> list[Line]:
        """What is typed, headings, a page of places."""
        table = self._table
        lines = [Line(("  ", "dim")).extend(self.finder.line()).cut(width)]
        if not table.rows:
            if self.finder.text:
                lines.append(Line(("  " + _("No place has this in its name."), "dim")))
            return lines
        lines += table.heading()
        self._page = max(1, height - len(lines) - 1)
        first = self._at // self._page * self._page
        for at, row in enumerate(table.rows[first : first + self._page], first):
            lines.append(table.line(row, selected=at == self._at))
        count = _("more than {n}: type more of the name").format(n=MOST) if len(table.rows) > MOST else len(table.rows)
        lines.append(Line((f"  {self._at + 1} / {count}", "faint")).cut(width))
        return lines

    def detail(self) -> str:
        """The whole names of the selected place, when one is cut."""
        rows = self._table.rows
        return " · ".join(self._table.cut(rows[self._at])) if rows else ""

    # -- keys

    def press(self, key: str, character: str | None = None) -> None:
        """Letters go to what is typed; the other keys move, open and go back."""
        action = self.keymap.find(key, "ask")
        if action == "back":
            self.dismiss()
        elif key == "enter" or not self.finder.press(key, character, self.keymap):
            super().press(key, character)

    def pasted(self, text: str) -> None:
        """A pasted name is looked for."""
        self.finder.paste(text)

    def _go(self, place: int) -> None:
        self._at = min(max(place, 0), max(len(self.data or ()) - 1, 0))
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

    def do_open(self) -> None:
        """The province of the selected place."""
        from tui.screens.province import ProvinceScreen

        if self.data:
            province = self.data[self._at].province
            self.dismiss()
            self.app.push_screen(ProvinceScreen(province, *self._choice))


def _cells(place: Place) -> tuple[Cell, ...]:
    ended = "dim" if place.era == "A" else "strong"
    name = f"{place.kind} {place.name}"
    return (
        Cell(name, ended),
        Cell(place.district, "dim"),
        Cell("" if place.level == "province" and place.era == "B" else shown.province(place.province), "dim"),
        Cell(" · ".join(place.successors), "text"),
    )
