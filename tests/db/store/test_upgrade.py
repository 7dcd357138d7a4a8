from __future__ import annotations

import os
import re
import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect

from db.models.tables import METADATA
from db.store import objects
from db.store.address import Address
from db.store.check import check
from db.store.database import open_database
from db.store.engine import make_engine
from db.store.errors import DatabaseMissingError, DatabaseNewerError, DatabaseOlderError, StoreError
from db.store.reader import open_reader
from db.store.rollups import ROLLUPS, columns
from db.store.upgrade import MIGRATIONS, run_revisions, upgrade
from db.store.version import HEAD, REVISIONS
from tests.db.store.raw import PLACES, RawFact, load_reference, post, run


def test_the_code_names_every_revision_in_order() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert [revision.revision for revision in script.walk_revisions()][::-1] == list(REVISIONS)
    assert script.get_heads() == [HEAD]


def test_revisions_make_the_tables_of_the_models(database_url: str) -> None:
    upgrade(database_url)
    engine = make_engine(Address.parse(database_url))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_checks_and_partial_indexes_are_migrated_too(tmp_path: Path) -> None:
    """Alembic compares neither: the migrated tables must say what those made from the models say."""
    url = f"sqlite:///{tmp_path / 'migrated.db'}"
    upgrade(url)
    modelled = Address.parse(f"sqlite:///{tmp_path / 'models.db'}")
    modelled.file.touch()
    engine = make_engine(modelled)
    METADATA.create_all(engine)
    engine.dispose()
    migrated = statements(Address.parse(url).file)
    migrated.pop("alembic_version")
    assert migrated == statements(modelled.file)


def statements(path: Path) -> dict[str, set[str]]:
    """Table or index -> the clauses of its statement, whatever their order."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    )
    # A column that was added later stands on the last line, before the closing bracket.
    found = {name: {line.strip(" \t\n)") for line in re.split(r",(?![^()]*\))|\n", sql)} for name, sql in rows}
    connection.close()
    return found


def test_every_revision_runs_up_from_empty(database_url: str) -> None:
    address = Address.parse(database_url)
    if address.path:
        address.path.touch()
    engine = make_engine(address)
    for revision in REVISIONS:
        with engine.begin() as connection:
            run_revisions(connection, revision)
    engine.dispose()
    upgrade(database_url)
    assert check(database_url) == []


def test_upgrading_again_changes_and_prints_nothing(database_url: str, capfd: pytest.CaptureFixture[str]) -> None:
    told: list[tuple[int, int]] = []
    upgrade(database_url, lambda done, total: told.append((done, total)))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]
    with open_database(database_url) as database:
        load_reference(database)
        post(database, "A14", 1)
    with open_reader(database_url) as reader:
        before = reader.rows("SELECT * FROM meta ORDER BY name"), reader.rows("SELECT * FROM rollup_year")
        upgrade(database_url)
        assert reader.versions() == [HEAD]
        assert (reader.rows("SELECT * FROM meta ORDER BY name"), reader.rows("SELECT * FROM rollup_year")) == before
    assert capfd.readouterr() == ("", "")


def test_objects_that_were_spoiled_are_installed_again(url: str) -> None:
    with open_database(url) as database:
        on_table = " ON journal" if database.dialect == "postgresql" else ""
        run(database, f"DROP TRIGGER journal_post_month{on_table}")
        run(database, "DROP VIEW fact_cell_place")
    assert {finding.where for finding in check(url)} == {"trigger journal_post_month", "view fact_cell_place"}
    upgrade(url)
    assert check(url) == []


def test_what_was_counted_by_other_rules_is_counted_anew(url: str) -> None:
    with open_database(url) as database:
        post(database, "A14", 1)
        run(database, "UPDATE rollup_year SET n_hedged = 7")
        run(database, "DROP VIEW fact_cell_year")
    upgrade(url)
    assert check(url) == []


def test_each_file_creates_the_object_that_it_is_named_after() -> None:
    for dialect in ("sqlite", "postgresql"):
        names = {f"{item.name}{'_function' * (item.kind == 'FUNCTION')}" for item in objects.shipped(dialect)}
        stems = {path.stem for path in (MIGRATIONS / "sql" / dialect).glob("*.sql")}
        assert names == {stem.format(rollup=rollup) for stem in stems for rollup in ROLLUPS}


def test_an_upgrade_fills_the_rollups_that_an_older_version_had_not(url: str) -> None:
    with open_database(url) as database:
        post(database, "A14", 1, RawFact(place=PLACES[0], hedge="hơn"), RawFact(indicator="level"))
    with open_reader(url) as reader:
        tables = [f"SELECT {columns(rollup)} FROM rollup_{rollup}" for rollup in ROLLUPS]
        before = [sorted(reader.rows(table)) for table in tables]
    assert all(before)
    make_older(url)
    told: list[tuple[int, int]] = []
    upgrade(url, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 3
    with open_reader(url) as reader:
        assert [sorted(reader.rows(table)) for table in tables] == before
    assert check(url) == []


def make_older(url: str) -> None:
    """Put a database of the first version with the same content in this one's place."""
    engine = make_engine(Address.parse(url))
    with engine.begin() as connection:
        kept = {
            table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in METADATA.sorted_tables
        }
        objects.drop(connection)
        for table in inspect(connection).get_table_names():
            cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
            if not cascade:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            connection.exec_driver_sql(f"DROP TABLE {table}{cascade}")
    with engine.begin() as connection:
        run_revisions(connection, REVISIONS[0])
        first = MetaData()
        first.reflect(connection)
        for known in first.sorted_tables:
            rows = [{column.name: row[column.name] for column in known.columns} for row in kept.get(known.name, ())]
            if rows:
                connection.execute(known.insert(), rows)
    engine.dispose()


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "of" / "mine" / "tiendo.db"
    old = os.umask(0)
    try:
        upgrade(f"sqlite:///{path}")
        with open_database(f"sqlite:///{path}") as database:
            load_reference(database)
            modes = {found.name: stat.S_IMODE(found.stat().st_mode) for found in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == dict.fromkeys(("tiendo.db", "tiendo.db-wal", "tiendo.db-shm", "tiendo.db.lock"), 0o600)


def test_a_database_of_a_newer_version_is_refused_everywhere(url: str) -> None:
    with open_database(url) as database:
        run(database, "UPDATE alembic_version SET version_num = 'from the future'")
    for use in (open_reader, open_database, upgrade, check):
        with pytest.raises(DatabaseNewerError, match="newer version of tiendo"):
            use(url)


def test_a_database_of_an_older_version_asks_for_the_upgrade(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.store.version.REVISIONS", (HEAD, "next"))
    monkeypatch.setattr("db.store.version.HEAD", "next")
    with pytest.raises(DatabaseOlderError, match="tiendo upgrade"):
        open_reader(url)


def test_a_database_of_somebody_else_is_left_alone(database_url: str) -> None:
    address = Address.parse(database_url)
    if address.path:
        address.path.touch()
    engine = make_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE cookbook (recipe text)")
    engine.dispose()
    with pytest.raises(StoreError, match="no database of tiendo"):
        open_reader(database_url)
    with pytest.raises(StoreError, match="holds other data"):
        upgrade(database_url)


def test_what_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("db.store.objects.install", fail)
    with pytest.raises(KeyboardInterrupt):
        upgrade(f"sqlite:///{tmp_path / 'half.db'}")
    assert [path.name for path in tmp_path.glob("half.db*")] == ["half.db.lock"]
    with pytest.raises(DatabaseMissingError):
        open_reader(f"sqlite:///{tmp_path / 'half.db'}")
