"""Tables, bars and panels: no figure is ever cut, and only what changed is written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db.models.text import cells
from tui.widgets.bar import bar
from tui.widgets.canvas import changed
from tui.widgets.key_line import key_line
from tui.widgets.line import Line, fit
from tui.widgets.panel import Panel, PanelContent
from tui.widgets.table import Cell, Column, Row, Table

NAMES = st.text("abcđĐắờệ ỹ[]\x1b…", max_size=40)
FIGURES = st.sampled_from(["", "—", "0", "1.300", "hơn 1,33 tỷ", "khoảng 90,0 %", "2 huyện · 11 xã", "12.345.678"])
COLUMNS = (
    Column("name", "Tỉnh", "<", whole=False, least=8),
    Column("one", "Đạt/\nchỉ tiêu"),
    Column("two", "Người"),
    Column("three", "Xã", drop=1),
)
ROWS = st.lists(st.tuples(NAMES, FIGURES, FIGURES, FIGURES), min_size=1, max_size=6)


def table_of(rows: list[tuple[str, ...]], width: int) -> Table:
    return Table(COLUMNS, [Row(str(n), tuple(Cell(text) for text in row)) for n, row in enumerate(rows)], width)


@given(rows=ROWS, width=st.integers(50, 220))
def test_no_figure_is_cut_and_every_line_is_as_wide_as_the_table(rows: list[tuple[str, ...]], width: int) -> None:
    table = table_of(rows, width)
    for row in table.rows:
        line = table.line(row)
        assert line.width == cells(line.text) == width
        for column, cell, shown in zip(table.columns[1:], row.cells[1:], table.widths[1:], strict=True):
            assert shown == 0 or cell.text in line.text, column.key
    assert min(table.widths[1:3]) > 0


@given(rows=ROWS, width=st.integers(50, 90))
def test_what_is_cut_ends_in_an_ellipsis_and_is_told_whole(rows: list[tuple[str, ...]], width: int) -> None:
    table = table_of(rows, width)
    for row in table.rows:
        told = table.cut(row)
        assert told in ([], [row.cells[0].text])
        assert ("…" in table.line(row).text.replace(row.cells[0].text, "")) == bool(told) or "…" in row.cells[0].text


def test_the_columns_that_matter_least_go_first() -> None:
    table = table_of([("Bà Rịa - Vũng Tàu", "12.345.678", "12.345.678", "12.345.678")], 34)
    assert table.widths[3] == 0
    assert "Bà Rịa - …" in table.line(table.rows[0]).text


def test_a_cursor_move_changes_the_marker_and_the_first_cell_alone() -> None:
    table = table_of([("Sơn La", "3/4", "1.300", "11")], 60)
    runs = list(changed(table.line(table.rows[0]), table.line(table.rows[0], selected=True)))
    assert len(runs) == 1
    x, _y, pieces = runs[0]
    assert (x, "".join(text for text, _ in pieces).rstrip()) == (0, "▶ Sơn La")


def test_differences_names_the_cells() -> None:
    before = table_of([("Sơn La", "3/4", "1.300", "11")], 60)
    after = table_of([("Sơn La", "3/4", "1.400", "11"), ("Lào Cai", "0/2", "", "")], 60)
    assert after.differences(before)[0] == ("0", "two")
    assert {row for row, _column in after.differences(before)} == {"0", "1"}


@given(percent=st.floats(0, 300), width=st.integers(1, 20))
def test_a_bar_fills_its_cells(percent: float, width: int) -> None:
    line = bar(percent, width)
    assert cells(line.text) == width
    if percent >= 100:
        assert line.text == "█" * width
    if percent == 0:
        assert "█" not in line.text


def test_a_little_is_seen_on_a_bar() -> None:
    assert bar(0.01, 10).text.startswith("▏")


@given(text=NAMES, width=st.integers(0, 30))
def test_fit_is_exact(text: str, width: int) -> None:
    assert cells(fit(text, width)) == width


@given(old=st.lists(NAMES, max_size=4), new=st.lists(NAMES, max_size=4))
def test_writing_the_runs_gives_the_new_line(old: list[str], new: list[str]) -> None:
    roles = ("text", "dim")
    before = Line(*((text, roles[n % 2]) for n, text in enumerate(old))).fill(200)
    after = Line(*((text, roles[n % 2]) for n, text in enumerate(new))).fill(200)
    seen = [(character, role) for text, role in before.pieces for character in text]
    for x, _y, pieces in changed(before, after):
        run = [(character, role) for text, role in pieces for character in text]
        seen[x : x + len(run)] = run
    assert seen == [(character, role) for text, role in after.pieces for character in text]


def test_markup_shows_as_typed() -> None:
    assert Line(("[red]x[/red]", "text")).text == "[red]x[/red]"
    assert "\x1b" not in Line(("\x1b[31mx", "text")).text


def content(totals: list[str], rows: int) -> PanelContent:
    return PanelContent(
        4,
        "Bàn giao",
        [(text, "strong") for text in totals],
        COLUMNS,
        [Row(str(n), tuple(Cell(text) for text in ("Tên", "1", "2", "3"))) for n in range(rows)],
        "Chưa có bàn giao.",
    )


@given(width=st.integers(34, 120), height=st.integers(9, 30), rows=st.integers(0, 40))
def test_a_panel_shows_whole_totals_and_five_records(width: int, height: int, rows: int) -> None:
    totals = ["— chiếc", "2.700 hộ", "11 xã", "2 huyện", "giá trị 4,2 tỷ"]
    panel = Panel(content(totals, rows), width, height)
    lines = [line.text for line in panel.lines(0, active=True, hot=lambda _row: frozenset())]
    assert len(lines) == height
    assert all(cells(line) == width for line in lines)
    assert all(any(total in line for line in lines) for total in totals)
    assert sum("Tên" in line for line in lines) >= min(rows, 5)


def test_a_panel_turns_pages_at_its_edge() -> None:
    panel = Panel(content([], 40), 60, 12)
    first = panel.first_shown(panel.page)
    assert first == panel.page
    assert panel.first_shown(panel.page - 1) == 0


def test_a_parted_heading_stands_whole_where_there_is_room() -> None:
    columns = [
        Column("name", "Province", "<", whole=False),
        Column("two", "Class-\nes"),
        Column("three", "Dis-\ntricts"),
    ]
    rows = [Row("0", (Cell("Sơn La"), Cell("12"), Cell("2")))]
    narrow, wide = Table(columns, rows, 24).heading(), Table(columns, rows, 60).heading()
    assert [line.text.split() for line in narrow] == [["Class-", "Dis-"], ["Province", "es", "tricts"]]
    assert [line.text.split() for line in wide] == [["Province", "Classes", "Districts"]]


def test_a_panel_below_tabs_does_not_say_its_name_again() -> None:
    panel = Panel(content(["1 lớp"], 2), 40, 8, named=False)
    lines = panel.lines(0, active=True, hot=lambda _row: frozenset())
    assert lines[0].text.startswith("  1 lớp ─")


def test_the_key_of_help_keeps_its_place_on_the_key_line() -> None:
    pairs = [("Enter", "Mở"), ("Del", "Hủy bỏ"), ("F1", "Trợ giúp"), ("z", "Phóng to")]
    assert key_line(pairs, 80).text.split("  ") == [" Enter Mở", "Del Hủy bỏ", "F1 Trợ giúp", "z Phóng to "]
    assert key_line(pairs, 26, "F1").text == " Enter Mở  F1 Trợ giúp "
    assert key_line(pairs, 26).text == " Enter Mở  Del Hủy bỏ "
    assert key_line(pairs, 5, "F1").text == ""
