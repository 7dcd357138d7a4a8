"""Every summary as a table, as of each past moment, is the table that was taken then."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any, Final

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from db.models.period import Period
from db.store.database import open_database
from db.store.reader import Reader, open_reader
from db.summary.past import Moment
from db.summary.tables import SUMMARIES, Choice, SummaryTable, read_table
from tests.db.entry.contents import VALID, number, texts
from tests.db.summary.test_past import (
    CONTENTS,
    TODAY,
    Step,
    just_after,
    of_cells,
    played,
    postings,
    steps_with,
    with_worst,
)

CHOICES: Final[dict[str, dict[str, Any]]] = {
    "ranking": {"indicator": "clusters_informed", "year": 2019},
    "trend": {"indicator": "outage", "province": "A66", "step": "year"},
    "pace": {"year": 2019, "units": "current"},
    "coverage": {"indicator": "receivers_commune", "year": 2020, "province": "A10"},
    "breakdown": {"indicator": "leaflets", "programme": "GNBV16"},
    "partners": {"province": "A66"},
    "cost": {"units": "current"},
    "completeness": {"units": "current"},
}
"""Summary → what it is narrowed to, at every other moment."""
PROGRAMMES: Final = {"programmes": ["GNBV16"]}
AGREEMENTS: Final = st.builds(
    lambda parties, value, hedge: (
        VALID["agreement"] | PROGRAMMES | {"parties": texts(*parties), "value": number(value, hedge)}
    ),
    st.lists(st.sampled_from(["Báo A", "Đài B"]), min_size=1, unique=True),
    st.integers(1, 9),
    st.sampled_from([None, "hơn"]),
)
COSTS: Final = st.builds(
    lambda year, cost, participants: {
        "title": "Lớp",
        "classes": number(1),
        "held": Period.year(year).as_content(),
        "cost": number(cost),
        "participants": number(participants),
        **PROGRAMMES,
    },
    st.integers(2018, 2020),
    st.integers(1, 10**6),
    st.integers(0, 90),
)
DEVICES: Final = st.builds(
    lambda devices, place: {
        "delivered": Period.day(date(2020, 5, 4)).as_content(),
        "equipment_type": "radio_set",
        "devices": number(devices),
        "value": number(devices * 1000 + 7),
        "places": [{"text": place}],
        **PROGRAMMES,
    },
    st.integers(0, 9),
    st.sampled_from(["Lùng Cái", "Bản Mế"]),
)
ALL: Final = {**CONTENTS, "agreement": AGREEMENTS, "training": COSTS, "delivery": CONTENTS["delivery"] | DEVICES}


def taken(reader: Reader, as_of: Moment | None = None, *, narrowed: bool) -> list[SummaryTable]:
    return [
        read_table(
            reader,
            name,
            Choice(TODAY, "vi", as_of=as_of, **(CHOICES[name] if narrowed else {"indicator": summary.indicator})),
        )
        for name, summary in SUMMARIES.items()
    ]


def _one_of_each() -> list[Step]:
    """A record of each kind is entered, then edited, then half of them are void."""
    said = {
        "agreement": [VALID["agreement"] | PROGRAMMES | {"value": number(value)} for value in (5, 7)],
        "training": [
            {
                "title": "Lớp",
                "classes": number(1),
                "held": Period.year(2019).as_content(),
                "cost": number(900),
                "participants": number(one),
            }
            for one in (30, 60)
        ],
        "delivery": [
            {
                "delivered": Period.day(date(2020, 5, day)).as_content(),
                "equipment_type": "radio_set",
                "devices": number(day),
                "value": number(1000),
                "places": [{"text": "Lùng Cái", "unit": "A02842"}],
            }
            for day in (4, 9)
        ],
        "target": [
            {"indicator": "receivers_commune", "period": Period.year(2020).as_content(), "value": number(one)}
            for one in (1, 2)
        ],
    }
    return [
        (action, 0, (kind, contents[action != "enter"] | PROGRAMMES), "A10")
        for action in ("enter", "edit", "void")
        for kind, contents in said.items()
        if action != "void" or kind in ("agreement", "delivery")
    ]


@settings(
    max_examples=1,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # All examples go on in one database, so a smaller one would not start from where this one failed.
    phases=[Phase.explicit, Phase.generate],
)
@example(steps=[*_one_of_each(), *of_cells()])
@given(steps=st.lists(steps_with(ALL, ("A10", "A66")), min_size=12, max_size=12))
def test_every_table_of_the_past_is_the_one_taken_then(loaded_url: str, steps: list[Step]) -> None:
    with open_reader(loaded_url) as reader, open_database(loaded_url) as database:
        with_worst(database, reader)
        known = [(postings(reader)[-1], taken(reader, narrowed=True))]
        for _step in islice(played(database, steps), 4, None, 5):
            known.append((postings(reader, known[-1][0])[-1], taken(reader, narrowed=len(known) % 2 == 0)))
        for place, (last, said) in enumerate(known):
            before = Moment("2026-03-31", just_after(last))
            for then, table in zip(taken(reader, before, narrowed=place % 2 == 0), said, strict=True):
                # The notes name the day on which it is judged: that of the past, or today.
                assert then._replace(notes=()) == table._replace(notes=())
