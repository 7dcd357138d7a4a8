"""Provinces ranked by an indicator, as a table."""

from __future__ import annotations

from typing import Any

import polars as pl

from db.language import _
from db.store.reader import Reader
from db.summary.combining import combined, in_year
from db.summary.frames import Scope, read_indicator_frame, read_units, read_year_cells
from db.summary.indicators import read_indicators
from db.summary.provinces import read_provinces
from db.summary.ranking import ranking
from db.summary.sheets.parts import column_of, figure, reporters, shown_under, years_with_data
from db.summary.tables import Choice, Explains, Opens, SummaryColumn, SummaryRow, SummaryTable


def table(reader: Reader, choice: Choice) -> SummaryTable:
    """Rank, province, figure, share of the total, target and percent met. Raises KeyError for an unknown indicator."""
    indicator = read_indicators(reader, choice.language)[choice.indicator]
    rules = read_indicator_frame(reader, choice.language)
    read = read_year_cells(reader, Scope(choice.programme, None, [indicator.code], choice.years))
    cells = shown_under(read, reporters(reader, choice._replace(province=None)))
    ranked = ranking(cells, rules, read_units(reader, "province"), indicator=indicator.code, year=choice.year)
    known = read_provinces(reader)
    own = column_of(reader, indicator, choice.language)
    columns = (
        SummaryColumn("province", _("Province"), "text"),
        SummaryColumn("rank", _("Rank"), "count"),
        own,
        SummaryColumn("share", _("Share"), "percent"),
        own._replace(key="target", title=_("Target")),
        SummaryColumn("percent", _("Percent met"), "percent"),
    )
    rows = tuple(
        SummaryRow(
            line["province"],
            (
                known[line["province"]].name,
                _or_blank(line["rank"]),
                figure(line | {"low": None, "high": None}),
                _or_blank(line["share"]),
                _or_blank(line["target"]),
                _or_blank(line["percent"]),
            ),
            Opens(known[line["province"]]),
            explains=Explains(known[line["province"]], indicator.code, choice.years),
        )
        for line in ranked.iter_rows(named=True)
    )
    total, lacking = _total(cells, rules, choice.year)
    notes = (_("{n} provinces without numerator and denominator: their levels are not combinable.").format(n=lacking),)
    return SummaryTable(
        "ranking", _("Ranking"), columns, rows, total, notes if lacking else (), years_with_data(reader)
    )


def _total(cells: pl.DataFrame, rules: pl.DataFrame, year: int | None) -> tuple[SummaryRow | None, int]:
    """All provinces together, and how many levels cannot be combined."""
    done = in_year(cells.lazy().filter(pl.col("kind") != "target"), year)
    found = combined(done, rules.lazy(), ["indicator"]).collect()
    if not found.height:
        return None, 0
    line = found.row(0, named=True)
    return SummaryRow("", (_("Total"), "", figure(line), "", "", "")), line["not_combinable"]


def _or_blank(value: Any) -> Any:
    """A rank, share or percent that there is not says nothing: it is not unknown."""
    return "" if value is None else value
