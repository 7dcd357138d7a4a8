"""The model of the grid: whatever is typed, pasted, filled and taken back, nothing lands in another cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from db.entry.grid import GridChoice, GridColumn, GridPage, GridRow, Spot, Standing
from db.entry.reading.fields import ReadingContext
from db.models.figure import Figure
from db.models.period import Period
from tui.widgets.grid import GridView
from tui.widgets.grid_model import Grid, added
from tui.widgets.line import Line

ROWS, COLUMNS = 4, 5
CHOICE = GridChoice("target", "provinces", 2023, tuple("ABCDE"))
NUMBERS = st.integers(0, 999)


def page(cells: dict[Spot, Sequence[Standing]] | None = None, columns: int = COLUMNS) -> GridPage:
    keys = [f"c{number}" for number in range(columns)]
    return GridPage(
        CHOICE,
        tuple(GridColumn(key, key, key, Period.year(2023)) for key in keys),
        tuple(GridRow(f"r{n}", f"R{n}", f"R{n}", "cuốn" if n else "%", "results", n > 0, n == 0) for n in range(ROWS)),
        {spot: tuple(standing) for spot, standing in (cells or {}).items()},
        dict.fromkeys(keys, ("DTTS",)),
        {},
    )


def standing(value: int, head: str = "h1", years: tuple[int, int] = (2023, 2023), **more: Any) -> Standing:
    figure = Figure.of(value)
    content = {"period": Period.years(*years).as_content(), "value": figure.as_content(), "programmes": ["DTTS"]}
    return Standing(f"record-{head}", head, "target", content | more, figure, "2025-01-01T00:00:00Z", "lan")


def grid(cells: dict[Spot, Sequence[Standing]] | None = None) -> Grid:
    return Grid(page(cells), ReadingContext(date(2025, 9, 15), 2023))


def texts(one: Grid) -> dict[Spot, str]:
    return {spot: typed.text for spot, typed in one.typed_over.items()}


def at(one: Grid, row: int, column: int) -> None:
    one.go_to((f"r{row}", f"c{column}"))


PLACES = st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1))
BLOCKS = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(NUMBERS | st.none(), min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(place=PLACES, block=BLOCKS, ending=st.sampled_from(["", "\n", "\r\n"]))
def test_a_pasted_block_lies_where_the_spreadsheet_had_it(
    place: tuple[int, int], block: list[list[int | None]], ending: str
) -> None:
    one = grid()
    at(one, *place)
    if len(block) == len(block[0]) == 1:
        block = [[*block[0], 7]]
    lines = ["\t".join("" if cell is None else str(cell) for cell in line) for line in block]
    told = one.pasted("\r\n".join(lines) + ending)
    wanted, lost = {}, []
    for down, line in enumerate(block):
        for across, cell in enumerate(line):
            spot = one.spot_at(place[0] + down, place[1] + across)
            if cell is not None and spot is None:
                lost.append(str(cell))
            elif cell is not None and spot is not None:
                wanted[spot] = str(cell)
    assert texts(one) == wanted
    assert ("“" in told) == bool(lost)
    assert " | ".join(lost) in told
    assert (one.row, one.column) == place
    assert one.take_back() == bool(wanted)
    assert texts(one) == {}


@given(values=st.lists(NUMBERS | st.none(), min_size=COLUMNS, max_size=COLUMNS), stood=NUMBERS, word=st.booleans())
def test_totals_run_with_what_is_typed(values: list[int | None], stood: int, word: bool) -> None:
    one = grid({("r1", "c0"): [standing(stood)]})
    at(one, 1, 0)
    for value in values:
        for character in "" if value is None else (("hơn " if word else "") + str(value)):
            one.typed(character)
        one.act("next_cell")
    own = [stood if values[0] is None else values[0], *values[1:]]
    known = [value for value in own if value is not None]
    total = one.total(one.page.rows[1])
    assert total is not None
    assert total.value == sum(known)
    assert total.hedge == ("hơn" if word and any(value is not None for value in values) and texts(one) else None)
    assert one.total(one.page.rows[0]) is None, "levels are never added up"


@given(source=st.lists(NUMBERS, min_size=2, max_size=3), rows=st.integers(2, ROWS - 1))
def test_filling_down_copies_the_first_row_of_the_selection(source: list[int], rows: int) -> None:
    one = grid({("r3", "c0"): [standing(1), standing(2, "h2")]})
    at(one, 1, 0)
    one.pasted("\t".join(map(str, source)))
    for _step in range(rows - 1):
        one.act("select_down")
    for _step in source[1:]:
        one.act("select_right")
    told = one.fill_down()
    locked = rows == 3
    assert bool(told) == locked
    wanted = {(f"r{1 + row}", f"c{n}"): str(value) for row in range(rows) for n, value in enumerate(source)}
    if locked:
        del wanted["r3", "c0"]
    assert texts(one) == wanted
    one.take_back()
    assert texts(one) == {("r1", f"c{n}"): str(value) for n, value in enumerate(source)}


def test_one_cell_is_filled_from_above_and_one_row_from_its_left() -> None:
    one = grid({("r1", "c0"): [standing(12)]})
    at(one, 2, 0)
    one.fill_down()
    assert texts(one) == {("r2", "c0"): "12"}
    one.act("select_right")
    one.fill_down()
    assert texts(one) == {("r2", "c0"): "12", ("r2", "c1"): "12"}


ACTIONS = st.sampled_from((
    "up", "down", "left", "right", "next_cell", "previous_cell", "first", "last", "first_cell", "last_cell",
    "select_down", "select_right", "page_down", "delete", "backspace", "word_left", "F2", "escape", "take_back",
    "fill_down", "1", "2", "ế", "5\t6\n7\t8",
))  # fmt: skip


def drawn(view: GridView) -> list[Line]:
    return view.lines(view.arrange(60, 8), 60)


@settings(max_examples=60)
@given(keys=st.lists(ACTIONS, max_size=40))
def test_any_keys_keep_the_grid_whole(keys: list[str]) -> None:
    """What is only looked at is never typed over, no text is kept that says what stands, a draft brings all back."""
    cells: dict[Spot, Sequence[Standing]] = {
        ("r1", "c1"): [standing(5)],
        ("r1", "c2"): [standing(5), standing(6, "h2")],
        ("r2", "c1"): [standing(7, years=(2021, 2025))],
    }
    one = grid(cells)
    view = GridView(one, {})
    for key in keys:
        match key:
            case "F2":
                one.edit()
            case "escape":
                one.cancel()
            case "take_back" | "fill_down":
                getattr(one, key)()
            case _ if "\t" in key:
                one.pasted(key)
            case _ if len(key) == 1:
                one.typed(key)
            case _:
                assert one.act(key, 2) or key == "word_left"
        assert drawn(view) == drawn(GridView(one, {})), "what is not drawn anew is as it was"
    assert one.spot is not None
    one.enter()
    for spot, text in texts(one).items():
        assert not one.locked(spot)
        assert text != one.opened(spot)
    again = grid(cells)
    assert again.restore(*one.texts(), one.active) == len(one.typed_over)
    assert again.typed_over == one.typed_over
    assert again.active == one.active


def test_typing_replaces_and_f2_edits() -> None:
    one = grid({("r1", "c0"): [standing(1300)]})
    at(one, 1, 0)
    one.edit()
    one.act("left")
    one.act("backspace")
    assert one.editor is not None
    assert one.editor.text == "1.30"
    one.cancel()
    assert not one.changed
    for character in "25":
        one.typed(character)
    one.act("right")
    assert texts(one) == {("r1", "c0"): "25"}
    assert one.spot == ("r1", "c1")


def test_a_text_that_can_be_two_numbers_is_asked_about() -> None:
    one = grid()
    at(one, 1, 0)
    one.pasted("1,300\t1.5\t12")
    assert set(one.problems()) == {("r1", "c0"), ("r1", "c1")}
    at(one, 0, 0)
    one.pasted("120\t8/10")
    assert "100 %" in one.problem(("r0", "c0"))
    assert one.problem(("r0", "c1")) == ""


def test_what_was_changed_under_a_text_is_a_conflict_until_one_is_chosen() -> None:
    one = grid({("r1", "c0"): [standing(5)]})
    at(one, 1, 0)
    one.pasted("6\t7")
    changed = page({("r1", "c0"): [standing(9, "h2")], ("r1", "c1"): [standing(1, "h3")]})
    one.replace(changed, one.context)
    assert one.conflicts() == [("r1", "c0"), ("r1", "c1")]
    at(one, 1, 0)
    assert one.cancel(), "takes theirs"
    assert one.conflicts() == [("r1", "c1")]
    at(one, 1, 1)
    one.typed("7")
    one.enter()
    assert one.conflicts() == []
    (change,) = one.changes()
    assert change.before is not None
    assert (change.spot, change.before.head) == (("r1", "c1"), "h3")


def test_a_record_that_says_more_is_edited_and_not_emptied() -> None:
    one = grid({("r1", "c0"): [standing(5, note="dòng 3")], ("r1", "c1"): [standing(6, "h2")]})
    at(one, 1, 0)
    one.act("select_right")
    one.act("delete")
    assert list(one.problems()) == [("r1", "c0")]
    at(one, 1, 0)
    one.typed("8")
    one.enter()
    assert not one.problems()
    edited, emptied = sorted(one.changes(), key=lambda change: change.spot)
    assert edited.value == Figure.of(8).as_content()
    assert emptied.value is None


def test_a_total_says_what_it_lacks() -> None:
    lacking = added([Figure.of(3), Figure()])
    assert (lacking.value, lacking.unknown_parts) == (3, 1)
    ranged = added([Figure(value=2, low=2, high=4, state="reported"), Figure.of(1)])
    assert (ranged.value, ranged.high) == (3, 5)
