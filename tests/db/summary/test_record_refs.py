"""Which records stand behind a line of targets and results."""

from __future__ import annotations

from datetime import date

from db.models.figure import Figure
from db.models.period import Period
from db.summary import province, records
from db.summary.views import IndicatorProgress
from tests.db.summary.test_hand_made import YEAR, Office, office, result

__all__ = ["office"]


def line_of(office: Office, code: str) -> IndicatorProgress:
    page = province.read(office.reader, "A66", year=2024, programme=None, today=date(2025, 9, 15))
    (line,) = [line for line in page.progress if line.code == code]
    return line


def test_a_line_names_its_target_and_each_of_its_results_the_shown_one_first(office: Office) -> None:
    target = office.enter("target", indicator="commune_lan", value=Figure.of(9000), period=YEAR)
    late = Figure(value=8000, numerator=8, denominator=10, state="reported")
    first = result(office, "commune_lan", Figure.of(7000), Period.quarter(2024, 1))
    last = result(office, "commune_lan", late, Period.day(date(2024, 12, 31)))
    refs = line_of(office, "commune_lan").records
    assert [ref.id for ref in refs] == [last.record_id, first.record_id, target.record_id]
    assert refs[0] == (last.record_id, "result", "commune_lan", Period.day(date(2024, 12, 31)), late)
    assert [ref.kind for ref in refs] == ["result", "result", "target"]
    office.void(last)
    assert [ref.id for ref in line_of(office, "commune_lan").records] == [first.record_id, target.record_id]


def test_a_void_record_tells_its_reason(office: Office) -> None:
    entered = result(office, "commune_lan", Figure.of(7000), YEAR)
    assert records.read(office.reader, "A66", entered.record_id).reason == ""
    office.void(entered)
    found = records.read(office.reader, "A66", entered.record_id)
    assert (found.voided, found.reason, found.changed_by) == (True, "twice", "clerk")
