"""One text form of a record's content, and the digest of a revision: the same bytes on every machine.

Entry writes the digest and the check recomputes it, so both stand here. Only the standard library is imported.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> str:
    """Write JSON in its one canonical form: sorted keys, no spaces, NFC, whole numbers only.

    Raises:
        TypeError: a binary float, or anything else that canonical JSON does not hold.
        ValueError: two keys of a mapping that are the same in NFC.
    """
    return _ENCODER.encode(_canonical(value))


def revision_digest(
    *,
    id: str,  # noqa: A002 - the names are the keys of the digested JSON
    province: str,
    record: str,
    kind: str,
    parents: Iterable[str],
    author: str,
    at: str,
    reason: str,
    cause: str,
    voided: bool,
    depth: int,
    content: Mapping[str, Any] | str,
    intent: str | None = None,
    undoes: str | None = None,
) -> str:
    """SHA-256 (hex) over the canonical JSON of a whole revision; parents in any order.

    `content` is a mapping, or its canonical JSON. `intent` and `undoes` came later than the first revisions: where they
    are None their keys are left out.
    """
    after = {
        "id": id,
        "province": province,
        "record": record,
        "kind": kind,
        "parents": sorted(parents),
        "reason": reason,
        "voided": voided,
        "depth": depth,
    }
    after |= {name: value for name, value in (("intent", intent), ("undoes", undoes)) if value is not None}
    # The content is the greater part: its text goes in as it is, where its key stands among the others.
    before = canonical_json({"at": at, "author": author, "cause": cause})
    text = content if isinstance(content, str) else canonical_json(content)
    whole = f'{before[:-1]},"content":{text},{canonical_json(after)[1:]}'
    return hashlib.sha256(whole.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if type(value) is dict:  # a look at the abstract Mapping costs more than all else here
        members = {_key(key): _canonical(member) for key, member in value.items()}
        if len(members) != len(value):
            raise ValueError("two keys of a mapping are the same in NFC")
        return members
    if isinstance(value, Mapping):
        return _canonical(dict(value))
    if isinstance(value, list | tuple):
        return [_canonical(member) for member in value]
    raise TypeError(f"canonical JSON holds text, whole numbers, lists and mappings, not {type(value).__name__}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key of canonical JSON is text, not {type(key).__name__}")
    return key if key.isascii() else unicodedata.normalize("NFC", key)
