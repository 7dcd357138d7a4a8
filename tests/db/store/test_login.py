from __future__ import annotations

import os
import pwd
from typing import NoReturn

import pytest

from db.store.login import login_name

_NAMES = ("LOGNAME", "USER", "LNAME", "USERNAME")


def test_the_login_is_that_of_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "lan")
    assert login_name() == "lan"


def test_an_account_without_a_name_acts_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(uid: int) -> NoReturn:
        raise KeyError(uid)

    for name in _NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert login_name() == f"uid{os.getuid()}"
