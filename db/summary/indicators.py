"""The indicators as summaries need them: names in the reader's language, unit and aggregation."""

from __future__ import annotations

from typing import Final, NamedTuple

from db.models.figure import PERCENT_SCALE
from db.store.reader import Reader

_INDICATORS: Final = {
    language: f"SELECT i.code, i.name_{language}, i.short_{language}, i.unit, u.scale, i.direction, i.over_time,"  # noqa: S608 - two fixed words
    " i.over_place, i.origin, i.source_kind, i.baseline FROM indicator i"
    " JOIN measure_unit u ON u.code = i.unit ORDER BY i.position"
    for language in ("vi", "en")
}


_UNIT_NAMES: Final = {
    "vi": "SELECT code, name_vi FROM measure_unit",
    "en": "SELECT code, name_en FROM measure_unit",
}


class Indicator(NamedTuple):
    """One indicator; `scale` 100 means that its figures are kept in hundredths (of a percent)."""

    code: str
    name: str
    short: str
    unit: str
    scale: int
    direction: str
    over_time: str
    over_place: str
    origin: str
    source_kind: str
    baseline: int | None = None
    """Where it stood before any plan, for provinces whose targets say nothing of it; kept as its figures are."""

    @property
    def is_level(self) -> bool:
        """Whether it states a level at a time (90 %, 12 points), which is never added up over time."""
        return self.over_time != "sum"


def read_indicators(reader: Reader, language: str) -> dict[str, Indicator]:
    """All indicators by code, in official order, named in `language`. Raises KeyError unless it is "vi" or "en"."""
    rows = reader.rows(_INDICATORS[language])
    return {row[0]: Indicator(*row) for row in rows}


def read_unit_names(reader: Reader, language: str) -> dict[str, str]:
    """The name of each unit of measure by its code, in `language` ("vi" or "en")."""
    return dict(reader.rows(_UNIT_NAMES[language]))


def in_unit(value: int | None, indicator: Indicator) -> int | float | None:
    """A kept value in the indicator's own unit: 9500 hundredths are 95 percent, 5750 are 57.5."""
    if value is None or indicator.scale != PERCENT_SCALE:
        return value
    whole, rest = divmod(value, PERCENT_SCALE)
    return value / PERCENT_SCALE if rest else whole
