"""Targets or results of a year as a grid: indicators down, and provinces, months or communes of one province across.

What stands in a cell are the facts that count there, each with the record that it comes from. Plain SQL and plain data:
nothing heavy is imported; `db.entry.grid_saving` writes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from db.entry.indicators import read_indicators
from db.entry.problems import EntryError
from db.entry.usual import usual_programmes
from db.entry.vocabularies import Rows
from db.language import _, language
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.period import Period
from db.models.text import collation_key

GridKind = Literal["target", "result"]
Across = Literal["provinces", "months", "communes"]
Spot = tuple[str, str]
"""A cell: the code of its indicator, the key of its column."""

MONTHS: Final = 12


class GridChoice(NamedTuple):
    """What a grid shows. `provinces` are era-qualified keys: all across, or the one whose months or communes are."""

    kind: GridKind
    across: Across
    year: int
    provinces: tuple[str, ...]
    programme: str | None = None
    """None: figures of any programme."""
    communes: tuple[str, ...] = ()
    """Unit keys to stand across beside those of the plans and those with figures."""


class GridColumn(NamedTuple):
    """One column: whose figures they are, of which days, and of which place below the province ("" for all of it)."""

    key: str
    title: str
    province: str
    period: Period
    unit_key: str = ""


class GridRow(NamedTuple):
    """One indicator; `adds_up` across the columns, `is_share` a part of a whole."""

    code: str
    name: str
    short: str
    unit: str
    group: str
    adds_up: bool
    is_share: bool


class Standing(NamedTuple):
    """A record behind a cell: its head revision with what it says, and who made that when (UTC, ISO 8601)."""

    record: str
    head: str
    kind: str
    content: Mapping[str, Any]
    figure: Figure
    at: str
    by: str


class GridPage(NamedTuple):
    """A grid as it stands in the database."""

    choice: GridChoice
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    cells: Mapping[Spot, tuple[Standing, ...]]
    programmes: Mapping[str, tuple[str, ...]]
    """Province → the programmes of a new figure; none where several are possible."""
    apart: Mapping[str, int]
    """Indicator → how many of its figures of these provinces and days stand in no column."""


class GridChange(NamedTuple):
    """A cell as it is to be: `value` is the figure's content, None to void the record `before`, if there is one."""

    code: str
    column: GridColumn
    value: Mapping[str, Any] | None
    before: Standing | None

    @property
    def spot(self) -> Spot:
        """Where it is."""
        return self.code, self.column.key


class GridRefused(EntryError):  # noqa: N818 - as Refused
    """Cells of a grid that were not saved, and so none was: by cell what is wrong, or looks wrong.

    `overtaken` are those that somebody else changed meanwhile.
    """

    def __init__(
        self,
        problems: Mapping[Spot, str] | None = None,
        doubts: Mapping[Spot, str] | None = None,
        overtaken: Collection[Spot] = (),
    ) -> None:
        super().__init__(_("Some cells do not hold. Nothing was saved."))
        self.problems = dict(problems or {})
        self.doubts = dict(doubts or {})
        self.overtaken = frozenset(overtaken)


_STANDING: Final = """
SELECT f.province_code, f.indicator, coalesce(f.unit_key, ''), f.period_start, f.period_end,
    r.record_id, r.id, r.kind, r.content, r.at, r.author,
    f.value, f.low, f.high, f.numerator, f.denominator, f.hedge, f.state
FROM fact f
JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
JOIN revision r ON r.province_code = f.province_code AND r.id = f.revision_id
WHERE f.province_code IN ({provinces}) AND f.indicator IN ({indicators}) AND f.kind = :kind
    AND f.part_of IS NULL AND f.period_start >= :first AND f.period_end <= :last
    AND EXISTS (SELECT 1 FROM fact_programme p WHERE p.province_code = f.province_code
        AND p.revision_id = f.revision_id AND p.line = f.line AND p.programme = :programme)
ORDER BY f.province_code, f.indicator, f.revision_id, f.line
"""
_SCOPE: Final = """
SELECT DISTINCT p.unit_key FROM record r
JOIN record_place p ON p.province_code = r.province_code AND p.record_id = r.id AND p.field = 'scope'
WHERE r.province_code = :province AND r.kind = 'plan' AND NOT r.voided AND p.unit_key IS NOT NULL
    AND r.year_from <= :year AND r.year_to >= :year
"""
_UNITS: Final = "SELECT key, name FROM unit WHERE key IN ({keys})"
_FACT_KINDS: Final[Mapping[GridKind, str]] = {"target": "target", "result": "actual"}


def read_grid(rows: Rows, choice: GridChoice) -> GridPage:
    """The grid of a choice, names in the language spoken now.

    Targets may be of any indicator, results only of those that people report. Raises StoreError.
    """
    indicators = _indicators(rows, choice)
    found = list(_facts(rows, choice, [one.code for one in indicators]))
    columns = _columns(rows, choice, {place for (_p, _c, place, *_days), _one in found if place})
    by_place = {(one.province, one.unit_key, one.period.start, one.period.end): one.key for one in columns}
    cells: dict[Spot, tuple[Standing, ...]] = {}
    apart: dict[str, int] = {}
    for (province, code, place, start, end), standing in found:
        key = by_place.get((province, place, start, end))
        if key is None:
            apart[code] = apart.get(code, 0) + 1
        else:
            cells[code, key] = (*cells.get((code, key), ()), standing)
    return GridPage(choice, columns, indicators, cells, _programmes(rows, choice), apart)


