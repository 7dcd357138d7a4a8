"""`tiendo summary`: the figures for people and for scripts."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

import typer

from db.language import _
from db.models.period import FIRST_YEAR, LAST_YEAR
from db.settings import Settings
from db.store.reader import Reader
from tui.commands.common import (
    AsOfOption,
    ConfigOption,
    DatabaseOption,
    LanguageOption,
    SampleOption,
    fail,
    moment_of,
    reading,
    refusing,
    write_out,
)
from tui.commands.common import settings_of as load_settings
from tui.commands.differences import difference_lines
from tui.commands.lines import aligned, footed, markdown

if TYPE_CHECKING:
    import polars as pl

    from db.summary.past import Moment

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
    as_of: AsOfOption = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help=_("What changed since that day, and who changed it.")),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help=_("table, json, csv or md."))] = Format.TABLE,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Print the summary on standard output."""
    with refusing():
        settings = load_settings(config, database, sample, language)
        moment = moment_of(as_of, settings, "--as-of")
        earlier = moment_of(since, settings, "--since")
        with reading(settings, sample=sample) as reader:
            asked = _asked(reader, settings, " ".join(province or ()) or None, year, programme, units, moment)
            if earlier is not None:
                if moment is not None and moment.before <= earlier.before:
                    fail(_("--since: {since} is not before {as_of}.").format(since=since, as_of=as_of))
                if form is Format.CSV:
                    fail(_("--since: the changes are printed as table, json or md."))
                write_out(_differences(reader, settings, earlier, asked, form))
                return
            found = _summary(reader, settings, asked)
    write_out(_written(found, form, settings.screen.language))


class _Asked(TypedDict):
    provinces: list[str] | None
    year: int | None
    programme: str | None
    units: Literal["reported", "current"]
    as_of: Moment | None


def _written(found: dict[str, Any], form: Format, language: str) -> str:
    if form is Format.JSON:
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    from db.summary.national import figures_csv, figures_frame, national_table

    if form is Format.CSV:
        return figures_csv(figures_frame(found))
    lines = _lines(national_table(found), language)
    left = [True, *[False] * (len(lines[0]) - 1)]
    table = markdown(lines, left) if form is Format.MD else aligned(lines, left)
    parts = [table, *_spanning(found, form), *_states(found, form)]
    filters = found["filters"]
    return footed(parts, as_of=filters["as_of"], sample=filters["sample"], as_markdown=form is Format.MD)


def _spanning(found: dict[str, Any], form: Format) -> list[str]:
    """The targets of several years, each once and in no year's line: a heading and a table, nothing without any."""
    from db.models.figure import PERCENT_SCALE, Figure
    from tui.screens.shown import share, status, whole

    names = found["units_of_measure"]

    def shown(count: dict[str, Any], unit: str) -> str:
        scale = PERCENT_SCALE if unit == "%" else 1
        ends = {name: None if count[name] is None else round(count[name] * scale) for name in ("value", "low", "high")}
        return whole(Figure.from_content({**count, **ends}), unit, names)

    heads = [_("Province"), _("Indicator"), _("Years"), _("Target"), _("Result"), _("Percent met"), _("State")]
    lines = {
        (entry["province"]["era"], entry["province"]["code"], one["indicator"], one["from"], one["to"]): [
            entry["province"]["name"],
            one["name"],
            f"{one['from']}-{one['to']}",
            shown(one["count"], one["unit"]),
            shown(one["actual"], one["unit"]),
            share(one["percent"]),
            status(one["status"])[1],
        ]
        for entry in found["provinces"]
        for one in entry["multi_year"]
        if one["kind"] == "target"
    }
    if not lines:
        return []
    drawn = [heads, *lines.values()]
    left = [True, True, True, False, False, False, True]
    return [_("Targets of several years:"), markdown(drawn, left) if form is Format.MD else aligned(drawn, left)]


def _states(found: dict[str, Any], form: Format) -> list[str]:
    """What activities said without a number: a heading and a table, nothing without any."""
    from tui.screens.shown import item_state

    lines = [
        [
            entry["province"]["name"],
            str(entry["year"]),
            stated["programme"],
            stated["indicator"] or "",
            item_state(stated["state"])[1],
            stated["reason"] or "",
        ]
        for entry in found["provinces"]
        for stated in entry["states"]
    ]
    if not lines:
        return []
    drawn = [[_("Province"), _("Year"), _("Programme"), _("Indicator"), _("State"), _("Reason")], *lines]
    left = [True, False, True, True, True, True]
    return [_("Stated without a figure:"), markdown(drawn, left) if form is Format.MD else aligned(drawn, left)]


