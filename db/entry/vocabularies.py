"""The lists that forms choose from and that content is checked against, read by plain SQL: nothing heavy is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from db.entry.reading.fields import PlaceCandidate
from db.language import N_, _
from db.models.kinds import BASES
from db.models.period import Period
from db.models.text import fold, nfc

Choices = tuple[tuple[str, str], ...]
"""(code, name) in official order."""

_BASIS_NAMES: Final = (N_("in the period"), N_("since 1 January"), N_("since the plan's start"))


class Rows(Protocol):
    """Whatever answers plain SQL with `:name` parameters: a `Reader`, or a session of entry itself."""

    def rows(self, sql: str, parameters: Mapping[str, Any] = ...) -> Sequence[tuple[Any, ...]]:
        """All rows of a query."""
        ...


@dataclass(frozen=True, slots=True)
class IndicatorTerm:
    """What entry must know of an indicator; `scale` 100 means that its figures are kept in hundredths of a percent."""

    code: str
    name_vi: str
    name_en: str
    unit: str
    scale: int
    over_time: str
    over_place: str
    origin: str
    source_kind: str
    valid_from: str = ""
    valid_to: str = ""
    """The first and the last day on which it holds, ISO 8601; "" without a limit."""

    def holds_in(self, period: Period) -> bool:
        """Whether it holds on some day of a period."""
        return (not self.valid_from or self.valid_from <= period.end.isoformat()) and (
            not self.valid_to or period.start.isoformat() <= self.valid_to
        )

    @property
    def is_limited(self) -> bool:
        """Whether it began or ended on some day."""
        return bool(self.valid_from or self.valid_to)

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole: a numerator by its denominator."""
        return self.over_place == "ratio"

    @property
    def is_derived(self) -> bool:
        """Whether it is added up from records of `source_kind`, so that nobody types it."""
        return self.origin == "derived"

    @property
    def adds_up(self) -> bool:
        """Whether the figures of a year's periods are added: no level, no maximum."""
        return self.over_time == "sum"


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Reference data as entry needs it, names in one language."""

    indicators: Mapping[str, IndicatorTerm]
    programmes: Mapping[str, str]
    """Code → name."""
    choices: Mapping[str, Choices]
    """By the name that a field gives as its `vocabulary`; indicators and programmes too."""
    provinces: Mapping[str, str]
    """Era-qualified key → name, both eras, in official order."""
    term_units: Mapping[str, str] = field(default_factory=dict)
    """What each type of equipment is counted in."""

    @property
    def unit_names(self) -> dict[str, str]:
        """What each unit of measure is called."""
        return dict(self.choices.get("measure_units", ()))

    @property
    def units(self) -> dict[str, str]:
        """The unit of measure of each indicator, for reading what is typed."""
        return {code: indicator.unit for code, indicator in self.indicators.items()}

    def knows(self, vocabulary: str, code: object) -> bool:
        """Whether a list has that code."""
        return any(code == known for known, _name in self.choices.get(vocabulary, ()))


_INDICATORS: Final = (
    "SELECT i.code, i.name_vi, i.name_en, i.unit, u.scale, i.over_time, i.over_place, i.origin, i.source_kind,"
    " i.valid_from, i.valid_to"
    " FROM indicator i JOIN measure_unit u ON u.code = i.unit ORDER BY i.position"
)
_PROGRAMMES: Final = "SELECT code, name_vi, name_en FROM programme ORDER BY position"
_MEASURE_UNITS: Final = "SELECT code, name_vi, name_en FROM measure_unit ORDER BY code"
_TERMS: Final = "SELECT vocabulary, code, name_vi, name_en, unit FROM term ORDER BY vocabulary, position"
_PROVINCES: Final = "SELECT key, name FROM unit WHERE level = 'province' ORDER BY era, code"


def lists_stamp(reader: Rows) -> int:
    """A number that grows with each change that an administrator makes to the indicators. Raises StoreError."""
    return int(reader.rows("SELECT count(*) FROM indicator_change")[0][0])


def load_vocabularies(reader: Rows, language: str) -> Vocabularies:
    """Read all lists, names in `language` ("vi" or "en").

    Raises:
        StoreError: the database cannot be read.
    """
    english = language == "en"
    indicators = {
        row[0]: IndicatorTerm(*row[:-2], *(str(day) if day else "" for day in row[-2:]))
        for row in reader.rows(_INDICATORS)
    }
    programmes = {code: en if english else vi for code, vi, en in reader.rows(_PROGRAMMES)}
    choices: dict[str, list[tuple[str, str]]] = {}
    term_units: dict[str, str] = {}
    for vocabulary, code, vi, en, unit in reader.rows(_TERMS):
        choices.setdefault(vocabulary, []).append((code, en if english else vi))
        if vocabulary == "equipment_types":
            term_units[code] = unit
    choices["programmes"] = list(programmes.items())
    choices["measure_units"] = [(code, en if english else vi) for code, vi, en in reader.rows(_MEASURE_UNITS)]
    choices["equipment_units"] = list(term_units.items())
    counted_in = set(term_units.values())
    choices["device_units"] = [(code, name) for code, name in choices["measure_units"] if code in counted_in]
    choices["indicators"] = [(code, one.name_en if english else one.name_vi) for code, one in indicators.items()]
    choices["bases"] = [(code, _(name)) for code, name in zip(BASES, _BASIS_NAMES, strict=True)]
    return Vocabularies(
        indicators=indicators,
        programmes=programmes,
        choices={name: tuple(entries) for name, entries in choices.items()},
        provinces=dict(reader.rows(_PROVINCES)),
        term_units=term_units,
    )


_KIND_WORDS: Final = {
    "tinh": "province", "huyen": "district", "quan": "district", "thi xa": "district", "xa": "commune",
    "phuong": "commune", "thi tran": "commune", "dac khu": "commune", "thanh pho": "", "tp.": "", "tp": "",
}  # fmt: skip
"""Type words that may stand before a name, folded, and their level; a "thành phố" may be a province or a district."""

_PLACES: Final = """
SELECT u.key, u.name, u.level, u.kind, coalesce(d.kind, ''), coalesce(d.name, ''), coalesce(p.name, r.name, u.name)
FROM unit u
LEFT JOIN unit r ON r.key = u.parent AND r.level = 'province'
LEFT JOIN unit d ON d.key = u.parent AND d.level = 'district'
LEFT JOIN unit p ON p.key = d.parent
WHERE (u.fold = :fold OR u.key = :key OR u.key IN (SELECT a.unit_key FROM unit_alias a WHERE a.fold = :fold))
    AND (:province = '' OR :province = coalesce(p.key, r.key))
