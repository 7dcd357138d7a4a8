"""The rows of a sheet to records: which rows belong together, which province they are of, and what is wrong with them.

A row is a record. A row below it that fills nothing but lists (parties, places, parts …) goes on with that record, as
the rows beside merged cells do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from db.entry.content import tidy
from db.entry.reading.record import read_record
from db.exchange.formulas import Computed
from db.exchange.headings import PROVINCE, PROVINCE_LABEL, Headings
from db.exchange.problems import Fault
from db.exchange.sheets import Cell, Sheet, cell_text
from db.exchange.texts import CellReader, Numeral
from db.language import _
from db.models.kinds import Field
from db.models.period import Period
from db.models.text import fold
from db.store.reader import Reader
from db.summary.finding import NotOneProvinceError, find_province
from db.summary.views import Province

_LISTS: Final = frozenset({"texts", "codes", "places", "pairs", "parts"})
_TOTALS: Final = frozenset({"tong", "tong cong", "tong so", "cong", "total", "sum"})
_LONGEST_TOTAL: Final = 20
_VALIDITY: Final = "SELECT key, valid_from, valid_to FROM unit WHERE level = 'province'"


@dataclass(slots=True)
class Lines:
    """The rows of one record: the text of each field, and where it stands."""

    row: int
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Field → row and column of its first cell."""


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """A record as the sheet says it."""

    lines: Lines
    province_key: str
    content: Mapping[str, Any]


