"""What changed between two days, as lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING

from db.language import _
from db.models.kinds import KINDS
from tui.format import when
from tui.screens import shown

if TYPE_CHECKING:
    from db.summary.differences import Change, Difference


def difference_lines(found: Iterable[Difference], names: Mapping[str, str], zone: tzinfo) -> list[list[str]]:
    """Heads, then a line a figure or state: whose and of when, what it was and is, and the changes behind."""
    lines = [[_("Province"), _("Indicator"), _("Kind"), _("Year"), _("Then"), _("Now"), _("Changes")]]
    for one in found:
        years = str(one.year_from) if one.year_from == one.year_to else f"{one.year_from}-{one.year_to}"
        figures = [shown.difference(said, one.unit, names) for said in (one.before, one.after)]
        behind = "; ".join(change_text(change, zone) for change in one.changes)
        lines.append([one.province.name, one.name, shown.difference_kind(one.kind), years, *figures, behind])
    return lines


def change_text(change: Change, zone: tzinfo) -> str:
    """When, who, what and why: 22/11/2026 16:31 lan (edit): Training Lớp tập huấn – typed wrong."""
    what = " ".join(filter(None, (_(KINDS[change.kind].label), change.title)))
    said = f"{when(change.at, zone)} {change.by} ({shown.cause(change.cause)}): {what}"
    return f"{said} – {change.reason}" if change.reason else said
