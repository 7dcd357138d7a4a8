"""Which version of the shipped data this program has: a digest to hold against the one that a database keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from db.store.version import HEAD

_FOLDER: Final = Path(__file__).parent


def reference_files() -> list[Path]:
    """The files of units, programmes, indicators and lists of choices."""
    return sorted((_FOLDER / "units").glob("*.csv")) + sorted((_FOLDER / "reference").glob("*.csv"))


def document_files() -> list[Path]:
    """The source documents, one a file."""
    return sorted((_FOLDER / "documents").glob("*.toml"))


def digest_of(paths: Iterable[Path]) -> str:
    """SHA-256 (hex) over the names and bytes of files, in the order given, and the version of the tables they fill."""
    whole = hashlib.sha256(f"{HEAD}\n".encode())
    for path in paths:
        content = path.read_bytes()
        whole.update(f"{path.name} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()
