"""Saving and voiding on both databases: what is written, who is told what, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from db.entry import saving
from db.entry.gates import Person
from db.entry.posting import post
from db.entry.problems import Conflict, EntryError, Refused
from db.entry.saving import Saved, save, void
from db.entry.vocabularies import Vocabularies
from db.entry.writing import Draft, insert_revisions
from db.models.kinds import KINDS
from db.models.reference import Programme
from db.store.check import check
from db.store.database import Database
from db.store.reader import Reader, open_reader
from tests.db.entry.contents import VALID, Content, number, state

LAN, HOA = Person("lan"), Person("hoa")


@pytest.fixture
def reader(url: str) -> Iterator[Reader]:
    with open_reader(url) as opened:
        yield opened


def enter(database: Database, kind: str = "training", person: Person = LAN, **more: Any) -> Saved:
    return save(database, person=person, province_code="A14", kind=kind, **{"content": VALID[kind], **more})


def edit(database: Database, saved: Saved, kind: str = "training", person: Person = LAN, **more: Any) -> Saved:
    return enter(database, kind, person, record_id=saved.record_id, parent=saved.revision_id, **more)


def total(reader: Reader, indicator: str, programme: str = "*") -> int | None:
    """What a province's counting figures add up to, None where there is none."""
    rows = reader.rows(
        "SELECT sum(total) FROM rollup_year WHERE province_code = 'A14' AND programme = :programme"
        " AND indicator = :indicator AND dimension = ''",
        {"programme": programme, "indicator": indicator},
    )
    return int(rows[0][0]) if rows[0][0] is not None else None


def journal(reader: Reader) -> list[tuple[Any, ...]]:
    return reader.rows(
        "SELECT seq, revision_id, sign, cause, login FROM journal WHERE province_code = 'A14' ORDER BY 1"
    )


def test_every_kind_is_kept(database: Database, reader: Reader, url: str) -> None:
    for kind, content in VALID.items():
        province = "A10" if kind == "plan" else "A14"
        saved = save(database, person=LAN, province_code=province, kind=kind, content=content)
        rows = reader.rows(
            "SELECT kind, version, voided, changed_by FROM record WHERE id = :id", {"id": saved.record_id}
        )
        assert [(row[0], row[1], bool(row[2]), row[3]) for row in rows] == [(kind, 1, False, "lan")]
        assert len(reader.rows(f"SELECT record_id FROM {kind}")) == 1
    assert check(url) == []


def test_what_a_training_leaves(database: Database, reader: Reader) -> None:
    saved = enter(database)
    assert (saved.seq, saved.changed) == (1, True)
    assert reader.rows("SELECT classes, participants, women, training_form, held_start FROM training") == [
        (1, 630, 300, "class", "2017-09-28")
    ]
    assert reader.rows("SELECT year_from, grain, title, fold FROM record") == [
        (2017, "day", "Lớp tập huấn", "lop tap huan\nmot\nhai\nba")
    ]
    assert reader.rows("SELECT programme FROM record_programme ORDER BY 1") == [("GNBV16",), ("NTM16",)]
    assert reader.rows("SELECT field, position, text FROM record_item ORDER BY 2") == [
        ("topics", 0, "một"),
        ("topics", 1, "hai"),
        ("topics", 2, "ba"),
    ]
    for programme in ("*", "GNBV16", "NTM16"):
        assert total(reader, "training_participants", programme) == 630
    assert journal(reader) == [(1, saved.revision_id, 1, "entry", "lan")]


def test_an_edit_replaces(database: Database, reader: Reader) -> None:
    first = enter(database)
    second = edit(database, first, person=HOA, content=VALID["training"] | {"participants": number(600)})
    assert second.record_id == first.record_id
    assert total(reader, "training_participants") == 600
    assert journal(reader)[1:] == [
        (2, first.revision_id, -1, "edit", "hoa"),
        (3, second.revision_id, 1, "edit", "hoa"),
    ]
    assert reader.rows("SELECT version, head_revision_id, changed_by FROM record") == [(2, second.revision_id, "hoa")]
    assert reader.rows("SELECT revision_id, parent_id FROM revision_parent") == [
        (second.revision_id, first.revision_id)
    ]
    assert reader.rows("SELECT participants FROM training") == [(600,)]


def test_lists_are_replaced(database: Database, reader: Reader) -> None:
    content = {name: value for name, value in VALID["training"].items() if name != "topics"}
    edit(database, enter(database), content=content | {"programmes": ["GNBV16"]})
    assert reader.rows("SELECT programme FROM record_programme") == [("GNBV16",)]
    assert reader.rows("SELECT text FROM record_item") == []
    assert total(reader, "training_topics") is None
    assert total(reader, "training_participants", "NTM16") is None


