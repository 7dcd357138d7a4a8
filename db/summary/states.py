"""States reported without a figure: work in progress, not carried out, not applicable, with their reasons."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from db.store.reader import Reader
from db.summary.past import Past

_NO_FIGURE: Final = ("not_applicable", "not_carried_out")
_ACTIVITIES: Final = (
    "SELECT a.province_code, a.id, a.kind, a.year_from, a.year_to, a.head_revision_id FROM journal_head h"
    " JOIN record a ON a.province_code = h.province_code AND a.kind = 'activity' AND NOT a.voided{activities}"
)
"""Province by province, for the index of activities begins with it."""
_STATES: Final = (
    f"SELECT r.province_code, r.id, r.kind, r.year_from, r.year_to, v.id, v.content FROM ({_ACTIVITIES}"  # noqa: S608
    " UNION SELECT b.province_code, b.id, b.kind, b.year_from, b.year_to, b.head_revision_id FROM fact f"
    " JOIN revision w ON w.province_code = f.province_code AND w.id = f.revision_id"
    " JOIN record b ON b.province_code = w.province_code AND b.id = w.record_id AND b.head_revision_id = w.id"
    " WHERE f.state IN ('not_applicable', 'not_carried_out') AND NOT b.voided{facts}) r"
    " JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id"
)
_STATED: Final = (
    "SELECT {distinct}a.province_code, a.year_from, a.year_to{revision} FROM record a{serving}"
    " WHERE a.kind = 'activity' AND NOT a.voided"
)
_OLDEST: Final = " GROUP BY a.province_code, a.year_from, a.year_to"
_SERVING: Final = (
    " JOIN record_programme p ON p.province_code = a.province_code AND p.record_id = a.id AND p.programme = :programme"
)


class State(NamedTuple):
    """What one record says of one programme without a number."""

    province: str
    first_year: int
    last_year: int
    programme: str
    indicator: str | None
    state: str
    reason: str | None
    title: str
    record: str
    """The id of that record."""

    @property
    def years(self) -> range:
        """Every year that it speaks of."""
        return range(self.first_year, self.last_year + 1)


def read_states(
    reader: Reader, *, programme: str | None = None, province: str | None = None, past: Past | None = None
) -> list[State]:
    """All states, one a record and programme, in the order of their years; of one programme or province if named.

    With `past` those that were known at that moment.
    """
    narrow = {
        name: f" AND {table}.province_code = :province" if province else ""
        for name, table in (("activities", "a"), ("facts", "f"))
    }
    records = [
        (key, first, last, record, kind, json.loads(text))
        for key, record, kind, first, last, revision, text in reader.rows(
            _STATES.format(**narrow), {"province": province}
        )
        if past is None or revision not in past.started
    ]
    records += [
        (was.province, was.period.year_from, was.period.year_to, was.id, was.kind, was.content)
        for was in (past.stopped if past else ())
        if was.period and province in (None, was.province)
    ]
    records.sort(key=lambda row: (row[0], row[1], row[3]))
    return [
        State(key, first, last, code, said.indicator, said.state, said.reason, content.get("title", ""), record)
        for key, first, last, record, kind, content in records
        for said in _said(kind, content)
        for code in content.get("programmes", ())
        if programme in (None, code)
    ]


def read_stated(reader: Reader, *, programme: str | None = None, past: Past | None = None) -> set[tuple[str, int, int]]:
    """(province, first year, last year) of every activity; other states are cells of the rollup.

    With `past` of every one that was known at that moment.
    """
    serving = _SERVING if programme else ""

    def rows(distinct: str, revision: str, once: str = "") -> list[tuple[Any, ...]]:
        sql = _STATED.format(distinct=distinct, revision=revision, serving=serving) + once
        return reader.rows(sql, {"programme": programme})

    if past is None:
        return set(rows("DISTINCT ", ""))
    oldest = rows("", ", min(a.head_revision_id)", _OLDEST)
    stated = {row[:3] for row in oldest if row[3] not in past.started}
    if len(stated) < len(oldest):  # of some the first one is new, and others may be older
        stated |= {row[:3] for row in rows("", ", a.head_revision_id") if row[3] not in past.started}
    return stated | {
        (was.province, was.period.year_from, was.period.year_to)
        for was in past.stopped
        if was.kind == "activity" and was.period and programme in (None, *was.content.get("programmes", ()))
    }


class _Said(NamedTuple):
    indicator: str | None
    state: str
    reason: str | None


def _said(code: str, content: Mapping[str, Any]) -> Iterator[_Said]:
    """An activity's own state, or those of a record's figures that are not there for a reason."""
    from db.models.kinds import KINDS

    kind = KINDS[code]
    if code == "activity":
        yield _Said(content.get("indicator"), content["state"], content.get("reason"))
        return
    for field in kind.fields:
        figure = content.get(field.name)
        if field.type in ("quantity", "money") and figure and figure["state"] in _NO_FIGURE:
            indicator = field.posts or (content.get(kind.posts_by) if kind.posts_by and not field.unit else None)
            if indicator and not field.part_of:
                yield _Said(indicator, figure["state"], figure.get("reason"))
