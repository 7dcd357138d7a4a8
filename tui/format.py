"""How figures, dates and moments are shown, on the screens and by the command line.

Number formats and period patterns follow the `language` that is passed ("vi" or "en"); the words for states come from
the catalogue. They are defined once in `db.models.wording`, which forms use too; this module is what `tui` imports.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Final

from db.language import _
from db.models.figure import UNKNOWN, Figure
from db.models.text import printable
from db.models.wording import day, figure, money, number, percent, period, short_is_exact, state_word

if TYPE_CHECKING:
    from db.summary.tables import SummaryColumn, Value

__all__: Final = (
    "day",
    "figure",
    "money",
    "number",
    "percent",
    "period",
    "short_is_exact",
    "state_word",
    "stated",
    "table_cell",
    "when",
)
HEDGED: Final = "≈"
_UNIT_OF_KIND: Final = {"money": "đồng", "percent": "%"}


def when(moment: str, zone: str | tzinfo) -> str:
    """Write a kept moment (ISO 8601, UTC where it names no offset) in the reader's time zone: 22/11/2026 16:31.

    `zone` is a time zone or its name, as in `config.toml`. What is no moment is shown as it is.
    """
    try:
        kept = datetime.fromisoformat(moment)
        local = (kept if kept.tzinfo else kept.replace(tzinfo=UTC)).astimezone(
            _zone(zone) if isinstance(zone, str) else zone
        )
    except (ValueError, OverflowError):
        return printable(moment)
    return f"{day(local.date())} {local:%H:%M}"


def stated(moment: str) -> str:
    """Write a day or a moment as a document states it, in the document's own time: 29/09/2017 10:02.

    What is no moment is shown as it is.
    """
    try:
        kept = datetime.fromisoformat(moment)
    except ValueError:
        return printable(moment)
    return f"{day(kept.date())} {kept:%H:%M}" if "T" in moment else day(kept.date())


@cache
def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def table_cell(value: "Value", column: "SummaryColumn", language: str, *, short: bool = False) -> str:
    """Write a cell of a summary: ≈ before what is hedged, a dash for what is unknown, a word for other states.

    Short, for screens, writes money as 1,33 tỷ; counts, percentages, scores and days stand in full.
    """
    if isinstance(value, str):
        return day(date.fromisoformat(value)) if value and column.kind == "date" else value
    shown = value if isinstance(value, Figure) else UNKNOWN if value is None else Figure.of(value)
    if shown.known and shown.value is not None and column.kind == "score":
        return percent(shown.value, language).removesuffix(" %")
    if shown.known and column.kind == "days":
        return _("{n} days").format(n=figure(shown, "", language))
    plain = replace(shown, hedge=None, numerator=None, denominator=None)
    if plain.by_unit:
        plain = replace(plain, by_unit=tuple((unit, replace(part, hedge=None)) for unit, part in plain.by_unit))
    text = figure(plain, _UNIT_OF_KIND.get(column.kind, ""), language, short=short, names=column.unit_names)
    return f"{HEDGED} {text}" if _is_hedged(shown) and not text.startswith(HEDGED) else text


def _is_hedged(shown: Figure) -> bool:
    return bool(shown.hedge) or any(part.hedge for _unit, part in shown.by_unit or ())
