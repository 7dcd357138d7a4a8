"""A grid while it is filled in: the cursor, the texts typed over what stands, and how each is read; it knows no screen.

What a key does is done at once, so a burst of keys needs nobody to wait for. A cell with one record of its own is
edited, an empty one gets a record; what else stands somewhere (several records, a figure of several years) is looked at
and not touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from db.entry.figures import figure_problem
from db.entry.grid import GridChange, GridColumn, GridPage, GridRow, Spot, Standing, holds_more, is_of_cell
from db.entry.reading.fields import Reading, ReadingContext, read_field
from db.entry.reading.shown import figure_text
from db.language import _
from db.language import ngettext as n_
from db.models.figure import Figure
from db.models.kinds import KINDS
from tui.widgets.line_editor import LineEditor

_IN_THE_TEXT: Final = frozenset((
    "word_left", "word_right", "backspace", "delete_word", "clear_to_start", "clear_to_end",
))  # fmt: skip
_MOST_STEPS: Final = 100
"""So many changes can be taken back before a save."""
_SEVERAL_HEDGES: Final = "khoảng"
"""What a total says whose parts are hedged by different words (docs/figures.md)."""


class Typed(NamedTuple):
    """A text typed over a cell, and the head revisions that stood there then."""

    text: str
    over: str


@dataclass(frozen=True, slots=True)
class Block:
    """The cells from one corner to the other, both inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return (
            (row, column) for row in range(self.top, self.bottom + 1) for column in range(self.left, self.right + 1)
        )

    def __contains__(self, place: tuple[int, int]) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


