"""The texts of whole records: every record of the source documents comes back as it is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from db.entry.contexts import reading_context
from db.entry.reading.fields import show_field
from db.entry.reading.record import read_record, unit_of_measure
from db.models.kinds import KINDS, RESULT, TRAINING
from db.models.period import Period
from db.store.reader import Reader
from seed.document_files import read_documents

TODAY = date(2026, 3, 31)


def test_every_record_reads_as_it_is_shown(loaded: Reader) -> None:
    for record in (one for document in read_documents() for one in document.records):
        kind = KINDS[record.kind]
        stated = record.content.get(kind.dated_by)
        year = Period.from_content(stated).year_from if stated else TODAY.year
        context = reading_context(loaded, record.province, today=TODAY, year=year)
        texts = {
            field.name: show_field(
                field,
                record.content.get(field.name),
                context,
                unit_of_measure(kind, field, record.content.get, context),
            )
            for field in kind.fields
        }
        found = read_record(kind, texts, context)
        assert not found.problems, (record.id, found.problems)
        assert found.content == {name: value for name, value in record.content.items() if name != "source"}


def test_what_is_wrong_is_told_by_field(loaded: Reader) -> None:
    context = reading_context(loaded, "A30", today=TODAY, year=2017)
    found = read_record(TRAINING, {"title": "Lớp", "held": "31/2", "classes": "1.5", "teacher": "An"}, context)
    assert set(found.problems) == {"held", "classes", "programmes", "teacher"}
    assert found.content == {"title": "Lớp"}


def test_parts_above_the_whole_are_told_too(loaded: Reader) -> None:
    context = reading_context(loaded, "A30", today=TODAY, year=2017)
    texts = {
        "title": "Lớp",
        "held": "28/9",
        "programmes": "GNBV16",
        "classes": "1",
        "participants": "30",
        "women": "31",
    }
    assert set(read_record(TRAINING, texts, context).problems) == {"women"}


def test_an_indicator_that_ended_leaves_its_name_to_another(loaded: Reader) -> None:
    context = reading_context(loaded, "A30", today=TODAY, year=2017)
    names = [("old", "Xã có loa"), ("new", "Xã có loa")]
    context = replace(
        context,
        vocabularies={**context.vocabularies, "indicators": names},
        validity={"old": lambda period: period.year_to < 2020, "new": lambda period: period.year_from >= 2020},
    )
    texts = {"indicator": "Xã có loa", "value": "3", "programmes": "GNBV16"}
    for year, code in (("2017", "old"), ("2021", "new")):
        assert read_record(RESULT, texts | {"period": year}, context).readings["indicator"].value == code
