"""Settings: where they come from, what they may be, and the sentence for each that may not."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import platformdirs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db import language, settings
from db.setting_file import line_of
from db.settings import Settings, SettingsError, load

SHIPPED = Path(__file__).parents[2] / "config.toml"
DEFAULTS = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def english() -> None:
    language.use("en")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment with an empty home."""
    return {"HOME": str(tmp_path)}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str | bytes, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


# Where settings come from.


def test_the_shipped_file_and_the_dataclasses_know_the_same_settings(home: dict[str, str]) -> None:
    sections = {part.name for part in fields(Settings)} - {"keys", "fixed_day", "sources"}
    assert set(DEFAULTS) == sections | {"keys"}
    loaded = load(environ=home)
    for section in sections:
        assert set(DEFAULTS[section]) == {part.name for part in fields(getattr(loaded, section))}
    assert set(loaded.keys) == set(DEFAULTS["keys"])


def test_the_shipped_defaults_are_what_an_empty_home_gets(home: dict[str, str]) -> None:
    loaded = load(environ=home)
    for section, values in DEFAULTS.items():
        for name, value in values.items():
            if section == "keys":
                assert loaded.keys[name] == tuple(value)
            elif section != "database":
                assert getattr(getattr(loaded, section), name) == value
    assert loaded.database.url == loaded.database.read_url == f"sqlite:///{home['HOME']}/.local/share/tiendo/tiendo.db"
    assert loaded.source_of("screen.language") == str(SHIPPED)


def test_every_setting_of_the_shipped_file_has_a_comment_or_explains_itself() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    for section, values in DEFAULTS.items():
        for name in values:
            line = lines[line_of("\n".join(lines), (section, name)) - 1]
            assert line.startswith(f"{name} = ")
            before = lines[lines.index(line) - 1]
            assert section in {"keys", "thresholds"} or before.startswith("#"), line


def test_the_manual_has_every_setting_with_its_default() -> None:
    manual = (SHIPPED.parent / "docs/configuration.md").read_text(encoding="utf-8")
    for section in DEFAULTS.keys() - {"keys"}:
        for name, value in DEFAULTS[section].items():
            assert f"| `{section}.{name}` | `{json.dumps(value)}` |" in manual


def test_each_source_is_weaker_than_the_next(home: dict[str, str], write: Callable[..., Path]) -> None:
    def seen(**overrides: object) -> tuple[str, str]:
        loaded = load(option, home, **overrides)
        return loaded.place.home_province, loaded.source_of("place.home_province")

    option = None
    own = write('[place]\nhome_province = "B01"', ".config/tiendo/config.toml")
    assert settings.user_config_file(home) == own
    assert seen() == ("B01", str(own))
    named = write('[place]\nhome_province = "B02"', "named.toml")
    home["TIENDO_CONFIG"] = str(named)
    assert seen() == ("B02", str(named))
    option = write('[place]\nhome_province = "B03"', "option.toml")
    assert seen() == ("B03", str(option))
    home["TIENDO_PLACE_HOME_PROVINCE"] = "B04"
    assert seen() == ("B04", "TIENDO_PLACE_HOME_PROVINCE")
    assert seen(place_home_province=None) == ("B04", "TIENDO_PLACE_HOME_PROVINCE")
    assert seen(place_home_province="B05") == ("B05", "command line")


def test_a_partial_file_leaves_the_rest_as_shipped(home: dict[str, str], write: Callable[..., Path]) -> None:
    loaded = load(write('[screen]\nlanguage = "en"\n[keys]\nzoom = ["f8", "j"]\n'), home)
    assert loaded.screen.language == "en"
    assert loaded.screen.theme == DEFAULTS["screen"]["theme"]
    assert loaded.keys["zoom"] == ("f8", "j")
    assert loaded.keys["quit"] == ("ctrl+q",)


def test_only_one_file_is_laid_over_the_shipped_one(home: dict[str, str], write: Callable[..., Path]) -> None:
    write("[screen]\nmouse = true", ".config/tiendo/config.toml")
    assert load(environ=home).screen.mouse
    assert not load(write(""), home).screen.mouse


