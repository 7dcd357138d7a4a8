"""What the screens ask of the data: a handful of questions, answered in plain data.

The screens know this protocol alone; `tui.board` answers it from a database, the tests from a list of figures.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from db.summary.places import Place
from db.summary.views import Overview, OverviewRow, ProvincePage, RecordView

if TYPE_CHECKING:
    from db.entry.grid import GridChange, GridChoice, GridPage, Spot
    from db.entry.indicator_rules import Indicator
    from db.entry.undoing import TakenBack, TakingBack
    from db.models.kinds import Kind
    from db.summary.differences import Difference
    from db.summary.history import History
    from db.summary.tables import Step, SummaryTable
    from db.summary.voided import VoidedRecord
    from db.summary.why import Why
    from db.summary.why_total import WhyTotal
    from tui.drafts import DraftFile
    from tui.screens.form import FormPort

Units = Literal["reported", "current"]
"""Provinces as the documents name them, or as they stand since 1/7/2025."""


class GridOutcome(NamedTuple):
    """What came of the save of a grid: all is saved, or by cell what is wrong, what is doubted and what others changed.

    `refusal`: a sentence that refuses the whole.
    """

    saved: bool
    problems: Mapping[Spot, str] = MappingProxyType({})
    doubts: Mapping[Spot, str] = MappingProxyType({})
    overtaken: Collection[Spot] = ()
    refusal: str = ""


class BoardError(Exception):
    """The data cannot be had; the text is one sentence for a person, in the language spoken now."""


class Board(Protocol):
    """One database, read for the screens. Every method may raise `BoardError`."""

    @property
    def sample(self) -> bool:
        """Whether this is the sample database: every screen says MẪU."""

    @property
    def remote(self) -> bool:
        """Whether asking may take long: then it is asked in a thread."""

    @property
    def today(self) -> date:
        """The day that the program takes for today."""

    def overview(self, year: int | None, programme: str | None, units: Units, as_of: date | None = None) -> Overview:
        """All provinces of a year and a programme (None: all); `as_of` a day, as it was known and stood then."""

    def totals(
        self,
        provinces: Collection[str],
        year: int | None,
        programme: str | None,
        units: Units,
        as_of: date | None = None,
    ) -> OverviewRow:
        """The totals of the provinces with these keys alone."""

    def province(
        self, key: str, year: int | None, programme: str | None, units: Units, as_of: date | None = None
    ) -> ProvincePage:
        """One province of a year and a programme (None: all); `as_of` a day, as it was known and stood then."""

    def why(
        self,
        province_key: str,
        indicator: str,
        years: tuple[int, int] | None,
        programme: str | None,
        units: Units,
        as_of: date | None,
    ) -> Why:
        """Why an indicator's figures are what they are, in a year, a run of years or all years (None)."""

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
        """One summary (`db.summary.tables.SUMMARIES`) of a province or of all, as of a day where one is given.

        May take long, so ask in a thread.
        """

    def record(self, province_key: str, record_id: str, revision: str = "", as_of: date | None = None) -> RecordView:
        """One record with all its fields and sources, or what one revision or the end of a day said."""

    def history(self, province_key: str, record_id: str) -> History:
        """Every revision of a record, the newest first."""

    def voided(self, province_key: str | None) -> Sequence[VoidedRecord]:
        """The void records of a province, or of all."""

    def places(self, text: str) -> tuple[Place, ...]:
        """The units of both eras whose name holds the text."""

    def indicators(self) -> Sequence[Indicator]:
        """All indicators in official order, as administrators keep them."""

    def indicator_form(self, code: str) -> tuple[Kind, FormPort]:
        """The form of an indicator, or of a new one where `code` is "", and what it needs."""

    def copy_form(self, province_key: str, year: int, programme: str | None) -> tuple[Kind, FormPort]:
        """The form on which last year's plan and targets become those of `year`, and what it needs."""

    def changed(self) -> bool:
        """Whether somebody has committed since the last call; cheap enough to ask four times a second."""

    def names(self, vocabulary: str) -> Mapping[str, str]:
        """Code → name of a reference list, in the language spoken now; empty for one that is not known."""

    def units(self) -> Mapping[str, str]:
        """Indicator → its unit of measure."""

    def form(self, province_key: str, kind: str, *, start: Mapping[str, Any], edited: RecordView | None) -> FormPort:
        """What a form of that kind needs: values to start with, or the record that is edited."""

    def draft(self, province_key: str, kind: str, record_id: str) -> DraftFile | None:
        """Where the draft of such a form lies; `record_id` is "" for a new record."""

    def add(self, line: str, province_key: str, year: int | None) -> tuple[str, str]:
        """Save the record of one line, as `tiendo add` takes it; gives the keys of its province and of the record.

        `province_key` and `year` are those in view, "" and None for none. May take long, so ask in a thread.
        """

    def grid(self, choice: GridChoice) -> GridPage:
        """Targets or results of a year, indicators down, and provinces, months or communes across."""

    def save_grid(
        self, page: GridPage, changes: Sequence[GridChange], reason: str, confirmed: Collection[Spot]
    ) -> GridOutcome:
        """Save the changed cells of a grid, all or none; may take long, so ask in a thread.

        `reason`: of cells that are emptied, and of the doubted ones that are `confirmed`.
        """

    def void(self, province_key: str, record_id: str, head: str, reason: str) -> None:
        """Take a record out of all sums; `head` is the revision that the person saw."""

    def restore(self, province_key: str, record_id: str, head: str) -> None:
        """Let a void record count again; `head` is the revision that the person saw."""

    def take_back(self, action: TakingBack) -> tuple[TakenBack, RecordView]:
        """Undo what this person did last, or do again what was undone; with the (first) record as it is then."""

    def close(self) -> None:
        """Let go of the database."""
