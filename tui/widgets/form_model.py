"""A form while it is filled in: texts, cursor, the active field and how each text is read; it knows no screen.

Built from a kind of record. What a key does is done at once, so a burst of keys needs nobody to wait for.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from db.entry.reading.fields import Reading, ReadingContext, keep_details, show_field, split_list
from db.entry.reading.record import MEASURED, read_dependent, unit_of_measure
from db.language import _
from db.language import ngettext as n_
from db.models.figure import Figure
from db.models.kinds import Field, Kind
from db.models.period import Period
from tui.widgets.line_editor import LineEditor

_EDITING: Final = frozenset((
    "left", "right", "word_left", "word_right", "home", "end",
    "backspace", "delete", "delete_word", "clear_to_start", "clear_to_end",
))  # fmt: skip
_LISTS: Final = frozenset({"codes", "programmes", "places", "texts"})
"""Types whose texts are items of a list, parted with ";"."""
_SEPARATOR: Final = re.compile(r"(?<!;);(?!;)")
_READ_WHEN_LEFT: Final = frozenset({"places"})
"""Types whose reading asks a database: not at each letter."""


@dataclass(slots=True)
class Entry:
    """One field of a form: `opened_with` is the text that stands for the value it opened with."""

    field: Field
    editor: LineEditor
    value: Any = None
    opened_with: str = ""
    opened_in: str = ""
    """The unit of measure when the form opened."""
    checked: bool = False
    """Whether the field has been left once, so that what is wrong with it may be said."""
    refusal: tuple[str, str] | None = None
    """The text that was refused by a save, and why."""
    against_others: tuple[str, str] | None = None
    """The text that does not go with the other fields, and why: looked at whenever a field is left."""
    noted: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What to tell of items of its list, or of its text, while they stand there."""
    doubt: tuple[str, str] | None = None
    """The text that looks wrong beside what was entered before, and why."""
    read: tuple[str, str, Reading] | None = None
    """Text, what it was read against (its unit, or the period) and reading of the last look."""

    @property
    def changed(self) -> bool:
        """Whether a person typed something else than it opened with."""
        return self.editor.text != self.opened_with

    @property
    def items(self) -> list[str]:
        """The items of a list as they are read, or the one text."""
        return split_list(self.editor.text) if self.field.type in _LISTS else [self.editor.text.strip()]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be told of what stands there now."""
        return tuple(self.noted[item] for item in self.items if item in self.noted) if self.noted else ()


@dataclass(frozen=True, slots=True)
class Restored:
    """The fields that a draft changed in a form, and those of them that another person has changed too."""

    fields: tuple[str, ...]
    both: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """A field of which two people's versions of a record say different things."""

    field: str
    label: str
    before: str
    """What it said when the form was opened."""
    mine: str
    theirs: str

    @property
    def mine_stands(self) -> bool | None:
        """Whether one's own text stands because only oneself changed it; None where both did."""
        if self.theirs == self.before:
            return True
        return False if self.mine == self.before else None


