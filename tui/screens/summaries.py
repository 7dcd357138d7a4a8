"""One summary as a table: chosen from a list, narrowed like the other screens, and opened row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from db.language import _, language
from db.models.text import collation_key, fold
from db.summary.tables import (
    STEPS,
    SUMMARIES,
    Step,
    SummaryColumn,
    SummaryRow,
    SummaryTable,
    Value,
    magnitude,
)
from db.summary.views import Province
from tui.format import table_cell
from tui.port import Units
from tui.screens import shown
from tui.screens.choices import ChoicesScreen
from tui.screens.past import PastScreen
from tui.widgets.key_line import key_pairs
from tui.widgets.line import Line, Piece, wrap
from tui.widgets.table import Cell, Column, Row, Table, folded_title

_KEYS_OF: Mapping[str, str] = {"year": "year", "indicator": "look_up", "step": "step", "units": "units"}
"""Filter → the key line's word for it."""
TOTALS = ""
"""The key of the row of totals."""
_LEAST_TEXT = 12


class SummaryScreen(PastScreen[SummaryTable]):
    """A summary of all provinces or of one."""

    KEYS: ClassVar = ("open", "back", "summaries", "year", "look_up", "step", "units", "programme", "order", "help")
    SLOW: ClassVar = True

    def __init__(
        self,
        summary: str,
        province: Province | None,
        year: int | None,
        programme: str | None,
        units: Units = "reported",
        as_of: date | None = None,
    ) -> None:
        """`summary`: its name in `db.summary.tables.SUMMARIES`; `as_of`: the day of the past to show."""
        super().__init__(year, programme, units, as_of)
        self.summary = SUMMARIES[summary]
        self.province = province
        self.indicator = self.summary.indicator
        self.step: Step = "month"
        self._sorted_by = ""
        """The key of the column that rows are ordered by, "" for the order of the summary."""
        self._rows: Sequence[SummaryRow] = ()
        self._cursor = ""
        self._place = 0
        self._first_column = 0
        """The first of the columns that scroll; what names a row stays."""
        self._page = 1

    # -- data

    def read(self) -> SummaryTable:
        """The table of this choice."""
        province = self.province.key if self.province is not None else None
        return self.dashboard.board.table(
            self.summary.name, province, self.year, self.programme, self.indicator, self.step, self.units, self.as_of
        )

    def moved(self) -> None:
        """Rows anew, in their order; the cursor stays on its row, or near its place when that is gone."""
        if self.data is None:
            return
        wanted = fold(self.finder.text)
        rows = [row for row in self.data.rows if wanted in fold(" ".join(_words(row)))]
        at = next((place for place, column in enumerate(self.data.columns) if column.key == self._sorted_by), None)
        if at is not None:
            rows.sort(key=lambda row: _rank(row.values[at]))
        self._rows = rows
        keys = [row.key for row in rows]
        if self._cursor in keys:
            self._place = keys.index(self._cursor)
        else:
            self._place = min(self._place, max(len(keys) - 1, 0))
            self._cursor = keys[self._place] if keys else ""

    def tables(self, data: SummaryTable, width: int, _height: int) -> Mapping[str, Table]:
        """The one table: the columns that name a row, and as many others as fit whole."""
        named = _naming(data.columns)
        self._first_column = min(self._first_column, max(len(data.columns) - named - 1, 0))
        picked = [*range(named), *range(named + self._first_column, len(data.columns))]
        columns = [self._column(data.columns[place], place >= named, drop) for drop, place in enumerate(picked)]
        rows = [self._row(row, picked) for row in self._rows]
        totals = self._row(data.totals, picked, "total") if data.totals is not None else None
        self._table = Table(columns, rows, width, totals)
        return {"summary": self._table}

    def _column(self, column: SummaryColumn, scrolls: bool, drop: int) -> Column:
        title = column.title + (f" ({column.unit})" if column.unit else "")
        title = ("▼" if column.key == self._sorted_by else "") + folded_title(title)
        text = column.kind == "text"
        return Column(
            column.key,
            title,
            "<" if text else ">",
            whole=not text,
            least=_LEAST_TEXT,
            # The first figure always stays; of the others those to the right give way first.
            drop=drop if scrolls and drop > 1 else 0,
        )

    def _row(self, row: SummaryRow, picked: Sequence[int], ground: str = "") -> Row:
        assert self.data is not None
        drawn = []
        for place in picked:
            column, value = self.data.columns[place], row.values[place]
            text = table_cell(value, column, language(), short=True)
            drawn.append(Cell(text, ground or _role(row, place, text)))
        return Row(row.key, tuple(drawn))

    @property
    def subject(self) -> Province | None:
        """The one province, None for all."""
        return self.province

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:
        """Summary, province, indicator and step, then year, programme and units."""
        yield _(self.summary.title), "banner"
        yield "  " + (shown.province(self.province) if self.province else _("all provinces")), "banner"
        if "indicator" in self.summary.filters:
            yield "  " + self._indicator_name(), "banner"
        if "step" in self.summary.filters:
            yield "  " + _step_word(self.step), "banner"
        yield from self.narrowed_to(brief=brief)

    def _indicator_name(self) -> str:
        return self.dashboard.board.names("indicators").get(self.indicator, self.indicator)

    def key_hints(self) -> list[tuple[str, str]]:
        """Without the keys of filters that this summary does not have."""
        if self.finder.open:
            return self.finder.key_hints(self.keymap)
        idle = {key for name, key in _KEYS_OF.items() if name not in self.summary.filters}
        pairs = key_pairs(self.keymap, [action for action in self.KEYS if action not in idle])
        look_up = self.keymap.shown("look_up")
        return [(key, _("Indicator") if key == look_up else label) for key, label in pairs]

    def body(self, width: int, height: int) -> list[Line]:
        """Headings, a page of rows, totals, and what there is to say of them."""
        table = self._table
        lines = table.heading()
        notes = [line for note in self._notes() for line in wrap(note, width - 4)]
        notes = notes[: max(height // 4, 2)]
        self._page = max(1, height - len(lines) - len(notes) - (2 if table.totals else 1))
        first = self._place // self._page * self._page
        for row in table.rows[first : first + self._page]:
            lines.append(table.line(row, selected=row.key == self._cursor, hot=self.hot("summary", row.key)))
        if not table.rows:
            lines.append(Line(("  " + _("Nothing was recorded for this choice."), "dim")))
        if table.totals:
            lines.append(table.totals_line(self.hot("summary", TOTALS)))
        lines.append(self._below(first, width))
        return [*lines, *(Line(("  " + note, "faint")) for note in notes)]

    def _notes(self) -> Sequence[str]:
        if self.data is None:
            return ()
        if self.data.year_taken is None or self.data.rows:
            return self.data.notes
        back, on = self.keymap.shown("previous_year"), self.keymap.shown("next_year")
        taken = _("No year was chosen: this is {year}. Choose another one with {back} {on}.")
        return (taken.format(year=self.data.year_taken, back=back, on=on), *self.data.notes)

    def _below(self, first: int, width: int) -> Line:
        """The filter, the place of the page, and how many columns are to the left and right."""
        line = Line(("  ", "dim"))
        if self.finder.open or self.finder.text:
            line.extend(self.finder.line()).add("  ")
        count = min(self._page, len(self._rows) - first)
        if count < len(self._rows):
            line.add(f"{first + 1}–{first + count} / {len(self._rows)}  ", "dim")
        hidden = sum(not cells_shown for cells_shown in self._table.widths)
        if self._first_column or hidden:
            sides = [f"← {self._first_column}"] if self._first_column else []
            sides += [f"→ {hidden}"] if hidden else []
            line.add(_("more columns: {sides}").format(sides="  ".join(sides)), "dim")
        return line.cut(width)

    def detail(self) -> str:
        """The whole text of what is cut in the selected row."""
        rows = self._table.rows
        return " · ".join(self._table.cut(rows[self._place])) if rows else ""

    # -- moving

    def _go(self, place: int) -> None:
        if self._rows:
            self._place = min(max(place, 0), len(self._rows) - 1)
            self._cursor = self._rows[self._place].key
            self.redraw()

    def do_up(self) -> None:
        """One row up."""
        self._go(self._place - 1)

    def do_down(self) -> None:
        """One row down."""
        self._go(self._place + 1)

    def do_page_up(self) -> None:
        """One page up."""
        self._go(self._place - self._page)

    def do_page_down(self) -> None:
        """One page down."""
        self._go(self._place + self._page)

    def do_first(self) -> None:
        """To the first row."""
        self._go(0)

    def do_last(self) -> None:
        """To the last row."""
        self._go(len(self._rows) - 1)

    def do_left(self) -> None:
        """One column back."""
        self._scroll(-1)

    def do_right(self) -> None:
        """One column on, as long as there is one that is not seen."""
        if any(not width for width in self._table.widths):
            self._scroll(1)

    def _scroll(self, columns: int) -> None:
        self._first_column = max(self._first_column + columns, 0)
        self.forget_marks()
        self.lay_out_again()

    # -- choosing

    def do_open(self) -> None:
        """The province or the record of the selected row, or why its figure is what it is."""
        opens = self._rows[self._place].opens if self._rows else None
        if opens is None:
            self.do_why()
            return
        if opens.record is not None:
            from tui.screens.record import RecordScreen

            self.app.push_screen(RecordScreen(opens.province, opens.record, as_of=self.as_of))
        else:
            from tui.screens.province import ProvinceScreen

            self.app.push_screen(ProvinceScreen(opens.province, self.year, self.programme, self.units, self.as_of))

    def do_why(self) -> None:
        """Why the figure of the selected row is what it is."""
        explains = self._rows[self._place].explains if self._rows else None
        if explains is None:
            self.refused(_("This row states no figure."))
        else:
            self.show_why(*explains)

    def do_look_up(self) -> None:
        """Choose the indicator from a list."""
        if "indicator" in self.summary.filters:
            names = list(self.dashboard.board.names("indicators").items())
            self.app.push_screen(ChoicesScreen(_("Which indicator?"), names, self._take_indicator, self.indicator))

    def _take_indicator(self, code: str | None) -> None:
        if code is not None:
            self.indicator = code
            self._ask_other()

    def do_step(self) -> None:
        """By month, by quarter, by year."""
        if "step" in self.summary.filters:
            self.step = STEPS[(STEPS.index(self.step) + 1) % len(STEPS)]
            self._ask_other()

    def do_units(self) -> None:
        """Provinces of the documents, or those of today."""
        if "units" in self.summary.filters:
            self.units = "current" if self.units == "reported" else "reported"
            self.ask_anew()

    def do_order(self) -> None:
        """Rows by the next column, and after the last in the order of the summary."""
        if self.data is not None:
            keys = ["", *(column.key for column in self.data.columns)]
            at = keys.index(self._sorted_by) if self._sorted_by in keys else 0
            self._sorted_by = keys[(at + 1) % len(keys)]
            self.moved()
            self._go(0)
            self.lay_out_again()

    def show_summary(self, name: str) -> None:
        """Another summary of the same choice, on this screen."""
        if self.indicator == self.summary.indicator:  # none was chosen
            self.indicator = SUMMARIES[name].indicator
        self.summary = SUMMARIES[name]
        self._ask_other()

    def _ask_other(self) -> None:
        """A table with other columns: nothing of the one before stays on the screen."""
        self.data = None
        self._sorted_by, self._first_column = "", 0
        self.ask_anew()
        self.redraw()

    def do_back(self) -> None:
        """All rows again, or the screen before."""
        if self.finder.text:
            self.finder.clear()
        else:
            self.dismiss()


def _naming(columns: Sequence[SummaryColumn]) -> int:
    """How many columns at the left name a row: the texts before the first figure."""
    return next((place for place, column in enumerate(columns) if column.kind != "text"), len(columns))


def _words(row: SummaryRow) -> list[str]:
    return [value for value in row.values if isinstance(value, str)]


def _rank(value: Value) -> tuple[bool, int, Sequence[object]]:
    """Figures from the largest, texts as Vietnamese sorts them, what is not known last."""
    if isinstance(value, str):
        return not value, 0, tuple(collation_key(value))
    number = magnitude(value)
    return number is None, -(number or 0), ()


def _role(row: SummaryRow, place: int, text: str) -> str:
    if row.role == "warn":
        return "missed"
    if place == 0:
        return "strong" if row.opens or row.explains else "text"
    return "quiet" if text == "—" else "text"


def _step_word(step: Step) -> str:
    return {"month": _("by month"), "quarter": _("by quarter"), "year": _("by year")}[step]
