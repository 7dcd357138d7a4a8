"""`tiendo indicator`, run as `main()` runs it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tui.main import main

Run = Callable[..., tuple[int, str, str]]
ADD = (
    *("indicator", "add", "commune_wifi", "--name-vi", "Xã có wifi", "--name-en", "communes with wifi"),
    *("--unit", "xã", "--over-time", "latest", "--direction", "decrease", "--baseline", "1.300", "--from", "2020"),
)


@pytest.fixture
def run(loaded_url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(["--database", loaded_url, "--language", "en", *arguments])
        return status, *capsys.readouterr()

    return call


def test_add_show_edit_end_list(run: Run) -> None:
    assert run(*ADD)[:2] == (0, "Added: commune_wifi.\n")
    shown = run("indicator", "show", "commune_wifi")[1]
    assert "baseline: 1300" in shown
    assert "valid_from: 2020-01-01" in shown
    assert run("indicator", "edit", "commune_wifi", "--name-en", "wifi communes", "--reason", "QĐ 9")[0] == 0
    assert run("indicator", "end", "commune_wifi", "--on", "2030")[1] == "commune_wifi holds until 31/12/2030.\n"
    shown = run("indicator", "show", "commune_wifi")[1]
    assert "edit: name_en = wifi communes (QĐ 9)" in shown
    assert "end: valid_to = 2030-12-31" in shown
    listed = run("indicator", "list")[1]
    assert "2020-01-01–2030-12-31" in next(line for line in listed.splitlines() if line.startswith("commune_wifi"))
    assert run("check")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("add", "commune_lan", "--name-vi", "a", "--name-en", "b", "--unit", "xã"), "commune_lan"),
        (("add", "x_y", "--name-vi", "a", "--name-en", "b", "--unit", "con"), "unit"),
        (("add", "x_y", "--name-vi", "a", "--name-en", "b", "--unit", "xã", "--baseline", "1.5"), "1.5"),
        (("edit", "wealth", "--name-en", "b"), "wealth"),
        (("edit", "training_classes", "--unit", "người"), "unit"),
        (("end", "support_points", "--on", "31/2/2026"), "31/2"),
        (("show", "wealth"), "wealth"),
    ],
)
def test_what_cannot_be_is_one_sentence(run: Run, arguments: tuple[str, ...], named: str) -> None:
    status, out, err = run("indicator", *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert named in err


def test_a_new_indicator_is_in_the_summary(run: Run, loaded_url: str) -> None:
    from db.entry.gates import Person
    from db.entry.saving import save
    from db.store.database import open_database
    from tests.db.entry.contents import VALID, number, years

    run(*ADD)
    content = VALID["target"] | {"indicator": "commune_wifi", "period": years(2024), "value": number(2)}
    with open_database(loaded_url) as database:
        save(database, person=Person("t"), province_code="A10", kind="target", content=content)
    found = json.loads(run("summary", "lao cai", "--year", "2024", "--format", "json")[1])
    codes = {one["code"]: one for one in found["provinces"][0]["indicators"]}
    assert codes["commune_wifi"]["target"]["value"] == 2
