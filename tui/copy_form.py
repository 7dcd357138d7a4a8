"""The form on which last year's plan and targets are looked at before they are this year's: a line each, all at once.

A line that is blank makes no record. Nothing is saved before the whole form is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from db.entry.contexts import reading_context
from db.entry.copying import Copy
from db.entry.reading.fields import ReadingContext
from db.language import _
from db.models.figure import Figure
from db.models.kinds import Field, Kind
from db.models.period import Period
from db.store.reader import Reader
from tui.screens import shown
from tui.screens.form import Asides, SaveOutcome

if TYPE_CHECKING:
    from db.store.database import Database

CAUSE = "copy"


@dataclass(frozen=True, slots=True)
class CopyForm(Asides):
    """Last year's records in one province, each a field of the form: a plan its title, a target its value."""

    reader: Reader
    database: Callable[[], Database]
    """Opened at the save, not before: it imports what is heavy."""
    login: str
    today: date
    province_key: str
    year: int
    copies: Sequence[Copy]
    aside: Callable[[Callable[[Reader], Any]], Any] | None = None

    head = ""
    changed_by = ""

    def kind(self, names: Mapping[str, str], units: Mapping[str, str]) -> Kind:
        """The form: a field for each copy; `names` and `units` are those of the indicators."""
        title = _("Plan and targets of {year}, as in {before}").format(year=self.year, before=self.year - 1)
        fields = tuple(self._field(name, one, names, units) for name, one in self._named())
        return Kind("copy", title, fields, fact_kind="target")

    def _field(self, name: str, one: Copy, names: Mapping[str, str], units: Mapping[str, str]) -> Field:
        if one.kind == "plan":
            return Field(name, _("Plan"), hint=_("the title of the new plan; blank: none is made"))
        indicator = one.content["indicator"]
        where = ", ".join(place["text"] for place in one.content.get("places", ()))
        said = [names.get(indicator, indicator), where, shown.period(Period.from_content(one.content["period"]))]
        hint = _("last year {figure}, {programmes}; blank: none is made").format(
            figure=shown.whole(Figure.from_content(one.content.get("value")), units.get(indicator, "")),
            programmes=", ".join(one.content.get("programmes", ())),
        )
        unit = units.get(indicator, "")
        return Field(name, " · ".join(filter(None, said)), "quantity", hint, unit=unit, posts=indicator)

    def _named(self) -> list[tuple[str, Copy]]:
        return [(f"copy_{number}", one) for number, one in enumerate(self.copies)]

    @property
    def initial(self) -> Mapping[str, Any]:
        """Last year's titles, with the year of the new plan, and values."""
        found = {name: one.content.get("title" if one.kind == "plan" else "value") for name, one in self._named()}
        return {name: value for name, value in found.items() if value is not None}

    def context(self) -> ReadingContext:
        """The units of measure and the words of the reader. Raises StoreError."""
        context = reading_context(self.reader, self.province_key, today=self.today, year=self.year)
        plain = ReadingContext(self.today, self.year)
        return replace(context, check=plain.check, doubt=plain.doubt)

    def lately(self, indicator: str, fact_kind: str) -> Sequence[tuple[Period, Figure]]:
        """The last targets of an indicator. Raises StoreError, BoardError."""
        from db.entry.earlier import last_figures

        def ask(rows: Reader) -> list[tuple[Period, Figure]]:
            return last_figures(rows, self.province_key, indicator, fact_kind)

        found: list[tuple[Period, Figure]] = self.aside(ask) if self.aside is not None else ask(self.reader)
        return found

    def save(self, values: dict[str, Any], *, override: str = "") -> SaveOutcome:
        """Make the records of all lines that are filled in, as one action."""
        from uuid6 import uuid7

        from db.entry.batch import NewRecord, RefusedRecords, save_all
        from db.entry.gates import Person
        from db.entry.problems import EntryError
        from db.models.kinds import KINDS

        made = [(name, one) for name, one in self._named() if name in values]
        if not made:
            return SaveOutcome(refusal=_("Every line is blank: nothing is to be made."))
        records = [
            NewRecord(
                self.province_key,
                KINDS[one.kind],
                {**one.content, ("title" if one.kind == "plan" else "value"): values[name]},
                "",
            )
            for name, one in made
        ]
        try:
            saved = save_all(
                self.database(),
                records,
                person=Person(self.login),
                cause=CAUSE,
                intent=str(uuid7()),
                override=override,
            )
        except RefusedRecords as refused:
            problems = {made[at][0]: " ".join(found.values()) for at, found in refused.problems.items()}
            doubts = [(made[at][0], one.sentence) for at, found in refused.doubts.items() for one in found]
            return SaveOutcome(problems=problems, doubts=doubts)
        except EntryError as error:
            return SaveOutcome(refusal=str(error))
        return SaveOutcome(record=saved[0].record_id)
