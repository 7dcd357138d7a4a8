"""One record whole: its content, its sources and who changed it last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from db.models.period import Period
from db.store.reader import Reader
from db.summary.provinces import read_provinces
from db.summary.views import RecordView, Source

_RECORD: Final = (
    "SELECT r.kind, r.head_revision_id, r.version, r.voided, v.content, r.changed_at, r.changed_by, v.reason"
    " FROM record r"
    " JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id"
    " WHERE r.province_code = :province AND r.id = :record"
)
_DOCUMENT: Final = (
    "SELECT v.content FROM record r JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id"
    " WHERE r.province_code = :province AND r.id = :record AND r.kind = 'source_document'"
)
_PLACES: Final = (
    "SELECT u.key, u.kind, u.name, d.kind, d.name, d.level, p.name FROM record_place n"
    " JOIN unit u ON u.key = n.unit_key LEFT JOIN unit d ON d.key = u.parent LEFT JOIN unit p ON p.key = d.parent"
    " WHERE n.province_code = :province AND n.record_id = :record"
)


def read(reader: Reader, province_key: str, record_id: str) -> RecordView:
    """The record of that province and id. Raises KeyError when there is none."""
    key = {"province": province_key, "record": record_id}
    rows = reader.rows(_RECORD, key)
    if not rows:
        raise KeyError(record_id)
    kind, head, version, voided, text, changed_at, changed_by, reason = rows[0]
    content: dict[str, Any] = json.loads(text)
    return RecordView(
        read_provinces(reader)[province_key],
        record_id,
        kind,
        head,
        version,
        bool(voided),
        content,
        changed_at,
        changed_by,
        read_sources(reader, province_key, content.get("source", {})),
        {row[0]: _full_name(row[1:]) for row in reader.rows(_PLACES, key)},
        reason,
    )


def _full_name(parts: Iterable[str | None]) -> str:
    """Xã Lùng Cải, Huyện Bắc Hà, Lào Cai: the unit with what it lies in."""
    kind, name, parent_kind, parent, level, province = parts
    within = [parent if level == "province" else f"{parent_kind} {parent}"] if parent else []
    return ", ".join([f"{kind} {name}", *(part for part in (*within, province) if part)])


def read_sources(reader: Reader, province_key: str, cited: Mapping[str, Any]) -> dict[str, Source]:
    """What a content's "source" cites, by field name and "" for the record as a whole."""
    if "document" not in cited:
        return {}
    rows = reader.rows(_DOCUMENT, {"province": province_key, "record": cited["document"]})
    document: dict[str, Any] = json.loads(rows[0][0]) if rows else {}

    def source(paragraph: int | None) -> Source:
        return Source(
            cited["document"],
            document.get("title", ""),
            document.get("publisher", ""),
            document.get("published_at") or _stated(document.get("published")),
            paragraph,
        )

    by_field = {field: source(number) for field, number in cited.get("paragraphs", {}).items()}
    return {"": source(cited.get("paragraph")), **by_field}


def _stated(published: Mapping[str, str] | None) -> str:
    return Period.from_content(published).start.isoformat() if published else ""
