"""Cost per participant, attendance and device as a table: of provinces, or record by record of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from db.language import N_, _
from db.models.figure import Figure
from db.models.wording import unit_word
from db.store.reader import Reader
from db.summary.cells import MIXED_HEDGE
from db.summary.cost import costs_by_province, read_peers, read_spending, unit_costs
from db.summary.indicators import read_unit_names
from db.summary.provinces import read_provinces
from db.summary.sheets.parts import reporters, years_with_data
from db.summary.tables import Choice, Opens, SummaryColumn, SummaryRow, SummaryTable

_MEASURES: Final = {
    "participant": N_("Participant"),
    "attendance": N_("Attendance"),
    "device": N_("Device"),
}
_TERMS: Final = {
    language: f"SELECT code, name_{language} FROM term WHERE vocabulary = 'equipment_types'"  # noqa: S608 - two fixed words
    for language in ("vi", "en")
}


def table(reader: Reader, choice: Choice) -> SummaryTable:
    """Unit costs and what stands out. Raises KeyError for a province that there is not."""
    shown = reporters(reader, choice)
    asked: dict[str, Any] = {"year": choice.year, "programme": choice.programme}
    own = read_spending(reader, **asked, provinces=list(shown))
    units = read_unit_names(reader, choice.language)
    if choice.province is None:
        made = _of_provinces(reader, unit_costs(own), shown, units)
    else:
        made = _of_records(reader, unit_costs(own, read_peers(reader, **asked)), choice, units)
    notes = (
        _("Only records that state both money and a count; a unit cost is the sum of money by the sum of counts."),
        _("Stands out: more than 3.5 robust deviations from the median of its kind in all provinces."),
    )
    return made._replace(notes=notes, years=years_with_data(reader))


def _of_provinces(
    reader: Reader, costs: pl.DataFrame, shown: Mapping[str, str], units: Mapping[str, str]
) -> SummaryTable:
    known = read_provinces(reader)
    under = costs.with_columns(pl.col("province").replace_strict(shown, return_dtype=pl.String))
    columns = (
        SummaryColumn("measure", _("Cost of one"), "text"),
        SummaryColumn("province", _("Province"), "text"),
        SummaryColumn("unit_cost", _("Unit cost"), "money"),
        SummaryColumn("records", _("Records"), "count"),
        SummaryColumn("amount", _("Money"), "money"),
        SummaryColumn("count", _("Count"), "count"),
        SummaryColumn("outliers", _("Stand out"), "count"),
    )
    rows = tuple(
        SummaryRow(
            ":".join(filter(None, (line["measure"], line["unit"], line["province"]))),
            (
                _measure(line, units),
                known[line["province"]].name,
                _unit_cost(line),
                line["records"],
                _stated(line, "amount"),
                _stated(line, "count"),
                line["outliers"],
            ),
            Opens(known[line["province"]]),
            "warn" if line["outliers"] else "",
        )
        for line in costs_by_province(under).iter_rows(named=True)
    )
    return SummaryTable("cost", _("Unit costs"), columns, rows)


def _of_records(reader: Reader, costs: pl.DataFrame, choice: Choice, units: Mapping[str, str]) -> SummaryTable:
    known = read_provinces(reader)
    terms = dict(reader.rows(_TERMS[choice.language]))
    columns = (
        SummaryColumn("measure", _("Cost of one"), "text"),
        SummaryColumn("title", _("Record"), "text"),
        SummaryColumn("unit_cost", _("Unit cost"), "money"),
        SummaryColumn("median", _("Median"), "money"),
        SummaryColumn("records", _("Compared"), "count"),
        SummaryColumn("score", _("Deviation"), "score"),
        SummaryColumn("outlier", _("Stands out"), "text"),
        SummaryColumn("amount", _("Money"), "money"),
        SummaryColumn("count", _("Count"), "count"),
        SummaryColumn("years", _("Years"), "text"),
    )
    rows = tuple(
        SummaryRow(
            f"{line['measure']}:{line['record']}",
            (
                _measure(line, units),
                line["title"] or terms.get(line["peers"], ""),
                _unit_cost(line),
                line["median"],
                line["n_peers"],
                "" if line["score"] is None else line["score"],
                _("yes") if line["outlier"] else "",
                _stated(line, "amount"),
                _stated(line, "count"),
                "–".join(dict.fromkeys(str(line[end]) for end in ("first_year", "last_year"))),
            ),
            Opens(known[line["province"]], line["record"]),
            "warn" if line["outlier"] else "",
        )
        for line in costs.iter_rows(named=True)
    )
    return SummaryTable("cost", _("Unit costs"), columns, rows)


def _measure(line: Mapping[str, Any], units: Mapping[str, str]) -> str:
    """What one of is bought: of devices one chiếc or one bộ."""
    word = _MEASURES[line["measure"]]
    return f"{_(word)} ({unit_word(units[line['unit']], 1)})" if line["unit"] else _(word)


def _stated(line: Mapping[str, Any], name: str) -> Figure:
    return Figure.of(line[name], line[f"{name}_hedge"])


def _unit_cost(line: Mapping[str, Any]) -> Figure:
    """Money by a count: by one that is hedged it is neither over nor under, but about."""
    return Figure.of(line["unit_cost"], MIXED_HEDGE if line["count_hedge"] else line["amount_hedge"])
