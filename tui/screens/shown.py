"""Figures, periods, states and moments as the dashboard's cells show them, in the language spoken now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from db.language import N_, _, language
from db.models.figure import Figure
from db.models.period import Period
from db.models.wording import NO_NAMES, counted_in
from db.summary.views import Province, Status
from tui import format as written

NOTHING: Final = ""
"""Nothing was recorded: an empty cell. What was recorded without its figure is a dash."""

UnitNames = Mapping[str, str]
"""Unit of measure → its name in the language spoken now."""

_STATUS: Final[dict[Status, tuple[str, str, str]]] = {
    "met": ("✓", N_("met"), "met"),
    "ahead": ("▲", N_("ahead"), "ahead"),
    "on_track": ("●", N_("on track"), "on_track"),
    "behind": ("▼", N_("behind"), "behind"),
    "missed": ("✗", N_("missed"), "missed"),
    "not_due": ("○", N_("not due"), "quiet"),
    "no_report": ("?", N_("no report"), "quiet"),
    "no_target": ("·", N_("no target"), "quiet"),
    "not_carried_out": ("–", N_("not carried out"), "behind"),
    "not_applicable": ("–", N_("not applicable"), "quiet"),
}
_ITEM_STATES: Final = {
    "not_started": ("○", N_("not started"), "quiet"),
    "in_progress": ("●", N_("in progress"), "on_track"),
    "nearly_done": ("●", N_("nearly done"), "on_track"),
    "done": ("✓", N_("done"), "met"),
    "not_carried_out": ("–", N_("not carried out"), "behind"),
    "not_applicable": ("–", N_("not applicable"), "quiet"),
}
_CAUSES: Final = {
    "entry": N_("entered"),
    "edit": N_("edited"),
    "void": N_("voided"),
    "restore": N_("restored"),
    "seed": N_("loaded"),
    "import": N_("imported"),
    "copy": N_("copied from the year before"),
    "undo": N_("undone"),
    "redo": N_("done again"),
    "amendment": N_("amended"),
}


def cause(code: str) -> str:
    """What a revision did: entered, edited …; a cause of a later version by its code."""
    return _(_CAUSES[code]) if code in _CAUSES else code


def province(one: Province) -> str:
    """A province's name, with its era where the other era has one of that name: Sơn La (đến 6/2025)."""
    if not one.has_namesake:
        return one.name
    text = _("{name} (until 6/2025)") if one.era == "A" else _("{name} (since 7/2025)")
    return text.format(name=one.name)


def short(figure: Figure | None, unit: str = "", names: UnitNames = NO_NAMES) -> str:
    """A figure for a column whose heading gives the unit; money and percentages carry theirs.

    What was counted in several units names each, as `names` calls it.
    """
    return NOTHING if figure is None else written.figure(figure, unit, language(), short=True, names=names)


def counted(figure: Figure | None, unit: str, names: UnitNames = NO_NAMES) -> str:
    """A figure with its unit behind it, as `names` calls it: 2.700 hộ."""
    text = short(figure, unit, names)
    if not text or not unit or unit in ("đồng", "%") or figure is None or not figure.known or figure.by_unit:
        return text
    return f"{text} {counted_in(figure, unit, names)}"


def whole(figure: Figure, unit: str, names: UnitNames = NO_NAMES) -> str:
    """A figure in full, with its unit as `names` calls it: 2.700.000.000 đ, 80,0 % (8/10)."""
    text = written.figure(figure, unit, language(), names=names)
    plain = unit in ("", "đồng", "%") or not figure.known or figure.by_unit
    return text if plain else f"{text} {counted_in(figure, unit, names)}"


def period(stated: Period | None) -> str:
    """A period as it was stated."""
    return written.period(stated, language()) if stated else NOTHING


def share(percent: float | None) -> str:
    """A share of a target: 95,0 %."""
    return NOTHING if percent is None else written.percent(round(percent * 100), language())


def status(code: Status) -> tuple[str, str, str]:
    """The sign, the word and the role of a target's status."""
    sign, word, role = _STATUS[code]
    return sign, _(word), role


def difference(found: Figure | str | None, unit: str, names: UnitNames, *, brief: bool = False) -> str:
    """One end of a difference: a figure, the word of a state, or nothing."""
    if found is None:
        return _("nothing")
    if isinstance(found, str):
        return item_state(found)[1]
    return counted(found, unit, names) if brief else whole(found, unit, names)


def difference_kind(kind: str) -> str:
    """What differs: a target, a result, the state of an activity."""
    return {"target": _("target"), "state": _("state")}.get(kind, _("result"))


def item_state(code: str) -> tuple[str, str, str]:
    """The sign, the word and the role of the state of an activity."""
    sign, word, role = _ITEM_STATES[code]
    return sign, _(word), role


def targets_role(met: int, set_: int, missed: int, behind: int) -> str:
    """The role of "met of set": red by what was missed, amber by what is behind, quiet while nobody reported."""
    if missed:
        return "missed"
    if behind:
        return "behind"
    if not met:
        return "quiet"
    return "met" if met == set_ else "on_track"
