"""What was due and reported, and how late, against plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from db.models.figure import Figure
from db.models.period import Period
from db.summary.completeness import COMPLETENESS, DUE, ENTRIES, completeness, due, read_entries
from db.summary.frames import CELLS, Scope, frame, read_year_cells
from tests.db.summary.test_hand_made import Office, office

__all__ = ["office"]

TODAY = date(2025, 9, 15)
SAID = st.sampled_from(["n", "n_unknown", "n_not_carried_out", "n_not_applicable"])
CELL = st.tuples(
    st.sampled_from(["A14", "A66"]),
    st.sampled_from(["leaflets", "booklets"]),
    st.sampled_from(["target", "actual"]),
    st.sampled_from([(2023, 2023), (2024, 2024), (2025, 2025), (2023, 2024)]),
    SAID,
)
Drawn = tuple[str, str, str, tuple[int, int], str]


def cells(drawn: list[Drawn]) -> Any:
    counts = ("n_unknown", "n_not_carried_out", "n_not_applicable")
    return frame(
        [
            (
                *(province, province, indicator, kind, "period", "year", f"{years[0]}-01-01", f"{years[1]}-12-31"),
                *(int(said == "n"), 5 if said == "n" else None, None, None, None, None, 0),
                *(int(said == name) for name in counts),
                None,
            )
            for province, indicator, kind, years, said in drawn
        ],
        CELLS,
    )


def plain(drawn: list[Drawn], year: int | None) -> dict[tuple[str, str, int, int], str]:
    found = {}
    for province, indicator, kind, (first, last), said in drawn:
        if kind != "target" or said not in ("n", "n_unknown") or last >= 2025 or year not in (None, last):
            continue
        own = [one for one in drawn if one[:3] == (province, indicator, "actual")]
        inside = {one[4] for one in own if first <= one[3][0] and one[3][1] <= last}
        touching = {one[4] for one in own if one[3][0] <= last and one[3][1] >= first}
        if "n" in inside:
            state = "reported"
        elif "n_not_applicable" in touching:
            continue
        else:
            state = "not_carried_out" if "n_not_carried_out" in touching else "missing"
        found[province, indicator, first, last] = state
    return found


@given(st.lists(CELL, max_size=14), st.sampled_from([None, 2023, 2024, 2025]))
def test_what_is_due_is_that_of_plain_python(drawn: list[Drawn], year: int | None) -> None:
    made = due(cells(drawn), today=TODAY, year=year)
    assert dict(made.schema) == DUE
    assert {tuple(row[:4]): row[4] for row in made.rows()} == plain(drawn, year)
    counted = completeness(made, frame([], ENTRIES))
    assert dict(counted.schema) == COMPLETENESS
    for line in counted.iter_rows(named=True):
        assert line["due"] == line["reported"] + line["not_carried_out"] + line["missing"]
        answered = line["reported"] + line["not_carried_out"]
        assert line["percent"] == (answered * 20_000 + line["due"]) // (2 * line["due"])
        assert (line["entries"], line["median_days"]) == (0, None)


@given(
    st.lists(
        st.tuples(st.sampled_from(["A14", "A66"]), st.integers(0, 9), st.integers(-5, 90), st.integers(1, 4)),
        max_size=12,
    )
)
def test_days_late_are_those_of_every_record(drawn: list[tuple[str, int, int, int]]) -> None:
    ends = [(province, TODAY + timedelta(days=end), late, n) for province, end, late, n in drawn]
    rows = [(province, str(end), str(end + timedelta(days=late)), n) for province, end, late, n in ends]
    made = completeness(due(cells([]), today=TODAY), frame(rows, ENTRIES))
    for line in made.iter_rows(named=True):
        days = sorted(max(late, 0) for one, _, late, n in drawn for _ in range(n) if one == line["province"])
        assert line["entries"] == len(days)
        assert line["median_days"] == days[(len(days) - 1) // 2]
        assert line["most_days"] == days[-1]


def test_a_correction_is_no_late_entry_and_a_void_record_none(office: Office) -> None:
    first = office.enter("target", indicator="leaflets", period=Period.year(2024), value=100)
    assert first
    done = office.enter("publication", media="leaflets", period=Period.year(2024), count=60)
    before = read_entries(office.reader, ["A66"], year=2024)
    office.enter("publication", before=done, media="leaflets", period=Period.year(2024), count=61)
    assert read_entries(office.reader, ["A66"], year=2024).equals(before)
    assert before.select("province", "n").rows() == [("A66", 1)]
    assert str(before["end"][0]) == "2024-12-31"
    gone = office.enter("publication", media="leaflets", period=Period.year(2024), count=60)
    office.void(gone)
    assert read_entries(office.reader, ["A66"], year=2024).equals(before)
    assert read_entries(office.reader, ["A66"], year=2024, programme="MTCS").height == 0
    read = read_year_cells(office.reader, Scope(provinces=["A66"]))
    assert ("A66", "leaflets", 2024, 2024, "reported") in due(read, today=TODAY, year=2024).rows()


def test_unknown_is_no_answer(office: Office) -> None:
    office.enter("target", indicator="leaflets", period=Period.year(2024), value=100)
    office.enter("publication", media="leaflets", period=Period.year(2024), count=Figure())
    read = read_year_cells(office.reader, Scope(provinces=["A66"]))
    assert ("A66", "leaflets", 2024, 2024, "missing") in due(read, today=TODAY, year=2024).rows()
