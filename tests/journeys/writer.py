"""Another person at work, in a process of its own: saves what it is told and says when each save was acknowledged.

    python -m tests.journeys.writer URL PROVINCE YEAR [PERIODS…]

Each line on standard input is a percentage; it is saved as the result of Đắk Lắk's residential clusters (the first
line enters it, later ones edit it), and the answer is the monotonic clock in ms when the save came back.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

from db.entry.gates import Person
from db.entry.saving import save
from db.models.figure import Figure
from db.models.period import Period
from db.store.database import open_database
from tests.journeys.dashboard import ROOT


class Writer:
    """The same from the test's side: starts the process and talks to it."""

    def __init__(self, url: str, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.writer", url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=env,
            cwd=ROOT,
        )
        assert self._told() == "ready"

    def save(self, percent: int) -> float:
        """Save a result; when it was acknowledged, in ms of the monotonic clock."""
        assert self._process.stdin is not None
        print(percent, file=self._process.stdin, flush=True)
        return float(self._told())

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate(timeout=10)

    def _told(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Save line by line."""
    record = parent = None
    with open_database(sys.argv[1]) as database:
        _tell("ready")
        for line in sys.stdin:
            content: dict[str, Any] = {
                "indicator": "clusters_informed",
                "period": Period.year(2020).as_content(),
                "value": Figure.of(int(line) * 100).as_content(),
                "programmes": ["GNBV16"],
            }
            saved = save(
                database,
                person=Person("mai"),
                province_code="A66",
                kind="result",
                content=content,
                record_id=record,
                parent=parent,
                override="thử",
            )
            record, parent = saved.record_id, saved.revision_id
            _tell(str(time.monotonic() * 1000))


if __name__ == "__main__":
    main()
