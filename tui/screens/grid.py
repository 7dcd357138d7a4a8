"""Many figures at once: targets or results of a year in a grid that is typed into as into a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final

from db.entry.grid import Across, GridChoice, GridPage, Spot, Standing
from db.entry.reading.fields import ReadingContext
from db.language import _, language
from db.language import ngettext as n_
from db.models.kinds import KINDS
from db.models.period import FIRST_YEAR, LAST_YEAR
from db.models.text import clip
from db.summary.views import Province
from tui.drafts import Draft, DraftKeeper, install_hangup
from tui.keys import Place
from tui.port import GridOutcome
from tui.screens import shown
from tui.screens.ask import Ask, AskText
from tui.screens.base import BoardScreen
from tui.screens.choices import ChoicesScreen
from tui.widgets.grid import GridView, Layout
from tui.widgets.grid_model import Grid
from tui.widgets.line import Line, Piece, wrap
from tui.widgets.table import Table

_MOST_NAMED: Final = 4
"""So many cells are named in one sentence."""
_ALL_PROGRAMMES: Final = "*"


class GridScreen(BoardScreen[GridPage]):
    """Indicators down; across, provinces, or the months or communes of one."""

    PLACE: ClassVar[Place] = "grid"

    def __init__(
        self, provinces: Sequence[Province], year: int, programme: str | None, across: Across = "provinces"
    ) -> None:
        super().__init__()
        self.provinces = provinces
        self.choice = GridChoice("result", across, year, tuple(one.key for one in provinces), programme)
        self.grid: Grid | None = None
        self._page_rows = 10
        self._view: GridView | None = None
        self._offer: Draft | None = None
        self._keeper: DraftKeeper | None = None
        self._kept: GridChoice | None = None
        """The choice whose draft is kept."""
        self._was_changed = False
        self._to_column = ""
        """The column to put the cursor on when it is there."""

    # -- data

    def read(self) -> GridPage:
        """The grid of this choice."""
        return self.dashboard.board.grid(self.choice)

    def tables(self, _data: GridPage, _width: int, _height: int) -> Mapping[str, Table]:
        """None: what changes in a cell is told by its sign."""
        return {}

    def moved(self) -> None:
        """Show what stands now under what is typed."""
        if self.data is None:
            return
        if self.data.choice != self.choice:  # an answer to an earlier question
            return
        context = ReadingContext(
            self.dashboard.board.today,
            self.choice.year,
            language(),
            unit_names=self.dashboard.board.names("measure_units"),
        )
        if self.grid is None or self._kept != self.choice:
            self.grid = Grid(self.data, context)
            self._keep_drafts()
        else:
            self.grid.replace(self.data, context)
            if self.grid.conflicts():
                self._told_conflicts()
        self._go_to_column()
        if self.is_mounted:
            self.release_keys()

    def on_mount(self) -> None:
        """From now on there is something to lose when the terminal hangs up."""
        super().on_mount()
        install_hangup(self.app)

    def release_keys(self) -> None:
        """Keys typed ahead of the figures wait for them."""
        if self.grid is not None:
            super().release_keys()

    def refused(self, sentence: str) -> None:
        """Say why there are no data; the keys go on, to leave."""
        super().refused(sentence)
        super().release_keys()

    def _keep_drafts(self) -> None:
        if self._keeper is not None:
            self._keeper.close()
        choice = self._kept = self.choice
        of = choice.provinces[0] if choice.across != "provinces" else ""
        name = "|".join((choice.across, str(choice.year), choice.programme or ""))
        file = self.dashboard.board.draft(of, f"grid-{choice.kind}", name)
        self._offer = file.read() if file else None
        self._keeper = DraftKeeper(file, self._draft) if file else None
        if self._offer is not None and choice.across == "communes":
            self._add_columns(key for _code, _bar, key in (name.partition("|") for name in self._offer.texts))

    def _draft(self) -> Draft | None:
        if self.grid is None or not self.grid.changed:
            return self._offer
        texts, heads = self.grid.texts()
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        return Draft(texts, self.grid.active, now, self._offer, base=heads)

    @property
    def enters_in(self) -> Province | None:
        """The province of the column of the cursor."""
        if self.grid is None or self.grid.spot is None:
            return None
        return self._province(self.grid.column_of(self.grid.spot).province)

    def _province(self, key: str) -> Province | None:
        return next((one for one in self.provinces if one.key == key), None)

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:
        """Targets or results, of which province or of all, year and programme."""
        yield _("Grid: targets") if self.choice.kind == "target" else _("Grid: results"), "banner"
        if len(self.provinces) == 1:
            yield "  " + shown.province(self.provinces[0]), "banner"
        across = {"provinces": _("whole year"), "months": _("by month"), "communes": _("by commune")}
        if len(self.provinces) == 1:
            yield "  " + across[self.choice.across], "banner"
        yield "  " + _("Year") + " ", "banner_dim"
        yield str(self.choice.year), "banner"
        if self.choice.programme or not brief:
            yield "  " + _("Programme") + " ", "banner_dim"
            yield self.choice.programme or _("all"), "banner"

    def body(self, width: int, height: int) -> list[Line]:
        """The grid, and below it what is not saved and where the page is."""
        grid = self.grid
        if grid is None:
            return []
        if grid.spot is None:
            nothing = (
                _("No column yet: {key} adds a commune.") if grid.page.rows else _("No indicator can be reported.")
            )
            return [Line(("  " + nothing.format(key=self.keymap.shown("look_up", "grid")), "dim"))]
        names = self.dashboard.board.names("measure_units")
        if self._view is None or self._view.grid is not grid or self._view.unit_names != names:
            self._view = GridView(grid, names)
        layout = self._view.arrange(width, height - 1)
        self._page_rows = max(layout.rows, 1)
        return [*self._view.lines(layout, width), self._below(grid, layout, width)]

    def _below(self, grid: Grid, layout: Layout, width: int) -> Line:
        line = Line(("  ", "dim"))
        if count := len(grid.typed_over):
            line.add(n_("{n} cell not saved", "{n} cells not saved", count).format(n=count) + "  ", "behind")
        columns = len(grid.page.columns)
        if layout.seen < columns:
            line.add(
                _("columns {page}").format(page=f"{layout.first + 1}–{layout.first + layout.seen} / {columns}") + "  ",
                "dim",
            )
        if layout.rows < len(grid.page.rows):
            line.add(_("row {n}").format(n=f"{grid.row + 1} / {len(grid.page.rows)}") + "  ", "dim")
        code = grid.page.rows[grid.row].code
        if apart := grid.page.apart.get(code):
            line.add(
                n_("{n} figure of other days or places", "{n} figures of other days or places", apart).format(n=apart),
                "faint",
            )
        return line.cut(width)

    def key_hints(self) -> list[tuple[str, str]]:
        """The keys that a person must know first."""
        actions = [
            ("save", _("Save")),
            ("back", _("Leave")),
            ("look_up", _("What it shows")),
            ("help", _("Help")),
            ("fill_down", _("Fill down")),
            ("edit_cell", _("Edit text")),
            ("take_back", _("Take back")),
            ("next_year", _("Next year")),
        ]
        pairs = [(self.keymap.shown(action, "grid"), label) for action, label in actions]
        return [(key, label) for key, label in pairs if key]

    def _told(self, width: int) -> list[Line]:
        """A notice, or what is to be said of the cell: how its text is read, and what stands there."""
        if self.notice or self.data is None or self.grid is None or self.grid.spot is None:
            return super()._told(width)
        pieces = [*self._of_cell(self.grid, self.grid.spot), *self._of_drafts()]
        lines = [Line((" " + part, role)) for text, role in pieces for part in wrap(text, width - 2)]
        return [*lines, Line(), Line()][: max(2, min(len(lines), 4))]

    def _of_drafts(self) -> Iterable[Piece]:
        if self._offer is not None:
            count = len(self._offer.texts)
            yield (
                n_(
                    "A draft of {when} with {n} cell is kept: {restore} brings it back, {discard} throws it away.",
                    "A draft of {when} with {n} cells is kept: {restore} brings it back, {discard} throws it away.",
                    count,
                ).format(
                    when=self.dashboard.when(self._offer.written) or "?",
                    n=count,
                    restore=self.keymap.shown("restore", "grid"),
                    discard=self.keymap.shown("discard", "grid"),
                ),
                "behind",
            )
        if self._keeper is not None and self._keeper.trouble:
            yield _("No draft can be kept: {why}.").format(why=self._keeper.trouble), "missed"

    def _of_cell(self, grid: Grid, spot: Spot) -> Iterable[Piece]:
        row, column = grid.row_of(spot), grid.column_of(spot)
        head = f"{row.name} · {column.title}"
        if grid.editor is not None:
            new = "" if grid.standing(spot) else ", ".join(grid.page.programmes.get(column.province, ()))
            told = _("a new figure of {programmes}").format(programmes=new)
            yield f"{head}: {told}" if new else head, "dim"
            reading = grid.reading(spot, grid.editor.text.strip())
            if locked := grid.locked(spot):
                yield f"≡ {locked}", "quiet"
            elif reading.echo and not reading.problem:  # a text half typed is not wrong yet
                yield f"= {reading.echo}", "met"
            return
        stands = "; ".join(map(self._stands, grid.standing(spot)))
        if spot not in grid.typed_over:
            if stands:
                yield f"{head}: {stands}", "dim"
            elif self._view is not None and self._view.is_cut(row):
                yield row.name, "dim"
            if locked := grid.locked(spot):
                yield f"≡ {locked}", "quiet"
            return
        if grid.conflict(spot):
            sentence = _(
                "! Changed meanwhile. There now: {theirs}. Yours: {own}."
                " {back} takes theirs; type yours again to keep it."
            )
            own = grid.text(spot) or _("empty")
            yield (
                sentence.format(theirs=stands or _("nothing"), own=own, back=self.keymap.shown("back", "grid")),
                "behind",
            )
            return
        there = _("there now: {figure}").format(figure=stands)
        yield f"{head}: {there}" if stands else head, "dim"
        if problem := grid.problem(spot):
            yield f"✗ {problem}", "missed"
        else:
            emptied = _("to be emptied: its record is voided")
            yield f"• {grid.reading(spot).echo if grid.text(spot) else emptied}", "behind"

    def _stands(self, one: Standing) -> str:
        """A record behind a cell: its figure in full, its programmes, who entered it and when."""
        assert self.grid is not None
        assert self.grid.spot is not None
        unit = self.grid.row_of(self.grid.spot).unit
        text = shown.whole(one.figure, unit, self.dashboard.board.names("measure_units"))
        programmes = ", ".join(one.content.get("programmes", ()))
        reason = f" ({one.figure.reason})" if one.figure.reason else ""
        return f"{text}{reason} · {programmes} · {one.by}, {self.dashboard.when(one.at)}"

    # -- keys

    def typed(self, character: str) -> None:
        """Type over the cell."""
        if self.grid is not None:
            self.grid.typed(character)
            self._after_key()

    def pasted(self, text: str) -> None:
        """Put a text, or a block of a spreadsheet, into the cells."""
        if self.grid is not None:
            self.notice = ""
            lost = self.grid.pasted(text)
            self._after_key()
            if lost:
                self.tell(lost, "missed")

    def act(self, action: str) -> bool:
        """Editing and moving act on the grid, other actions on the screen or the app."""
        if self.grid is None or not self.grid.act(action, self._page_rows):
            return super().act(action)
        self._after_key()
        told, self.grid.told = self.grid.told, ""
        if left := self.grid.left:
            problem, self.grid.left = self.grid.problem(left), None
            told = told or (f"{self._named([left])}: {problem}" if problem else "")
        if told:
            self.tell(told, "missed")
        return True

    def _after_key(self) -> None:
        changed = self.grid is not None and self.grid.changed
        if self._keeper and (changed or self._was_changed):
            self._keeper.touch()
        self._was_changed = changed
        self.redraw()

    def do_enter_cell(self) -> None:
        """Keep the text and go down; where it is of more than the cell, open what lies behind."""
        grid = self.grid
        if grid is not None and grid.editor is None and grid.spot is not None and grid.locked(grid.spot):
            self._open_behind()
        else:
            self.act("down")

    def do_edit_cell(self) -> None:
        """Edit the text that stands in the cell."""
        if self.grid is not None:
            self.grid.edit()
            self._after_key()

    def do_fill_down(self) -> None:
        """Copy the first row of the selection down, or the cell above into this one."""
        if self.grid is not None:
            told = self.grid.fill_down()
            self._after_key()
            if told:
                self.tell(told, "missed")

    def do_take_back(self) -> None:
        """Take back the last thing typed; where nothing is left of that, what was saved last."""
        if self.grid is not None and self.grid.take_back():
            self._after_key()
        else:
            self.do_undo()

    def do_language(self) -> None:
        """Speak the other language; nothing that was typed changes."""
        self._view = None
        self.dashboard.do_language()

    # -- drafts

    def do_restore(self) -> None:
        """Bring the offered draft back."""
        if self._offer is not None and self.grid is not None:
            offer, self._offer = self._offer, self._offer.earlier
            self.grid.restore(offer.texts, offer.base or {}, offer.active)
            self._after_key()
            if self.grid.conflicts():
                self._told_conflicts()

    def do_discard(self) -> None:
        """Throw the offered draft away."""
        if self._offer is not None and self._keeper:
            self._offer = self._offer.earlier
            self._keeper.touch()
            self.redraw()

    # -- what is shown

    def do_look_up(self) -> None:
        """Choose what the grid shows, or what to do with the cell."""
        one = len(self.provinces) == 1
        across = {"3": _("Whole year"), "4": _("Months"), "5": _("Communes"), "6": _("Add a commune or district")}
        choices = {"1": _("Targets"), "2": _("Results"), **(across if one else {}), "7": _("Programme")}
        choices["8"] = _("Open the record behind the cell")
        self.app.push_screen(Ask(_("What does the grid show?"), choices, self._chosen))

    def _chosen(self, key: str | None) -> None:
        across: Mapping[str, Across] = {"3": "provinces", "4": "months", "5": "communes"}
        if key == "1":
            self._choose(self.choice._replace(kind="target"))
        elif key == "2":
            self._choose(self.choice._replace(kind="result"))
        elif key is not None and key in across:
            self._choose(self.choice._replace(across=across[key]))
        elif key == "6":
            self.app.push_screen(AskText(_("Which commune or district? Type its name:"), self._add_place))
        elif key == "7":
            names = dict(self.dashboard.board.names("programmes"))
            choices = [(_ALL_PROGRAMMES, _("all")), *names.items()]
            self.app.push_screen(ChoicesScreen(_("Which programme?"), choices, self._take_programme))
        elif key == "8":
            self._open_behind()

    def _take_programme(self, code: str | None) -> None:
        if code is not None:
            self._choose(self.choice._replace(programme=None if code == _ALL_PROGRAMMES else code))

    def _add_place(self, text: str | None) -> None:
        if not text:
            return
        key = self.provinces[0].key
        found = [
            place
            for place in self.dashboard.board.places(text)
            if place.province.key == key and place.level in ("district", "commune")
        ]
        if not found:
            self.tell(
                _("{province} has no commune or district “{text}”.").format(
                    province=shown.province(self.provinces[0]), text=text
                ),
                "missed",
            )
        elif len(found) == 1:
            self._add_column(found[0].key)
        else:
            choices = [(place.key, f"{place.kind} {place.name}, {place.district}".rstrip(", ")) for place in found]
            self.app.push_screen(ChoicesScreen(_("Which one?"), choices, self._add_column))

    def _add_column(self, key: str | None) -> None:
        """Let a place stand across, and put the cursor there; also where it stands already."""
        if key is not None:
            self._to_column = key
            self._add_columns([key])
            self._go_to_column()

    def _go_to_column(self) -> None:
        grid = self.grid
        if grid is not None and grid.spot is not None and self._to_column in (one.key for one in grid.page.columns):
            grid.go_to((grid.spot[0], self._to_column))
            self._to_column = ""
            self._after_key()

    def _add_columns(self, keys: Iterable[str]) -> None:
        known = {column.key for column in self.grid.page.columns} if self.grid is not None else set()
        new = [key for key in dict.fromkeys(keys) if key not in known]
        if new:
            self._choose(self.choice._replace(across="communes", communes=(*self.choice.communes, *new)))

    def do_next_year(self) -> None:
        """The year after; in a text, a word on."""
        self._other_year(1, "word_right")

    def do_previous_year(self) -> None:
        """The year before; in a text, a word back."""
        self._other_year(-1, "word_left")

    def _other_year(self, step: int, in_text: str) -> None:
        if self.grid is not None and self.grid.editor is not None:
            self.act(in_text)
        elif FIRST_YEAR <= self.choice.year + step <= LAST_YEAR:
            self._choose(self.choice._replace(year=self.choice.year + step))

    def _choose(self, choice: GridChoice) -> None:
        """Show another grid; what is not saved stays where only columns are added, or a programme for new figures."""
        if choice == self.choice:
            return
        grid = self.grid
        wanted = self.choice._replace(communes=choice.communes)
        if grid is not None and not any(typed.over for typed in grid.typed_over.values()):
            wanted = wanted._replace(programme=choice.programme)
        grows = choice == wanted and grid is not None and (grid.changed or choice.programme == self.choice.programme)
        if grid is not None and grid.changed and not grows:
            sentence = _("Save ({save}) or leave what was typed first ({back}).")
            keys = {"save": self.keymap.shown("save", "grid"), "back": self.keymap.shown("back", "grid")}
            self.tell(sentence.format(**keys), "behind")
            return
        self.choice = choice
        if grows:
            self._kept = choice
        else:
            self.data = self.grid = None
            self.hold_keys()
        self.reload()
        self.redraw()

    def _open_behind(self) -> None:
        from tui.screens.record import RecordScreen

        grid = self.grid
        if grid is None or grid.spot is None or (province := self.enters_in) is None:
            return
        behind = grid.standing(grid.spot)

        def show(record: str | None) -> None:
            if record is not None:
                self.app.push_screen(RecordScreen(province, record))

        if len(behind) == 1:
            show(behind[0].record)
        elif behind:
            choices = [(one.record, f"{_(KINDS[one.kind].label)}: {self._stands(one)}") for one in behind]
            self.app.push_screen(ChoicesScreen(_("Which record?"), choices, show))
        else:
            self.tell(_("Nothing lies behind this cell yet."), "dim")

    # -- leaving

    def do_back(self) -> None:
        """Take back what is being typed, or leave; asks first when something is not saved."""
        if self.grid is not None and self.grid.cancel():
            self._after_key()
            return
        if self.grid is None or not self.grid.changed:
            self._close()
            return
        choices = {"1": _("Save"), "2": _("Leave and keep a draft"), "3": _("Throw away")}
        if self._keeper is None:
            del choices["2"]
        count = len(self.grid.typed_over)
        sentence = n_("{n} cell is not saved yet.", "{n} cells are not saved yet.", count)
        self.app.push_screen(Ask(sentence.format(n=count), choices, self._leave, back=_("Go on typing")))

    def _leave(self, answer: str | None) -> None:
        if answer == "1":
            self.do_save()
        elif answer in ("2", "3"):
            if answer == "3" and self._keeper:
                self._keeper.end(self._offer)
            self._close()

    def _close(self) -> None:
        if self._keeper is not None:
            self._keeper.close()
        self.dismiss()

    # -- saving

    def do_save(self) -> None:
        """Save every cell that was typed over, all or none; what is wrong is named, and the cursor goes there."""
        grid = self.grid
        if grid is None:
            return
        told = grid.enter()
        if told or not grid.typed_over:
            self.tell(told or _("Nothing was typed."), "missed" if told else "dim")
        elif conflicts := grid.conflicts():
            grid.go_to(conflicts[0])
            self._told_conflicts()
        elif problems := grid.problems():
            grid.go_to(next(iter(problems)))
            self._not_saved(problems)
        elif emptied := [change.spot for change in grid.changes() if change.value is None]:
            sentence = n_(
                "{n} figure is taken away ({cells}): its record is voided. Why?",
                "{n} figures are taken away ({cells}): their records are voided. Why?",
                len(emptied),
            )
            question = sentence.format(n=len(emptied), cells=self._named(emptied))
            self.app.push_screen(AskText(question, lambda why: self._start_saving(why) if why else None))
        else:
            self._start_saving("")

    def _start_saving(self, reason: str, confirmed: Collection[Spot] = ()) -> None:
        assert self.grid is not None
        page, changes = self.grid.page, self.grid.changes()
        self.hold_keys()
        self.tell(_("Saving…"), "dim")

        def save() -> None:
            try:
                outcome = self.dashboard.board.save_grid(page, changes, reason, confirmed)
            except Exception as error:
                why = str(error) or type(error).__name__
                outcome = GridOutcome(False, refusal=_("Not saved: {why}").format(why=why))
            self.app.call_from_thread(self._saved, outcome, reason, frozenset(confirmed))

        self.app.run_worker(save, thread=True, exit_on_error=False, group="save")

    def _saved(self, outcome: GridOutcome, reason: str, confirmed: frozenset[Spot]) -> None:
        grid = self.grid
        assert grid is not None
        if outcome.saved:
            count = len(grid.typed_over)
            grid.saved()
            if self._keeper is not None:
                self._keeper.end(self._offer)
                self._keep_drafts()
            self.dashboard.database_changed()
            self.tell(n_("Saved: {n} cell.", "Saved: {n} cells.", count).format(n=count), "met")
        elif outcome.overtaken:
            self.reload()
            self._told_conflicts()
        elif outcome.problems:
            grid.refused(outcome.problems)
            self._not_saved(outcome.problems)
        elif outcome.doubts:
            self._ask_to_confirm(outcome.doubts, reason, confirmed)
        else:
            self.tell(outcome.refusal or _("Not saved."), "missed")
        self.release_keys()

    def _ask_to_confirm(self, doubts: Mapping[Spot, str], reason: str, confirmed: frozenset[Spot]) -> None:
        """Name each doubtful cell; one reason for all of them saves them all the same."""
        said = " ".join(f"{self._named([spot])}: {doubt}" for spot, doubt in doubts.items())
        question = clip(_("Not saved. {doubts}").format(doubts=said), 600) + " " + _("Why is it right all the same?")

        def answered(why: str | None) -> None:
            if why:
                self._start_saving(why, confirmed | doubts.keys())

        if self.grid is not None:
            self.grid.go_to(next(iter(doubts)))
        self.tell(_("Not saved."), "behind")
        self.app.push_screen(AskText(question, answered, typed=reason))

    def _not_saved(self, problems: Mapping[Spot, str]) -> None:
        sentence = n_(
            "Not saved: {n} cell is to be put right ({cells}).",
            "Not saved: {n} cells are to be put right ({cells}).",
            len(problems),
        )
        first = next(iter(problems.values()))
        self.tell(f"{sentence.format(n=len(problems), cells=self._named(list(problems)))} {first}", "missed")

    def _told_conflicts(self) -> None:
        assert self.grid is not None
        sentence = _("Somebody else changed what you typed over ({cells}): look at each cell marked with !.")
        if conflicts := self.grid.conflicts():
            self.tell(sentence.format(cells=self._named(conflicts)), "behind")

    def _named(self, spots: Sequence[Spot]) -> str:
        """Cells by row and column, the first few of many."""
        assert self.grid is not None
        names = [f"{self.grid.row_of(one).short} – {self.grid.column_of(one).title}" for one in spots[:_MOST_NAMED]]
        return "; ".join([*names, "…"] if len(spots) > _MOST_NAMED else names)
