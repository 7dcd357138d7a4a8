"""Any sequence of entries, edits and voids leaves a whole database: hypothesis plays the clerks, on both databases."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from db.entry.gates import Person
from db.entry.rows import item_rows, place_rows, programme_rows, record_row, typed_row
from db.entry.saving import Saved, save, void
from db.entry.vocabularies import Vocabularies
from db.models.canonical import canonical_json
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.period import Period
from db.store.check import check
from db.store.database import Database
from db.store.reader import Reader, open_reader
from tests.db.entry.contents import Content, texts

PROVINCES = ("A14", "A66")
PROGRAMMES = st.lists(st.sampled_from(["GNBV16", "TTDN", "DTTS"]), min_size=1, max_size=2, unique=True)


def _period(year: int, length: int, shape: str) -> Content:
    start = date(year, 3, 1)
    period = {
        "day": Period.day(start),
        "month": Period.month(year, 6),
        "year": Period.year(year),
        "years": Period.years(year, year + length),
        "span": Period(start, start + timedelta(days=200 * length), "span"),
    }[shape]
    return period.as_content()


PERIODS = st.builds(
    _period,
    st.integers(2018, 2020),
    st.integers(0, 2),
    st.sampled_from(["day", "month", "year", "years", "span"]),
)
REPORTED = st.builds(
    lambda value, width, hedge: Figure(
        value, value if width else None, value + width if width else None, hedge=hedge, state="reported"
    ),
    st.integers(0, 5000),
    st.sampled_from([0, 0, 300]),
    st.sampled_from([None, None, "hơn"]),
)
SHARES = st.builds(
    lambda part, rest: Figure(
        part * 10_000 // (part + rest), numerator=part, denominator=part + rest, state="reported"
    ),
    st.integers(0, 9),
    st.integers(1, 9),
)
STATES = st.sampled_from(
    [Figure(), Figure(state="not_carried_out", reason="COVID-19"), Figure(state="not_applicable", reason="không có")]
)


def _contents(figure: st.SearchStrategy[Figure]) -> st.SearchStrategy[Content]:
    return figure.map(Figure.as_content)


TRAININGS = st.fixed_dictionaries(
    {"title": st.just("Lớp"), "held": PERIODS, "programmes": PROGRAMMES, "classes": _contents(REPORTED | STATES)},
    optional={
        "participants": _contents(REPORTED.map(lambda figure: Figure.of(figure.value or 0)) | STATES),
        "topics": st.lists(st.sampled_from(["a", "b", "c"]), min_size=1).map(lambda names: texts(*names)),
    },
)
TARGETS = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["support_points", "receivers_commune"]),
        "period": PERIODS,
        "programmes": PROGRAMMES,
    },
    optional={
        "value": _contents(REPORTED | STATES),
        "per_year": st.just(True),
        "members": st.sampled_from([texts("a", "b"), [{"text": "Phù Yên", "unit": "A122"}]]),
    },
)
RESULTS = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["commune_lan", "clusters_informed"]),
        "period": PERIODS,
        "programmes": PROGRAMMES,
        "value": _contents(SHARES | STATES),
    },
    optional={"basis": st.sampled_from(["year_to_date", "plan_to_date"])},
)
ENTRIES = st.one_of(
    st.tuples(st.just("training"), TRAININGS),
    st.tuples(st.just("target"), TARGETS),
    st.tuples(st.just("result"), RESULTS),
)


@dataclass(frozen=True)
class Step:
    """What a clerk does: with a record chosen among those of its kind, or a new one where there is none."""

    action: Literal["enter", "edit", "void"]
    choice: int
    kind: str
    content: Content
    province: str


STEPS = st.builds(
    lambda action, choice, entry, province: Step(action, choice, *entry, province),
    st.sampled_from(["enter", "enter", "edit", "edit", "void"]),
    st.integers(0, 5),
    ENTRIES,
    st.sampled_from(PROVINCES),
)


def play(database: Database, steps: list[Step]) -> dict[tuple[str, str], tuple[str, Content, bool]]:
    """Take the steps; gives (province, record) → kind, its content and whether it is void."""
    person = Person("lan")
    saved: dict[tuple[str, str], Saved] = {}
    expected: dict[tuple[str, str], tuple[str, Content, bool]] = {}
    for step in steps:
        content = {name: value for name, value in step.content.items() if step.province == "A14" or name != "members"}
        known = [key for key, (kind, *_rest) in expected.items() if kind == step.kind and key[0] == step.province]
        if step.action == "enter" or not known:
            one = save(database, person=person, province_code=step.province, kind=step.kind, content=content)
            expected[step.province, one.record_id] = (step.kind, content, False)
        else:
            province, record = known[step.choice % len(known)]
            head: dict[str, Any] = {
                "person": person,
                "province_code": province,
                "record_id": record,
                "parent": saved[province, record].revision_id,
            }
            if step.action == "edit":
                one = save(database, **head, kind=step.kind, content=content)
                expected[province, record] = (step.kind, content, False)
            else:
                one = void(database, **head, reason="thử")
                expected[province, record] = (*expected[province, record][:2], True)
        saved[step.province, one.record_id] = one
    return expected


def assert_shown(
    reader: Reader, vocabularies: Vocabularies, key: tuple[str, str], kind_code: str, content: Content
) -> None:
    """The typed row, the shared row and the lists say what the content says."""
    kind = KINDS[kind_code]
    of_record = "WHERE province_code = :province AND record_id = :record"
    parameters = {"province": key[0], "record": key[1]}

    def rows(table: str, columns: list[str], where: str = of_record) -> list[tuple[Any, ...]]:
        statement = f"SELECT {', '.join(columns)} FROM {table} {where}"
        return [tuple(map(_plain, row)) for row in reader.rows(statement, parameters)]

    typed = typed_row(kind, content)
    assert rows(kind_code, list(typed)) == [tuple(map(_plain, typed.values()))]
    shared = record_row(kind, content, vocabularies)
    assert rows("record", list(shared), "WHERE province_code = :province AND id = :record") == [
        tuple(map(_plain, shared.values()))
    ]
    for table, listed in (
        ("record_programme", programme_rows(kind, content)),
        ("record_place", place_rows(kind, content)),
        ("record_item", item_rows(kind, content)),
    ):
        if listed:
            found = rows(table, list(listed[0]))
            assert sorted(map(str, found)) == sorted(str(tuple(map(_plain, row.values()))) for row in listed)
        else:
            assert rows(table, ["province_code"]) == []


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else int(value) if isinstance(value, bool) else value


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # All examples go on in one database, so a smaller one would not start from where this one failed.
    phases=[Phase.explicit, Phase.generate],
)
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
@example(steps=[])
def test_any_sequence_leaves_a_whole_database(
    database: Database, url: str, vocabularies: Vocabularies, steps: list[Step]
) -> None:
    expected = play(database, steps)
    assert check(url) == []
    with open_reader(url) as reader:
        for key, (kind, content, voided) in expected.items():
            assert_shown(reader, vocabularies, key, kind, content)
            ((head, is_void, kept),) = reader.rows(
                "SELECT r.head_revision_id, r.voided, v.content FROM record r"
                " JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id"
                " WHERE r.province_code = :province AND r.id = :record",
                {"province": key[0], "record": key[1]},
            )
            assert bool(is_void) == voided
            assert kept == canonical_json(content) == canonical_json(json.loads(kept))
            counting = reader.rows(
                "SELECT c.revision_id FROM counting c"
                " JOIN revision v ON v.province_code = c.province_code AND v.id = c.revision_id"
                " WHERE v.province_code = :province AND v.record_id = :record",
                {"province": key[0], "record": key[1]},
            )
            assert counting == ([] if voided else [(head,)])
