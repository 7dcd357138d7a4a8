"""The form of every kind over real databases: what its fields show is what they read and what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from db.entry.gates import Person
from db.entry.reading.fields import read_field
from db.entry.saving import void
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.text import initials
from db.store.database import Database
from db.store.reader import Reader, open_reader
from db.summary.records import read
from tests.db.entry.contents import VALID, day, number, texts, years
from tui import entering
from tui.record_form import RecordForm
from tui.widgets.form_model import Form

PROVINCE = "A10"
SELDOM: Mapping[str, dict[str, Any]] = {
    "plan": {
        "tasks": [
            {"text": "Mạng LAN cấp xã", "indicator": "commune_lan", "criterion": "8", "state": "not_started"},
            {"text": "1 + 1 = 2"},
        ]
    },
    "agreement": {"subjects": [{"text": "Thông tin đối ngoại", "programme": "TTDN"}, {"text": "Khác"}]}
    | {"subject_count": number(3), "attendee_count": number(4)},
    "target": {"members": [{"text": "Lùng Cái", "unit": "A02842"}], "plan": "31/KH-STTTT"},
    "delivery": {
        "places": [{"text": "Lùng Cái", "unit": "A02842"}],
        "lines": texts("Ti vi, 43 inch, 2, 10 triệu", "Loa"),
    },
}
"""Fields that few records fill in."""


@pytest.fixture
def reader(url: str) -> Iterator[Reader]:
    with open_reader(url) as opened:
        yield opened


def port(reader: Reader, database: Database, kind: str, login: str = "clerk", **more: Any) -> RecordForm:
    given = {"start": {}, "edited": None} | more
    return RecordForm(reader, lambda: database, login, date(2026, 9, 15), PROVINCE, kind, **given)


def test_every_kind_is_offered() -> None:
    assert sorted(entering.FORMS) == sorted(KINDS)


def test_what_every_form_shows_it_reads_and_keeps(reader: Reader, database: Database) -> None:
    for kind, valid in VALID.items():
        content = valid | SELDOM.get(kind, {})
        new = port(reader, database, kind)
        shown = Form(KINDS[kind], new.context(), content).texts()
        form = Form(KINDS[kind], new.context())
        for entry in form.entries:
            entry.editor.set(shown[entry.field.name])
        read_back, problems = form.read_all()
        assert not problems
        saved = new.save(read_back)
        assert saved.record, saved
        assert read(reader, PROVINCE, saved.record).content == content


def test_the_last_record_is_that_of_this_person_before_anothers(reader: Reader, database: Database) -> None:
    days = iter(range(1, 28))

    def training(login: str, title: str) -> str:
        content = VALID["training"] | {"title": title, "held": day(2020, 5, next(days))}
        return port(reader, database, "training", login).save(content).record or ""

    new = port(reader, database, "training", "an")
    assert new.previous() == {}
    training("binh", "của Bình")
    assert new.previous()["title"] == "của Bình"
    training("an", "của An")
    last = training("an", "của An, sau")
    training("binh", "của Bình, sau")
    assert new.previous()["title"] == "của An, sau"
    view = read(reader, PROVINCE, last)
    void(database, person=Person("an"), province_code=PROVINCE, record_id=last, parent=view.head, reason="nhầm")
    assert new.previous()["title"] == "của An"
    assert port(reader, database, "result", "an").previous() == {}


def test_a_programme_and_an_indicator_take_four_keys_at_most(reader: Reader, database: Database) -> None:
    context = port(reader, database, "result").context()
    for name in ("programmes", "indicator"):
        field = KINDS["result"].field(name)
        for place, (code, label) in enumerate(context.vocabularies[field.vocabulary], 1):
            typed = [str(place), code[:3], initials(label)[:3]]
            found = [read_field(field, text, context).value for text in typed if len(text) < 4]
            assert code in found or [code] in found


def test_the_last_figures_are_those_of_the_same_indicator_and_kind(reader: Reader, database: Database) -> None:
    new = port(reader, database, "target")
    assert new.lately("commune_lan", "target") == []
    for year in (2019, 2022, 2020, 2021):
        value = Figure(value=(year - 2000) * 100, state="reported")
        content = VALID["target"] | {"period": years(year), "value": value.as_content()}
        assert new.save(content).record
    found = new.lately("commune_lan", "target")
    assert [(period.year_from, figure.value) for period, figure in found] == [(2022, 2200), (2021, 2100), (2020, 2000)]
    assert new.lately("commune_lan", "actual") == []
    assert new.lately("postal_codes", "target") == []
    assert port(reader, database, "training").save(VALID["training"]).record
    assert [figure.value for _period, figure in new.lately("training_participants", "actual")] == [630]
    (record,) = (one for (one,) in reader.rows("SELECT id FROM record WHERE kind = 'training'"))
    edited = port(reader, database, "training", edited=read(reader, PROVINCE, record))
    assert edited.lately("training_participants", "actual") == []


def test_who_saves_second_gets_the_newer_state_and_overwrites_nothing(reader: Reader, database: Database) -> None:
    record = port(reader, database, "training").save(VALID["training"]).record or ""
    mine, theirs = (
        port(reader, database, "training", login, edited=read(reader, PROVINCE, record)) for login in ("an", "binh")
    )
    assert theirs.save(VALID["training"] | {"note": "của Bình"}).record == record
    outcome = mine.save(VALID["training"] | {"venue": "của An"})
    assert outcome.record is None
    assert outcome.newer is not None
    assert outcome.newer.changed_by == "binh"
    assert read(reader, PROVINCE, record).content == VALID["training"] | {"note": "của Bình"}
    both = VALID["training"] | {"note": "của Bình", "venue": "của An"}
    assert outcome.newer.save(both).record == record
    assert read(reader, PROVINCE, record).content == both
