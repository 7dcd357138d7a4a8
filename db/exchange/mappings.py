"""What a person said once that a heading means: remembered for the next file, readable by nobody else."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from db.setting_folders import state_folder

_FILE: Final = "columns.json"


def remembered() -> dict[str, dict[str, str]]:
    """By kind, folded heading → field; empty where nothing is remembered, or the file holds none of ours.

    Raises:
        SettingsError: the folder cannot be made.
    """
    try:
        found = json.loads((state_folder() / _FILE).read_text(encoding="utf-8"))
        return {
            str(kind): {str(heading): str(field) for heading, field in names.items()} for kind, names in found.items()
        }
    except (OSError, ValueError, AttributeError):
        return {}


def remember(kind: str, mapping: Mapping[str, str]) -> None:
    """Keep what headings mean in files of a kind, beside what is remembered of others.

    Raises:
        SettingsError: the folder cannot be made.
        OSError: the file cannot be written.
    """
    known = remembered()
    known[kind] = {**known.get(kind, {}), **mapping}
    path: Path = state_folder() / _FILE
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(known, file, ensure_ascii=False, indent=1)
    temporary.replace(path)
