"""The source documents: sound as data, loaded through entry once, and the sample database that is made of them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from uuid import UUID

import pytest

from db.entry.gates import Person
from db.entry.saving import save
from db.settings import load as load_settings
from db.settings import sample_database_url
from db.store.check import check
from db.store.database import open_database
from db.store.errors import StoreError
from db.store.reader import Reader, open_reader
from db.store.upgrade import upgrade
from db.summary.overview import is_sample
from db.summary.records import read as read_record
from seed import document_files, documents, reference
from tests.stopwatch import seconds
from tests.test_imports import HEAVY

READ = document_files.read_documents()
RECORDS = [record for document in READ for record in document.records]
MAKE = """
from db.settings import load
from seed.documents import ensure_sample
print(ensure_sample(load()))
"""
COUNTS = "SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM revision), (SELECT count(*) FROM journal)"


def counts(url: str) -> tuple[int, ...]:
    with open_reader(url) as reader:
        return reader.rows(COUNTS)[0]


def sample_file() -> Path:
    return Path(sample_database_url().removeprefix("sqlite:///"))


def test_records_have_fixed_ids_and_composed_text():
    assert [document.name for document in READ] == ["bac_lieu", "dak_lak", "hai_duong", "lao_cai", "son_la"]
    ids = [UUID(record.id) for record in RECORDS]
    assert len(set(ids)) == len(ids) == 42
    assert {one.version for one in ids} == {7}
    assert all(unicodedata.is_normalized("NFC", repr(record.content)) for record in RECORDS)


def test_every_record_cites_a_paragraph_of_its_document():
    for document in READ:
        assert {record.content["source"]["document"] for record in document.records} == {document.records[0].id}
        assert all(record.content["source"]["paragraph"] >= 1 for record in document.records)
        assert document.records[0].content["title"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("province = ", "son_la.toml is damaged"),
        ('province = "A14"\nrecords = []', "son_la.toml is damaged"),
        ('province = "A14"\n[[records]]\nid = "x"\nkind = "plan"\nparagraph = 1\n[records.content]\n', "first record"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, problem: str) -> None:
    path = tmp_path / "son_la.toml"
    path.write_text(text)
    monkeypatch.setattr(document_files, "document_files", lambda: [path])
    with pytest.raises(ValueError, match=problem):
        document_files.read_documents()


def test_loading_again_changes_nothing_and_the_check_is_clean(loaded_url: str) -> None:
    before = counts(loaded_url)
    assert before == (42, 42, 42)
    told: list[tuple[int, int]] = []
    documents.load(loaded_url, lambda done, total: told.append((done, total)))
    assert told[-1] == (42, 42)
    assert counts(loaded_url) == before
    assert check(loaded_url) == []


def test_loading_again_keeps_what_a_person_changed(loaded_url: str) -> None:
    record = next(record for record in RECORDS if "HD03" in record.facts)
    with open_database(loaded_url) as database, open_reader(loaded_url) as reader:
        view = read_record(reader, "A30", record.id)
        content = {**view.content, "venue": "Hải Dương"}
        save(
            database,
            person=Person("clerk"),
            province_code="A30",
            kind="training",
            content=content,
            record_id=record.id,
            parent=view.head,
        )
        documents.load(loaded_url)
        assert read_record(reader, "A30", record.id).content["venue"] == "Hải Dương"


def test_records_are_seeded_under_a_login(loaded: Reader) -> None:
    assert loaded.rows("SELECT DISTINCT cause, depth FROM revision") == [("seed", 0)]
    assert all(row[0] for row in loaded.rows("SELECT DISTINCT author FROM revision"))


def test_the_sample_is_made_once_and_marked() -> None:
    told: list[tuple[int, int]] = []
    url = documents.ensure_sample(load_settings(), lambda done, total: told.append((done, total)))
    assert url == sample_database_url()
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    with open_reader(url) as reader:
        assert is_sample(reader)
    assert counts(url) == (42, 42, 42)
    assert check(url) == []
    assert {path.name for path in sample_file().parent.iterdir() if not path.name.startswith("sample.db")} == {
        "sample.making.lock"
    }
    again: list[tuple[int, int]] = []
    documents.ensure_sample(load_settings(), lambda done, total: again.append((done, total)))
    assert again == []


def test_a_sample_that_is_there_costs_next_to_nothing() -> None:
    settings = load_settings()
    documents.ensure_sample(settings)
    ready, opened = [], []
    for _attempt in range(20):
        ready.append(seconds(lambda: documents.ensure_sample(settings)))
        opened.append(seconds(lambda: counts(sample_database_url())))
    assert min(ready) < 5 * min(opened)
    loaded = subprocess.run(
        [sys.executable, "-c", MAKE + f"import sys; print(set({HEAVY}) & set(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.splitlines()[-1] == "set()"


def test_starts_at_once_make_one_sample() -> None:
    starts = [subprocess.Popen([sys.executable, "-c", MAKE], stdout=subprocess.PIPE, text=True) for _start in range(3)]
    assert {start.communicate(timeout=60)[0].strip() for start in starts} == {sample_database_url()}
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert counts(sample_database_url()) == (42, 42, 42)


def test_a_kill_leaves_no_half_sample() -> None:
    new = sample_file().with_name("sample.new")
    for pause in (0.0, 0.3, 0.9):
        start = subprocess.Popen([sys.executable, "-c", MAKE], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not new.exists() and start.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(pause)
        start.send_signal(signal.SIGKILL)
        start.wait()
        if not new.exists():  # it was done before
            break
        assert not sample_file().exists()
    documents.ensure_sample(load_settings())
    assert counts(sample_database_url()) == (42, 42, 42)
    assert check(sample_database_url()) == []
    assert not new.exists()


def test_an_older_sample_is_brought_up_to_date_and_keeps_what_was_tried_out() -> None:
    from db.models.reference import Meta, Programme

    url = documents.ensure_sample(load_settings())
    programmes = [{"code": "OWN", "name_vi": "x", "name_en": "x", "legal_basis": "", "position": 99}]
    with open_database(url) as database, database.write() as session:
        reference.put(session, Meta, [{"name": "sample_digest", "value": "older"}])
        reference.put(session, Programme, programmes)
    inode = sample_file().stat().st_ino
    documents.ensure_sample(load_settings())
    assert sample_file().stat().st_ino == inode
    with open_reader(url) as reader:
        assert reader.rows("SELECT count(*) FROM programme WHERE code = 'OWN'") == [(1,)]
        assert reader.rows("SELECT value FROM meta WHERE name = 'sample_digest'") != [("older",)]


def test_another_database_under_the_name_of_the_sample_is_left_alone() -> None:
    upgrade(sample_database_url())
    with pytest.raises(StoreError, match="is not the sample database"):
        documents.ensure_sample(load_settings())
    assert counts(sample_database_url()) == (0, 0, 0)


def test_a_file_that_is_no_database_is_left_alone() -> None:
    sample_file().parent.mkdir(parents=True)
    sample_file().write_text("mine, and long enough to be looked at " * 40)
    with pytest.raises(StoreError):
        documents.ensure_sample(load_settings())
    assert sample_file().read_text().startswith("mine")


def test_a_folder_that_cannot_be_made_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TIENDO_DATA_FOLDER", str(tmp_path / "file" / "data"))
    with pytest.raises(StoreError, match="cannot be made"):
        documents.ensure_sample(load_settings())
