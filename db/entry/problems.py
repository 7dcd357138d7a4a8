"""Why something was not saved: sentences for the person who typed it."""

from __future__ import annotations

from collections.abc import Mapping

from db.language import _
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
    """Someone else changed the record since it was opened: `by` whom and when (`at`, UTC, ISO 8601).

    Its own sentence names no time, for only a screen knows the reader's time zone: that one says `told(time)`.
    """

    def __init__(self, *, by: str, at: str) -> None:
        super().__init__(_("{by} changed this meanwhile: look at it again before you change it.").format(by=by))
        self.by = by
        self.at = at

    def told(self, time: str) -> str:
        """The same with the time, as the reader's clock says it."""
        message = _("{by} changed this at {at}: look at it again before you change it.")
        return message.format(by=self.by, at=time)


class Overtaken(Conflict):
    """An undo or a redo was not done, for somebody changed the record afterwards."""

    def __init__(self, *, by: str, at: str, province_code: str, record_id: str) -> None:
        super().__init__(by=by, at=at)
        self.province_code = province_code
        self.record_id = record_id

    def told(self, time: str) -> str:
        """The sentence with the time, as the reader's clock says it."""
        message = _(
            "Nothing was changed: {by} changed the record {province}/{record} at {at}, after you."
            " Look at its history, and edit it if need be."
        )
        return message.format(by=self.by, at=time, province=self.province_code, record=self.record_id)
