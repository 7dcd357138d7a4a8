"""`tiendo indicator`: the indicators that administrators keep: list, show, add, edit, end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from db.language import _
from db.settings import Settings
from tui.commands.common import (
    ConfigOption,
    DatabaseOption,
    LanguageOption,
    SampleOption,
    reading,
    refusing,
    write_out,
    writing,
)
from tui.commands.common import settings_of as load_settings

if TYPE_CHECKING:
    from db.entry.indicator_rules import Indicator

app = typer.Typer(
    name="indicator",
    help=_("The indicators: list, show, add, edit, end."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

CodeArgument = Annotated[str, typer.Argument(help=_("Code of the indicator."))]
Text = str | None


def _option(name: str, help_text: str) -> Any:
    return typer.Option(name, help=help_text)


NameVi = Annotated[Text, _option("--name-vi", _("Vietnamese name."))]
NameEn = Annotated[Text, _option("--name-en", _("English name."))]
ShortVi = Annotated[Text, _option("--short-vi", _("Vietnamese name for narrow columns."))]
ShortEn = Annotated[Text, _option("--short-en", _("English name for narrow columns."))]
Unit = Annotated[Text, _option("--unit", _("Unit of measure: người, xã, % …"))]
Group = Annotated[Text, _option("--group", "agreements | trainings | deliveries | publications | results | budget")]
Direction = Annotated[Text, _option("--direction", "increase | decrease")]
OverTime = Annotated[Text, _option("--over-time", "sum | latest | max | ratio")]
OverPlace = Annotated[Text, _option("--over-place", "sum | ratio | none")]
Baseline = Annotated[Text, _option("--baseline", _("Where a level stood before: 62,5 or 8/10."))]
ValidFrom = Annotated[Text, _option("--from", _("First day on which it holds."))]
ValidTo = Annotated[Text, _option("--to", _("Last day on which it holds."))]
Reason = Annotated[str, typer.Option("--reason", help=_("Why; kept with the change."))]


@app.command("list", help=_("Name all indicators."))
def list_all(
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """A line an indicator: code, name, unit, where it comes from, how it adds up, how long it holds."""
    from db.entry.indicators import read_indicators

    with refusing():
        settings = load_settings(config, database, sample, language)
        with reading(settings, sample=sample) as reader:
            rows = [_row(one, settings.screen.language) for one in read_indicators(reader)]
    heads = [_("Code"), _("Name"), _("Unit"), _("Source"), _("Over time"), _("Over place"), _("Holds")]
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (heads, *rows)]
    write_out("\n".join(line.rstrip() for line in lines) + "\n")


@app.command("show", help=_("Tell all of one indicator and who changed it."))
def show(
    code: CodeArgument,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """A line a value, then a line a change."""
    from db.entry.indicators import read_changes, read_indicator
    from tui.format import when

    with refusing():
        settings = load_settings(config, database, sample, language)
        with reading(settings, sample=sample) as reader:
            one, changes = read_indicator(reader, code), read_changes(reader, code)
    lines = [f"{name}: {value}" for name, value in one._asdict().items() if value not in (None, "", 0)]
    for change in changes:
        told = ", ".join(f"{name} = {value}" for name, value in change.after.items() if value not in (None, ""))
        at = when(change.at, settings.zone())
        lines.append(f"{at} {change.by} {change.action}: {told}" + (f" ({change.reason})" if change.reason else ""))
    write_out("\n".join(lines) + "\n")


@app.command("add", help=_("Add an indicator; forms and summaries have it at once."))
def add(
    code: CodeArgument,
    name_vi: NameVi = None,
    name_en: NameEn = None,
    unit: Unit = None,
    over_time: OverTime = None,
    over_place: OverPlace = None,
    short_vi: ShortVi = None,
    short_en: ShortEn = None,
    group: Group = None,
    direction: Direction = None,
    baseline: Baseline = None,
    valid_from: ValidFrom = None,
    valid_to: ValidTo = None,
    source: Annotated[str, typer.Option("--source", help="result | publication")] = "result",
    reason: Reason = "",
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """What is left out is what most have: percentages are levels, everything else is summed."""
    percent = unit == "%"
    given = _given(
        name_vi=name_vi,
        name_en=name_en,
        short_vi=short_vi,
        short_en=short_en,
        unit=unit,
        group=group,
        direction=direction,
        over_time=over_time or ("latest" if percent else "sum"),
        over_place=over_place or ("ratio" if percent else "sum"),
    )
    with writing(sample, config, database, language) as (settings, opened, person):
        from db.entry.indicators import add_indicator

        values = given | _read(settings, unit or "", baseline, valid_from, valid_to)
        one = add_indicator(opened, person, {"code": code, "source_kind": source, **values}, reason)
    write_out(_("Added: {code}.").format(code=one.code) + "\n")


@app.command("edit", help=_("Change what is named; the unit and the aggregation only while there are no figures."))
def edit(
    code: CodeArgument,
    name_vi: NameVi = None,
    name_en: NameEn = None,
    unit: Unit = None,
    over_time: OverTime = None,
    over_place: OverPlace = None,
    short_vi: ShortVi = None,
    short_en: ShortEn = None,
    group: Group = None,
    direction: Direction = None,
    baseline: Baseline = None,
    valid_from: ValidFrom = None,
    valid_to: ValidTo = None,
    reason: Reason = "",
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Only the values that are given change."""
    given = _given(
        name_vi=name_vi,
        name_en=name_en,
        short_vi=short_vi,
        short_en=short_en,
        unit=unit,
        group=group,
        direction=direction,
        over_time=over_time,
        over_place=over_place,
    )
    with writing(sample, config, database, language) as (settings, opened, person):
        from db.entry.indicators import edit_indicator, read_indicator
        from db.store.reader import open_reader

        if unit is None and baseline is not None:
            with open_reader(settings.database.url) as reader:
                unit = read_indicator(reader, code).unit
        values = given | _read(settings, unit or "", baseline, valid_from, valid_to)
        one = edit_indicator(opened, person, code, values, reason=reason)
    write_out(_("Changed: {code}.").format(code=one.code) + "\n")


