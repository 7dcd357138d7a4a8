"""`tiendo undo`, `redo`, `history`, `voided` and `restore`, run as `main()` runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from db.entry.gates import Person
from db.entry.saving import Saved, save, void
from db.models.figure import Figure
from db.models.period import Period
from db.store.database import open_database
from tui.main import main

Run = Callable[..., tuple[int, str, str]]
CLASS = {
    "title": "Lớp ở Phù Yên",
    "held": Period.day(date(2018, 5, 4)).as_content(),
    "programmes": ["GNBV16"],
    "classes": Figure.of(7).as_content(),
}


@pytest.fixture
def run(loaded_url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(["--database", loaded_url, "--language", "en", *arguments])
        return status, *capsys.readouterr()

    return call


def enter(url: str, person: Person | None = None, after: Saved | None = None, **fields: object) -> Saved:
    known = {"record_id": after.record_id, "parent": after.revision_id} if after else {}
    with open_database(url) as database:
        return save(
            database, person=person or Person.current(), province_code="A14", kind="training",
            content=CLASS | fields, **known,
        )  # fmt: skip


def test_undo_and_redo(run: Run, loaded_url: str) -> None:
    status, _out, told = run("undo")
    assert status == 2
    assert "nothing" in told  # the documents are nobody's entries
    entered = enter(loaded_url)
    enter(loaded_url, after=entered, classes=Figure.of(8).as_content())
    status, said, _err = run("undo")
    assert status == 0
    assert said.startswith("Undone: edited ")
    assert "Lớp ở Phù Yên" in said
    done = json.loads(run("undo", "--format", "json")[1])
    assert (done["action"], done["cause"], done["count"]) == ("undo", "entry", 1)
    assert done["record_id"] == entered.record_id
    assert run("redo")[1].startswith("Done again: entered ")
    assert run("check")[0] == 0


def test_what_another_changed_stays(run: Run, loaded_url: str) -> None:
    entered = enter(loaded_url)
    enter(loaded_url, Person("hoa"), entered, classes=Figure.of(8).as_content())
    status, said, told = run("undo")
    assert (status, said) == (2, "")
    assert all(part in told for part in ("hoa changed", f"A14/{entered.record_id}", " at "))


def test_the_history_of_a_record(run: Run, loaded_url: str) -> None:
    entered = enter(loaded_url)
    enter(loaded_url, Person("hoa"), entered, classes=Figure.of(8).as_content(), venue="Phù Yên")
    status, said, _err = run("history", f"A14/{entered.record_id}")
    assert status == 0
    heading, last, one, other, first, *fields = (line.strip() for line in said.splitlines())
    assert heading == f"A14/{entered.record_id}"
    assert last.endswith("hoa: edited")
    assert {one, other} == {"Classes: 7 classes → 8 classes", "Venue: nothing → Phù Yên"}
    assert first.endswith(": entered")
    assert "Title: Lớp ở Phù Yên" in fields
    found = json.loads(run("history", f"son la/{entered.record_id.upper()}", "--format", "json")[1])
    assert [one["cause"] for one in found["revisions"]] == ["edit", "entry"]
    assert found["revisions"][0]["parents"] == [entered.revision_id]
    assert {"field": "venue", "before": None, "after": "Phù Yên"} in found["revisions"][0]["changes"]
    for unknown in ("nothing", f"A66/{entered.record_id}"):
        status, _said, told = run("history", unknown)
        assert (status, unknown in told) == (2, True)


def test_voided_records_come_back(run: Run, loaded_url: str) -> None:
    assert run("voided")[1] == "No record is void.\n"
    entered = enter(loaded_url)
    with open_database(loaded_url) as database:
        void(
            database, person=Person("hoa"), province_code="A14", record_id=entered.record_id,
            parent=entered.revision_id, reason="nhập hai lần",
        )  # fmt: skip
    for narrowed in ((), ("--province", "son la", "--year", "2018")):
        line = run("voided", *narrowed)[1].splitlines()[1]
        assert all(part in line for part in (f"A14/{entered.record_id}", "Lớp ở Phù Yên", "hoa", "nhập hai lần"))
    assert run("voided", "--year", "2019")[1] == run("voided", "--province", "dak lak")[1] == "No record is void.\n"
    (one,) = json.loads(run("voided", "--format", "json")[1])
    assert (one["id"], one["by"], one["cause"]) == (entered.record_id, "hoa", "void")
    assert run("restore", entered.record_id, "--reason", "đúng ra là hai lớp")[1].startswith("Restored: training")
    assert run("restore", f"A14/{entered.record_id}")[1].startswith("It is not void")
    restored = json.loads(run("history", entered.record_id, "--format", "json")[1])["revisions"][0]
    assert (restored["cause"], restored["reason"], restored["changes"]) == ("restore", "đúng ra là hai lớp", [])
    assert run("undo")[0] == 0
    assert len(json.loads(run("voided", "--format", "json")[1])) == 1
    assert run("check")[0] == 0