def test_the_same_again_is_no_revision(database: Database, reader: Reader) -> None:
    first = enter(database)
    again = edit(database, first, content=VALID["training"] | {"title": " Lơ\u0301p tập huấn ", "note": ""})
    assert again == Saved(first.record_id, first.revision_id, first.seq, changed=False)
    assert len(journal(reader)) == 1


def test_void_and_back(database: Database, reader: Reader, url: str) -> None:
    first = enter(database)
    gone = void(
        database,
        person=HOA,
        province_code="A14",
        record_id=first.record_id,
        parent=first.revision_id,
        reason="nhập hai lần",
    )
    assert total(reader, "training_participants") is None
    assert journal(reader)[1:] == [(2, first.revision_id, -1, "void", "hoa")]
    assert reader.rows("SELECT reason FROM revision WHERE id = :id", {"id": gone.revision_id}) == [("nhập hai lần",)]
    assert [bool(row[0]) for row in reader.rows("SELECT voided FROM record")] == [True]
    once_more = void(
        database, person=LAN, province_code="A14", record_id=first.record_id, parent=gone.revision_id, reason="x"
    )
    assert (once_more.revision_id, once_more.changed) == (gone.revision_id, False)
    back = edit(database, gone)
    assert back.changed
    assert total(reader, "training_participants") == 630
    assert journal(reader)[2:] == [(3, back.revision_id, 1, "edit", "lan")]
    assert check(url) == []


def test_void_asks_for_a_reason(database: Database) -> None:
    saved = enter(database)
    with pytest.raises(Refused) as refused:
        void(
            database,
            person=LAN,
            province_code="A14",
            record_id=saved.record_id,
            parent=saved.revision_id,
            reason="  ",
        )
    assert list(refused.value.problems) == ["reason"]


def test_conflict_says_who_and_when(database: Database, reader: Reader) -> None:
    first = enter(database)
    edit(database, first, person=HOA, content=VALID["training"] | {"participants": number(600)})
    with pytest.raises(Conflict, match="hoa") as conflict:
        edit(database, first, content=VALID["training"] | {"participants": number(500)})
    assert conflict.value.by == "hoa"
    assert reader.rows("SELECT changed_at FROM record") == [(conflict.value.at,)]
    with pytest.raises(Conflict):
        void(database, person=LAN, province_code="A14", record_id=first.record_id, parent=first.revision_id, reason="x")
    assert total(reader, "training_participants") == 600


BAD: list[tuple[str, Content, str]] = [
    ("training", {"classes": number(-1)}, "classes"),
    ("delivery", {"places": [{"text": "Bắc Hà", "unit": "A085"}]}, "places"),
    ("delivery", {"places": [{"text": "Bắc Hà", "unit": "A99999"}]}, "places"),
    ("training", {"source": {"document": "nowhere", "paragraph": 1}}, "source"),
]


@pytest.mark.parametrize(("kind", "changes", "field"), BAD)
def test_refused_leaves_nothing(database: Database, reader: Reader, kind: str, changes: Content, field: str) -> None:
    with pytest.raises(Refused) as refused:
        enter(database, kind, content=VALID[kind] | changes)
    assert list(refused.value.problems) == [field]
    assert refused.value.problems[field] in str(refused.value)
    assert reader.rows("SELECT id FROM record") == reader.rows("SELECT id FROM revision") == []


def test_refused_without_a_record_or_province(database: Database) -> None:
    with pytest.raises(Refused, match="A99"):
        save(database, person=LAN, province_code="A99", kind="training", content=VALID["training"])
    with pytest.raises(Refused, match="no such record"):
        edit(database, Saved("nothing", "nothing", 0))
    with pytest.raises(Refused, match="Training"):
        edit(database, enter(database), kind="delivery")