class Grid:
    """Cells with a cursor; `row` and `column` are its place, `editor` the text that is being typed into it."""

    def __init__(self, page: GridPage, context: ReadingContext) -> None:
        self._take(page, context)
        self.row = self.column = 0
        self.editor: LineEditor | None = None
        self.moves_text = False
        """Whether the arrows move in the text (F2), not to the next cell."""
        self.typed_over: dict[Spot, Typed] = {}
        self.refusals: dict[Spot, tuple[str, str]] = {}
        """The text that was refused by a save, and why."""
        self.told = ""
        """What the last move has to tell of the text that it did not keep."""
        self.left: Spot | None = None
        """The cell whose text the last move kept."""
        self._anchor: tuple[int, int] | None = None
        self._steps: list[dict[Spot, Typed]] = []
        self._readings: dict[Spot, tuple[str, Reading]] = {}

    def replace(self, page: GridPage, context: ReadingContext) -> None:
        """Show what stands now; what was typed stays, and so does the cursor."""
        at = self.spot
        self._take(page, context)
        self._readings.clear()
        rows = [row.code for row in page.rows]
        columns = [column.key for column in page.columns]
        if at is not None:
            self.row = rows.index(at[0]) if at[0] in rows else min(self.row, max(len(rows) - 1, 0))
            self.column = columns.index(at[1]) if at[1] in columns else min(self.column, max(len(columns) - 1, 0))
        self._anchor = None
        self.typed_over = {
            spot: typed
            for spot, typed in self.typed_over.items()
            if spot[0] in rows and spot[1] in columns and typed.text != self.opened(spot)
        }

    def _take(self, page: GridPage, context: ReadingContext) -> None:
        self.page, self.context = page, context
        self._rows = {row.code: row for row in page.rows}
        self._columns = {column.key: column for column in page.columns}

    # -- what there is

    @property
    def spot(self) -> Spot | None:
        """The cell of the cursor; None in a grid without cells."""
        return self.spot_at(self.row, self.column)

    def spot_at(self, row: int, column: int) -> Spot | None:
        """The cell of a place."""
        if row < len(self.page.rows) and column < len(self.page.columns):
            return self.page.rows[row].code, self.page.columns[column].key
        return None

    @property
    def block(self) -> Block:
        """The cells that are selected: that of the cursor where no more are."""
        row, column = self._anchor or (self.row, self.column)
        top, bottom = sorted((row, self.row))
        left, right = sorted((column, self.column))
        return Block(top, left, bottom, right)

    def row_of(self, spot: Spot) -> GridRow:
        """The row of a cell."""
        return self._rows[spot[0]]

    def column_of(self, spot: Spot) -> GridColumn:
        """The column of a cell."""
        return self._columns[spot[1]]

    def standing(self, spot: Spot) -> tuple[Standing, ...]:
        """The records behind a cell."""
        return self.page.cells.get(spot, ())

    def own(self, spot: Spot) -> Standing | None:
        """The one record behind a cell that is edited from there."""
        standing = self.standing(spot)
        if len(standing) == 1 and is_of_cell(standing[0], self.page.choice, self.column_of(spot)):
            return standing[0]
        return None

    def locked(self, spot: Spot) -> str:
        """Why nothing is typed into a cell, "" where it is."""
        standing = self.standing(spot)
        if len(standing) > 1:
            sentence = n_("{n} record stands here", "{n} records stand here", len(standing))
            return sentence.format(n=len(standing)) + ": " + _("Enter opens them.")
        if standing and self.own(spot) is None:
            return _("This figure is of a record of more than this cell: Enter opens it.")
        return ""

    def opened(self, spot: Spot) -> str:
        """The text that stands for what is in the database, "" where nothing is."""
        own = self.own(spot)
        return figure_text(own.figure, self.row_of(spot).unit) if own else ""

    def text(self, spot: Spot) -> str:
        """The text of a cell as it is to be."""
        typed = self.typed_over.get(spot)
        return self.opened(spot) if typed is None else typed.text

    @property
    def changed(self) -> bool:
        """Whether anything was typed and is not saved."""
        return bool(self.typed_over) or (self.editor is not None and self.editor.text != self._opened_here())

    def _opened_here(self) -> str:
        return self.text(self.spot) if self.spot else ""

    def heads(self, spot: Spot) -> str:
        """The head revisions behind a cell, as one text."""
        return " ".join(one.head for one in self.standing(spot))

    def conflict(self, spot: Spot) -> bool:
        """Whether somebody else changed what a text was typed over."""
        typed = self.typed_over.get(spot)
        return typed is not None and typed.over != self.heads(spot)

    # -- how it is read

    def reading(self, spot: Spot, text: str | None = None) -> Reading:
        """How a text is understood in a cell, by default its own."""
        text = self.text(spot) if text is None else text
        known = self._readings.get(spot)
        if known is None or known[0] != text:
            known = self._readings[spot] = text, self._read(spot, text)
        return known[1]

    def _read(self, spot: Spot, text: str) -> Reading:
        if locked := self.locked(spot):
            return Reading(problem=locked)
        row, column = self.row_of(spot), self.column_of(spot)
        if not text:
            own = self.own(spot)
            if own is not None and holds_more(own, column):
                return Reading(
                    problem=_("The record says more than this figure: type ? for unknown, or open it and void it.")
                )
            return Reading()
        if not self.standing(spot) and not self.page.programmes.get(column.province):
            return Reading(problem=_("Of which programme is it? Choose one first, then type it."))
        reading = read_field(KINDS[self.page.choice.kind].field("value"), text, self.context, row.unit)
        if reading.problem is None and (problem := figure_problem(reading.value, is_share=row.is_share)):
            return Reading(problem=problem)
        return reading

    def problem(self, spot: Spot) -> str:
        """What is wrong with what was typed into a cell, "" where nothing is."""
        if spot not in self.typed_over:
            return ""
        text = self.text(spot)
        refused = self.refusals.get(spot)
        if refused and refused[0] == text:
            return refused[1]
        return self.reading(spot).problem or ""

    def figure(self, spot: Spot) -> Figure | None:
        """The figure of a cell as it is to be: None where there is none, or where it cannot be read."""
        if spot in self.typed_over:
            reading = self.reading(spot)
            return Figure.from_content(reading.value) if reading.value and not reading.problem else None
        standing = self.standing(spot)
        return standing[0].figure if len(standing) == 1 else None

    def total(self, row: GridRow) -> Figure | None:
        """The sum of a row as it is to be; None where it does not add up, or nothing is in it."""
        if not row.adds_up:
            return None
        figures: list[Figure] = []
        for column in self.page.columns:
            spot = (row.code, column.key)
            one = self.figure(spot)
            figures += [one] if one else [] if spot in self.typed_over else [s.figure for s in self.standing(spot)]
        return added(figures) if figures else None

    # -- typing

    def typed(self, character: str) -> None:
        """Begin to type over the cell, or go on typing."""
        if self.spot is None:
            return
        if self.editor is None:
            self.editor, self.moves_text = LineEditor(), False
            self._anchor = None
        self.editor.insert(character)

    def edit(self) -> None:
        """Edit the text that stands in the cell."""
        if self.spot is not None and self.editor is None and not self.locked(self.spot):
            self.editor, self.moves_text = LineEditor(self.text(self.spot)), True
            self._anchor = None
        elif self.editor is not None:
            self.moves_text = True

    def cancel(self) -> bool:
        """Take back what is being typed, or what was typed where somebody else changed the cell; False for neither."""
        if self.editor is not None:
            self.editor = None
            return True
        if self.spot is not None and self.conflict(self.spot):
            self._change({self.spot: None})
            return True
        return False

    def enter(self) -> str:
        """Keep what is being typed; gives what to tell: "" or why nothing was kept."""
        if self.editor is None or self.spot is None:
            return ""
        self.editor.leave()
        text, self.editor = self.editor.text, None
        if locked := self.locked(self.spot):
            return _("“{text}” was not taken: {why}").format(text=text, why=locked)
        self._change({self.spot: text})
        return ""

    def act(self, action: str, page_rows: int = 10) -> bool:
        """Run an editing or moving action; False for other actions. What is being typed is kept before a move."""
        if self.editor is not None:
            if action in _IN_THE_TEXT or (action == "delete" and self.moves_text):
                getattr(self.editor, action)()
                return True
            if self.moves_text and action in ("left", "right", "first", "last"):
                getattr(self.editor, {"first": "home", "last": "end"}.get(action, action))()
                return True
        if action == "delete":
            self.clear()
            return True
        if action in _IN_THE_TEXT:
            return action in ("backspace", "delete_word", "clear_to_start", "clear_to_end")
        return self._move(action, page_rows)

    def _move(self, action: str, page_rows: int) -> bool:
        last_row, last_column = len(self.page.rows) - 1, len(self.page.columns) - 1
        row, column = self.row, self.column
        extend = action.startswith("select_")
        places = {
            "up": (row - 1, column),
            "down": (row + 1, column),
            "left": (row, column - 1),
            "right": (row, column + 1),
            "page_up": (row - page_rows, column),
            "page_down": (row + page_rows, column),
            "first": (row, 0),
            "last": (row, last_column),
            "first_cell": (0, 0),
            "last_cell": (last_row, last_column),
            "next_cell": (row, column + 1),
            "previous_cell": (row, column - 1),
        }
        place = places.get(action.removeprefix("select_"))
        if place is None:
            return False
        self.left = self.spot if self.editor is not None else None
        self.told = self.enter()
        self._anchor = (self._anchor or (row, column)) if extend else None
        self.row = max(min(place[0], last_row), 0)
        self.column = max(min(place[1], last_column), 0)
        return True

    def go_to(self, spot: Spot) -> None:
        """Put the cursor on a cell."""
        rows, columns = [row.code for row in self.page.rows], [column.key for column in self.page.columns]
        if spot[0] in rows and spot[1] in columns:
            self.enter()
            self.row, self.column, self._anchor = rows.index(spot[0]), columns.index(spot[1]), None

    # -- many cells at once

    def clear(self) -> None:
        """Empty the selected cells."""
        self.editor = None
        self._change({spot: "" for spot in self._selected() if not self.locked(spot)})

    def fill_down(self) -> str:
        """Fill the selection from its first row, one row from its first cell, one cell from the cell above.

        Gives what to tell: "" or which cells were left as they are.
        """
        self.enter()
        block = self.block
        if (block.top, block.left) == (block.bottom, block.right):
            if not block.top:
                return ""
            block = Block(block.top - 1, block.left, block.top, block.left)
        from_first_row = block.bottom > block.top
        wanted: dict[Spot, str | None] = {}
        left = 0
        for row, column in block:
            source = (block.top, column) if from_first_row else (row, block.left)
            spot, origin = self.spot_at(row, column), self.spot_at(*source)
            if spot is None or origin is None or spot == origin:
                continue
            if self.locked(spot):
                left += 1
            else:
                wanted[spot] = self._copied(origin)
        self._change(wanted)
        return _left_alone(left)

    def _copied(self, spot: Spot) -> str:
        """The text that a copy of a cell has: of a cell that is only looked at, its figure."""
        figure = self.figure(spot)
        text = self.text(spot)
        return figure_text(figure, self.row_of(spot).unit) if not text and figure is not None else text

    def pasted(self, text: str) -> str:
        """Put a text into the cell, or a block of a spreadsheet into the cells right and down of it.

        Blank cells of a block leave what stands. Gives what to tell: "" or what did not fit.
        """
        rows = [line.split("\t") for line in _lines(text)]
        if len(rows) == 1 and len(rows[0]) == 1:
            if self.editor is None:
                self.typed("")
            if self.editor is not None:
                self.editor.insert(rows[0][0])
            return ""
        if self.editor is not None:
            rows[0][0] = self.editor.text + rows[0][0]
            self.editor = None
        wanted: dict[Spot, str | None] = {}
        lost: list[str] = []
        locked = 0
        top, left = self.block.top, self.block.left
        for down, line in enumerate(rows):
            for across, cell in enumerate(line):
                cell = _tidied(cell)
                spot = self.spot_at(top + down, left + across)
                if not cell:
                    continue
                if spot is None:
                    lost.append(cell)
                elif self.locked(spot):
                    locked += 1
                else:
                    wanted[spot] = cell
        self._change(wanted)
        told = []
        if lost:
            sentence = n_(
                "{n} pasted cell does not fit: “{cells}”.", "{n} pasted cells do not fit: “{cells}”.", len(lost)
            )
            told.append(sentence.format(n=len(lost), cells=" | ".join(lost)))
        return " ".join([*told, *filter(None, [_left_alone(locked)])])

    def take_back(self) -> bool:
        """Undo the last change that is not saved: of one cell, a whole paste or a whole filling; False for none."""
        if self.editor is not None:
            return self.cancel()
        if not self._steps:
            return False
        self.typed_over = self._steps.pop()
        return True

    def _change(self, wanted: Mapping[Spot, str | None]) -> None:
        """Put texts over cells, as one step; None takes back what was typed there."""
        before = dict(self.typed_over)
        for spot, text in wanted.items():
            self.typed_over.pop(spot, None)
            if text is not None and text != self.opened(spot):
                self.typed_over[spot] = Typed(text, self.heads(spot))
        if self.typed_over != before:
            self._steps = [*self._steps, before][-_MOST_STEPS:]

    def _selected(self) -> Iterator[Spot]:
        for row, column in self.block:
            spot = self.spot_at(row, column)
            if spot is not None:
                yield spot

    # -- saving and drafts

    def problems(self) -> dict[Spot, str]:
        """What is wrong with the cells that were typed over, in the order of the rows."""
        spots = ((row.code, column.key) for row in self.page.rows for column in self.page.columns)
        return {spot: problem for spot in spots if (problem := self.problem(spot))}

    def conflicts(self) -> list[Spot]:
        """The cells that somebody else changed after something was typed over them."""
        return [spot for spot in self.typed_over if self.conflict(spot)]

    def changes(self) -> list[GridChange]:
        """What is to be saved, where nothing is wrong."""
        found = []
        for spot, typed in self.typed_over.items():
            own = self.own(spot)
            if typed.text or own is not None:
                found.append(GridChange(spot[0], self.column_of(spot), self.reading(spot).value, own))
        return found

    def refused(self, problems: Mapping[Spot, str]) -> None:
        """Keep what a save said about cells, until their texts change; the cursor goes to the first."""
        for spot, problem in problems.items():
            self.refusals[spot] = (self.text(spot), problem)
        if problems:
            self.go_to(next(iter(problems)))

    def saved(self) -> None:
        """All of it is in the database."""
        self.typed_over, self._steps, self.editor = {}, [], None
        self.refusals.clear()

    def texts(self) -> tuple[dict[str, str], dict[str, str]]:
        """What was typed, by cell, also what cannot be read or is half typed; and the heads that it was typed over."""
        typed = dict(self.typed_over)
        if self.editor is not None and self.spot is not None:
            typed[self.spot] = Typed(self.editor.text, self.heads(self.spot))
        return (
            {_name(spot): one.text for spot, one in typed.items()},
            {_name(spot): one.over for spot, one in typed.items()},
        )

    def restore(self, texts: Mapping[str, str], heads: Mapping[str, str], active: str) -> int:
        """Put the texts of a draft back, but not over what was typed since; gives how many found their cells."""
        before = dict(self.typed_over)
        for name, text in texts.items():
            spot = _spot(name)
            rows, columns = {row.code for row in self.page.rows}, {column.key for column in self.page.columns}
            if spot[0] in rows and spot[1] in columns and spot not in before and text != self.opened(spot):
                self.typed_over[spot] = Typed(text, heads.get(name, ""))
        self._steps.append(before)
        self.go_to(_spot(active))
        return len(self.typed_over) - len(before)

    @property
    def active(self) -> str:
        """The cell of the cursor, as a draft names it."""
        return _name(self.spot) if self.spot else ""


