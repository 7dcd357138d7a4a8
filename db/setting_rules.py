"""What the value of a setting may be. A rule takes a value from TOML and gives the value that the program uses.

A rule that refuses raises `Unfit`, whose text ends the sentence "…, expected …".
"""

import re
from collections.abc import Callable
from datetime import timedelta, timezone, tzinfo
from functools import cache
from typing import Any

from db.language import _

Rule = Callable[[object], Any]

VIETNAM = "Asia/Ho_Chi_Minh"
_VIETNAM_TIME = timezone(timedelta(hours=7), "+07")

# Patterns stay text: hardly any start needs them, and each costs it 0.3 ms to compile.
_SQLITE_URL = r"sqlite:///[^\x00-\x1f?]*[^\x00-\x1f?/]"
_POSTGRES_URL = (
    r"postgresql(\+psycopg)?://"
    r"([^:@/?#\s]+(:[^@/\s]*)?@)?"  # user, password
    r"(\[[0-9a-fA-F:.]+\]|[^:@/?#\s\[\]]*)(:[0-9]{1,5})?"  # host, port
    r"/[^/?#\s]+(\?[^\s]*)?"  # database, parameters
)
_SENSITIVE = r"(?<=://)(?P<user>[^@]*?):[^@]*@|(?P<parameter>[?&]password=)[^&]*"

# Names as Textual gives them. https://textual.textualize.io/guide/input/#key
_NAMED_KEYS = frozenset(
    {"enter", "escape", "tab", "space", "insert", "delete", "home", "end", "pageup", "pagedown"}
    | {"up", "down", "left", "right"}
    | {f"f{n}" for n in range(1, 25)}
)
_MODIFIERS = frozenset({"alt", "ctrl", "hyper", "meta", "shift", "super"})
_SHORT_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_REWRITTEN_BY_KEYBOARDS = frozenset({"w", "W", "left_square_bracket", "right_square_bracket", "backspace"})


class Unfit(ValueError):  # noqa: N818 - never shown by itself: settings turns it into a SettingsError
    """A value that a setting cannot have; the text says what was expected."""


def one_of(*choices: str) -> Rule:
    """Accept one of these words."""

    def rule(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise Unfit(_("one of {choices}").format(choices=", ".join(f'"{choice}"' for choice in choices)))

    return rule


def whole(low: int, high: int) -> Rule:
    """Accept a whole number from low to high."""

    def rule(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise Unfit(_("a whole number from {low} to {high}").format(low=low, high=high))

    return rule


def flag(value: object) -> bool:
    """Accept true or false."""
    if isinstance(value, bool):
        return value
    raise Unfit(_("true or false"))


def database_url(value: object) -> str:
    """Accept nothing (the default stands in its place), a SQLite file or a PostgreSQL database."""
    if isinstance(value, str) and (not value or re.fullmatch(f"{_SQLITE_URL}|{_POSTGRES_URL}", value)):
        if value.endswith("/:memory:"):
            raise Unfit(_("a file: a database in memory is gone when the program ends"))
        return value
    raise Unfit(_('a url such as "sqlite:////srv/tiendo.db" or "postgresql://user@host/database"'))


def has_password(url: str) -> bool:
    """Whether a url tells a password."""
    return "://" in url and not url.startswith("sqlite:") and re.search(_SENSITIVE, url) is not None


def without_password(url: str) -> str:
    """The url as it may be shown."""

    def masked(found: re.Match[str]) -> str:
        return f"{found['parameter']}***" if found["parameter"] else f"{found['user']}:***@"

    return re.sub(_SENSITIVE, masked, url)


def province_key(value: object) -> str:
    """Accept nothing or the era-qualified code of a province: codes are reused between the eras."""
    if isinstance(value, str) and (not value or re.fullmatch("[AB][0-9]{2}", value)):
        return value
    raise Unfit(_('an era and a province code such as "B14" (A until 30/6/2025, B since), or ""'))


def time_zone(value: object) -> str:
    """Accept a name of the IANA time zone database."""
    if isinstance(value, str):
        try:
            zone_of(value)
        except (ValueError, KeyError, OSError):
            pass
        else:
            return value
    raise Unfit(_('a time zone such as "{zone}"').format(zone=VIETNAM))


def zone_of(name: str) -> tzinfo:
    """The zone of a name; raises ValueError, KeyError or OSError when there is none.

    Vietnam has kept UTC+7 the whole year since 1975: no time zone database is needed for it, nor imported.
    """
    if name == VIETNAM:
        return _VIETNAM_TIME
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def key_names(value: object) -> tuple[str, ...]:
    """Accept a list of keys, each by Textual's name or its character; the same key twice counts once."""
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise Unfit(_('a list of keys such as ["ctrl+s", "f2"]'))
    return tuple(dict.fromkeys(_key_name(key) for key in value))


def _key_name(text: str) -> str:
    prefix, plus, base = text.strip().rpartition("+")
    if plus and not base:  # the plus key itself: "+" or "ctrl++"
        prefix, base = prefix.removesuffix("+"), plus
    modifiers = {part.strip().lower() for part in prefix.split("+")} if prefix else set()
    base = base.strip()
    if modifiers or len(base) > 1:
        base = base.lower()
    base = _character_names().get(base, base)
    if not modifiers and base in _REWRITTEN_BY_KEYBOARDS:
        raise Unfit(
            _("another key than {key}, which Vietnamese keyboards rewrite or send by themselves").format(key=text)
        )
    known = (
        base in _NAMED_KEYS
        or base in _character_names().values()
        or (len(base) == 1 and base.isascii() and base.isalnum())
    )
    if not known or not modifiers <= _MODIFIERS:
        raise Unfit(_('keys such as "ctrl+s", "f2", "n" or "?", and {key} is none').format(key=shown(text)))
    return "+".join([*sorted(modifiers), base])


@cache
def _character_names() -> dict[str, str]:
    """The characters of a keyboard that are neither letters nor digits, with Textual's names for them."""
    import unicodedata

    names = {}
    for character in map(chr, range(0x21, 0x7F)):
        if not character.isalnum():
            name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
            names[character] = _SHORT_NAMES.get(name, name)
    return names


def shown(value: object) -> str:
    """A value as a message names it: short, on one line, in TOML's spelling, without a password."""
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{repr(without_password(value))[1:-1]}"' if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
