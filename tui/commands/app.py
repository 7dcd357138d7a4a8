"""The command line: `tiendo COMMAND`. Without a command the dashboard opens (`tui.main`)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from db.language import _
from db.models.kinds import KINDS
from tui.commands import add, check, history, import_file, indicator, place, rebuild, summary, table, upgrade, why
from tui.commands.common import ConfigOption, DatabaseOption, LanguageOption, SampleOption

app = typer.Typer(
    name="tiendo",
    help=_("Targets and results of the information-poverty projects. Without a command: the dashboard."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_PLAIN = (
    *("summary", "why", "table", "place", "check", "rebuild", "upgrade"),
    *("undo", "redo", "history", "voided", "restore", "import"),
)
"""The commands that have the dashboard's options themselves."""


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(version("tiendo"))
        raise typer.Exit


@app.callback()
def dashboard(
    context: typer.Context,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
    _version: Annotated[
        bool, typer.Option("--version", help=_("Tell the version."), is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """The options of the dashboard; before a command they are that command's."""
    given = {"sample": sample or None, "config": config, "database": database, "language": language}
    known = {name: value for name, value in given.items() if value is not None}
    commands: dict[str, Any] = dict.fromkeys(_PLAIN, known)
    commands["indicator"] = dict.fromkeys(("list", "show", "add", "edit", "end"), known)
    commands["add"] = dict.fromkeys((add.word(kind) for kind in KINDS.values()), known)
    context.default_map = commands


app.command("summary", help=summary.HELP)(summary.summary)
app.command("table", help=table.HELP)(table.table)
app.command("place", help=place.HELP)(place.place)
app.add_typer(add.app)
app.command("import", help=import_file.HELP)(import_file.import_file)
app.add_typer(indicator.app)
app.command("why", help=why.HELP)(why.why)
app.command("undo", help=history.UNDO_HELP)(history.undo)
app.command("redo", help=history.REDO_HELP)(history.redo)
app.command("history", help=history.HISTORY_HELP)(history.history)
app.command("voided", help=history.VOIDED_HELP)(history.voided)
app.command("restore", help=history.RESTORE_HELP)(history.restore)
app.command("check", help=check.HELP)(check.check)
app.command("rebuild", help=rebuild.HELP)(rebuild.rebuild)
app.command("upgrade", help=upgrade.HELP)(upgrade.upgrade)
