"""`tiendo rebuild`: make the rollups anew from the facts."""

from __future__ import annotations

import typer

from db.language import _
from tui.commands.common import ConfigOption, DatabaseOption, LanguageOption, SampleOption, ready_database, refusing
from tui.commands.common import settings_of as load_settings

HELP = _("Make all rollups anew from the facts; nothing that was entered changes.")


def rebuild(
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Rebuild in one transaction."""
    with refusing():
        settings = load_settings(config, database, sample, language)
        from db.store.rebuild import rebuild as run

        run(ready_database(settings, sample=sample))
    typer.echo(_("The rollups were made anew."))
