"""What Polars makes of many cells is what the plain rule makes of each group of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from db.models.figure import Figure
from db.summary.cells import Cell, combine, moved, period_of
from db.summary.combining import FIGURE, combined, in_year
from db.summary.formulas import hundredths
from tests.db.summary.cells_made import INDICATOR_FRAME, KNOWN, SUCCESSORS, YEARS, as_frame, cells


def said(figure: Figure) -> tuple[object, ...]:
    return (
        figure.value,
        figure.low,
        figure.high,
        figure.numerator,
        figure.denominator,
        figure.hedge,
        figure.unknown_parts or 0,
        figure.state,
    )


def found(made: Sequence[Cell], by: list[str], year: int | None = None) -> dict[tuple[object, ...], tuple[object, ...]]:
    lazy = in_year(as_frame(made).lazy(), year)
    rows = combined(lazy, INDICATOR_FRAME.lazy(), by).collect()
    assert {name: rows.schema[name] for name in FIGURE} == FIGURE
    known = pl.when(pl.col("value").is_not_null()).then("unknown_parts").otherwise(0)
    told = rows.with_columns(unknown_parts=known).drop("not_combinable")
    return {row[: len(by)]: row[len(by) :] for row in told.iter_rows()}


def plain(
    made: Sequence[Cell], key: Callable[[Cell], tuple[object, ...]]
) -> dict[tuple[object, ...], tuple[object, ...]]:
    grouped: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
    for one in made:
        grouped[key(one)].append(one)
    return {
        name: (*said(combine(group, KNOWN[group[0].indicator])), *period_of(group)) for name, group in grouped.items()
    }


@given(cells(), st.booleans())
def test_each_provinces_figures_are_those_of_the_plain_rule(made: list[Cell], current: bool) -> None:
    shown = moved(made, SUCCESSORS) if current else made
    assert found(shown, ["province", "indicator"]) == plain(shown, lambda one: (one.province, one.indicator))


@given(cells(), st.booleans())
def test_national_figures_are_those_of_the_plain_rule(made: list[Cell], current: bool) -> None:
    shown = moved(made, SUCCESSORS) if current else made
    assert found(shown, ["indicator"]) == plain(shown, lambda one: (one.indicator,))


@given(cells(), st.sampled_from(YEARS))
def test_a_year_is_made_of_what_lies_inside_it_and_of_states(made: list[Cell], year: int) -> None:
    inside = [
        one for one in made if one.year == year or (year in one.years and not one.year and not one.n + one.n_unknown)
    ]
    assert found(made, ["indicator"], year) == plain(inside, lambda one: (one.indicator,))


@given(cells(indicators=("classes", "stations")), st.randoms(use_true_random=False))
def test_national_totals_depend_on_neither_units_nor_order(made: list[Cell], chance: object) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    reported = found(made, ["indicator"])
    assert found(shuffled, ["indicator"]) == reported
    assert found(moved(made, SUCCESSORS), ["indicator"]) == reported


def level(
    province: str, value: int | None = None, numerator: int | None = None, denominator: int | None = None
) -> Cell:
    total = value if value is not None else hundredths(numerator or 0, denominator or 1)
    return Cell(
        province, "households", "actual", "period", "2024-01-01", "2024-12-31",
        1, total, total, total, numerator, denominator, 0, 0, 0, 0, province,
    )  # fmt: skip


def national(*made: Cell) -> dict[str, object]:
    return combined(as_frame(made).lazy(), INDICATOR_FRAME.lazy(), ["indicator"]).collect().row(0, named=True)


def test_half_of_six_thousand_and_four_fifths_of_two_thousand_are_57_5_percent() -> None:
    total = national(level("A14", numerator=3_000, denominator=6_000), level("A66", numerator=1_600, denominator=2_000))
    assert (total["value"], total["numerator"], total["denominator"]) == (57_50, 4_600, 8_000)


def test_one_of_two_and_99_of_100_are_98_04_percent() -> None:
    total = national(level("A14", numerator=1, denominator=2), level("A66", numerator=99, denominator=100))
    assert total["value"] == 98_04


def test_a_level_without_a_denominator_is_counted_and_never_averaged() -> None:
    total = national(level("A14", 90_00), level("A66", numerator=1, denominator=2), level("A30", 10_00))
    assert (total["value"], total["state"], total["not_combinable"]) == (None, "unknown", 2)
    assert national(level("A14", 90_00))["value"] == 90_00
