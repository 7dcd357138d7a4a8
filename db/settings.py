"""The settings of one run: read from config.toml, a file of the user's and the environment, checked, then frozen.

Strongest first: what the caller overrides (command line options), TIENDO_<SECTION>_<KEY>, then one file over the
shipped config.toml: the one named by --config, else by TIENDO_CONFIG, else the user's own. A wrong name or value
anywhere raises SettingsError, so that nothing starts half-configured. The first frame waits for this module: it
imports tomli and the standard library.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from db import setting_rules as rules
from db.language import LANGUAGES, _
from db.setting_file import SettingsError, read_file
from db.setting_folders import (
    Environment,
    data_folder,
    default_database_url,
    sample_database_url,
    state_folder,
    user_config_file,
)
from db.setting_layers import Layers

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

_CONFIG = "TIENDO_CONFIG"
_TODAY = "TIENDO_TODAY"


# Comparison and slots are left out below: a dataclass costs the start 0.7 ms without them and 1.3 ms with.
def _ruled(rule: rules.Rule, *, shown: bool = True) -> Any:
    return field(metadata={"rule": rule}, repr=shown)


@dataclass(frozen=True, eq=False)
class Database:
    """Where records are kept: urls of SQLAlchemy's form. They are not shown in tracebacks: they may tell a password."""

    url: str = _ruled(rules.database_url, shown=False)
    """Never empty once loaded: the default SQLite file stands for an empty setting."""
    read_url: str = _ruled(rules.database_url, shown=False)
    """Never empty once loaded: `url` stands for an empty setting, and for one that belongs to another `url`."""


@dataclass(frozen=True, eq=False)
class Place:
    """Where the program is used."""

    home_province: str = _ruled(rules.province_key)
    """Era-qualified ("B14"), or empty."""
    time_zone: str = _ruled(rules.time_zone)


@dataclass(frozen=True, eq=False)
class Screen:
    """What the screen looks like."""

    language: Literal["vi", "en"] = _ruled(rules.one_of(*LANGUAGES))
    theme: Literal["dark", "light", "ansi"] = _ruled(rules.one_of("dark", "light", "ansi"))
    mouse: bool = _ruled(rules.flag)
    order: Literal["collation", "code"] = _ruled(rules.one_of("collation", "code"))


@dataclass(frozen=True, eq=False)
class Refresh:
    """How soon others' changes show, and for how long."""

    poll_ms: int = _ruled(rules.whole(50, 60_000))
    highlight_s: int = _ruled(rules.whole(0, 60))


@dataclass(frozen=True, eq=False)
class Thresholds:
    """Where a pace is called behind or ahead, in whole percent of what the target asks for by today."""

    behind_percent: int = _ruled(rules.whole(1, 100))
    ahead_percent: int = _ruled(rules.whole(100, 1000))


@dataclass(frozen=True, eq=False)
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


# The actions that have keys are those of the shipped file; every other setting is declared above.
_RULES: Mapping[str, Mapping[str, rules.Rule]] = {
    section: {part.name: part.metadata["rule"] for part in fields(kind)}
    for section, kind in (
        ("database", Database),
        ("place", Place),
        ("screen", Screen),
        ("refresh", Refresh),
        ("thresholds", Thresholds),
    )
}
_KEYS = "keys"


def load(config: Path | None = None, environ: Environment = os.environ, **overrides: object) -> Settings:
    """Read the settings of this run.

    Args:
        config: the file of --config; it must exist.
        environ: the environment variables.
        overrides: single values of the command line, such as screen_language="en"; None leaves a setting as it is.

    Raises:
        SettingsError: a file or value cannot be used; the text is a sentence for the person.
        TypeError: an override is no setting.
    """
    shipped = read_file(_shipped_file())
    layers = Layers(shipped, {**_RULES, _KEYS: dict.fromkeys(shipped.sections.get(_KEYS, {}), rules.key_names)})
    if chosen := _chosen_file(config, environ):
        layers.lay_file(read_file(chosen))
    layers.lay_variables(environ)
    layers.lay_options(overrides)
    layers.refuse_shared_keys(_KEYS)

    database = layers.section("database")
    database["url"] = database["url"] or default_database_url(environ)
    # A replica answers for the url that it was set beside: --sample must not read from the office's replica.
    if not database["read_url"] or layers.weaker(("database", "read_url"), ("database", "url")):
        database["read_url"] = database["url"]
    return Settings(
        database=Database(**database),
        place=Place(**layers.section("place")),
        screen=Screen(**layers.section("screen")),
        refresh=Refresh(**layers.section("refresh")),
        thresholds=Thresholds(**layers.section("thresholds")),
        keys=MappingProxyType(layers.section(_KEYS)),
        fixed_day=_fixed_day(environ),
        sources=MappingProxyType({f"{section}.{name}": source for (section, name), source in layers.sources.items()}),
    )


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
