"""`tiendo summary`: the figures for people and for scripts."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from db.language import _
from db.models.period import FIRST_YEAR, LAST_YEAR
from db.settings import Settings
from db.store.reader import Reader
from tui.commands.common import (
    ConfigOption,
    DatabaseOption,
    LanguageOption,
    SampleOption,
    fail,
    reading,
    refusing,
    write_out,
)
from tui.commands.common import settings_of as load_settings
from tui.commands.lines import aligned, markdown

if TYPE_CHECKING:
    import polars as pl

HELP = _("The figures of provinces by year: a table, JSON (docs/summary.schema.json), CSV or Markdown.")


class Units(StrEnum):
    """Whose province a figure stands under."""

    REPORTED = "reported"
    CURRENT = "current"


class Format(StrEnum):
    """How the summary is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


def summary(
    province: Annotated[
        list[str] | None, typer.Argument(help=_("A province, old or new name, marks optional."))
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", min=FIRST_YEAR, max=LAST_YEAR, help=_("One year; without it every year with data.")),
    ] = None,
    programme: Annotated[str | None, typer.Option("--programme", help=_("Code of one programme."))] = None,
    units: Annotated[
        Units, typer.Option("--units", help=_("Provinces as reported, or those of today."))
    ] = Units.REPORTED,
    form: Annotated[Format, typer.Option("--format", help=_("table, json, csv or md."))] = Format.TABLE,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Print the summary on standard output."""
    with refusing():
        settings = load_settings(config, database, sample, language)
        with reading(settings, sample=sample) as reader:
            found = _summary(reader, settings, " ".join(province or ()) or None, year, programme, units)
    write_out(_written(found, form, settings.screen.language))


def _written(found: dict[str, Any], form: Format, language: str) -> str:
    if form is Format.JSON:
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    from db.summary.national import figures_csv, figures_frame, national_table

    if form is Format.CSV:
        return figures_csv(figures_frame(found))
    lines = _lines(national_table(figures_frame(found)), language)
    left = [True, *[False] * (len(lines[0]) - 1)]
    table = markdown(lines, left) if form is Format.MD else aligned(lines, left)
    marked = [table, _("MẪU: figures of the sample documents.")] if found["filters"]["sample"] else [table]
    return "\n".join(marked) + "\n"


def _summary(
    reader: Reader, settings: Settings, province: str | None, year: int | None, programme: str | None, units: Units
) -> dict[str, Any]:
    from db.summary.contract import summary as read
    from db.summary.finding import NotOneProvinceError, find_province
    from db.summary.overview import is_sample, read_programmes

    known = dict(read_programmes(reader, settings.screen.language))
    if programme is not None and programme.upper() not in {code.upper() for code in known}:
        fail(_("No programme has the code {code}. Known: {known}.").format(code=programme, known=", ".join(known)))
    try:
        keys = None if province is None else [found.key for found in find_province(reader, province)]
    except NotOneProvinceError as error:
        fail(str(error))
    return read(
        reader,
        provinces=keys,
        year=year,
        programme=next((code for code in known if programme and code.upper() == programme.upper()), None),
        units=units.value,
        today=settings.today(),
        behind_percent=settings.thresholds.behind_percent,
        ahead_percent=settings.thresholds.ahead_percent,
        language=settings.screen.language,
        sample=is_sample(reader),
    )


def _lines(table: pl.DataFrame, language: str) -> list[list[str]]:
    """The table as text, heads first: figures in the reader's number format, a hedged one with ≈, unknown as —."""
    from db.summary.national import WIDE
    from tui.commands.heads import head
    from tui.format import number

    heads = [_("Province"), _("Year"), _("Met"), _("Set"), *(head(code) for code in WIDE)]
    lines = [heads]
    for row in table.iter_rows(named=True):
        cells = [
            row["province"] or _("Total"),
            str(row["year"] or ""),
            str(row["targets_met"]),
            str(row["targets_set"]),
        ]
        for code in WIDE:
            shown = "—" if row[code] is None else number(row[code], language)
            cells.append("≈" + shown if code in row["hedged"] else shown)
        lines.append(cells)
    return lines
