"""The settings of one run: read from config.toml, a file of the user's and the environment, checked, then frozen.

Strongest first: what the caller overrides (command line options), TIENDO_<SECTION>_<KEY>, then one file over the
shipped config.toml: the one named by --config, else by TIENDO_CONFIG, else the user's own. A wrong name or value
anywhere raises SettingsError, so that nothing starts half-configured. The first frame waits for this module: it
imports tomli and the standard library.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from db import setting_rules as rules
from db.language import LANGUAGES, Language, _
from db.setting_file import SettingFile, SettingsError, read_file

__all__ = [
    "Database",
    "Place",
    "Refresh",
    "Screen",
    "Settings",
    "SettingsError",
    "Thresholds",
    "data_folder",
    "default_database_url",
    "load",
    "sample_database_url",
    "state_folder",
    "user_config_file",
]

Environment = Mapping[str, str]

_PREFIX = "TIENDO_"
_COMMAND_LINE = "command line"


def _ruled(rule: rules.Rule, *, shown: bool = True) -> Any:
    return field(metadata={"rule": rule}, repr=shown)


@dataclass(frozen=True, slots=True)
class Database:
    """Where records are kept: urls of SQLAlchemy's form. They are not shown in tracebacks: they may tell a password."""

    url: str = _ruled(rules.database_url, shown=False)
    """Never empty once loaded: the default SQLite file stands for an empty setting."""
    read_url: str = _ruled(rules.database_url, shown=False)
    """Never empty once loaded: `url` stands for an empty setting, and for one that belongs to another `url`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the program is used."""

    home_province: str = _ruled(rules.province_key)
    """Era-qualified ("B14"), or empty."""
    time_zone: str = _ruled(rules.time_zone)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the screen looks like."""

    language: Language = _ruled(rules.one_of(*LANGUAGES))
    theme: Literal["dark", "light", "ansi"] = _ruled(rules.one_of("dark", "light", "ansi"))
    mouse: bool = _ruled(rules.flag)
    order: Literal["collation", "code"] = _ruled(rules.one_of("collation", "code"))


@dataclass(frozen=True, slots=True)
class Refresh:
    """How soon others' changes show, and for how long."""

    poll_ms: int = _ruled(rules.whole(50, 60_000))
    highlight_s: int = _ruled(rules.whole(0, 60))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a pace is called behind or ahead, in whole percent of what the target asks for by today."""

    behind_percent: int = _ruled(rules.whole(1, 100))
    ahead_percent: int = _ruled(rules.whole(100, 1000))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one run."""

    database: Database
    place: Place
    screen: Screen
    refresh: Refresh
    thresholds: Thresholds
    keys: Mapping[str, tuple[str, ...]]
    """The keys of each action, by Textual's names; no key serves two actions."""
    fixed_day: date | None
    """TIENDO_TODAY."""
    sources: Mapping[str, str] = field(repr=False, compare=False)

    def today(self) -> date:
        """The day that it is where the program is used, or the one that TIENDO_TODAY fixes."""
        return self.fixed_day or datetime.now(self.zone()).date()

    def zone(self) -> tzinfo:
        """The time zone in which days begin and hours are shown."""
        return rules.zone_of(self.place.time_zone)

    def source_of(self, name: str) -> str:
        """Where a setting such as "screen.language" was set: a file's path, a variable's name or "command line".

        Raises:
            KeyError: there is no such setting.
        """
        return self.sources[name]


_SECTIONS: Mapping[str, type[Any]] = {
    "database": Database,
    "place": Place,
    "screen": Screen,
    "refresh": Refresh,
    "thresholds": Thresholds,
}
_KEYS = "keys"


def load(config: Path | None = None, environ: Environment = os.environ, **overrides: object) -> Settings:
    """Read the settings of this run.

    Args:
        config: the file of --config; it must exist.
        environ: the environment variables.
        overrides: single values, such as screen_language="en"; None leaves a setting as it is.

    Raises:
        SettingsError: a file or value cannot be used; the text is a sentence for the person.
        TypeError: an override is no setting.
    """
    reading = _Reading(read_file(_shipped_file()))
    if chosen := _chosen_file(config, environ):
        reading.take_file(read_file(chosen))
    for variable, text in sorted(environ.items()):
        if variable.startswith(_PREFIX) and text:
            reading.take_variable(variable, text)
    for option, value in overrides.items():
        if value is not None:
            reading.take_override(option, value)
    reading.refuse_shared_keys()
    return reading.settings(environ)


