"""Why something was not saved: sentences for the person who typed it."""

from __future__ import annotations

from collections.abc import Mapping

from db.store.errors import StoreError


class EntryError(StoreError):
    """Nothing was saved; the message is one translated sentence that says what to do."""


class Refused(EntryError):  # noqa: N818 - said as it is shown: the entry was refused
    """The content or the right to save it does not hold; `problems` by field name, "" for the record as a whole."""

    def __init__(self, problems: Mapping[str, str], message: str) -> None:
        super().__init__(message)
        self.message = message
        self.problems = dict(problems)


class Conflict(EntryError):  # noqa: N818 - said as it is shown: a conflict with another person's change
    """Someone else changed the record since it was opened: `by` whom and when (`at`, UTC, ISO 8601)."""

    def __init__(self, message: str, *, by: str, at: str) -> None:
        super().__init__(message)
        self.message = message
        self.by = by
        self.at = at
