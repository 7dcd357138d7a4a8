"""The cells of a file: .xlsx and .ods by fastexcel, .csv by the standard library; rows as a spreadsheet counts them.

A column that holds numbers alone gives numbers, one of dates alone dates; in a mixed one everything is text. Formulas
and error values are told apart (`db.exchange.formulas`), for what they show is not what somebody typed.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from db.exchange.formulas import Computed, read_computed
from db.exchange.problems import ImportFileError
from db.language import _

if TYPE_CHECKING:
    import polars as pl
    from fastexcel import ExcelReader

Cell = str | int | float | bool | date | datetime | None
Row = tuple[int, Sequence[Cell]]
"""The number of a row from 1, and its cells from column A."""

WORKBOOKS: Final = (".xlsx", ".ods")
TOP: Final = 40
"""Headings stand among so many rows."""
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS: Final = ";\t,|"
_SNIFFED: Final = 20


class Sheet(Protocol):
    """One sheet of a file."""

    name: str
    computed: Mapping[tuple[int, int], Computed]
    """The formulas and error values by row (from 1) and column (from 0)."""

    top: list[list[str]]
    """The first `TOP` rows as texts, "" for an empty cell."""
    height: int
    """How many rows there are."""
    typed: bool
    """Whether its cells have types, so that a text may be what a number is shown as."""

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows below that one."""
        ...


def open_sheets(path: Path) -> list[Sheet]:
    """The sheets of a file that hold anything.

    Raises:
        ImportFileError: it cannot be read, or is of another kind.
    """
    ending = path.suffix.lower()
    if not path.is_file():
        raise ImportFileError(_("{path}: there is no such file.").format(path=path))
    if ending == ".csv":
        return [_TextSheet(path)]
    if ending not in WORKBOOKS:
        raise ImportFileError(
            _("{path}: only .xlsx, .ods and .csv are read; save the file as .xlsx and import that.").format(path=path)
        )
    import fastexcel

    logging.getLogger("fastexcel").setLevel(logging.ERROR)  # it warns of each empty column
    try:
        book = fastexcel.read_excel(path)
        computed = read_computed(path)
        sheets = [_BookSheet(book, name, computed.get(name, {})) for name in book.sheet_names]
        return [sheet for sheet in sheets if sheet.height and sheet.visible]
    except (fastexcel.FastExcelError, OSError, ValueError, KeyError) as error:
        raise ImportFileError(
            _("{path} cannot be read as a workbook ({reason}): open it and save it anew as .xlsx.").format(
                path=path, reason=str(error).splitlines()[0]
            )
        ) from error


def cell_text(cell: Cell) -> str:
    """A cell as text: numbers the Vietnamese way (57,5), dates as ISO 8601 (with the time of day where one stands)."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.12g}".replace(".", ",")
    return str(cell)


class _BookSheet:
    """A sheet of a workbook; it is read anew each time, so that no more than one lies in memory."""

    typed = True

    def __init__(self, book: ExcelReader, name: str, computed: Mapping[tuple[int, int], Computed]) -> None:
        self._book = book
        self.name = name
        self.computed = computed
        frame, self.height, first = self._load(TOP, 0, dtypes="string")
        self.visible = book.load_sheet(name, n_rows=0, header_row=None).visible == "visible"
        self.top = [[""] * first + [cell or "" for cell in row] for row in frame.iter_rows()]

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows below that one, each column of one type where its cells are."""
        if after >= self.height:
            return
        frame, _height, first = self._load(None, after)
        for number, row in enumerate(frame.iter_rows(), after + 1):
            yield number, (*((None,) * first), *row)

    def _load(self, count: int | None, skip: int, **options: Any) -> tuple[pl.DataFrame, int, int]:
        """Rows, how many the sheet has, and the column in which they begin."""
        loaded = self._book.load_sheet(
            self.name, header_row=None, skip_rows=skip, n_rows=count, schema_sample_rows=None, **options
        )
        columns = loaded.available_columns()
        first = columns[0].absolute_index if columns else 0
        return loaded.to_polars(), loaded.total_height, first


class _TextSheet:
    """A .csv file as a sheet of its own, named as the file."""

    typed = False

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        content = _decoded(path)
        start = [line for line in content.splitlines() if line.strip()][:_SNIFFED]
        separator = max(_SEPARATORS, key=lambda mark: max((line.count(mark) for line in start), default=0))
        try:
            self._rows = list(csv.reader(io.StringIO(content), delimiter=separator, strict=True))
        except csv.Error as error:
            raise ImportFileError(
                _("{path} is no .csv that can be read ({reason}): save it anew as “CSV UTF-8”.").format(
                    path=path, reason=error
                )
            ) from error
        self.height, self.top = len(self._rows), self._rows[:TOP]
        self.computed: Mapping[tuple[int, int], Computed] = {
            (number, column): Computed(cell, error=False)
            for number, row in enumerate(self._rows, 1)
            for column, cell in enumerate(row)
            if cell.startswith("=")
        }

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The rows below that one."""
        yield from enumerate(self._rows[after:], after + 1)


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ImportFileError(
            _("{path} cannot be read ({reason}).").format(path=path, reason=error.strerror)
        ) from error
    coding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(coding)
    except UnicodeDecodeError as error:
        raise ImportFileError(
            _("{path} is not in UTF-8: save it anew as “CSV UTF-8”, or as .xlsx.").format(path=path)
        ) from error
