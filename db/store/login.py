"""The name under which this program acts."""

from __future__ import annotations

import getpass
import os


def login_name() -> str:
    """The login of whoever runs the program, or the number of an account without a name (as in a container)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid{os.getuid()}"
