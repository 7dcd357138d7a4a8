"""What an explanation of a total lists gives the figure in the row of totals, and says who is missing in it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest

from db.models.figure import Figure
from db.store.reader import Reader
from db.summary import overview
from db.summary.formulas import hundredths
from db.summary.past import Moment
from db.summary.why_total import WhyTotal, read_why_total

TODAY: Final = date(2020, 9, 15)


def made_of(why: WhyTotal) -> int | None:
    """The total as the listed provinces give it, by the rule that is named."""
    figures = [part.figure for part in why.parts]
    if why.rule == "sum":
        return sum(figure.value or 0 for figure in figures)
    if why.rule == "share":
        return hundredths(
            sum(figure.numerator or 0 for figure in figures), sum(figure.denominator or 0 for figure in figures)
        )
    if why.rule in ("latest", "max"):
        return figures[0].value
    return None


def assert_totals_explained(reader: Reader, year: int | None, **options: Any) -> int:
    """Every figure in the row of totals of a year (None: all); how many are told as one number."""
    found = overview.read(reader, year=year, today=TODAY, **options)
    years = None if year is None else (year, year)
    for code, figure in found.totals.figures.items():
        why = read_why_total(reader, code, years=years, today=TODAY, **options)
        assert why.figure == figure, (code, year)
        assert [(part.province, part.figure) for part in why.parts] == [
            (row.province, row.figures[code])
            for row in sorted(found.rows, key=lambda row: (row.province.era, row.province.code))
            if row.figures.get(code, Figure()).known or row.figures.get(code, Figure()).by_unit
        ]
        if not figure.by_unit:
            assert made_of(why) == figure.value
        stating = {part.province for part in why.parts}
        assert {province.key for province in why.missing} == {
            row.province.key for row in found.rows if row.has_data and row.province not in stating
        } - _silent(reader, year, **options)
    return sum(figure.known for figure in found.totals.figures.values())


def _silent(reader: Reader, year: int | None, **options: Any) -> set[str]:
    """Provinces with activities alone: nothing of theirs is in a sum."""
    return {
        row.province.key
        for row in overview.read(reader, year=year, today=TODAY, **options).rows
        if row.has_data and not row.figures and not row.targets_set
    }


@pytest.mark.parametrize("units", ["reported", "current"])
def test_every_total_of_the_sample(loaded: Reader, units: str) -> None:
    assert assert_totals_explained(loaded, None, programme=None, units=units) > 10
    assert assert_totals_explained(loaded, 2018, programme="GNBV16", units=units) > 2
    assert assert_totals_explained(loaded, 2020, programme=None, units=units) > 0


def test_of_some_provinces_and_of_a_day(loaded: Reader) -> None:
    options: dict[str, Any] = {"programme": None, "units": "reported"}
    code = "receivers_household"
    whole = read_why_total(loaded, code, years=None, today=TODAY, **options)
    keys = [part.province.key for part in whole.parts[:1]] + [province.key for province in whole.missing[:1]]
    of_two = read_why_total(loaded, code, years=None, today=TODAY, provinces=keys, **options)
    rows = overview.read(loaded, year=None, today=TODAY, totals_of=keys, **options)
    assert of_two.figure == rows.totals.figures[code]
    assert [*of_two.parts, *of_two.missing] == [whole.parts[0], whole.missing[0]]
    before = Moment("1999-12-31", "1999-12-31T17:00:00.000000Z")
    then = read_why_total(loaded, code, years=None, today=TODAY, as_of=before, **options)
    assert (then.rule, then.parts, then.missing, then.figure.known) == ("nothing", (), (), False)
    with pytest.raises(KeyError):
        read_why_total(loaded, "no_such", years=None, today=TODAY, **options)
