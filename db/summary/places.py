"""Finding a unit of either era by a part of its name: what it is, where it lies, and what it belongs to today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from db.models.text import fold
from db.store.reader import Reader
from db.summary.provinces import read_provinces
from db.summary.views import Province

MOST: Final = 200
"""More than these nobody looks through: more of the name is to be typed."""

_FOUND: Final = (
    "SELECT u.key, u.kind, u.name, u.level, u.era, coalesce(d.name, ''), coalesce(p.key, r.key, u.key)"
    " FROM unit u"
    " LEFT JOIN unit r ON r.key = u.parent AND r.level = 'province'"
    " LEFT JOIN unit d ON d.key = u.parent AND d.level = 'district'"
    " LEFT JOIN unit p ON p.key = d.parent"
    " WHERE u.fold LIKE :part ESCAPE '!' OR u.key IN (SELECT a.unit_key FROM unit_alias a WHERE a.fold = :fold)"
    " ORDER BY CASE WHEN u.fold = :fold THEN 0 WHEN u.fold LIKE :start ESCAPE '!' THEN 1 ELSE 2 END,"
    " CASE u.level WHEN 'province' THEN 0 WHEN 'district' THEN 1 ELSE 2 END, u.era DESC, u.code"
    " LIMIT :most"
)
_KINDS: Final = "SELECT DISTINCT kind FROM unit"
_SUCCESSORS: Final = (
    "SELECT l.from_key, s.kind, s.name, coalesce(p.name, '') FROM unit_link l JOIN unit s ON s.key = l.to_key"
    " LEFT JOIN unit p ON p.key = s.parent WHERE l.from_key IN ({keys}) ORDER BY l.is_default DESC, s.code"
)


class Place(NamedTuple):
    """A unit of one era, with the words that tell it from others of its name."""

    key: str
    kind: str
    """The type word of its official name: Tỉnh, Huyện, Xã …"""
    name: str
    level: str
    era: str
    district: str
    """"" for a province, a district, and a commune of today."""
    province: Province
    successors: tuple[str, ...]
    """Official names of the units of today that it became, with their province; empty for a unit of today."""


def find_places(reader: Reader, text: str) -> tuple[Place, ...]:
    """Provinces, districts and communes of both eras whose name holds `text`, at most `MOST` + 1.

    Marks and case do not matter, and a type word may stand before the name ("xã thanh hoa"). Whole names stand first,
    then those that begin so; of these provinces before districts before communes.
    """
    wanted = fold(text)
    if not wanted:
        return ()
    rows = _rows(reader, wanted)
    if not rows:
        for (kind,) in sorted(reader.rows(_KINDS), reverse=True):
            word = fold(kind) + " "
            if wanted.startswith(word):
                rows = [row for row in _rows(reader, wanted.removeprefix(word)) if row[1] == kind]
                break
    provinces = read_provinces(reader)
    successors = _successors(reader, [row[0] for row in rows])
    return tuple(
        Place(key, kind, name, level, era, district, provinces[province], tuple(successors[key]))
        for key, kind, name, level, era, district, province in rows
    )


def _rows(reader: Reader, wanted: str) -> list[tuple[Any, ...]]:
    plain = wanted.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return reader.rows(_FOUND, {"fold": wanted, "part": f"%{plain}%", "start": f"{plain}%", "most": MOST + 1})


def _successors(reader: Reader, keys: Sequence[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    if keys:
        names = {f"k{place}": key for place, key in enumerate(keys)}
        sql = _SUCCESSORS.format(keys=", ".join(f":{name}" for name in names))
        for key, kind, name, province in reader.rows(sql, names):
            found[key].append(f"{kind} {name}, {province}" if province else f"{kind} {name}")
    return found
