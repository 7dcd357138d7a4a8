"""`tiendo table`: one summary as a table, for people and for scripts."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from db.language import _
from db.models.period import FIRST_YEAR, LAST_YEAR
from db.settings import Settings
from db.store.reader import Reader
from db.summary.tables import SUMMARIES, Choice, SummaryTable, read_table
from tui.commands.common import (
    AsOfOption,
    ConfigOption,
    DatabaseOption,
    LanguageOption,
    SampleOption,
    fail,
    moment_of,
    one_programme,
    one_province,
    reading,
    refusing,
    write_out,
)
from tui.commands.common import settings_of as load_settings
from tui.commands.lines import aligned, footed, markdown
from tui.commands.summary import Format, Units
from tui.format import table_cell

if TYPE_CHECKING:
    from db.models.figure import Figure
    from db.summary.tables import SummaryColumn, Value

HELP = _("One summary as a table: ranking, breakdown, partners … `tiendo table --list` names them all.")


class Step(StrEnum):
    """How long each column of a trend is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_BESIDE: Final = ("hedged", "ranges", "states", "unknown_parts", "not_combinable", "by_unit")
"""What is said of a row's figures, each by the column that it is about."""
_IN_CSV: Final = ("hedged", "states", "unknown_parts", "by_unit")
_OPTIONS: Final = ("year", "programme", "indicator", "step", "units")


