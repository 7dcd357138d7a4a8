"""What was entered earlier, for who enters the next record: plain SQL, nothing heavy."""

from __future__ import annotations

import json
from typing import Any, Final

from db.entry.vocabularies import Rows

_LAST: Final = """
SELECT v.content
FROM record r JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id
WHERE r.province_code = :province AND r.kind = :kind AND NOT r.voided
ORDER BY CASE WHEN r.changed_by = :login THEN 0 ELSE 1 END, r.changed_at DESC, r.id DESC
LIMIT 1
"""


def last_content(rows: Rows, province_code: str, kind: str, login: str) -> dict[str, Any]:
    """The content of the record of the kind that this person saved last in the province, else of the last of anybody.

    Empty where there is none; a void record is none.

    Raises:
        StoreError: the database cannot be read.
    """
    found = rows.rows(_LAST, {"province": province_code, "kind": kind, "login": login})
    content: dict[str, Any] = json.loads(found[0][0]) if found else {}
    return content
