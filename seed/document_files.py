"""The shipped source documents: each file's records, ready to be saved, and where each fact stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli

from db.language import _
from seed.shipped import document_files

DOCUMENT = "source_document"


@dataclass(frozen=True, slots=True)
class SeedRecord:
    """One record of a document; `content` is in the form of db.models.kinds, its source included."""

    province: str
    id: str
    kind: str
    content: Mapping[str, Any]
    facts: Mapping[str, str] = field(default_factory=dict)
    """Fact id → where it stands in the content: a field, "subjects.0", "value.denominator", or "record" for all."""


@dataclass(frozen=True, slots=True)
class SeedDocument:
    """One source document: its own record first, then those that cite it."""

    name: str
    """The file's name without its ending."""
    province: str
    records: tuple[SeedRecord, ...]


def read_documents() -> list[SeedDocument]:
    """All shipped documents. Raises ValueError naming the file that is not as it should be."""
    return [_read(path) for path in document_files()]


def _read(path: Path) -> SeedDocument:
    try:
        whole = tomli.loads(path.read_text(encoding="utf-8"))
        document = whole["records"][0]["id"]
        records = tuple(_record(whole["province"], document, record) for record in whole["records"])
        if [record.kind == DOCUMENT for record in records] != [True] + [False] * (len(records) - 1):
            raise ValueError(_("the source document is the first record, and the only one of its kind"))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise ValueError(
            _("seed/documents/{file} is damaged: {reason}").format(file=path.name, reason=error)
        ) from error
    return SeedDocument(path.stem, whole["province"], records)


def _record(province: str, document: str, record: Mapping[str, Any]) -> SeedRecord:
    source = {"document": document, "paragraph": record["paragraph"]}
    if "paragraphs" in record:
        source["paragraphs"] = record["paragraphs"]
    content = {**record["content"], "source": source}
    return SeedRecord(province, record["id"], record["kind"], content, record.get("facts", {}))