class _Reading:
    """Settings while they are gathered, weakest first."""

    def __init__(self, shipped: SettingFile) -> None:
        # The actions that have keys are those of the shipped file; all else is declared by the classes above.
        keys = shipped.sections.get(_KEYS, {})
        self.rules: dict[str, dict[str, rules.Rule]] = {
            section: {part.name: part.metadata["rule"] for part in fields(kind)} for section, kind in _SECTIONS.items()
        }
        self.rules[_KEYS] = dict.fromkeys(keys, rules.key_names)
        self.defaults: Mapping[str, Any] = shipped.sections
        self.values: dict[tuple[str, str], Any] = {}
        self.sources: dict[tuple[str, str], str] = {}
        self.strength: dict[tuple[str, str], int] = {}
        self.files: dict[str, SettingFile] = {}
        self.takes = 0
        self.take_file(shipped)
        for section, name in self._known():
            if (section, name) not in self.values:
                raise SettingsError(_("{path}: {name} is missing.").format(path=shipped.path, name=f"{section}.{name}"))

    def _known(self) -> Iterator[tuple[str, str]]:
        return ((section, name) for section, known in self.rules.items() for name in known)

    def take_file(self, file: SettingFile) -> None:
        """Lay a file over what was read before."""
        self.takes += 1
        self.files[str(file.path)] = file
        for section, content in file.sections.items():
            if section not in self.rules:
                raise SettingsError(self._unknown(file.where(section), section, content))
            if not isinstance(content, dict):
                raise SettingsError(
                    _("{where}: {name} is {value}, expected the section [{name}].").format(
                        where=file.where(section), name=section, value=rules.shown(content)
                    )
                )
            for name, value in content.items():
                if name not in self.rules[section]:
                    raise SettingsError(self._unknown(file.where(section, name), f"{section}.{name}", value))
                if section == "database" and isinstance(value, str) and rules.has_password(value):
                    raise SettingsError(
                        _("{where}: {name} tells a password; keep it in ~/.pgpass or in PGPASSWORD.").format(
                            where=file.where(section, name), name=f"{section}.{name}"
                        )
                    )
                self._set(section, name, value, str(file.path))

    def take_variable(self, variable: str, text: str) -> None:
        """Lay an environment variable over what was read before, if it is named after a section."""
        section, _sep, name = variable.removeprefix(_PREFIX).lower().partition("_")
        if variable in _OTHER_VARIABLES or section not in self.rules or not name:
            return
        if name not in self.rules[section]:
            raise SettingsError(self._unknown(variable, f"{section}.{name}", text))
        self.takes += 1
        self._set(section, name, self._from_text(section, name, text), variable)

    def take_override(self, option: str, value: object) -> None:
        """Lay a value of the command line over what was read before."""
        section, _sep, name = option.partition("_")
        if name not in self.rules.get(section, {}):
            raise TypeError(f"load() got an override that is no setting: {option!r}")
        self.takes += 1
        self._set(section, name, self._from_text(section, name, value), _COMMAND_LINE)

    def _from_text(self, section: str, name: str, value: object) -> object:
        """Text as the type of the setting's default; what does not look like it stays text, for the rule to refuse."""
        default = self.defaults[section][name]
        if not isinstance(value, str):
            return value
        if isinstance(default, bool):
            return {"true": True, "false": False}.get(value.lower(), value)
        if isinstance(default, int):
            return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else value
        if isinstance(default, list):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    def _set(self, section: str, name: str, value: object, source: str) -> None:
        try:
            self.values[section, name] = self.rules[section][name](value)
        except rules.Unfit as unfit:
            file = self.files.get(source)
            raise SettingsError(
                _("{where}: {name} is {value}, expected {expected}.").format(
                    where=file.where(section, name) if file else source,
                    name=f"{section}.{name}",
                    value=rules.shown(value),
                    expected=unfit,
                )
            ) from unfit
        self.sources[section, name] = source
        self.strength[section, name] = self.takes

    def _unknown(self, where: str, name: str, content: object) -> str:
        """The sentence about a setting that does not exist, with the nearest one that does."""
        from difflib import get_close_matches

        known = [f"{section}.{key}" for section, key in self._known()]
        if isinstance(content, dict):
            known = list(self.rules)
        elif "." not in name:  # written above the first section
            known = [full for full in known if full.partition(".")[2] == name] or known
            name_in_section = next(iter(known))
            return _("{where}: there is no setting {name} outside a section; is it {nearest}?").format(
                where=where, name=name, nearest=(get_close_matches(name, known, 1, 0.3) or [name_in_section])[0]
            )
        nearest = get_close_matches(name, known, 1, 0.6)
        if nearest:
            return _("{where}: there is no setting {name}; is it {nearest}?").format(
                where=where, name=name, nearest=nearest[0]
            )
        section = name.partition(".")[0]
        choices = self.rules[section] if section in self.rules else self.rules
        return _("{where}: there is no setting {name}; known here: {choices}.").format(
            where=where, name=name, choices=", ".join(choices)
        )

    def refuse_shared_keys(self) -> None:
        """Refuse a key that serves two actions; the one set last is to blame."""
        owners: dict[str, str] = {}
        for action in sorted(self.rules[_KEYS], key=lambda action: self.strength[_KEYS, action]):
            for key in self.values[_KEYS, action]:
                owner = owners.setdefault(key, action)
                if owner != action:
                    source = self.sources[_KEYS, action]
                    file = self.files.get(source)
                    raise SettingsError(
                        _(
                            "{where}: the key {key} of keys.{action} serves keys.{owner} already; change one of them."
                        ).format(
                            where=file.where(_KEYS, action) if file else source, key=key, action=action, owner=owner
                        )
                    )

    def settings(self, environ: Environment) -> Settings:
        """What was gathered, frozen."""
        url = self.values["database", "url"] or default_database_url(environ)
        self.values["database", "url"] = url
        # A replica answers for the url that it was set beside: --sample must not read from the office's replica.
        if (
            self.strength["database", "read_url"] < self.strength["database", "url"]
            or not self.values["database", "read_url"]
        ):
            self.values["database", "read_url"] = url
        parts = {
            section: kind(**{name: self.values[section, name] for name in self.rules[section]})
            for section, kind in _SECTIONS.items()
        }
        return Settings(
            **parts,
            keys=MappingProxyType({action: self.values[_KEYS, action] for action in self.rules[_KEYS]}),
            fixed_day=_fixed_day(environ),
            sources=MappingProxyType({f"{section}.{name}": source for (section, name), source in self.sources.items()}),
        )


