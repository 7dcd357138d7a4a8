"""The command line, run as `main()` runs it: what is printed, and the exit status."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tui.main import main

CHANGES = json.loads((Path(__file__).parents[3] / "docs" / "changes.schema.json").read_text(encoding="utf-8"))
SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "summary.schema.json").read_text(encoding="utf-8"))

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(loaded_url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `tiendo` on the sample documents; gives exit status, output and complaint."""

    def call(*arguments: str, sample: bool = True) -> tuple[int, str, str]:
        where = ["--database", loaded_url] if sample else []
        status = main([*where, *arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def summary(run: Run, *arguments: str) -> Any:
    status, out, _err = run("summary", "--format", "json", *arguments)
    assert status == 0
    found = json.loads(out)
    jsonschema.validate(found, SCHEMA)
    return found


def test_the_json_is_the_contract(run: Run) -> None:
    found = summary(run)
    assert [entry["province"]["name"] for entry in found["provinces"]][:2] == ["Lào Cai", "Sơn La"]


def test_one_province_by_a_name_without_marks_and_one_year(run: Run) -> None:
    (entry,) = summary(run, "hai duong", "--year", "2017")["provinces"]
    assert entry["trainings"]["participants"]["value"] == 630


def test_current_units(run: Run) -> None:
    (entry,) = summary(run, "hai duong", "--units", "current")["provinces"]
    assert entry["province"] == {"code": "31", "era": "B", "name": "Hải Phòng"}


@pytest.mark.parametrize(
    ("typed", "named"),
    [("ha", "Hải Dương"), ("xyz", "xyz")],
)
def test_a_name_that_is_not_one_province(run: Run, typed: str, named: str) -> None:
    status, out, err = run("summary", typed)
    assert (status, out) == (2, "")
    assert named in err
    assert err.startswith("tiendo: ")
    assert err.count("\n") == 1


def test_an_unknown_programme_lists_the_codes(run: Run) -> None:
    status, _out, err = run("summary", "--programme", "NOPE")
    assert status == 2
    assert "GNBV16" in err


def test_a_year_out_of_range_is_refused(run: Run) -> None:
    assert run("summary", "son la", "--year", "99999999999")[:2] == (2, "")


def test_a_full_disk_behind_the_output_is_one_sentence(loaded_file: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui.main", "summary", "--format", "json", "--database", f"sqlite:///{loaded_file}"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_csv_has_a_row_a_figure(run: Run) -> None:
    _status, out, _err = run("summary", "--format", "csv", "son la", "--year", "2018")
    rows = {row["indicator"]: row for row in csv.DictReader(io.StringIO(out)) if row["section"] == "publications"}
    assert {name: row["value"] for name, row in rows.items()} == {
        "media_columns": "22",
        "media_reports": "27",
        "booklets": "1300",
    }


def test_the_table_speaks_both_languages_and_keeps_hedges(run: Run) -> None:
    vietnamese, english = run("summary")[1], run("--language", "en", "summary")[1]
    assert "≈1.330.000.000" in vietnamese
    assert "≈1,330,000,000" in english
    assert vietnamese.splitlines()[0].startswith("Tỉnh")
    assert english.splitlines()[0].startswith("Province")


def test_a_state_without_an_indicator_is_in_every_form(run: Run) -> None:
    asked = ("summary", "bac lieu", "--year", "2021")
    states = summary(run, *asked[1:])["provinces"][0]["states"]
    printed = io.StringIO(run(*asked, "--format", "csv")[1])
    rows = [row for row in csv.DictReader(printed) if row["kind"] == "activity"]
    assert {(row["province"], row["year"]) for row in rows} == {("Bạc Liêu", "2021")}
    assert [row["state"] for row in rows] == [state["state"] for state in states]
    for form in ("table", "md"):
        assert "không triển khai" in run(*asked, "--format", form)[1]


def test_markdown_is_a_table(run: Run) -> None:
    lines = run("summary", "--format", "md")[1].splitlines()
    assert lines[1].startswith("| --- | ---:")
    (between,) = [at for at, line in enumerate(lines) if line == "Chỉ tiêu nhiều năm (giai đoạn):"]
    (after,) = [at for at, line in enumerate(lines) if line == "Nêu trạng thái, không có số liệu:"]
    for table in (lines[:between], lines[between:after], lines[after:]):
        assert len({line.count("|") for line in table if line.startswith("|")}) == 1
    assert [line.split(" | ")[2:7] for line in lines[between:after] if "Bạc Liêu" in line] == [
        ["2024-2025", "—", "—", "", "chưa báo cáo |"]
    ]


def test_check_and_rebuild(run: Run) -> None:
    assert run("rebuild")[0] == 0
    status, out, _err = run("check")
    assert status == 0
    assert out.count("\n") == 1


def test_help_speaks_the_configured_language(run: Run) -> None:
    assert "bảng theo dõi" in " ".join(run("--help", sample=False)[1].split())


def test_the_version(run: Run) -> None:
    assert run("--version", sample=False)[1].strip().count(".") == 2


def test_a_database_that_is_not_there(run: Run, tmp_path: Path) -> None:
    status, out, err = run("--database", f"sqlite:///{tmp_path}/none.db", "summary", sample=False)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [("summary", "--year", "2o23"), ("summary", "--format", "xlsx"), ("summary", "--foo"), ("sumary",)]
)
def test_a_command_line_that_is_not_understood(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "--help" in err


def test_a_name_of_several_words_needs_no_quotes(run: Run) -> None:
    (entry,) = summary(run, "hai", "duong", "--year", "2017")["provinces"]
    assert entry["province"]["name"] == "Hải Dương"


def test_a_word_inside_a_name_is_offered(run: Run) -> None:
    assert "Tuyên Quang" in run("summary", "quang")[2]


def test_the_sample_takes_no_other_database(run: Run) -> None:
    status, out, err = run("summary", "--sample")
    assert (status, out) == (2, "")
    assert "--database" in err


def test_a_place_is_told_with_what_it_belongs_to_today(run: Run) -> None:
    status, out, _err = run("place", "thanh", "hoa")
    assert status == 0
    assert out.splitlines()[:2] == ["Tỉnh Thanh Hóa (B38)", "Tỉnh Thanh Hóa (A38) → Tỉnh Thanh Hóa"]
    assert any(line.startswith("Xã Thạnh Hòa, ") for line in out.splitlines())
    status, out, _err = run("place", "--json", "Lùng Cái")
    assert [found["name"] for found in json.loads(out)] == ["Lùng Cải"]
    status, _out, err = run("place", "không có xã này")
    assert (status, err) == (2, "tiendo: Không có địa danh nào tên “không có xã này”.\n")


def test_the_past_and_what_changed_since(run: Run) -> None:
    assert summary(run, "--as-of", "1999-12-31")["provinces"] == []
    assert summary(run, "--as-of", "1999-12-31")["filters"]["as_of"] == "1999-12-31"
    status, out, _err = run("summary", "son la", "--year", "2018", "--since", "1999-12-31")
    assert status == 0
    assert "2.700 hộ" in out
    status, out, _err = run("summary", "--since", "1999-12-31", "--format", "json")
    assert (status, json.loads(out)["filters"]["since"]) == (0, "1999-12-31")
    validator = jsonschema.Draft202012Validator(CHANGES, format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(json.loads(out))) == []
    assert json.loads(out)["differences"]
    assert {one["after"] for one in json.loads(out)["states"]} >= {"not_carried_out"}


@pytest.mark.parametrize("form", ["table", "md"])
def test_a_summary_of_a_past_day_names_it_and_all_say_that_they_are_the_sample(
    run: Run, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.summary.overview.is_sample", lambda _reader: True)
    foot = [line for line in run("summary", "--as-of", "1999-12-31", "--format", form)[1].splitlines() if line][-2:]
    assert foot == ["Số liệu biết đến 31/12/1999", "MẪU: số liệu của các văn bản mẫu."]
    changes = ("summary", "--since", "1999-12-31", "--format", form)
    assert run(*changes)[1].splitlines()[-1] == "MẪU: số liệu của các văn bản mẫu."
    assert "Số liệu biết đến" not in run(*changes)[1]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--as-of", "31/3/2026"], "--as-of: “31/3/2026”"),
        (["--as-of", "2999-01-01"], "2999-01-01"),
        (["--since", "2020-01-02", "--as-of", "2020-01-01"], "--since"),
        (["--since", "2020-01-02", "--format", "csv"], "--since"),
    ],
)
def test_a_day_that_is_none_is_refused(run: Run, options: list[str], named: str) -> None:
    status, out, err = run("summary", *options)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


def test_why_a_figure_is_what_it_is(run: Run) -> None:
    status, out, _err = run("why", "son la", "receivers_household", "--year", "2018")
    assert status == 0
    assert "2.700 hộ" in out
    assert "đoạn" in out
    status, out, _err = run("why", "hai duong", "nguoi duoc tap huan", "--year", "2017", "--format", "json")
    (done,) = json.loads(out)["figures"]
    assert status == 0
    assert sum(fact["figure"]["value"] for fact in done["counting"]) == done["figure"]["value"] == 630
    assert all(fact["entered_by"] and fact["record"] and "source" in fact for fact in done["counting"])


def test_why_a_total(run: Run) -> None:
    status, out, _err = run("why", "cả nước", "training_participants", "--year", "2017")
    assert status == 0
    assert "• Hải Dương: 630 người" in out
    status, out, _err = run("why", "all", "training_participants", "--year", "2017", "--format", "json")
    found = json.loads(out)
    assert (status, found["rule"]) == (0, "sum")
    assert found["figure"]["value"] == sum(one["figure"]["value"] for one in found["provinces"])


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["son la", "trainig_classes"], "training_classes"),
        (["son la", "tap huan"], "training_participants"),
        (["xyz", "training_classes"], "xyz"),
        (["son la", "training_classes", "--year", "20x4"], "--year"),
    ],
)
def test_why_of_what_is_not_there(run: Run, arguments: list[str], named: str) -> None:
    status, out, err = run("why", *arguments)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1