def added(figures: Sequence[Figure]) -> Figure:
    """The sum of figures by the rules of totals: hedged where a part is, ≥ where a part is unknown."""
    known = [one for one in figures if one.known and one.value is not None]
    unknown = sum(one.state == "unknown" for one in figures)
    if not known:
        return figures[0]
    words = {one.hedge for one in known if one.hedge}
    low = sum(one.value or 0 for one in known)
    high = sum((one.value or 0) if one.high is None else one.high for one in known)
    ranged = any(one.high is not None for one in known)
    return Figure(
        value=low,
        low=low if ranged else None,
        high=high if ranged else None,
        hedge=(words.pop() if len(words) == 1 else _SEVERAL_HEDGES) if words else None,
        state="reported",
        unknown_parts=unknown or None,
    )


def _lines(text: str) -> list[str]:
    """The rows of a pasted text; the break after the last one begins none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


def _tidied(cell: str) -> str:
    editor = LineEditor(cell)
    editor.leave()
    return editor.text


def _left_alone(count: int) -> str:
    if not count:
        return ""
    sentence = n_(
        "{n} cell was left as it is: its record is of more than the cell.",
        "{n} cells were left as they are: their records are of more than the cell.",
        count,
    )
    return sentence.format(n=count)


def _name(spot: Spot) -> str:
    return "|".join(spot)


def _spot(name: str) -> Spot:
    code, _bar, key = name.partition("|")
    return code, key
