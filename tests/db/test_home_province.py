"""A person's province in the person's own file: nothing else of the file changes."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from db.home_province import remember_home
from db.settings import SettingsError, load


def test_a_file_is_made_that_the_settings_read(tmp_path: Path) -> None:
    path = tmp_path / "tiendo" / "config.toml"
    remember_home(path, "B14")
    assert path.read_text() == '[place]\nhome_province = "B14"\n'
    assert load(path, {"HOME": str(tmp_path)}).place.home_province == "B14"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# of mine",
        '[screen]\nlanguage = "en"',
        '[place] # mine\ntime_zone = "Asia/Ho_Chi_Minh"\n\n[screen]\nlanguage = "en"\n',
        "[place]\n",
        "[screen]\r\nmouse = true\r\n",
    ],
)
def test_what_is_in_the_file_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    path.chmod(0o600)
    remember_home(path, "B14")
    found = path.read_bytes().decode()
    assert [line for line in text.split() if line not in found] == []
    before = tomli.loads(text)
    assert tomli.loads(found) == before | {"place": before.get("place", {}) | {"home_province": "B14"}}
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_choice_made_before_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[place]\nhome_province = "A14"\n')
    remember_home(path, "B15")
    assert path.read_text() == '[place]\nhome_province = "A14"\n'


@pytest.mark.parametrize("text", ['place = { time_zone = "UTC" }\n', 'place.time_zone = "UTC"\n', "[place\n"])
def test_where_no_line_is_safe_the_file_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(SettingsError):
        remember_home(path, "B14")
    assert path.read_text() == text


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"config\.toml"):
        remember_home(tmp_path / "file" / "config.toml", "B14")
