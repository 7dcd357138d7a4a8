"""The console script. Without a command the dashboard opens, and nothing that it does not need is imported.

Subcommands and their help are the business of `tui.commands.app`, which is imported only for them.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from db.language import _, use
from db.settings import Settings, SettingsError, load, sample_database_url
from db.store.errors import DatabaseMissingError, DatabaseOlderError, StoreError

if TYPE_CHECKING:
    from tui.app import Dashboard


class DashboardOptions(NamedTuple):
    """The options of the dashboard on the command line."""

    sample: bool = False
    config: Path | None = None
    language: str | None = None
    database: str | None = None


_COMPLETION = "_TIENDO_COMPLETE"
"""Set by a shell that asks how to complete a command line."""
_VALUED = ("--config", "--language", "--database")


def dashboard_options(arguments: Sequence[str]) -> DashboardOptions | None:
    """The dashboard's options, or None when the arguments hold anything else: a command, --help, a mistake."""
    values: dict[str, str] = {}
    sample = False
    rest = list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name == "--sample" and not equals:
            sample = True
        elif name in _VALUED and (equals or rest):
            values[name] = value if equals else rest.pop(0)
        else:
            return None
    config = values.get("--config")
    return DashboardOptions(
        sample, Path(config) if config is not None else None, values.get("--language"), values.get("--database")
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `tiendo`; gives the exit status. What a person can mend is told in one sentence, with status 2.

    What nobody foresaw has status 1, a sentence too, and its traceback in a file.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    use("vi")  # until the settings are read; what is wrong with them is said in the language of most
    try:
        return _run(arguments)
    except Exception as error:
        from tui.mishap import told

        print(f"tiendo: {told(error)}", file=sys.stderr)  # noqa: T201
        return 1


def _run(arguments: Sequence[str]) -> int:
    options = dashboard_options(arguments)
    if options is None or _COMPLETION in os.environ:
        return _command(arguments)
    try:
        if options.sample and options.database:
            return _refuse(_("--sample has a database of its own: leave out one of --sample and --database."))
        url = sample_database_url() if options.sample else options.database
        settings = load(options.config, database_url=url, screen_language=options.language)
        use(settings.screen.language)
        return _dashboard(settings, sample=options.sample)
    except (SettingsError, StoreError) as error:
        return _refuse(str(error))


def _command(arguments: Sequence[str]) -> int:
    _speak(arguments)
    from typer import TyperException

    from tui.commands.app import app

    try:
        return app(list(arguments), standalone_mode=False) or 0
    except TyperException as error:
        reason = error.format_message() if hasattr(error, "format_message") else str(error)
        return _refuse(_("this command line is not understood: {reason} Look at: tiendo --help").format(reason=reason))


def _speak(arguments: Sequence[str]) -> None:
    """Help is written when the commands are imported: the language is chosen before, by the same options."""
    named = dict(pairwise(arguments))
    config = named.get("--config")
    try:
        settings = load(Path(config) if config else None, screen_language=named.get("--language"))
    except SettingsError:
        return  # the command itself tells what is wrong
    use(settings.screen.language)


def _refuse(sentence: str) -> int:
    print(f"tiendo: {sentence}", file=sys.stderr)  # noqa: T201
    return 2


def _dashboard(settings: Settings, *, sample: bool) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _refuse(_("the dashboard needs a terminal. For scripts there is: tiendo summary --help"))
    # What is made before the first frame stays: looking for garbage in it takes a twentieth of the start.
    gc.disable()
    # How long to wait after Esc for the rest of a key's sequence, in ms. Textual's own 100 is felt. SSH sends
    # a key in one piece; what a worse line tears apart is thrown away by `tui.driver`, never typed into a field.
    os.environ.setdefault("ESCDELAY", "8")
    try:
        app = dashboard(settings)
    except (DatabaseMissingError, DatabaseOlderError) as error:
        if isinstance(error, DatabaseOlderError) and not sample:
            raise
        from tui.first_run import make_ready

        made = make_ready(settings, sample=sample)
        if made is None:
            return 0
        app = dashboard(made)
    from tui.mishap import run

    run(app, mouse=settings.screen.mouse)
    return app.return_code or 0


def dashboard(settings: Settings) -> Dashboard:
    """The dashboard on the database of these settings. Raises StoreError when it cannot be opened."""
    from tui.board import DatabaseBoard

    board = DatabaseBoard(settings)

    from tui.app import Dashboard, Options

    screen, refresh = settings.screen, settings.refresh
    return Dashboard(
        board,
        Options(
            language=screen.language,
            theme=screen.theme,
            order=screen.order,
            home_province=settings.place.home_province,
            poll_ms=refresh.poll_ms,
            highlight_s=refresh.highlight_s,
            mouse=screen.mouse,
            zone=settings.zone(),
            keys=settings.keys,
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
