"""Communes equipped of those planned, as a table: of provinces, or place by place of one."""

from __future__ import annotations

import polars as pl

from db.language import _
from db.store.reader import Reader
from db.summary.coverage import coverage, covered_places
from db.summary.coverage_places import read_coverage_places
from db.summary.formulas import hundredths
from db.summary.frames import read_successors, read_units
from db.summary.indicators import read_indicators
from db.summary.provinces import read_provinces
from db.summary.sheets.parts import reporters, subject, years_with_data
from db.summary.tables import Choice, Explains, Opens, SummaryColumn, SummaryRow, SummaryTable

_COUNTS = ("planned", "equipped", "missing", "unplanned")


def table(reader: Reader, choice: Choice) -> SummaryTable:
    """Planned, equipped and missing places in a year, this one unless another is chosen.

    Raises KeyError for an indicator or province that there is not.
    """
    indicator = read_indicators(reader, choice.language)[choice.indicator]
    shown = reporters(reader, choice)
    year = choice.year if choice.year is not None else choice.today.year
    whose = subject(reader, choice)
    places = read_coverage_places(
        reader, indicator=indicator.code, year=year, programme=choice.programme, provinces=list(shown)
    ).with_columns(pl.col("province").replace_strict(shown, return_dtype=pl.String))
    successors = read_successors(reader, "commune") if choice.units == "current" else None
    covered = covered_places(places, read_units(reader, "commune"), successors)
    made = _of_provinces(reader, covered) if choice.province is None else _of_places(covered)
    held = [
        row._replace(explains=Explains(row.opens.province if row.opens else whose, indicator.code, (year, year)))
        for row in made.rows
    ]
    notes = (
        _("Planned and equipped up to the end of {year}; places are communes.").format(year=year),
        *([_("Places that were split are not placed: see the candidates.")] if successors is not None else []),
    )
    years = years_with_data(reader)
    return made._replace(rows=tuple(held), notes=notes, years=years, year_taken=choice.year_taken)


def _counted() -> tuple[SummaryColumn, ...]:
    return (
        SummaryColumn("planned", _("Planned"), "count"),
        SummaryColumn("equipped", _("Equipped"), "count"),
        SummaryColumn("missing", _("Missing"), "count"),
        SummaryColumn("unplanned", _("Beyond the plan"), "count"),
    )


def _of_provinces(reader: Reader, covered: pl.DataFrame) -> SummaryTable:
    known = read_provinces(reader)
    columns = (
        SummaryColumn("province", _("Province"), "text"),
        SummaryColumn("percent", _("Covered"), "percent"),
        *_counted(),
        SummaryColumn("not_placed", _("Not placed"), "count"),
        SummaryColumn("missing_names", _("Missing by name"), "text"),
    )
    by_province = coverage(covered)
    rows = tuple(
        SummaryRow(
            line["province"],
            (
                known[line["province"]].name,
                "" if line["percent"] is None else line["percent"],
                *(line[name] for name in _COUNTS),
                line["not_placed"],
                ", ".join(line["missing_names"]),
            ),
            Opens(known[line["province"]]),
        )
        for line in by_province.iter_rows(named=True)
    )
    if not rows:
        return SummaryTable("coverage", _("Coverage"), columns, ())
    sums = {name: int(by_province[name].sum()) for name in (*_COUNTS, "not_placed")}
    percent = hundredths(sums["equipped"], sums["planned"]) if sums["planned"] else ""
    return SummaryTable(
        "coverage", _("Coverage"), columns, rows, SummaryRow("", (_("Total"), percent, *sums.values(), ""))
    )


def _of_places(covered: pl.DataFrame) -> SummaryTable:
    columns = (
        SummaryColumn("place", _("Place"), "text"),
        *_counted(),
        SummaryColumn("missing_names", _("Missing by name"), "text"),
        SummaryColumn("candidates", _("Candidates"), "text"),
    )
    rows = tuple(
        SummaryRow(
            f"{place}:{line['unit'] or line['name']}",
            (
                line["name"],
                *(line[name] for name in _COUNTS),
                ", ".join(line["missing_names"]),
                ", ".join(line["candidates"]),
            ),
        )
        for place, line in enumerate(covered.iter_rows(named=True))
    )
    if not rows:
        return SummaryTable("coverage", _("Coverage"), columns, ())
    totals = SummaryRow("", (_("Total"), *(int(covered[name].sum()) for name in _COUNTS), "", ""))
    return SummaryTable("coverage", _("Coverage"), columns, rows, totals)
