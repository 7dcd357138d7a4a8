"""Where the panels of a province stand on a screen of a given size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GRID_FROM: Final = 100
"""Columns from which four panels stand two by two; below there are tabs."""
ROW_FROM: Final = 160
"""Columns from which they stand side by side."""
FIFTH_FROM: Final = 190
"""Columns from which the fifth stands beside them; below it is opened by its key."""
_LEAST_HEIGHT: Final = 9
"""Lines of a panel: title, further totals, heading and five records."""
_TARGETS_WIDTH: Final = 54
"""The least of the first panel: a name, two figures and a bar. It gets half of what a wider screen gives."""


@dataclass(frozen=True, slots=True)
class Place:
    """A panel's place: its number, and its rectangle below the banner."""

    number: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The places of the panels that are seen; `tabs`: a line of tabs stands above; `fifth_line`: a line below."""

    places: tuple[Place, ...]
    tabs: bool = False
    fifth_line: bool = False


def arrange_panels(width: int, height: int, active: int, *, enlarged: bool) -> Arrangement:
    """Tabs, two by two, or side by side."""
    grid_height = (height - 1) // 2
    seen = 5 if width >= FIFTH_FROM else 4
    one = enlarged or active > seen or width < GRID_FROM
    if one or (width < ROW_FROM and grid_height < _LEAST_HEIGHT):
        return Arrangement((Place(active, 0, 1, width, height - 1),), tabs=True)
    if width >= ROW_FROM:
        return _side_by_side(width, height, seen)
    left = (width - 1) // 2
    lower = height - 1 - grid_height
    return Arrangement(
        (
            Place(1, 0, 0, left, grid_height),
            Place(2, left + 1, 0, width - left - 1, grid_height),
            Place(3, 0, grid_height, left, lower),
            Place(4, left + 1, grid_height, width - left - 1, lower),
        ),
        fifth_line=True,
    )


def _side_by_side(width: int, height: int, seen: int) -> Arrangement:
    first = _TARGETS_WIDTH + (width - (FIFTH_FROM if seen == 5 else ROW_FROM)) // 2
    rest = width - first - (seen - 1)
    each, spare = divmod(rest, seen - 1)
    fifth_line = seen < 5
    tall = height - 1 if fifth_line else height
    places = [Place(1, 0, 0, first, tall)]
    x = first + 1
    for number in range(2, seen + 1):
        own = each + (1 if number - 2 < spare else 0)
        places.append(Place(number, x, 0, own, tall))
        x += own + 1
    return Arrangement(tuple(places), fifth_line=fifth_line)
