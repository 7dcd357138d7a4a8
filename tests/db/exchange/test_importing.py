"""A file into the database: all of it or nothing, once, and every fault by its cell."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.entry.reading.fields import ReadingContext, show_field
from db.entry.undoing import undo
from db.entry.vocabularies import load_vocabularies
from db.exchange.importing import FileFound
from db.exchange.marked import free_name, write_marked
from db.exchange.problems import ImportFileError, column_letters
from db.exchange.template import write_template
from db.models.kinds import KINDS
from db.store.check import check
from db.store.database import Database
from db.store.reader import Reader, open_reader
from tests.db.entry.contents import VALID
from tests.db.exchange.conftest import LAN, TODAY, Rows, enter

HEADS = ["Tỉnh", "Title", "Held", "Programmes", "Classes", "Participants", "Audiences"]
Book = Callable[..., Path]
Read = Callable[..., FileFound]


def training(title: str, held: object = "28/9/2017", classes: object = 1, people: object = 30) -> list[object]:
    return ["Sơn La", title, held, "GNBV16", classes, people]


def count(reader: Reader, table: str = "record") -> int:
    return int(reader.rows(f"SELECT count(*) FROM {table}")[0][0])


def contents(found: FileFound) -> list[dict[str, Any]]:
    return [json.loads(record.content) for record in found.records]


def by_cell(found: FileFound) -> dict[str, str]:
    return {fault.cell: fault.message for fault in found.faults}


def test_a_file_is_entered_once_and_undone_as_one(database: Database, url: str, book: Book) -> None:
    rows = [HEADS, *(training(f"Lớp {number}", people=number) for number in range(40, 52))]
    path = book(rows)
    with open_reader(url) as reader:
        _found, entered = enter(database, reader, path, dry_run=True)
        assert entered
        assert (entered.added, count(reader)) == (12, 0)
        _found, entered = enter(database, reader, path)
        assert entered
        assert (entered.added, entered.there) == (12, 0)
        assert count(reader) == 12
        assert reader.rows("SELECT DISTINCT cause, intent FROM revision") == [("import", entered.intent)]
        assert ("a.xlsx · Tập huấn · 2",) in reader.rows("SELECT reason FROM revision")
        _found, again = enter(database, reader, path)
        assert again
        assert (again.added, again.there, count(reader)) == (0, 12, 12)
        book([*rows, training("Lớp mới")])
        _found, more = enter(database, reader, path)
        assert more
        assert (more.added, more.there) == (1, 12)
        undo(database, LAN)
        assert undo(database, LAN).count == 12
        assert reader.rows("SELECT * FROM rollup_year") == []
        _found, back = enter(database, reader, path)
        assert back
        assert back.added == 13
    assert check(url) == []


def test_a_hostile_workbook(read: Read, opened: Database, reader: Reader, book: Book, tmp_path: Path) -> None:
    nfd = unicodedata.normalize("NFD", "Tập huấn cán bộ xã")
    extra = [f"Cột {number}" for number in range(20)]
    rows: Rows = [
        ["BÁO CÁO TẬP HUẤN"],
        [],
        ["STT", *(unicodedata.normalize("NFD", head).upper() for head in HEADS), "", *extra],
        [1, *training(nfd, date(2017, 9, 28)), None, "ngoài cột"],
        [],
        [2, *training("Ngày là chữ", "28/9/2017")],
        [3, *training("Ngày là số", 43006)],
        [4, *training("Không có năm", "16/5")],
        [5, *training("Công thức", people="=E4+1")],
        [6, *training("Một phẩy năm", people="1.5")],
        [7, *training("Một nghìn ba", people="1,300")],
        [8, "Sơn Lâm", *training("Tỉnh lạ")[1:]],
        [9, *training(nfd, date(2017, 9, 28))],
        [10, *training("Ngày không có", "31/2/2017")],
        [11, *training("Thiếu lớp", classes=None)],
        [12, *training("Âm", people=-3)],
        ["", "Tổng cộng", "", "", "", 12, 300],
    ]
    path = book(rows)
    found, entered = enter(opened, reader, path)
    assert entered is None
    assert count(reader) == count(reader, "journal") == 0
    faults = by_cell(found)
    many = {f"{column_letters(9 + number)}3" for number in range(20)}
    expected = {
        "I3": "no heading",
        "D7": "28/09/2017",
        "D8": "--year",
        "G9": "formula",
        "G10": "1.5",
        "G11": "1,300",
        "B12": "Sơn Lâm",
        "13": "row 4",
        "D14": "31/2/2017",
        "F15": "needed",
        "G16": "negative",
        "17": "total",
    }
    assert faults.keys() == expected.keys() | many
    assert [cell for cell, word in expected.items() if word not in faults[cell]] == []
    assert {fault.read for fault in found.faults if fault.cell == "G9"} == {"=E4+1"}
    assert {fault.sheet for fault in found.faults} == {"Tập huấn"}

    copy = tmp_path / "marked.xlsx"
    write_marked(path, found.faults, copy)
    marked = read(copy)
    assert len(marked.sheets) == 1
    assert by_cell(marked).keys() == faults.keys()


def test_a_merged_heading_is_told(read: Read, book: Book) -> None:
    heads = ["Tỉnh", "Title", "Held", "Programmes", "Classes", "", ""]
    found = read(book([heads, [*training("Lớp"), 12]]))
    assert by_cell(found).keys() == {"F1", "G1"}
    later = [training(f"Lớp {number}")[:5] for number in range(60)]
    assert by_cell(read(book([heads, *later, [*training("Lớp"), 12]]))).keys() == {"F62", "G62"}


def test_a_marked_copy_is_imported_when_its_cells_are_right(read: Read, book: Book) -> None:
    path = book([HEADS, training("Lớp 1"), training("Lớp 2", people="1.5")])
    found = read(path)
    target = free_name(path)
    write_marked(path, found.faults, target)
    assert target.parent == path.parent
    assert free_name(path) != target
    copied = read(target)
    assert [(fault.cell, fault.read, fault.message) for fault in copied.faults] == [
        (fault.cell, fault.read, fault.message) for fault in found.faults
    ]
    assert contents(copied) == contents(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_template_reads_as_what_was_filled_in(
    kind: str, reader: Reader, read: Read, book: Book, tmp_path: Path
) -> None:
    template = tmp_path / "template.xlsx"
    write_template(reader, KINDS[kind], template)
    empty = read(template)
    (sheet,) = empty.sheets
    assert (sheet.kind.code, empty.records, empty.faults) == (kind, [], [])
    lists = load_vocabularies(reader, "en")
    context = ReadingContext(TODAY, 2020, "en", lists.choices, lists.units)
    content = VALID[kind]
    unit = lists.units.get(str(content.get(KINDS[kind].posts_by)), "")
    heads = ["Province", *(f"{field.label} (x)" for field in KINDS[kind].fields)]
    texts = ["A10" if kind == "plan" else "A14"]
    texts += [show_field(field, content.get(field.name), context, unit) for field in KINDS[kind].fields]
    found = read(book({"x": [heads, texts]}), kind=kind)
    assert found.faults == []
    expected = {name: value for name, value in content.items() if name != "source"}
    for task in expected.get("tasks", ()):
        expected["tasks"] = [task | {"criterion": str(task["criterion"])}]  # a text, as the form reads it
    assert contents(found) == [expected]


def test_rows_that_fill_lists_alone_go_on_with_the_record_above(read: Read, book: Book) -> None:
    heads = ["Province", "Date signed", "Programmes", "Number", "Parties B"]
    first, second = (
        ["Sơn La", "28/4/2017", "GNBV16", "1/TT", "Đài PT-TH"],
        ["", "", "", "", "Báo Sơn La; Đài Tiếng nói"],
    )
    third, apart = ["Sơn La", "29/4/2017", "GNBV16", "2/TT", "Đài PT-TH"], ["", "", "", "", "rời"]
    found = read(book([heads, first, second, third, [], apart]), kind="agreement")
    assert [[party["text"] for party in content["parties"]] for content in contents(found)] == [
        ["Đài PT-TH", "Báo Sơn La", "Đài Tiếng nói"],
        ["Đài PT-TH"],
    ]
    assert {fault.row for fault in found.faults} == {6}


def test_a_province_is_that_of_its_time(read: Read, book: Book) -> None:
    rows = [HEADS, training("Trước", "30/6/2025"), training("Sau", "1/7/2025"), training("Cả năm", "2025")]
    found = read(book([*rows, ["B14", *training("Nói rõ")[1:]]]))
    assert found.faults == []
    titles = [content["title"] for content in contents(found)]
    keys = dict(zip(titles, (record.province_key for record in found.records), strict=True))
    assert keys == {"Trước": "A14", "Sau": "B14", "Cả năm": "A14", "Nói rõ": "B14"}


def test_numbers_of_cells(read: Read, book: Book) -> None:
    heads = ["Indicator", "Period", "Result", "Programmes"]
    values: list[object] = [57.5, 98.25, 0.95, 1, "57,5", "8/10", date(2026, 10, 8)]
    rows = [["commune_lan", 2011 + place, value, "GNBV16"] for place, value in enumerate(values)]
    pure = read(book({"R": [heads, *rows[:4]]}), province="Sơn La")
    assert by_cell(pure).keys() == {"C4", "C5"}
    assert "0,95%" in by_cell(pure)["C4"]
    assert "95%" in by_cell(pure)["C4"]
    assert [content["value"]["value"] for content in contents(pure)] == [5750, 9825]
    # With texts among them the column is text, where 57.5 is not clear.
    mixed = read(book({"R": [heads, *rows]}), province="Sơn La")
    assert by_cell(mixed).keys() == {"C2", "C3", "C4", "C5", "C8"}
    assert "date" in by_cell(mixed)["C8"]
    assert [content["value"]["value"] for content in contents(mixed)] == [5750, 8000]


@pytest.mark.parametrize(("separator", "coding"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16")])
def test_csv(read: Read, tmp_path: Path, separator: str, coding: str) -> None:
    path = tmp_path / "lớp.csv"
    rows = [HEADS, ["Sơn La", 'Lớp "mới"', "28/9/2017", "GNBV16", "1", "1.300", ""]]
    rows.append(["Sơn La", "Lớp", "2017", "GNBV16", "1", "=1+1", ""])
    lines = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_text("\r\n".join(lines), encoding=coding)
    found = read(path)
    assert by_cell(found).keys() == {"F3"}
    assert contents(found)[0]["participants"] == {"value": 1300, "state": "reported"}


def test_files_that_are_none(read: Read, tmp_path: Path, book: Book) -> None:
    wrong = {"a.xls": b"x", "a.xlsx": b"PK\x03\x04 no zip", "b.csv": "Tỉnh;Tên".encode("utf-16-be"), "c.csv": b""}
    for name, content in wrong.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ImportFileError, match=name):
            read(tmp_path / name)
    with pytest.raises(ImportFileError, match="no such file"):
        read(tmp_path / "none.xlsx")
    with pytest.raises(ImportFileError, match="headings"):
        read(book([["a", "b"], [1, 2]]))
    with pytest.raises(ImportFileError, match="Khác"):
        read(book([HEADS]), sheet="Khác")


def test_headings_by_what_a_person_says(read: Read, book: Book) -> None:
    rows = [["Tỉnh", "Nội dung", "Held", "Programmes", "Lớp", "Classes"], ["Sơn La", "x", "2017", "GNBV16", "1", ""]]
    path = book(rows)
    assert by_cell(read(path, kind="training")).keys() == {"1", "B1", "F1"}
    found = read(path, kind="training", mapping=("nội dung=title", "Classes=-"))
    assert found.faults == []
    assert found.mappings == {"training": {"noi dung": "title", "classes": "-"}}
    with pytest.raises(ImportFileError, match="khong"):
        read(path, kind="training", mapping=("Nội dung=khong",))
