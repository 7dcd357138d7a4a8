"""Which field each column of a sheet is: by its heading, in either language, marks and case aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from db.exchange.problems import Fault, ImportFileError, column_letters
from db.exchange.sheets import Sheet
from db.language import N_, _, in_all_languages
from db.models.kinds import KINDS, Kind
from db.models.text import fold

PROVINCE: Final = "province"
"""What the column of the province is called; no kind has a field of that name."""
IGNORED: Final = "-"
"""What a heading is mapped to whose column is left out."""
PROVINCE_LABEL: Final = N_("Province")

_PROVINCE_NAMES: Final = frozenset({"province", "tinh", "tinh/thanh pho", "tinh, thanh pho", "tinh thanh", "ma tinh"})
_ORDINALS: Final = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "no.", "#"})
"""Columns that number the rows of a table."""
_REMARK: Final = re.compile(r"\s*(\([^()]*\)|\*)\s*$")
"""What may stand behind a name: a unit in brackets, the star of a needed field."""
_LEAST: Final = 2
"""A row with fewer known headings is no heading."""

Names = Mapping[str, str]
"""Folded heading → field."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading row of a sheet, and what its columns are."""

    kind: Kind
    row: int
    fields: Mapping[int, str]
    """Column (from 0) → field, `PROVINCE` among them."""
    titles: Mapping[int, str]
    """Column → heading as it stands there."""
    faults: Sequence[Fault]

    def column_of(self, field: str) -> int | None:
        """The column of a field."""
        return next((column for column, name in self.fields.items() if name == field), None)


def field_names(kind: Kind) -> dict[str, str]:
    """All names by which a heading may call a field of a kind, folded: its labels in both languages and its code."""
    names = dict.fromkeys(_PROVINCE_NAMES, PROVINCE)
    for field in kind.fields:
        names.update(dict.fromkeys(map(fold, (*in_all_languages(field.label), field.name)), field.name))
    return names


def find_headings(
    sheet: Sheet, kinds: Iterable[Kind], mappings: Mapping[str, Names], *, alone: bool
) -> Headings | None:
    """The heading row of a sheet and the kind of its records; None where no row looks like one.

    `mappings`: by kind, what the person says (or has said before) that a heading means. `alone`: there is no other
    sheet and no other kind, so that one known heading is enough.

    Raises:
        ImportFileError: it may be of several kinds.
    """
    found: list[tuple[int, int, Kind]] = []
    for kind in kinds:
        names = {**field_names(kind), **mappings.get(kind.code, {})}
        counts = [
            len({one for cell in row if (one := _field(cell, names)) not in (None, IGNORED)}) for row in sheet.top
        ]
        best = max(counts, default=0)
        if best >= (1 if alone else _LEAST):
            found.append((best, counts.index(best), kind))
    if not found:
        return None
    most = max(best for best, _row, _kind in found)
    likely = [(row, kind) for best, row, kind in found if best == most]
    if len(likely) > 1:
        called = [one for one in likely if fold(sheet.name) in {fold(x) for x in in_all_languages(one[1].label)}]
        likely = called or likely
    if len(likely) > 1:
        raise ImportFileError(
            _("Sheet “{sheet}” may hold records of several kinds: name one of them by --kind {kinds}.").format(
                sheet=sheet.name, kinds=", ".join(kind.code for _row, kind in likely)
            )
        )
    row, kind = likely[0]
    return _headings(sheet, row, kind, {**field_names(kind), **mappings.get(kind.code, {})})


def _headings(sheet: Sheet, row: int, kind: Kind, names: Names) -> Headings:
    fields: dict[int, str] = {}
    titles: dict[int, str] = {}
    faults = []
    width = max(map(len, sheet.top))
    for column in range(width):
        title = sheet.top[row][column].strip() if column < len(sheet.top[row]) else ""
        titles[column] = title
        field = _field(title, names)
        problem = ""
        if field is None and title:
            problem = _("No field of “{kind}” is called so: correct the heading, or say --map “{heading}=field”.")
            problem += " " + _("--map “{heading}=-” leaves the column out. Fields: {fields}.")
        elif not title and any(column < len(cells) and cells[column].strip() for cells in sheet.top[row + 1 :]):
            problem = _("This column has no heading: unmerge the cells and give each column its own, or empty it.")
        elif field in fields.values() and field != IGNORED:
            problem = _("Another column has the same meaning: leave one of them.")
        elif field is not None and field != IGNORED:
            fields[column] = field
        if problem:
            labels = ", ".join(_(one.label) for one in kind.fields)
            problem = problem.format(kind=_(kind.label), heading=title, fields=labels)
            faults.append(Fault(sheet.name, row + 1, column, title, title, problem))
    for field_ in kind.fields:
        if field_.required and field_.name not in fields.values():
            problem = _("The column “{field}” is missing: it is needed.").format(field=_(field_.label))
            faults.append(Fault(sheet.name, row + 1, None, _(field_.label), "", problem))
    return Headings(kind, row + 1, fields, titles, faults)


def _field(heading: str, names: Names) -> str | None:
    """The field that a heading names, `IGNORED`, or None."""
    wanted = fold(heading)
    if not wanted:
        return None
    if wanted in names:
        return names[wanted]
    if wanted in _ORDINALS:
        return IGNORED
    bare = fold(_REMARK.sub("", heading))
    return names.get(bare)


def read_mapping(said: Iterable[str], kind: Kind) -> dict[str, str]:
    """What `--map heading=field` says, folded heading → field.

    Raises:
        ImportFileError: one is no such pair, or names no field of the kind.
    """
    names = field_names(kind)
    mapping = {}
    for pair in said:
        heading, equals, field = (part.strip() for part in pair.rpartition("="))
        meant = IGNORED if field == IGNORED else names.get(fold(field))
        if not (heading and equals) or meant is None:
            raise ImportFileError(
                _("--map “{pair}”: write heading=field, or heading=- to leave a column out. Fields: {fields}.").format(
                    pair=pair, fields=", ".join(field.name for field in kind.fields)
                )
            )
        mapping[fold(heading)] = meant
    return mapping


def described(headings: Headings) -> list[tuple[str, str, str]]:
    """Each column that is read: its letters, its heading and the label of its field."""
    labels = {field.name: _(field.label) for field in headings.kind.fields} | {PROVINCE: _(PROVINCE_LABEL)}
    return [
        (column_letters(column), headings.titles[column], labels[field]) for column, field in headings.fields.items()
    ]


def all_kinds() -> list[Kind]:
    """Every kind that a file may hold."""
    return list(KINDS.values())
