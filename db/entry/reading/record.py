"""The texts of a whole record, as a form, a command line or a row of a spreadsheet gives them, to its content.

Some fields are read by what others say: a figure in the unit of its indicator or equipment, an indicator among those
that hold in the period.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from db.entry.breakdown import unit_of
from db.entry.reading.fields import Reading, ReadingContext, read_field
from db.language import _
from db.models.kinds import Field, Kind
from db.models.period import Period

MEASURED: Final = frozenset({"quantity", "money", "parts"})
"""Types whose figures are in a unit of measure."""


def unit_of_measure(kind: Kind, field: Field, value: Callable[[str], Any], context: ReadingContext) -> str:
    """The unit of measure of a field: its own, or what other fields choose. `value` gives what a field holds."""
    if field.type not in MEASURED:
        return field.unit
    if field.unit_by:
        return unit_of(field, {name: value(name) for name in field.unit_by}, context.term_units)
    if field.unit or not kind.posts_by:
        return field.unit
    return context.units.get(value(kind.posts_by) or "", "")


def read_dependent(
    field: Field, text: str, context: ReadingContext, unit: str = "", period: Period | None = None
) -> Reading:
    """A text as its field understands it beside the others.

    An indicator that does not hold in the period (None: not known yet) leaves its name to another one.
    """
    if field.type != "indicator" or not context.validity or text.strip().isdigit():  # numbers are of the whole list
        return read_field(field, text, context, unit)
    known = context.choices(field, period)
    narrowed = replace(context, vocabularies={**context.vocabularies, field.vocabulary: known})
    reading = read_field(field, text, narrowed)
    return reading if reading.problem is None else read_field(field, text, context)


FieldReader = Callable[[Field, str, ReadingContext, str, Period | None], Reading]
"""As `read_dependent`."""


@dataclass(frozen=True, slots=True)
class RecordReading:
    """A record as its texts were understood: the content without what is wrong, and the reading of each field."""

    content: dict[str, Any]
    readings: Mapping[str, Reading] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    """By field name; of a name that the kind has not, too."""


def read_record(
    kind: Kind, texts: Mapping[str, str], context: ReadingContext, read: FieldReader = read_dependent
) -> RecordReading:
    """Read the texts of a record, field name to text; a field without a text is blank.

    `read` reads one field: who reads many records remembers what he has read.
    """
    readings: dict[str, Reading] = {}
    fields = {one.name: one for one in kind.fields}

    def value(name: str) -> Any:
        return reading(fields[name]).value if name in fields else None

    def reading(one: Field) -> Reading:
        if one.name not in readings:
            period = None
            if one.type == "indicator" and (stated := value(kind.dated_by)):
                period = Period.from_content(stated)
            unit = unit_of_measure(kind, one, value, context)
            readings[one.name] = read(one, texts.get(one.name, ""), context, unit, period)
        return readings[one.name]

    problems = {name: _("This kind of record has no such field: leave it out.") for name in texts if name not in fields}
    content = {}
    for one in kind.fields:
        found = reading(one)
        if found.problem is not None:
            problems[one.name] = found.problem
        elif found.value is not None:
            content[one.name] = found.value
    if not problems:
        problems = dict(context.check(kind, content))
    return RecordReading(content, readings, problems)
