"""Measures what the screens ask of a whole country's figures: `make bench-scale`, or `python -m tests.bench.scale`.

Each question is asked once to warm up and then timed; the median counts. Module imports are not counted. A run over all
questions at the full size writes docs/measured/scale.json; any other run writes a file only where --json names one.
The exit status is 1 if a figure missed its goal.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from db.store.reader import Reader, open_reader
from db.summary import overview, province
from db.summary.past import Moment, end_of
from db.summary.tables import SUMMARIES, Choice, read_table
from tests.bench import report
from tests.bench.budgets import Budget
from tests.bench.national_scale import LAST_DAY, SEED, build, row_counts

FACTS: Final = 5_000_000
FILE: Final = report.BENCH_FILE.with_name("scale.json")
PROVINCE: Final = "A14"
YEAR: Final = 2024
ROUNDS: Final = 7
_SLOW_MS: Final = 10_000
"""What takes longer is timed once."""


@dataclass(frozen=True)
class Question:
    """What is asked of a database, and within how many milliseconds the answer must be there."""

    name: str
    what: str
    goal_ms: float
    ask: Callable[[Reader], object]

    @property
    def budget(self) -> Budget:
        """The same for the bench's report; the measuring is done here."""
        return Budget(self.name, self.what, self.goal_ms, "ms", lambda _bench: 0.0)


def _overview(reader: Reader, year: int | None, as_of: Moment | None = None) -> object:
    return overview.read(reader, year=year, programme=None, today=LAST_DAY, as_of=as_of)


def _province(reader: Reader, year: int | None, as_of: Moment | None = None) -> object:
    return province.read(reader, PROVINCE, year=year, programme=None, today=LAST_DAY, as_of=as_of)


def _table(name: str, key: str | None) -> Callable[[Reader], object]:
    choice = Choice(LAST_DAY, "vi", province=key, year=YEAR, indicator=SUMMARIES[name].indicator)
    return lambda reader: read_table(reader, name, choice)


def _tables() -> list[Question]:
    """The summaries as tables, of a province and of the whole country where they can be narrowed to one."""
    questions = []
    for name, summary in SUMMARIES.items():
        quick = name in ("ranking", "trend", "pace")
        said = "unit costs and outliers" if name == "cost" else name
        if "province" in summary.filters:
            what = f"{said} of a province and year"
            questions.append(Question(f"{name}-province", what, 150 if quick else 500, _table(name, PROVINCE)))
        what = f"{said} of a year, nationally"
        questions.append(Question(f"{name}-national", what, 150 if quick else 2000, _table(name, None)))
    return questions


MONTH_AGO: Final = end_of(LAST_DAY - timedelta(days=30), UTC)
QUESTIONS: Final[Sequence[Question]] = (
    Question("national-table", "national table of a year, as the overview shows it", 30, lambda r: _overview(r, YEAR)),
    Question("overview-all-years", "all provinces over all years", 500, lambda r: _overview(r, None)),
    Question("province-card", "province card of a year, with all its records", 150, lambda r: _province(r, YEAR)),
    Question("province-all-years", "a province's page of all years", 500, lambda r: _province(r, None)),
    *_tables(),
    Question("as-of-province", "a province's page as of a month ago", 300, lambda r: _province(r, YEAR, MONTH_AGO)),
    Question("as-of-national", "all provinces as of a month ago", 300, lambda r: _overview(r, YEAR, MONTH_AGO)),
)


def measure(path: Path, questions: Sequence[Question], rounds: int = ROUNDS) -> Iterator[report.Result]:
    """Ask each question `rounds` times; the result is the median in milliseconds."""
    with open_reader(f"sqlite:///{path}") as reader, _started():
        for question in questions:
            started = time.perf_counter()
            question.ask(reader)
            slow = (time.perf_counter() - started) * 1000 > _SLOW_MS
            took = []
            for _round in range(1 if slow else rounds):
                started = time.perf_counter()
                question.ask(reader)
                took.append((time.perf_counter() - started) * 1000)
            yield report.Result(question.budget, round(statistics.median(took), 3))


@contextmanager
def _started() -> Iterator[None]:
    """What was imported is not looked through for garbage again, as in a dashboard that has started."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__.split("\n\n")[0])
    parser.add_argument("--facts", type=int, default=FACTS, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--database", type=Path, metavar="FILE", help="measure this one; it is made if it is not there")
    parser.add_argument("--only", action="append", metavar="NAME", help="this question only; * and ? match, repeatable")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result here")
    options = parser.parse_args(arguments)
    asked = [one for one in QUESTIONS if not options.only or any(fnmatch(one.name, only) for only in options.only)]
    if not asked:
        parser.error(f"no such question; there are {', '.join(one.name for one in QUESTIONS)}")
    before = report.committed(FILE)
    with tempfile.TemporaryDirectory(prefix="tiendo-scale-") as folder:
        path: Path = options.database or Path(folder) / "national.db"
        if not path.exists():
            build(path, options.facts, seed=options.seed, tell=lambda said: print(said, file=sys.stderr, flush=True))  # noqa: T201
        counts = row_counts(path)
        results = list(measure(path, asked, options.rounds))
    print("\n".join(f"{name:<16} {count:>12,}" for name, count in counts.items()))  # noqa: T201
    print("\n" + report.table(results, before))  # noqa: T201
    file = options.json or (FILE if counts["fact"] >= FACTS and not options.only else None)
    if file is not None:
        data = report.as_data(results, before) | {"seed": options.seed, "rows": counts}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
