"""The records that were voided: what each was, who voided it, when and why."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from db.models.period import Period
from db.store.reader import Reader
from db.summary.provinces import read_provinces
from db.summary.views import Province

_VOIDED: Final = (
    "SELECT r.province_code, r.id, r.kind, r.head_revision_id, r.changed_at, r.changed_by, v.cause, v.reason,"
    " r.grain, r.period_start, r.period_end, v.content"
    " FROM record r JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id"
    " WHERE r.voided AND (:province = '' OR r.province_code = :province)"
    " AND (:year = 0 OR r.year_from <= :year AND r.year_to >= :year)"
    " ORDER BY r.changed_at DESC, r.id DESC"
)
_NAMED_BY: Final = ("title", "number")
_LISTS: Final = ("subjects", "topics")


class VoidedRecord(NamedTuple):
    """A record that counts in no sum; `head` is the revision that a restore must name as its parent."""

    province: Province
    id: str
    kind: str
    head: str
    title: str
    """Title or number, else the first of its subjects or topics; "" where it has none of these."""
    indicator: str
    """Code of the indicator or media kind that it speaks of, "" for a kind that names none."""
    period: Period | None
    at: str
    """When it was voided: UTC, ISO 8601."""
    by: str
    cause: str
    """void, or undo where the entry was undone."""
    reason: str


def read_voided(reader: Reader, province: str | None = None, year: int | None = None) -> tuple[VoidedRecord, ...]:
    """The void records of a province (its key) or of all, of what touches a year or of all; the last voided first."""
    known = read_provinces(reader)
    rows = reader.rows(_VOIDED, {"province": province or "", "year": year or 0})
    return tuple(_voided(known[row[0]], *row[1:]) for row in rows)


def _voided(province: Province, *row: Any) -> VoidedRecord:
    id_, kind, head, at, by, cause, reason, grain, start, end, text = row
    content: dict[str, Any] = json.loads(text)
    title = next((content[name] for name in _NAMED_BY if content.get(name)), "")
    title = title or next((content[name][0]["text"] for name in _LISTS if content.get(name)), "")
    period = Period.from_content({"start": start, "end": end, "grain": grain}) if grain else None
    indicator = content.get("indicator") or content.get("media") or ""
    return VoidedRecord(province, id_, kind, head, title, indicator, period, at, by, cause, reason)


def voided_object(one: VoidedRecord) -> dict[str, Any]:
    """A void record as `tiendo voided --format json` prints it."""
    return {
        **one._asdict(),
        "province": one.province.key,
        "period": one.period.as_content() if one.period else None,
    }