def test_variables_are_read_as_the_type_of_the_default(home: dict[str, str]) -> None:
    home |= {
        "TIENDO_SCREEN_MOUSE": "True",
        "TIENDO_REFRESH_POLL_MS": "500",
        "TIENDO_KEYS_PANEL_1": "1, f6",
        "TIENDO_KEYS_ZOOM": "",
        "TIENDO_DATABASE_READ_URL": "postgresql://replica/tiendo",
    }
    loaded = load(environ=home)
    assert loaded.screen.mouse is True
    assert loaded.refresh.poll_ms == 500
    assert loaded.keys["panel_1"] == ("1", "f6")
    assert loaded.keys["zoom"] == ("z",)
    assert loaded.database.read_url == "postgresql://replica/tiendo"


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("TIENDO_DISPLAY_THEME", "TIENDO_DISPLAY_THEME: there is no setting display.theme; known are screen.theme."),
        ("TIENDO_LANGUAGE", "there is no setting language; known are screen.language, keys.language."),
        ("TIENDO_KEYS", "TIENDO_KEYS: there is no setting keys"),
    ],
)
def test_a_variable_that_sets_nothing_is_told(home: dict[str, str], variable: str, told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)):
        load(environ=home | {variable: "light"})


def test_a_replica_belongs_to_the_url_it_was_set_beside(home: dict[str, str], write: Callable[..., Path]) -> None:
    path = write('[database]\nurl = "postgresql://main/t"\nread_url = "postgresql://replica/t"')
    assert load(path, home).database.read_url == "postgresql://replica/t"
    sample = settings.sample_database_url(home)
    loaded = load(path, home, database_url=sample)
    assert loaded.database.url == loaded.database.read_url == sample


def test_an_override_that_is_no_setting_is_the_programmers_mistake(home: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="screen_langage"):
        load(environ=home, screen_langage="en")


# What they may be.


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///tiendo.db",
        "sqlite:////srv/hồ sơ/a:b@c.db",
        "postgresql://user@host/tiendo",
        "postgresql+psycopg://user@host:5432/tiendo?sslmode=require",
        "postgresql:///tiendo",
        "postgresql://[::1]:5432/tiendo",
        "postgresql:///tiendo?host=/run/postgresql",
    ],
)
def test_urls_of_files_and_servers(url: str, home: dict[str, str], write: Callable[..., Path]) -> None:
    assert load(write(f'[database]\nurl = "{url}"'), home).database.url == url


def test_a_password_may_stand_in_the_environment_and_shows_nowhere(home: dict[str, str]) -> None:
    home["TIENDO_DATABASE_URL"] = "postgresql://user:secret@host/tiendo"
    loaded = load(environ=home)
    assert loaded.database.url == home["TIENDO_DATABASE_URL"]
    assert "secret" not in repr(loaded)
    for url in ("postgres://user:secret@host", "postgresql://host/?password=secret&x=1"):
        with pytest.raises(SettingsError) as caught:
            load(environ=home, database_url=url)
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("?", "question_mark"),
        ("/", "slash"),
        ("+", "plus"),
        ("Ctrl + S", "ctrl+s"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("ctrl++", "ctrl+plus"),
        ("F12", "f12"),
        ("N", "N"),
        ("<", "less_than_sign"),
        ("ctrl+w", "ctrl+w"),
    ],
)
def test_keys_are_named_as_textual_names_them(written: str, name: str, home: dict[str, str]) -> None:
    taken = {action: [] for action, keys in DEFAULTS["keys"].items() if name in keys}
    loaded = load(environ=home, keys_zoom=[written], **{f"keys_{action}": keys for action, keys in taken.items()})
    assert loaded.keys["zoom"] == (name,)


def test_default_keys_are_known_to_textual_and_f_keys_have_a_twin(home: dict[str, str]) -> None:
    from textual.keys import _character_to_key

    for action, keys in load(environ=home).keys.items():
        for key in keys:
            assert len(key) > 1 or _character_to_key(key) == key
        f_keys = {key for key in keys if key[0] == "f" and key[1:].isdigit()}
        assert not f_keys or set(keys) - f_keys, action


