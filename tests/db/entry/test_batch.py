"""Many records as one action: all or none, what is there left alone, and nothing that single saves would not leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event

from db.entry import batch
from db.entry.batch import NewRecord, RefusedRecords, save_all
from db.entry.gates import Person
from db.entry.indicators import add_indicator
from db.entry.saving import Saved, save, void
from db.entry.undoing import redo, undo
from db.models.kinds import KINDS
from db.store.check import check
from db.store.database import Database
from db.store.reader import Reader, open_reader
from tests.db.entry.contents import VALID, Content, number, years

LAN = Person("lan")
ROLLUPS = "SELECT programme, indicator, kind, period_start, dimension, member, n, total, hedge FROM rollup_year"


@pytest.fixture
def reader(url: str) -> Iterator[Reader]:
    with open_reader(url) as opened:
        yield opened


def new(kind: str = "training", province: str = "A14", **changes: Any) -> NewRecord:
    return NewRecord(province, KINDS[kind], VALID[kind] | changes, "a.xlsx: 1")


def every_kind() -> list[NewRecord]:
    return [new(kind, "A10" if kind == "plan" else "A14") for kind in VALID]


def enter(database: Database, records: list[NewRecord], **more: Any) -> list[Saved]:
    return save_all(database, records, person=LAN, cause="import", intent="intent", **more)


def count(reader: Reader, table: str = "record") -> int:
    return int(reader.rows(f"SELECT count(*) FROM {table}")[0][0])


def test_it_is_what_single_saves_leave(database: Database, reader: Reader, url: str) -> None:
    saved = enter(database, every_kind())
    assert all(one.changed for one in saved)
    assert check(url) == []
    together = sorted(map(repr, reader.rows(ROLLUPS)))
    assert undo(database, LAN).count == len(saved)
    for record in every_kind():
        save(database, person=LAN, province_code=record.province_code, kind=record.kind, content=record.content)
    assert sorted(map(repr, reader.rows(ROLLUPS))) == together
    assert set(reader.rows("SELECT cause, reason, intent FROM revision WHERE cause = 'import'")) == {
        ("import", "a.xlsx: 1", "intent")
    }


def test_what_is_there_is_left_alone(database: Database, reader: Reader) -> None:
    typed = save(database, person=LAN, province_code="A14", kind="training", content=VALID["training"])
    edited = VALID["training"] | {"classes": number(3)}
    save(
        database, person=LAN, province_code="A14", kind="training", content=edited,
        record_id=typed.record_id, parent=typed.revision_id,
    )  # fmt: skip
    # As it was entered, as it is now, another one, and that one again.
    other = new(title="Lớp khác")
    saved = enter(database, [new(), new(classes=number(3)), other, other])
    assert [one.changed for one in saved] == [False, False, True, False]
    assert saved[0].record_id == typed.record_id
    assert count(reader) == 2
    voided = saved[2]
    void(database, person=LAN, province_code="A14", record_id=voided.record_id, parent=voided.revision_id, reason="sai")
    assert not enter(database, [other])[0].changed  # somebody said that it does not count
    undo(database, LAN)
    undo(database, LAN)
    assert enter(database, [other])[0].changed  # taken back it never was
    assert count(reader) == 3


def test_one_that_does_not_hold_keeps_all_out(
    database: Database, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_AT_ONCE", 4)
    wrong: Content = {"classes": number(-1)}
    records = [new(title=f"Lớp {n}") for n in range(10)] + [new(**wrong), new(), new(programmes=["X"])]
    with pytest.raises(RefusedRecords) as caught:
        enter(database, records)
    assert {place: list(problems) for place, problems in caught.value.problems.items()} == {
        10: ["classes"],
        12: ["programmes"],
    }
    assert count(reader) == count(reader, "journal") == 0


def test_a_fall_is_asked_about(database: Database, reader: Reader, url: str) -> None:
    visits = {"code": "visits", "name_vi": "Lượt truy cập", "name_en": "visits", "unit": "lượt người"}
    add_indicator(database, LAN, visits | {"over_time": "sum", "over_place": "sum"})
    content = VALID["result"] | {"indicator": "visits", "basis": "plan_to_date"}
    records = [
        NewRecord("A14", KINDS["result"], content | {"period": years(2021, year), "value": number(value)}, "a.xlsx")
        for year, value in ((2022, 20), (2023, 30), (2024, 10))
    ]
    with pytest.raises(RefusedRecords) as caught:
        enter(database, records)
    assert list(caught.value.doubts) == [2]
    assert count(reader) == 0
    enter(database, records, override="đã đối chiếu")
    reasons = [reason for (reason,) in reader.rows("SELECT reason FROM revision ORDER BY id")]
    assert reasons[:2] == ["a.xlsx", "a.xlsx"]
    assert reasons[2] == "a.xlsx; đã đối chiếu"
    assert check(url) == []


def test_a_dry_run_takes_all_back(database: Database, reader: Reader) -> None:
    told: list[tuple[int, int]] = []
    saved = enter(database, every_kind(), dry_run=True, progress=lambda done, total: told.append((done, total)))
    assert [one.changed for one in saved] == [True] * len(VALID)
    assert told[-1] == (len(VALID), len(VALID))
    assert count(reader) == count(reader, "journal") == 0


def test_it_is_undone_and_done_again_as_one(database: Database, reader: Reader, url: str) -> None:
    enter(database, every_kind())
    before = sorted(map(repr, reader.rows(ROLLUPS)))
    undo(database, LAN)
    assert reader.rows(ROLLUPS) == []
    redo(database, LAN)
    assert sorted(map(repr, reader.rows(ROLLUPS))) == before
    assert not any(one.changed for one in enter(database, every_kind()))
    assert check(url) == []


def test_memory_is_given_back(database: Database) -> None:
    if database.dialect != "sqlite":
        pytest.skip("PostgreSQL has a cache of its own")
    sizes: list[int] = []

    def size(_done: int, _total: int) -> None:
        sizes.append(int(str(seen[-1].exec_driver_sql("PRAGMA cache_size").scalar_one())))

    seen: list[Connection] = []
    event.listen(database.engine, "begin", seen.append)
    enter(database, [new()], progress=size)
    with database.write() as session:
        sizes.append(int(str(session.connection().exec_driver_sql("PRAGMA cache_size").scalar_one())))
    assert sizes == [-128 * 1024, -128 * 1024, -2000]
