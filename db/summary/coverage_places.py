"""Reading the places that plans and targets name and the places that were equipped, for `db.summary.coverage`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

from db.store.reader import Reader
from db.summary.coverage import PLACES
from db.summary.frames import Scope, frame, narrowed

DEFAULT_INDICATOR: Final = "receivers_commune"
"""Communes equipped."""

_COUNTED: Final = (
    'SELECT f.province_code, f.member, u."key", f.period_start FROM rollup_year f'
    ' LEFT JOIN unit u ON u."key" = f.member'
    " WHERE f.programme = :programme AND f.dimension = 'place' AND f.kind = 'target' AND f.n > 0"
    " AND (u.level = :level OR u.level IS NULL)"
)
"""Places that a target counts; one that is in no list stands as it was printed."""
_OWN: Final = (
    "SELECT f.province_code, f.unit_key, f.unit_key, f.period_start FROM rollup_place f"
    ' JOIN unit u ON u."key" = f.unit_key'
    " WHERE f.programme = :programme AND f.dimension = '' AND f.kind = :kind AND f.total > 0 AND u.level = :level"
)
"""Places that a figure is of, alone."""
_SCOPE: Final = (
    "SELECT f.province_code, coalesce(n.unit_key, n.as_printed), n.unit_key, f.period_start FROM record f"
    " JOIN record_place n ON n.province_code = f.province_code AND n.record_id = f.id AND n.field = 'scope'"
    ' LEFT JOIN unit u ON u."key" = n.unit_key'
    " WHERE f.kind = 'plan' AND NOT f.voided AND (u.level = :level OR u.level IS NULL)"
    " AND f.year_from <= :last_year AND f.year_to >= :first_year"
)
"""Places that a plan is for: it names no indicator, so that they are planned for each."""
_DELIVERED: Final = (
    "SELECT f.province_code, coalesce(n.unit_key, n.as_printed), n.unit_key, f.period_start FROM record f"
    " JOIN record_place n ON n.province_code = f.province_code AND n.record_id = f.id"
    ' LEFT JOIN unit u ON u."key" = n.unit_key'
    " WHERE f.kind = 'delivery' AND NOT f.voided AND (u.level = :level OR u.level IS NULL)"
    " AND f.year_from >= :first_year AND f.year_to <= :last_year"
)
_SERVING: Final = (
    " AND EXISTS (SELECT 1 FROM record_programme p WHERE p.province_code = f.province_code AND p.record_id = f.id"
    " AND p.programme = :programme)"
)
_POSTED: Final = (
    "EXISTS (SELECT 1 FROM fact a WHERE a.province_code = f.province_code AND a.revision_id = f.head_revision_id"
    " AND a.state <> ''"
)
"""The facts of a delivery. Neither the state nor the indicators below let SQLite take the index of a province's cells:
it would look through all facts of the province for each delivery."""
_DONE: Final = f"{_POSTED} AND (a.value > 0 OR a.state = 'unknown')"
_EQUIPPING: Final = f" AND {_DONE} AND a.indicator || '' = :indicator)"
_RECEIVED: Final = (
    f" AND ({_DONE} AND a.indicator || '' = :indicator)"
    f" OR {_DONE}) AND NOT {_POSTED} AND a.indicator || '' LIKE 'receivers_%'))"
)
"""For a kind of receivers: so do deliveries that say nothing of who received."""


def read_coverage_places(
    reader: Reader,
    *,
    indicator: str = DEFAULT_INDICATOR,
    level: str = "commune",
    year: int,
    programme: str | None = None,
    provinces: Collection[str] | None = None,
) -> pl.DataFrame:
    """The places of one level (commune or district) that `indicator` is planned for or reached, as seen in `year`.

    Planned is what a target counts whose period touches the year, or what it is for alone, and the scope of each plan
    whose period does. Equipped is what a figure
    of the indicator greater than 0 is of, or what a delivery names that posts such a figure (an unknown one too; for
    a kind of receivers also one that says nothing of its receivers), from the beginning of the year in which the first
    of those targets and plans begins to the end of `year`. Gives the columns of `coverage.PLACES`; `provinces` are keys
    of those that reported, None for all.
    """
    scope = Scope(programme, provinces, (indicator,), (year, year))
    narrow, parameters = narrowed(scope)
    named = {**parameters, "level": level, "kind": "target"}
    serving = _SERVING if programme else ""
    of_records, everywhere = narrowed(Scope(programme, provinces), one_by_one=True)
    in_year = {**everywhere, "level": level, "first_year": year, "last_year": year}
    planned = [
        *reader.rows(_COUNTED + narrow, named),
        *reader.rows(_OWN + narrow, named),
        *reader.rows(_SCOPE + of_records + serving, in_year),
    ]
    first = min((int(row[3][:4]) for row in planned), default=year)
    span, parameters = narrowed(scope._replace(years=(first, year)))
    inside = " AND f.period_end <= :last_day"
    named = {**parameters, "level": level, "kind": "actual"}
    equipped = reader.rows(_OWN + span + inside, named)
    equipping = _RECEIVED if indicator.startswith("receivers_") else _EQUIPPING
    named = {**in_year, "indicator": indicator, "first_year": first}
    equipped += reader.rows(_DELIVERED + of_records + serving + equipping, named)
    return frame(
        [
            (*row[:3], planned_for, not planned_for)
            for rows, planned_for in ((planned, True), (equipped, False))
            for row in rows
        ],
        PLACES,
    )
