"""The breakdown of an indicator as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from db.language import N_, _
from db.models.kinds import KINDS, Field, Kind
from db.store.reader import Reader
from db.summary.breakdown import PLACE, breakdown, read_parted_cells
from db.summary.cells import combine, read_cells
from db.summary.frames import read_indicator_frame
from db.summary.indicators import Indicator, read_indicators, read_unit_names
from db.summary.past_reader import present_and_past
from db.summary.sheets.parts import beside, column_of, figure, reporters, shown_under, subject, years_with_data
from db.summary.tables import NOT_STATED, Choice, Explains, SummaryColumn, SummaryRow, SummaryTable

UNIT: Final = "unit"
_DIMENSIONS: Final = {
    "sex": N_("Sex"),
    "ethnicity": N_("Ethnicity"),
    "language": N_("Language"),
    "audience": N_("Audience"),
    "equipment": N_("Equipment"),
    "unit": N_("Counted in"),
    "fund_source": N_("Fund source"),
    "place": N_("Place"),
}
"""In the order in which they are shown."""
_OF_ONE_UNIT: Final = (UNIT, "equipment")
"""What is shown of figures in several units of measure: a type of equipment is counted in one."""
_MEMBERS: Final = {("sex", "women"): N_("women"), ("ethnicity", "minority"): N_("ethnic minorities")}
_LISTS: Final = {"language": "languages", "equipment": "equipment_types", "fund_source": "fund_sources"}
_UNITS: Final = 'SELECT u."key", u.kind, u.name FROM unit u WHERE u."key" IN ({})'
_TERMS: Final = {
    language: f"SELECT vocabulary, code, name_{language} FROM term"  # noqa: S608 - two fixed words
    for language in ("vi", "en")
}


def table(reader: Reader, choice: Choice) -> SummaryTable:
    """Dimension, member, figure and share of the whole. Raises KeyError for an indicator or province not known."""
    indicators = read_indicators(reader, choice.language)
    indicator = indicators[choice.indicator]
    shown = reporters(reader, choice)
    columns = (
        SummaryColumn("dimension", _("By"), "text"),
        SummaryColumn("member", _("Part"), "text"),
        column_of(reader, indicator, choice.language),
        SummaryColumn("share", _("Share"), "percent"),
    )
    found = SummaryTable("breakdown", _("Breakdown"), columns, (), years=years_with_data(reader))
    if indicator.unit == "%":
        return found._replace(notes=(_("A share in percent has no parts that add up: choose a count or money."),))
    places = choice.province is not None
    cells = read_parted_cells(
        reader, indicator.code, shown, year=choice.year, programme=choice.programme, places=places
    )
    made = breakdown(
        shown_under(cells, shown),
        read_indicator_frame(reader, choice.language),
        year=choice.year,
        dimensions=_dimensions(indicator, places=places),
    )
    whole, parts = (made.filter(own) for own in (pl.col("dimension") == "", pl.col("dimension") != ""))
    said = _figures(whole.row(0, named=True)) if whole.height else (None, "")
    counted = parts.filter(pl.col("dimension") == UNIT, "stated")
    several = counted.filter(pl.col("member") != indicator.unit).height > 0
    if several:
        parts = parts.filter(pl.col("dimension").is_in(_OF_ONE_UNIT), "stated").with_columns(
            share=pl.lit(None, pl.Int64)
        )
        lines = [{**line, "unit": line["member"], "unknown_parts": 0} for line in counted.iter_rows(named=True)]
        lines[0]["unknown_parts"] = whole["unknown_parts"].sum()
        said = (beside(indicator.unit, lines), "")
    names = _Names(reader, choice, parts.filter(pl.col("dimension") == PLACE)["member"].drop_nulls())
    explains = Explains(subject(reader, choice), indicator.code, choice.years)
    rows = tuple(row._replace(explains=explains) for row in _rows(parts, names))
    receivers = tuple(
        row._replace(explains=explains._replace(indicator=row.key.partition(":")[2]))
        for row in _receivers(reader, indicator, indicators, shown, choice)
    )
    return found._replace(
        rows=rows + receivers,
        totals=SummaryRow("", (_("Whole"), "", *said)),
        notes=tuple(_notes(receivers, choice, several=several)),
    )


def _dimensions(indicator: Indicator, *, places: bool) -> list[str]:
    """What the records of an indicator can say of its parts, in the order in which it is shown."""
    sayable = {PLACE} if places else set()
    for kind in KINDS.values():
        wholes = [field for field in kind.fields if _posts(kind, field, indicator)]
        names = {field.name for field in wholes}
        for field in kind.fields:
            if field.part_of in names or names & {*field.classifies}:
                sayable.add(field.member[0] if field.member else field.dimension)
        if any(field.unit_by for field in wholes):
            sayable.add(UNIT)
    return [name for name in _DIMENSIONS if name in sayable]


def _posts(kind: Kind, field: Field, indicator: Indicator) -> bool:
    """Whether a field of a form is the whole of that indicator's figures."""
    if field.type not in ("quantity", "money") or field.part_of or field.beside:
        return False
    by_choice = bool(kind.posts_by) and not field.unit and kind.code == indicator.source_kind
    return field.posts == indicator.code or (not field.posts and by_choice)


