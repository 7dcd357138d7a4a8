from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.entry.reading.fields import Reading
from db.models.figure import Figure
from db.models.kinds import KINDS, Kind
from db.models.period import Period
from tests.tui.form_app import context
from tui.widgets.form_model import Form, Restored, split_cells, sticky_values


def form(kind: str = "training", initial: dict[str, Any] | None = None) -> Form:
    return Form(KINDS[kind], context(), initial)


def fill(form: Form, **texts: str) -> None:
    for entry in form.entries:
        if entry.field.name in texts:
            entry.editor.set(texts[entry.field.name])


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_enter_walks_through_every_field_to_the_save_line(kind: Kind) -> None:
    form = Form(kind, context())
    for place in range(len(form.entries)):
        assert form.active == place
        assert form.current is not None
        form.act("next_field")
    assert form.on_save_line
    form.act("next_field")
    form.typed("x")
    form.act("backspace")
    assert form.on_save_line
    assert not form.changed
    form.act("first_field")
    form.act("previous_field")
    assert form.active == 0


def test_what_is_read() -> None:
    one = form()
    fill(
        one, title="Tập huấn", held="28/9/2017", programmes="gnbv16", classes="1", participants="hơn 630", topics="a; b"
    )
    content, problems = one.read_all()
    assert not problems
    assert content == {
        "title": "Tập huấn",
        "held": {"grain": "day", "start": "2017-09-28", "end": "2017-09-28"},
        "programmes": ["GNBV16"],
        "classes": {"value": 1, "state": "reported"},
        "participants": {"value": 630, "hedge": "hơn", "state": "reported"},
        "topics": [{"text": "a"}, {"text": "b"}],
    }


def test_a_day_without_a_year_is_of_the_year_in_view() -> None:
    one = form()
    fill(one, held="16/5")
    assert one.read_all()[0]["held"]["start"] == "2020-05-16"


def test_the_unit_is_that_of_the_chosen_indicator() -> None:
    one = form("result")
    fill(one, indicator="cum dan cu", period="2020", value="95", programmes="GNBV16")
    value = [entry.field.name for entry in one.entries].index("value")
    assert one.unit(value) == "%"
    assert one.read_all()[0]["value"] == {"value": 9500, "state": "reported"}
    fill(one, indicator="media_reports")
    assert one.unit(value) == "phóng sự"
    assert one.read_all()[0]["value"] == {"value": 95, "state": "reported"}


def test_problems_are_told_when_the_field_has_been_left() -> None:
    one = form()
    place = [entry.field.name for entry in one.entries].index("participants")
    one.go(place)
    for character in "1.5":
        one.typed(character)
        reading = one.shown_reading(place)
        assert reading is None or reading.problem is None
    one.act("next_field")
    assert "1.5" in (one.shown_reading(place) or Reading()).problem  # type: ignore[operator]
    assert one.shown_reading(one.active) == Reading()


def test_all_problems_at_once_and_the_first_becomes_active() -> None:
    one = form()
    fill(one, title="Tập huấn", held="hôm nào", classes="1,300")
    one.go(len(one.entries))
    _content, problems = one.read_all()
    assert list(problems) == ["held", "programmes", "classes"]
    one.refused(problems)
    assert one.active == 1
    assert one.labels(problems) == ["Held", "Programmes", "Classes"]


def test_what_a_save_refused_is_told_until_the_text_changes() -> None:
    one = form()
    fill(one, participants="10")
    one.refused({"participants": "fewer than the women"})
    place = one.active
    assert one.shown_reading(place).problem == "fewer than the women"  # type: ignore[union-attr]
    one.typed("0")
    assert one.shown_reading(place).problem is None  # type: ignore[union-attr]


