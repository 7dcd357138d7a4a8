"""Provinces ranked by an indicator, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from db.language import _
from db.models.figure import Figure
from db.store.reader import Reader
from db.summary.cells import NOT_DONE
from db.summary.combining import combined, in_year
from db.summary.frames import Scope, read_indicator_frame, read_units, read_year_cells
from db.summary.indicators import read_indicators
from db.summary.measures import by_measure
from db.summary.provinces import read_provinces
from db.summary.ranking import ranking
from db.summary.sheets.parts import beside, column_of, figure, reporters, shown_under, years_with_data
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
    several = ranked.filter(pl.col("unit") != indicator.unit).height > 0
    columns = (
        SummaryColumn("province", _("Province"), "text"),
        SummaryColumn("rank", _("Rank"), "count"),
        *([SummaryColumn("unit", _("Counted in"), "text")] if several else []),
        own,
        SummaryColumn("share", _("Share"), "percent"),
        own._replace(key="target", title=_("Target")),
        SummaryColumn("percent", _("Percent met"), "percent"),
    )
    rows = tuple(
        SummaryRow(
            f"{line['province']}:{line['unit']}" if line["unit"] != indicator.unit else line["province"],
            (
                known[line["province"]].name,
                _or_blank(line["rank"]),
                *([own.unit_names.get(line["unit"], line["unit"])] if several else []),
                figure(line),
                _or_blank(line["share"]),
                _target(line),
                _or_blank(line["percent"]),
            ),
            Opens(known[line["province"]]),
            explains=Explains(known[line["province"]], indicator.code, choice.years),
        )
        for line in ranked.iter_rows(named=True)
    )
    whole = _whole(cells, rules, choice.year)
    lacking = sum(line["not_combinable"] for line in whole)
    notes = [
        *(_("{n} provinces without numerator and denominator: their levels are not combinable.").format(n=lacking),)
        * bool(lacking),
        *(_("Counted in several units: each is ranked by itself, and they are never added."),) * several,
    ]
    blank = [""] * (1 + several)
    total = SummaryRow("", (_("Total"), *blank, beside(indicator.unit, whole), "", "", "")) if whole else None
    return SummaryTable("ranking", _("Ranking"), columns, rows, total, tuple(notes), years_with_data(reader))


def _whole(cells: pl.DataFrame, rules: pl.DataFrame, year: int | None) -> list[dict[str, Any]]:
    """All provinces together, a line a unit of measure."""
    done = in_year(by_measure(cells.lazy(), rules.lazy()).filter(~pl.col("kind").is_in(NOT_DONE)), year)
    return combined(done, rules.lazy(), ["indicator", "unit"]).sort("unit").collect().to_dicts()


def _target(line: Mapping[str, Any]) -> Figure | str:
    """The target with both ends of its range, its hedge and what it lacks; nothing where there is none."""
    if line["target"] is None:
        return ""
    beside_it = {name: line[f"target_{name}"] for name in ("low", "high", "hedge", "unknown_parts")}
    return figure({"value": line["target"], "state": "reported", **beside_it})


def _or_blank(value: Any) -> Any:
    """A rank, share or percent that there is not says nothing: it is not unknown."""
    return "" if value is None else value
