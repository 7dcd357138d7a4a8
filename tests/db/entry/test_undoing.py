"""Undo, redo and restore on both databases: what comes back, what stays refused, and that it is one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from db.entry import saving, undoing
from db.entry.gates import Person
from db.entry.problems import EntryError, Overtaken, Refused
from db.entry.saving import Saved, restore, save, void
from db.entry.undoing import redo, undo
from db.store.check import check
from db.store.database import Database
from db.store.reader import Reader, open_reader
from tests.db.entry.contents import VALID, Content, number

LAN, HOA = Person("lan"), Person("hoa")
INTENT = "019b76da-a802-7244-9cf5-63bf3ad5a71a"


@pytest.fixture
def reader(url: str) -> Iterator[Reader]:
    with open_reader(url) as opened:
        yield opened


def enter(database: Database, person: Person = LAN, people: int = 630, **more: Any) -> Saved:
    return save(database, person=person, province_code="A14", kind="training", content=of(people), **more)


def edit(database: Database, saved: Saved, people: int, person: Person = LAN) -> Saved:
    return enter(database, person, people, record_id=saved.record_id, parent=saved.revision_id)


def of(people: int) -> Content:
    kept = {name: VALID["training"][name] for name in ("title", "held", "programmes", "classes")}
    return kept | {"participants": number(people)}


def people(reader: Reader) -> int | None:
    """All participants that count."""
    rows = reader.rows(
        "SELECT sum(total) FROM rollup_year WHERE programme = '*' AND indicator = 'training_participants'"
        " AND dimension = ''"
    )
    return int(rows[0][0]) if rows[0][0] is not None else None


def head(reader: Reader, record: str) -> dict[str, Any]:
    """What a record's head says of itself."""
    rows = reader.rows(
        "SELECT v.id, v.cause, v.author, v.voided, v.undoes, v.depth FROM record r"
        " JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id WHERE r.id = :id",
        {"id": record},
    )
    return dict(zip(("revision_id", "cause", "author", "voided", "undoes", "depth"), rows[0], strict=True))


def test_step_by_step_back_and_forth(database: Database, reader: Reader, url: str) -> None:
    first = enter(database)
    second = edit(database, first, 600)
    seen = [people(reader)]
    for action, cause, gone in (
        (undo, "edit", second),
        (undo, "entry", first),
        (redo, "entry", first),
        (redo, "edit", second),
        (undo, "edit", second),
    ):
        taken = action(database, LAN)
        assert (taken.cause, taken.count, taken.record_id) == (cause, 1, gone.record_id)
        seen.append(people(reader))
    assert seen == [600, 630, None, 630, 600, 630]
    assert head(reader, first.record_id)["undoes"] == second.revision_id
    assert reader.rows("SELECT count(*) FROM revision") == [(7,)]  # nothing was taken away
    assert check(url) == []


def test_a_void_and_a_restore_are_undone(database: Database, reader: Reader) -> None:
    saved = enter(database)
    void(database, person=LAN, province_code="A14", record_id=saved.record_id, parent=saved.revision_id, reason="sai")
    assert undo(database, LAN).cause == "void"
    assert people(reader) == 630
    redo(database, LAN)
    restored = restore_it(database, reader, saved.record_id, HOA)
    assert restored.changed
    assert (people(reader), head(reader, saved.record_id)["cause"]) == (630, "restore")
    assert not restore_it(database, reader, saved.record_id, HOA).changed
    assert undo(database, HOA).cause == "restore"
    assert people(reader) is None


def restore_it(database: Database, reader: Reader, record: str, person: Person) -> Saved:
    parent = head(reader, record)["revision_id"]
    return restore(database, person=person, province_code="A14", record_id=record, parent=parent)


def test_an_import_is_undone_whole(database: Database, reader: Reader, url: str) -> None:
    enter(database, people=1)
    for count in (10, 20, 30):
        enter(database, people=count, intent=INTENT, cause="import")
    save(database, person=LAN, province_code="A66", kind="training", content=of(40), intent=INTENT, cause="import")
    taken = undo(database, LAN)
    assert (taken.cause, taken.count, people(reader)) == ("import", 4, 1)
    assert redo(database, LAN).count == 4
    assert people(reader) == 101
    assert undo(database, LAN).count == 4
    assert undo(database, LAN).cause == "entry"
    assert people(reader) is None
    assert [redo(database, LAN).count for _ in range(2)] == [1, 4]
    assert check(url) == []


def test_an_import_that_changed_a_record_twice(database: Database, reader: Reader) -> None:
    first = enter(database)
    second = edit(database, first, 1)
    for count in (2, 3):
        second = save(
            database, person=LAN, province_code="A14", kind="training", content=of(count), intent=INTENT,
            record_id=second.record_id, parent=second.revision_id,
        )  # fmt: skip
    assert undo(database, LAN).count == 1
    assert people(reader) == 1
    redo(database, LAN)
    assert people(reader) == 3


