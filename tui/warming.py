"""Imports what the next screens need while nobody waits: after the first figures, one module at a time.

A key that comes meanwhile waits for one module at most, a few milliseconds; the first screen that opens would else wait
for all of them. What is heavy (a save) stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from textual.app import App

_FIRST_AFTER_S: Final = 0.3
_NEXT_AFTER_S: Final = 0.02
_MODULES: Final = (
    "tui.screens.arrangement",
    "tui.widgets.panel",
    "tui.screens.province_panels",
    "tui.screens.province",
    "db.summary.province",
    "tui.screens.record",
    "db.summary.records",
    "tui.screens.help",
    "tui.screens.ask",
    "db.entry.reading.dates",
    "db.entry.reading.amounts",
    "db.entry.reading.numbers",
    "db.entry.reading.fields",
    "tui.widgets.form_model",
    "tui.drafts",
    "db.entry.vocabularies",
    "db.entry.posting",
    "tui.screens.form",
    "db.entry.doubts",
    "db.entry.contexts",
    "tui.record_form",
    "tui.screens.choices",
    "tui.screens.palette",
    "tui.screens.summaries",
    "db.entry.grid",
    "tui.screens.grid",
)
"""In the order in which they are likely to be needed; each after those that it imports itself."""


def warm_up(app: App[None]) -> None:
    """Begin soon."""
    modules = iter(_MODULES)
    app.set_timer(_FIRST_AFTER_S, lambda: _next(app, modules))


def _next(app: App[None], modules: Iterator[str]) -> None:
    name = next(modules, "")
    if name:
        import_module(name)
        app.set_timer(_NEXT_AFTER_S, lambda: _next(app, modules))
