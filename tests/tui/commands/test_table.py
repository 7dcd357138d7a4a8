"""`tiendo table` on the sample documents."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from db.summary.tables import SUMMARIES
from tests.tui.commands.test_commands import Run, run

__all__ = ["run"]


def as_json(run: Run, *arguments: str) -> Any:
    status, out, _err = run("table", *arguments, "--format", "json")
    assert status == 0
    return json.loads(out)


def test_the_list_names_every_summary_with_its_options(run: Run) -> None:
    status, out, _err = run("table", "--list")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()[1:]] == list(SUMMARIES)
    assert "--indicator" in next(line for line in out.splitlines() if line.startswith("breakdown"))


@pytest.mark.parametrize("name", list(SUMMARIES))
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_summary_is_printed_in_every_form(run: Run, name: str, form: str) -> None:
    status, out, err = run("table", name, "--format", form)
    assert (status, err) == (0, "")
    assert out.strip()


@pytest.mark.parametrize("name", list(SUMMARIES))
def test_every_row_has_a_value_a_column(run: Run, name: str) -> None:
    found = as_json(run, name)
    keys = [column["key"] for column in found["columns"]]
    assert all(list(row["values"]) == keys for row in found["rows"])
    (head, *lines) = list(csv.reader(io.StringIO(run("table", name, "--format", "csv")[1])))
    assert head == [*keys, "hedged", "states", "unknown_parts", "by_unit"]
    assert len(lines) == len(found["rows"])


def test_the_parts_and_what_is_not_stated_are_the_whole(run: Run) -> None:
    found = as_json(run, "breakdown", "hai", "duong", "--indicator", "training_participants", "--year", "2017")
    assert found["totals"]["values"]["figure"] == 630
    dimensions: dict[str, int] = {}
    for row in found["rows"]:
        name = row["values"]["dimension"]
        dimensions[name] = dimensions.get(name, 0) + row["values"]["figure"]
    assert set(dimensions.values()) == {630}


def test_unknown_is_no_zero_and_hedged_is_marked(run: Run) -> None:
    (row,) = as_json(run, "partners", "son", "la")["rows"]
    assert row["values"]["value"] is None
    assert row["states"]["value"] == "unknown"
    assert row["values"]["subjects"] == 2
    out = run("table", "breakdown")[1]
    assert "≈ 780" in out
    assert as_json(run, "breakdown")["totals"]["hedged"] == {"figure": "hơn"}


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("nothing",), "breakdown"),
        (("breakdown", "--indicator", "nothing"), "training_participants"),
        (("breakdown", "xyz"), "xyz"),
        (("breakdown", "--programme", "nothing"), "GNBV16"),
        (("partners", "--indicator", "leaflets"), "--indicator"),
        (("partners", "--step", "month"), "--step"),
        (("partners", "--step", "week"), "week"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, arguments: tuple[str, ...], named: str) -> None:
    status, out, err = run("table", *arguments)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


def test_today_s_units(run: Run) -> None:
    found = as_json(run, "breakdown", "hai", "duong", "--units", "current")
    assert found["filters"]["province"] == "B31"
    assert found["totals"]["values"]["figure"] == 630


def test_a_table_of_a_past_day(run: Run) -> None:
    then = as_json(run, "ranking", "--as-of", "1999-12-31")
    assert then["rows"] == []
    assert then["filters"]["as_of"] == "1999-12-31"
    assert "31/12/1999" in run("table", "partners", "--as-of", "1999-12-31")[1]
    assert as_json(run, "ranking")["filters"]["as_of"] is None


@pytest.mark.parametrize("name", ["pace", "coverage"])
def test_the_year_that_was_taken_is_named_with_how_to_choose_another(run: Run, name: str) -> None:
    out = run("table", name, "--as-of", "1999-12-31")[1]
    assert "Chưa chọn năm: đây là năm 1999. Chọn năm khác bằng --year." in out
    assert "Chưa chọn năm" not in run("table", name, "--year", "2020")[1]


def test_pace_of_a_past_day_speaks_of_that_day(run: Run) -> None:
    past, now = (run("table", "pace", "--year", "2024", *options)[1] for options in (["--as-of", "1999-12-31"], []))
    assert "Chỉ tiêu năm 2024 tính đến 31/12/1999." in past
    assert "hôm nay" not in past
    assert "hôm nay" in now