def test_an_untouched_field_keeps_its_value_to_the_letter() -> None:
    initial = {
        "title": "Kế hoạch",
        "number": "31/KH-STTTT",
        "period": Period.year(2023).as_content(),
        "programmes": ["GNBV21"],
        "tasks": [{"text": "x; y", "state": "done", "criterion": "8"}, {"text": "z", "indicator": "commune_lan"}],
        "scope": [{"text": "Nậm Chày", "unit": "A02908"}, {"text": "Tên cũ", "unit": "A02842"}],
        "scope_communes": Figure.of(10).as_content(),
        "source": {"document": "d", "paragraph": 3},
    }
    one = form("plan", initial)
    assert not one.changed
    assert one.read_all() == (initial, {})
    fill(one, tasks="z = mạng lan; w", scope_communes="")
    content, problems = one.read_all()
    assert not problems
    assert content["tasks"] == [{"text": "z", "indicator": "commune_lan"}, {"text": "w"}]
    assert "scope_communes" not in content
    assert content["source"] == initial["source"]


def test_another_indicator_reads_the_figure_anew() -> None:
    initial = {
        "indicator": "clusters_informed",
        "period": Period.year(2020).as_content(),
        "programmes": ["GNBV16"],
        "value": Figure.of(9500).as_content(),
    }
    one = form("result", initial)
    fill(one, indicator="media_reports")
    assert one.read_all()[0]["value"] == Figure.of(95).as_content()


def test_pasted_cells_fill_the_following_fields() -> None:
    one = form()
    one.typed("Lớp ")
    assert one.pasted("tập huấn\t28/9/2017\nGNBV16\tLào Cai\r\n") == ""
    assert list(one.texts().values())[:4] == ["Lớp tập huấn", "28/9/2017", "GNBV16", "Lào Cai"]
    assert one.active == 3
    one.go(len(one.entries) - 1)
    assert "b | c" in one.pasted("a\tb\tc")
    assert one.entries[-1].editor.text == "a"
    assert split_cells("a\r\nb\rc\n") == ["a", "b", "c"]
    assert split_cells("a") == ["a"]


def test_a_draft_restores_invalid_texts_and_the_place() -> None:
    one = form()
    fill(one, title="Tập huấn", classes="một lớp")
    one.go(5)
    other = form()
    other.go(3)
    other.typed("X")
    other.restore(one.texts(), "classes")
    assert other.texts() == one.texts() | {"venue": "X"}
    assert other.active == 5


def test_a_draft_over_a_newer_record_brings_back_only_what_it_had_changed() -> None:
    begun = form(initial={"title": "Lớp một", "venue": "Sơn La", "note": "cũ"})
    base = begun.base
    fill(begun, venue="Mộc Châu", note="của tôi")
    now = form(initial={"title": "Lớp hai", "venue": "Sơn La", "note": "của bạn"})
    restored = now.restore(begun.texts(), "venue", base)
    assert restored == Restored(("venue", "note"), ("note",))
    assert now.texts() == begun.texts() | {"title": "Lớp hai"}
    without_base = form(initial={"title": "Lớp hai", "venue": "Sơn La"})
    assert without_base.restore(begun.texts(), "").fields == ("title", "venue", "note")


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=3, max_size=3))
def test_no_change_of_another_person_is_lost(fields: list[tuple[str, str, str]]) -> None:
    names = ["title", "venue", "note"]
    before, mine, theirs = (dict(zip(names, column, strict=True)) for column in zip(*fields, strict=True))
    begun = form(initial=before)
    fill(begun, **mine)
    now = form(initial=theirs)
    now.restore(begun.texts(), "", begun.base)
    for name in names:
        assert now.texts()[name] == (theirs if mine[name] == before[name] else mine)[name]


def test_sticky_values() -> None:
    content = {"title": "a", "held": Period.year(2020).as_content(), "programmes": ["DTTS"], "venue": "Lào Cai"}
    del content["venue"]
    assert sticky_values(KINDS["training"], content) == {name: content[name] for name in ("held", "programmes")}
