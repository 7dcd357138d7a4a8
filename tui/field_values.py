"""What a field of a record says, line by line, for the screens and the command line; and a record in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from db.entry.breakdown import unit_of
from db.language import _
from db.models.figure import Figure
from db.models.kinds import KINDS, Field, Kind
from db.models.period import Period
from db.models.text import clip
from db.summary.views import RecordView
from tui.format import stated
from tui.screens import shown
from tui.widgets.line import Piece

_MOST_FIGURES: Final = 3
"""More than these do not help to tell one record from another."""


class Words(Protocol):
    """What codes are called, in the language spoken now."""

    def names(self, vocabulary: str) -> Mapping[str, str]:
        """Code → name of a reference list; empty for one that is not known."""

    def units(self) -> Mapping[str, str]:
        """Indicator → its unit of measure."""


def field_values(
    words: Words, kind: Kind, field: Field, content: Mapping[str, Any], place_names: Mapping[str, str]
) -> Iterator[Piece]:
    """The lines of what a content says in a field, with their roles; none where it says nothing.

    `place_names`: official name by unit key, as `RecordView` has them.
    """
    value = content.get(field.name)
    if value is None:
        return
    match field.type:
        case "quantity" | "money":
            figure = Figure.from_content(value)
            yield written(words, kind, field, figure, content), "strong" if figure.known else "quiet"
            if figure.reason:
                yield figure.reason, "dim"
        case "parts":
            names = words.names(field.vocabulary)
            for part in value:
                number = written(words, kind, field, Figure.from_content(part["figure"]), content)
                yield f"{names.get(part['member'], part['member'])}: {number}", "text"
        case "period":
            yield shown.period(Period.from_content(value)), "text"
        case "flag":
            yield _("yes"), "text"
        case "choice" | "indicator":
            yield words.names(_list_of(field)).get(value, value), "text"
        case "codes" | "programmes":
            names = words.names(_list_of(field))
            for code in value:
                name = names.get(code, "")
                yield f"{code} – {name}" if name and field.type == "programmes" else name or code, "text"
        case "texts":
            for entry in value:
                yield _entry(words, entry), "text"
        case "places":
            for place in value:
                yield _place(place, place_names), "text"
        case "pairs":
            for pair in value:
                yield f"{pair['key']}: {pair['value']}", "text"
        case _:
            yield stated(value) if field.name == "published_at" else str(value), "text"


def written(words: Words, kind: Kind, field: Field, figure: Figure, content: Mapping[str, Any]) -> str:
    """A figure of that field in full, with its unit."""
    unit = unit_of(field, content, words.names("equipment_units")) or _unit_of_indicator(words, kind, content)
    return shown.whole(figure, unit, words.names("measure_units"))


def described(words: Words, record: RecordView) -> str:
    """What tells a record from others: kind, indicator or title, period and main figures.

    For example: kết quả “Xã có mạng LAN”, 31/12/2023: 80,0 % (8/10).
    """
    kind, content = KINDS[record.kind], record.content
    named = content.get(kind.posts_by, "") if kind.posts_by else ""
    texts = content.get("subjects") or content.get("topics") or [{"text": ""}]
    title = words.names("indicators").get(named, named) or content.get("title") or content.get("number")
    period = content.get(kind.dated_by)
    label = _(kind.label)
    parts = [label[:1].lower() + label[1:]]
    if called := title or texts[0]["text"]:
        parts[0] += f" “{clip(called, 60)}”"
    if period:
        parts.append(shown.period(Period.from_content(period)))
    figures = list(_main_figures(words, kind, content))[:_MOST_FIGURES]
    return ", ".join(parts) + (f": {', '.join(figures)}" if figures else "")


def _main_figures(words: Words, kind: Kind, content: Mapping[str, Any]) -> Iterator[str]:
    of_indicator = _unit_of_indicator(words, kind, content)
    for field in kind.fields:
        if field.type in ("quantity", "money") and field.name in content:
            figure = Figure.from_content(content[field.name])
            if figure.known or kind.posts_by:
                yield shown.whole(figure, field.unit or of_indicator, words.names("measure_units"))


def _unit_of_indicator(words: Words, kind: Kind, content: Mapping[str, Any]) -> str:
    """The unit of the indicator that the record speaks of."""
    return words.units().get(content.get(kind.posts_by, ""), "") if kind.posts_by else ""


def _list_of(field: Field) -> str:
    """The reference list of a field; indicators and media kinds are indicators."""
    return "indicators" if field.type == "indicator" else field.vocabulary


def _entry(words: Words, entry: Mapping[str, Any]) -> str:
    """One of a list of texts, with what is known of it."""
    states = words.names("item_states")
    more = [
        entry.get("programme", ""),
        words.names("indicators").get(entry.get("indicator", ""), entry.get("indicator", "")),
        _("criterion {n}").format(n=entry["criterion"]) if entry.get("criterion") else "",
        states.get(entry.get("state", ""), entry.get("state", "")),
    ]
    known = ", ".join(str(part) for part in more if part)
    return f"• {entry['text']}" + (f" ({known})" if known else "")


def _place(place: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A place as it was printed, and its official name where that says more."""
    printed = place["text"]
    official = names.get(place.get("unit", ""), "")
    return f"{printed} → {official}" if official and official != printed else printed
