"""The measuring at the scale of the country works, on a small country that `tiendo check` finds whole."""

import json
from pathlib import Path

import pytest

from db.entry.content import check_content, tidy
from db.entry.vocabularies import load_vocabularies
from db.models.kinds import KINDS
from db.store.check import check
from db.store.reader import open_reader
from tests.bench.national_records import Place, Province
from tests.bench.national_scale import LAST_DAY, MERGER, Writer, build, row_counts
from tests.bench.scale import QUESTIONS, main

FACTS = 20_000


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scale") / "national.db"
    build(path, FACTS)
    return path


def test_a_made_up_country_is_whole(country: Path) -> None:
    assert check(f"sqlite:///{country}") == []
    counts = row_counts(country)
    assert FACTS <= counts["fact"] < FACTS * 1.01
    assert min(counts[f"rollup_{rollup}"] for rollup in ("year", "month", "place")) > FACTS / 4
    with open_reader(f"sqlite:///{country}") as reader:
        assert reader.rows("SELECT count(DISTINCT province_code) FROM fact") == [(97,)]
        assert reader.rows("SELECT count(DISTINCT indicator) FROM fact WHERE kind = 'actual'")[0][0] > 20


def test_its_contents_are_what_entry_takes(country: Path) -> None:
    with open_reader(f"sqlite:///{country}") as reader:
        vocabularies = load_vocabularies(reader, "vi")
        rows = reader.rows("SELECT kind, content FROM revision WHERE province_code IN ('A14', 'B14')")
    assert {kind for kind, _text in rows} == set(KINDS) - {"plan"}
    for code, text in rows:
        content = json.loads(text)
        assert tidy(content) == content
        assert check_content(KINDS[code], content, vocabularies) == {}


def test_the_same_seed_makes_the_same_country(country: Path) -> None:
    with open_reader(f"sqlite:///{country}") as reader:
        vocabularies = load_vocabularies(reader, "vi")
    province = Province("B14", (Place("B14001", "Xã"),), MERGER, LAST_DAY)
    made = []
    for seed in (1, 1, 2):
        writer = Writer(province, vocabularies, seed)
        writer.write(300, copies=2)
        made.append(writer.tables)
    assert made[0] == made[1] != made[2]


def test_every_question_is_asked_and_written_down(
    country: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scale.json"
    main(["--database", str(country), "--rounds", "1", "--json", str(file)])
    data = json.loads(file.read_text())
    assert [figure["name"] for figure in data["figures"]] == [question.name for question in QUESTIONS]
    assert all(figure["measured"] > 0 for figure in data["figures"])
    assert data["rows"] == row_counts(country)
    assert "rollup_place" in capsys.readouterr().out
