"""How every target stands on a day, as a table: of one province, or of the nation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from db.language import N_, _
from db.models.wording import counted_in, day, unit_sort
from db.models.wording import figure as written
from db.store.reader import Reader
from db.summary.frames import Scope, in_current_units, read_indicator_frame, read_maintained_frame, read_successors
from db.summary.indicators import Indicator, read_indicators, read_unit_names
from db.summary.pace import pace, read_pace_cells
from db.summary.sheets.parts import figure, reporters, shown_under, subject, years_with_data
from db.summary.tables import Choice, Explains, SummaryColumn, SummaryRow, SummaryTable
from db.summary.views import Province

_STATUSES: Final = {
    "met": N_("met"),
    "ahead": N_("ahead"),
    "on_track": N_("on track"),
    "behind": N_("behind"),
    "missed": N_("missed"),
    "not_due": N_("not due"),
    "no_report": N_("no report"),
    "no_target": N_("no target"),
    "not_carried_out": N_("not carried out"),
    "not_applicable": N_("not applicable"),
}


def table(reader: Reader, choice: Choice) -> SummaryTable:
    """Target, result, percent met, share gone and pace, in the year of today unless another is chosen.

    Raises KeyError for a province that there is not.
    """
    shown = reporters(reader, choice)
    year = choice.year if choice.year is not None else choice.today.year
    maintained = read_maintained_frame(reader)
    if choice.units == "current":
        maintained = in_current_units(maintained, read_successors(reader, "province"))
    made = pace(
        shown_under(read_pace_cells(reader, Scope(choice.programme, list(shown)), year), shown),
        read_indicator_frame(reader, choice.language),
        maintained,
        year=year,
        today=choice.today,
        behind_percent=choice.behind_percent,
        ahead_percent=choice.ahead_percent,
        nationally=choice.province is None,
    )
    indicators = read_indicators(reader, choice.language)
    whose = subject(reader, choice)
    names = read_unit_names(reader, choice.language)
    columns = (
        SummaryColumn("indicator", _("Indicator"), "text"),
        SummaryColumn("status", _("State"), "text"),
        SummaryColumn("percent", _("Percent met"), "percent"),
        SummaryColumn("expected", _("Time gone"), "percent"),
        SummaryColumn("pace", _("Pace"), "percent"),
        SummaryColumn("target", _("Target"), "text"),
        SummaryColumn("actual", _("Result"), "text"),
        SummaryColumn("years", _("Years"), "text"),
    )
    rows = tuple(
        _row(line, indicators[line["indicator"]], names, whose, choice.language) for line in made.iter_rows(named=True)
    )
    pace_is = _("Pace: percent met by the share of time gone.")
    stands = _("Targets of {year} as they stand today.").format(year=year)
    if choice.as_of is not None:
        stands = _("Targets of {year} as they stood on {day}.").format(year=year, day=day(choice.today))
    notes = (f"{stands} {pace_is}",)
    return SummaryTable("pace", _("Pace"), columns, rows, None, notes, years_with_data(reader), choice.year_taken)


def _row(
    line: Mapping[str, Any], indicator: Indicator, names: Mapping[str, str], whose: Province | None, language: str
) -> SummaryRow:
    years = "–".join(dict.fromkeys(str(line[end]) for end in ("first_year", "last_year")))
    word = _STATUSES[line["status"]]
    return SummaryRow(
        f"{indicator.code}:{years}",
        (
            indicator.name,
            _(word),
            *("" if line[name] is None else line[name] for name in ("percent", "expected", "pace")),
            *(_said(line, name, indicator, names, language) for name in ("target", "actual")),
            years,
        ),
        role="warn" if line["status"] == "missed" else "",
        explains=Explains(whose, indicator.code, (line["first_year"], line["last_year"])),
    )


def _said(line: Mapping[str, Any], name: str, indicator: Indicator, names: Mapping[str, str], language: str) -> str:
    """A figure with its own indicator's unit: the rows of this table are counted in different ones."""
    beside = {part: line[f"{name}_{part}"] for part in ("low", "high", "hedge", "unknown_parts")}
    state = "unknown" if line[name] is None else "reported"
    lacking = line["not_combinable"] or None if line[name] is None else None
    shown = figure({"value": line[name], "state": state, "not_combinable": lacking, **beside})
    text = written(shown, indicator.unit, language, short=True)
    counted = shown.known and unit_sort(indicator.unit) == "count"
    return f"{text} {counted_in(shown, indicator.unit, names)}" if counted else text
