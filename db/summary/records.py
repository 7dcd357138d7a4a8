"""One record whole: its content, its sources and who changed it last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from db.models.period import Period
from db.store.reader import Reader
from db.summary.past import Moment, of_one_moment, read_past
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
_UNITS: Final = (
    "SELECT u.key, u.kind, u.name, d.kind, d.name, d.level, p.name FROM unit u"
    " LEFT JOIN unit d ON d.key = u.parent LEFT JOIN unit p ON p.key = d.parent WHERE u.key IN ({keys})"
)
_REVISION: Final = (
    "SELECT v.kind, v.id, v.depth + 1, v.voided, v.content, v.at, v.author, v.reason FROM revision v"
    " WHERE v.province_code = :province AND v.record_id = :record AND v.id = :revision"
)
_ANYWHERE: Final = (
    "SELECT r.province_code FROM unit u JOIN record r ON r.province_code = u.key AND r.id = :record"
    " WHERE u.level = 'province' ORDER BY 1"
)


@of_one_moment
def read(
    reader: Reader, province_key: str, record_id: str, revision: str = "", *, as_of: Moment | None = None
) -> RecordView:
    """The record of that province and id, or what one `revision` of it said, or the one that counted at a moment.

    Raises KeyError when there is none.
    """
    if as_of is not None and not revision:
        revision = _revision_then(reader, province_key, record_id, as_of)
    key = {"province": province_key, "record": record_id}
    rows = reader.rows(_REVISION, key | {"revision": revision}) if revision else reader.rows(_RECORD, key)
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
        read_unit_names(reader, named_units(content)),
        reason,
    )


def _revision_then(reader: Reader, province_key: str, record_id: str, moment: Moment) -> str:
    """The revision that counted then, "" where it is the one of now. Raises KeyError where none did."""
    past = read_past(reader, moment, [province_key])
    then = next((was.revision for was in past.stopped if was.id == record_id), "")
    now = reader.rows(_RECORD, {"province": province_key, "record": record_id})
    if not then and any(changed_at >= moment.before for *_said, changed_at, _by, _reason in now):
        raise KeyError(record_id)
    return then


def provinces_with(reader: Reader, record_id: str) -> list[str]:
    """The keys of the provinces that have a record of that id: one, or none."""
    return [row[0] for row in reader.rows(_ANYWHERE, {"record": record_id})]


def named_units(content: Mapping[str, Any]) -> set[str]:
    """The era-qualified keys of all units that a content names."""
    lists = (value for value in content.values() if isinstance(value, list))
    return {entry["unit"] for entries in lists for entry in entries if isinstance(entry, dict) and "unit" in entry}


def read_unit_names(reader: Reader, keys: Iterable[str]) -> dict[str, str]:
    """Official name with district and province by unit key."""
    asked = {f"unit{place}": key for place, key in enumerate(sorted(keys))}
    if not asked:
        return {}
    listed = ", ".join(f":{name}" for name in asked)
    return {row[0]: _full_name(row[1:]) for row in reader.rows(_UNITS.format(keys=listed), asked)}


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
