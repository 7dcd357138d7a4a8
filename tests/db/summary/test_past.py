"""What was known at a moment is what the summary said then, whatever was entered, edited and voided since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from db.entry.gates import Person
from db.entry.saving import Saved, save, void
from db.models.figure import Figure
from db.models.period import Period
from db.models.reference import Indicator
from db.setting_rules import VIETNAM, zone_of
from db.store.database import Database, open_database
from db.store.journal import utc_now
from db.store.reader import Reader, open_reader
from db.store.rollups import MEASURES, ROLLUPS, SHARED_KEY
from db.summary import overview, province, records
from db.summary.contract import summary
from db.summary.indicators import read_indicators
from db.summary.past import Moment, end_of, read_moment, read_past
from db.summary.past_reader import PastReader
from tests.db.entry.contents import texts
from tests.db.entry.test_saving_properties import PERIODS, PROGRAMMES, REPORTED, STATES, TRAININGS, Content

TODAY: Final = date(2020, 9, 15)
PROVINCES: Final = ("A10", "A66", "B66")
ZONE: Final = zone_of(VIETNAM)
LEVELS: Final = st.builds(
    lambda part, rest, hedge: Figure(
        part * 10_000 // (part + rest), hedge=hedge, numerator=part, denominator=part + rest, state="reported"
    ),
    st.integers(0, 9),
    st.integers(1, 9),
    st.sampled_from([None, None, "hơn", "gần"]),
)

HEDGED: Final = st.builds(
    lambda value, hedge: Figure.of(value, hedge), st.integers(0, 5000), st.sampled_from([None, "hơn", "gần"])
)


def _figures(figures: st.SearchStrategy[Figure]) -> st.SearchStrategy[Content]:
    return figures.map(Figure.as_content)


TARGETS: Final = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["support_points", "commune_lan", "clusters_informed"]),
        "period": PERIODS,
        "programmes": PROGRAMMES,
        "value": _figures(REPORTED.map(lambda figure: Figure.of((figure.value or 0) % 100)) | STATES),
    },
    optional={"per_year": st.just(True), "maintain": st.just(True)},
)
WORST: Final = {
    "code": "outage", "name_vi": "Mất sóng", "name_en": "outage", "short_vi": "Mất sóng", "short_en": "Outage",
    "unit": "điểm", "group": "results", "decimals": 0, "direction": "increase", "over_time": "max",
    "over_place": "none", "origin": "reported", "source_kind": "result", "position": 1000,
}  # fmt: skip
"""An indicator of which the largest figure counts; the shipped ones have none."""
OF_2019: Final = st.sampled_from(
    [Period.day(date(2019, 3, 1)), Period.month(2019, 6), Period.year(2019), Period.years(2019, 2020)]
).map(Period.as_content)
"""Periods of which most meet in one cell."""
RESULTS: Final = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["clusters_informed", "outage"]),
        "period": OF_2019,
        "programmes": st.just(["GNBV16"]),
        "value": _figures(LEVELS | STATES),
    }
) | st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["commune_lan", "support_points"]),
        "period": PERIODS,
        "programmes": PROGRAMMES,
        "value": _figures(LEVELS | STATES),
    },
    optional={"basis": st.sampled_from(["year_to_date", "plan_to_date"]), "preliminary": st.just(True)},
)
"""Cells that hold one figure, and figures that are counted anew: those of several bases, and preliminary ones."""
DELIVERIES: Final = st.fixed_dictionaries(
    {
        "delivered": PERIODS,
        "programmes": PROGRAMMES,
        "equipment_type": st.just("radio_set"),
        "households": _figures(REPORTED | STATES),
        "places": st.sampled_from(
            [[], texts("Phù Yên"), texts("Bắc Yên", "Phù Yên"), [{"text": "Lùng Cái", "unit": "A02842"}]]
        ),
    }
)
PUBLICATIONS: Final = st.fixed_dictionaries(
    {
        "media": st.sampled_from(["booklets", "leaflets"]),
        "period": PERIODS,
        "programmes": PROGRAMMES,
        "count": _figures(HEDGED),
        "languages": st.lists(st.sampled_from(["thai", "mong"]), unique=True),
    }
)
ACTIVITIES: Final = st.fixed_dictionaries(
    {
        "title": st.just("Việc"),
        "period": PERIODS,
        "programmes": PROGRAMMES,
        "indicator": st.sampled_from(["support_points", "training_classes"]),
        "state": st.sampled_from(["not_carried_out", "not_applicable"]),
        "reason": st.just("COVID-19"),
    }
)
CONTENTS: Final = {
    "training": TRAININGS,
    "target": TARGETS,
    "result": RESULTS,
    "delivery": DELIVERIES,
    "publication": PUBLICATIONS,
    "activity": ACTIVITIES,
}
Step = tuple[str, int, tuple[str, Content], str]
CLERK: Final = Person("lan")


def plays(least: int, most: int) -> st.SearchStrategy[list[Step]]:
    """So many steps with results and records of another kind: most meet a record, or a cell, of an earlier one."""
    return st.tuples(st.sampled_from([*CONTENTS]), st.permutations(PROVINCES)).flatmap(
        lambda chosen: st.lists(
            steps_with({kind: CONTENTS[kind] for kind in ("result", chosen[0])}, chosen[1][:2]),
            min_size=least,
            max_size=most,
        )
    )


def steps_with(contents: Mapping[str, st.SearchStrategy[Content]], provinces: Sequence[str]) -> st.SearchStrategy[Step]:
    """A step of some record; `contents` by kind."""
    return st.tuples(
        st.sampled_from(["enter", "enter", "edit", "edit", "void"]),
        st.integers(0, 5),
        st.one_of(*(st.tuples(st.just(kind), content) for kind, content in contents.items())),
        st.sampled_from(provinces),
    )


def played(database: Database, steps: list[Step]) -> Iterator[None]:
    """Take the steps, one at a time."""
    known: list[tuple[str, str, Saved]] = []
    for action, choice, (kind, content), where in steps:
        same = [place for place, (_province, known_kind, _saved) in enumerate(known) if known_kind == kind]
        if action == "enter" or not same:
            fitting = _fitting(content, where)
            new = save(database, person=CLERK, province_code=where, kind=kind, content=fitting, override="thử")
            known.append((where, kind, new))
        else:
            place = same[choice % len(same)]
            key, _kind, last = known[place]
            head: dict[str, Any] = {"province_code": key, "record_id": last.record_id, "parent": last.revision_id}
            if action == "edit":
                saved = save(database, person=CLERK, kind=kind, content=_fitting(content, key), override="thử", **head)
            else:
                saved = void(database, person=CLERK, reason="thử", **head)
            known[place] = (key, kind, saved)
        yield


def with_worst(database: Database, reader: Reader) -> None:
    """Add the indicator of which the largest figure counts, unless it is there."""
    if WORST["code"] not in read_indicators(reader, "vi"):
        with database.write() as session:
            session.add(Indicator(**WORST))


def _fitting(content: Content, key: str) -> Content:
    """The commune is one of Lào Cai."""
    elsewhere = key != "A10" and content.get("places")
    return {**content, "places": [{"text": place["text"]} for place in content["places"]]} if elsewhere else content


def taken(reader: Reader, as_of: Moment | None = None) -> list[Any]:
    """Everything that people read: the contract in both views and of a programme, an overview and a page."""
    options: dict[str, Any] = {"today": TODAY, "as_of": as_of}
    summaries = [
        summary(reader, **options, **choice)
        for choice in ({}, {"units": "current", "programme": "GNBV16"}, {"year": 2019, "provinces": ["A10"]})
    ]
    for found in summaries:
        assert found["filters"].pop("as_of") == (as_of.stated if as_of else None)
    pages = [
        province.read(reader, key, year=year, programme=programme, units=units, **options)
        for key, year, programme, units in (("A10", 2019, None, "reported"), ("B66", None, "GNBV16", "current"))
    ]
    return [*summaries, *pages, overview.read(reader, year=2019, programme=None, **options), *_cells(reader, as_of)]


def _cells(reader: Reader, as_of: Moment | None) -> list[list[tuple[Any, ...]]]:
    """Every cell of each rollup whole, as the summaries in Polars read them."""
    source = PastReader(reader, read_past(reader, as_of)) if as_of else reader
    found = []
    for name, member in ROLLUPS.items():
        columns = ", ".join((*SHARED_KEY, member, *MEASURES[:-1]))
        found.append(sorted(source.rows(f"SELECT {columns} FROM rollup_{name} f WHERE f.programme = '*'"), key=repr))
    return found


def of_cells() -> list[Step]:
    """What chance seldom brings together: later revisions of earlier days, ties, other words, preliminary figures."""

    def result(indicator: str, period: Period, value: int, hedge: str | None = None) -> tuple[str, Content]:
        figure = Figure.of(value, hedge).as_content()
        said = {"indicator": indicator, "period": period.as_content(), "value": figure, "programmes": ["GNBV16"]}
        return "result", said

    def leaflets(value: int, hedge: str) -> tuple[str, Content]:
        said = {"media": "leaflets", "period": year.as_content(), "count": Figure.of(value, hedge).as_content()}
        return "publication", said | {"programmes": ["GNBV16"]}

    day, year, share = Period.day(date(2019, 3, 1)), Period.year(2019), "clusters_informed"
    kind, said = result("commune_lan", year, 5000)
    preliminary = (kind, said | {"preliminary": True})
    steps = [
        ("enter", 0, result(share, year, 5000, "gần")),
        ("enter", 0, result(share, day, 7000, "hơn")),
        ("edit", 1, result(share, day, 7500, "hơn")),
        ("enter", 0, leaflets(100, "hơn")),
        ("enter", 0, leaflets(10, "gần")),
        ("edit", 0, result(share, year, 5500)),
        ("enter", 0, result("outage", day, 9)),
        ("enter", 0, result("outage", year, 4)),
        ("edit", 2, result("outage", day, 2)),
        ("void", 0, result(share, year, 5500)),
        ("edit", 0, result(share, year, 5600, "hơn")),
        ("enter", 0, result(share, year, 5800)),
        ("edit", 0, result(share, year, 5700, "gần")),
        ("void", 3, result("outage", year, 4)),
        ("enter", 0, preliminary),
        ("enter", 0, result("commune_lan", year, 6000)),
        ("edit", 6, result("commune_lan", year, 6100)),
        ("edit", 5, (kind, preliminary[1] | {"note": "sơ bộ"})),
        ("void", 6, result("commune_lan", year, 6100)),
    ]
    here = [(action, choice, entry, "A66") for action, choice, entry in steps]
    return [*here, ("enter", 0, leaflets(7, "hơn"), "B66")]


def postings(reader: Reader, after: str = "") -> list[str]:
    """When the journal was posted to after that moment, in order."""
    return [
        at for (at,) in reader.rows("SELECT j.at FROM journal j WHERE j.at > :after ORDER BY j.at", {"after": after})
    ]


def just_after(moment: str) -> str:
    """A microsecond later."""
    later = datetime.fromisoformat(moment) + timedelta(microseconds=1)
    return later.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@settings(
    max_examples=1,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # All examples go on in one database, so a smaller one would not start from where this one failed.
    phases=[Phase.explicit, Phase.generate],
)
@example(steps=of_cells())
@given(steps=plays(15, 20))
def test_every_past_moment_says_what_it_said_then(loaded_url: str, steps: list[Step]) -> None:
    """From right after what was posted last to the very instant of the next posting, in turns."""
    with open_reader(loaded_url) as reader, open_database(loaded_url) as database:
        with_worst(database, reader)
        known = [(postings(reader)[-1], taken(reader))]
        for _step in islice(played(database, steps), 2, None, 3):
            known.append((([known[-1][0], *postings(reader, known[-1][0])])[-1], taken(reader)))
        begins = [just_after(last) for last, _said in known]
        ends = [min(postings(reader, last), default=utc_now()) for last, _said in known]
        for place, (_last, said) in enumerate(known):
            before = ends[place] if place % 2 else begins[place]
            assert taken(reader, Moment("2026-03-31", before)) == said


def test_a_record_is_read_as_it_stood(loaded_url: str) -> None:
    """Edited, then void: each with its content, lists and version of then, and none before it was entered."""
    contents: list[Content] = [
        {
            "delivered": Period.day(date(2020, 5, 4)).as_content(),
            "places": [{"text": "Lùng Cái", "unit": unit}],
            "households": Figure.of(households).as_content(),
            "programmes": ["GNBV16"],
        }
        for households, unit in ((3, "A02842"), (5, "A02791"))
    ]
    steps: list[Step] = [
        ("enter", 0, ("delivery", contents[0]), "A10"),
        ("edit", 0, ("delivery", contents[1]), "A10"),
        ("void", 0, ("delivery", contents[1]), "A10"),
    ]
    with open_reader(loaded_url) as reader, open_database(loaded_url) as database:
        before, seen, moments = utc_now(), [], []
        for _step in played(database, steps):
            ((record,),) = reader.rows("SELECT r.id FROM record r WHERE r.changed_at > :before", {"before": before})
            seen.append(records.read(reader, "A10", record))
            moments.append(Moment("2026-03-31", just_after(postings(reader)[-1])))
        assert [records.read(reader, "A10", record, as_of=moment) for moment in moments[:2]] == seen[:2]
        assert [view.content["households"]["value"] for view in seen] == [3, 5, 5]
        assert seen[0].place_names != seen[1].place_names
        assert records.read(reader, "A10", record, as_of=moments[2]) == seen[2]
        with pytest.raises(KeyError):
            records.read(reader, "A10", record, as_of=Moment("2026-03-31", before))


def test_before_anything_was_entered_nothing_is_known(loaded: Reader) -> None:
    found = taken(loaded, end_of(date(1999, 1, 1), ZONE))
    assert [entry["provinces"] for entry in found[:2]] == [[], []]
    assert not found[5].totals.has_data
    assert found[6:] == [[], [], []]


def test_a_day_ends_at_midnight_where_the_program_is_used() -> None:
    assert end_of(date(2026, 3, 31), ZONE) == ("2026-03-31", "2026-03-31T17:00:00.000000Z")
    assert read_moment("2026-03-31", ZONE) == end_of(date(2026, 3, 31), ZONE)
    assert read_moment("2026-03-31T14:00", ZONE) == ("2026-03-31T14:00", "2026-03-31T07:00:00.000000Z")
    assert read_moment("2026-03-31T14:00+00:00", ZONE).before == "2026-03-31T14:00:00.000000Z"
    assert datetime.fromisoformat(read_moment("2024-02-29", ZONE).before) == datetime(2024, 2, 29, 17, tzinfo=UTC)
    for wrong in ("31/3/2026", "2026-02-30", "yesterday", ""):
        with pytest.raises(ValueError, match="is no day"):
            read_moment(wrong, ZONE)