def standing_in(rows: Rows, choice: GridChoice, changes: Iterable[GridChange]) -> dict[Spot, set[str]]:
    """The records that count now in the cells of some changes, by their ids. Raises StoreError."""
    asked = {
        (change.column.province, change.code, change.column.unit_key, *_days(change.column.period)): change.spot
        for change in changes
    }
    found: dict[Spot, set[str]] = {spot: set() for spot in asked.values()}
    provinces = tuple(dict.fromkeys(province for province, *_rest in asked))
    narrowed = choice._replace(provinces=provinces)
    for where, standing in _facts(rows, narrowed, list(dict.fromkeys(code for _province, code, *_rest in asked))):
        if where in asked:
            found[asked[where]].add(standing.record)
    return found


def new_content(page: GridPage, change: GridChange) -> dict[str, Any]:
    """The content of a record for a cell where none stands."""
    column = change.column
    content: dict[str, Any] = {
        "indicator": change.code,
        "period": column.period.as_content(),
        "value": change.value,
        "programmes": list(page.programmes.get(column.province, ())),
    }
    if column.unit_key:
        content["places"] = [{"text": column.title, "unit": column.unit_key}]
    return content


def holds_more(standing: Standing, column: GridColumn) -> bool:
    """Whether a record says more than its cell shows, so that it is not voided from there."""
    shown = {"indicator", "period", "value", "programmes", "places"}
    places = [place.get("unit") for place in standing.content.get("places", ())]
    return bool(standing.content.keys() - shown) or places != [column.unit_key] * bool(column.unit_key)


def is_of_cell(standing: Standing, choice: GridChoice, column: GridColumn) -> bool:
    """Whether a record is of one cell alone: of this kind, and of the days of the column, not of several years."""
    if standing.kind != choice.kind:
        return False
    period = Period.from_content(standing.content["period"])
    return _days(period) == _days(column.period) and "value" in standing.content


def _indicators(rows: Rows, choice: GridChoice) -> tuple[GridRow, ...]:
    vietnamese, year = language() == "vi", Period.year(choice.year)
    first, last = year.start.isoformat(), year.end.isoformat()
    return tuple(
        GridRow(
            one.code,
            one.name_vi if vietnamese else one.name_en,
            one.short_vi if vietnamese else one.short_en,
            one.unit,
            one.group,
            (one.over_time if choice.across == "months" else one.over_place) == "sum",
            one.over_place == "ratio",
        )
        for one in read_indicators(rows)
        if (choice.kind == "target" or not one.is_derived)
        and (not one.valid_from or one.valid_from <= last)
        and (not one.valid_to or first <= one.valid_to)
    )


def _facts(
    rows: Rows, choice: GridChoice, indicators: Sequence[str]
) -> Iterable[tuple[tuple[str, str, str, date, date], Standing]]:
    """Each fact of the year as (province, indicator, place, first day, last day) and what stands behind it."""
    if not choice.provinces or not indicators:
        return
    provinces = {f"province_{number}": key for number, key in enumerate(choice.provinces)}
    codes = {f"indicator_{number}": code for number, code in enumerate(indicators)}
    year = Period.year(choice.year)
    sql = _STANDING.format(provinces=_names(provinces), indicators=_names(codes))
    more = {
        "kind": _FACT_KINDS[choice.kind],
        "first": year.start,
        "last": year.end,
        "programme": choice.programme or "*",
    }
    for province, code, place, start, end, *record in rows.rows(sql, provinces | codes | more):
        yield (province, code, place, _day(start), _day(end)), _standing(record)


def _standing(row: Sequence[Any]) -> Standing:
    record, head, kind, content, at, by, value, low, high, numerator, denominator, hedge, state = row
    said = json.loads(content)
    figure = Figure(value, low, high, numerator, denominator, hedge, state)
    if kind in _FACT_KINDS and "value" in said:
        figure = Figure.from_content(said["value"])
    return Standing(record, head, kind, said, figure, at, by)


def _columns(rows: Rows, choice: GridChoice, places: Collection[str]) -> tuple[GridColumn, ...]:
    year = Period.year(choice.year)
    if choice.across == "provinces":
        names = _unit_names(rows, choice.provinces)
        return tuple(GridColumn(key, names.get(key, key), key, year) for key in choice.provinces)
    (province,) = choice.provinces
    if choice.across == "months":
        months = range(1, MONTHS + 1)
        return tuple(
            GridColumn(f"{month:02}", f"{month:02}/{choice.year}", province, Period.month(choice.year, month))
            for month in months
        )
    scope = {key for (key,) in rows.rows(_SCOPE, {"province": province, "year": choice.year})}
    names = _unit_names(rows, {*scope, *places, *choice.communes})
    ordered = sorted(names, key=lambda key: (collation_key(names[key]), key))
    return tuple(GridColumn(key, names[key], province, year, key) for key in ordered)


def _unit_names(rows: Rows, keys: Collection[str]) -> dict[str, str]:
    asked = {f"unit_{number}": key for number, key in enumerate(sorted(keys))}
    return dict(rows.rows(_UNITS.format(keys=_names(asked)), asked)) if asked else {}


def _programmes(rows: Rows, choice: GridChoice) -> dict[str, tuple[str, ...]]:
    if choice.programme:
        return dict.fromkeys(choice.provinces, (choice.programme,))
    kind = KINDS[choice.kind].code
    return {key: tuple(usual_programmes(rows, key, kind, choice.year)) for key in choice.provinces}


def _names(parameters: Mapping[str, Any]) -> str:
    return ", ".join(f":{name}" for name in parameters)


def _days(period: Period) -> tuple[date, date]:
    return period.start, period.end


def _day(stored: date | str) -> date:
    """A day as either database gives it."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)
