"""Unit costs and what stands out, against the statistics of plain Python and against a worked example."""

from __future__ import annotations

from fractions import Fraction
from statistics import median
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.models.period import Period
from db.summary.cost import (
    COSTS_BY_PROVINCE,
    OUTLIER_SCORE,
    PEERS,
    SPENDING,
    UNIT_COSTS,
    costs_by_province,
    read_spending,
    unit_costs,
)
from db.summary.frames import frame
from tests.db.summary.test_hand_made import Office, office

__all__ = ["office"]


def spending(*rows: tuple[str, str, str, int, int]) -> pl.DataFrame:
    return frame(
        [
            (measure, peers, "", province, f"r{place}", "", 2024, 2024, amount, count, None, None)
            for place, (measure, peers, province, amount, count) in enumerate(rows)
        ],
        SPENDING,
    )


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["participant", "device"]),
        st.sampled_from(["", "radio_set"]),
        st.sampled_from(["A14", "A66"]),
        st.integers(0, 10**13),
        st.integers(1, 10**5),
    ),
    max_size=20,
)


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


@given(ROWS)
def test_the_score_is_that_of_plain_fractions(rows: list[tuple[str, str, str, int, int]]) -> None:
    made = unit_costs(spending(*rows))
    assert dict(made.schema) == UNIT_COSTS
    assert made.height == len(rows)
    for line in made.iter_rows(named=True):
        peers = [Fraction(amount, count) for one, kind, _, amount, count in rows if (one, kind) == _group(line)]
        middle = median(peers)
        spread = median(abs(peer - middle) for peer in peers)
        own = Fraction(line["amount"], line["count"])
        assert line["unit_cost"] == half_up(own)
        assert line["n_peers"] == len(peers)
        assert line["median"] == pytest.approx(half_up(middle), rel=1e-12, abs=1)
        if not spread:
            assert line["score"] is None or len(peers) > 2  # a spread of nothing but rounding
        elif spread > middle / 10**9:
            score = Fraction("0.6745") * (own - middle) / spread
            assert line["score"] == pytest.approx(round(score * 100), abs=1 + abs(score) * 1e-4)
            if abs(abs(score) - Fraction(OUTLIER_SCORE)) > Fraction(1, 1000):
                assert line["outlier"] == (abs(score) > OUTLIER_SCORE)


@given(ROWS)
def test_a_few_records_among_their_peers_say_what_they_say_among_all(
    rows: list[tuple[str, str, str, int, int]],
) -> None:
    everything = spending(*rows)
    few = unit_costs(everything.filter(pl.col("province") == "A14"), everything.select(*PEERS))
    assert few.equals(unit_costs(everything).filter(pl.col("province") == "A14"))


def _group(line: dict[str, Any]) -> tuple[str, str]:
    return line["measure"], line["peers"]


@given(ROWS, st.randoms(use_true_random=False))
def test_a_province_s_unit_cost_is_sum_by_sum_whatever_the_order(rows: list[Any], chance: Any) -> None:
    made = costs_by_province(unit_costs(spending(*rows)))
    assert dict(made.schema) == COSTS_BY_PROVINCE
    for line in made.iter_rows(named=True):
        own = [row for row in rows if (row[0], row[2]) == (line["measure"], line["province"])]
        assert line["records"] == len(own)
        assert line["amount"] == sum(row[3] for row in own)
        assert line["unit_cost"] == half_up(Fraction(line["amount"], sum(row[4] for row in own)))
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert costs_by_province(unit_costs(spending(*shuffled))).equals(made)


def test_the_worked_example_of_the_docs() -> None:
    thousand = [100, 110, 120, 130, 600]
    made = unit_costs(spending(*(("participant", "", "A14", one * 1_000 * 10, 10) for one in thousand)))
    by_cost = {line["unit_cost"]: line for line in made.iter_rows(named=True)}
    assert by_cost[600_000]["median"] == 120_000
    assert by_cost[600_000]["score"] == 3238
    assert [cost for cost, line in by_cost.items() if line["outlier"]] == [600_000]
    assert made["unit_cost"][0] == 600_000


def test_where_most_cost_the_same_nobody_has_a_score() -> None:
    made = unit_costs(spending(*(("device", "", "A14", amount, 1) for amount in (5, 5, 5, 9))))
    assert made["score"].is_null().all()
    assert not made["outlier"].any()


def test_only_what_states_money_and_a_count_is_read(office: Office) -> None:
    held = {"held": Period.month(2024, 3), "title": "Tập huấn", "classes": 1}
    office.enter("training", cost=9_000_000, participants=30, **held)
    office.enter("training", cost=9_000_000, attendances=90, participants=30, **held)
    office.enter("training", participants=30, **held)
    office.enter("training", cost=1, participants=0, **held)
    gone = office.enter("training", cost=7, participants=7, **held)
    office.void(gone)
    delivered = {"delivered": Period.day(Period.year(2024).start), "equipment_type": "radio_set"}
    from db.models.figure import Figure

    office.enter("delivery", devices=Figure.of(10, "khoảng"), value=5_000_000, key="A30", **delivered)
    made = unit_costs(read_spending(office.reader, year=2024))
    found = sorted(made.select("measure", "peers", "province", "unit_cost", "unit", "count_hedge").rows())
    assert found == [
        ("attendance", "", "A66", 100_000, "", None),
        ("device", "radio_set", "A30", 500_000, "chiếc", "khoảng"),
        ("participant", "", "A66", 300_000, "", None),
        ("participant", "", "A66", 300_000, "", None),
    ]
    assert read_spending(office.reader, year=2024, programme="MTCS").height == 0
    assert read_spending(office.reader, year=2024, programme="GNBV21").height == 4
    assert read_spending(office.reader, year=2023).height == 0
