from __future__ import annotations

import pytest

from db.entry.reading.priced import priced


@pytest.mark.parametrize(
    ("item", "number", "price"),
    [
        ("Ti vi, 43 inch, 40, 400 triệu", 40, 400_000_000),
        ("Ti vi, 40 x 400 triệu", 40, 400_000_000),
        ("40 × 1,5 tỷ", 40, 1_500_000_000),
        ("Loa, TOA, 2 bộ, 1.500.000", None, None),
        ("Loa, 2", None, None),
        ("Loa", None, None),
        ("Loa, hai, ba", None, None),
        ("", None, None),
    ],
)
def test_what_an_item_states_at_its_end(item: str, number: int | None, price: int | None) -> None:
    found = priced(item)
    assert (found and found.number, found and found.price) == (number, price)
    if found:
        assert found.amount == found.number * found.price
