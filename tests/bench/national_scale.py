"""A whole country of made-up figures, for measuring: `python -m tests.bench.national_scale --database FILE`.

Records are made up (`national_records`), what they post is what `db.entry.posting` says, and all rows go into a SQLite
file in bulk, province by province in the order of their keys, with no trigger on; then the rollups are counted as
`tiendo rebuild` does. `tiendo check` finds nothing wrong with such a database. The same seed gives the same rows.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from db.entry.posting import post
from db.entry.rows import fact_row, record_row, typed_row
from db.entry.vocabularies import Vocabularies, load_vocabularies
from db.models.canonical import canonical_json
from db.models.content_rows import item_rows, place_rows, programme_rows
from db.models.kinds import KINDS
from db.models.tables import METADATA
from db.store.engine import sha256
from db.store.journal import FIRST_HASH, chain_text
from db.store.reader import open_reader
from db.store.rebuild import rebuild
from db.store.rollups import ROLLUPS
from db.store.upgrade import upgrade
from seed import reference
from tests.bench.national_records import Made, Maker, Place, Province

SEED: Final = 2026
FIRST_DAY: Final = date(2016, 1, 1)
MERGER: Final = date(2025, 7, 1)
"""From that day on provinces of today report; until the day before, those that they were made of."""
LAST_DAY: Final = date(2026, 10, 31)
_CITING: Final = 0.2
_EDITED: Final = 0.05
_VOIDED: Final = 0.01
_COUNTED: Final = (
    "fact",
    "fact_programme",
    "record",
    "revision",
    "journal",
    *(f"rollup_{rollup}" for rollup in ROLLUPS),
)
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - UTC throughout
Tell = Callable[[str], None]


class Block(NamedTuple):
    """Rows of one table but for the two columns of their key."""

    table: str
    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Prepared(NamedTuple):
    """A content with all that it says, made once and entered as often as asked."""

    made: Made
    text: str
    posted: tuple[Block, ...]
    shown: tuple[Block, ...]
    record: Mapping[str, Any]


class Revision(NamedTuple):
    """A revision that was made up: what the journal needs of it."""

    id: str
    digest: str
    at: str
    author: str


class Moment(NamedTuple):
    """A journal row to come; `number` orders those of the same time."""

    at: str
    number: int
    revision: Revision
    sign: int
    cause: str


class Writer:
    """Makes up the rows of one province until it has its share of facts."""

    def __init__(self, province: Province, vocabularies: Vocabularies, seed: int) -> None:
        self.maker = Maker(province, seed)
        self.random = Random(f"{seed} {province.key} who and when")
        self.vocabularies = vocabularies
        self.province = province.key
        self.tables: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
        self.moments: list[Moment] = []
        self.facts = 0
        self.number = 0

    def write(self, facts: int, copies: int) -> None:
        """At least so many facts, with everything that belongs to them; each content is entered `copies` times."""
        years = range(self.maker.province.first_day.year, self.maker.province.last_day.year + 1)
        documents = [self.enter(self.prepare(self.maker.document(year))) for year in years]
        while self.facts < facts:
            made = self.maker.record()
            if self.random.random() < _CITING:
                source = {"document": self.random.choice(documents), "paragraph": self.random.randint(1, 40)}
                made = made._replace(content=made.content | {"source": source})
            prepared = self.prepare(made)
            for _copy in range(copies):
                chance = self.random.random()
                if chance < _VOIDED:
                    self.enter(prepared, prepared, "void")
                elif chance < _VOIDED + _EDITED:
                    self.enter(prepared, self.prepare(made._replace(content=self.maker.changed(made))), "edit")
                else:
                    self.enter(prepared)
        self.chain()

    def prepare(self, made: Made) -> Prepared:
        """What a content posts and shows, by the rules of entry."""
        kind, content = KINDS[made.kind], made.content
        facts = post(kind, content, self.vocabularies)
        programmes = [{"line": fact.line, "programme": code} for fact in facts for code in fact.programmes]
        shown = {
            kind.code: [typed_row(kind, content)],
            "record_programme": programme_rows(kind, content),
            "record_place": place_rows(kind, content),
            "record_item": item_rows(kind, content),
        }
        return Prepared(
            made,
            canonical_json(content),
            tuple(_blocks({"fact": [fact_row(fact) for fact in facts], "fact_programme": programmes})),
            tuple(_blocks(shown)),
            record_row(kind, content, self.vocabularies),
        )

    def enter(self, prepared: Prepared, after: Prepared | None = None, cause: str = "") -> str:
        """A record, and what became of it: `after` by an edit or a void. Gives its id."""
        at = datetime.combine(prepared.made.known_on, datetime.min.time()) + timedelta(
            days=self.random.randint(0, 40), seconds=self.random.randint(7 * 3600, 17 * 3600)
        )
        record_id = self.identify(at)
        first = head = self.revise(record_id, prepared, at, "entry")
        self.moments.append(Moment(first.at, self.number, first, 1, "entry"))
        if after is not None:
            later = at + timedelta(days=self.random.randint(0, 20), seconds=60)
            head = self.revise(record_id, after, later, cause, first.id)
            self.moments.append(Moment(head.at, self.number, first, -1, cause))
            if cause == "edit":
                self.moments.append(Moment(head.at, self.number, head, 1, cause))
        shown = after or prepared
        row = {
            "province_code": self.province,
            "id": record_id,
            "version": 1 if after is None else 2,
            "head_revision_id": head.id,
            "voided": cause == "void",
            "changed_at": head.at,
            "changed_by": head.author,
            **shown.record,
        }
        self.tables["record", tuple(row)].append(tuple(row.values()))
        self.add("record_id", record_id, shown.shown)
        return record_id

    def revise(self, record_id: str, prepared: Prepared, at: datetime, cause: str, parent: str = "") -> Revision:
        """A revision with the facts that it posts."""
        voided = cause == "void"
        made = Revision(self.identify(at), "", f"{at.isoformat()}.000000Z", f"cb{self.random.randint(1, 3)}")
        stated = {
            "id": made.id,
            "kind": prepared.made.kind,
            "author": made.author,
            "at": made.at,
            "reason": "Nhập nhầm" if voided else "",
            "cause": cause,
            "voided": voided,
            "depth": 1 if parent else 0,
        }
        # The contents are made in canonical form: `revision_digest` would say the same, five times slower.
        whole = stated | {
            "province": self.province,
            "record": record_id,
            "parents": [parent] if parent else [],
            "content": prepared.made.content,
        }
        digest = str(sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))))
        kept = {"province_code": self.province, "record_id": record_id, "content": prepared.text, "digest": digest}
        row = stated | kept
        self.tables["revision", tuple(row)].append(tuple(row.values()))
        if parent:
            names = ("province_code", "revision_id", "parent_id")
            self.tables["revision_parent", names].append((self.province, made.id, parent))
        if not voided:
            self.add("revision_id", made.id, prepared.posted)
            self.facts += sum(len(block.rows) for block in prepared.posted if block.table == "fact")
        return made._replace(digest=digest)

    def add(self, key: str, value: str, blocks: Sequence[Block]) -> None:
        """Rows of a record or revision."""
        for block in blocks:
            rows = self.tables[block.table, ("province_code", key, *block.names)]
            rows.extend((self.province, value, *row) for row in block.rows)

    def chain(self) -> None:
        """Number the journal in the order of time and chain it; what stops to count goes before what starts."""
        names = ("province_code", "seq", "revision_id", "sign", "cause", "at", "login", "previous", "hash")
        rows = self.tables["journal", names]
        hashed = FIRST_HASH
        for seq, moment in enumerate(sorted(self.moments, key=itemgetter(0, 1, 3)), 1):
            revision = moment.revision
            stated = (moment.sign, moment.cause, moment.at, revision.author, hashed)
            hashed = str(sha256(chain_text(self.province, seq, revision.id, revision.digest, *stated)))
            rows.append((self.province, seq, revision.id, *stated, hashed))
        self.tables["journal_head", ("province_code", "seq", "hash")].append((self.province, len(rows), hashed))

    def identify(self, at: datetime) -> str:
        """An id in the order of its time, as UUIDv7 are."""
        self.number += 1
        moment = f"{int((at - _EPOCH).total_seconds() * 1000):012x}"
        return f"{moment[:8]}-{moment[8:]}-7000-8000-{self.number:012x}"


def _blocks(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Block]:
    for table, rows in tables.items():
        if rows:
            yield Block(table, tuple(rows[0]), [tuple(row.values()) for row in rows])


def build(path: Path, facts: int, *, seed: int = SEED, tell: Tell = lambda _said: None) -> dict[str, int]:
    """Make the database `path` with at least `facts` facts; gives the row counts of its large tables."""
    url = f"sqlite:///{path}"
    upgrade(url)
    reference.load(url)
    with open_reader(url) as reader:
        vocabularies = load_vocabularies(reader, "vi")
        provinces = _provinces(reader.rows('SELECT "key", name, level, parent FROM unit ORDER BY "key"'))
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        connection.execute(f"PRAGMA {pragma}")
    put_off = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        " AND tbl_name NOT IN ('unit', 'unit_link', 'unit_alias')"
    ).fetchall()
    for kind, name, _sql in put_off:
        connection.execute(f"DROP {kind} {name}")
    days = sum(_days(province) for province in provinces)
    left = facts
    for done, province in enumerate(provinces, 1):
        share = max(1, left * _days(province) // days)
        days -= _days(province)
        writer = Writer(province, vocabularies, seed)
        writer.write(share, max(1, facts // 1_000_000))
        left -= writer.facts
        _insert(connection, writer)
        tell(f"{done} of {len(provinces)} provinces, {facts - left:,} facts")
    for _kind, name, sql in put_off:
        tell(name)
        connection.execute(sql)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    rebuild(url, lambda done, steps: tell(f"recount, step {done} of {steps}"))
    return row_counts(path)


def row_counts(path: Path) -> dict[str, int]:
    """The rows of the large tables, and the size of the file in MiB."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    counts = {name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in _COUNTED}
    connection.close()
    return counts | {"MiB": path.stat().st_size // 2**20}


def _insert(connection: sqlite3.Connection, writer: Writer) -> None:
    connection.execute("BEGIN")
    for (table, names), rows in writer.tables.items():
        rows.sort(key=itemgetter(*(names.index(column.name) for column in METADATA.tables[table].primary_key)))
        holes = ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({holes})", rows)
    connection.execute("COMMIT")


def _provinces(units: Sequence[tuple[Any, ...]]) -> list[Province]:
    """All provinces of both eras with their communes."""
    parents = {key: parent for key, _name, _level, parent in units}
    communes: dict[str, list[Place]] = defaultdict(list)
    for key, name, level, parent in units:
        if level == "commune":
            communes[parents[parent] or parent].append(Place(key, name))
    return list(_reporting(communes, [key for key, _name, level, _parent in units if level == "province"]))


def _reporting(communes: Mapping[str, list[Place]], keys: Sequence[str]) -> Iterator[Province]:
    for key in keys:
        if key.startswith("A"):
            yield Province(key, communes[key], FIRST_DAY, MERGER - timedelta(days=1))
        else:
            yield Province(key, communes[key], MERGER, LAST_DAY)


def _days(province: Province) -> int:
    return (province.last_day - province.first_day).days


def main() -> None:
    """Make a database and print its row counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.national_scale", description=__doc__.split("\n\n")[0])
    parser.add_argument("--facts", type=int, default=5_000_000, metavar="N")
    parser.add_argument("--database", type=Path, required=True, metavar="FILE", help="a file that is not there yet")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    if options.database.exists():
        parser.error(f"{options.database} is there already: name another file, or delete it")
    started = time.monotonic()
    counts = build(options.database, options.facts, seed=options.seed, tell=lambda said: print(said, flush=True))  # noqa: T201
    for name, count in counts.items():
        print(f"{name:<16} {count:>12,}")  # noqa: T201
    print(f"{time.monotonic() - started:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main()
