"""Provinces of both eras, their successors of today, and who last changed what in them."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from db.store.reader import Reader
from db.summary.views import Province

_PROVINCES: Final = (
    "SELECT key, code, era, name FROM unit WHERE parent IS NULL AND level = 'province' ORDER BY era, code"
)
"""By the index of what lies in what: nothing holds a province."""
_SUCCESSORS: Final = (
    "SELECT l.from_key, l.to_key FROM unit_link l JOIN unit u ON u.key = l.from_key WHERE u.level = 'province'"
)
_CHANGES: Final = (
    "SELECT j.province_code, j.at, j.login FROM journal_head h"
    " JOIN journal j ON j.province_code = h.province_code AND j.seq = h.seq"
)


class Change(NamedTuple):
    """The last change of a province: when (UTC, ISO 8601) and by whom."""

    at: str
    by: str


def read_provinces(reader: Reader) -> dict[str, Province]:
    """All provinces by key, in the statistical office's code order within each era."""
    rows = reader.rows(_PROVINCES)
    times = Counter(name for _key, _code, _era, name in rows)  # within an era no two are alike
    return {key: Province(key, code, era, name, times[name] > 1) for key, code, era, name in rows}


def read_successors(reader: Reader) -> dict[str, str]:
    """The province of today that each province of era A belongs to."""
    return dict(reader.rows(_SUCCESSORS))


def read_changes(reader: Reader) -> dict[str, Change]:
    """The last change of each province that has one."""
    return {province: Change(at, by) for province, at, by in reader.rows(_CHANGES)}
