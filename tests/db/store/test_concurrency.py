"""Several processes write the same and different provinces: no error, no gap, one sum."""

from __future__ import annotations

import multiprocessing
from multiprocessing.queues import Queue

from db.store.check import check
from db.store.database import open_database
from db.store.reader import open_reader
from tests.db.store.raw import PROVINCES, RawFact, post

WRITERS = 4
EACH = 25


def write(url: str, writer: int, problems: Queue[str]) -> None:
    province = PROVINCES[writer % 2]
    try:
        with open_database(url) as database:
            for number in range(EACH):
                post(database, province, 1 + writer * EACH + number, RawFact(value=writer, programmes=("*", "P1")))
    except BaseException as error:
        problems.put(f"{type(error).__name__}: {error}")
        raise


def test_writers_in_several_processes(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    problems: Queue[str] = context.Queue()
    writers = [context.Process(target=write, args=(url, number, problems)) for number in range(WRITERS)]
    for process in writers:
        process.start()
    for process in writers:
        process.join(120)
    assert [process.exitcode for process in writers] == [0] * WRITERS, problems.get(timeout=5)
    with open_reader(url) as reader:
        for index in (0, 1):
            numbers = reader.rows(
                "SELECT seq FROM journal WHERE province_code = :province ORDER BY seq", {"province": PROVINCES[index]}
            )
            assert [row[0] for row in numbers] == list(range(1, WRITERS // 2 * EACH + 1))
        ((total,),) = reader.rows("SELECT sum(total) FROM rollup_year WHERE programme = '*'")
    assert total == EACH * sum(range(WRITERS))
    assert check(url) == []


def test_a_writer_that_dies_leaves_the_queue_and_no_rows(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    entered = context.Event()
    process = context.Process(target=hang, args=(url, entered))
    process.start()
    assert entered.wait(30)
    process.kill()
    process.join(30)
    with open_database(url) as database:
        post(database, "A14", 1)
    assert check(url) == []


def hang(url: str, entered: object) -> None:
    import time

    from tests.db.store.raw import journal, write_revision

    with open_database(url) as database, database.write() as session:
        journal(session, write_revision(session, "A14", 7, (RawFact(),)), 1)
        entered.set()  # type: ignore[attr-defined]
        time.sleep(60)
