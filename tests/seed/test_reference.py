"""Loading the reference tables: whole, quick, repeatable, and without harm to what an administrator added."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.entry.vocabularies import load_vocabularies
from db.models.kinds import KINDS
from db.models.text import fold
from db.settings import load as load_settings
from db.store.check import check
from db.store.database import open_database
from db.store.errors import DatabaseMissingError
from db.store.reader import Reader, open_reader
from db.store.upgrade import upgrade
from seed import reference, tables
from seed.shipped import digest_of, document_files, reference_files
from tests.stopwatch import seconds

TABLES = ("unit", "unit_link", "unit_alias", "programme", "indicator", "measure_unit", "term", "meta")


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    with open_reader(url) as reader:
        return {table: sorted(reader.rows(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


def test_loading_again_is_quick_and_changes_nothing(database_url: str) -> None:
    upgrade(database_url)
    told: list[tuple[int, int]] = []
    first = seconds(lambda: reference.load(database_url, lambda done, total: told.append((done, total))))
    before = contents(database_url)
    assert {name: len(rows) for name, rows in before.items() if name.startswith("unit")} == {
        "unit": 63 + 696 + 10_035 + 34 + 3_321,
        "unit_link": len(tables.read_links()),
        "unit_alias": len(tables.read_aliases()),
    }
    assert len(told) > 10
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    again: list[tuple[int, int]] = []
    second = seconds(lambda: reference.load(database_url, lambda done, total: again.append((done, total))))
    assert again == [(1, 1)]
    assert second < first / 4
    assert contents(database_url) == before
    assert check(database_url) == []


def test_a_new_version_of_the_files_keeps_what_an_administrator_added(database_url: str) -> None:
    from db.models.reference import Meta, Programme, Term

    upgrade(database_url)
    reference.load(database_url)
    before = contents(database_url)
    own = {
        "vocabulary": "languages",
        "code": "pu_peo",
        "name_vi": "Pu Péo",
        "name_en": "Pu Péo",
        "position": 99,
        "unit": "",
    }
    old = next(row for row in tables.read_programmes() if row.code == "TTDN")
    with open_database(database_url) as database, database.write() as session:
        reference.put(session, Term, [own])
        reference.put(session, Meta, [{"name": reference.META, "value": "of an older version"}])
        changed = {**old._asdict(), "name_vi": "tên cũ", "position": 1}
        del changed["provenance"]
        reference.put(session, Programme, [changed])
    reference.load(database_url)
    after = contents(database_url)
    assert [row for row in after["term"] if row not in before["term"]] == [tuple(own.values())]
    assert {name: rows for name, rows in after.items() if name != "term"} == {
        name: rows for name, rows in before.items() if name != "term"
    }


def test_every_choice_of_a_form_has_a_list(loaded: Reader) -> None:
    known = load_vocabularies(loaded, "vi").choices
    wanted = {field.vocabulary for kind in KINDS.values() for field in kind.fields if field.vocabulary}
    assert wanted <= known.keys()
    assert all(known[name] for name in wanted)
    assert ("nstw_sn", "Ngân sách trung ương, kinh phí sự nghiệp (NSTW SN)") in known["fund_sources"]
    assert [code for code, _name in known["languages"]][:4] == ["pho_thong", "thai", "mong", "dao"]
    assert [code for (code,) in loaded.rows("SELECT code FROM term WHERE vocabulary = 'hedges' ORDER BY position")] == [
        row.code for row in tables.read_hedges()
    ]


def test_units_are_found_without_marks(loaded: Reader) -> None:
    rows = loaded.rows("SELECT key, name, fold, valid_to FROM unit WHERE fold = :fold", {"fold": fold("Dak Lak")})
    assert ("A66", "Đắk Lắk", "dak lak", "2025-06-30") in rows
    assert ("B66", "Đắk Lắk", "dak lak", None) in rows
    assert loaded.rows("SELECT unit_key FROM unit_alias WHERE spelling = 'Lùng Cái'") == [("A02842",)]


def test_ensure_makes_the_configured_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'made' / 'own.db'}"
    settings = load_settings(environ={}, database_url=url)
    assert reference.ensure(settings) == url
    assert reference.ensure(settings) == url
    with open_reader(url) as reader:
        assert reader.rows("SELECT count(*) FROM unit WHERE level = 'province'") == [(97,)]
        assert reader.rows("SELECT count(*) FROM record") == [(0,)]
        assert reader.rows("SELECT value FROM meta WHERE name = 'sample'") == []


def test_there_must_be_a_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError):
        reference.load(f"sqlite:///{tmp_path / 'none.db'}")


def test_the_digest_tells_files_apart(tmp_path: Path) -> None:
    assert len(reference_files()) == 15
    assert len(document_files()) == 5
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    digests = set()
    for first, second in (("xy", "z"), ("x", "yz"), ("xy", "Z")):
        one.write_text(first)
        two.write_text(second)
        digests.add(digest_of([one, two]))
    assert len(digests) == 3
