"""The board of a real database: the screens' questions, answered by plain SQL over the rollups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from db.entry.gates import Person
from db.language import _, language
from db.settings import Settings, state_folder
from db.store.errors import StoreError
from db.store.reader import Reader, open_reader
from db.summary import overview
from db.summary.past import Moment, end_of
from db.summary.views import Overview, OverviewRow, ProvincePage, RecordView
from tui.port import BoardError, GridOutcome, Units

if TYPE_CHECKING:
    from db.entry.grid import GridChange, GridChoice, GridPage, Spot
    from db.entry.indicator_rules import Indicator
    from db.entry.undoing import TakenBack, TakingBack
    from db.entry.vocabularies import Vocabularies
    from db.models.kinds import Kind
    from db.store.database import Database
    from db.summary.differences import Difference
    from db.summary.history import History
    from db.summary.places import Place
    from db.summary.tables import Step, SummaryTable
    from db.summary.voided import VoidedRecord
    from db.summary.why import Why
    from db.summary.why_total import WhyTotal
    from tui.copy_form import CopyForm
    from tui.drafts import DraftFile
    from tui.indicator_form import IndicatorForm
    from tui.record_form import RecordForm

Answer = TypeVar("Answer")


class _Judged(TypedDict):
    today: date
    behind_percent: int
    ahead_percent: int
    language: str
    as_of: Moment | None


class DatabaseBoard:
    """One open database. Raises StoreError when it cannot be opened; afterwards every trouble is a BoardError."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reader = open_reader(settings.database.read_url)
        self._summary_reader: Reader | None = None
        self._summing = Lock()
        self._database: Database | None = None
        self._vocabularies: dict[str, Vocabularies] = {}
        self._lists_stamp = -1
        self._lists_in_doubt = True
        """Whether somebody has committed since the lists were read: an administrator, perhaps."""
        self.remote = self._reader.dialect != "sqlite"
        self.sample = overview.is_sample(self._reader)

    @property
    def today(self) -> date:
        """The day that the program takes for today."""
        return self._settings.today()

    def overview(self, year: int | None, programme: str | None, units: Units, as_of: date | None = None) -> Overview:
        """All provinces of a year and a programme (None: all), as of a day where one is given."""
        return self._overview(year, programme, units, None, as_of)

    def totals(
        self,
        provinces: Collection[str],
        year: int | None,
        programme: str | None,
        units: Units,
        as_of: date | None = None,
    ) -> OverviewRow:
        """The totals of the provinces with these keys alone."""
        return self._overview(year, programme, units, provinces, as_of).totals

    def _overview(
        self,
        year: int | None,
        programme: str | None,
        units: Units,
        totals_of: Collection[str] | None,
        as_of: date | None,
    ) -> Overview:
        judged = self._judged(as_of)
        return self._asked(
            lambda: overview.read(
                self._reader, year=year, programme=programme, units=units, totals_of=totals_of, **judged
            )
        )

    def province(
        self, key: str, year: int | None, programme: str | None, units: Units, as_of: date | None = None
    ) -> ProvincePage:
        """One province of a year and a programme (None: all), as of a day where one is given."""
        from db.summary import province

        judged = self._judged(as_of)
        return self._asked(
            lambda: province.read(self._reader, key, year=year, programme=programme, units=units, **judged)
        )

    def why(
        self,
        province_key: str,
        indicator: str,
        years: tuple[int, int] | None,
        programme: str | None,
        units: Units,
        as_of: date | None,
    ) -> Why:
        """Why an indicator's figures are what they are."""
        from db.summary.why import read_why

        judged = self._judged(as_of)
        return self._aside(
            lambda reader: read_why(
                reader, province_key, indicator, years=years, programme=programme, units=units, **judged
            )
        )

    def why_total(
        self,
        indicator: str,
        years: tuple[int, int] | None,
        programme: str | None,
        units: Units,
        as_of: date | None,
        provinces: Collection[str] | None,
    ) -> WhyTotal:
        """Why an indicator's total over the provinces with these keys (None: all) is what it is."""
        from db.summary.why_total import read_why_total

        judged = self._judged(as_of)
        return self._aside(
            lambda reader: read_why_total(
                reader,
                indicator,
                years=years,
                programme=programme,
                units=units,
                provinces=provinces,
                today=judged["today"],
                language=judged["language"],
                as_of=judged["as_of"],
            )
        )

    def differences(
        self,
        since: date,
        as_of: date | None,
        province_key: str | None,
        year: int | None,
        programme: str | None,
        units: Units,
    ) -> Sequence[Difference]:
        """The figures that differ between the ends of two days (None: now), with who changed them."""
        from db.summary.differences import read_differences

        keys = [province_key] if province_key else None
        judged = self._judged(as_of)
        return self._aside(
            lambda reader: read_differences(
                reader,
                end_of(since, self._settings.zone()),
                as_of=judged["as_of"],
                provinces=keys,
                year=year,
                programme=programme,
                units=units,
                language=judged["language"],
            )
        )

    def _judged(self, as_of: date | None) -> _Judged:
        """What the readers of figures ask beside a choice; the targets of a past day are judged on that day."""
        return {
            "today": as_of or self.today,
            "behind_percent": self._settings.thresholds.behind_percent,
            "ahead_percent": self._settings.thresholds.ahead_percent,
            "language": language(),
            "as_of": end_of(as_of, self._settings.zone()) if as_of else None,
        }

    def _aside(self, question: Callable[[Reader], Answer]) -> Answer:
        """An answer that may take its time, over a connection of its own: a key never waits for it."""

        def read() -> Answer:
            with self._summing:
                if self._summary_reader is None:
                    self._summary_reader = open_reader(self._settings.database.read_url)
                return question(self._summary_reader)

        return self._asked(read)

    def table(
        self,
        summary: str,
        province: str | None,
        year: int | None,
        programme: str | None,
        indicator: str,
        step: Step,
        units: Units,
        as_of: date | None = None,
    ) -> SummaryTable:
        """One summary, read over a connection of its own: a key never waits for it."""
        from db.summary.tables import Choice, read_table

        choice = Choice(
            province=province,
            year=year,
            programme=programme,
            indicator=indicator,
            step=step,
            units=units,
            **self._judged(as_of),
        )
        return self._aside(lambda reader: read_table(reader, summary, choice))

    def record(self, province_key: str, record_id: str, revision: str = "", as_of: date | None = None) -> RecordView:
        """One record with all its fields and sources, or what one revision or the end of a day said."""
        from db.summary import records

        moment = self._judged(as_of)["as_of"]
        return self._asked(lambda: records.read(self._reader, province_key, record_id, revision, as_of=moment))

    def history(self, province_key: str, record_id: str) -> History:
        """Every revision of a record, the newest first."""
        from db.summary.history import read_history

        return self._asked(lambda: read_history(self._reader, province_key, record_id))

    def voided(self, province_key: str | None) -> Sequence[VoidedRecord]:
        """The void records of a province, or of all."""
        from db.summary.voided import read_voided

        return self._asked(lambda: read_voided(self._reader, province_key))

    def places(self, text: str) -> tuple[Place, ...]:
        """The units of both eras whose name holds the text."""
        from db.summary import places

        return self._asked(lambda: places.find_places(self._reader, text))

    def indicators(self) -> Sequence[Indicator]:
        """All indicators in official order, as administrators keep them."""
        from db.entry.indicators import read_indicators

        self._lists_in_doubt = True  # they are read anew after each change made here
        return self._asked(lambda: read_indicators(self._reader))

    def indicator_form(self, code: str) -> tuple[Kind, IndicatorForm]:
        """The form of an indicator, or of a new one where `code` is "", and what it needs."""
        from db.entry.indicators import read_indicator
        from tui.indicator_form import INDICATOR_FORM, IndicatorForm

        edited = self._asked(lambda: read_indicator(self._reader, code)) if code else None
        person, zone = Person.current(), self._settings.zone()
        return INDICATOR_FORM, IndicatorForm(self._reader, self._open, person.login, self.today, edited, zone)

    def copy_form(self, province_key: str, year: int, programme: str | None) -> tuple[Kind, CopyForm]:
        """The form of last year's plan and targets as those of `year`. Raises BoardError where there are none."""
        from db.entry.copying import copies_of_last_year
        from tui.copy_form import CopyForm

        copies = self._asked(lambda: copies_of_last_year(self._reader, province_key, year, programme))
        if not copies:
            message = _("There is no plan and no target of {before} that {year} has not already.")
            raise BoardError(message.format(before=year - 1, year=year))
        login, today = Person.current().login, self.today
        port = CopyForm(self._reader, self._open, login, today, province_key, year, copies, self._aside)
        return port.kind(self.names("indicators"), self.units()), port

    def changed(self) -> bool:
        """Whether somebody has committed since the last call."""
        changed = self._asked(self._reader.changed)
        self._lists_in_doubt = self._lists_in_doubt or changed
        return changed

    def names(self, vocabulary: str) -> Mapping[str, str]:
        """Code → name of a reference list, in the language spoken now; empty for one that is not known."""
        return dict(self._lists().choices.get(vocabulary, ()))

    def units(self) -> Mapping[str, str]:
        """Indicator → its unit of measure."""
        return self._lists().units

    def form(self, province_key: str, kind: str, *, start: Mapping[str, Any], edited: RecordView | None) -> RecordForm:
        """What a form of that kind needs: values to start with, or the record that is edited."""
        from tui.record_form import RecordForm

        return RecordForm(
            self._reader,
            self._open,
            Person.current().login,
            self.today,
            province_key,
            kind,
            start,
            edited,
            self._settings.zone(),
            self._aside,
        )

    def draft(self, province_key: str, kind: str, record_id: str) -> DraftFile:
        """Where the draft of such a form lies; a database has its own drafts."""
        from tui.drafts import DraftFile

        return DraftFile(state_folder() / self._database_name(), Person.current().login, province_key, kind, record_id)

    def add(self, line: str, province_key: str, year: int | None) -> tuple[str, str]:
        """Save the record of one line, as `tiendo add` takes it; gives the keys of its province and of the record."""
        from db.summary.finding import NotOneProvinceError
        from tui.adding import add
        from tui.commands.add import parse_line

        def added() -> tuple[str, str]:
            parsed = parse_line(line, province_key, year)
            with open_reader(self._settings.database.url) as reader:
                found = add(reader, self._open, Person.current(), parsed, today=self.today)
            if not found.record:
                raise BoardError(_("Nothing was saved: this was a trial."))
            return found.province.key, found.record

        try:
            return self._asked(added)
        except (ValueError, NotOneProvinceError) as error:
            raise BoardError(str(error)) from error

    def grid(self, choice: GridChoice) -> GridPage:
        """Targets or results of a year, indicators down, and provinces, months or communes across."""
        from db.entry.grid import read_grid

        return self._asked(lambda: read_grid(self._reader, choice))

    def save_grid(
        self, page: GridPage, changes: Sequence[GridChange], reason: str, confirmed: Collection[Spot]
    ) -> GridOutcome:
        """Save the changed cells of a grid as one action, all or none."""
        from db.entry.grid import GridRefused
        from db.entry.grid_saving import save_grid

        try:
            save_grid(self._open(), page, changes, person=Person.current(), reason=reason, confirmed=confirmed)
        except GridRefused as refused:
            return GridOutcome(False, refused.problems, refused.doubts, refused.overtaken)
        except StoreError as error:
            return GridOutcome(False, refusal=str(error))
        return GridOutcome(True)

    def void(self, province_key: str, record_id: str, head: str, reason: str) -> None:
        """Take a record out of all sums; `head` is the revision that the person saw."""
        from db.entry.saving import void

        self._written(
            lambda database, person: void(
                database, person=person, province_code=province_key, record_id=record_id, parent=head, reason=reason
            )
        )

    def restore(self, province_key: str, record_id: str, head: str) -> None:
        """Let a void record count again; `head` is the revision that the person saw."""
        from db.entry.saving import restore

        self._written(
            lambda database, person: restore(
                database, person=person, province_code=province_key, record_id=record_id, parent=head
            )
        )

    def take_back(self, action: TakingBack) -> tuple[TakenBack, RecordView]:
        """Undo what this person did last, or do again what was undone; with the (first) record as it is then."""
        from db.entry.undoing import redo, undo

        taken = self._written(undo if action == "undo" else redo)
        return taken, self.record(taken.province_code, taken.record_id)

    def _written(self, write: Callable[[Database, Person], Answer]) -> Answer:
        """Write as the person who runs this program; a conflict is told with its time."""
        from db.entry.problems import Conflict
        from tui.format import when

        def written() -> Answer:
            try:
                return write(self._open(), Person.current())
            except Conflict as conflict:
                raise BoardError(conflict.told(when(conflict.at, self._settings.zone()))) from conflict

        return self._asked(written)

    def close(self) -> None:
        """Let go of the database."""
        self._reader.close()
        if self._summary_reader is not None:
            self._summary_reader.close()
        if self._database is not None:
            self._database.close()

    def _open(self) -> Database:
        """The database for writing: opened once, when something is saved for the first time."""
        from db.store.database import open_database

        if self._database is None:
            self._database = open_database(self._settings.database.url)
        return self._database

    def _lists(self) -> Vocabularies:
        """The reference lists in the language spoken now, read once."""
        from db.entry.vocabularies import lists_stamp, load_vocabularies

        spoken = language()
        if self._lists_in_doubt:
            self._lists_in_doubt = False
            stamp = self._asked(lambda: lists_stamp(self._reader))
            if stamp != self._lists_stamp:
                self._lists_stamp = stamp
                self._vocabularies.clear()
        if spoken not in self._vocabularies:
            self._vocabularies[spoken] = self._asked(lambda: load_vocabularies(self._reader, spoken))
        return self._vocabularies[spoken]

    def _database_name(self) -> str:
        """A folder name that tells this database from others and betrays no password."""
        from hashlib import sha256

        return sha256(self._settings.database.url.encode()).hexdigest()[:16]

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