def _asked(
    reader: Reader,
    settings: Settings,
    province: str | None,
    year: int | None,
    programme: str | None,
    units: Units,
    as_of: Moment | None,
) -> _Asked:
    from db.summary.finding import NotOneProvinceError, find_province
    from db.summary.overview import read_programmes

    known = dict(read_programmes(reader, settings.screen.language))
    if programme is not None and programme.upper() not in {code.upper() for code in known}:
        fail(_("No programme has the code {code}. Known: {known}.").format(code=programme, known=", ".join(known)))
    try:
        keys = None if province is None else [found.key for found in find_province(reader, province)]
    except NotOneProvinceError as error:
        fail(str(error))
    code = next((code for code in known if programme and code.upper() == programme.upper()), None)
    return {"provinces": keys, "year": year, "programme": code, "units": units.value, "as_of": as_of}


def _summary(reader: Reader, settings: Settings, asked: _Asked) -> dict[str, Any]:
    """The summary of now, or as it was known at a moment and judged on its day."""
    from db.summary.contract import summary as read
    from db.summary.overview import is_sample

    return read(
        reader,
        **asked,
        today=asked["as_of"].day if asked["as_of"] else settings.today(),
        behind_percent=settings.thresholds.behind_percent,
        ahead_percent=settings.thresholds.ahead_percent,
        language=settings.screen.language,
        sample=is_sample(reader),
    )


def _differences(reader: Reader, settings: Settings, since: Moment, asked: _Asked, form: Format) -> str:
    from db.summary.differences import differences_object, read_differences
    from db.summary.indicators import read_indicators, read_unit_names
    from db.summary.overview import is_sample

    language = settings.screen.language
    found = read_differences(reader, since, **asked, language=language)
    if form is Format.JSON:
        indicators = read_indicators(reader, language)
        filters = {**asked, "as_of": asked["as_of"].stated if asked["as_of"] else None, "since": since.stated}
        return json.dumps(differences_object(found, indicators, filters), ensure_ascii=False, indent=1) + "\n"
    lines = difference_lines(found, read_unit_names(reader, language), settings.zone())
    left = [True, True, True, True, False, False, True]
    drawn = markdown(lines, left) if form is Format.MD else aligned(lines, left)
    as_of = asked["as_of"].stated if asked["as_of"] else None
    return footed([drawn], as_of=as_of, sample=is_sample(reader), as_markdown=form is Format.MD)


def _lines(table: pl.DataFrame, language: str) -> list[list[str]]:
    """The table as text, heads first: figures in the reader's number format, unknown as —, other states by
    their words.

    A hedged one has ≈ before it, a total of which a part was not stated ≥.
    """
    from db.models.figure import UNKNOWN, Figure
    from db.models.wording import state_word, unit_word
    from db.summary.national import DEVICES, WIDE
    from tui.commands.heads import head
    from tui.format import number

    heads = [_("Province"), _("Year"), _("Met"), _("Set"), *(head(code) for code in WIDE)]
    lines = [heads]
    for row in table.iter_rows(named=True):
        cells = [
            row["province"] or _("Total"),
            "-".join(str(row[end]) for end in ("year", "year_to") if row[end]),
            str(row["targets_met"]),
            str(row["targets_set"]),
        ]
        states = {said["indicator"]: Figure(state=said["state"]) for said in row["states"] or ()}
        for code in WIDE:
            unknown = state_word(states.get(code, UNKNOWN))
            shown = unknown if row[code] is None else number(row[code], language)
            if code == DEVICES and row["by_unit"]:
                shown = " · ".join(
                    f"{number(part['value'], language)} {unit_word(part['unit_name'], part['value'])}"
                    for part in row["by_unit"]
                )
            marks = ("≥" if code in row["incomplete"] else "") + ("≈" if code in row["hedged"] else "")
            cells.append(marks + shown)
        lines.append(cells)
    return lines
