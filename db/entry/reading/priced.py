"""An item of a list that ends with a number and a price: "Ti vi, 43 inch, 40, 400 triệu" or "Ti vi, 40 x 400 triệu"."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from db.entry.reading.errors import ReadingError
from db.entry.reading.numbers import read_figure

_COMMA: Final = re.compile(r",\s+")
"""Between the parts of an item; a comma inside a number has no space behind it."""
_TIMES: Final = re.compile(r"\s+[xX×]\s+")


class Priced(NamedTuple):
    """So many at a price each, in đồng."""

    number: int
    price: int

    @property
    def amount(self) -> int:
        """What they cost together."""
        return self.number * self.price


def priced(item: str) -> Priced | None:
    """The number and the price with which an item ends; None where it states no such two."""
    parts = _COMMA.split(item.strip())
    stated = _TIMES.split(parts[-1])
    if len(stated) != 2:
        stated = parts[-2:]
    if len(stated) != 2:
        return None
    number, price = _whole(stated[0], ""), _whole(stated[1], "đồng")
    return None if number is None or price is None else Priced(number, price)


def _whole(text: str, unit: str) -> int | None:
    try:
        figure = read_figure(text, unit=unit)
    except ReadingError:
        return None
    return figure.value if figure.known else None
