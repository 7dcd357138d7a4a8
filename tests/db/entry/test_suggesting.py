"""What a text that is still typed may become, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from db.entry.gates import Person
from db.entry.saving import save, void
from db.entry.suggesting import MOST, other_spelling, suggest_names, suggest_places
from db.models.kinds import KINDS
from db.models.tables import KIND_TABLES
from db.store.database import Database
from db.store.reader import Reader, open_reader
from tests.db.entry.contents import VALID, texts
from tui.record_form import RecordForm
from tui.widgets.form_model import Form

PERSON = Person("clerk")


@pytest.fixture
def reader(url: str) -> Iterator[Reader]:
    with open_reader(url) as opened:
        yield opened


def agreement(database: Database, province: str, *parties: str, party_a: str = "Sở TT&TT") -> tuple[str, str]:
    content = VALID["agreement"] | {"parties": texts(*parties), "party_a": party_a}
    saved = save(database, person=PERSON, province_code=province, kind="agreement", content=content, override="test")
    return saved.record_id, saved.revision_id


def found(reader: Reader, text: str, province: str) -> list[tuple[str, str, bool]]:
    return [(one.printed, one.unit.full, one.other_era) for one in suggest_places(reader, text, province)]


def test_units_by_the_start_of_a_word_of_their_names_in_either_era(reader: Reader, database: Database) -> None:
    assert found(reader, "lung c", "A10") == [("Lùng Cải", "xã Lùng Cải, huyện Bắc Hà, Lào Cai", False)]
    assert found(reader, "xã LÙNG C", "A10") == found(reader, "lung c", "A10")
    assert found(reader, "lung ca", "B15") == [("Lùng Cải", "xã Tả Củ Tỷ, Lào Cai", True)]
    names = {full for _printed, full, _other in found(reader, "cao s", "A10")}
    assert {"xã La Pan Tẩn, huyện Mường Khương, Lào Cai", "xã Tả Thàng, huyện Mường Khương, Lào Cai"} <= names
    assert found(reader, "cao s", "A10")[0] == ("Cao Sơn", "xã Cao Sơn, huyện Mường Khương, Lào Cai", False)
    for nothing in ("", "l", "x%", "zzzz", "!_"):
        assert not found(reader, nothing, "A10")


def test_a_known_spelling_finds_its_unit(reader: Reader, database: Database) -> None:
    spelling, unit, province = reader.rows(
        "SELECT a.spelling, u.key, d.parent FROM unit_alias a JOIN unit u ON u.key = a.unit_key"
        " JOIN unit d ON d.key = u.parent WHERE d.parent IS NOT NULL ORDER BY a.spelling"
    )[0]
    assert unit in {one.unit.unit for one in suggest_places(reader, spelling, province)}


def test_what_a_suggested_place_becomes_reads_as_that_unit(reader: Reader, database: Database) -> None:
    for province, typed in (("A10", "lung"), ("A10", "cao s"), ("A10", "nam"), ("B15", "lung"), ("A66", "bong")):
        port = RecordForm(reader, lambda: database, "clerk", date(2026, 9, 15), province, "delivery", {}, None)
        context = port.context()
        field = KINDS["delivery"].field("places")
        units = [one.unit.unit for one in suggest_places(reader, typed, province)]
        assert 0 < len(units) <= MOST
        for unit, one in zip(units, port.suggest(field, typed), strict=True):
            form = Form(KINDS["delivery"], context)
            form.active = next(at for at, entry in enumerate(form.entries) if entry.field is field)
            form.put(one.text)
            value = form.reading(form.active).value
            assert value is not None, one
            assert [place["unit"] for place in value] == [unit], one


def test_names_of_this_province_first_then_of_any(reader: Reader, database: Database) -> None:
    agreement(database, "A14", "Báo Sơn La", "Đài PT-TH; tỉnh")
    agreement(database, "A10", "Báo Lào Cai", "Nhà báo tự do")
    agreement(database, "A10", "báo lào cai", "Báo Lào Cai", party_a="Ban báo chí")
    assert suggest_names(reader, "bodies", "bao", "A14") == [
        "Báo Sơn La",
        "Báo Lào Cai",
        "Ban báo chí",
        "Nhà báo tự do",
    ]
    assert suggest_names(reader, "bodies", "bao", "A10")[:2] == ["Báo Lào Cai", "Ban báo chí"]
    assert suggest_names(reader, "bodies", "so tt", "A66") == ["Sở TT&TT"]
    assert suggest_names(reader, "people", "bao", "A14") == []
    assert suggest_names(reader, "bodies", "b", "A14") == []
    assert suggest_names(reader, "bodies", "%%", "A14") == []
    port = RecordForm(reader, lambda: database, "clerk", date(2026, 9, 15), "A14", "plan", {}, None)
    assert [one.text for one in port.suggest(KINDS["plan"].field("partners"), "dai")] == ["Đài PT-TH;; tỉnh"]


def test_another_spelling_of_a_name_is_told(reader: Reader, database: Database) -> None:
    record, revision = agreement(database, "A14", "Báo Sơn La", party_a="Đài Sơn La")
    for typed, known in {
        "báo Sơn la": "Báo Sơn La",
        "Báo Sơn La": None,
        "Báo Sơn": None,
        "Báo Điện Biên": None,
        "đài sơn la": "Đài Sơn La",
    }.items():
        assert other_spelling(reader, "bodies", typed, "A10") == known
    void(database, person=PERSON, province_code="A14", record_id=record, parent=revision, reason="sai")
    assert other_spelling(reader, "bodies", "báo Sơn la", "A14") is None
    assert other_spelling(reader, "bodies", "đài sơn la", "A14") is None


def test_every_field_of_names_is_kept_where_it_is_looked_for(reader: Reader, database: Database) -> None:
    for kind in KINDS.values():
        for field in (one for one in kind.fields if one.names):
            assert field.type in ("text", "texts")
            if field.type == "text":
                assert field.name in KIND_TABLES[kind.code][0].model_fields
            assert suggest_names(reader, field.names, "khong co", "A14") == []
