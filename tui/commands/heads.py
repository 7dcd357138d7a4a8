"""Short column heads of the national table."""

from __future__ import annotations

from typing import Final

from db.language import N_, _

_HEADS: Final = {
    "signings": N_("Signings"),
    "training_classes": N_("Classes"),
    "training_participants": N_("People trained"),
    "delivered_devices": N_("Devices"),
    "receivers_household": N_("Households"),
    "receivers_commune": N_("Communes"),
    "receivers_district": N_("Districts"),
    "receivers_team": N_("Teams"),
    "delivered_value": N_("Value delivered"),
    "budget_planned": N_("Budget planned"),
    "budget_disbursed": N_("Disbursed"),
}


def head(indicator: str) -> str:
    """The head of an indicator's column, in the reader's language."""
    return _(_HEADS[indicator])
