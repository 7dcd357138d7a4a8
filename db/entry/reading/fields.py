"""What a person types into a field, to what the record holds, and back.

`read_field()` and `show_field()` are each other's inverse: an edited record shows texts that read as its content.
Lists are parted with ";" (";;" is a semicolon of the text), and "↵" stands for a line break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from db.entry.reading.choices import choice_name, choice_text, choose, choose_whole, some_of, taken_for
from db.entry.reading.dates import echo_period, read_period
from db.entry.reading.errors import Ambiguous, Candidate, ReadingError
from db.entry.reading.numbers import echo_figure, read_figure
from db.entry.reading.shown import figure_text, period_text
from db.language import _
from db.models.figure import Figure
from db.models.kinds import DETAIL_LISTS, Field, Kind
from db.models.period import Period
from db.models.text import fold, nfc

_LINE_BREAK: Final = "↵"
_YES: Final = frozenset({"x", "co", "yes", "y", "true", "1", "v", "✓"})
_NO: Final = frozenset({"khong", "no", "n", "false", "0", "-"})
_CRITERION: Final = re.compile(r"(?:(?:tieu chi|criterion) )?(\d+)")
_UNIT_KEY: Final = re.compile(r"(?P<text>.*?)\s*\((?P<unit>[AB]\d{2,5})\)")


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A unit whose name a text may mean; `unit` is its era-qualified key."""

    unit: str
    name: str
    district: str = ""
    province: str = ""
    kind: str = ""
    """The type word of the unit's official name, xã, thị trấn …, and below that of its district."""
    district_kind: str = ""

    @property
    def full(self) -> str:
        """Name, district and province, each with its type word, as a person may type it."""
        district = f"{self.district_kind} {self.district}".strip() if self.district else ""
        return ", ".join(part for part in (f"{self.kind} {self.name}".strip(), district, self.province) if part)


PlaceFinder = Callable[[str], Sequence[PlaceCandidate]]
"""Gives the units whose folded name is that of a text, or whose key it is; none when there is none."""


def _no_places(_text: str) -> Sequence[PlaceCandidate]:
    return ()


def _nothing_wrong(_kind: Kind, _content: Mapping[str, Any]) -> Mapping[str, str]:
    return {}


