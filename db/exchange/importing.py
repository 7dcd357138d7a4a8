"""A file of records into the database: read whole, then entered as one action, all of it or nothing.

`read_file` says what stands in a file and what is wrong with it, and writes nothing; `enter_file` enters what it found.
What the database has already is left alone, so the same file again adds nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from uuid6 import uuid7

from db.entry.content import check_content
from db.entry.gates import Person
from db.entry.vocabularies import load_vocabularies
from db.exchange.headings import Headings, all_kinds, described, find_headings, read_mapping
from db.exchange.problems import Fault, ImportFileError
from db.exchange.records import Provinces, SheetReader
from db.exchange.sheets import Sheet, cell_text, open_sheets
from db.exchange.texts import CellReader
from db.language import _, language
from db.models.canonical import canonical_json
from db.models.kinds import KINDS, Kind
from db.models.text import fold
from db.store.progress import Progress, silent
from db.store.reader import Reader

if TYPE_CHECKING:
    from db.entry.batch import NewRecord
    from db.store.database import Database

CAUSE: Final = "import"
SHOWN: Final = 5
"""So many records of a sheet are kept for a preview."""
_STEP: Final = 500


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person says of a file beside its content."""

    kind: str = ""
    """The code of a kind; "" to tell it from the headings."""
    province: str = ""
    """Name or key of the province of rows that name none."""
    year: int | None = None
    """The year of dates that name none."""
    sheet: str = ""
    mapping: Sequence[str] = ()
    """`heading=field`."""


class Found(NamedTuple):
    """A record that was found: packed, for a file may hold very many."""

    province_key: str
    content: str
    """Canonical JSON."""
    sheet: int
    row: int


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A sheet that holds records."""

    name: str
    headings: Headings
    first: Sequence[Mapping[str, str]] = ()
    """The texts of its first records by field, for a preview."""

    @property
    def kind(self) -> Kind:
        """The kind of its records."""
        return self.headings.kind

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """Each column that is read: letters, heading, label of its field."""
        return described(self.headings)


@dataclass(slots=True)
class FileFound:
    """What stands in a file."""

    path: Path
    sheets: list[SheetFound] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Sheets without headings of any kind."""
    records: list[Found] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    mappings: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the person said of its headings, by kind: to be remembered."""

    def wrong(self, *, confirmed: bool) -> bool:
        """Whether anything keeps it from being entered."""
        return any(not (confirmed and fault.doubt) for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a file: how many records are new, and how many stood there already."""

    added: int
    there: int
    intent: str


def read_file(
    reader: Reader,
    path: Path,
    options: ImportOptions,
    *,
    today: date,
    remembered: Mapping[str, Mapping[str, str]] | None = None,
    progress: Progress = silent,
) -> FileFound:
    """Read all sheets of a file, and say each thing that is wrong with them.

    Raises:
        ImportFileError: it is no such file, or holds no sheet of records.
        StoreError: the database cannot be read.
    """
    if options.kind and options.kind not in KINDS:
        raise ImportFileError(
            _("There is no kind “{kind}”. There are: {kinds}.").format(kind=options.kind, kinds=", ".join(KINDS))
        )
    kinds = [KINDS[options.kind]] if options.kind else all_kinds()
    found = FileFound(path, mappings=_said(options.mapping, kinds))
    mappings = {
        kind.code: {**(remembered or {}).get(kind.code, {}), **found.mappings.get(kind.code, {})} for kind in kinds
    }
    sheets = _chosen(open_sheets(path), options.sheet, path)
    cells, provinces = CellReader(reader, today=today, year=options.year), Provinces(reader)
    seen: dict[bytes, tuple[str, int]] = {}
    total, before = sum(sheet.height for sheet in sheets), 0
    for sheet in sheets:
        headings = find_headings(sheet, kinds, mappings, alone=len(sheets) == 1 and bool(options.kind))
        if headings is None:
            found.left_out.append(sheet.name)
        else:
            source = SheetReader(sheet, headings, cells, provinces, options.province)
            _take(found, source, seen, partial(_tell, progress, before, total))
        before += sheet.height
    progress(total, total)
    if not found.sheets:
        raise ImportFileError(
            _(
                "{path}: no row looks like headings. Write one, or start from a template: tiendo import --template."
            ).format(path=path.name)
        )
    kinds_found = {sheet.kind.code for sheet in found.sheets}
    found.mappings = {kind: names for kind, names in found.mappings.items() if kind in kinds_found}
    if found.faults:  # all that is wrong is told at once
        _check(found, reader)
        _finish(found)
    return found


def enter_file(
    database: Database,
    found: FileFound,
    *,
    person: Person,
    override: str = "",
    dry_run: bool = False,
    progress: Progress = silent,
) -> Entered | None:
    """Enter the records of a file as one intent; None where something is wrong: `found.faults` has it all then.

    `override` is why what looks wrong is right all the same; it is kept with each record.

    Raises:
        Refused: the person may not.
        StoreError: the database cannot be written.
    """
    from db.entry.batch import RefusedRecords, save_all

    if found.wrong(confirmed=bool(override)):
        return None
    intent = str(uuid7())
    try:
        saved = save_all(
            database,
            _Records(found, override),
            person=person,
            cause=CAUSE,
            intent=intent,
            override=override,
            dry_run=dry_run,
            progress=progress,
        )
    except RefusedRecords as refused:
        for number, problems in refused.problems.items():
            _blame(found, found.records[number], problems)
        for number, doubts in refused.doubts.items():
            for doubt in doubts:
                _blame(found, found.records[number], {doubt.field: doubt.sentence}, doubt=True)
        _finish(found)
        return None
    added = sum(one.changed for one in saved)
    return Entered(added, len(saved) - added, intent)


