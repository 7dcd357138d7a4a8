"""How long a large file takes to import, and how much memory: `make bench-import`, or with fewer rows among the tests.

The figures are those of the program as a person runs it, start and commit included.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import xlsxwriter

from db.store.upgrade import upgrade
from seed import reference
from tests.bench.report import REPOSITORY, provenance

FILE: Final = REPOSITORY / "docs" / "measured" / "import.json"
ROWS: Final = 100_000
GOALS: Final = {"seconds": 60, "mib": 600}
_PROVINCES: Final = (
    *("Sơn La", "Lào Cai", "Điện Biên", "Hà Giang", "Yên Bái"),
    *("Lai Châu", "Cao Bằng", "Bắc Kạn", "Quảng Trị", "Đắk Lắk"),
)
_HEADINGS: Final = ("Tỉnh", "indicator", "period", "value", "programmes", "note")
_FIRST_DAY: Final = datetime(2016, 1, 1)  # noqa: DTZ001 - a cell has no zone


def write_results(path: Path, rows: int) -> None:
    """A workbook of results: ten provinces, nine years, two programmes; no two alike."""
    random = Random(rows)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, _HEADINGS)
        for row in range(1, rows + 1):
            page.write_string(row, 0, random.choice(_PROVINCES))
            page.write_string(row, 1, "support_points")
            page.write_datetime(row, 2, _FIRST_DAY + timedelta(days=random.randrange(3400)), day)
            page.write_number(row, 3, random.randrange(1000, 5000))
            page.write_string(row, 4, random.choice(("GNBV16", "NTM16")))
            page.write_string(row, 5, f"báo cáo {row}")


def measure(rows: int, folder: Path) -> dict[str, Any]:
    """Import such a file into a new SQLite database: seconds, seconds of CPU, MiB at the most, records added."""
    file, url = folder / "results.xlsx", f"sqlite:///{folder / 'import.db'}"
    write_results(file, rows)
    upgrade(url)
    reference.load(url)
    command = [sys.executable, "-m", "tui.main", "import", str(file), "--kind", "result", "--json", "--database", url]
    environment = {**os.environ, "TIENDO_DATA_FOLDER": str(folder)}
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE) as program:
        answer = program.stdout.read() if program.stdout else b""
        _pid, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    added = json.loads(answer)["added"] if program.returncode == 0 else 0
    return {
        "rows": rows,
        "added": added,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "mib": used.ru_maxrss // 1024,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write the figures; status 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--file", type=Path, default=FILE)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(given.rows, Path(folder))
    passed = measured["added"] == given.rows and all(measured[name] <= goal for name, goal in GOALS.items())
    load = os.getloadavg()[0]
    whole = {**provenance(), "load": round(load, 1), "goals": GOALS, "measured": measured, "passed": passed}
    given.file.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(whole, indent=1) + "\n")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
