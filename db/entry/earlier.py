"""What was entered earlier, for who enters the next record: plain SQL, nothing heavy."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from db.entry.vocabularies import Rows
from db.models.figure import Figure
from db.models.kinds import BASES
from db.models.period import Period

_LAST: Final = """
SELECT v.content
FROM record r JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id
WHERE r.province_code = :province AND r.kind = :kind AND NOT r.voided
ORDER BY CASE WHEN r.changed_by = :login THEN 0 ELSE 1 END, r.changed_at DESC, r.id DESC
LIMIT 1
"""
_FIGURES: Final = """
SELECT f.period_start, f.period_end, f.grain, f.value, f.low, f.high, f.numerator, f.denominator, f.hedge, f.revision_id
FROM fact f
JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
JOIN revision r ON r.province_code = f.province_code AND r.id = f.revision_id
WHERE f.province_code = :province AND f.indicator = :indicator AND f.kind = :kind AND f.basis = :basis
    AND f.part_of IS NULL AND f.state = 'reported' AND r.record_id <> :record
ORDER BY f.period_end DESC, f.revision_id DESC, f.line DESC
LIMIT :most
"""
MOST_FIGURES: Final = 3


def last_figures(
    rows: Rows, province_code: str, indicator: str, kind: str, record_id: str = ""
) -> list[tuple[Period, Figure]]:
    """The last figures of an indicator in the province, the latest period first, without those of that record.

    `kind` is that of the facts: target, actual, planned or disbursed.

    Raises:
        StoreError: the database cannot be read.
    """
    key = {"province": province_code, "indicator": indicator, "kind": kind, "record": record_id, "most": MOST_FIGURES}
    # By basis, for the index leads with it: no province's figures are sorted for three of them.
    found = [row for basis in BASES for row in rows.rows(_FIGURES, {**key, "basis": basis})]
    found.sort(key=lambda row: (str(row[1]), row[-1]), reverse=True)
    return [
        (
            Period(date.fromisoformat(str(start)), date.fromisoformat(str(end)), grain),
            Figure(value, low, high, numerator, denominator, hedge, "reported"),
        )
        for start, end, grain, value, low, high, numerator, denominator, hedge, _revision in found[:MOST_FIGURES]
    ]


def last_content(rows: Rows, province_code: str, kind: str, login: str) -> dict[str, Any]:
    """The content of the record of the kind that this person saved last in the province, else of the last of anybody.

    Empty where there is none; a void record is none.

    Raises:
        StoreError: the database cannot be read.
    """
    found = rows.rows(_LAST, {"province": province_code, "kind": kind, "login": login})
    content: dict[str, Any] = json.loads(found[0][0]) if found else {}
    return content
