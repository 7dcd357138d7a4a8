"""The queue of writers of a SQLite file: a lock on a file beside it.

SQLite alone lets a writer that finds the database busy sleep and try again; among many writers some then starve for
seconds. The kernel hands a file lock on at once, in about the order of asking.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from db.language import _
from db.store.errors import StoreError
from db.store.refusals import nothing_saved

if TYPE_CHECKING:
    from db.store.address import Address

LOCK_TIMEOUT_S: Final = 15.0
"""A save takes milliseconds, the largest import seconds: who waits longer waits for a program that hangs."""


@contextmanager
def write_lock(address: Address, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Hold the writers' lock of a SQLite database; a PostgreSQL database needs none.

    Raises:
        StoreError: the folder cannot be written, or another program does not let go within the time.
    """
    if address.path is None:
        yield
        return
    descriptor = _open(address)
    try:
        if not _acquired(descriptor, timeout_s):
            raise StoreError(
                _("{database} is locked by another program for too long: close it or wait.").format(database=address)
                + " "
                + nothing_saved()
            )
        yield
    finally:
        os.close(descriptor)


def _open(address: Address) -> int:
    try:
        # Whoever may write the database may lock it, whatever the umask of the one who came first.
        mode = address.file.stat().st_mode & 0o777 if address.file.exists() else 0o600
        descriptor = os.open(address.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            sentence = _("{database}: the disk is full; make room and try again.")
        else:
            sentence = _("{database} cannot be written: the file or its folder is read-only for you.")
        raise StoreError(sentence.format(database=address) + " " + nothing_saved()) from error
    with suppress(OSError):  # the lock of another login
        os.fchmod(descriptor, mode)
    return descriptor


def _acquired(descriptor: int, timeout_s: float) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    # A waiting flock cannot be given a time limit, so it waits in a thread. Closing the descriptor gives the lock back,
    # also when it comes after the time is over.
    waiter = threading.Thread(target=fcntl.flock, args=(descriptor, fcntl.LOCK_EX), daemon=True)
    waiter.start()
    waiter.join(timeout_s)
    return not waiter.is_alive()
