"""The table that `make bench` prints and the file it writes."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from tests.bench.budgets import Budget
from tests.bench.measuring import Bench, NotMeasuredError
from tests.terminal import ScreenError

REPOSITORY: Final = Path(__file__).parents[2]
BENCH_FILE: Final = REPOSITORY / "docs" / "measured" / "bench.json"


@dataclass(frozen=True)
class Result:
    """A budget with what was measured; `measured` is None where it could not be, and `problem` says why."""

    budget: Budget
    measured: float | None
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether the figure was measured and is within its goal."""
        return self.measured is not None and self.measured <= self.budget.goal


def measure(bench: Bench, budgets: Iterable[Budget]) -> Iterator[Result]:
    """Measure the budgets one after the other; what cannot be measured is a result too."""
    for budget in budgets:
        try:
            yield Result(budget, round(budget.measure(bench), 3))
        except (NotMeasuredError, ScreenError) as error:
            yield Result(budget, None, str(error).partition(" (program")[0])


def committed(file: Path = BENCH_FILE) -> dict[str, float]:
    """The figures of the last committed file, by name; none if there is no such file."""
    shown = _git("show", f"HEAD:{file.relative_to(REPOSITORY).as_posix()}")
    if not shown:
        return {}
    return {figure["name"]: figure["measured"] for figure in json.loads(shown)["figures"] if figure["measured"]}


def table(results: Iterable[Result], before: dict[str, float]) -> str:
    """One line a figure: goal, measured, verdict, and the last committed figure beside it."""
    rows = [("figure", "goal", "measured", "", "committed", "what")]
    for result in results:
        budget = result.budget
        measured = "-" if result.measured is None else f"{_number(result.measured)} {budget.unit}"
        verdict = "pass" if result.passed else "MISS"
        last = before.get(budget.name)
        what = f"{budget.what}: {result.problem}" if result.problem else budget.what
        goal = f"≤ {_number(budget.goal)} {budget.unit}"
        rows.append((budget.name, goal, measured, verdict, "-" if last is None else _number(last), what))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row[:5], widths, strict=True)) + "  " + row[5]
        for row in rows
    )


def as_data(results: Iterable[Result], before: dict[str, float]) -> dict[str, Any]:
    """What the file holds: commit, date, machine, and each figure with its goal and the last committed one."""
    return {
        **provenance(),
        "figures": [
            {
                "name": result.budget.name,
                "what": result.budget.what,
                "unit": result.budget.unit,
                "goal": result.budget.goal,
                "measured": result.measured,
                "passed": result.passed,
                "committed": before.get(result.budget.name),
                **({"problem": result.problem} if result.problem else {}),
            }
            for result in results
        ],
    }


def provenance() -> dict[str, Any]:
    """What was measured when, and on what."""
    return {
        "commit": _git("rev-parse", "HEAD").strip(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
    }


def machine() -> dict[str, Any]:
    """What the figures depend on: processor, cores, kernel, Python and Textual."""
    cpu = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    cpu = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), cpu)
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "textual": version("textual"),
    }


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.2f}"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""
