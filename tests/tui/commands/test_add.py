"""`tiendo add`: every kind and every field from one line, on both databases."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest

from db.entry.contexts import reading_context
from db.entry.reading.fields import show_field
from db.entry.reading.record import unit_of_measure
from db.models.kinds import KINDS
from db.models.period import Period
from db.store.check import check
from db.store.reader import open_reader
from seed.document_files import read_documents
from tests.add_contract import DOCUMENT, written
from tui.commands.add import flags, parse_line, word
from tui.main import main

Run = Callable[..., tuple[int, str, str]]
TRAINING = ["--province", "hai duong", "--date", "28/9/2017", "--classes", "1", "--participants", "630"]


@pytest.fixture
def run(loaded_url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `tiendo add` on the source documents; gives exit status, output and complaint."""

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(["add", *arguments, "--database", loaded_url])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def records(url: str) -> int:
    with open_reader(url) as reader:
        return int(reader.rows("SELECT count(*) FROM record")[0][0])


def test_the_options_are_those_of_the_contract() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == written(text), "write it anew: python -m tests.add_contract"


def test_a_training_of_one_line(run: Run, loaded_url: str) -> None:
    before = records(loaded_url)
    status, out, err = run("training", *TRAINING, "--title", "Lớp thêm", "--override", "hai lớp cùng ngày")
    assert (status, err) == (0, "")
    assert "630 người" in out
    assert "GNBV16" not in out  # by name
    assert "theo bản ghi trước" in out
    assert records(loaded_url) == before + 1
    assert check(loaded_url) == []


def test_a_trial_saves_nothing(run: Run, loaded_url: str) -> None:
    before = records(loaded_url)
    status, out, _err = run("training", *TRAINING, "--title", "Lớp", "--dry-run", "--json", "--override", "thử")
    answer = json.loads(out)
    assert status == 0
    assert (answer["saved"], answer["record"], answer["filled"]) == (False, None, ["programmes"])
    assert answer["content"]["participants"] == {"value": 630, "state": "reported"}
    assert answer["read"]["held"] == "28/09/2017"
    assert records(loaded_url) == before


def test_every_record_of_the_documents_reads_from_a_line(
    run: Run, loaded_url: str, loaded_file: object, request: pytest.FixtureRequest
) -> None:
    """One of each kind, with as many fields as a record of it has."""
    fullest = {}
    for record in (one for document in read_documents() for one in document.records):
        if len(record.content) > len(fullest[record.kind].content if record.kind in fullest else ()):
            fullest[record.kind] = record
    assert len(fullest) >= 9
    for record in fullest.values():
        kind = KINDS[record.kind]
        stated = record.content.get(kind.dated_by)
        year = Period.from_content(stated).year_from if stated else 2026
        arguments = [word(kind), "--province", record.province, "--year", str(year), "--dry-run", "--json"]
        arguments += ["--override", "thử"]
        with open_reader(loaded_url) as reader:
            context = reading_context(reader, record.province, today=date(2026, 3, 31), year=year)
            for field in kind.fields:
                if (value := record.content.get(field.name)) is not None:
                    unit = unit_of_measure(kind, field, record.content.get, context)
                    text = show_field(field, value, context, unit)
                    arguments += [flags(kind, field)[-1]] + ([] if field.type == "flag" else [text])
        status, out, err = run(*arguments)
        assert status == 0, (record.id, out, err)
        assert json.loads(out)["content"] == {name: value for name, value in record.content.items() if name != "source"}


def test_what_is_wrong_names_the_option(run: Run, loaded_url: str) -> None:
    before = records(loaded_url)
    status, out, err = run("training", "--province", "A30", "--date", "31/2/2017", "--classes", "1.5")
    assert (status, out) == (2, "")
    for named in ("--held: ", "--classes: “1.5”", "--title: "):
        assert named in err
    status, out, _err = run("training", "--province", "A30", "--date", "31/2/2017", "--json")
    assert status == 2
    assert set(json.loads(out)["problems"]) >= {"--held", "--classes", "--title"}
    status, _out, err = run("training", "--province", "ha", "--date", "1/2/2017", "--classes", "1", "--title", "x")
    assert status == 2
    assert "Hải Dương" in err
    assert records(loaded_url) == before


def test_the_era_is_that_of_the_record(run: Run) -> None:
    eras = {}
    for day in ("30/6/2025", "1/7/2025"):
        line = [
            "training",
            "--province",
            "son la",
            "--date",
            day,
            "--classes",
            "1",
            "--title",
            "x",
            "--programme",
            "DTTS",
        ]
        status, out, err = run(*line, "--dry-run", "--json", "--override", "thử")
        assert status == 0, err
        eras[day] = json.loads(out)["province"]["era"]
    assert eras == {"30/6/2025": "A", "1/7/2025": "B"}


def test_a_doubt_names_its_option_and_how_to_override_it(run: Run, loaded_url: str) -> None:
    before = records(loaded_url)
    status, _out, err = run("training", *TRAINING, "--title", "Lớp", "--date", "1/1/2099", "--programme", "DTTS")
    assert (status, records(loaded_url)) == (2, before)
    assert "--held: " in err
    assert "--override" in err


def test_a_figure_is_read_back_in_the_unit_that_counts_it(run: Run) -> None:
    line = ["delivery", "--province", "A66", "--date", "5/2020", "--devices", "hơn 7", "--device-unit", "bo"]
    status, out, err = run(*line, "--dry-run")
    assert status == 0, err
    assert "hơn 7 bộ" in out
    assert "chiếc" not in out


def test_several_of_one_option() -> None:
    line = parse_line("add training --province A30 --topics 'một; hai' --topics ba --year 2017")
    assert (line.texts["topics"], line.year) == ("một; hai; ba", 2017)


def test_the_line_of_the_dashboard_knows_the_province_in_view() -> None:
    line = parse_line("budget_line --planned '2,7 tỷ'", "A14", 2018)
    assert (line.kind.code, line.province, line.year) == ("budget_line", "A14", 2018)
    assert parse_line("result --province A30 --year 2020", "A14", 2018).province == "A30"


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "training"), ("lớp", "training"), ("training 'a", "quotation mark"), ("training --clases 1", "--clases")],
)
def test_a_line_that_is_no_record(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_line(typed, "A14", 2018)


@pytest.mark.parametrize(
    ("typed", "offered"), [("tiendo ad", "add"), ("tiendo add tr", "training"), ("tiendo add training --wo", "--women")]
)
def test_the_shell_completes(typed: str, offered: str) -> None:
    asked = {"_TIENDO_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(shlex.split(typed)) - 1)}
    command = [sys.executable, "-c", "import sys; sys.argv[0] = 'tiendo'; from tui.main import main; sys.exit(main())"]
    found = subprocess.run(command, env=os.environ | asked, capture_output=True, text=True, check=False)
    assert found.stdout.split() == [offered]
