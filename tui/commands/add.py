"""`tiendo add KIND --field value …`: one record from one line, every kind and every field.

The options are made from the kinds themselves: a field that is added there is an option here.
"""

from __future__ import annotations

import inspect
import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final

import typer

from db.language import _
from db.models.kinds import KINDS, Field, Kind
from tui.adding import Added, AddLine
from tui.commands.common import (
    ConfigOption,
    DatabaseOption,
    LanguageOption,
    SampleOption,
    fail,
    ready_database,
    refusing,
    settings_of,
    write_out,
)

HELP = _("Add one record from one line: `tiendo add training --province … --date …`.")
app = typer.Typer(name="add", help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

LISTS: Final = frozenset({"texts", "codes", "programmes", "places", "pairs", "parts"})
"""Types whose option may be given several times, an entry each."""
_SHORT: Final = {"programmes": "--programme", "places": "--place"}
_SHARED: Final[Mapping[str, Any]] = {
    "province": Annotated[str, typer.Option("--province", help=_("Province, marks optional, or its code."))],
    "year": Annotated[int, typer.Option("--year", help=_("Year of days without one; else this year."))],
    "source": Annotated[str, typer.Option("--source", help=_("Id of the source document."))],
    "paragraph": Annotated[int | None, typer.Option("--paragraph", help=_("Paragraph of the source document."))],
    "override": Annotated[
        str, typer.Option("--override", metavar="REASON", help=_("Why it is right all the same; kept with the record."))
    ],
    "dry_run": Annotated[bool, typer.Option("--dry-run", help=_("Read and check; save nothing."))],
}
_DEFAULTS: Final[Mapping[str, Any]] = {"year": 0, "source": "", "paragraph": None, "override": "", "dry_run": False}
_OUTPUT: Final[Mapping[str, Any]] = {
    "as_json": Annotated[bool, typer.Option("--json", help=_("Print JSON."))],
    "sample": SampleOption,
    "config": ConfigOption,
    "database": DatabaseOption,
    "language": LanguageOption,
}


def word(kind: Kind) -> str:
    """The kind as it is typed on the command line: budget-line."""
    return kind.code.replace("_", "-")


def flags(kind: Kind, field: Field) -> tuple[str, ...]:
    """The options that give a field, its own first; the date of a record is `--date` with every kind."""
    names = [f"--{field.name.replace('_', '-')}"]
    if field.name == kind.dated_by and field.name != "date":
        names.append("--date")
    if field.name in _SHORT:
        names.append(_SHORT[field.name])
    return tuple(names)


def parse_line(text: str, province: str = "", year: int | None = None) -> AddLine:
    """The record of a line as it is typed after ":", "add" and all or without it.

    `province` and `year` are those in view, for a line that names none. Raises ValueError with a sentence.
    """
    try:
        words = shlex.split(text)
    except ValueError:
        raise ValueError(_("A quotation mark is not closed: close it, or leave it out.")) from None
    words = words[1:] if words[:1] == ["tiendo"] else words
    words = words[1:] if words[:1] == ["add"] else words
    named = words[0].replace("_", "-") if words else ""
    kinds = {word(kind): kind for kind in KINDS.values()}
    if named not in kinds:
        raise ValueError(_("Type a kind of record first, one of: {kinds}.").format(kinds=", ".join(kinds)))
    command = getattr(typer.main.get_command(app), "commands")[named]  # noqa: B009 - a group has no such attribute by its type
    given = ["--province", province, *words[1:]] if province else words[1:]
    try:
        values = command.make_context(named, given).params
    except typer.TyperException as error:
        reason = error.format_message() if hasattr(error, "format_message") else str(error)
        raise ValueError(reason) from None
    return _line(kinds[named], {**values, "year": values["year"] or year or 0})


def _line(kind: Kind, values: Mapping[str, Any]) -> AddLine:
    texts = {}
    for field in kind.fields:
        value = values[_parameter(field)]
        if value:
            texts[field.name] = "x" if value is True else "; ".join(value) if isinstance(value, list) else value
    shared = {name: values[name] for name in _SHARED if name != "province"}
    return AddLine(kind, values["province"], texts, **shared)


def _parameter(field: Field) -> str:
    """A parameter's name that no shared option has: an activity has a `reason`, another kind may have a `year`."""
    return f"field_{field.name}"


def _add(kind: Kind, values: Mapping[str, Any]) -> None:
    from db.entry.gates import Person
    from db.entry.problems import EntryError
    from db.store.database import open_database
    from db.store.reader import open_reader
    from db.summary.finding import NotOneProvinceError
    from tui.adding import add

    sample, as_json = values["sample"], values["as_json"]
    with refusing():
        settings = settings_of(values["config"], values["database"], sample, values["language"])
        url = ready_database(settings, sample=sample)
        with open_reader(url) as reader, open_database(url) as opened:
            try:
                added = add(reader, lambda: opened, Person.current(), _line(kind, values), today=settings.today())
            except (EntryError, NotOneProvinceError) as error:
                _refuse(kind, error, as_json=as_json)
            else:
                write_out(_json(added) if as_json else told(added) + "\n")


def _refuse(kind: Kind, error: Exception, *, as_json: bool) -> None:
    from db.entry.doubts import Doubted

    problems: Mapping[str, str] = getattr(error, "problems", {})
    if isinstance(error, Doubted):
        problems = {one.field: one.sentence for one in error.doubts}
    if as_json:
        by_flag = {_flag(kind, name): sentence for name, sentence in problems.items()} or {"": str(error)}
        write_out(json.dumps({"saved": False, "problems": by_flag}, ensure_ascii=False, indent=1) + "\n")
        raise typer.Exit(2)
    lines = [f"{_flag(kind, name)}: {sentence}".removeprefix(": ") for name, sentence in problems.items()]
    if isinstance(error, Doubted):
        lines.append(_("If it is right all the same, say why: --override REASON"))
    fail("\n  ".join([_("not saved."), *lines]) if lines else str(error))


def _flag(kind: Kind, name: str) -> str:
    return next((flags(kind, field)[0] for field in kind.fields if field.name == name), name)


def told(added: Added) -> str:
    """What was read, a line a field, then what became of it."""
    lines = [f"{_('Province')}: {added.province.name}"]
    for field in added.kind.fields:
        found = added.reading.readings[field.name]
        if found.value is not None:
            words = found.echo or (found.value if isinstance(found.value, str) else "✓")
            usual = " " + _("(as usual here)") if field.name in added.filled else ""
            lines.append(f"{_(field.label)}: {words}{usual}")
            lines.extend(f"  ! {warning}" for warning in found.warnings)
    if added.record:
        lines.append(_("Saved: {record}.").format(record=added.record))
    else:
        lines.append(_("Nothing was saved: this was a trial."))
    return "\n".join(lines)


def _json(added: Added) -> str:
    readings = {
        field.name: reading for field in added.kind.fields if (reading := added.reading.readings[field.name]).value
    }
    answer = {
        "saved": bool(added.record),
        "kind": added.kind.code,
        "province": {"code": added.province.code, "era": added.province.era, "name": added.province.name},
        "record": added.record or None,
        "revision": added.revision or None,
        "seq": added.seq or None,
        "content": added.reading.content,
        "read": {name: reading.echo for name, reading in readings.items() if reading.echo},
        "warnings": {name: list(reading.warnings) for name, reading in readings.items() if reading.warnings},
        "filled": sorted(added.filled),
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _command(kind: Kind) -> Callable[..., None]:
    """A function with an option for each field, as Typer reads functions."""

    def add_record(**values: Any) -> None:
        _add(kind, values)

    options = dict(_SHARED) | {_parameter(field): _option(kind, field) for field in kind.fields} | dict(_OUTPUT)
    defaults = dict(_DEFAULTS) | {"as_json": False, "sample": False}
    add_record.__annotations__ = options
    signature = inspect.Signature(
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                annotation=option,
                default=inspect.Parameter.empty if name == "province" else defaults.get(name),
            )
            for name, option in options.items()
        ]
    )
    setattr(add_record, "__signature__", signature)  # noqa: B010 - a function has no such attribute by its type
    return add_record


def _option(kind: Kind, field: Field) -> Any:
    hint = f" ({_(field.hint)})" if field.hint else ""
    needed = " *" if field.required and field.name != "programmes" else ""
    option = typer.Option(*flags(kind, field), help=f"{_(field.label)}{needed}{hint}", show_default=False)
    if field.type == "flag":
        return Annotated[bool | None, typer.Option(*flags(kind, field), help=_(field.label), show_default=False)]
    return Annotated[list[str] | None if field.type in LISTS else str | None, option]


def _register(kinds: Sequence[Kind]) -> None:
    for kind in kinds:
        command = _command(kind)
        app.command(word(kind), help=_(kind.label))(command)
        if word(kind) != kind.code:
            app.command(kind.code, hidden=True, help=_(kind.label))(command)


_register(list(KINDS.values()))
