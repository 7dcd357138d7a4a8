"""One province: targets against actuals, agreements, trainings, deliveries, publications and budget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from db.language import _
from db.models.text import fold
from db.summary.views import Province, ProvincePage, RecordRef
from tui import entering
from tui.port import Units
from tui.screens import shown
from tui.screens.arrangement import Arrangement, arrange_panels
from tui.screens.base import CHROME
from tui.screens.past import PastScreen
from tui.screens.province_panels import NEW_KINDS, figures_asked, goal_records, panels, reasons, record_ids
from tui.widgets.line import Line, Piece
from tui.widgets.panel import Panel, PanelContent, tab_line
from tui.widgets.table import Table

PANELS = 6


class ProvinceScreen(PastScreen[ProvincePage]):
    """The panels of one province, for a year and a programme or all of them."""

    KEYS: ClassVar = ("open", "back", "year", "new", "edit", "void", "zoom", "help", "find", "programme")

    def __init__(
        self,
        province: Province,
        year: int | None,
        programme: str | None,
        units: Units = "reported",
        as_of: date | None = None,
    ) -> None:
        """`units`: "current" shows the provinces too that this one was made of; `as_of`: the state of that day."""
        super().__init__(year, programme, units, as_of)
        self._opened_as_of = as_of
        self.province = province
        self.active = 1
        self.enlarged = False
        self._contents: Sequence[PanelContent] = ()
        self._cursors = dict.fromkeys(range(1, PANELS + 1), "")
        self._places = dict.fromkeys(range(1, PANELS + 1), 0)
        self._records: Mapping[str, str] = {}
        self._choices: Mapping[str, Sequence[RecordRef]] = {}
        self._reasons: Mapping[str, str] = {}
        self._panels: dict[int, Panel] = {}
        self._arrangement = Arrangement(())
        self._saved = ""
        """The record to put the cursor on at the next reading."""

    # -- data

    def read(self) -> ProvincePage:
        """The page of this choice."""
        return self.dashboard.board.province(self.province.key, self.year, self.programme, self.units, self.as_of)

    def moved(self) -> None:
        """Rows anew; each cursor stays on its row, or near its place when the row is gone."""
        if self.data is None:
            return
        self._contents = panels(self.data, fold(self.finder.text))
        self._records = record_ids(self.data)
        self._choices = goal_records(self.data)
        self._reasons = reasons(self.data)
        self._go_to_saved()
        for content in self._contents:
            self._settle(content)

    def show_record(self, record_id: str) -> None:
        """Put the cursor on what was saved, once it has been read."""
        self._saved = record_id

    def _go_to_saved(self) -> None:
        """In the active panel if it stands there, else in the first panel that lists it."""
        wanted, self._saved = self._saved, ""
        for content in sorted(self._contents, key=lambda content: content.number != self.active):
            for row in content.rows:
                if wanted in [self._records.get(row.key), *(ref.id for ref in self._choices.get(row.key, ()))]:
                    self.active, self._cursors[content.number] = content.number, row.key
                    return

    def _settle(self, content: PanelContent) -> None:
        keys = [row.key for row in content.rows]
        number = content.number
        if self._cursors[number] in keys:
            self._places[number] = keys.index(self._cursors[number])
        else:
            self._places[number] = min(self._places[number], max(len(keys) - 1, 0))
            self._cursors[number] = keys[self._places[number]] if keys else ""

    def tables(self, _data: ProvincePage, width: int, height: int) -> Mapping[str, Table]:
        """The panels that are seen."""
        self._arrangement = arrange_panels(width, height - CHROME, self.active, enlarged=self.enlarged)
        self._panels = {
            place.number: Panel(
                self._contents[place.number - 1], place.width, place.height, named=not self._arrangement.tabs
            )
            for place in self._arrangement.places
        }
        return {str(number): panel.table for number, panel in self._panels.items()}

    @property
    def subject(self) -> Province:
        """The province."""
        return self.province

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:
        """Province, year, programme."""
        yield shown.province(self.province), "banner"
        yield from self.narrowed_to(brief=brief)

    @property
    def changed(self) -> tuple[str | None, str | None]:
        """The last change of any record of the province."""
        return (self.data.changed_at, self.data.changed_by) if self.data is not None else (None, None)

    def body(self, width: int, height: int) -> list[Line]:
        """The panels side by side, with a line of tabs above or of the fifth below."""
        arrangement = self._arrangement
        lines = [tab_line(self._contents, self.active, width)] if arrangement.tabs else []
        drawn = {number: self._panel_lines(number) for number in self._panels}
        for y in range(len(lines), height - (1 if arrangement.fifth_line else 0)):
            line = Line()
            for place in arrangement.places:
                if place.y <= y < place.y + place.height:
                    if place.x:
                        line.add("│", "frame")
                    line.extend(drawn[place.number][y - place.y])
            lines.append(line)
        if arrangement.fifth_line:
            lines.append(self._fifth_line(width))
        if self.finder.open or self.finder.text:
            lines[-1] = Line(("  ", "dim")).extend(self.finder.line()).cut(width)
        return lines

    def _panel_lines(self, number: int) -> list[Line]:
        return self._panels[number].lines(
            self._places[number], active=number == self.active, hot=lambda row: self.hot(str(number), row)
        )

    def _fifth_line(self, width: int) -> Line:
        """The panels that have no place, by their totals: what does not fit whole is left out."""
        line = Line()
        for content in self._contents[4:]:
            for text, role in [(f" {content.number} {content.title} ", "title"), *content.totals]:
                piece = Line(("  " + text if role != "title" else text, role))
                if line.width + piece.width > width:
                    return line
                line.extend(piece)
            line.add("  ")
        return line

    def detail(self) -> str:
        """The whole text of the selected row, where it is cut, and the reason of its state."""
        panel = self._panels.get(self.active)
        if panel is None or not panel.table.rows:
            return ""
        row = panel.table.rows[self._places[self.active]]
        return " · ".join([*panel.table.cut(row), *filter(None, [self._reasons.get(row.key)])])

    # -- moving

    def _go(self, place: int) -> None:
        rows = self._contents[self.active - 1].rows if self._contents else ()
        if rows:
            place = min(max(place, 0), len(rows) - 1)
            self._places[self.active], self._cursors[self.active] = place, rows[place].key
            self.redraw()

    def _step(self, rows: int) -> None:
        self._go(self._places[self.active] + rows)

    def _page(self) -> int:
        panel = self._panels.get(self.active)
        return panel.page if panel else 1

    def do_up(self) -> None:
        """One row up."""
        self._step(-1)

    def do_down(self) -> None:
        """One row down."""
        self._step(1)

    def do_page_up(self) -> None:
        """One page up."""
        self._step(-self._page())

    def do_page_down(self) -> None:
        """One page down."""
        self._step(self._page())

    def do_first(self) -> None:
        """To the first row."""
        self._go(0)

    def do_last(self) -> None:
        """To the last row."""
        self._go(len(self._contents[self.active - 1].rows) - 1 if self._contents else 0)

    def choose(self, panel: int) -> None:
        """Make a panel the active one."""
        if panel == self.active or not self._contents:
            return
        self.active = panel
        width, height = self.app.size
        if arrange_panels(width, height - CHROME, panel, enlarged=self.enlarged) == self._arrangement:
            self.redraw()
        else:
            self.lay_out_again()

    def do_next_panel(self) -> None:
        """The panel to the right."""
        self.choose(self.active % PANELS + 1)

    def do_previous_panel(self) -> None:
        """The panel to the left."""
        self.choose((self.active - 2) % PANELS + 1)

    do_right = do_next_panel
    do_left = do_previous_panel

    def do_panel_1(self) -> None:
        """Targets."""
        self.choose(1)

    def do_panel_2(self) -> None:
        """Agreements."""
        self.choose(2)

    def do_panel_3(self) -> None:
        """Trainings."""
        self.choose(3)

    def do_panel_4(self) -> None:
        """Deliveries."""
        self.choose(4)

    def do_panel_5(self) -> None:
        """Publications and budget."""
        self.choose(5)

    def do_panel_6(self) -> None:
        """Plans, activities and source documents."""
        self.choose(6)

    def do_zoom(self) -> None:
        """The active panel alone, or all of them again."""
        self.enlarged = not self.enlarged
        self.lay_out_again()

    # -- choosing

    # -- records

    @property
    def selected(self) -> str | None:
        """The id of the record in the selected row."""
        return self._records.get(self._cursors[self.active])

    def _owner(self, record: str) -> Province:
        """The province that a record was entered in."""
        return self.data.owners.get(record, self.province) if self.data is not None else self.province

    def _on_record(self, then: Callable[[Province, str], object]) -> None:
        """Go on with the record of the selected row and its province; asks which where it stands for several."""
        if self.selected is None:
            return
        refs = self._choices.get(self._cursors[self.active])
        if refs is None:
            then(self._owner(self.selected), self.selected)
        else:
            entering.choose_record(self.dashboard, refs, lambda record: then(self._owner(record), record))

    def do_open(self) -> None:
        """The record of the selected row, whole."""
        from tui.screens.record import RecordScreen

        self._on_record(lambda owner, record: self.app.push_screen(RecordScreen(owner, record, as_of=self.as_of)))

    def do_why(self) -> None:
        """Why the figures of the selected target, or a total of the panel, are what they are; asks which of several."""
        if self.data is None:
            return
        if self.active > 1:
            panel = self.data.panels[self.active - 2]
            self.ask_why(self.province, [total.indicator for total in panel.totals])
            return
        asked = figures_asked(self.data).get(self._cursors[self.active])
        if asked is None:
            self.refused(_("This row states no figure."))
        else:
            self.show_why(self.province, *asked)

    def do_new(self) -> None:
        """A new record; the panel says of which kind."""
        kinds = NEW_KINDS[self.active]
        self.only_now(lambda: entering.new_record(self.dashboard, self.province, kinds, self.year, self.programme))

    def do_edit(self) -> None:
        """Edit the record of the selected row."""
        self.only_now(
            lambda: self._on_record(lambda owner, record: entering.edit_record(self.dashboard, owner, record))
        )

    def do_void(self) -> None:
        """Take the record of the selected row out of all sums; asks why."""
        self.only_now(
            lambda: self._on_record(lambda owner, record: entering.void_record(self.dashboard, owner, record))
        )

    def do_history(self) -> None:
        """Who entered and changed the record of the selected row, when and why."""
        self._on_record(lambda owner, record: entering.show_history(self.dashboard, owner, record))

    def do_grid(self) -> None:
        """Many figures of the province in a grid, by month to begin with."""
        from tui.screens.grid import GridScreen

        year = self.year or self.dashboard.board.today.year
        self.only_now(lambda: self.app.push_screen(GridScreen([self.province], year, self.programme, "months")))

    # -- finding

    def do_back(self) -> None:
        """All records again, all panels again, or the overview."""
        if self.finder.text:
            self.finder.clear()
        elif self.enlarged:
            self.do_zoom()
        elif self.as_of == self._opened_as_of or not self.back_to_now():
            self.dismiss()
