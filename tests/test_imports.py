"""What the first frame waits for stays light: no module of it imports the database layer or Polars.

Each module is imported in a process of its own, for what other tests have imported says nothing.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("sqlmodel", "sqlalchemy", "polars", "typer", "alembic", "pydantic", "psycopg")
REPOSITORY = Path(__file__).parent.parent

LIGHT = [
    "db.settings",
    "db.language",
    "db.models.text",
    "db.models.figure",
    "db.models.period",
    "db.models.kinds",
    "db.store.place",
    "db.store.reader",
    "db.store.watch",
    "db.summary.views",
    "tui.main",
    "tui.app",
    "tui.keys",
    "tui.format",
]
"""Modules that the first frame needs; every screen and widget is added below."""

LIGHT += sorted(
    f"tui.{folder}.{path.stem}"
    for folder in ("screens", "widgets")
    for path in (REPOSITORY / "tui" / folder).glob("*.py")
    if path.stem != "__init__"
)

PROGRAM = """
import importlib, sys
importlib.import_module(sys.argv[1])
print(" ".join(sorted(set(sys.argv[2:]) & set(sys.modules))))
"""


def present(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("name", [name for name in LIGHT if present(name)])
def test_the_first_frame_imports_nothing_heavy(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, name, *HEAVY], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [], f"importing {name} loads {done.stdout}"


def test_the_check_sees_a_heavy_import() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "sqlmodel", *HEAVY], capture_output=True, text=True, check=True
    )
    assert {"sqlmodel", "sqlalchemy", "pydantic"} <= set(done.stdout.split())


def test_a_save_on_sqlite_loads_no_postgresql() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "db.entry.saving", "sqlalchemy.dialects.postgresql", "sqlmodel"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["sqlmodel"]
