"""Between two moments every figure that differs is listed, with the revisions behind it, and no other."""

from __future__ import annotations

from datetime import date

from db.entry.gates import Person
from db.entry.saving import save, void
from db.models.figure import Figure
from db.models.period import Period
from db.store.database import open_database
from db.store.journal import utc_now
from db.store.reader import open_reader
from db.summary.differences import read_differences
from db.summary.past import Moment
from tests.db.entry.contents import Content

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
