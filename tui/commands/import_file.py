"""`tiendo import`: records from a spreadsheet, all of them or none; and an empty one to fill in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from db.language import _
from db.models.kinds import KINDS
from tui.commands.common import (
    ConfigOption,
    DatabaseOption,
    LanguageOption,
    SampleOption,
    fail,
    reading,
    ready_database,
    refusing,
    write_out,
)
from tui.commands.common import settings_of as load_settings
from tui.commands.progress import progress_bar

if TYPE_CHECKING:
    from db.exchange.importing import Entered, FileFound
    from db.settings import Settings
    from db.store.reader import Reader

HELP = _("Import records from a spreadsheet (.xlsx, .ods, .csv): all of them, or none and what is wrong.")
_SHOWN: Final = 40
"""So many faults are printed; the marked copy and --json have them all."""


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The file to import, or the template to write."))],
    kind: Annotated[
        str, typer.Option("--kind", help=_("Kind of the records, where the headings do not tell: training, result …"))
    ] = "",
    template: Annotated[
        str, typer.Option("--template", metavar="KIND", help=_("Write an empty file for records of this kind instead."))
    ] = "",
    province: Annotated[
        str, typer.Option("--province", help=_("Province of rows that name none, marks optional, or its code."))
    ] = "",
    year: Annotated[int | None, typer.Option("--year", help=_("Year of dates that name none."))] = None,
    sheet: Annotated[str, typer.Option("--sheet", help=_("Only this sheet."))] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADING=FIELD", help=_("What a heading means; - leaves its column out.")),
    ] = None,
    override: Annotated[
        str,
        typer.Option("--override", metavar="REASON", help=_("Why what looks wrong is right; kept with each record.")),
    ] = "",
    marked: Annotated[
        Path | None, typer.Option("--marked", metavar="FILE", help=_("Where the copy with the faults marked goes."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Read and check; save nothing."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Say what was read and what became of it; status 1 where something is wrong, and then nothing was saved."""
    with refusing():
        settings = load_settings(config, database, sample, language)
        if template:
            _template(settings, template, file, sample=sample)
            return
        from db.exchange.importing import ImportOptions
        from db.exchange.mappings import remember

        options = ImportOptions(
            kind.replace("-", "_"), province or settings.place.home_province, year, sheet, mapping or ()
        )
        url = ready_database(settings, sample=sample)
        found, entered = _import(url, settings, file, options, override, dry_run=dry_run)
        copy = None if entered else _copy(found, marked)
        if entered:
            for one, names in found.mappings.items():
                remember(one, names)
    write_out(_json(found, entered, copy, dry_run=dry_run) if as_json else _told(found, entered, copy, dry_run=dry_run))
    if entered is None:
        raise typer.Exit(1)


def _template(settings: Settings, kind: str, file: Path, *, sample: bool) -> None:
    from db.exchange.template import write_template

    code = kind.replace("-", "_")
    if code not in KINDS:
        fail(_("There is no kind “{kind}”. There are: {kinds}.").format(kind=kind, kinds=", ".join(KINDS)))
    with reading(settings, sample=sample) as reader:
        write_template(reader, KINDS[code], file)
    write_out(_("{path}: fill it in, then: tiendo import {path}").format(path=file) + "\n")


def _import(
    url: str, settings: Settings, file: Path, options: Any, override: str, *, dry_run: bool
) -> tuple[FileFound, Entered | None]:
    from db.entry.gates import Person
    from db.exchange.importing import enter_file, read_file
    from db.exchange.mappings import remembered
    from db.store.database import open_database
    from db.store.progress import silent
    from db.store.reader import open_reader

    watched = sys.stderr.isatty()
    reader: Reader
    with open_reader(url) as reader, progress_bar(_("Reading"), shown=watched) as report:
        found = read_file(
            reader, file, options, today=settings.today(), remembered=remembered(), progress=report or silent
        )
    if found.wrong(confirmed=bool(override)):
        return found, None
    with open_database(url) as database, progress_bar(_("Entering"), shown=watched) as report:
        entered = enter_file(
            database, found, person=Person.current(), override=override, dry_run=dry_run, progress=report or silent
        )
    return found, entered


def _copy(found: FileFound, named: Path | None) -> Path:
    from db.exchange.marked import free_name, write_marked

    copy = named or free_name(found.path)
    write_marked(found.path, found.faults, copy)
    return copy


def _told(found: FileFound, entered: Entered | None, copy: Path | None, *, dry_run: bool) -> str:
    lines = []
    for sheet in found.sheets:
        count = sum(found.sheets[record.sheet] is sheet for record in found.records)
        lines.append(
            _("Sheet “{sheet}”: {kind}, headings in row {row}, {count} records read.").format(
                sheet=sheet.name, kind=_(sheet.kind.label), row=sheet.headings.row, count=count
            )
        )
        lines += [f"  {letters}: {heading} → {field}" for letters, heading, field in sheet.columns]
    lines += [_("Sheet “{sheet}” has no headings: left out.").format(sheet=name) for name in found.left_out]
    for fault in found.faults[:_SHOWN]:
        where = _("sheet “{sheet}”, {cell}").format(sheet=fault.sheet, cell=fault.cell)
        named = ", ".join(filter(None, (where, fault.heading)))
        mark = "?" if fault.doubt else "!"
        lines.append(
            f"{mark} {named}: {fault.read} – {fault.message}" if fault.read else f"{mark} {named}: {fault.message}"
        )
    if len(found.faults) > _SHOWN:
        lines.append(_("… and {n} more.").format(n=len(found.faults) - _SHOWN))
    if entered is None:
        lines.append(
            _("Nothing was saved: {n} faults. They are marked in {path}: correct it and import that.").format(
                n=len(found.faults), path=copy
            )
        )
        if not found.wrong(confirmed=True):
            lines.append(_("All of them only look wrong: --override REASON takes them as they are."))
    elif dry_run:
        lines.append(
            _("A trial: {added} records would be added, {there} are there already. Nothing was saved.").format(
                added=entered.added, there=entered.there
            )
        )
    else:
        lines.append(
            _("{added} records were added, {there} were there already.").format(
                added=entered.added, there=entered.there
            )
        )
        if entered.added:
            lines.append(_("tiendo undo takes the whole import back."))
    return "\n".join(lines) + "\n"


def _json(found: FileFound, entered: Entered | None, copy: Path | None, *, dry_run: bool) -> str:
    from db.exchange.problems import column_letters

    answer = {
        "file": str(found.path),
        "saved": entered is not None and not dry_run,
        "added": entered.added if entered else 0,
        "there": entered.there if entered else 0,
        "intent": entered.intent if entered and not dry_run and entered.added else None,
        "sheets": [
            {
                "name": sheet.name,
                "kind": sheet.kind.code,
                "heading_row": sheet.headings.row,
                "columns": {column_letters(column): field for column, field in sheet.headings.fields.items()},
            }
            for sheet in found.sheets
        ],
        "left_out": found.left_out,
        "faults": [
            {
                "sheet": fault.sheet,
                "row": fault.row,
                "column": fault.cell.rstrip("0123456789") or None,
                "heading": fault.heading,
                "read": fault.read,
                "message": fault.message,
                "doubt": fault.doubt,
            }
            for fault in found.faults
        ],
        "marked": str(copy) if copy else None,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