class _Names:
    """Dimensions and members in words."""

    def __init__(self, reader: Reader, choice: Choice, places: Iterable[str]) -> None:
        self._terms: Mapping[tuple[str, str], str] = {
            (vocabulary, code): name for vocabulary, code, name in reader.rows(_TERMS[choice.language])
        }
        self._measures = read_unit_names(reader, choice.language)
        keys = {f"unit_{place}": key for place, key in enumerate(places)}
        listed = ", ".join(f":{name}" for name in keys) or "NULL"
        self._units: Mapping[str, str] = {
            key: f"{kind} {name}" for key, kind, name in reader.rows(_UNITS.format(listed), keys)
        }

    def dimension(self, code: str) -> str:
        return _(_DIMENSIONS[code]) if code in _DIMENSIONS else code

    def member(self, dimension: str, code: str | None) -> str:
        if code is None:
            return _(NOT_STATED)
        if (dimension, code) in _MEMBERS:
            return _(_MEMBERS[dimension, code])
        if dimension == PLACE:
            return self._units.get(code, code)
        if dimension == UNIT:
            return self._measures.get(code, code)
        return self._terms.get((_LISTS.get(dimension, dimension), code), code)


def _rows(made: pl.DataFrame, names: _Names) -> Iterator[SummaryRow]:
    for line in made.iter_rows(named=True):
        said = (names.dimension(line["dimension"]), names.member(line["dimension"], line["member"]))
        yield SummaryRow(f"{line['dimension']}:{line['member'] or ''}", (*said, *_figures(line)))


def _figures(line: Mapping[str, Any]) -> tuple[Any, ...]:
    return figure(line), "" if line["share"] is None else line["share"]


def _receivers(
    reader: Reader, indicator: Indicator, indicators: Mapping[str, Indicator], shown: Mapping[str, str], choice: Choice
) -> Iterator[SummaryRow]:
    """Who received deliveries, kind by kind; kinds are never added up, so none has a share."""
    if indicator.source_kind != "delivery":
        return
    now, past = present_and_past(reader)
    cells = [
        cell._replace(province=shown[cell.province])
        for cell in read_cells(now, programme=choice.programme, past=past)
        if cell.indicator.startswith("receivers_") and cell.kind == "actual" and cell.province in shown
        if choice.year is None or cell.year == choice.year
    ]
    for code, receiver in indicators.items():
        own = [cell for cell in cells if cell.indicator == code]
        if own:
            yield SummaryRow(f"receiver:{code}", (_("Receiver"), receiver.short, combine(own, receiver), ""))


def _notes(receivers: tuple[SummaryRow, ...], choice: Choice, *, several: bool) -> Iterator[str]:
    if several:
        yield _("Counted in several units, which are never added: other parts and shares are left out.")
    if receivers:
        yield _("Receivers of different kinds are never added up.")
    if choice.province is None:
        yield _("By place: choose a province.")