class SheetReader:
    """Reads one sheet; `faults` are those of its cells so far."""

    def __init__(
        self, sheet: Sheet, headings: Headings, cells: CellReader, provinces: Provinces, province: str
    ) -> None:
        self.sheet = sheet
        self.headings = headings
        self.cells = cells
        self.provinces = provinces
        self.province = province
        """What a row without a province of its own is of, as typed."""
        self.faults: list[Fault] = list(headings.faults)
        self.fields = {one.name: one for one in headings.kind.fields}
        self.unnamed: set[int] = {fault.column for fault in headings.faults if fault.column is not None}
        self.titles = {column: fold(title) for column, title in headings.titles.items()}
        self.row = headings.row

    def records(self) -> Iterator[SheetRecord]:
        """The records without a fault, in their order. Raises StoreError."""
        for lines in self._lines():
            before = len(self.faults)
            record = self._record(lines)
            if record is not None and not any(not fault.doubt for fault in self.faults[before:]):
                yield record

    def fault(self, lines: Lines, name: str, message: str, *, doubt: bool = False) -> None:
        """Tell what is wrong with a field of a record."""
        row, column = lines.places.get(name, (lines.row, self.headings.column_of(name)))
        label = _(self.fields[name].label) if name in self.fields else _(PROVINCE_LABEL) if name == PROVINCE else ""
        heading = self.headings.titles.get(column, label) if column is not None else label
        read = lines.texts.get(name, "")
        self.faults.append(Fault(self.sheet.name, row, column, heading, read, message, doubt))

    def _lines(self) -> Iterator[Lines]:
        """The rows, those of one record together."""
        open_lines: Lines | None = None
        last = 0
        for number, cells in self.sheet.rows(self.headings.row):
            self.row = number
            found = self._texts(number, cells)
            if found is None:
                continue
            if open_lines and number == last + 1 and self._goes_on(found):
                for name, text in found.texts.items():
                    known = open_lines.texts.get(name)
                    open_lines.texts[name] = f"{known}; {text}" if known else text
                    open_lines.places.setdefault(name, found.places[name])
            else:
                if open_lines:
                    yield open_lines
                open_lines = found
            last = number
        if open_lines:
            yield open_lines

    def _goes_on(self, lines: Lines) -> bool:
        return all(name in self.fields and self.fields[name].type in _LISTS for name in lines.texts)

    def _texts(self, number: int, cells: Sequence[Cell]) -> Lines | None:
        """The texts of a row by field; None for an empty row, one that repeats the headings, or a total."""
        lines = Lines(number)
        for column, cell in enumerate(cells):
            computed = self.sheet.computed.get((number, column))
            name = self.headings.fields.get(column)
            if name is None:
                if cell not in (None, "") and not self.headings.titles.get(column) and column not in self.unnamed:
                    self._unnamed(number, column, cell_text(cell))
                continue
            text = cell_text(cell).strip()
            if not text and computed is None:
                continue
            lines.places[name] = (number, column)
            is_number = isinstance(cell, int | float) or (self.sheet.typed and text == "1")
            lines.texts[name] = Numeral(text) if is_number else text
        if not lines.places or self._repeats(lines):
            return None
        if any(len(text) <= _LONGEST_TOTAL and fold(text) in _TOTALS for text in lines.texts.values()):
            self._say(number, None, _("This looks like a total, which nobody types: delete the row."))
            return None
        for name, (row, column) in lines.places.items():
            if computed := self.sheet.computed.get((row, column)):
                lines.texts[name] = computed.text
                self.fault(lines, name, _told(computed))
        if self.sheet.computed and any(self.sheet.computed.get(place) for place in lines.places.values()):
            return None
        return lines

    def _repeats(self, lines: Lines) -> bool:
        return all(fold(text) == self.titles[lines.places[name][1]] for name, text in lines.texts.items())

    def _unnamed(self, number: int, column: int, text: str) -> None:
        self.unnamed.add(column)
        message = _("This column has no heading: unmerge the cells and give each column its own, or empty it.")
        self.faults.append(Fault(self.sheet.name, number, column, "", text, message))

    def _say(self, number: int, column: int | None, message: str) -> None:
        self.faults.append(Fault(self.sheet.name, number, column, "", "", message))

    def _record(self, lines: Lines) -> SheetRecord | None:
        province = self._province(lines)
        if province is None:
            province_key, context = "", self.cells.context("")
        else:
            province_key, context = province, self.cells.context(province)
        texts = {name: text for name, text in lines.texts.items() if name != PROVINCE}
        reading = read_record(self.headings.kind, texts, context, self.cells.read)
        for name, problem in reading.problems.items():
            self.fault(lines, name, problem)
        for name, one in reading.readings.items():
            for warning in one.warnings:
                self.fault(lines, name, warning, doubt=True)
        if province is None:
            return None
        content = tidy(reading.content)
        return SheetRecord(lines, province_key, content)

    def _province(self, lines: Lines) -> str | None:
        """The key of a record's province, of the era that it falls in; None where it is not clear."""
        typed = lines.texts.get(PROVINCE, "") or self.province
        if not typed:
            self.fault(lines, PROVINCE, _("No province: fill in the column “Tỉnh”, or say --province."))
            return None
        try:
            found = self.provinces.named(typed)
        except NotOneProvinceError as error:
            self.fault(lines, PROVINCE, str(error))
            return None
        if len(found) == 1:
            return found[0].key
        kind = self.headings.kind
        stated: Field = kind.field(kind.dated_by)
        reading = self.cells.read(stated, lines.texts.get(stated.name, ""), self.cells.context(""))
        if reading.value is None:
            return found[0].key  # what is wrong with the period is said of that
        return self.provinces.of_then(found, Period.from_content(reading.value))


class Provinces:
    """The provinces of both eras, each name looked up once. Raises StoreError."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._named: dict[str, list[Province]] = {}
        self._ends = {key: str(end or "9999") for key, _start, end in reader.rows(_VALIDITY)}

    def named(self, typed: str) -> list[Province]:
        """The province of that name, one for each era that has it. Raises NotOneProvinceError."""
        if typed not in self._named:
            self._named[typed] = find_province(self._reader, typed)
        return self._named[typed]

    def of_then(self, eras: Sequence[Province], period: Period) -> str:
        """The one that there was when the period began."""
        start = period.start.isoformat()
        return next((one.key for one in eras if start <= self._ends[one.key]), eras[-1].key)


def _told(computed: Computed) -> str:
    if computed.error:
        return _("“{text}” is an error of the spreadsheet: type the value.").format(text=computed.text)
    return _("A formula stands here: copy the cells and paste them as values.")
