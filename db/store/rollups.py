"""The rollups that are kept from the journal, and what tells them apart: everything else is one text for all of them.

A file of db/migrations/sql that is named `…{rollup}…` is installed once for each rollup.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ROLLUPS: Final[Mapping[str, str]] = {"year": "member", "month": "member", "place": "unit_key"}
"""Rollup (its table is `rollup_` and this) → the last column of its key; the others are those of `SHARED_KEY`."""
SHARED_KEY: Final = (
    "province_code",
    "programme",
    "indicator",
    "kind",
    "basis",
    "grain",
    "period_start",
    "period_end",
    "dimension",
)
MEASURES: Final = (
    "n",
    "total",
    "low",
    "high",
    "numerator",
    "denominator",
    "n_hedged",
    "n_unknown",
    "n_not_carried_out",
    "n_not_applicable",
    "hedge",
    "seq",
)
KEY_LENGTH: Final = len(SHARED_KEY) + 1


def columns(rollup: str) -> str:
    """All columns of a rollup, key first, as a list for SQL."""
    return ", ".join((*SHARED_KEY, ROLLUPS[rollup], *MEASURES))


def for_each(text: str) -> list[str]:
    """A text that speaks of `{rollup}` and `{member}`, said of each rollup; another one once, as it is."""
    if "{rollup}" not in text:
        return [text]
    return [for_rollup(text, rollup) for rollup in ROLLUPS]


def for_rollup(text: str, rollup: str) -> str:
    """A text that speaks of `{rollup}` and `{member}`, said of one rollup."""
    return text.replace("{rollup}", rollup).replace("{member}", ROLLUPS[rollup])


def counted(rollup: str) -> str:
    """The query of a rollup as it must be, counted anew from journal and facts: rebuild copies, check compares.

    It is no view, for each connection to SQLite reads the text of every view when it opens. A CROSS JOIN is what tells
    SQLite to go from revisions to their facts: left alone it may read a province's whole journal for each fact.
    """
    return for_rollup(_COUNTED, rollup)


_COUNTED: Final = """
WITH summed AS (
    SELECT f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.{member}, f.aggregation,
        CAST(sum(j.sign * f.n) AS bigint) AS n,
        CAST(sum(j.sign * f.total) AS bigint) AS total,
        CAST(sum(j.sign * f.low) AS bigint) AS low,
        CAST(sum(j.sign * f.high) AS bigint) AS high,
        CAST(sum(j.sign * f.numerator) AS bigint) AS numerator,
        CAST(sum(j.sign * f.denominator) AS bigint) AS denominator,
        CAST(sum(j.sign * f.n_hedged) AS bigint) AS n_hedged,
        CAST(sum(j.sign * f.n_unknown) AS bigint) AS n_unknown,
        CAST(sum(j.sign * f.n_not_carried_out) AS bigint) AS n_not_carried_out,
        CAST(sum(j.sign * f.n_not_applicable) AS bigint) AS n_not_applicable,
        max(j.seq) AS seq
    FROM journal j
    CROSS JOIN fact_cell_{rollup} f
    WHERE f.province_code = j.province_code AND f.revision_id = j.revision_id
    GROUP BY f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.{member}, f.aggregation
),
ranked AS (
    SELECT f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.{member},
        f.total, f.low, f.high, f.numerator, f.denominator, f.n_hedged, f.hedge,
        row_number() OVER (
            PARTITION BY f.province_code, f.programme, f.indicator, f.kind, f.basis,
                f.grain, f.period_start, f.period_end, f.dimension, f.{member}
            ORDER BY CASE f.aggregation WHEN 'max' THEN f.total END DESC, f.last_day DESC,
                f.revision_id DESC, f.line DESC
        ) AS place
    FROM counting c
    CROSS JOIN fact_cell_{rollup} f
    WHERE f.province_code = c.province_code AND f.revision_id = c.revision_id AND f.n = 1 AND f.aggregation <> 'sum'
),
held AS (
    SELECT * FROM ranked WHERE place = 1
),
words AS (
    SELECT f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.{member},
        CASE WHEN min(f.hedge) <> max(f.hedge) THEN 'khoảng' ELSE min(f.hedge) END AS word
    FROM counting c
    CROSS JOIN fact_cell_{rollup} f
    WHERE f.province_code = c.province_code AND f.revision_id = c.revision_id AND f.n_hedged = 1
        AND f.aggregation = 'sum'
    GROUP BY f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.{member}
)
SELECT s.province_code, s.programme, s.indicator, s.kind, s.basis,
    s.grain, s.period_start, s.period_end, s.dimension, s.{member}, s.n,
    CASE WHEN s.n = 0 THEN NULL WHEN s.aggregation = 'sum' THEN s.total ELSE h.total END AS total,
    CASE WHEN s.n = 0 THEN NULL WHEN s.aggregation = 'sum' THEN s.low ELSE h.low END AS low,
    CASE WHEN s.n = 0 THEN NULL WHEN s.aggregation = 'sum' THEN s.high ELSE h.high END AS high,
    CASE WHEN s.aggregation <> 'sum' THEN h.numerator WHEN s.denominator <> 0 THEN s.numerator END AS numerator,
    CASE WHEN s.aggregation <> 'sum' THEN h.denominator WHEN s.denominator <> 0 THEN s.denominator END AS denominator,
    CASE WHEN s.aggregation = 'sum' THEN s.n_hedged ELSE coalesce(h.n_hedged, 0) END AS n_hedged,
    s.n_unknown, s.n_not_carried_out, s.n_not_applicable, coalesce(h.hedge, w.word) AS hedge, s.seq
FROM summed s
LEFT JOIN held h USING (
    province_code, programme, indicator, kind, basis, grain, period_start, period_end, dimension, {member}
)
LEFT JOIN words w USING (
    province_code, programme, indicator, kind, basis, grain, period_start, period_end, dimension, {member}
)
WHERE s.n <> 0 OR s.n_unknown <> 0 OR s.n_not_carried_out <> 0 OR s.n_not_applicable <> 0
"""
