"""Agreements by party B as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.language import _
from db.models.figure import UNKNOWN, Figure
from db.store.reader import Reader
from db.summary.partners import all_agreements, partners, read_agreements
from db.summary.provinces import read_provinces
from db.summary.sheets.parts import figure, reporters, years_with_data
from db.summary.tables import NOT_STATED, Choice, Opens, SummaryColumn, SummaryRow, SummaryTable, Value
from db.summary.views import Province


def table(reader: Reader, choice: Choice) -> SummaryTable:
    """A row a partner, all agreements once below. Raises KeyError for a province that there is not."""
    agreements = read_agreements(reader, list(reporters(reader, choice)), year=choice.year, programme=choice.programme)
    columns = (
        SummaryColumn("partner", _("Party B"), "text"),
        SummaryColumn("agreements", _("Signings"), "count"),
        SummaryColumn("documents", _("Documents"), "count"),
        SummaryColumn("subjects", _("Subjects"), "count"),
        SummaryColumn("value", _("Value"), "money"),
        SummaryColumn("without_value", _("Value not stated"), "count"),
        SummaryColumn("provinces", _("Provinces"), "count"),
        SummaryColumn("years", _("Years"), "text"),
    )
    known = read_provinces(reader)
    rows = tuple(
        SummaryRow(line["partner"] or "", _values(line, line["partner"] or _(NOT_STATED)), _opens(line, known))
        for line in partners(agreements).iter_rows(named=True)
    )
    totals = SummaryRow("", _values(all_agreements(agreements).row(0, named=True), _("Total"))) if rows else None
    notes = (_("An agreement with several parties stands under each with its whole value; the total counts it once."),)
    return SummaryTable("partners", _("Partners"), columns, rows, totals, notes, years_with_data(reader))


def _values(line: Mapping[str, Any], name: str) -> tuple[Value, ...]:
    first, last = line["first_year"], line["last_year"]
    return (
        name,
        line["agreements"],
        _sum(line, "documents"),
        _sum(line, "subjects"),
        _sum(line, "value"),
        line["value_unknown"],
        line["provinces"],
        str(first) if first == last else f"{first}–{last}",
    )


def _sum(line: Mapping[str, Any], name: str) -> Figure:
    """What agreements add up to, of those that state it."""
    low, high = line[name], line.get(f"{name}_high", line[name])
    if low is None:
        return UNKNOWN
    said = {"state": "reported", "hedge": line[f"{name}_hedge"], "unknown_parts": line[f"{name}_unknown"]}
    ends = {"low": low, "high": high} if low != high else {"low": None, "high": None}
    return figure({"value": low, **ends, **said})


def _opens(line: Mapping[str, Any], known: Mapping[str, Province]) -> Opens:
    """The last agreement of a partner."""
    return Opens(known[line["last_province"]], line["last_record"])
