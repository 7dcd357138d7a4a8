"""The rows that show a record's winning content, ready for a bulk insert, and those of its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from db.entry.posting import PostedFact
from db.entry.vocabularies import Vocabularies
from db.models.content_rows import Row, record_columns, typed_columns
from db.models.kinds import Kind
from db.models.tables import KIND_TABLES
from db.models.text import fold


def typed_row(kind: Kind, content: Mapping[str, Any]) -> Row:
    """The columns of the kind's own table, checked by its plain model.

    Raises:
        pydantic.ValidationError: a column does not hold; checked content has none.
    """
    fields_model, _table = KIND_TABLES[kind.code]
    row = typed_columns(kind, content)
    known = {name: row[name] for name in fields_model.model_fields if row.get(name) is not None}
    return fields_model.model_validate(known).model_dump()


def record_row(kind: Kind, content: Mapping[str, Any], vocabularies: Vocabularies) -> Row:
    """The columns that every kind has, but for its versions."""
    names = filter(None, map(fold, _names(kind, content, vocabularies)))
    return record_columns(kind, content) | {"fold": "\n".join(dict.fromkeys(names))}


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
