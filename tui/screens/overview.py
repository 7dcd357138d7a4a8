"""All provinces at a glance: a row a province, coloured by how its targets stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import ClassVar, Final

from db.language import N_, _, ngettext
from db.models.text import cells, collation_key, fold
from db.summary.finding import answers_to
from db.summary.views import Overview, OverviewRow, Province
from tui.screens.past import PastScreen
from tui.screens.shown import UnitNames, short, targets_role
from tui.widgets.line import Line, Piece
from tui.widgets.table import Cell, Column, Row, Table

TOTALS: Final = ""
"""The key of the row of totals."""

_DEVICES: Final = "delivered_devices"
_COUNTS: Final[tuple[tuple[str, str, int], ...]] = (
    ("signings", N_("Agree-\nments"), 0),
    ("training_classes", N_("Class-\nes"), 0),
    ("training_participants", N_("People\ntrained"), 0),
    ("delivered_devices", N_("De-\nvices"), 0),
    ("receivers_household", N_("House-\nholds"), 0),
    ("receivers_commune", N_("Com-\nmunes"), 0),
    ("receivers_district", N_("Dis-\ntricts"), 4),
    ("receivers_team", N_("Mobile\nteams"), 6),
    ("receivers_other", N_("To\nothers"), 7),
)
"""Indicator, heading, and how early the column gives way on a narrow screen (0: never)."""


class OverviewScreen(PastScreen[Overview]):
    """The first screen."""

    KEYS: ClassVar = ("open", "find", "year", "programme", "all", "summaries", "help", "quit", "order", "language")

    def __init__(self) -> None:
        super().__init__()
        self.everything = False
        """Whether provinces without data are listed too."""
        self._looked_for = ""
        self._cursor = ""
        self._on_totals = False
        """Whether the cursor is on the row of totals, below the province of `_cursor`."""
        self._home: str | None = None
        """The province that opens first; None once it has."""
        self._rows: Sequence[OverviewRow] = ()
        self._page = 1
        self._totals: OverviewRow | None = None
        """The totals of the rows that are listed; None while they are being asked for."""

    # -- data

    def read(self) -> Overview:
        """The overview of this choice."""
        return self.dashboard.board.overview(self.year, self.programme, self.units, self.as_of)

    def moved(self) -> None:
        """Choose and order the rows; the cursor stays on its province."""
        if self.data is None:
            return
        self.dashboard.programmes = [code for code, _name in self.data.programmes]
        by_name = self.dashboard.order == "collation"
        wanted = fold(self.finder.text)
        everything = self.everything or not any(row.has_data for row in self.data.rows)
        rows = [
            row for row in self.data.rows if (everything or row.has_data or wanted) and answers_to(row.province, wanted)
        ]
        rows.sort(
            key=lambda row: (
                not row.has_data,
                not fold(row.province.name).startswith(wanted),
                collation_key(row.province.name) if by_name else (row.province.code,),
            )
        )
        at = self.at
        self._rows = rows
        if self._home is None:
            self._home = self.dashboard.options.home_province
            self._open_first(self._home)
        if rows and not any(row.province.key == self._cursor for row in rows):
            self._cursor = rows[min(at, len(rows) - 1)].province.key
        self._totals = None if wanted else self.data.totals
        if wanted and rows:
            self._ask_totals()

    def _ask_totals(self) -> None:
        """Of the rows that are found; an answer that comes after they have changed is dropped."""
        board, rows = self.dashboard.board, self._rows
        keys = [row.province.key for row in rows]

        def take(totals: OverviewRow) -> None:
            if rows is self._rows:
                self._totals = totals
                self.lay_out_again()

        def read() -> OverviewRow:
            return board.totals(keys, self.year, self.programme, self.units, self.as_of)

        self.dashboard.ask(read, take, self.refused)

    def _open_first(self, key: str) -> None:
        if not key or self.data is None:
            return
        home = next((row.province for row in self.data.rows if row.province.key == key), None)
        if home is None:
            self.notice = _("home_province is {key}, and there is no such province.").format(key=key)
        else:
            self._cursor = key
            self.call_later(self._open, home)

    @property
    def at(self) -> int:
        """The place of the cursor among the rows."""
        return next((place for place, row in enumerate(self._rows) if row.province.key == self._cursor), 0)

    def tables(self, data: Overview, width: int, _height: int) -> Mapping[str, Table]:
        """The one table."""
        names, units = _names(self._rows), data.unit_names
        rows = [
            Row(row.province.key, _cells(row, name, self.dashboard.when(row.changed_at), units))
            for row, name in zip(self._rows, names, strict=True)
        ]
        # Without its end a name would be that of the other era's province.
        marked = [cells(name) for row, name in zip(self._rows, names, strict=True) if name != row.province.name]
        apart = any(figure.by_unit for row in self._rows for figure in row.figures.values())
        columns = _columns(max(marked, default=0), devices_apart=apart)
        totals = Row(TOTALS, _cells(self._totals, _("Total"), "", units, "total")) if self._totals else None
        self._table = Table(columns, rows, width, totals)
        return {"provinces": self._table}

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:
        """Overview, year, programme."""
        yield _("Overview"), "banner"
        yield from self.narrowed_to(brief=brief)

    def body(self, width: int, height: int) -> list[Line]:
        """Headings, a page of rows, totals."""
        table = self._table
        lines = table.heading()
        self._page = max(1, height - len(lines) - (2 if table.totals else 1))
        first = self.at // self._page * self._page
        for row in table.rows[first : first + self._page]:
            lines.append(
                table.line(
                    row, selected=row.key == self._cursor and not self._on_totals, hot=self.hot("provinces", row.key)
                )
            )
        if not table.rows:
            lines.append(Line(("  " + _("No province matches."), "dim")))
        if table.totals:
            lines.append(table.totals_line(self.hot("provinces", TOTALS), selected=self._on_totals))
        lines.append(self._below(first, width))
        return lines

    def _below(self, first: int, width: int) -> Line:
        shown, all_of_them = min(self._page, len(self._rows) - first), len(self._rows)
        line = Line(("  ", "dim"))
        if self.finder.open or self.finder.text:
            line.extend(self.finder.line()).add("  ")
        if shown < all_of_them:
            line.add(f"{first + 1}–{first + shown} / {all_of_them}", "dim")
            line.add(f" ({_by_era(self._rows)})  ", "faint")
        if self.data is not None and not self.finder.open and not self.finder.text:
            listed = {row.province.key for row in self._rows}
            others = [row for row in self.data.rows if row.province.key not in listed]
            if others:
                line.add(_("Without data: {provinces}").format(provinces=_by_era(others)), "faint")
        return line.cut(width)

    def detail(self) -> str:
        """The whole name of the province, when it is cut."""
        rows = self._table.rows
        return " · ".join(self._table.cut(rows[self.at])) if rows else ""

    # -- moving

    def _go(self, place: int) -> None:
        self._on_totals = False
        if self._rows:
            self._cursor = self._rows[min(max(place, 0), len(self._rows) - 1)].province.key
            self.redraw()

    def do_up(self) -> None:
        """One row up, from the totals to the last one."""
        self._go(self.at - (not self._on_totals))

    def do_down(self) -> None:
        """One row down, from the last one to the totals."""
        if self._totals and self._rows and self.at == len(self._rows) - 1:
            self._on_totals = True
            self.redraw()
        else:
            self._go(self.at + 1)

    def do_page_up(self) -> None:
        """One page up."""
        self._go(self.at - self._page)

    def do_page_down(self) -> None:
        """One page down."""
        self._go(self.at + self._page)

    def do_first(self) -> None:
        """To the first row."""
        self._go(0)

    def do_last(self) -> None:
        """To the last row."""
        self._go(len(self._rows) - 1)

    # -- choosing

    def do_open(self) -> None:
        """Open the province of the cursor; of the totals, what lies behind one."""
        if self._on_totals:
            self.do_why()
        elif self._rows:
            self._open(self._rows[self.at].province)

    def _open(self, province: Province) -> None:
        from tui.screens.province import ProvinceScreen

        self.app.push_screen(ProvinceScreen(province, self.year, self.programme, self.units, self.as_of))

    def do_units(self) -> None:
        """Provinces of the documents, or those of today."""
        self.units = "current" if self.units == "reported" else "reported"
        self.ask_anew()

    def do_order(self) -> None:
        """By name as Vietnamese sorts it, or by official code."""
        self.dashboard.order = "code" if self.dashboard.order == "collation" else "collation"
        self.moved()
        self.lay_out_again()

    def do_all(self) -> None:
        """List provinces without data too, or no longer."""
        self.everything = not self.everything
        self.moved()
        self.lay_out_again()

    @property
    def enters_in(self) -> Province | None:
        """The province of the cursor."""
        return self._rows[self.at].province if self._rows else None

    def do_why(self) -> None:
        """Why a figure of the province of the cursor, or of the totals, is what it is; asks which."""
        if self._on_totals and self._totals:
            self.ask_why(None, self._totals.figures)
        elif self._rows:
            row = self._rows[self.at]
            self.ask_why(row.province, row.figures)

    def totalled(self) -> Collection[str] | None:
        """Those that are found, or all."""
        return [row.province.key for row in self._rows] if self.finder.text else None

    def do_grid(self) -> None:
        """Many figures of the provinces that are listed, in a grid."""
        from tui.screens.grid import GridScreen

        provinces = [row.province for row in self._rows]
        year = self.year or self.dashboard.board.today.year
        if provinces:
            self.only_now(lambda: self.app.push_screen(GridScreen(provinces, year, self.programme)))

    # -- finding

    def found(self) -> None:
        """A new text: the cursor goes to the first that fits."""
        self.moved()
        if self.finder.text and self.finder.text != self._looked_for:
            self._go(0)
        self._looked_for = self.finder.text
        self.lay_out_again()

    def do_back(self) -> None:
        """Show all rows again, or now again."""
        if self.finder.text:
            self.finder.clear()
        else:
            self.back_to_now()


def _by_era(rows: Sequence[OverviewRow]) -> str:
    """How many provinces of today and how many of before: 34 + 63 of both would count most places twice."""
    old = sum(row.province.era == "A" for row in rows)
    today = len(rows) - old
    parts = [
        ngettext("{n} province of today", "{n} provinces of today", today).format(n=today) if today else "",
        ngettext("{n} of before 7/2025", "{n} of before 7/2025", old).format(n=old) if old else "",
    ]
    return ", ".join(filter(None, parts))


def _names(rows: Sequence[OverviewRow]) -> list[str]:
    """The name of each row's province; of two alike, the one that ended says so, in few letters."""
    times = Counter(row.province.name for row in rows)
    return [
        _("{name} (old)").format(name=row.province.name)
        if row.province.era == "A" and times[row.province.name] > 1
        else row.province.name
        for row in rows
    ]


