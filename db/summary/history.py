"""The history of a record: each of its revisions with who wrote it, when, why, and what differs from the one before."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple

from db.models.heads import Head, winner
from db.models.kinds import KINDS
from db.store.reader import Reader
from db.summary.provinces import read_provinces
from db.summary.records import named_units, read_unit_names
from db.summary.views import Province

_REVISIONS: Final = (
    "SELECT v.id, v.kind, v.content, v.voided, v.depth, v.author, v.at, v.reason, v.cause, r.head_revision_id"
    " FROM revision v JOIN record r ON r.province_code = v.province_code AND r.id = v.record_id"
    " WHERE v.province_code = :province AND v.record_id = :record ORDER BY v.depth DESC, v.at DESC, v.id DESC"
)
_PARENTS: Final = (
    "SELECT p.revision_id, p.parent_id FROM revision v JOIN revision_parent p"
    " ON p.province_code = v.province_code AND p.revision_id = v.id"
    " WHERE v.province_code = :province AND v.record_id = :record"
)


class FieldChange(NamedTuple):
    """A field that says another thing than before, as contents hold it; None where it said nothing, or does now."""

    field: str
    before: Any
    after: Any


class RevisionView(NamedTuple):
    """One revision of a record."""

    id: str
    parents: tuple[str, ...]
    at: str
    """UTC, ISO 8601."""
    by: str
    cause: str
    """entry, edit, void, restore, seed, import, undo, redo …"""
    reason: str
    voided: bool
    counts: bool
    """Whether it is what the record says now."""
    content: Mapping[str, Any]
    changes: tuple[FieldChange, ...]
    """In the order of the form; of the first revision every field that it states."""


class History(NamedTuple):
    """All revisions of a record, the newest first."""

    province: Province
    record: str
    kind: str
    revisions: tuple[RevisionView, ...]
    place_names: Mapping[str, str]
    """Official name with district and province by unit key, of every place that any revision names."""


def read_history(reader: Reader, province_key: str, record_id: str) -> History:
    """The history of the record of that province and id. Raises KeyError when there is none."""
    key = {"province": province_key, "record": record_id}
    with reader.at_once():
        rows = reader.rows(_REVISIONS, key)
        if not rows:
            raise KeyError(record_id)
        parents: dict[str, list[str]] = {}
        for revision, parent in reader.rows(_PARENTS, key):
            parents.setdefault(revision, []).append(parent)
        contents = {row[0]: json.loads(row[2]) for row in rows}
        units = {unit for content in contents.values() for unit in named_units(content)}
        names = read_unit_names(reader, units)
        province = read_provinces(reader)[province_key]
    kind = rows[0][1]
    heads = {row[0]: Head(row[0], row[4], bool(row[3])) for row in rows}
    revisions = []
    for id_, _kind, _content, voided, _depth, author, at, reason, cause, head in rows:
        before = [heads[parent] for parent in parents.get(id_, ()) if parent in heads]
        changes = changed_fields(kind, contents[winner(before).id] if before else {}, contents[id_])
        named = tuple(sorted(parents.get(id_, ())))
        revisions.append(
            RevisionView(id_, named, at, author, cause, reason, bool(voided), id_ == head, contents[id_], changes)
        )
    return History(province, record_id, kind, tuple(revisions), names)


def changed_fields(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields in which two contents of a kind differ, in the order of its form; what no form shows comes last."""
    order = [field.name for field in KINDS[kind].fields]
    names: Collection[str] = dict.fromkeys([*order, *sorted({*before, *after} - set(order))])
    return tuple(
        FieldChange(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )


def history_object(history: History) -> dict[str, Any]:
    """A history as `tiendo history --format json` prints it; fields and values as records keep them."""
    return {
        "province": history.province.key,
        "record": history.record,
        "kind": history.kind,
        "revisions": [
            {
                **{name: value for name, value in one._asdict().items() if name not in ("content", "changes")},
                "changes": [change._asdict() for change in one.changes],
            }
            for one in history.revisions
        ],
    }
