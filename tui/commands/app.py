"""The command line: `tiendo COMMAND`. Without a command the dashboard opens (`tui.main`)."""

from __future__ import annotations

import typer

from db.language import _
from tui.commands import check, rebuild, summary, upgrade

app = typer.Typer(
    name="tiendo",
    help=_("Targets and results of the information-poverty projects. Without a command: the dashboard."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("summary", help=summary.HELP)(summary.summary)
app.command("check", help=check.HELP)(check.check)
app.command("rebuild", help=rebuild.HELP)(rebuild.rebuild)
app.command("upgrade", help=upgrade.HELP)(upgrade.upgrade)