def test_character_names_are_textuals(home: dict[str, str]) -> None:
    from textual.keys import _character_to_key

    for code in range(0x21, 0x7F):
        character = chr(code)
        if character in "wW[],":  # a comma parts keys in a variable, not in a list
            continue
        mine = load(environ=home, **{f"keys_{a}": [] for a in DEFAULTS["keys"]} | {"keys_zoom": [character]})
        assert mine.keys["zoom"] == (_character_to_key(character),)


# What is refused.

CASES = [
    ("[screen]\n\nlangage = 'en'", 3, "there is no setting screen.langage; is it screen.language?"),
    ("[screen]\nxyzzy = 1", 2, "there is no setting screen.xyzzy; known are language, theme, mouse, order."),
    ('[screen]\n"a\\nb\\u001b" = 1', 2, r"there is no setting screen.a\nb\x1b;"),
    ("[sceen]\nlanguage = 'en'", 1, "there is no setting sceen; is it screen?"),
    ("[qqqq]", 1, "there is no setting qqqq; known are database, place"),
    ("# mine\ntheme = 'light'", 2, "theme stands in no section; is it screen.theme?"),
    ("screen = 5", 1, "screen is 5, expected the section [screen]."),
    ("[[screen]]", 1, "screen is [{}], expected the section [screen]."),
    ("[screen]\nmouse = false\nlanguage = 'fr'", 3, 'screen.language is "fr", expected one of "vi", "en".'),
    ("screen.theme = 'blue'", 1, 'screen.theme is "blue", expected one of "dark", "light", "ansi".'),
    ("screen = { mouse = 1 }", 1, "screen.mouse is 1, expected true or false."),
    ("[refresh]\npoll_ms = true", 2, "refresh.poll_ms is true, expected a whole number from 50 to 60000."),
    ("[refresh]\npoll_ms = 10", 2, "refresh.poll_ms is 10, expected a whole number"),
    ("[refresh]\nhighlight_s = nan", 2, "refresh.highlight_s is nan, expected a whole number"),
    ("[thresholds]\nbehind_percent = 120", 2, "expected a whole number from 1 to 100."),
    ("[place]\nhome_province = '14'", 2, 'place.home_province is "14", expected an era and a province code'),
    ("[place]\ntime_zone = 'Hà Nội'", 2, 'place.time_zone is "Hà Nội", expected a time zone such as'),
    ("[place]\ntime_zone = '../etc/passwd'", 2, "expected a time zone such as"),
    ("[database]\nurl = 'mysql://host/db'", 2, 'database.url is "mysql://host/db", expected a url such as'),
    ("[database]\nurl = 'sqlite://'", 2, "expected a url such as"),
    ("[database]\nurl = 'sqlite:///:memory:'", 2, "expected a file: a database in memory"),
    ("[database]\nurl = 'postgresql://host'", 2, "expected a url such as"),
    ("[database]\n\nread_url = 'postgresql://u:p@h/d'", 3, "database.read_url tells a password; keep it in ~/.pgpass"),
    ("[database]\nurl = 'postgresql:///d?password=p'", 2, "database.url tells a password"),
    ("[keys]\nzoom = 'z'", 2, 'keys.zoom is "z", expected a list of keys such as ["ctrl+s", "f2"].'),
    ("[keys]\nzoom = [\n  1,\n]", 2, "keys.zoom is [1], expected a list of keys"),
    ("[keys]\nzoom = ['ctlr+z']", 2, 'expected keys such as "ctrl+s", "f2", "n" or "?", and "ctlr+z" is none.'),
    ("[keys]\nzoom = ['']", 2, 'and "" is none.'),
    ("[keys]\nzoom = ['w']", 2, "expected another key than w, which Vietnamese keyboards rewrite"),
    ("[keys]\nzoom = ['[']", 2, "expected another key than [, which"),
    ("[keys]\nfly = ['x']\n", 2, "there is no setting keys.fly"),
    ("[keys]\nunits = ['j']\nzoom = ['n']", 3, "the key n of keys.zoom serves keys.new already; change one of them."),
    ("[screen]\nlanguage =", 2, "this is not TOML (Invalid value)."),
    ("[screen]\nmouse = true\nmouse = true", 3, "this is not TOML (Cannot overwrite a value)."),
]


