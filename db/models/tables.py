"""All tables, imported together: the metadata that migrations compare with, and the typed table of each kind."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, Table
from sqlmodel import SQLModel

from db.models import fact, journal, record, reference, revision, rollup
from db.models.activity import Activity, ActivityFields
from db.models.agreement import Agreement, AgreementFields
from db.models.budget_line import BudgetLine, BudgetLineFields
from db.models.delivery import Delivery, DeliveryFields
from db.models.plan import Plan, PlanFields
from db.models.publication import Publication, PublicationFields
from db.models.result import Result, ResultFields
from db.models.source_document import SourceDocument, SourceDocumentFields
from db.models.target import Target, TargetFields
from db.models.training import Training, TrainingFields

KIND_TABLES: Final[dict[str, tuple[type[SQLModel], type[SQLModel]]]] = {
    "plan": (PlanFields, Plan),
    "target": (TargetFields, Target),
    "result": (ResultFields, Result),
    "agreement": (AgreementFields, Agreement),
    "training": (TrainingFields, Training),
    "delivery": (DeliveryFields, Delivery),
    "publication": (PublicationFields, Publication),
    "budget_line": (BudgetLineFields, BudgetLine),
    "activity": (ActivityFields, Activity),
    "source_document": (SourceDocumentFields, SourceDocument),
}
"""Kind code → (plain model that checks the columns, table)."""


def _add_checks(table: Table) -> None:
    """Refuse in the database too what forms refuse: negative quantities, and periods that end before they start."""
    for column in table.columns:
        if isinstance(column.type, BigInteger):
            table.append_constraint(CheckConstraint(column >= 0, name=f"{table.name}_{column.name}"))
        stem = column.name.removesuffix("_start")
        end = table.columns.get(f"{stem}_end")
        if stem != column.name and end is not None:
            table.append_constraint(CheckConstraint(column <= end, name=f"{table.name}_{stem}"))


for _fields, _table in KIND_TABLES.values():
    _add_checks(_table.__table__)  # type: ignore[attr-defined]

METADATA: Final = SQLModel.metadata

__all__ = ["KIND_TABLES", "METADATA", "fact", "journal", "record", "reference", "revision", "rollup"]
