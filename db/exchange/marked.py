"""A copy of a file with its faults marked: the cells coloured, what is wrong in a note, and a sheet that lists it all.

Always an .xlsx, whatever the file was: a .csv bears no marks. Figures stay figures, a formula becomes its text. Once
the cells are right, the copy itself can be imported: the list is no sheet of records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.exchange.problems import Fault, ImportFileError
from db.exchange.sheets import Cell, Row, open_sheets
from db.language import _

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MOST_NOTES: Final = 10_000
_LONGEST_NAME: Final = 31
_WIDTHS: Final = (16, 8, 8, 28, 28, 90)


def free_name(path: Path) -> Path:
    """A name beside a file for its marked copy that no other file has."""
    word, number = _("faults"), 1
    while True:
        named = path.with_name(f"{path.stem} ({word}{f' {number}' if number > 1 else ''}).xlsx")
        if not named.exists():
            return named
        number += 1


def write_marked(source: Path, faults: Sequence[Fault], target: Path) -> None:
    """Write the copy.

    Raises:
        ImportFileError: it cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    of_cells: dict[str, dict[int, dict[int, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for fault in faults:
        of_cells[fault.sheet][fault.row][fault.column or 0].append(fault.message)
    try:
        with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
            wrong = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            notes = 0
            for sheet in open_sheets(source):
                page = book.add_worksheet(sheet.name[:_LONGEST_NAME])
                marks = of_cells[sheet.name]
                top: Iterable[Row] = enumerate(sheet.top, 1)
                for number, cells in chain(top, sheet.rows(len(sheet.top))):
                    row = marks.pop(number, {})
                    for column, cell in enumerate(cells):
                        computed = sheet.computed.get((number, column))
                        value = computed.text if computed else cell
                        _write(page, number - 1, column, value, wrong if column in row else None, day)
                    for column, messages in row.items():
                        if column >= len(cells) or cells[column] in (None, ""):
                            page.write_blank(number - 1, column, None, wrong)
                        if notes < _MOST_NOTES:
                            page.write_comment(number - 1, column, "\n".join(messages), {"x_scale": 3})
                            notes += 1
            _list(book.add_worksheet(_("Faults")), faults, book.add_format({"bold": True}))
    except (FileCreateError, OSError) as error:
        raise ImportFileError(
            _("{path} cannot be written ({reason}): name another file by --marked.").format(path=target, reason=error)
        ) from error


def _list(page: Worksheet, faults: Sequence[Fault], bold: Format) -> None:
    """All faults, one a row."""
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    heads = (_("Sheet"), _("Cell"), _("Doubt"), _("Heading"), _("What stands there"), _("What is wrong"))
    for column, head in enumerate(heads):
        page.write_string(0, column, head, bold)
    for row, fault in enumerate(faults, 1):
        told = (fault.sheet, fault.cell, "?" if fault.doubt else "", fault.heading, fault.read, fault.message)
        for column, text in enumerate(told):
            page.write_string(row, column, text)


def _write(page: Worksheet, row: int, column: int, value: Cell, mark: Format | None, day: Format) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value, mark)
    elif isinstance(value, int | float):
        page.write_number(row, column, value, mark)
    elif isinstance(value, date | datetime):
        page.write_datetime(row, column, value, mark or day)
    else:
        page.write_string(row, column, value, mark)