def table(
    name: Annotated[str | None, typer.Argument(help=_("Name of the summary."))] = None,
    province: Annotated[
        list[str] | None, typer.Argument(help=_("A province, old or new name, marks optional."))
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help=_("Name the summaries and what each can be narrowed to."))
    ] = False,
    year: Annotated[
        int | None, typer.Option("--year", min=FIRST_YEAR, max=LAST_YEAR, help=_("One year; without it all of them."))
    ] = None,
    programme: Annotated[str | None, typer.Option("--programme", help=_("Code of one programme."))] = None,
    indicator: Annotated[str | None, typer.Option("--indicator", help=_("Code of an indicator."))] = None,
    step: Annotated[Step | None, typer.Option("--step", help=_("month, quarter or year."))] = None,
    units: Annotated[
        Units, typer.Option("--units", help=_("Provinces as reported, or those of today."))
    ] = Units.REPORTED,
    as_of: AsOfOption = None,
    form: Annotated[Format, typer.Option("--format", help=_("table, json, csv or md."))] = Format.TABLE,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Print one summary on standard output."""
    with refusing():
        settings = load_settings(config, database, sample, language)
        if listed or name is None:
            write_out(_list())
            return
        if name not in SUMMARIES:
            fail(_("There is no summary “{name}”. Known: {known}.").format(name=name, known=", ".join(SUMMARIES)))
        given = {"province": province, "year": year, "programme": programme, "indicator": indicator, "step": step}
        moment = moment_of(as_of, settings, "--as-of")
        _refuse_idle(name, {filter_ for filter_, value in given.items() if value})
        with reading(settings, sample=sample) as reader:
            choice = Choice(
                moment.day if moment else settings.today(),
                settings.screen.language,
                one_province(reader, " ".join(province), units.value) if province else None,
                year,
                one_programme(reader, settings, programme),
                _indicator(reader, settings, indicator or SUMMARIES[name].indicator),
                step.value if step else "month",
                units.value,
                settings.thresholds.behind_percent,
                settings.thresholds.ahead_percent,
                moment,
            )
            found = read_table(reader, name, choice)
            marked = _is_sample(reader)
    write_out(_written(found, choice, form, sample=marked))


def _list() -> str:
    """A line a summary: its name, what it says, and its options."""
    lines = [[_("Name"), _("Shows"), _("Options")]]
    for summary in SUMMARIES.values():
        options = [
            f"--{name}" for name in ("year", "programme", "indicator", "step", "units") if name in summary.filters
        ]
        where = [_("[PROVINCE]")] if "province" in summary.filters else []
        lines.append([summary.name, f"{_(summary.title)}: {_(summary.about)}", " ".join([*where, *options])])
    return aligned(lines, [True, True, True]) + "\n"


def _refuse_idle(name: str, given: set[str]) -> None:
    """An option that a summary does not look at is a mistake, not a wish."""
    idle = sorted(given - SUMMARIES[name].filters)
    if idle:
        options = ", ".join(_("a province") if option == "province" else f"--{option}" for option in idle)
        fail(
            _("{options}: the summary “{name}” cannot be narrowed by it. Leave it out.").format(
                options=options, name=name
            )
        )


def _indicator(reader: Reader, settings: Settings, code: str) -> str:
    from db.summary.indicators import read_indicators

    known = read_indicators(reader, settings.screen.language)
    if code not in known:
        fail(_("No indicator has the code {code}. Known: {known}.").format(code=code, known=", ".join(known)))
    return code


def _is_sample(reader: Reader) -> bool:
    from db.summary.overview import is_sample

    return is_sample(reader)


def _written(found: SummaryTable, choice: Choice, form: Format, *, sample: bool) -> str:
    if form is Format.JSON:
        return json.dumps(_as_json(found, choice, sample=sample), ensure_ascii=False, indent=1) + "\n"
    if form is Format.CSV:
        return _csv(found)
    heads = [column.title + (f" ({column.unit})" if column.unit else "") for column in found.columns]
    rows = [*found.rows, *([found.totals] if found.totals else [])]
    lines = [heads] + [
        [table_cell(value, column, choice.language) for value, column in zip(row.values, found.columns, strict=True)]
        for row in rows
    ]
    left = [column.kind in ("text", "date") for column in found.columns]
    drawn = markdown(lines, left) if form is Format.MD else aligned(lines, left)
    told = [*([] if found.rows else [_("Nothing was recorded for this choice.")]), *found.notes]
    if found.year_taken is not None:
        told.append(
            _("No year was chosen: this is {year}. Choose another one with --year.").format(year=found.year_taken)
        )
    as_of = choice.as_of.stated if choice.as_of else None
    return footed([drawn, *told], as_of=as_of, sample=sample, as_markdown=form is Format.MD)


def _as_json(found: SummaryTable, choice: Choice, *, sample: bool) -> dict[str, Any]:
    """The table for scripts: `values` by column, and beside them what is said of each, by column too."""
    filters = SUMMARIES[found.name].filters
    return {
        "summary": found.name,
        "filters": {name: getattr(choice, name) for name in sorted(filters)}
        | {"sample": sample, "as_of": choice.as_of.stated if choice.as_of else None},
        "columns": [
            {"key": column.key, "title": column.title, "kind": column.kind, "unit": column.unit or None}
            for column in found.columns
        ],
        "rows": [_row_as_json(row.values, found.columns) for row in found.rows],
        "totals": _row_as_json(found.totals.values, found.columns) if found.totals else None,
        "notes": list(found.notes),
    }


def _row_as_json(values: tuple[Value, ...], columns: tuple[SummaryColumn, ...]) -> dict[str, Any]:
    from db.models.figure import UNKNOWN, Figure

    row: dict[str, Any] = {"values": {}, **{name: {} for name in _BESIDE}}
    for value, column in zip(values, columns, strict=True):
        shown = UNKNOWN if value is None else value
        if not isinstance(shown, Figure):
            row["values"][column.key] = shown if isinstance(shown, str) else _number(shown, column)
            if shown == "":
                row["values"][column.key] = None
            continue
        row["values"][column.key] = None if shown.value is None else _number(shown.value, column)
        for name, said in _beside(shown, column).items():
            row[name][column.key] = said
    return row


def _beside(shown: Figure, column: SummaryColumn) -> dict[str, Any]:
    """What is said of a figure beside its number, under the names of `_BESIDE`."""
    said: dict[str, Any] = {
        "hedged": shown.hedge,
        "unknown_parts": shown.unknown_parts,
        "not_combinable": shown.not_combinable,
        "states": None if shown.known or shown.by_unit else shown.state,
    }
    if shown.low is not None and shown.high is not None:
        said["ranges"] = [_number(shown.low, column), _number(shown.high, column)]
    if shown.by_unit:
        said["by_unit"] = [
            {"unit": unit, "name": column.unit_names.get(unit, unit), "value": part.value, "hedge": part.hedge}
            for unit, part in shown.by_unit
        ]
    return {name: value for name, value in said.items() if value is not None}


def _number(value: int, column: SummaryColumn) -> int | float:
    """Hundredths as the number that they are."""
    return value / 100 if column.kind in ("percent", "score") else value


def _csv(found: SummaryTable) -> str:
    """One line a row under the columns' keys; what is said of figures names the columns that it is about."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    keys = [column.key for column in found.columns]
    writer.writerow([*keys, *_IN_CSV])
    for row in found.rows:
        said = _row_as_json(row.values, found.columns)
        for key, parts in said["by_unit"].items():
            said["by_unit"][key] = "+".join(f"{part['value']} {part['unit']}" for part in parts)
        told = (";".join(f"{key}={value}" for key, value in said[name].items()) for name in _IN_CSV)
        writer.writerow([*(said["values"][key] for key in keys), *told])
    return out.getvalue()
