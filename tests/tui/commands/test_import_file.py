"""`tiendo import`: a file from a terminal's line to the database, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from db.exchange.mappings import remembered
from db.setting_folders import state_folder
from db.store.check import check
from db.store.reader import open_reader
from tui.main import main

Run = Callable[..., tuple[int, str, str]]
HEADS = ["Tỉnh", "Tên", "Thời gian tổ chức", "Chương trình", "Lớp", "Số người dự"]
ROW = ["Hải Dương", "Lớp nhập từ tệp", "28/9/2017", "GNBV16", "1", "1.300"]


@pytest.fixture
def run(loaded_url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `tiendo import` on the source documents; gives exit status, output and complaint."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        status = main(["import", *map(str, arguments), "--database", loaded_url])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def write(path: Path, *rows: list[str]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                page.write_string(row, column, cell)
    return path


def imported(url: str) -> list[tuple[str, ...]]:
    with open_reader(url) as reader:
        return reader.rows(
            "SELECT r.title FROM record r JOIN revision v ON v.id = r.head_revision_id WHERE cause = 'import'"
        )


def test_a_file_goes_in_once(run: Run, loaded_url: str, tmp_path: Path) -> None:
    file = write(tmp_path / "lop.xlsx", HEADS, ROW)
    status, out, err = run(file, "--dry-run")
    assert (status, err, imported(loaded_url)) == (0, "", [])
    assert "1" in out
    status, out, _err = run(file)
    assert (status, imported(loaded_url)) == (0, [("Lớp nhập từ tệp",)])
    assert "C: Thời gian tổ chức → Thời gian tổ chức" in out
    status, out, _err = run(file, "--json")
    answer = json.loads(out)
    assert (status, answer["added"], answer["there"], answer["intent"]) == (0, 0, 1, None)
    assert check(loaded_url) == []


def test_faults_are_told_and_marked(run: Run, loaded_url: str, tmp_path: Path) -> None:
    file = write(tmp_path / "lop.xlsx", HEADS, ROW, [*ROW[:5], "1,300"])
    status, out, _err = run(file)
    assert (status, imported(loaded_url)) == (1, [])
    assert "trang “Sheet1”, F3, Số người dự: 1,300 – " in out
    assert (tmp_path / "lop (lỗi).xlsx").exists()
    status, out, _err = run(file, "--json", "--marked", tmp_path / "khac.xlsx")
    (fault,) = json.loads(out)["faults"]
    assert (fault["sheet"], fault["row"], fault["column"], fault["read"]) == ("Sheet1", 3, "F", "1,300")
    assert (tmp_path / "khac.xlsx").exists()


def test_what_a_heading_means_is_remembered_for_this_login_alone(run: Run, tmp_path: Path) -> None:
    heads = ["Tỉnh", "Nội dung lớp", *HEADS[2:]]
    file = write(tmp_path / "lop.xlsx", heads, ROW)
    assert run(file)[0] == 1
    assert run(file, "--map", "Nội dung lớp=Tên")[0] == 0
    assert remembered() == {"training": {"noi dung lop": "title"}}
    assert (state_folder() / "columns.json").stat().st_mode & 0o777 == 0o600
    assert run(write(tmp_path / "hai.xlsx", heads, [ROW[0], "Lớp hai", *ROW[2:]]))[0] == 0


def test_doubts_are_taken_with_a_reason(run: Run, loaded_url: str, tmp_path: Path) -> None:
    heads = ["Tỉnh", "Ngày bàn giao", "Chương trình", "Số thiết bị", "Địa bàn"]
    file = write(tmp_path / "giao.xlsx", heads, ["Hải Dương", "28/9/2017", "GNBV16", "2", "Thôn Không Có"])
    status, out, _err = run(file, "--kind", "delivery", "--map", "Số thiết bị=devices", "--map", "Địa bàn=places")
    assert status == 1
    assert "--override" in out
    more = ("--map", "Số thiết bị=devices", "--map", "Địa bàn=places", "--map", "Ngày bàn giao=delivered")
    assert run(file, "--kind", "delivery", *more, "--override", "thôn mới lập")[0] == 0
    with open_reader(loaded_url) as reader:
        ((reason,),) = reader.rows("SELECT reason FROM revision WHERE cause = 'import'")
    assert reason == "giao.xlsx · Sheet1 · 2: thôn mới lập"


def test_a_template_is_not_written_over(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mau.xlsx"
    assert run("--template", "budget-line", file)[0] == 0
    written = file.read_bytes()
    status, _out, err = run("--template", "budget-line", file)
    assert status == 2
    assert "mau.xlsx" in err
    assert file.read_bytes() == written
    assert run("--template", "lop", tmp_path / "b.xlsx")[0] == 2
    status, out, _err = run(file)
    assert status == 0
    assert "0 bản ghi" in out
