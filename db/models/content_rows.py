"""What a record's content says in columns and rows: what all kinds share, the typed columns of a kind, its lists.

Columns are filled by one mapping for all kinds: `held` gives `held_start` and `held_end`, a quantity its number, a flag
itself, anything else its text or code. All rows are plain mappings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from db.models.kinds import Kind
from db.models.period import Period
from db.models.text import fold

Row = dict[str, Any]

_ENDS: Final = ("start", "end")


def typed_columns(kind: Kind, content: Mapping[str, Any]) -> Row:
    """A value for each column of the kind's own table, None where the content says nothing."""
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
    return row


def record_columns(kind: Kind, content: Mapping[str, Any]) -> Row:
    """The columns that every kind has, but for its versions and what it is looked for by."""
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


def _texts(entries: Sequence[Any]) -> Iterator[str]:
    return (entry if isinstance(entry, str) else entry["text"] for entry in entries)
