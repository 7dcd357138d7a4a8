"""What an indicator is, and when one holds: its unit, its aggregation and its dates go together.

What its figures mean never changes under them: an indicator that has figures keeps its unit and its aggregation. To
count otherwise, end it with a day and add another one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from db.language import N_, _
from db.models.kinds import KINDS
from db.models.text import fold
from db.models.wording import day

REPORTED: Final = "result"
"""The source of an indicator that people report; any other source is the kind of record that it is added up from."""
ADDABLE: Final = (REPORTED, "publication")
DIRECTIONS: Final = {"increase": N_("to increase"), "decrease": N_("to decrease")}
OVER_TIME: Final = {
    "sum": N_("sum"),
    "latest": N_("the latest"),
    "max": N_("the largest"),
    "ratio": N_("numerator / denominator"),
}
OVER_PLACE: Final = {"sum": N_("sum"), "ratio": N_("numerator / denominator"), "none": N_("not combined")}
GROUPS: Final = {
    "agreements": N_("Agreements"),
    "trainings": N_("Trainings"),
    "deliveries": N_("Deliveries"),
    "publications": N_("Publications"),
    "results": N_("Results"),
    "budget": N_("Budget"),
}
_FIXED: Final = ("unit", "over_time", "over_place")
"""What the figures of an indicator mean."""
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
PERCENT: Final = "%"
_LONGEST_NAME: Final = 200
_MOST_DECIMALS: Final = 2


class Indicator(NamedTuple):
    """An indicator as administrators keep it; days are ISO 8601 or "", a baseline is kept as its figures are."""

    code: str
    name_vi: str
    name_en: str
    short_vi: str
    short_en: str
    unit: str
    group: str
    decimals: int
    direction: str
    over_time: str
    over_place: str
    source_kind: str
    baseline: int | None
    valid_from: str
    valid_to: str
    position: int
    changes: int
    """How often administrators changed it; 0 for one that is as it was shipped."""

    @property
    def is_derived(self) -> bool:
        """Whether it is added up from records, so that nobody types it."""
        return self.source_kind != REPORTED


def indicator_problems(wanted: Indicator, known: Mapping[str, Indicator], units: Collection[str]) -> dict[str, str]:
    """What is wrong with an indicator as a whole, by the names of its values; `units`: the units of measure."""
    problems: dict[str, str] = {}
    if not _CODE.fullmatch(wanted.code):
        problems["code"] = _("type small letters without marks, digits and _, at most 40: commune_wifi.")
    for name in ("name_vi", "name_en", "short_vi", "short_en"):
        text = getattr(wanted, name)
        if not text and name.replace("short", "name") not in problems:  # a short name is the name where none is given
            problems[name] = _("this name is needed.")
        elif len(text) > _LONGEST_NAME:
            problems[name] = _("it is longer than {limit} characters: shorten it.").format(limit=_LONGEST_NAME)
    choices = {"direction": DIRECTIONS, "over_time": OVER_TIME, "over_place": OVER_PLACE, "group": GROUPS}
    lists: dict[str, Collection[str]] = {**choices, "unit": units, "source_kind": KINDS}
    for name, allowed in lists.items():
        if getattr(wanted, name) not in allowed:
            problems[name] = _("“{code}” is not in the list. There are: {candidates}.").format(
                code=getattr(wanted, name), candidates=", ".join(allowed)
            )
    if not problems:
        problems |= _combination_problems(wanted)
    if "valid_to" not in problems and wanted.valid_from and wanted.valid_to and wanted.valid_from > wanted.valid_to:
        problems["valid_to"] = _("it ends before it begins: correct one of the days.")
    for other in known.values():
        for name in ("name_vi", "name_en"):
            same = other.code != wanted.code and fold(getattr(other, name)) == fold(getattr(wanted, name))
            if same and name not in problems and _overlap(other, wanted):
                problems[name] = _(
                    "“{code}” has this name at the same time: choose another one, or end that one first."
                )
                problems[name] = problems[name].format(code=other.code)
    return problems


def _combination_problems(wanted: Indicator) -> dict[str, str]:
    """A percentage is never added up, and what is no percentage has no numerator and denominator (docs/figures.md)."""
    problems = {}
    percent = wanted.unit == PERCENT
    if percent and wanted.over_time == "sum":
        problems["over_time"] = _("percentages are never added up: choose the latest.")
    if percent and wanted.over_place == "sum":
        problems["over_place"] = _("percentages are never added up: choose numerator / denominator, or not combined.")
    for name in ("over_time", "over_place"):
        if getattr(wanted, name) == "ratio" and not percent:
            problems[name] = _("numerator / denominator needs the unit %.")
    if wanted.over_time == "ratio" and wanted.over_place != "ratio":
        problems["over_place"] = _("over place it must be numerator / denominator as over time.")
    if not 0 <= wanted.decimals <= (_MOST_DECIMALS if percent else 0):
        problems["decimals"] = _("only percentages have decimals, one or two.")
    if wanted.baseline is not None and wanted.baseline < 0:
        problems["baseline"] = _("it must not be less than 0.")
    if wanted.is_derived and wanted.valid_to and wanted.source_kind not in ADDABLE:
        problems["valid_to"] = _("it is counted from every record “{kind}” as long as there are any: it has no end.")
        problems["valid_to"] = problems["valid_to"].format(kind=_(KINDS[wanted.source_kind].label))
    return problems


def change_problems(before: Indicator, wanted: Indicator, first: object, last: object) -> dict[str, str]:
    """What cannot change: the code, the source, and what figures mean that are there already.

    `first` and `last`: the days from which and until which it has figures, None where it has none.
    """
    problems = {}
    if wanted.code != before.code:
        problems["code"] = _("a code never changes: records and reports name it.")
    if wanted.source_kind != before.source_kind:
        problems["source_kind"] = (
            _("it is added up from records and never typed: it cannot become a reported one.")
            if before.is_derived
            else _("its figures are reported: add another indicator for what is added up from records.")
        )
    if first is None:
        return problems
    for name in _FIXED:
        if getattr(wanted, name) != getattr(before, name):
            problems[name] = _("it has figures that mean this: end it with a day, and add another indicator.")
    if wanted.valid_to and wanted.valid_to != before.valid_to and str(last) > wanted.valid_to:
        problems["valid_to"] = _("it has figures until {day}: choose no earlier day.").format(day=_day(last))
    if wanted.valid_from and wanted.valid_from != before.valid_from and str(first) < wanted.valid_from:
        problems["valid_from"] = _("it has figures since {day}: choose no later day.").format(day=_day(first))
    return problems


def _overlap(one: Indicator, other: Indicator) -> bool:
    def before(first: Indicator, second: Indicator) -> bool:
        return bool(first.valid_to and second.valid_from and first.valid_to < second.valid_from)

    return not (before(one, other) or before(other, one))


def _day(kept: object) -> str:
    return day(date.fromisoformat(str(kept)))


def names_of(choices: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """(code, name) of a list of this module, in the language spoken now."""
    return [(code, _(name)) for code, name in choices.items()]