def _tell(progress: Progress, before: int, total: int, row: int) -> None:
    """How far the reading of a file has come, in a row of the sheet that is read now."""
    progress(min(before + row, total), total)


class _Records(Collection["NewRecord"]):
    """The records of a file as entry takes them, unpacked one by one."""

    def __init__(self, found: FileFound, override: str) -> None:
        self._found = found
        self._why = f": {override}" if override else ""

    def __len__(self) -> int:
        return len(self._found.records)

    def __contains__(self, record: object) -> bool:
        return any(record == one for one in self)

    def __iter__(self) -> Iterator[NewRecord]:
        from db.entry.batch import NewRecord

        name = self._found.path.name
        for province_key, content, sheet, row in self._found.records:
            of = self._found.sheets[sheet]
            yield NewRecord(
                province_key, of.kind, json.loads(content), f"{name} · {of.name} · {row}{self._why}", content
            )


def _said(pairs: Sequence[str], kinds: Sequence[Kind]) -> dict[str, dict[str, str]]:
    """What the person says of headings, by each kind that has such fields."""
    said: dict[str, dict[str, str]] = {}
    refused: ImportFileError | None = None
    for kind in kinds if pairs else ():
        try:
            said[kind.code] = read_mapping(pairs, kind)
        except ImportFileError as error:
            refused = error
    if refused and not said:
        raise refused
    return said


def _chosen(sheets: Sequence[Sheet], named: str, path: Path) -> Sequence[Sheet]:
    if not sheets:
        raise ImportFileError(_("{path} is empty.").format(path=path.name))
    if not named:
        return sheets
    chosen = [sheet for sheet in sheets if fold(sheet.name) == fold(named)]
    if not chosen:
        raise ImportFileError(
            _("{path} has no sheet “{sheet}”. There are: {sheets}.").format(
                path=path.name, sheet=named, sheets=", ".join(sheet.name for sheet in sheets)
            )
        )
    return chosen


def _take(
    found: FileFound, source: SheetReader, seen: dict[bytes, tuple[str, int]], tell: Callable[[int], None]
) -> None:
    """The records of one sheet, each once."""
    first: list[Mapping[str, str]] = []
    place = len(found.sheets)
    found.sheets.append(SheetFound(source.sheet.name, source.headings, first))
    taken = []
    for number, record in enumerate(source.records()):
        if number % _STEP == 0:
            tell(source.row)
        if len(first) < SHOWN:
            first.append(record.lines.texts)
        packed = Found(record.province_key, canonical_json(record.content), place, record.lines.row)
        if twin := _twin(packed, source, seen):
            source.fault(record.lines, "", twin)
        else:
            taken.append(packed)
    # Those of one province stand together: they are written by one statement.
    found.records.extend(sorted(taken, key=lambda one: one.province_key))
    found.faults.extend(source.faults)


def _twin(packed: Found, source: SheetReader, seen: dict[bytes, tuple[str, int]]) -> str:
    """What to say of a record that the file has already; "" of the first one."""
    said = f"{packed.province_key}|{source.headings.kind.code}|{packed.content}"
    key = blake2b(said.encode(), digest_size=16).digest()
    if key not in seen:
        seen[key] = (source.sheet.name, packed.row)
        return ""
    sheet, row = seen[key]
    return _("The same record stands in sheet “{sheet}”, row {row}: delete one, or say what tells them apart.").format(
        sheet=sheet, row=row
    )


def _check(found: FileFound, reader: Reader) -> None:
    """Tell what saving would say of the records that could be read."""
    vocabularies = load_vocabularies(reader, language())
    for record in found.records:
        kind = found.sheets[record.sheet].kind
        if problems := check_content(kind, json.loads(record.content), vocabularies):
            _blame(found, record, problems)


def _blame(found: FileFound, record: Found, problems: Mapping[str, str], *, doubt: bool = False) -> None:
    """Tell problems of fields as faults of cells."""
    sheet = found.sheets[record.sheet]
    for name, problem in problems.items():
        column = sheet.headings.column_of(name)
        if column is None and any(one.name == name and one.required for one in sheet.kind.fields):
            continue  # said of the headings
        heading = sheet.headings.titles.get(column, "") if column is not None else ""
        found.faults.append(Fault(sheet.name, record.row, column, heading, "", problem, doubt))


def _finish(found: FileFound) -> None:
    """Put the faults in the order of the file, and say of each cell what stands there."""
    places = {sheet.name: place for place, sheet in enumerate(found.sheets)}
    found.faults.sort(key=lambda fault: (places[fault.sheet], fault.row, fault.column or 0))
    asked: dict[str, set[int]] = defaultdict(set)
    for fault in found.faults:
        if fault.column is not None and not fault.read:
            asked[fault.sheet].add(fault.row)
    said = {
        (sheet.name, row, column): cell_text(cell)
        for sheet in (open_sheets(found.path) if asked else ())
        for row, cells in sheet.rows()
        if row in asked[sheet.name]
        for column, cell in enumerate(cells)
    }
    found.faults[:] = [
        replace(fault, read=fault.read or said.get((fault.sheet, fault.row, fault.column or 0), ""))
        if fault.column is not None
        else fault
        for fault in found.faults
    ]
