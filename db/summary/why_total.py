"""Why a total over provinces is what it is: its formula, each province's figure, and the provinces that have none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from db.models.figure import Figure
from db.store.reader import Reader
from db.summary.card import Rules, actual_figures
from db.summary.cells import NOT_DONE, UNIT_MARK, by_province, counting_cells, moved, read_cells, read_year
from db.summary.indicators import Indicator, read_indicators
from db.summary.overview import Units
from db.summary.past import Moment, of_one_moment, read_past
from db.summary.provinces import read_provinces, read_successors
from db.summary.views import Province
from db.summary.why import Rule, is_chosen, rule_of


class TotalPart(NamedTuple):
    """What one province brings to a total."""

    province: Province
    figure: Figure


class WhyTotal(NamedTuple):
    """The explanation of what was done, planned in money or disbursed of an indicator, over provinces."""

    indicator: Indicator
    years: tuple[int, int] | None
    """The calendar year, or run of years, None for all."""
    programme: str | None
    units: Units
    as_of: Moment | None
    figure: Figure
    rule: Rule
    parts: tuple[TotalPart, ...]
    """The provinces that stated a number, in the order of their codes; the figure is made of these."""
    missing: tuple[Province, ...]
    """Those that recorded something of those years, and no number of this indicator."""


@of_one_moment
def read_why_total(
    reader: Reader,
    indicator: str,
    *,
    years: tuple[int, int] | None,
    programme: str | None = None,
    units: Units = "reported",
    provinces: Collection[str] | None = None,
    today: date,
    language: str = "vi",
    as_of: Moment | None = None,
) -> WhyTotal:
    """Explain an indicator's total of a year (2024, 2024), a run of years or all; of the `provinces` named, or of all.

    It is that of the row of totals of `db.summary.overview`. Raises KeyError for a code that is none.
    """
    past = read_past(reader, as_of) if as_of else None
    indicators = read_indicators(reader, language)
    about = indicators[indicator]
    if years is not None and years[0] == years[1]:
        inside, _states, touched = read_year(reader, years[0], programme=programme, past=past)
    else:
        inside = [cell for cell in read_cells(reader, programme=programme, past=past) if is_chosen(cell, years)]
        touched = {cell.province for cell in inside}
    successors = read_successors(reader) if units == "current" else {}
    known = read_provinces(reader)
    shown = {successors.get(key, key) for key in touched if provinces is None or successors.get(key, key) in provinces}
    own = [
        cell
        for cell in moved(inside, successors)
        if cell.province in shown and cell.kind not in NOT_DONE and cell.indicator.partition(UNIT_MARK)[0] == indicator
    ]
    rules = Rules(today, 0, 0, indicators)
    figure = actual_figures(own, rules).get(indicator, Figure())
    figures = {key: actual_figures(cells, rules).get(indicator, Figure()) for key, cells in by_province(own).items()}
    stating = {key for key, one in figures.items() if one.known or one.by_unit}
    making = counting_cells([cell for cell in own if cell.indicator == indicator], about)
    return WhyTotal(
        about,
        years,
        programme,
        units,
        as_of,
        figure,
        "by_unit" if figure.by_unit else rule_of(figure, making, about),
        tuple(TotalPart(province, figures[key]) for key, province in known.items() if key in stating),
        tuple(province for key, province in known.items() if key in shown - stating),
    )
