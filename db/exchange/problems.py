"""What is wrong with a file, so that the person finds the cell."""

from __future__ import annotations

from dataclasses import dataclass

from db.store.errors import StoreError


class ImportFileError(StoreError):
    """The file as a whole cannot be imported; one translated sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell, or one row or sheet, that does not hold. Rows count from 1, columns from 0 (None: the whole row)."""

    sheet: str
    row: int
    column: int | None
    heading: str
    read: str
    """What stands there."""
    message: str
    """What is wrong, and what is expected."""
    doubt: bool = False
    """It looks wrong, and is taken when the person confirms it."""

    @property
    def cell(self) -> str:
        """As a spreadsheet names it: B5, or 5 for a whole row."""
        return f"{column_letters(self.column)}{self.row}" if self.column is not None else str(self.row)


def column_letters(column: int) -> str:
    """A column (from 0) by its letters: A … Z, AA …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
