"""Databases with reference data, and files as clerks send them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from db.entry.gates import Person
from db.exchange.importing import Entered, FileFound, ImportOptions, enter_file, read_file
from db.store.database import Database, open_database
from db.store.reader import Reader, open_reader
from tests.db.entry.conftest import database, sqlite_with_lists, url

__all__ = ["database", "sqlite_with_lists", "url"]

TODAY = date(2026, 10, 15)
LAN = Person("lan")
Rows = Sequence[Sequence[Any]]


@pytest.fixture
def here(tmp_path: Path, sqlite_with_lists: Path) -> str:
    """A SQLite database alone, for what has nothing to do with the database."""
    path = tmp_path / "here.db"
    path.write_bytes(sqlite_with_lists.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def reader(here: str) -> Iterator[Reader]:
    with open_reader(here) as opened:
        yield opened


@pytest.fixture
def opened(here: str) -> Iterator[Database]:
    with open_database(here) as one:
        yield one


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """`book(rows)`, `book({"sheet": rows})`: a workbook. A cell "=…" is a formula, a date a date."""

    def write(sheets: Rows | dict[str, Rows], name: str = "a.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as made:
            day = made.add_format({"num_format": "dd/mm/yyyy"})
            for title, rows in (sheets if isinstance(sheets, dict) else {"Tập huấn": sheets}).items():
                page = made.add_worksheet(title)
                for row, cells in enumerate(rows):
                    for column, cell in enumerate(cells):
                        if isinstance(cell, date):
                            page.write_datetime(row, column, cell, day)
                        elif isinstance(cell, str) and cell.startswith("="):
                            page.write_formula(row, column, cell)
                        elif isinstance(cell, str):
                            page.write_string(row, column, cell)
                        elif cell is not None:
                            page.write(row, column, cell)
        return path

    return write


@pytest.fixture
def read(reader: Reader) -> Callable[..., FileFound]:
    """`read(path, province="A14", …)`: what stands in a file."""

    def reading(path: Path, **options: Any) -> FileFound:
        return read_file(reader, path, ImportOptions(**options), today=TODAY)

    return reading


def enter(database: Database, reader: Reader, path: Path, **options: Any) -> tuple[FileFound, Entered | None]:
    """Read and enter a file."""
    override = options.pop("override", "")
    dry_run = options.pop("dry_run", False)
    found = read_file(reader, path, ImportOptions(**options), today=TODAY)
    return found, enter_file(database, found, person=LAN, override=override, dry_run=dry_run)
