"""How figures, dates and moments are shown, on the screens and by the command line.

Number formats and period patterns follow the `language` that is passed ("vi" or "en"); the words for states come from
the catalogue. They are defined once in `db.models.wording`, which forms use too; this module is what `tui` imports.
"""

from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import Final

from db.models.text import printable
from db.models.wording import day, figure, money, number, percent, period, short_is_exact, state_word

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
    "when",
)


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
