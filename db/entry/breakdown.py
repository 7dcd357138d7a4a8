"""What the parts of a figure are: women among participants, a budget by source, devices by type and by unit.

A breakdown has one dimension (sex, audience, language, equipment, unit, fund_source …). Several dimensions of one
figure overlap, so each is held against the whole by itself: its parts never exceed it, and what they leave is "not
stated", neither zero nor the other member.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from db.entry.figures import figure_problem
from db.language import _, language
from db.models.figure import Figure
from db.models.kinds import Field, Kind
from db.models.wording import number

UNIT: Final = "unit"
"""The dimension of quantities that are counted in several units: they are summed unit by unit, never over units."""
HEDGED: Final = "khoảng"
"""The word before a number that hedged numbers leave."""
_NO_UNITS: Final[Mapping[str, str]] = MappingProxyType({})


class Part(NamedTuple):
    """One part: `field` is where it was read, `entry` its place where that field is a list."""

    member: str
    figure: Figure
    field: str
    entry: int | None = None


class Breakdown(NamedTuple):
    """The parts of the quantity `whole` (a field's name) by one dimension, and what of it they do not state.

    `rest` is None where the whole or a part has no number.
    """

    whole: str
    dimension: str
    parts: tuple[Part, ...]
    rest: Figure | None


def breakdowns(kind: Kind, content: Mapping[str, Any], term_units: Mapping[str, str] = _NO_UNITS) -> list[Breakdown]:
    """The breakdowns of a checked content, in the order of the kind's quantities and then of their dimensions.

    `term_units`: what each type of equipment is counted in. What a choice says of a whole that is unknown is no part.
    """
    found = []
    for whole in kind.fields:
        if whole.type in ("quantity", "money"):
            figure = Figure.from_content(content.get(whole.name))
            for dimension, parts in _by_dimension(kind, whole, figure, content, term_units).items():
                found.append(Breakdown(whole.name, dimension, tuple(parts), _rest(figure, parts)))
    return found


def part_problem(kind: Kind, field: Field, content: Mapping[str, Any]) -> str | None:
    """What is wrong where the parts that a field states are more than their whole; None where they are not."""
    whole, stated = kind.field(field.part_of), content.get(field.part_of)
    if figure_problem(stated) is not None:
        return None  # said of the whole itself
    limit = _upper(Figure.from_content(stated))
    figures = [part.figure for part in _stated_parts(field, content)]
    total = sum(figure.value for figure in figures if figure.value is not None)
    if limit is None or total <= limit:
        return None
    if len(figures) == 1:
        return _("this is more than “{whole}”: correct one of them.").format(whole=_(whole.label))
    return _("together they are {total}, more than the {limit} of “{whole}”: correct one of them.").format(
        total=number(total, language()), limit=number(limit, language()), whole=_(whole.label)
    )


def unit_of(field: Field, content: Mapping[str, Any], term_units: Mapping[str, str]) -> str:
    """The unit that a quantity is counted in: what the record says, else what its choices are counted in."""
    for name in field.unit_by:
        said = content.get(name)
        if isinstance(said, str) and said:
            return term_units.get(said, said if name == field.unit_by[0] else field.unit)
    return field.unit


def _by_dimension(
    kind: Kind, whole: Field, figure: Figure, content: Mapping[str, Any], term_units: Mapping[str, str]
) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for field in kind.fields:
        if field.part_of == whole.name:
            for part in _stated_parts(field, content):
                found.setdefault(field.member[0] if field.member else field.dimension, []).append(part)
    for field in kind.fields:
        member = _class_of(kind, field, content) if whole.name in field.classifies and figure.known else ""
        if member and field.dimension not in found:
            found[field.dimension] = [Part(member, figure, field.name)]
    if whole.unit_by and figure.known:
        found[UNIT] = _by_unit(whole, figure, content, found, term_units)
    return found


def _stated_parts(field: Field, content: Mapping[str, Any]) -> Iterator[Part]:
    if field.name not in content:
        return
    stated = content[field.name]
    if field.type == "parts":
        for place, entry in enumerate(stated):
            yield Part(entry["member"], Figure.from_content(entry["figure"]), field.name, place)
    elif field.member:
        yield Part(field.member[1], Figure.from_content(stated), field.name)


def _class_of(kind: Kind, field: Field, content: Mapping[str, Any]) -> str:
    """The one member that a choice, or codes that hold one code alone, puts a whole under; "" where it is none."""
    said = content.get(field.name)
    if isinstance(said, str):
        return said
    counted = (content.get(other.name) for other in kind.fields if other.counts == field.name)
    several = any((Figure.from_content(count).value or 0) > 1 for count in counted)
    return said[0] if isinstance(said, list) and len(said) == 1 and not several else ""


def _by_unit(
    whole: Field,
    figure: Figure,
    content: Mapping[str, Any],
    found: Mapping[str, list[Part]],
    term_units: Mapping[str, str],
) -> list[Part]:
    """A whole under its unit; without a stated unit, the parts by type under the unit of each type."""
    typed = [part for part in found.get("equipment", ()) if part.entry is not None]
    if content.get(whole.unit_by[0]) or not typed:
        return [Part(unit_of(whole, content, term_units), figure, whole.name)]
    totals: dict[str, Figure] = {}
    for part in typed:
        unit = term_units.get(part.member, whole.unit)
        if part.figure.known:
            totals[unit] = _plus(totals[unit], part.figure) if unit in totals else part.figure
    return [Part(unit, total, part.field) for unit, total in totals.items()]


def _plus(one: Figure, other: Figure) -> Figure:
    low, high = (one.value or 0) + (other.value or 0), (_upper(one) or 0) + (_upper(other) or 0)
    hedge = one.hedge if one.hedge == other.hedge else HEDGED
    ends = (low, high) if low != high else (None, None)
    return Figure(value=low, low=ends[0], high=ends[1], hedge=hedge, state="reported")


def _rest(whole: Figure, parts: list[Part]) -> Figure | None:
    """What the parts leave of the whole, never less than nothing; hedged where one of them is."""
    figures = [part.figure for part in parts]
    if whole.value is None or any(not figure.known for figure in figures):
        return None
    least = max(whole.value - sum(_upper(figure) or 0 for figure in figures), 0)
    most = max((_upper(whole) or 0) - sum(figure.value or 0 for figure in figures), 0)
    hedged = any(figure.hedge for figure in (whole, *figures))
    rest = Figure.of(least, HEDGED if hedged and most else None)
    return rest if least == most else replace(rest, low=least, high=most)


def _upper(figure: Figure) -> int | None:
    return figure.high if figure.high is not None else figure.value
