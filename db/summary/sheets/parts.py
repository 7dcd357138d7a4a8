"""What the sheets share: whose records a choice asks for, figures of frames, the years with data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from db.models.figure import Figure
from db.store.reader import Reader
from db.summary.cells import read_years
from db.summary.indicators import Indicator, read_unit_names
from db.summary.past_reader import present_and_past
from db.summary.provinces import read_provinces, read_successors
from db.summary.tables import Choice, ColumnKind, SummaryColumn
from db.summary.views import Province

_KINDS: Final[Mapping[str, ColumnKind]] = {"đồng": "money", "%": "percent"}


def reporters(reader: Reader, choice: Choice) -> dict[str, str]:
    """Province that reported → the one that it is shown under, for those that a choice asks for.

    Raises KeyError for a province that there is not.
    """
    known = read_provinces(reader)
    successors = read_successors(reader) if choice.units == "current" else {}
    shown = {key: successors.get(key, key) for key in known}
    if choice.province is None:
        return shown
    wanted = known[choice.province].key
    return {key: under for key, under in shown.items() if under == wanted} | {wanted: wanted}


def shown_under(cells: pl.DataFrame, shown: Mapping[str, str]) -> pl.DataFrame:
    """The same cells with the province that each is shown under in `province`."""
    return cells.with_columns(province=pl.col("reporter").replace_strict(shown, return_dtype=pl.String))


def subject(reader: Reader, choice: Choice) -> Province | None:
    """The one province that a choice asks for, None for all. Raises KeyError for one that there is not."""
    return None if choice.province is None else read_provinces(reader)[choice.province]


def years_with_data(reader: Reader) -> tuple[int, ...]:
    """Every calendar year that a cell of the yearly rollup touches, ascending."""
    now, past = present_and_past(reader)
    everywhere = past._replace(provinces=()) if past else None
    return tuple(sorted(read_years(now, past=everywhere)))


def column_of(reader: Reader, indicator: Indicator, language: str, key: str = "figure") -> SummaryColumn:
    """The column of an indicator's figures, with its unit."""
    kind = _KINDS.get(indicator.unit, "count")
    names = read_unit_names(reader, language) if kind == "count" else {}
    return SummaryColumn(key, indicator.short, kind, names.get(indicator.unit, ""), names)


def figure(line: Mapping[str, Any]) -> Figure:
    """The figure of a frame's row with the columns value, low, high, hedge, unknown_parts and state.

    What keeps it from being one, `not_combinable`, is told where the frame has it.
    """
    if line["value"] is None:
        return Figure(state=line["state"], not_combinable=line.get("not_combinable") or None)
    return Figure(
        value=line["value"],
        low=line["low"],
        high=line["high"],
        hedge=line["hedge"],
        state="reported",
        unknown_parts=line["unknown_parts"] or None,
    )


def beside(own: str, lines: Sequence[Mapping[str, Any]]) -> Figure:
    """Figures of one thing in several units of measure as one cell: never their sum.

    `lines` are the rows of a frame with the column `unit` and what `figure` asks for, one a unit. Where none but the
    unit `own` has a number it stands alone, else the known ones side by side, before them what nobody stated.
    """
    known = [line for line in lines if line["value"] is not None]
    if all(line["unit"] == own for line in known):
        return figure(next((line for line in lines if line["unit"] == own), lines[0]))
    known.sort(key=lambda line: (line["unit"] != own, line["unit"]))
    parts = tuple((line["unit"], replace(figure(line), unknown_parts=None)) for line in known)
    return Figure(by_unit=parts, unknown_parts=sum(line["unknown_parts"] for line in lines) or None)
