"""Load the source documents through entry, as a person would enter them, and make the sample database of them.

The sample is built under another name and renamed when it is whole, so that two starts at once or a kill never leave
half a sample.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.language import _
from db.settings import sample_database_url
from db.store.address import Address
from db.store.errors import DatabaseMissingError, DatabaseOlderError, StoreError
from db.store.progress import Progress, silent
from seed.shipped import digest_of, document_files, reference_files

if TYPE_CHECKING:
    from db.settings import Settings

CAUSE: Final = "seed"
_STATED: Final = "theo văn bản nguồn"
"""Why what looks wrong is right: the document says so. Kept as it is in every language, for it is data."""
SAMPLE: Final = "sample"
"""The mark of the sample database in its own tables: every screen and export says so (MẪU)."""
_DIGEST: Final = "sample_digest"
_MARKS: Final = "SELECT name, value FROM meta WHERE name IN ('sample', 'sample_digest')"
_KNOWN: Final = "SELECT province_code, id FROM record"
_PATIENCE_S: Final = 60.0
"""How long a start waits for another one that is making the sample."""
_PERCENT: Final = 100
_REFERENCE_SHARE: Final = 60
"""Percent of the work of making a sample that its reference data is."""


def load(url: str, progress: Progress | None = None) -> None:
    """Save the records of all documents that the database does not have; doing it again changes nothing.

    Records have fixed ids: one that was edited or voided since stays as it is. `progress` counts records.

    Raises:
        StoreError: the database cannot be written, or lacks its reference data.
    """
    from db.entry.gates import Person
    from db.entry.saving import save
    from db.store.database import open_database
    from db.store.reader import open_reader
    from seed.document_files import read_documents

    tell = progress or silent
    with open_reader(url) as reader:
        known = {(province, record) for province, record in reader.rows(_KNOWN)}
    records = [record for document in read_documents() for record in document.records]
    person = Person.current()
    with open_database(url) as database:
        for done, record in enumerate(records):
            tell(done, len(records))
            if (record.province, record.id) not in known:
                save(
                    database,
                    person=person,
                    province_code=record.province,
                    kind=record.kind,
                    content=record.content,
                    new_id=record.id,
                    cause=CAUSE,
                    override=_STATED,
                )
    tell(len(records), len(records))


def ensure_sample(settings: Settings, progress: Progress | None = None) -> str:  # noqa: ARG001 - as seed.reference.ensure
    """Make the sample database where it is missing, bring an older one up to date; returns its url.

    Raises:
        StoreError: it cannot be made, or another file has its name.
    """
    url = sample_database_url()
    digest = _shipped_digest()
    if _is_ready(url, digest):
        return url
    with _makers_queue(Address.parse(url)):
        if not _is_ready(url, digest):
            _make(url, digest, progress or silent)
    return url


def _shipped_digest() -> str:
    return digest_of([*reference_files(), *document_files()])


def _is_ready(url: str, digest: str) -> bool:
    """Whether the sample is there, whole and of this version. Light: every start on the sample asks it."""
    from db.store.reader import open_reader

    try:
        with open_reader(url) as reader:
            marks = dict(reader.rows(_MARKS))
    except (DatabaseMissingError, DatabaseOlderError):
        return False
    if marks.get(SAMPLE) != "1":
        raise StoreError(
            _("{database} is not the sample database: move it elsewhere and start again.").format(
                database=Address.parse(url)
            )
        )
    return marks.get(_DIGEST) == digest


@contextmanager
def _makers_queue(sample: Address) -> Iterator[None]:
    """Hold the lock of those who make the sample: not its writers' lock, for making it writes."""
    from db.store.write_lock import write_lock

    sample.make_folder()
    with write_lock(_beside(sample, "making"), _PATIENCE_S):
        yield


def _make(url: str, digest: str, tell: Progress) -> None:
    sample = Address.parse(url)
    if sample.file.exists():  # of an older version: what was tried out in it stays
        _fill(url, digest, tell)
        return
    new = _beside(sample, "new")
    _remove(new.file)
    try:
        _fill(f"sqlite:///{new.file}", digest, tell)
        new.file.replace(sample.file)
    finally:
        _remove(new.file)


def _fill(url: str, digest: str, tell: Progress) -> None:
    from db.models.reference import Meta
    from db.store.database import open_database
    from db.store.upgrade import upgrade
    from seed import reference

    upgrade(url)
    reference.load(url, _part(tell, 0, _REFERENCE_SHARE))
    load(url, _part(tell, _REFERENCE_SHARE, _PERCENT))
    with open_database(url) as database:
        with database.write() as session:
            reference.put(session, Meta, [{"name": SAMPLE, "value": "1"}, {"name": _DIGEST, "value": digest}])
        if database.address.path is not None:
            # The log is a file of its own: what is renamed must be whole without it.
            with database.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _part(tell: Progress, first: int, last: int) -> Progress:
    """Tell the progress of one part of the work in percent of all of it."""
    return lambda done, total: tell(first + (last - first) * done // max(total, 1), _PERCENT)


def _beside(address: Address, word: str) -> Address:
    return Address("sqlite", address.file.with_name(f"{address.file.stem}.{word}"))


def _remove(file: Path) -> None:
    """Take away a database and what SQLite and the writers keep beside it."""
    for ending in ("", "-wal", "-shm", ".lock"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
