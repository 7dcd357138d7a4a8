"""The budgets of the screen: each a name, a goal and how it is measured. Add one to the list to have it measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.bench.measuring import Bench


@dataclass(frozen=True)
class Budget:
    """A figure that may not be above its goal.

    `measure` may raise `NotMeasuredError` or `ScreenError`: the budget then counts as missed and says why.
    """

    name: str
    what: str
    goal: float
    unit: str
    measure: Callable[[Bench], float]


def _latency(walk: str, what: str, p50: float, p95: float) -> list[Budget]:
    return [
        Budget(f"{walk}-p50", f"key → last byte, {what}, half within", p50, "ms", lambda b: b.walk(walk).latency(0.5)),
        Budget(
            f"{walk}-p95", f"key → last byte, {what}, 19/20 within", p95, "ms", lambda b: b.walk(walk).latency(0.95)
        ),
    ]


BUDGETS: Final[list[Budget]] = [
    Budget(
        "start-first-frame",
        "start → first frame, against bare Textual",
        1.2,
        "×",
        lambda bench: bench.ratio(lambda start: start.first_frame_ms),
    ),
    Budget(
        "start-figures",
        "start → figures on screen, against bare Textual",
        1.3,
        "×",
        lambda bench: bench.ratio(lambda start: start.figures_ms),
    ),
    Budget("start-bytes", "bytes at start", 25_000, "B", lambda bench: bench.start_bytes()),
    Budget("early-key", "a key 50 ms after the first figures → last byte", 100, "ms", lambda bench: bench.early_key_ms),
    Budget("idle-bytes", "bytes while nothing happens", 0, "B", lambda bench: bench.idle_bytes),
    *_latency("typing", "typing in a form", 5, 20),
    *_latency("cells", "moving between cells of a grid", 5, 16),
    Budget("cells-bytes", "bytes a move between cells", 200, "B", lambda bench: bench.walk("cells").bytes_a_key()),
    *_latency("cell_typing", "typing in a grid", 5, 20),
    Budget(
        "cell_typing-bytes", "bytes a key in a grid", 200, "B", lambda bench: bench.walk("cell_typing").bytes_a_key()
    ),
    Budget("typing-bytes", "bytes a typed character", 200, "B", lambda bench: bench.walk("typing").bytes_a_key()),
    *_latency("rows", "between rows", 5, 16),
    Budget("rows-bytes", "bytes a cursor move", 200, "B", lambda bench: bench.walk("rows").bytes_a_key()),
    *_latency("fields", "between fields", 16, 40),
    Budget("fields-bytes", "bytes a move between fields", 1500, "B", lambda bench: bench.walk("fields").bytes_a_key()),
    *_latency("panels", "between panels", 16, 40),
    *_latency("pages", "between pages", 16, 40),
    *_latency("screens", "between screens", 16, 40),
    Budget(
        "memory-entering",
        "highest memory of a session that saves a record",
        75,
        "MiB",
        lambda bench: bench.walk("entering").memory.peak,
    ),
    Budget(
        "memory-entering-postgresql",
        "the same on PostgreSQL",
        90,
        "MiB",
        lambda bench: bench.on_postgresql.walk("entering").memory.peak,
    ),
    Budget(
        "memory-summaries",
        "highest memory of a command that summarises",
        140,
        "MiB",
        lambda bench: bench.summary_memory_mib,
    ),
]
