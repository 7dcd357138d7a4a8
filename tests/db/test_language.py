"""The language: switched while running, found in an installation, and absent without harm."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from db import language
from db.language import N_, _, ngettext


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The module as it would find a small catalogue of its own."""
    words = Catalog(locale="vi")
    words.add("Find", "Tìm")
    words.add(("{n} class", "{n} classes"), ("{n} lớp",))
    folder = tmp_path / "locale/vi/LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "tiendo.mo").open("wb") as out:
        write_mo(out, words)
    monkeypatch.setattr(language, "__file__", str(tmp_path / "language.py"))
    language._load.cache_clear()
    yield folder / "tiendo.mo"
    language.use("en")
    language._load.cache_clear()


def test_a_switch_shows_at_the_next_call(catalogue: Path) -> None:
    title = N_("Find")
    language.use("en")
    assert (language.language(), _(title), ngettext("{n} class", "{n} classes", 1)) == ("en", "Find", "{n} class")
    assert ngettext("{n} class", "{n} classes", 2) == "{n} classes"
    language.use("vi")
    assert (language.language(), _(title)) == ("vi", "Tìm")
    assert {ngettext("{n} class", "{n} classes", n) for n in (0, 1, 2)} == {"{n} lớp"}
    language.use("en")
    assert _(title) == "Find"


def test_what_the_catalogue_lacks_stays_english(catalogue: Path) -> None:
    language.use("vi")
    assert _("not in it") == "not in it"
    assert _("") == ""


@pytest.mark.parametrize("damage", [None, b"", b"not a catalogue at all"])
def test_a_missing_or_damaged_catalogue_leaves_english(catalogue: Path, damage: bytes | None) -> None:
    catalogue.unlink()
    if damage is not None:
        catalogue.write_bytes(damage)
    language.use("vi")
    assert _("Find") == "Find"


def test_the_shipped_catalogue_is_found_from_any_folder(tmp_path: Path) -> None:
    code = "from db import language as l; l.use('vi'); print(type(l._load('vi')).__name__)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(language.__file__).parents[1]), "LANGUAGE": "fr", "LC_ALL": "C"},
    )
    assert run.stdout.strip() == "GNUTranslations"


def test_a_language_that_is_not_spoken_is_refused() -> None:
    spoken = language.language()
    with pytest.raises(ValueError, match="expected one of vi, en"):
        language.use("fr")  # type: ignore[arg-type]
    assert language.language() == spoken


def test_only_the_standard_library_is_imported() -> None:
    code = "import sys; before = set(sys.modules); import gettext, functools, typing; known = set(sys.modules)\n"
    code += "import db.language; print(*sorted(set(sys.modules) - known))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["db", "db.language"]