def _columns(least_name: int, *, devices_apart: bool) -> list[Column]:
    """The columns; devices side by side in several units are wide, and give way before a name is cut."""
    drops = {code: drop for code, _title, drop in _COUNTS} | ({_DEVICES: 2} if devices_apart else {})
    return [
        Column("province", _("Province"), "<", whole=False, least=max(11, least_name)),
        Column("targets", _("Targets\nmet")),
        *(Column(code, _(title), drop=drops[code]) for code, title, _drop in _COUNTS),
        Column("budget_planned", _("Budget\nplanned")),
        Column("budget_disbursed", _("Budget\nspent"), drop=5),
        Column("changed", _("Last\nchange"), drop=1),
        Column("hour", "", drop=3),
        Column("by", _("by"), "<", whole=False, drop=8),
    ]


def _cells(row: OverviewRow, name: str, when: str, units: UnitNames, ground: str = "") -> tuple[Cell, ...]:
    """One province's cells, in the order of the columns; `units` names units, `ground` replaces the role of each."""

    def figure(code: str, unit: str = "") -> Cell:
        found = row.figures.get(code)
        quiet = found is None or not (found.known or found.by_unit)
        return Cell(short(found, unit, units), ground or ("quiet" if quiet else "text"))

    day, _space, hour = when.partition(" ")
    return (
        Cell(name, ground or ("strong" if row.has_data else "faint")),
        Cell(f"{row.targets_met}/{row.targets_set}" if row.targets_set else "–", ground or _targets_role(row)),
        *(figure(code) for code, _title, _drop in _COUNTS),
        figure("budget_planned", "đồng"),
        figure("budget_disbursed", "đồng"),
        Cell(day, ground or "dim"),
        Cell(hour, ground or "dim"),
        Cell(row.changed_by or "", ground or "dim"),
    )


def _targets_role(row: OverviewRow) -> str:
    return targets_role(row.targets_met, row.targets_set, row.targets_missed, row.targets_behind)
