"""The last resort: an error that nobody foresaw is told in one sentence, and written down for whoever can mend it."""

from __future__ import annotations

import os
from typing import Any, Final

from textual.app import App

from db.language import _
from db.settings import SettingsError, state_folder

LOG_NAME: Final = "errors.log"


def run(app: App[Any], *, mouse: bool) -> None:
    """Run an app. What it did not foresee is raised here once the terminal is as it was before.

    Textual would paint the traceback, with the values of its variables, over the person's screen.
    """
    app._fatal_error = app._close_messages_no_wait  # type: ignore[method-assign]
    app.run(mouse=mouse)
    if app._exception is not None:
        raise app._exception


def told(error: Exception) -> str:
    """The sentence for the person; the traceback goes to a file in the state folder that nobody else can read."""
    sentence = _("Something went wrong that was not foreseen; what was typed and not saved is kept as a draft.")
    try:
        path = state_folder() / LOG_NAME
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(_report(error))
    except (OSError, SettingsError):
        return f"{sentence} ({type(error).__name__}: {error})"
    return f"{sentence} " + _("Details for whoever looks after tiendo: {path}").format(path=path)


def _report(error: Exception) -> str:
    from datetime import UTC, datetime
    from traceback import format_exception

    return "".join([f"{datetime.now(UTC).isoformat(timespec='seconds')}\n", *format_exception(error), "\n"])
