"""The form of an indicator, drawn by the one form widget, and its way to the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import TYPE_CHECKING, Any, Final

from db.entry.indicator_rules import ADDABLE, DIRECTIONS, GROUPS, OVER_PLACE, OVER_TIME, Indicator, names_of
from db.entry.reading.fields import ReadingContext
from db.entry.vocabularies import load_vocabularies
from db.language import N_, _, language
from db.models.figure import Figure
from db.models.kinds import KINDS, Field, Kind
from db.models.period import Period
from db.store.reader import Reader
from tui.format import when
from tui.screens.form import Asides, SaveOutcome

if TYPE_CHECKING:
    from db.store.database import Database

INDICATOR_FORM: Final = Kind(
    "indicator",
    N_("Indicator"),
    (
        Field("code", N_("Code"), hint=N_("small letters, digits and _: commune_wifi; for good"), required=True),
        Field("name_vi", N_("Vietnamese name"), required=True),
        Field("name_en", N_("English name"), required=True),
        Field("short_vi", N_("Short, Vietnamese"), hint=N_("for narrow columns; blank: the name")),
        Field("short_en", N_("Short, English"), hint=N_("for narrow columns; blank: the name")),
        Field("unit", N_("Unit"), "choice", vocabulary="measure_units", required=True),
        Field("source_kind", N_("Source"), "choice", N_("blank: reported"), vocabulary="indicator_sources"),
        Field("group", N_("Group"), "choice", vocabulary="indicator_groups"),
        Field("over_time", N_("Over time"), "choice", vocabulary="over_time", required=True),
        Field("over_place", N_("Over place"), "choice", vocabulary="over_place", required=True),
        Field("direction", N_("Direction"), "choice", N_("blank: to increase"), vocabulary="directions"),
        Field("decimals", N_("Decimals"), "quantity", N_("only for %: 1 or 2")),
        Field("baseline", N_("Baseline"), "quantity", N_("where it stood before; a target may say another one"),
              unit_by=("unit",)),
        Field("valid_from", N_("Holds from"), "period", N_("2026 · 1/7/2025; blank: always")),
        Field("valid_to", N_("Holds until"), "period", N_("2026 · 31/12/2025; blank: no end")),
        Field("reason", N_("Reason"), hint=N_("kept with the change: QĐ 12/2026")),
    ),
    dated_by="valid_from",
)  # fmt: skip
"""What an administrator types of an indicator; no record is made of it."""


@dataclass(frozen=True, slots=True)
class IndicatorForm(Asides):
    """A form on one indicator: `edited` as it was read, or None for a new one."""

    reader: Reader
    database: Callable[[], Database]
    """Opened at the save, not before: it imports what is heavy."""
    login: str
    today: date
    edited: Indicator | None
    zone: tzinfo = UTC

    @property
    def initial(self) -> Mapping[str, Any]:
        """The values as a form holds them; a new one starts empty."""
        if self.edited is None:
            return {}
        content = {name: value for name, value in self.edited._asdict().items() if value not in (None, "")}
        for name in ("decimals", "baseline"):
            if name in content:
                content[name] = Figure.of(content[name]).as_content()
        for name in ("valid_from", "valid_to"):
            if name in content:
                content[name] = Period.day(date.fromisoformat(content[name])).as_content()
        return {field.name: content[field.name] for field in INDICATOR_FORM.fields if field.name in content}

    @property
    def head(self) -> str:
        """How often it was changed when it was read, "" for a new one."""
        return str(self.edited.changes) if self.edited else ""

    changed_by = ""

    def context(self) -> ReadingContext:
        """The lists of an indicator's values. Raises StoreError."""
        vocabularies = load_vocabularies(self.reader, language())
        sources = ADDABLE if self.edited is None else tuple(KINDS)
        lists = {
            "measure_units": vocabularies.choices["measure_units"],
            "indicator_sources": [(kind, _(KINDS[kind].label)) for kind in sources],
            "indicator_groups": names_of(GROUPS),
            "over_time": names_of(OVER_TIME),
            "over_place": names_of(OVER_PLACE),
            "directions": names_of(DIRECTIONS),
        }
        return ReadingContext(self.today, self.today.year, language(), lists, unit_names=vocabularies.unit_names)

    def save(self, values: dict[str, Any], *, override: str = "") -> SaveOutcome:  # noqa: ARG002 - nothing is doubted
        """Add or change the indicator; a blank field takes its value away."""
        from db.entry.gates import Person
        from db.entry.indicators import add_indicator, edit_indicator
        from db.entry.problems import Conflict, EntryError, Refused

        person, wanted = Person(self.login), dict(values)
        reason = wanted.pop("reason", "")
        for name in ("decimals", "baseline"):
            wanted[name] = Figure.from_content(wanted.get(name)).value
        for name, end in (("valid_from", "start"), ("valid_to", "end")):
            wanted[name] = wanted[name][end] if name in wanted else ""
        try:
            if self.edited is None:
                return SaveOutcome(record=add_indicator(self.database(), person, wanted, reason).code)
            blank = {field.name: "" for field in INDICATOR_FORM.fields if field.name not in ("reason", "group")}
            changes = {**blank, "direction": "increase", "source_kind": self.edited.source_kind, **wanted}
            changes["decimals"] = wanted["decimals"] or 0
            for spoken in ("vi", "en"):
                changes[f"short_{spoken}"] = changes[f"short_{spoken}"] or changes[f"name_{spoken}"]
            one = edit_indicator(
                self.database(), person, self.edited.code, changes, seen=self.edited.changes, reason=reason
            )
        except Refused as refused:
            return SaveOutcome(problems=refused.problems, refusal=refused.message)
        except Conflict as conflict:
            return SaveOutcome(refusal=conflict.told(when(conflict.at, self.zone)))
        except EntryError as error:
            return SaveOutcome(refusal=str(error))
        return SaveOutcome(record=one.code)