@pytest.mark.parametrize(("text", "line", "sentence"), CASES, ids=[text for text, _line, _sentence in CASES])
def test_a_refusal_names_file_line_and_what_was_expected(
    text: str, line: int, sentence: str, home: dict[str, str], write: Callable[..., Path]
) -> None:
    path = write(text)
    with pytest.raises(SettingsError) as caught:
        load(path, home)
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_hidden_mistake_is_still_a_mistake(home: dict[str, str], write: Callable[..., Path]) -> None:
    home["TIENDO_SCREEN_THEME"] = "light"
    with pytest.raises(SettingsError, match="line 2"):
        load(write("[screen]\ntheme = 'blue'"), home)


@pytest.mark.parametrize(
    ("variable", "text", "sentence"),
    [
        (
            "TIENDO_SCREEN_LANGAGE",
            "en",
            "TIENDO_SCREEN_LANGAGE: there is no setting screen.langage; is it screen.language?",
        ),
        ("TIENDO_SCREEN_MOUSE", "yes", 'TIENDO_SCREEN_MOUSE: screen.mouse is "yes", expected true or false.'),
        ("TIENDO_REFRESH_POLL_MS", "9" * 5000, "TIENDO_REFRESH_POLL_MS: refresh.poll_ms is"),
        ("TIENDO_REFRESH_POLL_MS", "٢٥٠", "expected a whole number"),
        ("TIENDO_KEYS_FIND", "n", "TIENDO_KEYS_FIND: the key n of keys.find serves keys.new already"),
        ("TIENDO_TODAY", "20250101", 'TIENDO_TODAY: the day is "20250101", expected YYYY-MM-DD.'),
        ("TIENDO_TODAY", "2025-02-30", "expected YYYY-MM-DD."),
        ("TIENDO_CONFIG", "/nowhere/x.toml", "/nowhere/x.toml: there is no such configuration file."),
    ],
)
def test_a_wrong_variable_is_named(variable: str, text: str, sentence: str, home: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as caught:
        load(environ=home | {variable: text})
    assert sentence in str(caught.value)


def test_files_that_cannot_be_read(home: dict[str, str], tmp_path: Path, write: Callable[..., Path]) -> None:
    for path, sentence in [
        (tmp_path, "this is no file"),
        (write(b"[screen]\n# H\xe0 N\xf4i\n"), "mine.toml, line 2: this is not UTF-8"),
        (write("a = " + "[" * 5000, "deep.toml"), "this is not a configuration"),
        (write("a = " + "9" * 5000, "long.toml"), "this is not a configuration"),
        (tmp_path / ("x" * 300), "cannot be read"),
    ]:
        with pytest.raises(SettingsError, match=sentence):
            load(path, home)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(home: dict[str, str], write: Callable[..., Path]) -> None:
    assert load(write("\ufeff[screen]\r\nlanguage = 'en'\r\n"), home).screen.language == "en"
    with pytest.raises(SettingsError, match="line 3"):
        load(write("[screen]\r\nlanguage = 'en'\r\ntheme = 'x'\r\n"), home)


def test_refusals_speak_the_language_in_use(home: dict[str, str], write: Callable[..., Path]) -> None:
    language.use("vi")
    with pytest.raises(SettingsError, match=r"screen\.theme"):
        load(write("[screen]\ntheme = 'blue'"), home)


WORDS = ["[screen]", "[keys]", "[database]", "[place", "language", "url", "zoom", "poll_ms", '"vi"', "'sqlite:///x'"]
MARKS = ["=", " = ", ".", '"', "'''", "[", "]", "{", "}", ",", "true", "1", "1e9", "nan", "\n", "\r\n", "#", "\\u"]
SCRAPS = st.sampled_from(WORDS + MARKS)
TOMLISH = st.one_of(st.text(), st.lists(st.one_of(SCRAPS, st.text(max_size=3))).map("".join))


@given(text=TOMLISH)
@example(text="[screen]\nlanguage.x.y = 1")
def test_no_text_gives_anything_but_settings_or_a_sentence(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    said = None
    try:
        load(path, {"HOME": "/nowhere"})
    except SettingsError as error:
        said = str(error)
    assert said is None or (said.startswith(str(path)) and len(said.splitlines()) == 1)


@given(
    before=st.lists(st.sampled_from(["", "# note", "a = 1", 'b = """\nx = 1\n"""', "c = [\n1,\n\n2]"]), unique=True),
    written=st.sampled_from(["wanted = 1", "wanted = [\n  1,\n]", '"want\\u0065d" = """\n\n"""', "wanted.deep = 1"]),
    after=st.lists(st.sampled_from(["", "# wanted = 1", "z = '''\nwanted = 2\n'''"]), unique=True),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_the_line_of_a_setting_is_found_however_it_is_written(
    before: list[str], written: str, after: list[str], end: str
) -> None:
    text = "\n".join(["[part]", *before, written, *after])
    wanted = text[: text.index("\n" + written) + 1].count("\n") + 1
    assert line_of(text.replace("\n", end), ("part", "wanted")) == wanted
    assert line_of(text.replace("\n", end), ("part",)) == 1


# Days and folders.


def test_the_day_is_fixed_by_a_variable_or_read_where_the_program_is_used(home: dict[str, str]) -> None:
    assert load(environ=home | {"TIENDO_TODAY": "2018-12-31"}).today() == date(2018, 12, 31)
    loaded = load(environ=home)
    assert loaded.zone().utcoffset(None) == timedelta(hours=7)
    assert abs((loaded.today() - datetime.now(UTC).date()).days) <= 1
    assert load(environ=home, place_time_zone="UTC").zone().utcoffset(datetime(2020, 1, 1)) == timedelta(0)  # noqa: DTZ001


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("base", ["", "/srv/base"])
def test_folders_are_those_of_platformdirs(base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, base)
    monkeypatch.delenv("TIENDO_DATA_FOLDER", raising=False)
    assert settings.user_config_file() == Path(platformdirs.user_config_dir("tiendo")) / "config.toml"
    assert settings.data_folder() == Path(platformdirs.user_data_dir("tiendo"))
    if not base:
        assert settings.state_folder() == Path(platformdirs.user_state_dir("tiendo"))


def test_one_variable_moves_all_data(home: dict[str, str], tmp_path: Path) -> None:
    home["TIENDO_DATA_FOLDER"] = str(tmp_path / "data")
    assert settings.data_folder(home) == tmp_path / "data"
    assert settings.default_database_url(home) == f"sqlite:///{tmp_path}/data/tiendo.db"
    assert settings.sample_database_url(home) == f"sqlite:///{tmp_path}/data/sample.db"
    assert settings.state_folder(home).is_relative_to(tmp_path / "data")


def test_drafts_are_for_nobody_else(home: dict[str, str]) -> None:
    folder = settings.state_folder(home)
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    assert settings.state_folder(home).stat().st_mode & 0o777 == 0o700


def test_a_folder_for_drafts_that_cannot_be_made(home: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".local").write_text("a file in the way")
    with pytest.raises(SettingsError, match="the folder for drafts cannot be made"):
        settings.state_folder(home)


# What the first frame waits for.


def test_settings_and_language_import_nothing_heavy() -> None:
    code = "import sys, db.settings as s; s.load(); print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    own = {"db", "tomli", *sys.stdlib_module_names}
    assert {name for name in loaded - own if not name.endswith("__mypyc") and not name.startswith("_")} == set()
    assert not loaded & {"zoneinfo", "difflib", "json", "subprocess", "asyncio"}
