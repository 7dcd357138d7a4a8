"""The wheel holds all that a run needs: nothing is read from the checkout."""

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.terminal import Terminal, tiendo_env

REPOSITORY = Path(__file__).parent.parent
PACKAGES = ("db", "seed", "tui")
SAMPLE_PROVINCES = {"Sơn La", "Đắk Lắk", "Hải Dương", "Bạc Liêu", "Lào Cai"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel; no network is needed, the build backend is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--no-cache-dir"]
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, REPOSITORY)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel; it sees the locked dependencies of this one, not the checkout.

    A path that stands in a .pth file gets no .pth file of its own read, so the editable install here stays unseen.
    """
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def run(*command: str | Path, **options: object) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, f"{command}: {done.stderr or done.stdout}"
    return str(done.stdout)


def test_every_file_of_the_packages_is_inside_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    sources = [path for package in PACKAGES for path in (REPOSITORY / package).rglob("*") if path.is_file()]
    expected = {path.relative_to(REPOSITORY).as_posix() for path in sources if "__pycache__" not in path.parts}
    assert inside == expected | {"db/config.toml"}


@pytest.mark.parametrize(
    "pattern",
    [
        "db/config.toml",
        "db/locale/vi/LC_MESSAGES/tiendo.mo",
        "db/migrations/env.py",
        "db/migrations/versions/*.py",
        "db/migrations/sql/sqlite/*.sql",
        "db/migrations/sql/postgresql/*.sql",
        "seed/units/*.csv",
        "seed/reference/*.csv",
        "seed/documents/*.toml",
        "tui/styles/*",
    ],
)
def test_package_data_is_inside(wheel: Path, pattern: str) -> None:
    assert any(Path(name).match(pattern) for name in zipfile.ZipFile(wheel).namelist())


def test_the_installed_packages_are_those_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    program = "import db, seed, tui; print(*(m.__file__ for m in (db, seed, tui)), sep='\\n')"
    places = run(installed / "python", "-c", program, cwd=tmp_path, env=tiendo_env(tmp_path)).split()
    assert all(Path(place).is_relative_to(installed.parent) for place in places)


@pytest.mark.pty
def test_the_installed_program_shows_the_sample_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    env = tiendo_env(tmp_path)
    folder = tmp_path / "empty"
    folder.mkdir()
    with Terminal([str(installed / "tiendo"), "--sample"], env=env, cwd=folder) as terminal:
        terminal.wait(r"Sơn La.*\d", timeout=120)
        terminal.settle()
        assert all(name in terminal.text() for name in SAMPLE_PROVINCES)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    summary = run(installed / "tiendo", "summary", "--sample", "--format", "json", cwd=folder, env=env)
    assert {shown["province"]["name"] for shown in json.loads(summary)["provinces"]} == SAMPLE_PROVINCES
    assert not list(folder.iterdir())
