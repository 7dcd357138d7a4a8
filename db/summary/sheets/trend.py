"""An indicator by month, quarter or year, as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from db.language import _
from db.models.period import Period
from db.models.wording import period as written
from db.store.reader import Reader
from db.summary.frames import Scope, read_indicator_frame, read_trend_cells
from db.summary.indicators import read_indicators
from db.summary.sheets.parts import beside, column_of, reporters, shown_under, subject, years_with_data
from db.summary.tables import Choice, Explains, Step, SummaryColumn, SummaryRow, SummaryTable
from db.summary.trend import trend


def table(reader: Reader, choice: Choice) -> SummaryTable:
    """A row a step, then what is of no single step. Raises KeyError for an unknown indicator or province."""
    indicator = read_indicators(reader, choice.language)[choice.indicator]
    shown = reporters(reader, choice)
    whose = subject(reader, choice)
    known_years = years_with_data(reader)
    years = (known_years[0], known_years[-1]) if known_years else (choice.today.year, choice.today.year)
    if choice.year is not None:
        years = (choice.year, choice.year)
    scope = Scope(choice.programme, list(shown), [indicator.code], years)
    yearly, monthly = read_trend_cells(reader, scope)
    made = trend(
        shown_under(yearly, shown),
        shown_under(monthly, shown),
        read_indicator_frame(reader, choice.language),
        indicator=indicator.code,
        step=choice.step,
        years=years,
    )
    steps: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for line in made.iter_rows(named=True):
        steps[line["start"], line["end"], line["apart"], line["basis"]].append(line)
    in_order = sorted(steps.items(), key=lambda step: (step[0][2], *step[0]))
    columns = (
        SummaryColumn("period", _("Period"), "text"),
        SummaryColumn("said", "", "text"),
        column_of(reader, indicator, choice.language),
    )
    rows = tuple(
        SummaryRow(
            f"{line['start']}:{line['end']}:{line['basis'] if line['apart'] else ''}",
            (_period(line, choice), _said(lines), beside(indicator.unit, lines)),
            explains=Explains(whose, indicator.code, (line["start"].year, line["end"].year)),
        )
        for _step, lines in in_order
        for line in lines[:1]
    )
    lacking = max((line["not_combinable"] for line in made.iter_rows(named=True)), default=0)
    note = _("{n} provinces without numerator and denominator: their levels are not combinable.").format(n=lacking)
    return SummaryTable("trend", _("Trend"), columns, rows, None, (note,) if lacking else (), known_years)


def _period(line: Mapping[str, Any], choice: Choice) -> str:
    start, end = line["start"], line["end"]
    grain: Step | str = "span" if line["apart"] else choice.step
    if line["apart"]:
        grain = _grain(start, end)
    return written(Period(start, end, grain), choice.language)  # type: ignore[arg-type]


def _grain(start: Any, end: Any) -> str:
    """The grain of a period that fills a calendar year, half or quarter; else it is written by its ends."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    whole = start.day == 1 and after.day == 1
    grains = {1: "month", 3: "quarter", 6: "half", 12: "year"}
    fits = whole and months in grains and (start.month - 1) % months == 0
    return grains[months] if fits else "span"


def _said(lines: Sequence[Mapping[str, Any]]) -> str:
    """What is to be known of a figure, in whatever units, beside its period."""
    if lines[0]["basis"] == "plan_to_date":
        return _("since the plan's start")
    if any(line["derived"] for line in lines):
        return _("difference of cumulative figures")
    return _("of several steps") if lines[0]["apart"] else ""
