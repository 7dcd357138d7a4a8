"""The summaries as plain tables: which there are, what each can be narrowed to, and one read for screens and commands.

Nothing heavy is imported here. `read_table` imports the summary that is asked for, and Polars with it, when it is
called; a screen calls it in a thread. What a summary says stands in docs/summaries.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Protocol, cast

from db.language import N_
from db.models.figure import Figure
from db.store.reader import Reader
from db.summary.past import Moment, read_past
from db.summary.views import Province

ColumnKind = Literal["text", "count", "money", "percent", "score", "days", "date"]
"""What stands in a column: text; counts; whole đồng; hundredths of a percent; hundredths of a score; days; ISO days."""
Filter = Literal["province", "year", "programme", "indicator", "step", "units"]
Step = Literal["month", "quarter", "year"]
STEPS: Final[tuple[Step, ...]] = ("month", "quarter", "year")
Units = Literal["reported", "current"]
Value = str | int | Figure | None
"""A cell: text and days as text, a number alone or with what is said beside it; None is unknown, "" says nothing."""
FIRST_INDICATOR: Final = "training_participants"
NOT_STATED: Final = N_("(not stated)")
"""What a whole has beyond its parts, and a record that leaves a name out."""


class SummaryColumn(NamedTuple):
    """One column; `title` in the language spoken now, `unit` the unit of measure of its counts where it has one."""

    key: str
    title: str
    kind: ColumnKind
    unit: str = ""
    unit_names: Mapping[str, str] = MappingProxyType({})
    """Unit of measure → its name, where figures may be counted in several."""


class Opens(NamedTuple):
    """Where a row leads: a province, or a record of it."""

    province: Province
    record: str | None = None


class Explains(NamedTuple):
    """The figure that a row holds, for asking why it is what it is."""

    province: Province | None
    """None of all provinces together."""
    indicator: str
    years: tuple[int, int] | None
    """The first and last of its calendar years, None of all."""


class SummaryRow(NamedTuple):
    """One row; `values` in the order of the columns. `role` "warn" marks one that asks to be looked at."""

    key: str
    values: tuple[Value, ...]
    opens: Opens | None = None
    role: Literal["", "warn"] = ""
    explains: Explains | None = None


class SummaryTable(NamedTuple):
    """A summary as it is shown, exported and drilled into; `totals` is a row of the same columns."""

    name: str
    title: str
    columns: tuple[SummaryColumn, ...]
    rows: tuple[SummaryRow, ...]
    totals: SummaryRow | None = None
    notes: tuple[str, ...] = ()
    """Whole sentences: what was left out, and how to read a column."""
    years: tuple[int, ...] = ()
    """Every year with data, ascending."""
    year_taken: int | None = None
    """The year that it is of because none was chosen; None where one was, and for a summary of all years."""


class Choice(NamedTuple):
    """What a summary is narrowed to, and what judging needs; a summary looks at the filters that it names alone."""

    today: date
    language: str
    province: str | None = None
    """The key of one province, None for all."""
    year: int | None = None
    programme: str | None = None
    indicator: str = FIRST_INDICATOR
    step: Step = "month"
    units: Units = "reported"
    behind_percent: int = 85
    ahead_percent: int = 115
    as_of: Moment | None = None
    """The moment of the past whose state is asked for; `today` is its day then."""

    @property
    def year_taken(self) -> int | None:
        """The year of today for a summary of one year, where none is chosen; None where one is."""
        return self.today.year if self.year is None else None

    @property
    def years(self) -> tuple[int, int] | None:
        """The chosen year as a run of years, None for all."""
        return None if self.year is None else (self.year, self.year)


class Summary(NamedTuple):
    """One summary: `name` is its word on the command line, `module` in `db.summary.sheets` makes its table."""

    name: str
    title: str
    about: str
    filters: frozenset[Filter]
    module: str
    indicator: str = FIRST_INDICATOR
    """What a summary of one indicator shows until another one is chosen."""


class _Sheet(Protocol):
    def table(self, reader: Reader, choice: Choice) -> SummaryTable: ...


_PLACED: Final = frozenset[Filter]({"province", "year", "programme", "units"})

SUMMARIES: Final[Mapping[str, Summary]] = MappingProxyType(
    {
        summary.name: summary
        for summary in (
            Summary(
                "ranking",
                N_("Ranking"),
                N_("provinces by an indicator: figure, share of the total, target, percent met"),
                frozenset({"year", "programme", "indicator", "units"}),
                "ranking",
            ),
            Summary(
                "trend",
                N_("Trend"),
                N_("an indicator by month, quarter or year"),
                _PLACED | {"indicator", "step"},
                "trend",
            ),
            Summary(
                "pace",
                N_("Pace"),
                N_("every target of a year against the time that has gone"),
                _PLACED,
                "pace",
            ),
            Summary(
                "coverage",
                N_("Coverage"),
                N_("communes equipped of those planned, the missing by name"),
                _PLACED | {"indicator"},
                "coverage",
                "receivers_commune",
            ),
            Summary(
                "breakdown",
                N_("Breakdown"),
                N_("an indicator by sex, ethnicity, language, audience, equipment, fund source, receiver and place"),
                _PLACED | {"indicator"},
                "breakdown",
            ),
            Summary(
                "partners",
                N_("Partners"),
                N_("agreements by press agency and other parties B: number, documents, subjects, value"),
                _PLACED,
                "partners",
            ),
            Summary(
                "cost",
                N_("Unit costs"),
                N_("what a participant and a device cost, and which records stand out"),
                _PLACED,
                "cost",
            ),
            Summary(
                "completeness",
                N_("Completeness"),
                N_("what was due and is reported, and how late"),
                _PLACED,
                "completeness",
            ),
        )
    }
)
"""Every summary by name, in the order of lists."""


def magnitude(value: Value) -> int | None:
    """The number of a cell, for ordering rows by it; None where there is none."""
    return value.value if isinstance(value, Figure) else value if isinstance(value, int) else None


def read_table(reader: Reader, name: str, choice: Choice) -> SummaryTable:
    """One summary, narrowed to `choice`, as of its moment of the past where it names one.

    Raises KeyError for a name, province or indicator that there is not.
    """
    sheet = cast(_Sheet, import_module(f"db.summary.sheets.{SUMMARIES[name].module}"))
    if choice.as_of is None:
        return sheet.table(reader, choice)
    from db.summary.past_reader import PastReader
    from db.summary.sheets.parts import reporters

    with reader.at_once():
        # What is posted since elsewhere need not be taken back, except where a province is compared with all others.
        reports = reporters(reader, choice) if name != "cost" and choice.province else ()
        return sheet.table(PastReader(reader, read_past(reader, choice.as_of, reports)), choice)
