"""Settings while they are gathered: files, variables and options laid over one another, each name and value checked."""

from collections.abc import Iterable, Mapping
from typing import Any

from db.language import _
from db.setting_file import SettingFile, SettingsError
from db.setting_rules import Rule, Unfit, has_password, shown

PREFIX = "TIENDO_"
VARIABLES_APART = ("TIENDO_CONFIG", "TIENDO_DATA_FOLDER", "TIENDO_TODAY")
"""The variables of the program that set no setting."""
COMMAND_LINE = "command line"

Name = tuple[str, str]
"""A section and a key in it."""


class Layers:
    """The values of all settings, of the strongest layer that set each; lay the weakest first.

    Every method raises SettingsError for what cannot be used, also where a stronger layer hides it.
    """

    def __init__(self, shipped: SettingFile, rules: Mapping[str, Mapping[str, Rule]]) -> None:
        self.rules = rules
        self.values: dict[Name, Any] = {}
        self.sources: dict[Name, str] = {}
        self._strength: dict[Name, int] = {}
        self._layers = 0
        self._files: dict[str, SettingFile] = {}
        self._defaults: Mapping[str, Any] = shipped.sections
        self.lay_file(shipped)
        for section, name in self._names():
            if (section, name) not in self.values:
                raise SettingsError(_("{path}: {name} is missing.").format(path=shipped.path, name=f"{section}.{name}"))

    def lay_file(self, file: SettingFile) -> None:
        """Take what a file sets; it may set little."""
        self._layers += 1
        self._files[str(file.path)] = file
        for section, content in file.sections.items():
            if section not in self.rules:
                raise SettingsError(self._no_such_section(file, section, content))
            if not isinstance(content, dict):
                raise SettingsError(
                    _("{where}: {name} is {value}, expected the section [{name}].").format(
                        where=file.where(section), name=section, value=shown(content)
                    )
                )
            for name, value in content.items():
                if name not in self.rules[section]:
                    raise SettingsError(self._no_such_setting(file.where(section, name), section, name))
                if section == "database" and isinstance(value, str) and has_password(value):
                    raise SettingsError(
                        _("{where}: {name} tells a password; keep it in ~/.pgpass or in PGPASSWORD.").format(
                            where=file.where(section, name), name=f"{section}.{name}"
                        )
                    )
                self._set((section, name), value, str(file.path))

    def lay_variables(self, environ: Mapping[str, str]) -> None:
        """Take the environment variables that begin with PREFIX; an empty one sets nothing."""
        self._layers += 1
        for variable, text in sorted(environ.items()):
            if not (text and variable.startswith(PREFIX)) or variable in VARIABLES_APART:
                continue
            section, _sep, name = variable.removeprefix(PREFIX).lower().partition("_")
            if section not in self.rules:
                raise SettingsError(self._no_such_variable(variable, section, name))
            if name not in self.rules[section]:
                raise SettingsError(self._no_such_setting(variable, section, name))
            self._set((section, name), self._from_text((section, name), text), variable)

    def lay_options(self, options: Mapping[str, object]) -> None:
        """Take single values named section_key; None sets nothing.

        Raises:
            TypeError: the caller names no setting.
        """
        self._layers += 1
        for option, value in options.items():
            section, _sep, name = option.partition("_")
            if name not in self.rules.get(section, {}):
                raise TypeError(f"no setting is named {option!r}")
            if value is not None:
                self._set((section, name), self._from_text((section, name), value), COMMAND_LINE)

    def refuse_shared_keys(self, section: str) -> None:
        """Refuse a key of the keyboard that serves two actions of this section; the one set last is to blame."""
        owners: dict[str, str] = {}
        for action in sorted(self.rules[section], key=lambda action: self._strength[section, action]):
            for key in self.values[section, action]:
                owner = owners.setdefault(key, action)
                if owner != action:
                    raise SettingsError(
                        _("{where}: the key {key} of {name} serves {owner} already; change one of them.").format(
                            where=self._where((section, action), self.sources[section, action]),
                            key=key,
                            name=f"{section}.{action}",
                            owner=f"{section}.{owner}",
                        )
                    )

    def weaker(self, one: Name, other: Name) -> bool:
        """Whether one setting was set by a weaker layer than the other."""
        return self._strength[one] < self._strength[other]

    def section(self, section: str) -> dict[str, Any]:
        """The values of a section."""
        return {name: self.values[section, name] for name in self.rules[section]}

    def _names(self) -> Iterable[Name]:
        return ((section, name) for section, known in self.rules.items() for name in known)

    def _set(self, name: Name, value: object, source: str) -> None:
        section, key = name
        try:
            self.values[name] = self.rules[section][key](value)
        except Unfit as unfit:
            raise SettingsError(
                _("{where}: {name} is {value}, expected {expected}.").format(
                    where=self._where(name, source), name=f"{section}.{key}", value=shown(value), expected=unfit
                )
            ) from unfit
        self.sources[name] = source
        self._strength[name] = self._layers

    def _where(self, name: Name, source: str) -> str:
        file = self._files.get(source)
        return file.where(*name) if file else source

    def _from_text(self, name: Name, value: object) -> object:
        """Text as the type of the setting's default; text that is none of that type stays, for the rule to refuse."""
        section, key = name
        default = self._defaults[section][key]
        if not isinstance(value, str):
            return value
        if isinstance(default, bool):
            return {"true": True, "false": False}.get(value.lower(), value)
        if isinstance(default, int):
            return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else value
        if isinstance(default, list):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    def _no_such_setting(self, where: str, section: str, name: str) -> str:
        full = f"{section}.{name}".rstrip(".")
        return _unknown(where, full, [f"{other}.{key}" for other, key in self._names()], self.rules[section])

    def _no_such_variable(self, variable: str, section: str, name: str) -> str:
        known = [f"{other}.{key}" for other, key in self._names() if key == (name or section)]
        return _unknown(variable, f"{section}.{name}".rstrip("."), (), known or self.rules)

    def _no_such_section(self, file: SettingFile, name: str, content: object) -> str:
        where = file.where(name)
        # A setting above the first section header is in no section.
        inside = [f"{section}.{key}" for section, key in self._names() if key == name]
        if inside and not isinstance(content, dict):
            return _("{where}: {name} stands in no section; is it {nearest}?").format(
                where=where, name=name, nearest=_(" or ").join(inside)
            )
        return _unknown(where, name, self.rules, self.rules)


def _unknown(where: str, name: str, near: Iterable[str], known: Iterable[str]) -> str:
    from difflib import get_close_matches

    name = repr(name)[1:-1]  # a quoted key of TOML may hold line ends and escape codes
    if nearest := get_close_matches(name, list(near), 1):
        return _("{where}: there is no setting {name}; is it {nearest}?").format(
            where=where, name=name, nearest=nearest[0]
        )
    return _("{where}: there is no setting {name}; known are {known}.").format(
        where=where, name=name, known=", ".join(known)
    )
