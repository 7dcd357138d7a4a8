"""`tiendo check`: is the database whole, and do its figures add up?"""

from __future__ import annotations

import typer

from db.language import _
from tui.commands.common import ConfigOption, DatabaseOption, LanguageOption, SampleOption, ready_database, refusing
from tui.commands.common import settings_of as load_settings

HELP = _("Check the database: integrity, foreign keys, migrations, triggers, journal chain, facts against rollups.")


def check(
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Print each finding and leave with status 1 when there is one."""
    with refusing():
        settings = load_settings(config, database, sample, language)
        from db.store.check import check as run

        findings = run(ready_database(settings, sample=sample))
    for finding in findings:
        typer.echo(str(finding))
    if findings:
        raise typer.Exit(1)
    typer.echo(_("Nothing wrong: the database is whole and its figures add up."))
