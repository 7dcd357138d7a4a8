"""What a record most likely says where nobody typed it: its programmes are those of its neighbours."""

from __future__ import annotations

from typing import Final

from db.entry.vocabularies import Rows

_OF_LAST: Final = """
SELECT p.programme FROM record_programme p
WHERE p.province_code = :province AND p.record_id = (
    SELECT r.id FROM record r
    WHERE r.province_code = :province AND NOT r.voided AND r.year_from <= :year AND r.year_to >= :year
        AND EXISTS (SELECT 1 FROM record_programme q WHERE q.province_code = :province AND q.record_id = r.id)
    ORDER BY CASE WHEN r.kind = :kind THEN 0 ELSE 1 END, r.changed_at DESC LIMIT 1)
ORDER BY p.programme
"""
_OF_YEAR: Final = """
SELECT code FROM programme
WHERE year_from <= :year AND (year_to IS NULL OR year_to >= :year) ORDER BY position
"""


def usual_programmes(rows: Rows, province_key: str, kind: str, year: int) -> list[str]:
    """The programmes of the record of that year that was saved last in the province, of the same kind if there is one.

    Where it has none, the only programme of the year. Empty where several are possible.

    Raises:
        StoreError: the database cannot be read.
    """
    last = [code for (code,) in rows.rows(_OF_LAST, {"province": province_key, "kind": kind, "year": year})]
    if last:
        return last
    known = [code for (code,) in rows.rows(_OF_YEAR, {"year": year})]
    return known if len(known) == 1 else []
