"""What was typed and not yet saved, kept on disk: a lost connection or a closed window takes no text away.

One file for each person, province, kind and record, in the state folder, readable by nobody else. It is written in a
thread soon after a change, at once when the terminal hangs up, and removed when the record is saved or the text is
given up. An idle form costs nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import signal
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from textual.app import App

WRITE_WITHIN_S: Final = 0.3
"""A change is on disk after this at the latest."""

_EXIT_WITHIN_S: Final = 2.0
_open_drafts: weakref.WeakSet[DraftKeeper] = weakref.WeakSet()


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of a form by field name, its active field ("" on the save line), and when they were typed.

    `earlier` is a draft that had been offered and neither been taken nor given up when this one was begun.
    """

    texts: Mapping[str, str]
    active: str = ""
    written: str = ""
    """ISO time, to the second."""
    earlier: Draft | None = field(default=None)
    head: str = ""
    """The revision of the record that the form opened with, "" for a new record."""
    base: Mapping[str, str] | None = None
    """The texts that the form opened with; None in a draft of a version that did not keep them."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """Where the draft of one form lies."""

    folder: Path
    person: str
    province: str
    kind: str
    record: str = ""
    """Id of the edited record, "" for a new one."""

    @property
    def path(self) -> Path:
        """Names are hashed: a login or an id may hold what a file name cannot."""
        key = "\0".join((self.person, self.province, self.kind, self.record))
        return self.folder / "drafts" / f"{self.kind}-{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"

    def read(self) -> Draft | None:
        """The draft; None when there is none, or when the file holds none of ours."""
        try:
            return _draft(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, draft: Draft) -> None:
        """Put the draft on disk, whole or not at all. Raises OSError."""
        path = self.path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.tmp")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(asdict(draft), file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def remove(self) -> None:
        """Take the draft away, if there is one."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


class DraftKeeper:
    """Keeps the draft of an open form. `snapshot` gives what the form holds now, None when nothing was typed."""

    def __init__(self, file: DraftFile, snapshot: Callable[[], Draft | None]) -> None:
        self.file = file
        self.trouble = ""
        """Why the last write failed, "" when it did not."""
        self._snapshot = snapshot
        self._timer: asyncio.TimerHandle | None = None
        self._lock = threading.Lock()
        self._taken = self._kept = 0
        self._over = False
        _open_drafts.add(self)

    def touch(self) -> None:
        """Something was typed: write soon. To be called in the event loop."""
        if self._timer is None and not self._over:
            self._timer = asyncio.get_running_loop().call_later(WRITE_WITHIN_S * 0.8, self._write_in_thread)

    def flush(self) -> None:
        """Write now what is not on disk yet; returns when it is."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        elif not self._taken:  # nothing was typed; else a thread may be writing it, and may come too late
            return
        if not self._over:
            self._write(*self._take())

    def close(self) -> None:
        """The form is gone: write what is not on disk yet, then never again."""
        self.flush()
        self._over = True

    def end(self, keep: Draft | None = None) -> None:
        """The text is saved or given up: remove the file, or leave another draft in it. Nothing is written later."""
        self._over = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        with self._lock:
            self._kept = self._taken + 1
            if keep is None:
                self.file.remove()
            else:
                with contextlib.suppress(OSError):
                    self.file.write(keep)

    def _take(self) -> tuple[int, Draft | None]:
        self._taken += 1
        return self._taken, self._snapshot()

    def _write_in_thread(self) -> None:
        self._timer = None
        asyncio.get_running_loop().run_in_executor(None, self._write, *self._take())

    def _write(self, number: int, draft: Draft | None) -> None:
        with self._lock:
            if number <= self._kept:  # a later one was faster, or the form is over
                return
            self._kept = number
            try:
                if draft is None:
                    self.file.remove()
                else:
                    self.file.write(draft)
            except OSError as error:
                self.trouble = error.strerror or str(error)
            else:
                self.trouble = ""


def flush_all() -> None:
    """Write every open draft now."""
    for keeper in list(_open_drafts):
        keeper.flush()


def install_hangup(app: App[Any]) -> None:
    """When the terminal hangs up or the program is told to end: drafts first, then a clean exit.

    To be called in the event loop; twice does no harm. Textual itself does nothing on SIGHUP: the process dies at once.
    """
    loop = asyncio.get_running_loop()

    def end(number: int) -> None:
        flush_all()
        # A terminal that is gone may block what is written to it: the drafts are safe, so do not wait for it long.
        killer = threading.Timer(_EXIT_WITHIN_S, os._exit, (128 + number,))
        killer.daemon = True
        killer.start()
        app.exit(return_code=128 + number)

    for name in (signal.SIGHUP, signal.SIGTERM):
        with contextlib.suppress(ValueError, RuntimeError):  # not the main thread: signals are somebody else's there
            loop.add_signal_handler(name, end, int(name))


def _draft(found: Mapping[str, Any]) -> Draft:
    earlier = found.get("earlier")
    base = found.get("base")
    return Draft(
        _texts(found["texts"]),
        str(found["active"]),
        str(found["written"]),
        _draft(earlier) if earlier else None,
        str(found.get("head", "")),
        None if base is None else _texts(base),
    )


def _texts(found: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(text) for name, text in found.items()}
