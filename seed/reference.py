"""Load the reference tables into a database: units of both eras, programmes, indicators and the lists of choices.

The files' digest is kept in the database, so that loading again does nothing. Shipped rows are added or brought up to
date; what an administrator added stays, and so does each indicator that one changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from db.models.text import fold
from db.store.progress import Progress, silent
from seed import tables
from seed.shipped import digest_of, reference_files

if TYPE_CHECKING:
    from sqlmodel import Session, SQLModel

    from db.settings import Settings

META: Final = "reference_digest"
_CHUNK: Final = 1000
_PAIRS: Final = ("media_kinds", "equipment_types", "agreement_kinds", "training_forms", "item_states", "languages")
"""The lists of choices whose files name each code in both languages."""

Row = dict[str, Any]


def ensure(settings: Settings, progress: Progress | None = None) -> str:
    """Make the configured database or bring it up to date, with its reference data; returns its url.

    Raises:
        StoreError: it cannot be made, read or written.
    """
    from db.store.upgrade import upgrade

    url = settings.database.url
    upgrade(url)
    load(url, progress)
    return url


def load(url: str, progress: Progress | None = None) -> None:
    """Write all reference tables in one transaction; doing it again changes nothing. `progress` counts rows.

    Raises:
        StoreError: the database cannot be written, or is of another version.
        SeedError: a shipped file is damaged.
    """
    from db.store.database import open_database

    tell = progress or silent
    digest = digest_of(reference_files())
    with open_database(url) as database:
        if _stored_digest(url) == digest:
            tell(1, 1)
            return
        tell(0, 1)
        with database.write() as session:
            parts = list(_tables(_administrators_own(session)))
            total = sum(len(rows) for _table, rows in parts)
            done = 0
            for table, rows in parts:
                for start in range(0, len(rows), _CHUNK):
                    chunk = rows[start : start + _CHUNK]
                    put(session, table, chunk)
                    done += len(chunk)
                    tell(done, total)
            from db.models.reference import Meta

            put(session, Meta, [{"name": META, "value": digest}])


def put(session: Session, table: type[SQLModel], rows: Sequence[Row]) -> None:
    """Insert rows, all with the same columns, and bring those up to date whose key is there already."""
    from sqlalchemy.dialects import sqlite

    connection = session.connection()
    at_once = connection.dialect.name == "postgresql"
    insert = _insert_sent_as_json(table, rows) if at_once else sqlite.insert(table)
    keys = [column.name for column in table.__table__.columns if column.primary_key]  # type: ignore[attr-defined]
    changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(
        insert.on_conflict_do_update(index_elements=keys, set_=changed) if changed else insert.on_conflict_do_nothing(),
        None if at_once else list(rows),
    )


def _insert_sent_as_json(table: type[SQLModel], rows: Sequence[Row]) -> Any:
    """An insert whose rows travel as one text: PostgreSQL takes four times as long with a row a statement."""
    import json

    from sqlalchemy import Text, cast, func, literal, literal_column, select
    from sqlalchemy.dialects import postgresql

    whole = table.__table__  # type: ignore[attr-defined]
    text = literal(json.dumps(rows, default=str, ensure_ascii=False), Text)
    sent = func.json_populate_recordset(literal_column(f"NULL::{whole.name}"), cast(text, postgresql.JSON))
    given = sent.table_valued(*(whole.c[name] for name in rows[0]))
    return postgresql.insert(table).from_select(list(rows[0]), select(*given.c))


def _administrators_own(session: Session) -> set[str]:
    """The indicators that an administrator added or changed: they stay as they are."""
    from sqlmodel import select

    from db.models.reference import IndicatorChange

    return set(session.exec(select(IndicatorChange.code)).all())


def _stored_digest(url: str) -> str | None:
    from db.store.reader import open_reader

    with open_reader(url) as reader:
        rows = reader.rows("SELECT value FROM meta WHERE name = :name", {"name": META})
    return rows[0][0] if rows else None


def _tables(kept: Collection[str]) -> Iterator[tuple[type[SQLModel], list[Row]]]:
    """Every table with its rows; what others refer to comes first. `kept`: the indicators of administrators."""
    from db.models.reference import Indicator, MeasureUnit, Programme, Term, Unit, UnitAlias, UnitLink

    yield MeasureUnit, [row._asdict() for row in tables.read_measure_units()]
    yield Unit, [_unit(row) for row in tables.read_units()]
    # A link names codes alone: from era A to era B.
    yield (
        UnitLink,
        [
            {"from_key": "A" + row.from_code, "to_key": "B" + row.to_code, "is_default": row.is_default}
            for row in tables.read_links()
        ],
    )
    yield (
        UnitAlias,
        [
            {"spelling": row.printed, "unit_key": row.era + row.code, "fold": fold(row.printed), "reason": row.reason}
            for row in tables.read_aliases()
        ],
    )
    yield (
        Programme,
        [
            {name: value for name, value in row._asdict().items() if name != "provenance"} | {"position": position}
            for position, row in enumerate(tables.read_programmes(), 1)
        ],
    )
    yield Indicator, [row._asdict() for row in tables.read_indicators() if row.code not in kept]
    own = {("media_kinds", code) for code in kept}  # a media kind is an indicator
    yield Term, [row for row in _terms() if (row["vocabulary"], row["code"]) not in own]


def _unit(row: tables.UnitRow) -> Row:
    return {
        "key": row.key,
        "era": row.era,
        "code": row.code,
        "level": row.level,
        "kind": row.kind,
        "name": row.name,
        "fold": fold(row.name),
        "parent": row.parent_key,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _terms() -> Iterator[Row]:
    named: dict[str, list[tuple[str, str, str]]] = {
        vocabulary: [(row.code, row.name_vi, row.name_en) for row in getattr(tables, f"read_{vocabulary}")()]
        for vocabulary in _PAIRS
    }
    units = {row.code: row.unit for row in tables.read_equipment_types()}
    # Reports know a source of funds by its abbreviation.
    named["fund_sources"] = [
        (row.code, f"{row.name_vi} ({row.short_vi})" if row.short_vi not in row.name_vi else row.name_vi, row.name_en)
        for row in tables.read_fund_sources()
    ]
    named["hedges"] = [(row.code, row.code, row.name_en) for row in tables.read_hedges()]
    for vocabulary, entries in named.items():
        for position, (code, name_vi, name_en) in enumerate(entries, 1):
            yield {
                "vocabulary": vocabulary,
                "code": code,
                "name_vi": name_vi,
                "name_en": name_en,
                "position": position,
                "unit": units[code] if vocabulary == "equipment_types" else "",
            }