@app.command("end", help=_("End an indicator: forms of later periods no longer offer it, its figures stay."))
def end(
    code: CodeArgument,
    on: Annotated[str, typer.Option("--on", help=_("Last day on which it holds."))],
    reason: Reason = "",
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """The last day may be the end of a year: --on 2025."""
    with writing(sample, config, database, language) as (settings, opened, person):
        from db.entry.indicators import end_indicator
        from tui.format import day

        one = end_indicator(opened, person, code, date.fromisoformat(_day(settings, on, last=True)), reason)
    told = _("{code} holds until {day}.").format(code=one.code, day=day(date.fromisoformat(one.valid_to)))
    write_out(told + "\n")


def _given(**values: str | None) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _read(
    settings: Settings, unit: str, baseline: str | None, valid_from: str | None, valid_to: str | None
) -> dict[str, Any]:
    """What is typed as in a form: a figure in the indicator's unit, and days. Raises ReadingError."""
    from db.entry.reading.numbers import read_figure

    readers: dict[str, tuple[str | None, Callable[[str], Any]]] = {
        "baseline": (baseline, lambda text: read_figure(text, unit=unit).value),
        "valid_from": (valid_from, lambda text: _day(settings, text, last=False)),
        "valid_to": (valid_to, lambda text: _day(settings, text, last=True)),
    }
    return {name: read(text) for name, (text, read) in readers.items() if text is not None}


def _day(settings: Settings, text: str, *, last: bool) -> str:
    from db.entry.reading.dates import read_period

    period = read_period(text, today=settings.today(), year=settings.today().year)
    return (period.end if last else period.start).isoformat()


def _row(one: Indicator, language: str) -> list[str]:
    from db.entry.indicator_rules import OVER_PLACE, OVER_TIME
    from db.models.kinds import KINDS

    name = one.name_en if language == "en" else one.name_vi
    holds = f"{one.valid_from}–{one.valid_to}" if one.valid_from or one.valid_to else ""
    source = _(KINDS[one.source_kind].label)
    return [one.code, name, one.unit, source, _(OVER_TIME[one.over_time]), _(OVER_PLACE[one.over_place]), holds]