_CONFIG = "TIENDO_CONFIG"
_TODAY = "TIENDO_TODAY"
_DATA_FOLDER = "TIENDO_DATA_FOLDER"
_OTHER_VARIABLES = frozenset({_CONFIG, _TODAY, _DATA_FOLDER})


def _fixed_day(environ: Environment) -> date | None:
    text = environ.get(_TODAY)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # 2025-W01-1 and 20250101 are ISO too
        raise SettingsError(
            _("{where}: the day is {value}, expected YYYY-MM-DD.").format(where=_TODAY, value=rules.shown(text))
        )
    return day


def _shipped_file() -> Path:
    """The file that has every setting: beside this module in an installed wheel, at the root of a checkout."""
    here = Path(__file__).parent
    packaged = here / "config.toml"
    return packaged if packaged.exists() else here.parent / "config.toml"


def _chosen_file(config: Path | None, environ: Environment) -> Path | None:
    if config is not None:
        return config
    if named := environ.get(_CONFIG):
        return Path(named)
    own = user_config_file(environ)
    try:
        return own if own.exists() else None
    except OSError:
        return own  # it may be there and cannot be seen: reading it will say why


def user_config_file(environ: Environment = os.environ) -> Path:
    """The user's own configuration file; it need not exist."""
    return _user_folder("config", environ) / "config.toml"


def data_folder(environ: Environment = os.environ) -> Path:
    """Where databases are kept unless a url says otherwise; it need not exist. TIENDO_DATA_FOLDER moves it."""
    if named := environ.get(_DATA_FOLDER):
        return Path(named).absolute()
    return _user_folder("data", environ)


def default_database_url(environ: Environment = os.environ) -> str:
    """The database that is meant when no url is set."""
    return f"sqlite:///{data_folder(environ) / 'tiendo.db'}"


def sample_database_url(environ: Environment = os.environ) -> str:
    """The database of the sample documents, apart from everybody's own."""
    return f"sqlite:///{data_folder(environ) / 'sample.db'}"


def state_folder(environ: Environment = os.environ) -> Path:
    """The folder of drafts, made if need be and open to nobody else (0700): a draft may hold names of people.

    Raises:
        SettingsError: it cannot be made.
    """
    named = environ.get(_DATA_FOLDER)
    folder = Path(named).absolute() / "state" if named else _user_folder("state", environ)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise SettingsError(
            _("{path}: the folder for drafts cannot be made ({reason}).").format(path=folder, reason=error.strerror)
        ) from error
    return folder


_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def _user_folder(kind: Literal["config", "data", "state"], environ: Environment) -> Path:
    if not sys.platform.startswith("linux"):
        import platformdirs

        return Path(getattr(platformdirs, f"user_{kind}_dir")("tiendo", appauthor=False))
    # The same folders as platformdirs gives, without its import before the first frame, and of this environment.
    variable, below_home = _XDG[kind]
    if base := environ.get(variable, "").strip():
        return Path(base) / "tiendo"
    try:
        home = Path(environ.get("HOME") or Path.home())
    except RuntimeError as error:
        raise SettingsError(_("The login has no home folder; set HOME or TIENDO_DATA_FOLDER.")) from error
    return home / below_home / "tiendo"
