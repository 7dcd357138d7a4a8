"""Typed rows of the shipped files in `seed/units/` and `seed/reference/`; nothing heavy is imported."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple, TypeVar

from db.language import _

Era = Literal["A", "B"]
Level = Literal["province", "district", "commune"]
OverTime = Literal["sum", "latest", "max", "ratio"]
OverPlace = Literal["sum", "ratio", "none"]


class SeedError(ValueError):
    """A shipped file that cannot be read; the message names file, line and what was expected."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(_("seed/{file}, line {line}: {problem}").format(file=file, line=line, problem=problem))


class UnitRow(NamedTuple):
    """An administrative unit of one era: A until 30/6/2025, B since 1/7/2025.

    Codes are the statistical office's and their order is its official order; they are reused between eras.
    `valid_from` is None where unknown, `valid_to` None while it lasts.
    """

    era: Era
    code: str
    level: Level
    kind: str
    name: str
    parent: str
    valid_from: date | None
    valid_to: date | None

    @property
    def key(self) -> str:
        """The era-qualified code, as "A02842"."""
        return self.era + self.code

    @property
    def parent_key(self) -> str | None:
        """The era-qualified code of the unit that it lies in; None for a province."""
        return self.era + self.parent if self.parent else None

    @property
    def full_name(self) -> str:
        """As on paper: "Xã Lùng Cải", "Phường 5"."""
        return f"{self.kind} {self.name}"


class LinkRow(NamedTuple):
    """One successor of a unit of era A; `level` is that of `from_code`, and exactly one successor is the default."""

    from_code: str
    to_code: str
    level: Level
    is_default: bool


class AliasRow(NamedTuple):
    """A spelling as printed and the unit that it means, with district and province to tell look-alikes apart."""

    printed: str
    province: str
    district: str
    era: Era
    code: str
    reason: str


class CorrectionRow(NamedTuple):
    """A reviewed correction of the source package, already applied to the other files.

    A name has `before` and `after`; a dropped link has the successor's code in `before`.
    """

    action: Literal["name", "drop_link"]
    era: Era
    code: str
    before: str
    after: str
    reason: str


class ProgrammeRow(NamedTuple):
    """A programme with its first and last year, None where it has none."""

    code: str
    name_vi: str
    name_en: str
    legal_basis: str
    year_from: int | None
    year_to: int | None
    provenance: Literal["seen", "background"]


class IndicatorRow(NamedTuple):
    """An indicator and how it adds up. `unit` is a code of the measure units, `source_kind` the kind of record.

    `over_place` "ratio" is the sum of numerators by the sum of denominators. Short names fit a narrow panel.
    """

    code: str
    name_vi: str
    name_en: str
    short_vi: str
    short_en: str
    unit: str
    group: str
    decimals: int
    direction: Literal["increase", "decrease"]
    over_time: OverTime
    over_place: OverPlace
    origin: Literal["derived", "reported"]
    source_kind: str
    position: int
    valid_from: date | None
    valid_to: date | None


class MeasureUnitRow(NamedTuple):
    """A unit of measure; a stored integer is `scale` times what people read."""

    code: str
    name_vi: str
    name_en: str
    scale: int


class EquipmentTypeRow(NamedTuple):
    """A type of equipment and the unit that it is counted in."""

    code: str
    name_vi: str
    name_en: str
    unit: str


class MediaKindRow(NamedTuple):
    """A kind of publication; its code is the indicator that it counts for."""

    code: str
    name_vi: str
    name_en: str
    unit: str


class FundSourceRow(NamedTuple):
    """A source of funds, with the abbreviation that forms and reports use."""

    code: str
    short_vi: str
    name_vi: str
    name_en: str


class HedgeRow(NamedTuple):
    """A word that stands before a number; `bound` says on which side of it the true figure lies."""

    code: str
    name_en: str
    bound: Literal["above", "below", "about"]


class NamedRow(NamedTuple):
    """A code with its Vietnamese and English name."""

    code: str
    name_vi: str
    name_en: str


Row = TypeVar("Row", bound=tuple[Any, ...])
Convert = Callable[[str], Any]


def _required(text: str) -> str:
    if not text:
        raise ValueError(_("must not be empty"))
    return text


