"""A grid of targets or results: what stands in its cells, and its save as one action on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from db.entry.gates import Person
from db.entry.grid import GridChange, GridChoice, GridPage, GridRefused, is_of_cell, read_grid
from db.entry.grid_saving import save_grid
from db.entry.indicators import add_indicator
from db.entry.saving import Saved, save, void
from db.entry.undoing import undo
from db.models.figure import Figure
from db.store.check import check
from db.store.database import Database, open_database
from db.store.reader import Reader, open_reader
from tests.db.entry.contents import Content, number, years

LAN, MAI = Person("lan"), Person("mai")
OF_2023 = GridChoice("target", "provinces", 2023, ("A14", "A10"))


@pytest.fixture
def reader(url: str) -> Iterator[Reader]:
    with open_reader(url) as opened:
        yield opened


def enter(database: Database, province: str, kind: str, person: Person = LAN, **content: Any) -> Saved:
    said = {"period": years(2023), "programmes": ["DTTS"]} | content
    return save(database, person=person, province_code=province, kind=kind, content=said)


def change(page: GridPage, code: str, column: str, value: int | None) -> GridChange:
    standing = page.cells.get((code, column), ())
    at = next(one for one in page.columns if one.key == column)
    return GridChange(code, at, None if value is None else number(value), standing[0] if standing else None)


def values(page: GridPage) -> dict[tuple[str, str], list[int | None]]:
    return {spot: [one.figure.value for one in standing] for spot, standing in page.cells.items()}


def counts(reader: Reader, cause: str) -> int:
    return int(reader.rows("SELECT count(*) FROM revision WHERE cause = :cause", {"cause": cause})[0][0])


def test_what_stands_in_the_cells(database: Database, reader: Reader) -> None:
    enter(database, "A14", "target", indicator="booklets", value=number(500, "hơn"), note="dòng 3")
    enter(database, "A14", "target", indicator="leaflets", period=years(2021, 2025), value=number(9), per_year=True)
    enter(database, "A10", "target", indicator="booklets", period=years(2021, 2025), value=number(7))
    page = read_grid(reader, OF_2023)
    assert values(page) == {("booklets", "A14"): [500], ("leaflets", "A14"): [9]}
    assert [column.title for column in page.columns] == ["Sơn La", "Lào Cai"]
    (own,), (of_five_years,) = page.cells["booklets", "A14"], page.cells["leaflets", "A14"]
    assert is_of_cell(own, page.choice, page.columns[0])
    assert own.by == "lan"
    assert own.figure == Figure.of(500, "hơn")
    assert not is_of_cell(of_five_years, page.choice, page.columns[0])
    assert read_grid(reader, OF_2023._replace(programme="GNBV21")).cells == {}
    assert [row.code for row in read_grid(reader, OF_2023._replace(kind="result")).rows] == [
        "clusters_informed",
        "households_informed",
        "postal_codes",
        "commune_lan",
        "support_points",
    ]


def test_months_and_communes_of_a_province(database: Database, reader: Reader) -> None:
    save(
        database,
        person=LAN,
        province_code="A10",
        kind="plan",
        content={"title": "Kế hoạch", "period": years(2021, 2025), "programmes": ["KH31-LC"]}
        | {"scope": [{"text": "Lùng Cái", "unit": "A02842"}]},
    )
    enter(database, "A10", "target", indicator="leaflets", value=number(5), places=[{"text": "x", "unit": "A02791"}])
    enter(database, "A10", "target", indicator="leaflets", value=number(50))
    communes = read_grid(reader, GridChoice("target", "communes", 2023, ("A10",), communes=("A02752",)))
    assert {column.key for column in communes.columns} == {"A02842", "A02791", "A02752"}
    assert values(communes) == {("leaflets", "A02791"): [5]}
    assert communes.apart == {"leaflets": 1}
    save_grid(database, communes, [change(communes, "leaflets", "A02842", 8)], person=LAN)
    months = read_grid(reader, GridChoice("target", "months", 2023, ("A10",)))
    save_grid(database, months, [change(months, "leaflets", "02", 4)], person=LAN)
    months = read_grid(reader, months.choice)
    assert values(months) == {("leaflets", "02"): [4]}
    assert values(read_grid(reader, communes.choice)) == {("leaflets", "A02791"): [5], ("leaflets", "A02842"): [8]}
    (standing,) = months.cells["leaflets", "02"]
    assert standing.content["period"]["grain"] == "month"


def test_one_save_is_one_action(database: Database, reader: Reader, url: str) -> None:
    kept = enter(database, "A14", "target", indicator="booklets", value=number(500), note="dòng 3", maintain=True)
    enter(database, "A10", "target", indicator="booklets", value=number(70))
    before = values(page := read_grid(reader, OF_2023))
    changes = [
        change(page, "booklets", "A14", 600),
        change(page, "booklets", "A10", None),
        change(page, "leaflets", "A14", 11),
    ]
    assert save_grid(database, page, changes, person=LAN, reason="nhập nhầm") == 3
    after = read_grid(reader, OF_2023)
    assert values(after) == {("booklets", "A14"): [600], ("leaflets", "A14"): [11]}
    (edited,) = after.cells["booklets", "A14"]
    assert edited.record == kept.record_id
    assert edited.content["note"] == "dòng 3"
    assert edited.content["maintain"] is True
    assert after.cells["leaflets", "A14"][0].content["programmes"] == ["DTTS"]
    assert len(reader.rows("SELECT DISTINCT intent FROM revision WHERE intent IS NOT NULL")) == 1
    assert reader.rows("SELECT reason FROM revision WHERE cause = 'void'") == [("nhập nhầm",)]
    assert undo(database, LAN).count == 3
    assert values(read_grid(reader, OF_2023)) == before
    assert check(url) == []


def test_one_cell_that_does_not_hold_keeps_all_back(database: Database, reader: Reader) -> None:
    enter(database, "A14", "target", indicator="booklets", value=number(5))
    page = read_grid(reader, OF_2023)
    wrong = change(page, "commune_lan", "A14", 20_000)
    with pytest.raises(GridRefused) as refused:
        save_grid(database, page, [change(page, "booklets", "A14", 6), wrong], person=LAN)
    assert list(refused.value.problems) == [("commune_lan", "A14")]
    assert values(read_grid(reader, OF_2023)) == {("booklets", "A14"): [5]}


def test_a_new_figure_needs_a_programme(database: Database, reader: Reader) -> None:
    page = read_grid(reader, OF_2023)
    assert page.programmes == {"A14": (), "A10": ()}
    with pytest.raises(GridRefused) as refused:
        save_grid(database, page, [change(page, "booklets", "A14", 6)], person=LAN)
    assert refused.value.problems
    chosen = read_grid(reader, OF_2023._replace(programme="GNBV21"))
    assert save_grid(database, chosen, [change(chosen, "booklets", "A14", 6)], person=LAN) == 1


def test_what_somebody_else_did_meanwhile_is_not_overwritten(database: Database, reader: Reader) -> None:
    theirs = enter(database, "A14", "target", indicator="booklets", value=number(5))
    page = read_grid(reader, OF_2023)
    said: Content = {"indicator": "booklets", "period": years(2023), "programmes": ["DTTS"], "value": number(9)}
    save(
        database, person=MAI, province_code="A14", kind="target", content=said,
        record_id=theirs.record_id, parent=theirs.revision_id,
    )  # fmt: skip
    enter(database, "A14", "target", MAI, indicator="leaflets", value=number(1))
    changes = [
        change(page, "booklets", "A14", 6),
        change(page, "leaflets", "A14", 2),
        change(page, "media_rounds", "A14", 3),
    ]
    with pytest.raises(GridRefused) as refused:
        save_grid(database, page, changes, person=LAN)
    assert refused.value.overtaken == {("booklets", "A14"), ("leaflets", "A14")}
    assert values(read_grid(reader, OF_2023)) == {("booklets", "A14"): [9], ("leaflets", "A14"): [1]}
    fresh = read_grid(reader, OF_2023)
    assert save_grid(database, fresh, [change(fresh, *one.spot, 7) for one in changes], person=LAN) == 3


def test_of_two_who_fill_one_empty_cell_at_once_one_is_told(database: Database, reader: Reader, url: str) -> None:
    enter(database, "A14", "target", indicator="booklets", value=number(5))
    page = read_grid(reader, OF_2023)
    both = Barrier(2)

    def fill(person: Person) -> object:
        with open_database(url) as own:
            both.wait()
            try:
                return save_grid(own, page, [change(page, "leaflets", "A14", 7)], person=person)
            except GridRefused as refused:
                return refused.overtaken

    with ThreadPoolExecutor(2) as pool:
        for _time in range(3):
            outcomes = list(pool.map(fill, (LAN, MAI)))
            assert sorted(map(str, outcomes)) == ["1", str(frozenset({("leaflets", "A14")}))]
            assert len(read_grid(reader, OF_2023).cells["leaflets", "A14"]) == 1
            undo(database, LAN if outcomes[0] == 1 else MAI)


def test_a_doubt_is_said_by_cell_and_confirmed_with_a_reason(database: Database, reader: Reader) -> None:
    to_date: dict[str, Any] = {"indicator": "meetings", "basis": "year_to_date"}
    month = {"grain": "month", "start": "2023-01-01", "end": "2023-01-31"}
    later = month | {"start": "2023-02-01", "end": "2023-02-28"}
    add = {"unit": "điểm", "over_time": "sum", "over_place": "sum", "source_kind": "result", "group": "results"}
    names = {"code": "meetings", "name_vi": "Buổi họp", "name_en": "meetings"}
    add_indicator(database, LAN, {**add, **names, "short_vi": "Họp", "short_en": "Met", "direction": "increase"}, "")
    enter(database, "A14", "result", **to_date, period=month, value=number(10))
    enter(database, "A14", "result", **to_date, period=later, value=number(20))
    page = read_grid(reader, GridChoice("result", "months", 2023, ("A14",)))
    falling = change(page, "meetings", "01", 30)
    with pytest.raises(GridRefused) as refused:
        save_grid(database, page, [falling], person=LAN)
    assert list(refused.value.doubts) == [falling.spot]
    assert save_grid(database, page, [falling], person=LAN, reason="đã đối chiếu", confirmed=[falling.spot]) == 1
    assert reader.rows("SELECT reason FROM revision WHERE cause = 'edit'") == [("đã đối chiếu",)]


def test_a_void_record_stands_nowhere(database: Database, reader: Reader) -> None:
    saved = enter(database, "A14", "target", indicator="booklets", value=number(5))
    void(database, person=LAN, province_code="A14", record_id=saved.record_id, parent=saved.revision_id, reason="nhầm")
    assert read_grid(reader, OF_2023).cells == {}
