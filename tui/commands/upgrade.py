"""`tiendo upgrade`: make the database, or bring it to this version, with the reference data."""

from __future__ import annotations

import sys

import typer

from db.language import _
from db.store.address import Address
from tui.commands.common import ConfigOption, DatabaseOption, LanguageOption, refusing
from tui.commands.common import settings_of as load_settings
from tui.commands.progress import progress_bar

HELP = _("Make the database if there is none, bring it to this version, and load the reference data.")


def upgrade(config: ConfigOption = None, database: DatabaseOption = None, language: LanguageOption = None) -> None:
    """Safe to repeat: a second run changes nothing."""
    with refusing():
        settings = load_settings(config, database, False, language)
        from seed.reference import ensure

        with progress_bar(_("Loading the reference data"), shown=sys.stderr.isatty()) as report:
            ensure(settings, report)
    typer.echo(_("The database {database} is ready.").format(database=Address.parse(settings.database.url)))
