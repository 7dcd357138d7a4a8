"""How complete and how timely reporting is, as a table: of provinces, or report by report of one."""

from __future__ import annotations

from typing import Final

import polars as pl

from db.language import N_, _
from db.store.reader import Reader
from db.summary.completeness import completeness, due, read_entries
from db.summary.formulas import hundredths
from db.summary.frames import Scope, read_year_cells
from db.summary.indicators import read_indicators
from db.summary.pace import read_pace_cells
from db.summary.provinces import read_provinces
from db.summary.sheets.parts import reporters, shown_under, subject, years_with_data
from db.summary.tables import Choice, Explains, Opens, SummaryColumn, SummaryRow, SummaryTable

_STATES: Final = {
    "reported": N_("reported"),
    "not_carried_out": N_("not carried out"),
    "missing": N_("no report"),
}


def table(reader: Reader, choice: Choice) -> SummaryTable:
    """Due, reported, missing and days late. Raises KeyError for a province that there is not."""
    shown = reporters(reader, choice)
    scope = Scope(choice.programme, list(shown))
    read = read_year_cells(reader, scope) if choice.year is None else read_pace_cells(reader, scope, choice.year)
    cells = shown_under(read, shown)
    asked = due(cells, today=choice.today, year=choice.year)
    if choice.province is not None:
        return _of_reports(reader, asked, choice)
    entries = read_entries(reader, list(shown), year=choice.year, programme=choice.programme)
    moved = entries.with_columns(pl.col("province").replace_strict(shown, return_dtype=pl.String))
    known = read_provinces(reader)
    columns = (
        SummaryColumn("province", _("Province"), "text"),
        SummaryColumn("percent", _("Complete"), "percent"),
        SummaryColumn("due", _("Due"), "count"),
        SummaryColumn("reported", _("Reported"), "count"),
        SummaryColumn("not_carried_out", _("Not carried out"), "count"),
        SummaryColumn("missing", _("No report"), "count"),
        SummaryColumn("entries", _("Records"), "count"),
        SummaryColumn("median_days", _("Late, median"), "days"),
        SummaryColumn("most_days", _("Late, most"), "days"),
    )
    rows = tuple(
        SummaryRow(
            line["province"],
            (
                known[line["province"]].name,
                *("" if line[column.key] is None else line[column.key] for column in columns[1:]),
            ),
            Opens(known[line["province"]]),
        )
        for line in completeness(asked, moved).iter_rows(named=True)
    )
    notes = (
        _("Due: targets whose period has ended. Late: days from the end of a record's period to its first entry."),
    )
    totals = _totals(asked, int(entries["n"].sum())) if rows else None
    return SummaryTable("completeness", _("Completeness"), columns, rows, totals, notes, years_with_data(reader))


def _totals(asked: pl.DataFrame, entries: int) -> SummaryRow:
    count = {state: int((asked["state"] == state).sum()) for state in _STATES}
    answered = count["reported"] + count["not_carried_out"]
    percent = hundredths(answered, asked.height) if asked.height else ""
    return SummaryRow("", (_("Total"), percent, asked.height, *count.values(), entries, "", ""))


def _state(code: str) -> str:
    return _(_STATES[code])


def _of_reports(reader: Reader, asked: pl.DataFrame, choice: Choice) -> SummaryTable:
    indicators = read_indicators(reader, choice.language)
    whose = subject(reader, choice)
    columns = (
        SummaryColumn("indicator", _("Indicator"), "text"),
        SummaryColumn("years", _("Years"), "text"),
        SummaryColumn("state", _("State"), "text"),
    )
    rows = tuple(
        SummaryRow(
            f"{line['indicator']}:{line['first_year']}:{line['last_year']}",
            (
                indicators[line["indicator"]].name,
                "–".join(dict.fromkeys(str(line[end]) for end in ("first_year", "last_year"))),
                _state(line["state"]),
            ),
            explains=Explains(whose, line["indicator"], (line["first_year"], line["last_year"])),
        )
        for line in asked.iter_rows(named=True)
        if line["indicator"] in indicators
    )
    notes = (_("Due: targets whose period has ended."),)
    return SummaryTable("completeness", _("Completeness"), columns, rows, None, notes, years_with_data(reader))
