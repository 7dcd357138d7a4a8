"""Finding the province that a person means: fold-insensitive, by old and new names."""

from __future__ import annotations

import re
from typing import Final

from db.language import _
from db.models.text import fold, initials
from db.store.reader import Reader
from db.summary.provinces import read_provinces
from db.summary.views import Province

_TYPE_WORD: Final = re.compile(r"^(?:(?:tinh|thanh pho|tp\.?) +|tp\.)")
"""What may stand before a province's name, folded."""


class NotOneProvinceError(Exception):
    """Nothing, or more than one province, answers to what was typed; the message lists the candidates."""

    def __init__(self, typed: str, candidates: list[Province], *, near: bool = True) -> None:
        self.typed = typed
        self.candidates = candidates
        names = ", ".join(dict.fromkeys(province.name for province in candidates))
        message = (
            _("“{typed}” may be: {names}. Type more of the name.")
            if near
            else _("No province is called “{typed}”. There are: {names}.")
        )
        super().__init__(message.format(typed=typed, names=names))


def find_province(reader: Reader, typed: str) -> list[Province]:
    """The province that `typed` names: one entry for each era that has it ("son la" is A14 and B14).

    A key ("A14"), a whole name, or what means one name alone: its start, its initials ("sl"), a part of it. Marks and
    case do not matter. Raises NotOneProvinceError.
    """
    provinces = list(read_provinces(reader).values())
    wanted = _TYPE_WORD.sub("", fold(typed))
    exact = [p for p in provinces if typed.strip().upper() == p.key or fold(p.name) == wanted]
    if exact:
        return exact
    part = [p for p in provinces if wanted and fold(p.name).startswith(wanted)]
    if len({fold(p.name) for p in part}) == 1:
        return part
    short = [p for p in provinces if wanted and initials(p.name) == wanted]
    if len({fold(p.name) for p in short}) == 1:
        return short
    part = [p for p in provinces if wanted and f" {wanted}" in f" {fold(p.name)}"]
    part = part or [p for p in provinces if wanted and wanted in fold(p.name)]
    if len({fold(p.name) for p in part}) == 1:
        return part
    if part:
        raise NotOneProvinceError(typed, part)
    near = _near(wanted, provinces)
    raise NotOneProvinceError(typed, near or provinces, near=bool(near))


def answers_to(province: Province, typed: str) -> bool:
    """Whether a typed text leaves a province in a list: a part of its name, its initials, its code ("14") or key."""
    wanted = fold(typed)
    if wanted in fold(province.name) or wanted in (province.code, province.key.lower()):
        return True
    return len(wanted) > 1 and initials(province.name).startswith(wanted)


def _near(wanted: str, provinces: list[Province]) -> list[Province]:
    """The provinces whose names look like what was typed."""
    from difflib import get_close_matches

    names = {fold(p.name): p for p in provinces}
    return [names[name] for name in get_close_matches(wanted, names, n=5, cutoff=0.6)]