def _number(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(_("expected a whole number, found “{found}”").format(found=text))
    return int(text)


def _optional_number(text: str) -> int | None:
    return _number(text) if text else None


def _flag(text: str) -> bool:
    _one_of("0", "1")(text)
    return text == "1"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(_("expected a date as 2025-06-30, found “{found}”").format(found=text)) from None


def _code(text: str) -> str:
    if not (text.isdecimal() and len(text) in (2, 3, 5)):
        raise ValueError(_("expected a code of 2, 3 or 5 digits, found “{found}”").format(found=text))
    return text


def _one_of(*allowed: str) -> Convert:
    def check(text: str) -> str:
        if text not in allowed:
            raise ValueError(_("expected {allowed}, found “{found}”").format(allowed=" | ".join(allowed), found=text))
        return text

    return check


_ERA: Final = _one_of("A", "B")
_LEVEL: Final = _one_of("province", "district", "commune")
_COLUMNS: Final[dict[type, dict[str, Convert]]] = {
    UnitRow: {
        "era": _ERA, "code": _code, "level": _LEVEL, "kind": _required, "name": _required,
        "valid_from": _day, "valid_to": _day,
    },
    LinkRow: {"from_code": _code, "to_code": _code, "level": _LEVEL, "is_default": _flag},
    AliasRow: {"printed": _required, "era": _ERA, "code": _code, "reason": _required},
    CorrectionRow: {
        "action": _one_of("name", "drop_link"), "era": _ERA, "code": _code, "before": _required, "reason": _required,
    },
    ProgrammeRow: {
        "code": _required, "name_vi": _required, "name_en": _required, "year_from": _optional_number,
        "year_to": _optional_number, "provenance": _one_of("seen", "background"),
    },
    IndicatorRow: {
        "code": _required, "name_vi": _required, "name_en": _required, "short_vi": _required, "short_en": _required,
        "unit": _required, "group": _required, "decimals": _number, "direction": _one_of("increase", "decrease"),
        "over_time": _one_of("sum", "latest", "max", "ratio"), "over_place": _one_of("sum", "ratio", "none"),
        "origin": _one_of("derived", "reported"), "source_kind": _required, "position": _number,
        "valid_from": _day, "valid_to": _day,
    },
    MeasureUnitRow: {"code": _required, "name_vi": _required, "name_en": _required, "scale": _number},
    EquipmentTypeRow: {"code": _required, "name_vi": _required, "name_en": _required, "unit": _required},
    MediaKindRow: {"code": _required, "name_vi": _required, "name_en": _required, "unit": _required},
    FundSourceRow: {"code": _required, "short_vi": _required, "name_vi": _required, "name_en": _required},
    HedgeRow: {"code": _required, "name_en": _required, "bound": _one_of("above", "below", "about")},
    NamedRow: {"code": _required, "name_vi": _required, "name_en": _required},
}  # fmt: skip
"""How each column is read; a column that is not named here is text that may be empty."""


def parse(file: str, text: str, row_type: type[Row]) -> Iterator[Row]:
    """The rows of one file's text. Raises SeedError at the first line that is not as the row type says."""
    lines = csv.reader(text.splitlines(), strict=True)
    names: tuple[str, ...] = row_type._fields  # type: ignore[attr-defined]
    converters = [(index, _COLUMNS[row_type][name]) for index, name in enumerate(names) if name in _COLUMNS[row_type]]
    header = next(lines, [])
    if tuple(header) != names:
        raise SeedError(file, 1, _("expected the columns {columns}").format(columns=",".join(names)))
    index = 0
    try:
        for cells in lines:
            if len(cells) != len(names):
                problem = _("expected {expected} columns, found {found}").format(expected=len(names), found=len(cells))
                raise SeedError(file, lines.line_num, problem)
            values: list[Any] = cells
            for index, convert in converters:
                values[index] = convert(cells[index])
            yield row_type(*values)
    except csv.Error as error:
        raise SeedError(file, lines.line_num, str(error)) from None
    except SeedError:
        raise
    except ValueError as error:
        raise SeedError(file, lines.line_num, f"{names[index]}: {error}") from None


def _read(file: str, row_type: type[Row]) -> list[Row]:
    return list(parse(file, files("seed").joinpath(file).read_text(encoding="utf-8"), row_type))


def read_units() -> list[UnitRow]:
    """Every unit of both eras, parents before children, in the official order within a level."""
    return _read("units/units.csv", UnitRow)


def read_links() -> list[LinkRow]:
    """Every successor of the provinces, communes and districts without communes of era A."""
    return _read("units/links.csv", LinkRow)


def read_aliases() -> list[AliasRow]:
    """Printed spellings that need a hint: those that fold to nothing, to several units or to a look-alike."""
    return _read("units/aliases.csv", AliasRow)


def read_corrections() -> list[CorrectionRow]:
    """What was corrected in the source package, and why."""
    return _read("units/corrections.csv", CorrectionRow)


def read_programmes() -> list[ProgrammeRow]:
    """The programmes, oldest first."""
    return _read("reference/programmes.csv", ProgrammeRow)


def read_indicators() -> list[IndicatorRow]:
    """The indicators, by position."""
    return _read("reference/indicators.csv", IndicatorRow)


def read_measure_units() -> list[MeasureUnitRow]:
    """The units of measure."""
    return _read("reference/measure_units.csv", MeasureUnitRow)


def read_equipment_types() -> list[EquipmentTypeRow]:
    """The types of equipment."""
    return _read("reference/equipment_types.csv", EquipmentTypeRow)


def read_media_kinds() -> list[MediaKindRow]:
    """The kinds of publication."""
    return _read("reference/media_kinds.csv", MediaKindRow)


def read_languages() -> list[NamedRow]:
    """The languages broadcast or printed in."""
    return _read("reference/languages.csv", NamedRow)


def read_fund_sources() -> list[FundSourceRow]:
    """The sources of funds."""
    return _read("reference/fund_sources.csv", FundSourceRow)


def read_agreement_kinds() -> list[NamedRow]:
    """The kinds of agreement."""
    return _read("reference/agreement_kinds.csv", NamedRow)


def read_training_forms() -> list[NamedRow]:
    """The forms of training."""
    return _read("reference/training_forms.csv", NamedRow)


def read_item_states() -> list[NamedRow]:
    """The states of a task or activity."""
    return _read("reference/item_states.csv", NamedRow)


def read_hedges() -> list[HedgeRow]:
    """The words that make a figure approximate."""
    return _read("reference/hedges.csv", HedgeRow)
