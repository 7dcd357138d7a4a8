"""All tables, imported together: the metadata that migrations compare with, and the typed table of each kind."""

from __future__ import annotations

from typing import Final

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

METADATA: Final = SQLModel.metadata

__all__ = ["KIND_TABLES", "METADATA", "fact", "journal", "record", "reference", "revision", "rollup"]