class Form:
    """The fields of a kind and a save line below them; `active` is the index of one of these."""

    def __init__(self, kind: Kind, context: ReadingContext, initial: Mapping[str, Any] | None = None) -> None:
        """`initial`: the content of the record to edit, or the values that a new one starts with."""
        self.kind = kind
        self.context = context
        self.initial = dict(initial or {})
        self.active = 0
        self.entries = [Entry(field, LineEditor()) for field in kind.fields]
        for entry in self.entries:
            entry.value = self.initial.get(entry.field.name)
            entry.opened_in = unit_of_measure(kind, entry.field, self.initial.get, context)
            entry.opened_with = show_field(entry.field, entry.value, context, entry.opened_in)
            entry.editor.set(entry.opened_with)

    # -- where one is

    @property
    def current(self) -> Entry | None:
        """The active field; None on the save line."""
        return self.entries[self.active] if self.active < len(self.entries) else None

    @property
    def on_save_line(self) -> bool:
        """Whether the save line is active."""
        return self.current is None

    @property
    def changed(self) -> bool:
        """Whether anything was typed."""
        return any(entry.changed for entry in self.entries)

    def go(self, place: int) -> None:
        """Leave the active field for another one, or the save line."""
        place = min(max(place, 0), len(self.entries))
        if place != self.active:
            self.leave()
            self.active = place

    def go_to_blank(self) -> None:
        """Begin at the first field that is not filled in."""
        self.active = next((place for place, one in enumerate(self.entries) if not one.editor.text), 0)

    def leave(self) -> None:
        """Normalise the active field and read it."""
        if entry := self.current:
            entry.editor.leave()
            entry.checked = True
            self.reading(self.active)
            self._hold_together()

    def _hold_together(self) -> None:
        """Look at what the fields say to one another; those that were left and filled are told what does not go."""
        content, problems = self._gathered()
        wrong = self.context.check(self.kind, content)
        for entry in self.entries:
            name, text = entry.field.name, entry.editor.text
            told = entry.checked and text and name in wrong and name not in problems
            entry.against_others = (text, wrong[name]) if told else None

    # -- keys

    def act(self, action: str, page: int = 10) -> bool:
        """Run an editing or moving action; `page` is how many fields a page shows. False for other actions."""
        if action in _EDITING:
            if entry := self.current:
                getattr(entry.editor, action)()
            return True
        steps = {
            "next_field": self.active + 1,
            "previous_field": self.active - 1,
            "page_down": self.active + page,
            "page_up": self.active - page,
            "first_field": 0,
            "last_field": len(self.entries) - 1,
        }
        if action not in steps:
            return False
        self.go(steps[action])
        return True

    def typed(self, character: str) -> None:
        """Put a character into the active field."""
        if entry := self.current:
            entry.editor.insert(character)

    def pasted(self, text: str) -> str:
        """Put a pasted text at the cursor, cells of a spreadsheet into the following fields.

        Returns what to tell: "" or a sentence about cells that found no field.
        """
        cells = split_cells(text)
        for number, cell in enumerate(cells):
            if number:
                self.go(self.active + 1)
            entry = self.current
            if entry is None:
                lost = len(cells) - number
                return n_(
                    "{n} pasted cell found no field: “{cells}”.", "{n} pasted cells found no field: “{cells}”.", lost
                ).format(n=lost, cells=" | ".join(cells[number:]))
            if number:
                entry.editor.set(cell)
            else:
                entry.editor.insert(cell)
        return ""

    def repeat(self, content: Mapping[str, Any]) -> bool:
        """Put what another record of the kind says into the active field; False where it says nothing there."""
        entry = self.current
        if entry is None or entry.field.name not in content:
            return False
        unit = unit_of_measure(self.kind, entry.field, content.get, self.context)
        entry.editor.set(show_field(entry.field, content[entry.field.name], self.context, unit))
        entry.checked = True
        return True

    # -- choices

    def last_part(self) -> str:
        """What is typed in the active field, of a list the last item."""
        entry = self.current
        return self._parted(entry)[1] if entry else ""

    def choices(self) -> Sequence[tuple[str, str]] | None:
        """(code, name) of what the active field may hold; None when it has no list.

        For places the units that are named like what is typed.
        """
        entry = self.current
        if entry is None:
            return None
        if entry.field.type == "places":
            return [(one.unit, one.full) for one in self.context.find_places(self.last_part())]
        return self.context.choices(entry.field, self._period()) or None

    def numbers(self) -> Mapping[str, int]:
        """The number of each choice of the active field, in its whole list; empty where a number means none."""
        entry = self.current
        if entry is None or not self.context.by_number:
            return {}
        return {
            code: at for at, (code, _name) in enumerate(self.context.vocabularies.get(entry.field.vocabulary, ()), 1)
        }

    def take_choice(self, code: str) -> None:
        """Put a choice into the active field, of a list in place of its last item."""
        entry = self.current
        if entry is None:
            return
        if entry.field.type == "places":
            unit = next(one for one in self.context.find_places(self.last_part()) if one.unit == code)
            self.put(show_field(entry.field, [{"text": unit.name, "unit": code}], self.context))
        else:
            self.put(self.shown_choice(entry, code))
        entry.checked = True

    def shown_choice(self, entry: Entry, code: str) -> str:
        """The text that reads as one choice of a field."""
        return show_field(entry.field, [code] if entry.field.type in _LISTS else code, self.context)

    def put(self, text: str) -> None:
        """Put a text into the active field, of a list in place of its last item."""
        if entry := self.current:
            kept, _typed = self._parted(entry)
            entry.editor.set(f"{kept}; {text}" if kept else text)

    def _parted(self, entry: Entry) -> tuple[str, str]:
        """The items of a list before the last one, as typed, and the last one."""
        text = entry.editor.text
        if entry.field.type not in _LISTS:
            return "", text.strip()
        part = _SEPARATOR.split(text)[-1]
        return text[: len(text) - len(part)].rstrip("; "), part.strip()

    # -- reading

    def unit(self, place: int) -> str:
        """The unit of measure of a field: its own, or that of the indicator chosen in this form."""
        return unit_of_measure(self.kind, self.entries[place].field, self._value, self.context)

    def _value(self, name: str) -> Any:
        """How a field of the form is read now; None where the form has none of that name."""
        place = next((at for at, one in enumerate(self.entries) if one.field.name == name), None)
        return self.reading(place).value if place is not None else None

    def _period(self) -> Period | None:
        """When the facts of the record fall, as it is typed now."""
        stated = self._value(self.kind.dated_by)
        return Period.from_content(stated) if stated else None

    def indicator(self, place: int) -> str:
        """The indicator that a figure is of, as the form is typed now; "" for parts, and where it is of none."""
        field = self.entries[place].field
        if field.type not in ("quantity", "money") or field.part_of:
            return ""
        if field.posts or field.unit or not self.kind.posts_by:
            return field.posts
        return self._value(self.kind.posts_by) or ""

    def figure(self, name: str) -> Figure | None:
        """The figure of a field as it is read now; None where it has none."""
        value = self._value(name) if name else None
        return Figure.from_content(value) if value else None

    def unit_name(self, place: int) -> str:
        """That unit as the language of the screen calls it."""
        unit = self.unit(place)
        return self.context.unit_names.get(unit, unit)

    def reading(self, place: int) -> Reading:
        """How the text of a field is read now."""
        entry, text = self.entries[place], self.entries[place].editor.text
        if entry.field.type in MEASURED:
            against = self.unit(place)
        elif entry.field.type == "indicator" and self.context.validity:
            against = str(self._period())
        else:
            against = ""
        if entry.read is None or entry.read[:2] != (text, against):
            entry.read = (
                text,
                against,
                read_dependent(entry.field, text, self.context, against, self._period_for(entry.field)),
            )
        return entry.read[2]

    def _period_for(self, field: Field) -> Period | None:
        return self._period() if field.type == "indicator" and self.context.validity else None

    def shown_reading(self, place: int) -> Reading | None:
        """The reading to tell below or beside a field; None while there is nothing to say yet.

        A word half typed is not wrong yet: problems are told once the field has been left.
        """
        entry = self.entries[place]
        text = entry.editor.text
        if entry.refusal and entry.refusal[0] == text:
            return Reading(problem=entry.refusal[1])
        waits = entry.field.type in _READ_WHEN_LEFT and place == self.active
        if waits and (entry.read is None or entry.read[0] != text):
            return None
        reading = self.reading(place)
        if entry.against_others and entry.against_others[0] == text and reading.problem is None:
            return Reading(problem=entry.against_others[1])
        warnings = entry.notes if reading.problem is None else ()
        if entry.doubt and entry.doubt[0] == text and reading.problem is None:
            warnings = (*warnings, entry.doubt[1])
        if warnings:
            return replace(reading, warnings=(*reading.warnings, *warnings))
        return reading if entry.checked or reading.problem is None else None

    def read_all(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The content of the record and what is wrong, by field; the content is whole when nothing is wrong.

        Fields that are not on the form keep what the record had, and so does a field whose text is as it opened.
        """
        if entry := self.current:
            entry.editor.leave()
        for one in self.entries:
            one.checked = True
        return self._gathered()

    def _gathered(self) -> tuple[dict[str, Any], dict[str, str]]:
        on_form = {one.field.name for one in self.entries}
        content = {name: value for name, value in self.initial.items() if name not in on_form}
        problems = {}
        for place, one in enumerate(self.entries):
            if one.value is not None and not one.changed and self.unit(place) == one.opened_in:
                content[one.field.name] = one.value
                continue
            reading = self.reading(place)
            if reading.problem is not None:
                problems[one.field.name] = reading.problem
            elif (value := keep_details(one.field, one.value, reading.value)) is not None:
                content[one.field.name] = value
        return content, problems

    def typed_content(self) -> dict[str, Any]:
        """What can be read so far of what was typed."""
        return self._gathered()[0]

    def doubted(self, doubts: Sequence[tuple[str, str]]) -> None:
        """Keep what looks wrong with fields, until their texts change."""
        told: dict[str, list[str]] = {}
        for name, sentence in doubts:
            told.setdefault(name, []).append(sentence)
        for entry in self.entries:
            sentences = told.get(entry.field.name)
            entry.doubt = (entry.editor.text, " ".join(sentences)) if sentences else None

    def refused(self, problems: Mapping[str, str]) -> None:
        """Keep what a save said about fields, until their texts change; the first of them becomes active."""
        first = None
        for place, entry in enumerate(self.entries):
            entry.checked = True
            if entry.field.name in problems:
                entry.refusal = (entry.editor.text, problems[entry.field.name])
                first = place if first is None else first
        if first is not None:
            self.active = first
            self.entries[first].editor.end()

    def labels(self, names: Sequence[str] | Mapping[str, str]) -> list[str]:
        """The labels of fields, in the order of the form; a name that is on no form stands for itself."""
        known = {entry.field.name: _(entry.field.label) for entry in self.entries if entry.field.name in names}
        return [*known.values(), *(name for name in names if name not in known)]

    # -- drafts

    def texts(self) -> dict[str, str]:
        """Every field's text as it stands, also what cannot be read."""
        return {entry.field.name: entry.editor.text for entry in self.entries}

    @property
    def base(self) -> dict[str, str]:
        """Every field's text as the form opened with it."""
        return {entry.field.name: entry.opened_with for entry in self.entries}

    def restore(self, texts: Mapping[str, str], active: str, base: Mapping[str, str] | None = None) -> Restored:
        """Put the texts of a draft back and go to its active field; what was typed since the form opened stays.

        `base`: the texts that the draft began with; a field that it had not changed then keeps what it says now.
        """
        fields, both = [], []
        for entry in self.entries:
            name = entry.field.name
            if name not in texts or entry.changed or (base is not None and texts[name] == base.get(name, "")):
                continue
            if texts[name] != entry.opened_with:
                fields.append(name)
                if base is not None and entry.opened_with != base.get(name, ""):
                    both.append(name)
            entry.editor.set(texts[name])
            entry.checked = bool(entry.editor.text)
        names = [entry.field.name for entry in self.entries]
        self.active = names.index(active) if active in names else self.active
        return Restored(tuple(fields), tuple(both))

    def against(self, newer: Form) -> list[TwoTexts]:
        """The fields in which this form and one on a newer state of the record say different things."""
        return [
            TwoTexts(mine.field.name, _(mine.field.label), mine.opened_with, mine.editor.text, theirs.editor.text)
            for mine, theirs in zip(self.entries, newer.entries, strict=True)
            if mine.editor.text != theirs.editor.text
        ]

    def take_texts(self, texts: Mapping[str, str]) -> None:
        """Put these texts into their fields."""
        for entry in self.entries:
            text = texts.get(entry.field.name, entry.editor.text)
            if text != entry.editor.text:
                entry.editor.set(text)
                entry.checked = True


def split_cells(text: str) -> list[str]:
    """The cells of a pasted text: parted by tabs and line breaks; the break after the last row is none of them."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return [cell for row in rows for cell in row.split("\t")]


def sticky_values(kind: Kind, content: Mapping[str, Any]) -> dict[str, Any]:
    """What the next new record of the kind starts with after this one was saved."""
    return {field.name: content[field.name] for field in kind.fields if field.sticky and field.name in content}
