"""Where the files of a login are kept: its configuration, its databases, its drafts."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from db.language import _
from db.setting_file import SettingsError

Environment = Mapping[str, str]

_DATA_FOLDER = "TIENDO_DATA_FOLDER"
_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


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
