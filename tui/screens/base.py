"""What every screen of the dashboard has: the banner, the key line, live data and the marks of what just changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final, Generic, Literal, TypeVar

from db.language import N_, _
from tui.screens.drawn import DrawnScreen
from tui.widgets.key_line import key_line, key_pairs
from tui.widgets.line import Line, Piece, wrap
from tui.widgets.table import Table

if TYPE_CHECKING:
    from db.summary.views import Province
    from tui.app import Dashboard

Data = TypeVar("Data")
Mark = tuple[str, str, str]
"""(table, row, column) of a cell that changed a moment ago."""

SAMPLE_MARK: Final = N_("SAMPLE")
CHROME: Final = 4
"""Lines of a screen that are not its body: banner, two for a notice or a whole text, and the key line."""
_MOST_TOLD: Final = 6


class BoardScreen(DrawnScreen[None], Generic[Data]):
    """A screen of one question to the board.

    A subclass gives `read` (asks the board, perhaps in a thread), `tables` (lays the data out for a size), `body`
    (the lines between banner and key line), `where` (what the banner says) and `KEYS` (the actions of the key line).
    """

    KEYS: ClassVar[tuple[str, ...]] = ()
    SLOW: ClassVar[bool] = False
    """Whether an answer may take long also where the database is at hand: then it is asked for in a thread."""

    def __init__(self) -> None:
        super().__init__()
        self.data: Data | None = None
        self.notice = ""
        """A sentence above the key line, until the next key."""
        self._notice_role = "warn"
        self._tables: Mapping[str, Table] = {}
        self._laid_out = (0, 0)
        self._marks: dict[Mark, float] = {}
        self._stale = True
        """Whether the data are to be read when the screen is next shown."""
        self._asking = 0

    @property
    def dashboard(self) -> Dashboard:
        """The app, by its own type."""
        from tui.app import Dashboard

        assert isinstance(self.app, Dashboard)
        return self.app

    # -- for subclasses

    def read(self) -> Data:
        """Ask the board. Raises `BoardError`."""
        raise NotImplementedError

    def tables(self, data: Data, width: int, height: int) -> Mapping[str, Table]:
        """Lay the data out; the tables by name, for comparing with the ones before."""
        raise NotImplementedError

    def body(self, width: int, height: int) -> list[Line]:
        """The lines between banner and notice."""
        raise NotImplementedError

    def where(self, *, brief: bool = False) -> Iterable[Piece]:
        """What the banner says: pieces with the roles banner and banner_dim; `brief` leaves out what goes without."""
        raise NotImplementedError

    @property
    def changed(self) -> tuple[str | None, str | None]:
        """When the data were last changed and by whom, for the banner; nothing unless a subclass says so."""
        return None, None

    @property
    def enters_in(self) -> Province | None:
        """The province that a new record would be of; None where the screen speaks of none."""
        return None

    def only_now(self, then: Callable[[], object]) -> None:
        """Go on where now is shown: of the past nothing is entered."""
        then()

    def key_hints(self) -> list[tuple[str, str]]:
        """The key line: keys that do something now, and what."""
        return key_pairs(self.keymap, self.KEYS)

    def detail(self) -> str:
        """The whole text of what is cut in the selected row, "" when nothing is."""
        return ""

    # -- data

    def prepare(self) -> None:
        """Read before the first frame, unless the database is far away, and what was missed below another screen."""
        if self._stale:
            self.reload()

    def on_mount(self) -> None:
        """The first screen is not pushed: it reads when it is there."""
        self.prepare()

    def reload(self) -> None:
        """Read again; what differs is marked, and cursor and scroll stay."""
        self._asking += 1
        asked = self._asking

        def take(data: Data) -> None:
            if asked == self._asking:  # a later question has been asked since
                self._take(data)

        self._stale = False
        self.dashboard.ask(self.read, take, self.refused, slow=self.SLOW)

    def refused(self, sentence: str) -> None:
        """Say why there are no data."""
        self.tell(sentence, "warn")

    def tell(self, sentence: str, role: str) -> None:
        """Say something until the next key."""
        self.notice, self._notice_role = sentence, role
        self.redraw()

    def show_record(self, record_id: str) -> None:
        """Hook: this record was saved; put the cursor on it where it is seen after the next reading."""

    def database_changed(self) -> None:
        """Somebody committed: read now, or when this screen is seen again."""
        if self.is_current:
            self.reload()
        else:
            self._stale = True

    def _take(self, data: Data) -> None:
        first = self.data is None
        before = self._tables
        self.data = data
        self._laid_out = (0, 0)
        self.moved()
        if not first and before:
            self._lay_out(*self.app.size)
            self._mark(before)
        self.redraw()

    def moved(self) -> None:
        """Hook: the data were replaced; put the cursor back on its row."""

    def _lay_out(self, width: int, height: int) -> None:
        if self.data is not None and self._laid_out != (width, height):
            self._tables = self.tables(self.data, width, height)
            self._laid_out = (width, height)

    def lay_out_again(self) -> None:
        """Draw anew with other rows, widths or words."""
        self._laid_out = (0, 0)
        self.redraw()

    # -- marks of what changed

    def _mark(self, before: Mapping[str, Table]) -> None:
        seconds = self.dashboard.highlight_s
        if not seconds:
            return
        until = monotonic() + seconds
        marked = False
        for name, table in self._tables.items():
            if name in before:
                for row, column in table.differences(before[name]):
                    self._marks[name, row, column] = until
                    marked = True
        if marked:
            self.set_timer(seconds + 0.05, self._unmark)

    def _unmark(self) -> None:
        now = monotonic()
        self._marks = {mark: until for mark, until in self._marks.items() if until > now}
        self.redraw()

    def forget_marks(self) -> None:
        """Nothing changed: the person asked for something else."""
        self._marks.clear()
        self._tables = {}

    def hot(self, table: str, row: str) -> frozenset[str]:
        """The columns of a row that changed a moment ago."""
        if not self._marks:
            return frozenset()
        return frozenset(column for name, key, column in self._marks if name == table and key == row)

    # -- taking back

    def do_undo(self) -> None:
        """Take back what this person did last; says what."""
        self._take_back("undo")

    def do_redo(self) -> None:
        """Do again what was undone last; says what."""
        self._take_back("redo")

    def _take_back(self, action: Literal["undo", "redo"]) -> None:
        from tui import entering

        self.only_now(lambda: entering.take_back(self.dashboard, action))

    def do_voided(self) -> None:
        """List the void records of the province that is shown, or of all."""
        from tui.screens.voided import VoidedScreen

        if not isinstance(self, VoidedScreen):
            self.app.push_screen(VoidedScreen(self.enters_in))

    # -- drawing

    def draw(self, width: int, height: int) -> list[Line]:
        """Banner, body, what there is to tell, and the key line."""
        self._lay_out(width, height)
        body = self.body(width, height - CHROME) if self.data is not None else []
        lines = [self._banner(width), *body[: height - CHROME]]
        told = self._told(width)
        # A text that needs more than its two lines lies over the foot of the body.
        lines = lines[: height - 1 - len(told)]
        lines.extend(Line() for _ in range(height - 1 - len(told) - len(lines)))
        return [*lines, *told, key_line(self.key_hints(), width, self.keymap.shown("help"))]

    def _told(self, width: int) -> list[Line]:
        """What there is to tell, in the lines kept free for it, or more when it is long."""
        if self.notice:
            text, role = self.notice, self._notice_role
        elif self.data is None:
            text, role = _("Reading…"), "dim"
        else:
            text, role = self.detail(), "dim"
        lines = [Line((" " + part, role)) for part in wrap(text, width - 2)[:_MOST_TOLD]]
        lines.extend(Line() for _ in range(CHROME - 2 - len(lines)))
        return lines

    def _banner(self, width: int) -> Line:
        right = Line()
        if self.dashboard.trouble:
            right.add(" " + _("Connection lost") + " ", "warn")
        if self.dashboard.board.sample:
            right.add(" " + _(SAMPLE_MARK) + " ", "sample")
        room = width - right.width
        changes = self._changes()
        ways = [(False, change) for change in changes[:-1]] + [(True, change) for change in changes]
        lines = (self._left(brief, change) for brief, change in [*ways, (False, ""), (True, "")])
        left = next((line for line in lines if line.width <= room), self._left(True, "").cut(room))
        return left.fill(room, "banner").extend(right)

    def _left(self, brief: bool, change: str) -> Line:
        return Line((" ", "banner"), *self.where(brief=brief), (f"  {change}" if change else "", "banner_dim"))

    def _changes(self) -> list[str]:
        """When the data were last changed and by whom, from the longest way to say it to the shortest."""
        at, who = self.changed
        if not at:
            return []
        moment = self.dashboard.when(at)
        day = moment.partition(" ")[0]
        said = _("changed {when} by {who}")
        return [said.format(when=moment, who=who), said.format(when=day, who=who), f"{day}, {who}"]

    def press(self, key: str, character: str | None = None) -> None:
        """Take a key; a notice goes with it."""
        had_notice = bool(self.notice)
        self.notice = ""
        super().press(key, character)
        if had_notice and not self.notice:
            self.redraw()
