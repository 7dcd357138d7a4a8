"""`python -m tests.bench`: measure the budgets, print one table, write one file.

A full run on tiendo writes docs/measured/bench.json; a part of it (--only, --quick, --command) writes a file only where
--json names one. The exit status is 1 if a figure missed its goal.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import tempfile
from fnmatch import fnmatch
from pathlib import Path

from tests.bench import report
from tests.bench.budgets import BUDGETS
from tests.bench.measuring import Bench
from tests.bench.subject import SAMPLE, WALKS, Subject


def main(arguments: list[str] | None = None) -> int:
    """Run the bench."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.split("\n\n")[0])
    parser.add_argument("--pairs", type=int, metavar="N", help="interleaved pairs of starts (15; 3 with --quick)")
    parser.add_argument("--only", action="append", metavar="NAME", help="this budget only; * and ? match, repeatable")
    parser.add_argument("--quick", action="store_true", help="few pairs and short walks: to see that it works")
    parser.add_argument("--command", metavar="COMMAND", help="measure this in place of tiendo --sample")
    parser.add_argument("--figures", metavar="REGEX", help="what is on the screen once the command stands")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result here")
    options = parser.parse_args(arguments)
    budgets = [budget for budget in BUDGETS if not options.only or any(fnmatch(budget.name, o) for o in options.only)]
    if not budgets:
        parser.error(f"no such budget; there are {', '.join(budget.name for budget in BUDGETS)}")
    subject = SAMPLE
    if options.command:
        subject = Subject(tuple(shlex.split(options.command)), options.figures or r"\S", walks=WALKS)
    pairs = options.pairs or (3 if options.quick else 15)
    before = report.committed()
    results = []
    with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as folder:
        bench = Bench(subject, Path(folder), pairs=pairs, quick=options.quick)
        for result in report.measure(bench, budgets):
            print(".", end="", file=sys.stderr, flush=True)  # noqa: T201
            results.append(result)
    print("\n" + report.table(results, before))  # noqa: T201
    file = options.json
    if file is None and not (options.only or options.quick or options.command):
        file = report.BENCH_FILE
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(report.as_data(results, before), ensure_ascii=False, indent=1) + "\n")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