def test_what_is_new_ends_redo(database: Database) -> None:
    enter(database)
    undo(database, LAN)
    enter(database, HOA, 620)
    redo(database, LAN)  # hers ends nothing of mine
    undo(database, LAN)
    enter(database)
    with pytest.raises(Refused, match="nothing to do again"):
        redo(database, LAN)


def test_never_anothers_nor_a_seed(database: Database) -> None:
    enter(database, HOA, 620)
    enter(database, cause="seed")
    for action in (undo, redo):
        with pytest.raises(Refused, match="nothing"):
            action(database, LAN)


def test_never_over_anothers_change(database: Database, reader: Reader, url: str) -> None:
    saved = enter(database)
    edited = edit(database, saved, 600, HOA)
    with pytest.raises(Overtaken) as overtaken:
        undo(database, LAN)
    ((at,),) = reader.rows("SELECT at FROM revision WHERE id = :id", {"id": edited.revision_id})
    assert (overtaken.value.by, overtaken.value.at) == ("hoa", at)
    told = overtaken.value.told("15/9/2025 09:30")
    assert all(part in told for part in ("hoa", "15/9/2025 09:30", f"A14/{saved.record_id}"))
    assert (people(reader), reader.rows("SELECT count(*) FROM revision")) == (600, [(2,)])
    undo(database, HOA)  # hers is undone by her, and mine stays where it was
    with pytest.raises(Overtaken, match="hoa"):
        undo(database, LAN)
    assert check(url) == []


def test_one_that_cannot_leaves_the_whole_import(database: Database, reader: Reader) -> None:
    first = enter(database, people=10, intent=INTENT)
    last = enter(database, people=20, intent=INTENT)
    edit(database, max(first, last, key=lambda one: one.record_id), 25, HOA)
    before = people(reader), reader.rows("SELECT count(*) FROM journal")
    with pytest.raises(Overtaken):
        undo(database, LAN)
    assert (people(reader), reader.rows("SELECT count(*) FROM journal")) == before


def test_a_failure_on_the_way_leaves_nothing(
    database: Database, reader: Reader, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for count in (10, 20):
        enter(database, people=count, intent=INTENT)
    monkeypatch.setattr(undoing, "_AT_ONCE", 1)
    with monkeypatch.context() as patch:
        written = []

        def write_one(*args: Any) -> int:
            if written:
                raise EntryError("gone")
            written.append(args)
            return undoing_write(*args)

        undoing_write = undoing.write_next
        patch.setattr(undoing, "write_next", write_one)
        with pytest.raises(EntryError, match="gone"):
            undo(database, LAN)
    assert (people(reader), reader.rows("SELECT count(*) FROM revision")) == (30, [(2,)])
    assert undo(database, LAN).count == 2
    assert check(url) == []


def test_the_gates(database: Database, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(database, enter(database), 600)
    with monkeypatch.context() as patch:
        patch.setattr(saving, "period_open", lambda province, programmes, period: period.year_from != 2017)
        with pytest.raises(Refused, match="approved"):
            undo(database, LAN)
    undo(database, LAN)
    with monkeypatch.context() as patch:
        patch.setattr(saving, "may", lambda person, action, province: action != "void")
        with pytest.raises(Refused, match="lan"):
            undo(database, LAN)
    assert people(reader) == 630


def test_of_two_at_once_each_takes_back_another(database: Database, reader: Reader, url: str) -> None:
    """The same person on two screens: what one took back the other does not take back again."""
    for count in (1, 2, 4, 8):
        enter(database, people=count)

    def once(_turn: int) -> int:
        try:
            return undo(database, LAN).count
        except Overtaken:
            return 0

    with ThreadPoolExecutor(3) as screens:
        done = sum(screens.map(once, range(3)))
    assert people(reader) == {1: 7, 2: 3, 3: 1}[done]
    assert check(url) == []


def test_what_was_known_stays_known(database: Database, reader: Reader) -> None:
    """As of a moment between, an undone figure counts; the explanation names the undo that let another one count."""
    from db.summary.overview import read
    from db.summary.past import Moment

    first = enter(database, at="2026-01-02T00:00:00.000000Z")
    enter(database, people=600, record_id=first.record_id, parent=first.revision_id, at="2026-02-02T00:00:00.000000Z")
    undo(database, LAN)
    undo(database, LAN)
    redo(database, LAN)

    def known(before: str) -> int | None:
        from datetime import date

        moment = Moment(date(2026, 1, 1), before) if before else None
        page = read(
            reader, year=2017, programme=None, units="reported", totals_of=None, today=date(2026, 3, 3),
            behind_percent=85, ahead_percent=115, language="en", as_of=moment,
        )  # fmt: skip
        found = page.totals.figures.get("training_participants")
        return found.value if found else None

    assert [known(day) for day in ("2026-01-01", "2026-01-03", "2026-02-03", "")] == [None, 630, 600, 630]