def test_the_gates(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = enter(database)
    with monkeypatch.context() as patch:
        patch.setattr(saving, "may", lambda person, action, province: action != "edit")
        with pytest.raises(Refused, match="lan"):
            edit(database, saved, content=VALID["training"] | {"note": "x"})
    monkeypatch.setattr(saving, "period_open", lambda province, programmes, period: period.year_from != 2017)
    with pytest.raises(Refused) as refused:
        enter(database)
    assert list(refused.value.problems) == ["held"]


def test_a_source_document_is_cited(database: Database, reader: Reader) -> None:
    document = enter(database, "source_document")
    source = {"document": document.record_id, "paragraph": 3, "paragraphs": {"participants": 5}}
    enter(database, content=VALID["training"] | {"source": source})
    assert reader.rows("SELECT DISTINCT document_id FROM fact") == [(document.record_id,)]
    assert reader.rows("SELECT paragraph FROM fact WHERE field = 'participants'") == [(5,)]


def test_fixed_ids_are_entered_once(database: Database, reader: Reader) -> None:
    record = "019b76da-a802-7244-9cf5-63bf3ad5a71a"
    first = enter(database, new_id=record, cause="seed", at="2026-01-02T03:04:05.000006Z")
    assert first.record_id == record
    assert enter(database, new_id=record, cause="seed") == Saved(record, first.revision_id, 1, changed=False)
    edited = edit(database, first, content=VALID["training"] | {"note": "x"})
    assert enter(database, new_id=record, cause="seed").revision_id == edited.revision_id
    with pytest.raises(EntryError, match=record):
        enter(database, new_id=record, content=VALID["training"] | {"note": "y"})
    assert reader.rows("SELECT at, cause FROM revision WHERE depth = 0") == [("2026-01-02T03:04:05.000006Z", "seed")]


def test_a_state_without_figure(database: Database, reader: Reader) -> None:
    content = VALID["result"] | {"value": state("not_carried_out", "COVID-19")}
    enter(database, "result", content=content)
    assert reader.rows(
        "SELECT n, total, n_not_carried_out FROM rollup_year WHERE indicator = 'clusters_informed' AND programme = '*'"
    ) == [(0, None, 1)]
    assert reader.rows("SELECT value FROM result") == [(None,)]


def test_of_two_at_once_one_is_told(database: Database, reader: Reader, url: str) -> None:
    first = enter(database)

    def change(people: int) -> Saved | Conflict:
        try:
            return edit(database, first, content=VALID["training"] | {"participants": number(people)})
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(4) as clerks:
        outcomes = list(clerks.map(change, range(601, 605)))
    (won,) = (outcome for outcome in outcomes if isinstance(outcome, Saved))
    assert total(reader, "training_participants") == 601 + outcomes.index(won)
    assert reader.rows("SELECT version FROM record") == [(2,)]
    assert check(url) == []


def test_voiding_one_of_two_heads_lets_the_other_count(
    database: Database, reader: Reader, url: str, vocabularies: Vocabularies
) -> None:
    first = enter(database)
    theirs = Draft(
        id="00000000-0000-7000-8000-000000000001",
        province_code="A14",
        record_id=first.record_id,
        kind=KINDS["training"],
        content=VALID["training"] | {"participants": number(500)},
        parents=(first.revision_id,),
        depth=1,
        author="hoa",
        at="2026-01-02T03:04:05.000006Z",
        reason="",
        cause="import",
    )
    second = edit(database, first, content=VALID["training"] | {"participants": number(600)})
    with database.write() as session:  # as it would arrive from another database
        insert_revisions(session, [(theirs, post(theirs.kind, theirs.content, vocabularies))])
    void(database, person=LAN, province_code="A14", record_id=first.record_id, parent=second.revision_id, reason="x")
    assert reader.rows("SELECT head_revision_id FROM record") == [(theirs.id,)]
    assert reader.rows("SELECT participants FROM training") == [(500,)]
    assert [row[1:3] for row in journal(reader)[-2:]] == [(second.revision_id, -1), (theirs.id, 1)]
    assert total(reader, "training_participants") == 500
    assert check(url) == []


def test_lists_grow_while_the_database_is_open(database: Database, reader: Reader) -> None:
    enter(database)
    content = VALID["training"] | {"programmes": ["MOI"]}
    with pytest.raises(Refused, match="MOI"):
        enter(database, content=content)
    with database.write() as session:
        session.add(Programme(code="MOI", name_vi="Mới", name_en="New", legal_basis="", position=99))
    enter(database, content=content)
    assert total(reader, "training_participants", "MOI") == 630


def test_saves_of_one_intent(database: Database, reader: Reader, url: str) -> None:
    intent = "019b76da-a802-7244-9cf5-63bf3ad5a71a"
    for kind in ("training", "result"):
        enter(database, kind, intent=intent)
    enter(database, override="đã đối chiếu")
    assert set(reader.rows("SELECT intent, kind FROM revision")) == {
        (None, "training"),
        (intent, "result"),
        (intent, "training"),
    }
    assert check(url) == []
