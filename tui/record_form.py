"""A form's way to the database: what its texts are read against, and the save."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar

from db.entry.contexts import reading_context
from db.entry.reading.fields import ReadingContext, join_list, show_field
from db.language import _
from db.models.figure import Figure
from db.models.kinds import KINDS, Field
from db.models.period import Period
from db.store.reader import NO_PARAMETERS, Reader
from db.summary.views import RecordView
from tui.format import when
from tui.screens.form import SaveOutcome
from tui.widgets.offers import Suggestion

if TYPE_CHECKING:
    from db.store.database import Database

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Aside:
    """The rows of another connection."""

    ask: Callable[[Callable[[Reader], Any]], Any]

    def rows(self, sql: str, parameters: Mapping[str, Any] = NO_PARAMETERS) -> Sequence[tuple[Any, ...]]:
        """All rows of a query."""
        found: Sequence[tuple[Any, ...]] = self.ask(lambda reader: reader.rows(sql, parameters))
        return found


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A form on one record of one province: `edited` as it was read, or new with the values of `start`."""

    reader: Reader
    database: Callable[[], Database]
    """Opened at the first save, not before: it imports what is heavy."""
    login: str
    today: date
    province_key: str
    kind: str
    start: Mapping[str, Any]
    edited: RecordView | None
    zone: tzinfo = UTC
    """That of the times in what is told."""
    aside: Callable[[Callable[[Reader], Any]], Any] | None = None
    """Asks over another connection, so that no key waits; None: over `reader`."""

    @property
    def initial(self) -> Mapping[str, Any]:
        """The content of the record to edit, or the values that a new one starts with."""
        return self.edited.content if self.edited else self.start

    @property
    def head(self) -> str:
        """The revision that is edited, "" for a new record."""
        return self.edited.head if self.edited else ""

    @property
    def changed_by(self) -> str:
        """Who made that revision, "" for a new record."""
        return self.edited.changed_by if self.edited else ""

    def context(self) -> ReadingContext:
        """The lists of the database, and the units of this province. Raises StoreError."""
        context = reading_context(
            self.reader, self.province_key, today=self.today, year=self._year(), aside=_Aside(self._ask_aside)
        )
        return replace(context, by_number=True)

    def _year(self) -> int:
        """The year in view: that of the first period of the content, or this one."""
        periods = (self.initial.get(field.name) for field in KINDS[self.kind].fields if field.type == "period")
        return next((Period.from_content(period).year_from for period in periods if period), self.today.year)

    def previous(self) -> Mapping[str, Any]:
        """The content of the last record of the kind, this person's first. Raises StoreError."""
        from db.entry.earlier import last_content

        return self._ask_aside(lambda rows: last_content(rows, self.province_key, self.kind, self.login))

    def lately(self, indicator: str, fact_kind: str) -> Sequence[tuple[Period, Figure]]:
        """The last figures of an indicator in the province. Raises StoreError, BoardError."""
        from db.entry.earlier import last_figures

        return self._ask_aside(lambda rows: last_figures(rows, self.province_key, indicator, fact_kind, self.record_id))

    def suggest(self, field: Field, text: str) -> Sequence[Suggestion]:
        """What the last item of a list, or the text of a field of names, may become. Raises StoreError, BoardError."""
        from db.entry.suggesting import suggest_names

        if field.type == "places":
            return self._ask_aside(lambda rows: self._suggest_places(rows, field, text))
        found = self._ask_aside(lambda rows: suggest_names(rows, field.names, text, self.province_key))
        return [Suggestion(join_list([name]) if field.type == "texts" else name, name) for name in found]

    def _suggest_places(self, rows: Reader, field: Field, text: str) -> list[Suggestion]:
        from db.entry.suggesting import suggest_places
        from db.entry.vocabularies import find_places

        suggestions = []
        context = ReadingContext(
            self.today, self.today.year, find_places=lambda name: find_places(rows, name, self.province_key)
        )
        for place in suggest_places(rows, text, self.province_key):
            value = [{"text": place.printed, "unit": place.unit.unit}]
            shown = f"{place.printed} → {place.unit.full}" if place.other_era else place.unit.full
            suggestions.append(Suggestion(show_field(field, value, context), shown))
        return suggestions

    def other_spelling(self, field: Field, text: str) -> str | None:
        """How a name that differs in case or marks alone was spelled before. Raises StoreError, BoardError."""
        from db.entry.suggesting import other_spelling

        return self._ask_aside(lambda rows: other_spelling(rows, field.names, text, self.province_key))

    def _ask_aside(self, question: Callable[[Reader], Answer]) -> Answer:
        return self.aside(question) if self.aside is not None else question(self.reader)

    @property
    def record_id(self) -> str:
        """The record that is edited, "" for a new one."""
        return self.edited.id if self.edited else ""

    def save(self, values: dict[str, Any], *, override: str = "") -> SaveOutcome:
        """Save the whole content; what no field of the form shows stays as it was."""
        from db.entry.doubts import Doubted
        from db.entry.gates import Person
        from db.entry.problems import Conflict, EntryError, Refused
        from db.entry.saving import save

        shown = {field.name for field in KINDS[self.kind].fields}
        hidden = {name: value for name, value in self.initial.items() if name not in shown}
        try:
            saved = save(
                self.database(),
                person=Person(self.login),
                province_code=self.province_key,
                kind=self.kind,
                content=hidden | values,
                record_id=self.record_id or None,
                parent=self.head or None,
                override=override,
                today=self.today,
            )
        except Doubted as doubt:
            return SaveOutcome(doubts=doubt.doubts)
        except Refused as refused:
            return SaveOutcome(problems=refused.problems, refusal=refused.message)
        except Conflict as conflict:
            return self._conflicting(conflict.told(when(conflict.at, self.zone)))
        except EntryError as error:
            return SaveOutcome(refusal=str(error))
        return SaveOutcome(record=saved.record_id)

    def _conflicting(self, told: str) -> SaveOutcome:
        """The outcome of a save after another person's, with the record as that left it. Raises StoreError."""
        from db.summary.records import read

        assert self.edited is not None
        newer = read(self.reader, self.province_key, self.edited.id)
        if newer.voided:
            told += " " + _("It is void now: saving it lets it count again.")
        return SaveOutcome(refusal=told, newer=replace(self, edited=newer))
