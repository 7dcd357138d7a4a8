"""Between two moments every figure that differs is listed, with the revisions behind it, and no other."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from db.entry.gates import Person
from db.entry.saving import save, void
from db.models.figure import Figure
from db.models.period import Period
from db.store.database import open_database
from db.store.journal import utc_now
from db.store.reader import open_reader
from db.summary.differences import differences_object, read_differences
from db.summary.indicators import read_indicators
from db.summary.past import Moment
from tests.db.entry.contents import Content

SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).parents[3] / "docs" / "changes.schema.json").read_text(encoding="utf-8"))
)
FILTERS = {
    "provinces": None,
    "year": None,
    "programme": None,
    "units": "reported",
    "since": "2026-01-01",
    "as_of": None,
}
LAN, MAI = Person("lan"), Person("mai")


def training(classes: int) -> Content:
    return {
        "title": "Lớp ở Phù Yên",
        "held": Period.day(date(2018, 5, 4)).as_content(),
        "programmes": ["GNBV16"],
        "classes": Figure.of(classes).as_content(),
    }


def test_a_figure_stands_with_what_was_changed_and_by_whom(loaded_url: str) -> None:
    moments = [Moment("2026-01-01", utc_now())]
    with open_database(loaded_url) as database:
        first = save(database, person=LAN, province_code="A14", kind="training", content=training(3))
        moments.append(Moment("2026-01-02", utc_now()))
        where = {"province_code": "A14", "record_id": first.record_id}
        second = save(
            database, person=MAI, kind="training", content=training(5), reason="nhập sót", parent=first.revision_id,
            **where,
        )  # fmt: skip
        moments.append(Moment("2026-01-03", utc_now()))
        void(database, person=LAN, reason="trùng", parent=second.revision_id, **where)
    with open_reader(loaded_url) as reader:

        def changed(since: Moment, as_of: Moment | None = None, units: str = "reported") -> list[tuple[object, ...]]:
            return [
                (
                    one.province.key, one.indicator, one.year_from, one.before and one.before.value,
                    one.after and one.after.value, [(change.by, change.cause, change.reason) for change in one.changes],
                )
                for one in read_differences(reader, since, as_of=as_of, units=units)  # type: ignore[arg-type]
                if one.indicator == "training_classes"
            ]  # fmt: skip

        edit, undo = ("mai", "edit", "nhập sót"), ("lan", "void", "trùng")
        ((_key, _code, _year, was, now, changes),) = changed(moments[0], moments[1])
        assert (now, changes) == ((was or 0) + 3, [("lan", "entry", "")])  # type: ignore[operator]
        assert changed(moments[1], moments[2]) == [("A14", "training_classes", 2018, now, now + 2, [edit])]  # type: ignore[operator]
        assert changed(moments[1]) == [("A14", "training_classes", 2018, now, was, [edit, undo])]
        assert changed(moments[1], units="current") == [("B14", "training_classes", 2018, now, was, [edit, undo])]
        # What was entered and voided meanwhile left every figure as it was.
        assert changed(moments[0]) == []


def test_the_state_of_an_activity_stands_with_its_changes(loaded_url: str) -> None:
    def activity(state: str, **more: str) -> Content:
        period = {"period": Period.year(2019).as_content(), "programmes": ["GNBV16", "TTDN"]}
        return {"title": "Hội nghị", "state": state, **period, **more}

    moments = [Moment("2026-01-01", utc_now())]
    with open_database(loaded_url) as database:
        first = save(database, person=LAN, province_code="A14", kind="activity", content=activity("in_progress"))
        moments.append(Moment("2026-01-02", utc_now()))
        where = {"province_code": "A14", "record_id": first.record_id}
        off = activity("not_carried_out", reason="COVID-19", indicator="training_classes")
        second = save(database, person=MAI, kind="activity", content=off, parent=first.revision_id, **where)
        moments.append(Moment("2026-01-03", utc_now()))
        noted = save(database, person=MAI, kind="activity", content=off | {"title": "Họp"},
            parent=second.revision_id, **where)  # fmt: skip
        moments.append(Moment("2026-01-04", utc_now()))
        void(database, person=LAN, reason="trùng", parent=noted.revision_id, **where)
    with open_reader(loaded_url) as reader:

        def changed(since: int, until: int | None = None, **narrow: Any) -> list[tuple[object, ...]]:
            found = read_differences(reader, moments[since], as_of=moments[until] if until else None, **narrow)
            printed = differences_object(found, read_indicators(reader, "vi"), FILTERS)
            SCHEMA.validate(printed)
            return [(one["from"], one["before"], one["after"], len(one["changes"])) for one in printed["states"]]

        assert changed(0, 1) == [(2019, None, "in_progress", 1)]
        assert changed(1, 2) == changed(1, 2, programme="TTDN") == [(2019, "in_progress", "not_carried_out", 1)]
        assert changed(2, 3) == []  # the title alone
        assert changed(1) == changed(1, units="current") == [(2019, "in_progress", None, 3)]
        assert changed(1, provinces=["A66"]) == changed(1, year=2020) == changed(1, programme="NTM16") == []
        assert changed(0) == []
