"""Canonical JSON and revision digests: one form, whatever the order or the normal form of what came in."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.models.canonical import canonical_json, revision_digest

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(TEXT.map(lambda text: unicodedata.normalize("NFC", text)), inner, max_size=4)
    ),
    max_leaves=12,
)
REVISION: dict[str, Any] = {
    "id": "r2",
    "province": "A14",
    "record": "x",
    "kind": "training",
    "parents": ["r1", "r0"],
    "author": "lan",
    "at": "2026-01-02T03:04:05.000006Z",
    "reason": "",
    "cause": "edit",
    "voided": False,
    "depth": 1,
    "content": {"title": "Lớp"},
}


@given(JSON)
def test_written_twice_is_the_same(value: object) -> None:
    written = canonical_json(value)
    assert canonical_json(json.loads(written)) == written


@given(JSON)
def test_decomposed_text_is_written_composed(value: object) -> None:
    decomposed = json.loads(unicodedata.normalize("NFD", json.dumps(value, ensure_ascii=False)))
    assert canonical_json(decomposed) == canonical_json(value)


def test_form() -> None:
    assert canonical_json({"b": [1, True, None], "a": "đồng"}) == '{"a":"đồng","b":[1,true,null]}'


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {1: "a"}, {"a": b"x"}, {"a": {1, 2}}])
def test_what_it_does_not_hold(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_keys_that_become_one() -> None:
    with pytest.raises(ValueError, match="same in NFC"):
        canonical_json({"é": 1, "e\u0301": 2})


def test_digest_covers_every_part() -> None:
    digest = revision_digest(**REVISION)
    assert digest == revision_digest(**REVISION | {"parents": ["r0", "r1"]})
    changed = {
        "parents": ["r1"],
        "voided": True,
        "depth": 2,
        "content": {"title": "Lop"},
    } | {name: REVISION[name] + "x" for name in ("id", "province", "record", "kind", "author", "at", "reason", "cause")}
    assert changed.keys() == REVISION.keys()
    changed |= {"intent": "i", "undoes": "i"}
    digests = {revision_digest(**REVISION | {name: value}) for name, value in changed.items()}
    assert len(digests | {digest}) == len(REVISION) + 3
    assert revision_digest(**REVISION, intent=None, undoes=None) == digest  # as it was before there were intents


def test_the_digest_is_that_of_the_canonical_json_of_the_whole() -> None:
    whole = {**REVISION, "parents": sorted(REVISION["parents"]), "intent": "i", "undoes": "u"}
    expected = hashlib.sha256(canonical_json(whole).encode()).hexdigest()
    assert revision_digest(**REVISION, intent="i", undoes="u") == expected
    written = {**REVISION, "content": canonical_json(REVISION["content"])}
    assert revision_digest(**written, intent="i", undoes="u") == expected
