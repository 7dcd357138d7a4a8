"""Indicators that administrators keep: what is refused, what is kept of a change, and what becomes of the figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db.entry.content import check_content
from db.entry.gates import Person
from db.entry.indicators import (
    add_indicator,
    edit_indicator,
    end_indicator,
    read_changes,
    read_indicator,
    read_indicators,
)
from db.entry.problems import Conflict, Refused
from db.entry.saving import save
from db.entry.vocabularies import load_vocabularies
from db.models.kinds import KINDS
from db.store.check import check
from db.store.database import Database
from db.store.reader import open_reader
from seed import reference
from tests.db.entry.contents import VALID, number, years

PERSON = Person("admin")
WIFI = {
    "code": "commune_wifi",
    "name_vi": "Xã có điểm wifi công cộng",
    "name_en": "communes with public wifi",
    "unit": "xã",
    "over_time": "latest",
    "over_place": "sum",
}
SHARE = WIFI | {"unit": "%", "over_place": "ratio"}


def enter(database: Database, code: str, value: int = 3, year: int = 2024, **more: Any) -> None:
    content = VALID["result"] | {"indicator": code, "value": number(value), "period": years(year)} | more
    save(database, person=PERSON, province_code="A10", kind="result", content=content)


def refused(database: Database, **changes: Any) -> dict[str, str]:
    with pytest.raises(Refused) as raised:
        add_indicator(database, PERSON, WIFI | changes)
    return raised.value.problems


def test_a_new_one_is_at_once_in_every_list(database: Database, url: str) -> None:
    enter(database, "commune_lan", 5000)  # the lists are read by now
    added = add_indicator(database, PERSON, WIFI, reason="QĐ 12/2026")
    enter(database, "commune_wifi")
    with open_reader(url) as reader:
        assert load_vocabularies(reader, "vi").choices["indicators"][-1] == ("commune_wifi", WIFI["name_vi"])
        assert read_indicators(reader)[-1] == added == read_indicator(reader, "commune_wifi")
        (change,) = read_changes(reader, "commune_wifi")
    assert (change.action, change.by, change.reason, change.after["unit"]) == ("add", "admin", "QĐ 12/2026", "xã")
    assert (added.short_vi, added.direction, added.decimals) == (WIFI["name_vi"], "increase", 0)
    assert check(url) == []


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"code": "Xã"}, "code", "small letters"),
        ({"code": "commune_lan"}, "code", "already"),
        ({"name_vi": ""}, "name_vi", "needed"),
        ({"name_vi": "xa co mang lan"}, "name_vi", "commune_lan"),
        ({"unit": "con"}, "unit", "There are"),
        ({"direction": "sideways"}, "direction", "increase"),
        ({"unit": "%"}, "over_place", "never added up"),
        ({"unit": "%", "over_time": "sum", "over_place": "ratio"}, "over_time", "never added up"),
        ({"over_place": "ratio"}, "over_place", "needs the unit %"),
        ({"unit": "%", "over_time": "ratio", "over_place": "none"}, "over_place", "as over time"),
        ({"decimals": 1}, "decimals", "percentages"),
        ({"baseline": -1}, "baseline", "less than 0"),
        ({"valid_from": "2026-01-01", "valid_to": "2025-01-01"}, "valid_to", "before it begins"),
        ({"source_kind": "training"}, "source_kind", "field of a form"),
    ],
)
def test_what_is_no_indicator(database: Database, changes: dict[str, Any], field: str, says: str) -> None:
    problems = refused(database, **changes)
    assert list(problems) == [field]
    assert says in problems[field]


def test_figures_keep_their_meaning(database: Database, url: str) -> None:
    add_indicator(database, PERSON, WIFI)
    edit_indicator(database, PERSON, "commune_wifi", {"over_time": "sum"})  # nobody has reported anything yet
    enter(database, "commune_wifi")
    for change in ({"unit": "điểm"}, {"over_time": "latest"}, {"over_place": "none"}):
        with pytest.raises(Refused, match="add another indicator"):
            edit_indicator(database, PERSON, "commune_wifi", change)
    assert edit_indicator(database, PERSON, "commune_wifi", {"name_en": "communes on wifi"}).changes == 3
    with open_reader(url) as reader:
        assert [change.action for change in read_changes(reader, "commune_wifi")] == ["add", "edit", "edit"]
        assert read_changes(reader, "commune_wifi")[-1].after == {"name_en": "communes on wifi"}


def test_an_end_leaves_the_figures_and_makes_room_for_another(database: Database, url: str) -> None:
    add_indicator(database, PERSON, WIFI)
    enter(database, "commune_wifi", year=2024)
    with pytest.raises(Refused, match="31/12/2024"):
        end_indicator(database, PERSON, "commune_wifi", date(2024, 6, 30))
    end_indicator(database, PERSON, "commune_wifi", date(2025, 12, 31))
    add_indicator(database, PERSON, SHARE | {"code": "commune_wifi_share", "valid_from": "2026-01-01"})
    with pytest.raises(Refused, match="31/12/2025"):
        enter(database, "commune_wifi", year=2026)
    with pytest.raises(Refused, match="01/01/2026"):
        enter(database, "commune_wifi_share", year=2025)
    enter(database, "commune_wifi_share", 5000, year=2026)
    enter(database, "commune_wifi", year=2025)
    with open_reader(url) as reader:
        assert [change.action for change in read_changes(reader, "commune_wifi")] == ["add", "end"]


def test_what_is_derived_stays_so(database: Database) -> None:
    with pytest.raises(Refused, match="cannot become"):
        edit_indicator(database, PERSON, "training_classes", {"source_kind": "result"})
    with pytest.raises(Refused, match="no end"):
        end_indicator(database, PERSON, "training_classes", date(2030, 12, 31))
    with pytest.raises(Refused, match="never changes"):
        edit_indicator(database, PERSON, "training_classes", {"code": "classes"})


def test_a_media_kind_of_one_s_own_is_added_up(database: Database, url: str) -> None:
    clips = WIFI | {"code": "video_clips", "name_vi": "Video ngắn", "name_en": "video clips", "unit": "sản phẩm"}
    add_indicator(database, PERSON, clips | {"source_kind": "publication", "over_time": "sum"})
    content = VALID["publication"] | {"media": "video_clips"}
    save(database, person=PERSON, province_code="A10", kind="publication", content=content)
    with open_reader(url) as reader:
        lists = load_vocabularies(reader, "en")
        assert ("video_clips", "video clips") in lists.choices["media_kinds"]
        assert reader.rows("SELECT total FROM rollup_year WHERE indicator = 'video_clips' AND programme = '*'") == [
            (2500,)
        ]
        typed = VALID["result"] | {"indicator": "video_clips", "value": number(1)}
        assert "never typed twice" in check_content(KINDS["result"], typed, lists)["indicator"]


def test_two_administrators(database: Database) -> None:
    add_indicator(database, PERSON, WIFI)
    edit_indicator(database, Person("first"), "commune_wifi", {"name_en": "one"}, seen=1)
    with pytest.raises(Conflict) as raised:
        edit_indicator(database, Person("second"), "commune_wifi", {"name_en": "two"}, seen=1)
    assert raised.value.by == "first"


def test_the_same_again_is_no_change(database: Database) -> None:
    add_indicator(database, PERSON, WIFI)
    assert edit_indicator(database, PERSON, "commune_wifi", {"name_en": WIFI["name_en"]}).changes == 1


def test_shipped_data_do_not_undo_an_administrator(database: Database, url: str) -> None:
    add_indicator(database, PERSON, WIFI)
    edit_indicator(database, PERSON, "commune_lan", {"name_en": "communes wired", "baseline": 1000})
    with database.write() as session:
        session.connection().execute(text("UPDATE meta SET value = 'old' WHERE name = 'reference_digest'"))
        session.connection().execute(text("UPDATE indicator SET name_en = 'old' WHERE code = 'postal_codes'"))
    reference.load(url)
    with open_reader(url) as reader:
        assert read_indicator(reader, "commune_lan").name_en == "communes wired"
        assert read_indicator(reader, "commune_lan").baseline == 1000
        assert read_indicator(reader, "commune_wifi").name_vi == WIFI["name_vi"]
        assert read_indicator(reader, "postal_codes").name_en == "households with a postal address code"


def test_changes_are_only_added(database: Database) -> None:
    add_indicator(database, PERSON, WIFI)
    for statement in ("UPDATE indicator_change SET reason = ''", "DELETE FROM indicator_change"):
        with pytest.raises(IntegrityError), database.write() as session:
            session.connection().execute(text(statement))


def test_an_unknown_code_is_named(database: Database) -> None:
    with pytest.raises(Refused, match="wealth"):
        edit_indicator(database, PERSON, "wealth", {"name_en": "x"})
