"""What a text that is still typed may become: units of a province, and names that were entered before.

Plain SQL over folded text, nothing heavy; asked in a thread while a person types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from db.entry.reading.fields import PlaceCandidate
from db.entry.vocabularies import Rows, without_kind
from db.models.kinds import KINDS
from db.models.text import fold

MOST: Final = 6
"""So many are offered: more are not looked through, and the next letter narrows them."""
SHORTEST: Final = 2
"""A text of fewer letters names nothing."""
_READ: Final = 60
"""So many rows are read for the likeliest of them."""


class NamedPlace(NamedTuple):
    """A unit as a text named it: `printed` is its own name, or that of the unit of the other era in its place."""

    printed: str
    unit: PlaceCandidate
    other_era: bool = False


# -- places

_PLACES: Final = """
SELECT t.key, t.name, t.kind, coalesce(d.kind, ''), coalesce(d.name, ''), coalesce(p.name, r.name), n.name
FROM {units}
LEFT JOIN unit r ON r.key = t.parent AND r.level = 'province'
LEFT JOIN unit d ON d.key = t.parent AND d.level = 'district'
LEFT JOIN unit p ON p.key = d.parent
WHERE coalesce(p.key, r.key) = :province AND (' ' || n.fold LIKE :word ESCAPE '!' OR n.key IN
    (SELECT a.unit_key FROM unit_alias a WHERE ' ' || a.fold LIKE :word ESCAPE '!'))
ORDER BY CASE WHEN n.fold = :fold THEN 0 WHEN n.fold LIKE :start ESCAPE '!' THEN 1 ELSE 2 END, n.fold, t.code
"""
"""`t` is the unit, `n` the one whose name is looked through: itself, or one of the other era that it is linked to."""
_NAMED: Final = _PLACES.format(units="unit t JOIN unit n ON n.key = t.key")
_NAMED_BEFORE: Final = _PLACES.format(
    units="unit n JOIN unit_link l ON l.from_key = n.key JOIN unit t ON t.key = l.to_key"
)
_NAMED_SINCE: Final = _PLACES.format(
    units="unit n JOIN unit_link l ON l.to_key = n.key JOIN unit t ON t.key = l.from_key"
)


def suggest_places(rows: Rows, text: str, province_key: str) -> list[NamedPlace]:
    """The units of a province that a text begins to name: by a word of the name, a known spelling, or the other era.

    A commune that was merged is offered as the unit of today by its old name, and the other way about.

    Raises:
        StoreError: the database cannot be read.
    """
    wanted = fold(text)
    if len(wanted) < SHORTEST:
        return []
    found = _named_places(rows, wanted, province_key)
    word, bare = without_kind(wanted)
    if not found and word and len(bare) >= SHORTEST:
        found = _named_places(rows, bare, province_key)
    return found[:MOST]


def _named_places(rows: Rows, wanted: str, province_key: str) -> list[NamedPlace]:
    asked = _begun(wanted) | {"province": province_key}
    found = [NamedPlace(row[6], _candidate(row)) for row in rows.rows(_NAMED, asked)]
    if len(found) < MOST:
        known = {one.unit.unit for one in found}
        others = rows.rows(_NAMED_SINCE if province_key.startswith("A") else _NAMED_BEFORE, asked)
        found.extend(NamedPlace(row[6], _candidate(row), other_era=True) for row in others if row[0] not in known)
    return found


def _candidate(row: Sequence[Any]) -> PlaceCandidate:
    key, name, kind, district_kind, district, province = row[:6]
    return PlaceCandidate(key, name, district, province, kind.lower(), district_kind.lower())


def _begun(wanted: str) -> dict[str, Any]:
    """Parameters that find a folded text as it is, at the start, and at the start of a word."""
    plain = wanted.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return {"fold": wanted, "start": f"{plain}%", "word": f"% {plain}%"}


# -- names

_ITEMS: Final = (
    "SELECT i.text, count(*)"
    " FROM record_item i JOIN record r ON r.province_code = i.province_code AND r.id = i.record_id AND NOT r.voided"
    " WHERE i.field IN ({fields}) AND ' ' || i.fold LIKE :word ESCAPE '!'{province} GROUP BY i.text"
    " ORDER BY 2 DESC, 1 LIMIT {most}"
)
_TEXTS: Final = (
    "SELECT t.{field}, count(*)"
    " FROM record i JOIN {table} t ON t.province_code = i.province_code AND t.record_id = i.id"
    " WHERE i.kind = '{table}' AND NOT i.voided AND i.fold LIKE :part ESCAPE '!' AND t.{field} IS NOT NULL{province}"
    " GROUP BY t.{field} ORDER BY 2 DESC, 1 LIMIT {most}"
)


def suggest_names(rows: Rows, names: str, text: str, province_key: str) -> list[str]:
    """What was entered before and has a word that begins as is typed: this province's first, then anybody's.

    `names` is what a field says in `Field.names`: fields of one sort share their names. Each name stands once, in its
    most frequent spelling; those that begin as is typed stand before others.

    Raises:
        StoreError: the database cannot be read.
    """
    wanted = fold(text)
    if len(wanted) < SHORTEST:
        return []
    found: dict[str, str] = {}
    for province in (province_key, ""):
        counts = _entered(rows, names, wanted, province)
        for name in sorted(counts, key=lambda name: (not fold(name).startswith(wanted), -counts[name], name)):
            found.setdefault(fold(name), name)
        if len(found) >= MOST:
            break
    return list(islice(found.values(), MOST))


def other_spelling(rows: Rows, names: str, text: str, province_key: str) -> str | None:
    """How a name was spelled before where that differs in case, marks or spaces alone; None for one spelled so before.

    Raises:
        StoreError: the database cannot be read.
    """
    wanted = fold(text)
    if len(wanted) < SHORTEST:
        return None
    for province in (province_key, ""):
        counts = {name: n for name, n in _entered(rows, names, wanted, province).items() if fold(name) == wanted}
        if text in counts:
            return None
        if counts:
            return max(counts, key=lambda name: (counts[name], name))
    return None


def _entered(rows: Rows, names: str, wanted: str, province_key: str) -> Mapping[str, int]:
    """Names with a word that begins so, and how often each stands; of all provinces where the key is ""."""
    asked = _begun(wanted)
    within = ""
    if province_key:
        asked["province"] = province_key
        within = " AND i.province_code = :province"
    counts: dict[str, int] = {}
    for sql, parameters in _questions(names, within):
        for name, n in rows.rows(sql, parameters | asked | {"part": "%" + asked["start"]}):
            if f" {wanted}" in f" {fold(name)}":
                counts[name] = counts.get(name, 0) + n
    return counts


def _questions(names: str, province: str) -> Iterator[tuple[str, dict[str, Any]]]:
    fields = [(kind.code, one) for kind in KINDS.values() for one in kind.fields if one.names == names]
    lists = sorted({one.name for _kind, one in fields if one.type == "texts"})
    if lists:
        asked = {f"field_{place}": name for place, name in enumerate(lists)}
        yield _ITEMS.format(fields=", ".join(f":{name}" for name in asked), province=province, most=_READ), asked
    for kind, one in fields:
        if one.type == "text":
            yield _TEXTS.format(table=kind, field=one.name, province=province, most=_READ), {}