ORDER BY u.era DESC, u.code
"""


def find_places(reader: Rows, text: str, province_key: str = "") -> list[PlaceCandidate]:
    """The districts and communes of a province whose name, known spelling or key the text is.

    Marks and case do not matter; "xã Bông Krang" and "Bông Krang" find the same, "huyện Lắk" no commune. Those spelled
    as typed stand first. Without a province all units of both eras are looked through.

    Raises:
        StoreError: the database cannot be read.
    """
    key = text.strip()
    whole = fold(text)
    rows = reader.rows(_PLACES, {"fold": whole, "key": key, "province": province_key})
    word, bare = without_kind(whole)
    if not rows and word:  # only now: "Xa Dung" is a name, no "xã Dung"
        rows = reader.rows(_PLACES, {"fold": bare, "key": key, "province": province_key})
        # A report may say "xã" of what is a "thị trấn", but not where both bear the name.
        exact = [row for row in rows if fold(row[3]) == word]
        rows = exact or [row for row in rows if _KIND_WORDS[word] in ("", row[2])]
    typed = nfc(text).casefold().strip()
    return [
        PlaceCandidate(unit, name, district, province, kind.lower(), district_kind.lower())
        for unit, name, _level, kind, district_kind, district, province in sorted(
            rows, key=lambda row: not typed.endswith(row[1].casefold())
        )
    ]


def without_kind(folded: str) -> tuple[str, str]:
    """The type word that stands before a name, "" where there is none, and the name without it."""
    for word in _KIND_WORDS:
        if folded.startswith(word + " "):
            return word, folded.removeprefix(word + " ")
    return "", folded


_PROVINCE_OF: Final = """
SELECT u.key, coalesce(p.key, d.key, u.key)
FROM unit u LEFT JOIN unit d ON d.key = u.parent LEFT JOIN unit p ON p.key = d.parent WHERE u.key = :key
"""


def provinces_of(reader: Rows, keys: Sequence[str]) -> dict[str, str]:
    """The province that each unit lies in; a key that no list has is left out.

    Raises:
        StoreError: the database cannot be read.
    """
    rows = [row for key in dict.fromkeys(keys) for row in reader.rows(_PROVINCE_OF, {"key": key})]
    return dict(rows)
