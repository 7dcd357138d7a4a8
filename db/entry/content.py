"""Whether a record's content holds, before anything is written: fields, types, codes, figures, periods, places.

Problems are sentences by field name, each with the field's label and what to do; "" is the record as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from db.entry.breakdown import part_problem
from db.entry.figures import figure_problem
from db.entry.vocabularies import IndicatorTerm, Vocabularies
from db.language import _
from db.models.canonical import canonical_json
from db.models.kinds import DETAIL_LISTS, KINDS, RESULT, Field, Kind
from db.models.period import FIRST_YEAR, GRAINS, LAST_YEAR, Period
from db.models.text import nfc
from db.models.wording import day

TEXT_LIMIT: Final = 1000
NOTE_LIMIT: Final = 20_000
LIST_LIMIT: Final = 1000
MEMBER_LIMIT: Final = 200
"""Characters of a part's name, such as an audience: it is a part of a key."""
SOURCE: Final = "source"

_BEARS: Final = ("indicator", "basis")
"""The fields of a result that its indicator may not bear."""
_UNIT_KEY: Final = re.compile(r"[AB](\d{2}|\d{3}|\d{5})")


def tidy(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as it is kept: NFC, no spaces around texts, nothing empty. A blank field is an absent one."""
    return {name: value for name, raw in content.items() if not _is_empty(value := _tidied(raw))}


def check_content(kind: Kind, content: Mapping[str, Any], vocabularies: Vocabularies) -> dict[str, str]:
    """What is wrong with a tidied content, by field name; empty when nothing is.

    Whether the places and the source document exist only the database knows: saving looks at them.
    """
    problems: dict[str, str] = {}
    for field in kind.fields:
        problem = _field_problem(kind, field, content, vocabularies)
        if not problem and kind is RESULT and field.name in _BEARS:
            problem = _result_problem(field, content, vocabularies)
        if problem:
            problems[field.name] = _("{field}: {problem}").format(field=_(field.label), problem=problem)
    known = {field.name for field in kind.fields} | {SOURCE}
    for name in sorted(content.keys() - known):
        problems[name] = _("{kind} has no field “{field}”: leave it out.").format(kind=_(kind.label), field=name)
    if SOURCE in content:
        problem = _source_problem(content[SOURCE], known)
        if problem:
            problems[SOURCE] = problem
    if not problems:
        try:
            canonical_json(content)
        except (TypeError, ValueError) as error:  # a float inside something that no form makes
            problems[""] = _("The record cannot be kept: {reason}.").format(reason=error)
    return problems


def check_places(
    kind: Kind, content: Mapping[str, Any], province_code: str, province_of: Mapping[str, str]
) -> dict[str, str]:
    """The places whose unit is in no list or lies in another province; `province_of` as `provinces_of` gives it."""
    problems = {}
    for field in kind.fields:
        for place in content.get(field.name, ()) if field.type == "places" else ():
            unit = place.get("unit")
            if unit and unit not in province_of:
                problem = _("“{place}”: there is no unit {unit}; choose it again.")
            elif unit and province_of[unit] != province_code:
                problem = _("“{place}” ({unit}) lies in another province; choose one of this province.")
            else:
                continue
            text = problem.format(place=place["text"], unit=unit)
            problems[field.name] = _("{field}: {problem}").format(field=_(field.label), problem=text)
    return problems


def named_units(kind: Kind, content: Mapping[str, Any]) -> list[str]:
    """The era-qualified keys of all units that a checked content names."""
    places = (place for field in kind.fields if field.type == "places" for place in content.get(field.name, ()))
    return [place["unit"] for place in places if "unit" in place]


def _tidied(value: Any) -> Any:
    if isinstance(value, str):
        return nfc(value).strip()
    if type(value) is int or type(value) is bool:
        return value
    if isinstance(value, dict | Mapping):
        return tidy(value)
    if isinstance(value, list | tuple):
        return [member for raw in value if not _is_empty(member := _tidied(raw))]
    return value


def _is_empty(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def _field_problem(kind: Kind, field: Field, content: Mapping[str, Any], vocabularies: Vocabularies) -> str | None:
    if field.name not in content:
        if field.required:
            return _("this field is needed.")
        if field.name == "reason" and content.get("state") in ("not_carried_out", "not_applicable"):
            return _("say why it was not carried out or does not apply.")
        return None
    value = content[field.name]
    if field.type in ("quantity", "money"):
        return _quantity_problem(kind, field, content, vocabularies)
    problem = _CHECKS[field.type](field, value, vocabularies)
    if not problem and field.type == "parts":
        return part_problem(kind, field, content)
    if not problem and field.type == "indicator":
        return _validity_problem(vocabularies.indicators[value], content.get(kind.dated_by))
    return problem


def _validity_problem(indicator: IndicatorTerm, stated: object) -> str | None:
    """An indicator that was ended, or has not begun, in the whole of the record's period."""
    period = _period_of(stated)
    if period is None or indicator.holds_in(period):
        return None
    if indicator.valid_to and period.start.isoformat() > indicator.valid_to:
        message = _("“{indicator}” ended on {day}: choose the one that follows it, or correct the period.")
        return message.format(indicator=indicator.code, day=day(date.fromisoformat(indicator.valid_to)))
    message = _("“{indicator}” begins on {day}: choose another one, or correct the period.")
    return message.format(indicator=indicator.code, day=day(date.fromisoformat(indicator.valid_from)))


def _result_problem(field: Field, content: Mapping[str, Any], vocabularies: Vocabularies) -> str | None:
    """What an indicator does not bear: a typed figure where records add up, a basis that the period does not fit."""
    indicator = vocabularies.indicators.get(str(content.get("indicator")))
    if indicator is None:
        return None
    if field.name == "indicator" and indicator.is_derived and not _has_no_figure(content.get("value")):
        name = dict(vocabularies.choices["indicators"])[indicator.code]
        return _("“{indicator}” is added up from records and never typed twice: enter a record “{kind}”.").format(
            indicator=name, kind=_(KINDS[indicator.source_kind].label)
        )
    if field.name == "basis" and indicator.adds_up and "basis" in content:
        return _basis_problem(content["basis"], content.get("period"))
    return None


def _has_no_figure(value: object) -> bool:
    """Whether something was not carried out or does not apply: no record can say that of a derived figure."""
    return isinstance(value, Mapping) and value.get("state") in ("not_carried_out", "not_applicable")


def _basis_problem(basis: str, stated: object) -> str | None:
    """A cumulative figure that is kept under other years than its own would be added to them, or be lost."""
    period = _period_of(stated)
    if period is None:
        return None
    in_one_year = period.year_from == period.year_to
    if basis == "year_to_date" and not in_one_year:
        return _("a figure since 1 January lies in one year: correct the period.")
    if basis == "plan_to_date" and in_one_year:
        return _("a figure since the plan's start covers several years: type the period as 2021-2023.")
    return None


def _period_of(stated: object) -> Period | None:
    """The period of a content; None where there is none, or what is wrong is said of the period itself."""
    try:
        return Period.from_content(stated)  # type: ignore[arg-type]
    except (TypeError, ValueError, KeyError):
        return None


def _quantity_problem(kind: Kind, field: Field, content: Mapping[str, Any], vocabularies: Vocabularies) -> str | None:
    code = field.posts or (content.get(kind.posts_by) if kind.posts_by and not field.unit else None)
    indicator = vocabularies.indicators.get(code) if isinstance(code, str) else None
    problem = figure_problem(content[field.name], is_share=indicator is not None and indicator.is_share)
    return problem or (part_problem(kind, field, content) if field.part_of else None)


def _text_problem(field: Field, value: Any, _vocabularies: Vocabularies) -> str | None:
    return _bounded(value, NOTE_LIMIT if field.type == "note" else TEXT_LIMIT)


def _bounded(value: Any, limit: int = TEXT_LIMIT) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return _("a text is expected.")
    if value != nfc(value):
        return _("it has characters that cannot be kept: type it again.")
    if len(value) > limit:
        return _("it is longer than {limit} characters: shorten it, or use the note.").format(limit=limit)
    return None


def _code_problem(field: Field, value: Any, vocabularies: Vocabularies) -> str | None:
    if isinstance(value, str) and vocabularies.knows(field.vocabulary, value):
        return None
    return _("“{code}” is not in the list: choose one of the list.").format(code=value)


def _codes_problem(field: Field, value: Any, vocabularies: Vocabularies) -> str | None:
    if not isinstance(value, list):
        return _("a list is expected.")
    for code in value:
        problem = _code_problem(field, code, vocabularies)
        if problem:
            return problem
    if len(set(value)) != len(value):
        return _("the same code stands there twice: leave one of them.")
    return None


def _flag_problem(_field: Field, value: Any, _vocabularies: Vocabularies) -> str | None:
    return None if value is True else _("type x, or leave it blank.")


def _period_problem(_field: Field, value: Any, _vocabularies: Vocabularies) -> str | None:
    if not isinstance(value, Mapping) or value.keys() != {"grain", "start", "end"}:
        return _("this is no date or period: type it as 16/5/2019, 6/2020 or 2021-2025.")
    try:
        period = Period.from_content(value)
    except (TypeError, ValueError):
        return _("this is no date or period: type it as 16/5/2019, 6/2020 or 2021-2025.")
    if period.start > period.end:
        return _("it ends before it starts: type the first day first.")
    if not FIRST_YEAR <= period.year_from <= period.year_to <= LAST_YEAR:
        return _("the year is out of range: look at it again.")
    if period.grain not in GRAINS or period.as_content() != value or not _is_whole(period):
        return _("the days do not fit the kind of period: type it again.")
    return None


def _is_whole(period: Period) -> bool:
    """Whether a month, quarter, half or year is a whole one, and a day one day."""
    start = period.start
    candidates: dict[str, Callable[[], Period]] = {
        "day": lambda: Period.day(start),
        "month": lambda: Period.month(start.year, start.month),
        "quarter": lambda: Period.quarter(start.year, (start.month + 2) // 3),
        "half": lambda: Period.half(start.year, 1 if start.month <= 6 else 2),
        "year": lambda: Period.year(start.year),
        "span": lambda: period,
    }
    return candidates[period.grain]() == period


def _texts_problem(_field: Field, value: Any, vocabularies: Vocabularies) -> str | None:
    def problem_of(entry: Mapping[str, Any]) -> str | None:
        details = entry.keys() - DETAIL_LISTS.keys() - {"text"}
        if details:
            return _("an entry cannot say “{detail}”: leave it out.").format(detail=min(details))
        for detail, vocabulary in DETAIL_LISTS.items():
            if vocabulary and detail in entry and not vocabularies.knows(vocabulary, entry[detail]):
                return _("“{code}” is not in the list: choose one of the list.").format(code=entry[detail])
        return _bounded(entry.get("text"))

    return _entries_problem(value, problem_of)


def _places_problem(_field: Field, value: Any, _vocabularies: Vocabularies) -> str | None:
    seen: set[str] = set()

    def problem_of(place: Mapping[str, Any]) -> str | None:
        unit = place.get("unit")
        if place.keys() - {"text", "unit"} or not (unit is None or _UNIT_KEY.fullmatch(str(unit))):
            return _("“{place}” is no place: choose it again.").format(place=place.get("text", unit))
        name = unit or str(place.get("text"))
        if name in seen:
            return _("“{place}” stands there twice: leave one of them.").format(place=place.get("text"))
        seen.add(name)
        return _bounded(place.get("text"))

    return _entries_problem(value, problem_of)


def _pairs_problem(_field: Field, value: Any, _vocabularies: Vocabularies) -> str | None:
    def problem_of(pair: Mapping[str, Any]) -> str | None:
        if pair.keys() != {"key", "value"}:
            return _("a pair is a key and a value: type key = value.")
        return _bounded(pair["key"]) or _bounded(pair["value"], NOTE_LIMIT)

    return _entries_problem(value, problem_of)


def _parts_problem(field: Field, value: Any, vocabularies: Vocabularies) -> str | None:
    seen: set[str] = set()

    def problem_of(part: Mapping[str, Any]) -> str | None:
        if part.keys() != {"member", "figure"}:
            return _("a part is a name and a number: type name = number.")
        member = part["member"]
        problem = _code_problem(field, member, vocabularies) if field.vocabulary else _bounded(member, MEMBER_LIMIT)
        if problem:
            return problem
        if member in seen:
            return _("“{place}” stands there twice: leave one of them.").format(place=member)
        seen.add(member)
        return figure_problem(part["figure"])

    return _entries_problem(value, problem_of)


def _entries_problem(value: Any, problem_of: Callable[[Mapping[str, Any]], str | None]) -> str | None:
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        return _("a list is expected.")
    if len(value) > LIST_LIMIT:
        return _("the list has more than {limit} entries: shorten it.").format(limit=LIST_LIMIT)
    return next((problem for problem in map(problem_of, value) if problem), None)


def _source_problem(source: Any, known: set[str]) -> str | None:
    """The document is named by its record; a paragraph is the n-th non-empty line of its text.

    `paragraphs` are of fields, or of one entry of a list: "tasks.2".
    """
    if not isinstance(source, Mapping) or source.keys() - {"document", "paragraph", "paragraphs"}:
        return _("Source: name a document and a paragraph.")
    if not isinstance(source.get("document"), str):
        return _("Source: name the document.")
    paragraphs = source.get("paragraphs", {})
    if not isinstance(paragraphs, Mapping):
        return _("Source: a paragraph is a number from 1.")
    for name in paragraphs:
        if name.partition(".")[0] not in known:
            return _("Source: there is no field “{field}”.").format(field=name)
    stated = [*paragraphs.values(), source.get("paragraph", 1)]
    if not all(isinstance(number, int) and not isinstance(number, bool) and number >= 1 for number in stated):
        return _("Source: a paragraph is a number from 1.")
    return None


_CHECKS: Final[Mapping[str, Callable[[Field, Any, Vocabularies], str | None]]] = {
    "text": _text_problem,
    "note": _text_problem,
    "choice": _code_problem,
    "indicator": _code_problem,
    "flag": _flag_problem,
    "period": _period_problem,
    "texts": _texts_problem,
    "codes": _codes_problem,
    "programmes": _codes_problem,
    "places": _places_problem,
    "pairs": _pairs_problem,
    "parts": _parts_problem,
}
