"""The frame of the bench works: on a trivial program that moves a cursor, and on made-up figures."""

import json
import sys
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.budgets import BUDGETS, Budget
from tests.bench.measuring import Bench, NotMeasuredError, Start, Walked, quantile
from tests.bench.report import Result, as_data, measure, table
from tests.bench.subject import SAMPLE, Subject, Walk
from tests.terminal import Answer, Memory, ScreenError

TRIVIAL = """
import os, tty
tty.setraw(0)
os.write(1, b"loading")
os.write(1, b"\\x1b[2J\\x1b[H1.300")
while True:
    data = os.read(0, 64)
    if data == b"\\x1b[B":
        os.write(1, b"x" * 10)
"""


@pytest.fixture
def trivial() -> Subject:
    walks = {"rows": Walk(keys=("down",) * 12), "dead": Walk(keys=("up",) * 5)}
    return Subject((sys.executable, "-c", TRIVIAL), r"1\.300", walks=walks)


@pytest.mark.pty
def test_a_trivial_program_is_measured_against_bare_textual(trivial: Subject, tmp_path: Path) -> None:
    bench = Bench(trivial, tmp_path, pairs=1, quick=True)
    assert 0 < bench.ratio(lambda start: start.first_frame_ms) < 1
    assert 0 < bench.ratio(lambda start: start.figures_ms) < 1
    assert bench.start_bytes() == len("loading\x1b[2J\x1b[H1.300")
    assert bench.idle_bytes == 0
    walked = bench.walk("rows")
    assert bench.walk("rows") is walked
    assert walked.bytes_a_key() == 10
    assert 0 < walked.latency(0.5) <= walked.latency(0.95) < 100
    assert walked.memory.peak > 1
    with pytest.raises(NotMeasuredError, match="5 of 5 keys"):
        bench.walk("dead").latency(0.5)
    with pytest.raises(NotMeasuredError, match="flying"):
        bench.walk("flying")


@pytest.mark.pty
def test_the_command_writes_a_table_and_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "trivial.py").write_text(TRIVIAL)
    file = tmp_path / "bench.json"
    command = f"{sys.executable} {tmp_path / 'trivial.py'}"
    arguments = ["--quick", "--only", "early-key", "--only", "idle-*", "--figures", r"1\.300", "--json", str(file)]
    assert main(["--command", command, *arguments]) == 0
    data = json.loads(file.read_text())
    assert set(data) == {"commit", "date", "machine", "figures"}
    assert [figure["name"] for figure in data["figures"]] == ["early-key", "idle-bytes"]
    out = capsys.readouterr().out
    assert "pass" in out
    assert main(["--command", command, "--quick", "--only", "screens-p50", "--figures", r"1\.300"]) == 1
    assert "keys had no answer" in capsys.readouterr().out


def test_ratios_are_medians_of_pairs(trivial: Subject, tmp_path: Path) -> None:
    bench = Bench(trivial, tmp_path)
    bench.starts = [(Start(ours, 0, 9), Start(bare, 0, 9)) for ours, bare in [(2, 1), (30, 10), (100, 1)]]
    assert bench.ratio(lambda start: start.first_frame_ms) == 3


def test_quantiles_are_values_that_were_measured() -> None:
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile(list(range(100)), 0.95) == 95
    assert quantile([7], 0.95) == 7


def test_a_few_silent_keys_do_not_count_as_fast() -> None:
    answers = [Answer(1, 4, 100)] * 19 + [Answer(None, None, 0)]
    assert Walked(tuple(answers), Memory(0, 0)).latency(0.95) == 4


def test_a_budget_that_cannot_be_measured_is_missed_and_says_why(trivial: Subject, tmp_path: Path) -> None:
    def fail(bench: Bench) -> float:
        raise ScreenError("'Sơn La' never came (program running); the screen:\n…")

    budgets = [
        Budget("ok", "fast", 10, "ms", lambda bench: 9.5),
        Budget("slow", "slow", 10, "ms", lambda bench: 1234.5),
        Budget("lost", "lost", 10, "ms", fail),
    ]
    results = list(measure(Bench(trivial, tmp_path), budgets))
    assert [(result.measured, result.passed) for result in results] == [(9.5, True), (1234.5, False), (None, False)]
    lines = table(results, {"ok": 8.0}).splitlines()
    assert lines[1].split()[:7] == ["ok", "≤", "10", "ms", "9.50", "ms", "pass"]
    assert "MISS" in lines[2]
    assert lines[3].endswith("lost: 'Sơn La' never came")
    assert as_data(results, {"ok": 8.0})["figures"][0]["committed"] == 8.0


def test_budgets_have_names_of_their_own_and_their_walks_exist() -> None:
    assert len({budget.name for budget in BUDGETS}) == len(BUDGETS)
    assert {"rows", "pages", "typing", "fields", "panels", "screens", "entering"} <= set(SAMPLE.walks)


def test_a_result_within_its_goal_passes() -> None:
    budget = Budget("b", "b", 0, "B", lambda bench: 0)
    assert Result(budget, 0).passed
    assert not Result(budget, 1).passed