def _nothing_doubted(_kind: Kind, _content: Mapping[str, Any], _record_id: str) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a text is read against. A vocabulary is a list of (code, name), names in the language of the screen."""

    today: date
    year: int
    """The year in view: "16/5" is a day of it."""
    language: str = "vi"
    vocabularies: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    """The unit of measure of each indicator; a level ("%") reads percent."""
    find_places: PlaceFinder = _no_places
    unit_names: Mapping[str, str] = field(default_factory=dict)
    """What the screen's language calls a unit of measure; one that is left out is called as its code."""
    term_units: Mapping[str, str] = field(default_factory=dict)
    """What each type of equipment is counted in."""
    validity: Mapping[str, Callable[[Period], bool]] = field(default_factory=dict)
    """Of each indicator that does not hold for ever, whether it holds in a period."""
    check: Callable[[Kind, Mapping[str, Any]], Mapping[str, str]] = _nothing_wrong
    """What the fields of a content say against one another, by field name."""
    by_number: bool = False
    """Whether a number means a choice by its place in the list: only where a person sees the numbers."""
    doubt: Callable[[Kind, Mapping[str, Any], str], Sequence[tuple[str, str]]] = _nothing_doubted
    """What looks wrong with a content, as far as it is typed, of a record ("" for a new one): fields and sentences.

    Asks the database; raises StoreError.
    """

    def choices(self, field: Field, period: Period | None = None) -> Sequence[tuple[str, str]]:
        """What a field chooses from: of indicators those that hold in the period, or in the year in view."""
        known = self.vocabularies.get(field.vocabulary, ())
        if field.type != "indicator" or not self.validity:
            return known
        seen = period or Period.year(self.year)
        return [entry for entry in known if entry[0] not in self.validity or self.validity[entry[0]](seen)]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it was understood: the value for the content (None: nothing), in words, and what is wrong with it."""

    value: Any = None
    echo: str = ""
    problem: str | None = None
    warnings: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    """The ways to read a text that is asked about again."""


def read_field(field: Field, text: str, context: ReadingContext, unit: str = "") -> Reading:
    """Read the text of a field. `unit`: the unit of measure where the field itself names none."""
    text = nfc(text).strip()
    if not text:
        return Reading(problem=_("This field is needed.") if field.required else None)
    try:
        return _READERS[field.type](field, text, context, unit or field.unit)
    except Ambiguous as error:
        return Reading(problem=str(error), candidates=error.candidates)
    except ReadingError as error:
        return Reading(problem=str(error))


def show_field(field: Field, value: Any, context: ReadingContext, unit: str = "") -> str:
    """The text that `read_field` reads as this value; "" for None."""
    if value is None:
        return ""
    return _SHOWERS[field.type](field, value, context, unit or field.unit)


def keep_details(field: Field, before: Any, after: Any) -> Any:
    """Items of a list as typed, each with the details that its field does not show and the record had for that text."""
    if not isinstance(before, list) or not isinstance(after, list):
        return after
    known = [item for item in before if isinstance(item, dict) and "text" in item]
    kept = []
    for item in after:
        match = next((old for old in known if isinstance(item, dict) and old["text"] == item.get("text")), None)
        if match is not None:
            known.remove(match)
            shown = {"unit", *field.details}
            item = {**{name: part for name, part in match.items() if name not in shown}, **item}
        kept.append(item)
    return kept


# -- lists


def split_list(text: str) -> list[str]:
    """The items of a text parted with ";", without empty ones; ";;" is a semicolon."""
    items = (item.replace("\0", ";").strip() for item in text.replace(";;", "\0").split(";"))
    return [item for item in items if item]


def join_list(items: Iterable[str]) -> str:
    """The text that `split_list` parts into these items."""
    return "; ".join(item.replace(";", ";;") for item in items)


def _one_line(text: str) -> str:
    return text.replace("\n", _LINE_BREAK)


def _lines(text: str) -> str:
    return text.replace(_LINE_BREAK, "\n")


# -- choices


def _read_choice(field: Field, text: str, context: ReadingContext, _unit: str) -> Reading:
    choices = context.vocabularies.get(field.vocabulary, ())
    code, whole = choose_whole(text, choices, by_number=context.by_number)
    return Reading(code, choice_name(code, choices), warnings=() if whole else (taken_for(text, code, choices),))


def _show_choice(field: Field, value: Any, context: ReadingContext, _unit: str) -> str:
    return choice_text(value, context.vocabularies.get(field.vocabulary, ()))


def _read_codes(field: Field, text: str, context: ReadingContext, _unit: str) -> Reading:
    choices = context.vocabularies.get(field.vocabulary, ())
    found = [(item, *choose_whole(item, choices, by_number=context.by_number)) for item in split_list(text)]
    codes = list(dict.fromkeys(code for _item, code, _whole in found))
    if not codes:
        return read_field(field, "", context)
    warnings = tuple(taken_for(item, code, choices) for item, code, whole in found if not whole)
    return Reading(codes, " · ".join(choice_name(code, choices) for code in codes), warnings=warnings)


def _show_codes(field: Field, value: Any, context: ReadingContext, _unit: str) -> str:
    choices = context.vocabularies.get(field.vocabulary, ())
    if field.type == "programmes":  # known to everybody by their codes, and their names fill a line
        return join_list(value)
    return join_list(choice_text(code, choices) for code in value)


# -- figures and periods


def _read_figure(_field: Field, text: str, context: ReadingContext, unit: str) -> Reading:
    figure = read_figure(text, unit=unit)
    return Reading(figure.as_content(), echo_figure(figure, unit, unit_name=context.unit_names.get(unit, "")))


def _show_figure(_field: Field, value: Any, _context: ReadingContext, unit: str) -> str:
    return figure_text(Figure.from_content(value), unit)


def _read_period(_field: Field, text: str, context: ReadingContext, _unit: str) -> Reading:
    period = read_period(text, today=context.today, year=context.year)
    return Reading(period.as_content(), echo_period(period))


def _show_period(_field: Field, value: Any, _context: ReadingContext, _unit: str) -> str:
    return period_text(Period.from_content(value))


# -- texts, flags and pairs


def _read_text(_field: Field, text: str, _context: ReadingContext, _unit: str) -> Reading:
    return Reading(_lines(text))


def _show_text(_field: Field, value: Any, _context: ReadingContext, _unit: str) -> str:
    return _one_line(value)


def _read_texts(field: Field, text: str, context: ReadingContext, _unit: str) -> Reading:
    items = split_list(text)
    if not items:
        return read_field(field, "", context)
    entries = [_read_entry(field, item, context) for item in items]
    echo = " · ".join(_entry_echo(entry, context) for entry in entries)
    return Reading(entries, f"{len(items)}: {echo}" if len(items) > 1 or entries[0].keys() > {"text"} else "")


def _show_texts(field: Field, value: Any, context: ReadingContext, _unit: str) -> str:
    return join_list(_show_entry(field, item, context) for item in value)


def _read_entry(field: Field, item: str, context: ReadingContext) -> dict[str, Any]:
    """An entry with its details, which stand after "="; "==" is an equals sign of the text.

    Raises:
        ReadingError: a detail is in none of the lists.
    """
    if not field.details:
        return {"text": _lines(item)}
    text, *stated = (part.replace("\0", "=").strip() for part in item.replace("==", "\0").split("="))
    entry: dict[str, Any] = {"text": _lines(text)}
    for part in filter(None, stated):
        name, value = _read_detail(field, part, context)
        entry[name] = value
    return entry


def _read_detail(field: Field, text: str, context: ReadingContext) -> tuple[str, str]:
    for name in field.details:
        if not (vocabulary := DETAIL_LISTS[name]):
            if criterion := _CRITERION.fullmatch(fold(text)):
                return name, criterion[1]
            continue
        with suppress(ReadingError):
            return name, choose(text, context.vocabularies.get(vocabulary, ()), by_number=context.by_number)
    lists = [vocabulary for name in field.details if (vocabulary := DETAIL_LISTS[name])]
    known = (name for vocabulary in lists for _code, name in context.vocabularies.get(vocabulary, ()))
    raise ReadingError(
        _("“{text}” after = is in no list. There are: {candidates}. For an equals sign type ==.").format(
            text=text, candidates=some_of(known)
        )
    )


def _show_entry(field: Field, item: Mapping[str, Any], context: ReadingContext) -> str:
    if not field.details:
        return _one_line(item["text"])
    details = (str(_detail_name(name, item[name], context)) for name in field.details if name in item)
    return " = ".join(part.replace("=", "==") for part in (_one_line(item["text"]), *details))


def _detail_name(name: str, value: Any, context: ReadingContext) -> str:
    """A programme or a number as it is, another detail by its name."""
    if name in ("programme", "criterion"):
        return str(value)
    return choice_text(value, context.vocabularies.get(DETAIL_LISTS[name], ()))


def _entry_echo(entry: Mapping[str, Any], context: ReadingContext) -> str:
    details = [_detail_name(name, value, context) for name, value in entry.items() if name != "text"]
    return f"{entry['text']} ({', '.join(details)})" if details else str(entry["text"])


def _read_flag(_field: Field, text: str, _context: ReadingContext, _unit: str) -> Reading:
    answer = fold(text)
    if answer in _YES:
        return Reading(True, _("yes"))
    if answer in _NO:
        return Reading(None, _("no"))
    raise ReadingError(_("“{text}” is neither yes nor no: type x, or leave it blank.").format(text=text))


def _show_flag(_field: Field, value: Any, _context: ReadingContext, _unit: str) -> str:
    return "x" if value else ""


def _read_pairs(_field: Field, text: str, _context: ReadingContext, _unit: str) -> Reading:
    pairs = []
    for item in split_list(text):
        key, equals, value = (part.strip() for part in item.partition("="))
        if not (key and equals):
            raise ReadingError(_("“{text}” is no pair: type key = value.").format(text=item))
        pairs.append({"key": key, "value": _lines(value)})
    return Reading(pairs or None)


def _show_pairs(_field: Field, value: Any, _context: ReadingContext, _unit: str) -> str:
    return join_list(f"{pair['key']} = {_one_line(pair['value'])}" for pair in value)


# -- parts


def _read_parts(field: Field, text: str, context: ReadingContext, unit: str) -> Reading:
    choices = context.vocabularies.get(field.vocabulary, ()) if field.vocabulary else ()
    unit_name = context.unit_names.get(unit, "")
    parts, echoes, warnings = [], [], []
    for item in split_list(text):
        named, equals, typed = (part.strip() for part in item.rpartition("="))
        if not (named and equals and typed):
            raise ReadingError(_("“{text}” is no part: type name = number.").format(text=item))
        member, whole = choose_whole(named, choices, by_number=context.by_number) if choices else (_lines(named), True)
        if not whole:
            warnings.append(taken_for(named, member, choices))
        figure = read_figure(typed, unit=unit)
        parts.append({"member": member, "figure": figure.as_content()})
        echoes.append(f"{choice_name(member, choices)}: {echo_figure(figure, unit, unit_name=unit_name)}")
    return Reading(parts or None, " · ".join(echoes), warnings=tuple(warnings))


def _show_parts(field: Field, value: Any, context: ReadingContext, unit: str) -> str:
    choices = context.vocabularies.get(field.vocabulary, ()) if field.vocabulary else ()
    return join_list(
        f"{choice_text(part['member'], choices) if choices else _one_line(part['member'])}"
        f" = {figure_text(Figure.from_content(part['figure']), unit)}"
        for part in value
    )


# -- places


def _read_places(field: Field, text: str, context: ReadingContext, _unit: str) -> Reading:
    places, names, warnings = [], [], []
    for item in split_list(text):
        printed, candidate = _find_place(item, context.find_places)
        if candidate is None:
            places.append({"text": printed})
            names.append(printed)
            warnings.append(_("“{place}” is in no list of units: it is kept as printed.").format(place=printed))
        else:
            places.append({"text": printed, "unit": candidate.unit})
            names.append(candidate.full or candidate.unit)
    if not places:
        return read_field(field, "", context)
    return Reading(places, " · ".join(names), warnings=tuple(warnings))


def _find_place(item: str, find: PlaceFinder) -> tuple[str, PlaceCandidate | None]:
    """The name as printed and the unit that it means, None when no list has it.

    Raises:
        ReadingError: several units have that name.
    """
    if (linked := _UNIT_KEY.fullmatch(item)) and linked["text"]:
        named = [candidate for candidate in find(linked["unit"]) if candidate.unit == linked["unit"]]
        if not named:
            raise ReadingError(_("There is no unit {unit}.").format(unit=linked["unit"]))
        return linked["text"], named[0]
    printed, *where = (part.strip() for part in item.split(","))
    candidates = list(find(printed))
    if not candidates:
        return item, None
    for place in map(fold, where):
        nearer = [one for one in candidates if place in fold(f"{one.district_kind} {one.district}, {one.province}")]
        if not nearer:
            raise ReadingError(
                _("There is no {place} in {where}. There are: {candidates}.").format(
                    place=printed, where=", ".join(where), candidates=some_of(one.full for one in candidates)
                )
            )
        candidates = nearer
    if len(candidates) == 1:
        return printed, candidates[0]
    exact = [one for one in candidates if nfc(one.name).casefold() == nfc(printed).casefold()]
    if len(exact) == 1 and where:
        return printed, exact[0]
    raise ReadingError(
        _("“{place}” may be {candidates}: add the district and the province after a comma, or the code (…).").format(
            place=printed, candidates=some_of(f"{one.full} ({one.unit})" for one in candidates)
        )
    )


def _show_places(_field: Field, value: Any, context: ReadingContext, _unit: str) -> str:
    return join_list(_place_text(place, context.find_places) for place in value)


def _place_text(place: Mapping[str, Any], find: PlaceFinder) -> str:
    printed, unit = place["text"], place.get("unit")
    for text in _ways_to_say(printed, unit, find):
        try:
            found, candidate = _find_place(text, find)
        except ReadingError:
            continue
        if found == printed and (candidate.unit if candidate else None) == unit:
            return text
    return printed if unit is None else f"{printed} ({unit})"


def _ways_to_say(printed: str, unit: str | None, find: PlaceFinder) -> Iterable[str]:
    yield printed
    for candidate in find(printed) if unit else ():
        if candidate.unit == unit:
            yield f"{printed}, {candidate.district}"
            yield f"{printed}, {candidate.district}, {candidate.province}"


_Reader = Callable[[Field, str, ReadingContext, str], Reading]
_Shower = Callable[[Field, Any, ReadingContext, str], str]

_READERS: Final[Mapping[str, _Reader]] = {
    "text": _read_text,
    "note": _read_text,
    "choice": _read_choice,
    "indicator": _read_choice,
    "quantity": _read_figure,
    "money": _read_figure,
    "period": _read_period,
    "flag": _read_flag,
    "texts": _read_texts,
    "codes": _read_codes,
    "programmes": _read_codes,
    "places": _read_places,
    "pairs": _read_pairs,
    "parts": _read_parts,
}
_SHOWERS: Final[Mapping[str, _Shower]] = {
    "text": _show_text,
    "note": _show_text,
    "choice": _show_choice,
    "indicator": _show_choice,
    "quantity": _show_figure,
    "money": _show_figure,
    "period": _show_period,
    "flag": _show_flag,
    "texts": _show_texts,
    "codes": _show_codes,
    "programmes": _show_codes,
    "places": _show_places,
    "pairs": _show_pairs,
    "parts": _show_parts,
}
