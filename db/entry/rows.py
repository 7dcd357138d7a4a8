"""The rows that show a record's winning content: what all kinds share, the typed columns, its lists and its facts.

Columns are filled by one mapping for all kinds: `held` gives `held_start` and `held_end`, a quantity its number, a flag
itself, anything else its text or code. All rows are plain mappings, ready for a bulk insert.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from db.entry.posting import PostedFact
from db.entry.vocabularies import Vocabularies
from db.models.kinds import Kind
from db.models.period import Period
from db.models.tables import KIND_TABLES
from db.models.text import fold

Row = dict[str, Any]

_ENDS: Final = ("start", "end")


def typed_row(kind: Kind, content: Mapping[str, Any]) -> Row:
    """The columns of the kind's own table, checked by its plain model.

    Raises:
        pydantic.ValidationError: a column does not hold; checked content has none.
    """
    fields_model, _table = KIND_TABLES[kind.code]
    row: Row = {}
    for field in kind.fields:
        value = content.get(field.name)
        if field.type == "period":
            for end in _ENDS:
                row[f"{field.name}_{end}"] = value and value[end]
        elif field.type in ("quantity", "money"):
            row[field.name] = value and value.get("value")
        else:
            row[field.name] = value
    known = {name: row[name] for name in fields_model.model_fields if row.get(name) is not None}
    return fields_model.model_validate(known).model_dump()


def record_row(kind: Kind, content: Mapping[str, Any], vocabularies: Vocabularies) -> Row:
    """The columns that every kind has, but for its versions."""
    stated = content.get(kind.dated_by)
    period = Period.from_content(stated) if stated else None
    return {
        "kind": kind.code,
        "year_from": period and period.year_from,
        "year_to": period and period.year_to,
        "period_start": period and period.start,
        "period_end": period and period.end,
        "grain": period and period.grain,
        "number": content.get("number", ""),
        "title": content.get("title", ""),
        "fold": "\n".join(dict.fromkeys(filter(None, map(fold, _names(kind, content, vocabularies))))),
    }


def programme_rows(kind: Kind, content: Mapping[str, Any]) -> list[Row]:
    """A row for each programme that the record serves."""
    codes = (code for field in kind.fields if field.type == "programmes" for code in content.get(field.name, ()))
    return [{"programme": code} for code in dict.fromkeys(codes)]


def place_rows(kind: Kind, content: Mapping[str, Any]) -> list[Row]:
    """A row for each place that the record names, as printed."""
    return [
        {"field": field.name, "position": position, "as_printed": place["text"], "unit_key": place.get("unit")}
        for field in kind.fields
        if field.type == "places"
        for position, place in enumerate(content.get(field.name, ()))
    ]


def item_rows(kind: Kind, content: Mapping[str, Any]) -> list[Row]:
    """A row for each entry of the repeated fields, codes among them."""
    return [
        {"field": field.name, "position": position, "text": text, "fold": fold(text)}
        for field in kind.fields
        if field.type in ("texts", "codes")
        for position, text in enumerate(_texts(content.get(field.name, ())))
    ]


def fact_row(fact: PostedFact) -> Row:
    """A row of `fact`; the reason of a state stays in the record."""
    figure, period = fact.figure, fact.period
    return {
        "line": fact.line,
        "indicator": fact.indicator,
        "kind": fact.kind,
        "unit_key": fact.unit_key,
        "grain": period.grain,
        "period_start": period.start,
        "period_end": period.end,
        "basis": fact.basis,
        "preliminary": fact.preliminary,
        "state": figure.state,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "hedge": figure.hedge,
        "part_of": fact.part_of,
        "dimension": fact.dimension,
        "member": fact.member,
        "document_id": fact.document_id,
        "paragraph": fact.paragraph,
        "field": fact.field,
    }


def _names(kind: Kind, content: Mapping[str, Any], vocabularies: Vocabularies) -> Iterator[str]:
    """What a record is looked for by: number and title first, then its other names, indicators in both languages."""
    yield content.get("number", "")
    yield content.get("title", "")
    for field in kind.fields:
        value = content.get(field.name)
        if not value:
            continue
        if field.type == "text":
            yield value
        elif field.type == "indicator" and value in vocabularies.indicators:
            indicator = vocabularies.indicators[value]
            yield indicator.name_vi
            yield indicator.name_en
        elif field.type in ("texts", "places"):
            yield from (entry["text"] for entry in value)


def _texts(entries: Sequence[Any]) -> Iterator[str]:
    return (entry if isinstance(entry, str) else entry["text"] for entry in entries)
