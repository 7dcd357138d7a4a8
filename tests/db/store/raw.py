"""Revisions, facts and journal rows written by the store alone: what the tests of triggers and checks post."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import text
from sqlmodel import Session

from db.models.canonical import revision_digest
from db.models.fact import Fact, FactProgramme
from db.models.record import Record
from db.models.reference import Indicator, MeasureUnit, Programme, Unit
from db.models.revision import Revision
from db.store.database import Database
from db.store.journal import Posting, append_journal

PROVINCES = ("A14", "B14", "A66")
PLACES = ("A14123", "A14456")
"""Communes of the first province."""
PROGRAMMES = ("P1", "P2")
INDICATORS = {"classes": "sum", "level": "latest", "peak": "max", "share": "ratio"}
AT = "2025-01-01T00:00:00.000000Z"


@dataclass(frozen=True)
class RawFact:
    """A fact without its keys."""

    indicator: str = "classes"
    kind: str = "actual"
    start: date = date(2025, 3, 1)
    end: date = date(2025, 3, 1)
    grain: str = "day"
    basis: str = "period"
    state: str = "reported"
    value: int | None = 1
    low: int | None = None
    high: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    hedge: str | None = None
    part_of: int | None = None
    dimension: str = ""
    member: str = ""
    place: str | None = None
    programmes: tuple[str, ...] = ("*",)


@dataclass(frozen=True)
class Posted:
    """A revision that was written."""

    province: str
    record: str
    revision: str
    digest: str
    facts: tuple[RawFact, ...]


def uuid(number: int) -> str:
    """An id in the order of its number."""
    return f"01890000-0000-7000-8000-{number:012x}"


def load_reference(database: Database) -> None:
    """Three provinces, two communes, two programmes, an indicator of each aggregation over time."""
    with database.write() as session:
        session.add(MeasureUnit(code="class", name_vi="lớp", name_en="classes", scale=1))
        for key in PROVINCES:
            session.add(Unit(key=key, era=key[0], code=key[1:], level="province", kind="Tỉnh", name=key, fold=key))
        for key in PLACES:
            session.add(Unit(key=key, era=key[0], code=key[1:], level="commune", kind="Xã", name=key, fold=key))
        for position, code in enumerate(PROGRAMMES):
            session.add(Programme(code=code, name_vi=code, name_en=code, legal_basis="", position=position))
        session.flush()
        for position, (code, over_time) in enumerate(INDICATORS.items()):
            names = dict.fromkeys(("name_vi", "name_en", "short_vi", "short_en"), code)
            session.add(
                Indicator(
                    code=code, **names, unit="class", group="", decimals=0, direction="up", over_time=over_time,
                    over_place="sum", origin="reported", source_kind="result", position=position,
                )
            )  # fmt: skip


def write_revision(session: Session, province: str, number: int, facts: tuple[RawFact, ...]) -> Posted:
    """A record with one revision and its facts, not yet counting."""
    record, revision = uuid(2 * number), uuid(2 * number + 1)
    content = {"note": number}
    shared: dict[str, Any] = {"kind": "training", "author": "tester", "at": AT, "reason": "", "cause": "entry"}
    digest = revision_digest(
        id=revision, province=province, record=record, parents=[], voided=False, depth=0, content=content, **shared
    )
    session.add(
        Record(
            province_code=province, id=record, kind="training", fold="", version=1, head_revision_id=revision,
            changed_at=AT, changed_by="tester",
        )
    )  # fmt: skip
    session.flush()
    session.add(
        Revision(
            province_code=province, id=revision, record_id=record, content=json.dumps(content), depth=0,
            digest=digest, **shared,
        )
    )  # fmt: skip
    session.flush()
    for line, fact in enumerate(facts, 1):
        session.add(
            Fact(
                province_code=province, revision_id=revision, line=line, indicator=fact.indicator, kind=fact.kind,
                grain=fact.grain, period_start=fact.start, period_end=fact.end, basis=fact.basis, state=fact.state,
                value=fact.value, low=fact.low, high=fact.high, numerator=fact.numerator,
                denominator=fact.denominator, hedge=fact.hedge, part_of=fact.part_of, dimension=fact.dimension,
                member=fact.member, unit_key=fact.place,
            )
        )  # fmt: skip
    session.flush()
    for line, fact in enumerate(facts, 1):
        for programme in fact.programmes:
            session.add(FactProgramme(province_code=province, revision_id=revision, line=line, programme=programme))
    session.flush()
    return Posted(province, record, revision, digest, facts)


def journal(session: Session, posted: Posted, sign: Literal[1, -1]) -> int:
    """Let a revision start or stop to count; a record whose head has stopped is void."""
    session.connection().exec_driver_sql(
        f"UPDATE record SET voided = ({sign} < 0), version = version + 1 WHERE voided <> ({sign} < 0)"
        f" AND province_code = '{posted.province}' AND head_revision_id = '{posted.revision}'"
    )
    return append_journal(
        session,
        posted.province,
        [Posting(posted.revision, posted.digest, sign)],
        cause="entry" if sign == 1 else "void",
        at=AT,
        login="tester",
    )


def post(database: Database, province: str, number: int, *facts: RawFact) -> Posted:
    """A revision that counts, in a transaction of its own."""
    with database.write() as session:
        posted = write_revision(session, province, number, facts or (RawFact(),))
        journal(session, posted, 1)
    return posted


def unknown(fact: RawFact, state: str = "unknown") -> RawFact:
    """The same fact without a number."""
    return replace(fact, state=state, value=None, low=None, high=None, numerator=None, denominator=None, hedge=None)


def run(database: Database, statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """Run a statement in a write transaction of the store."""
    with database.write() as session:
        result = session.connection().execute(text(statement), parameters)
        return [tuple(row) for row in result] if result.returns_rows else []
