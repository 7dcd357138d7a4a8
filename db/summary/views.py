"""Plain data that crosses to the screens: never a live row, a frame or a session.

Named tuples, because the first frame waits for this module: a frozen dataclass takes four times as long to make.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from db.models.figure import Figure
from db.models.period import Period

Status = Literal[
    "not_due",
    "on_track",
    "behind",
    "ahead",
    "met",
    "missed",
    "no_target",
    "no_report",
    "not_carried_out",
    "not_applicable",
]


class Province(NamedTuple):
    """A province of one era: `key` is "A14", `code` "14", `era` "A" (until 30/6/2025) or "B"."""

    key: str
    code: str
    era: str
    name: str
    has_namesake: bool = False
    """Whether the other era has a province of this name: then whatever names one says its era."""


class RecordRef(NamedTuple):
    """A target's or a result's record as a choice among several: what it says, for telling it from the others."""

    id: str
    kind: str
    indicator: str
    period: Period | None
    figure: Figure


class IndicatorProgress(NamedTuple):
    """An indicator with a target or a result in one province and year; a percent value in hundredths."""

    code: str
    name: str
    short: str
    unit: str
    target: Figure
    actual: Figure
    percent: float | None
    """Percent of the target that was met, 0 to any height; None without both."""
    status: Status
    period: Period | None
    maintain: bool = False
    records: tuple[RecordRef, ...] = ()
    """The records of its targets and results, the one whose figure is shown first."""
    year: int | None = None
    """Where the lines of several years stand together: whose line it is; None for one that spans several."""


class OverviewRow(NamedTuple):
    """One province of the overview; `figures` by indicator code, absent where nothing was recorded."""

    province: Province
    has_data: bool
    targets_met: int
    targets_set: int
    figures: Mapping[str, Figure]
    changed_at: str | None
    """When the last change was made (ISO 8601, UTC), None without data."""
    changed_by: str | None
    targets_missed: int = 0
    """Of those set: whose period is over without reaching them."""
    targets_behind: int = 0
    """Of those set: behind the expected share, or said not to be carried out."""
    targets_unreported: int = 0
    """Of those set: with no report, or not due yet. They are no bad mark."""


class Standing(NamedTuple):
    """How many of the targets that are set stand how; what is left of `set` is on its way."""

    met: int
    set: int
    missed: int
    behind: int
    unreported: int


class Overview(NamedTuple):
    """All provinces of one choice of year and programme, those with data first."""

    rows: tuple[OverviewRow, ...]
    totals: OverviewRow
    years: tuple[int, ...]
    """Every year with data, ascending."""
    programmes: tuple[tuple[str, str], ...]
    """(code, name) of every programme."""
    unit_names: Mapping[str, str] = MappingProxyType({})
    """Unit of measure → its name in the reader's language; one that is left out is called as its code."""


class RecordLine(NamedTuple):
    """A record in a panel's list: what it says, ready to be drawn."""

    province_key: str
    id: str
    kind: str
    period: Period | None
    number: str
    title: str
    programmes: tuple[str, ...]
    figures: Mapping[str, Figure]
    """By field name of the kind (classes, participants, value …)."""
    content: Mapping[str, Any]
    changed_at: str = ""


class Total(NamedTuple):
    """One figure of a panel's title line."""

    indicator: str
    short: str
    unit: str
    figure: Figure


class Panel(NamedTuple):
    """One panel of the province screen: its totals, and its records below, newest first."""

    code: Literal["agreements", "trainings", "deliveries", "publications", "papers"]
    totals: tuple[Total, ...]
    records: tuple[RecordLine, ...]


class StateLine(NamedTuple):
    """What a record says without a figure: an activity that is done, an indicator that was not carried out."""

    record: str
    title: str
    programmes: tuple[str, ...]
    indicator: str | None
    state: str
    reason: str | None
    years: tuple[int, int]
    """The first and the last year that it speaks of."""


class MultiYearLine(NamedTuple):
    """A figure of several years, in no year's sum."""

    indicator: str
    name: str
    unit: str
    kind: str
    """target, actual, planned or disbursed."""
    period: Period
    figure: Figure
    record: str | None
    """The target or the result that says so."""
    progress: IndicatorProgress | None = None
    """A target against what was done in all of its years."""


class ProvincePage(NamedTuple):
    """What the province screen shows for one year (None: all years) and programme (None: all)."""

    province: Province
    year: int | None
    programme: str | None
    years: tuple[int, ...]
    """The province's years with data, ascending."""
    changed_at: str | None
    changed_by: str | None
    progress: tuple[IndicatorProgress, ...]
    panels: tuple[Panel, ...]
    states: tuple[StateLine, ...]
    multi_year: tuple[MultiYearLine, ...]
    owners: Mapping[str, Province] = MappingProxyType({})
    """Record → its province, for records of a province that this one was made of."""
    unit_names: Mapping[str, str] = MappingProxyType({})
    """Unit of measure → its name in the reader's language; one that is left out is called as its code."""


class Source(NamedTuple):
    """Where a figure was read: the document and the paragraph (the n-th non-empty line of its text)."""

    document_id: str
    title: str
    publisher: str
    published: str
    """A date as it was stated; "" when it was not."""
    paragraph: int | None


class RecordView(NamedTuple):
    """One record whole, for the record screen and for editing."""

    province: Province
    id: str
    kind: str
    head: str
    """The revision that counts now; what an edit must name as its parent."""
    version: int
    voided: bool
    content: Mapping[str, Any]
    changed_at: str
    changed_by: str
    sources: Mapping[str, Source]
    """By field name, and "" for the record as a whole."""
    place_names: Mapping[str, str]
    """Official name with district and province by unit key."""
    reason: str = ""
    """Why the last change was made, "" where none was given: a void has one."""
