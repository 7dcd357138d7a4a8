"""The winner among a record's heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.models.heads import Head, winner

HEADS = st.lists(st.builds(Head, st.uuids().map(str), st.integers(0, 5), st.booleans()), min_size=1)


@given(HEADS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(heads: list[Head], random: object) -> None:
    shuffled = list(heads)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert winner(shuffled) == winner(heads)


@given(HEADS)
def test_void_only_when_all_are(heads: list[Head]) -> None:
    assert winner(heads).voided == all(head.voided for head in heads)


def test_deepest_then_largest_id() -> None:
    old, new, newest = Head("a", 1, voided=False), Head("a", 2, voided=False), Head("b", 2, voided=False)
    assert winner([new, old]) == new
    assert winner([new, newest, Head("c", 9, voided=True)]) == newest


def test_no_head() -> None:
    with pytest.raises(ValueError, match="empty"):
        winner([])
