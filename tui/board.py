"""The board of a real database: the screens' questions, answered by plain SQL over the rollups."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from db.language import _, language
from db.settings import Settings
from db.store.errors import StoreError
from db.store.reader import open_reader
from db.summary import overview, province, records
from db.summary.views import Overview, ProvincePage, RecordView
from tui.port import BoardError, Units

Answer = TypeVar("Answer")


def login() -> str:
    """Who enters and changes records: until rights exist, the name of the login."""
    return getpass.getuser()


class DatabaseBoard:
    """One open database. Raises StoreError when it cannot be opened; afterwards every trouble is a BoardError."""

    def __init__(self, settings: Settings, url: str) -> None:
        self._settings = settings
        self._url = url
        self._reader = open_reader(url)
        self.remote = self._reader.dialect != "sqlite"
        self.sample = overview.is_sample(self._reader)

    @property
    def today(self) -> date:
        """The day that the program takes for today."""
        return self._settings.today()

    def overview(self, year: int | None, programme: str | None, units: Units) -> Overview:
        """All provinces of a year and a programme (None: all)."""
        return self._asked(
            lambda: overview.read(
                self._reader,
                year=year,
                programme=programme,
                today=self.today,
                behind_percent=self._settings.thresholds.behind_percent,
                ahead_percent=self._settings.thresholds.ahead_percent,
                language=language(),
                units=units,
            )
        )

    def province(self, key: str, year: int | None, programme: str | None) -> ProvincePage:
        """One province of a year and a programme (None: all)."""
        return self._asked(
            lambda: province.read(
                self._reader,
                key,
                year=year,
                programme=programme,
                today=self.today,
                behind_percent=self._settings.thresholds.behind_percent,
                ahead_percent=self._settings.thresholds.ahead_percent,
                language=language(),
            )
        )

    def record(self, province_key: str, record_id: str) -> RecordView:
        """One record with all its fields and sources."""
        return self._asked(lambda: records.read(self._reader, province_key, record_id))

    def changed(self) -> bool:
        """Whether somebody has committed since the last call."""
        return self._asked(self._reader.changed)

    def void(self, province_key: str, record_id: str, head: str, reason: str) -> None:
        """Take a record out of all sums; `head` is the revision that the person saw."""
        from db.entry.saving import void

        from db.entry.gates import Person
        from db.entry.problems import EntryError
        from db.store.database import open_database

        try:
            with open_database(self._url) as database:
                void(
                    database,
                    person=Person(login()),
                    province_code=province_key,
                    record_id=record_id,
                    parent=head,
                    reason=reason,
                )
        except (EntryError, StoreError) as error:
            raise BoardError(str(error)) from error

    def close(self) -> None:
        """Let go of the database."""
        self._reader.close()

    @staticmethod
    def _asked(question: Callable[[], Answer]) -> Answer:
        try:
            return question()
        except StoreError as error:
            raise BoardError(str(error)) from error
        except KeyError as error:
            raise BoardError(
                _("There is no such province or record any more: {key}.").format(key=error.args[0])
            ) from error
