"""What may be typed into a field, in one line below it."""

from __future__ import annotations

from typing import Final

from db.language import N_, _
from db.models.kinds import Field

_OF_TYPE: Final = {
    "text": N_("free text"),
    "note": N_("free text"),
    "texts": N_("several: part them with ;"),
    "choice": N_("code, initials or a part of the name"),
    "indicator": N_("code, initials or a part of the name"),
    "codes": N_("codes or parts of names, parted with ;"),
    "programmes": N_("codes or parts of names, parted with ;"),
    "quantity": N_("1.300 · hơn 150 · 1.500-1.800 · ? when unknown"),
    "money": N_("2,7 tỷ · 1 tỷ 545 triệu · hơn 1,33 tỷ"),
    "period": N_("16/5 · 28/4/2017 · tháng 6/2020 · quý 2/2020 · 2018"),
    "flag": N_("x: yes; blank: no"),
    "pairs": N_("key = value; several: part them with ;"),
}
_CHOICES: Final = frozenset({"choice", "indicator", "codes", "programmes"})


def hint(field: Field, *, by_number: bool = False) -> str:
    """What a field takes. `by_number`: a number of the list means a choice, too."""
    parts = [_(said) for said in (field.hint or _OF_TYPE.get(field.type, ""),) if said]
    if field.type in _CHOICES and by_number:
        parts.append(_("or its number"))
    if field.names:
        parts.append(_("↓ entered before"))
    elif field.type == "places":
        parts.append(_("↓ names of units"))
    return " · ".join(parts)
