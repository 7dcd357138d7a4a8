"""Which cells of a workbook were computed: formulas and error values.

What a formula shows may be of another day than the figures that it was made of, and a program may have stored none at
all, so that 0 stands there: nobody typed it. fastexcel gives the shown values alone, so the file's own XML is looked
at, and parsed only where it has a formula.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple
from xml.etree import ElementTree as ET

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELL: Final = re.compile(r"([A-Z]+)([0-9]+)")
_CHUNK: Final = 1 << 20
_LARGEST: Final = 1 << 30
"""Bytes of XML: ten times what 100,000 rows take. A small file that unpacks to more is an attack or a mistake."""


class Computed(NamedTuple):
    """A cell that nobody typed: its formula ("=B2+C2"), or its error value (#REF!)."""

    text: str
    error: bool


Cells = dict[tuple[int, int], Computed]
"""By row (from 1) and column (from 0)."""


def read_computed(path: Path) -> dict[str, Cells]:
    """The computed cells of each sheet that has some.

    Raises:
        ValueError: the file is no such workbook, or unpacks to too much.
        KeyError: a part of it is missing.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise ValueError("> 1 GiB")
            return _of_ods(archive) if path.suffix.lower() == ".ods" else _of_xlsx(archive)
    except (zipfile.BadZipFile, ET.ParseError) as error:
        raise ValueError(str(error)) from error


def _of_xlsx(archive: zipfile.ZipFile) -> dict[str, Cells]:
    names = {
        one.get(_RELATION): one.get("name", "") for one in _parse(archive, "xl/workbook.xml").iter(_MAIN + "sheet")
    }
    found = {}
    for relation in _parse(archive, "xl/_rels/workbook.xml.rels"):
        name, target = names.get(relation.get("Id")), relation.get("Target", "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if name is None or part not in archive.namelist():
            continue
        if _mentions(archive, part, (b"<f", b":f>", b't="e"')):
            with archive.open(part) as stream:
                found[name] = dict(_xlsx_cells(stream))
    return found


def _xlsx_cells(stream: IO[bytes]) -> Iterator[tuple[tuple[int, int], Computed]]:
    for _event, element in ET.iterparse(stream):  # noqa: S314 - expat limits what entities grow to
        if element.tag == _MAIN + "c":
            formula, at = element.find(_MAIN + "f"), _CELL.fullmatch(element.get("r", ""))
            if at and formula is not None:
                yield (int(at[2]), _column(at[1])), Computed(f"={formula.text or '…'}", error=False)
            elif at and element.get("t") == "e":
                yield (int(at[2]), _column(at[1])), Computed(element.findtext(_MAIN + "v") or "#", error=True)
        if element.tag == _MAIN + "row":
            element.clear()


def _of_ods(archive: zipfile.ZipFile) -> dict[str, Cells]:
    if not _mentions(archive, "content.xml", (b":formula=",)):
        return {}
    found: dict[str, Cells] = {}
    with archive.open("content.xml") as stream:
        for _event, element in ET.iterparse(stream):  # noqa: S314 - as above
            if element.tag == _TABLE + "table":
                found[element.get(_TABLE + "name", "")] = dict(_ods_cells(element))
                element.clear()
    return found


def _ods_cells(table: ET.Element) -> Iterator[tuple[tuple[int, int], Computed]]:
    number = 1
    for row in table.iter(_TABLE + "table-row"):
        column = 0
        for cell in row:
            if formula := cell.get(_TABLE + "formula"):
                yield (number, column), Computed("=" + formula.partition("=")[2], error=False)
            column += int(cell.get(_TABLE + "number-columns-repeated", "1"))
        number += int(row.get(_TABLE + "number-rows-repeated", "1"))


def _parse(archive: zipfile.ZipFile, part: str) -> ET.Element:
    return ET.fromstring(archive.read(part))  # noqa: S314 - as above


def _mentions(archive: zipfile.ZipFile, part: str, words: tuple[bytes, ...]) -> bool:
    """Whether the text of a part holds one of the words."""
    longest, tail = max(map(len, words)), b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            tail = tail[-longest:] + chunk
            if any(word in tail for word in words):
                return True
    return False


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
