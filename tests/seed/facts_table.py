"""The figures and statements of the source documents, and where each is shown.

`python -m tests.seed.facts_table` writes docs/facts.md anew; a test holds that it is up to date.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.models.kinds import KINDS
from db.summary.contract import AGREEMENTS, TRAININGS
from seed.document_files import SeedRecord, read_documents

FACTS = Path(__file__).parent / "data" / "facts.csv"
PAGE = Path(__file__).parent.parent.parent / "docs" / "facts.md"
ITEM_STATES = {"đang thực hiện": "in_progress", "thực hiện": "done", "KHÔNG TRIỂN KHAI": "not_carried_out"}
"""The status of work without a figure, as reported → its item state."""
_PLANNED = ("kế hoạch", "dự kiến", "KHÔNG ÁP DỤNG")
_SECTIONS = {
    **{code: f"agreements.{name}" for name, code in AGREEMENTS.items()},
    **{code: f"trainings.{name}" for name, code in TRAININGS.items()},
    "delivered_value": "deliveries.value",
    "budget_planned": "budget.planned",
}


@dataclass(frozen=True)
class Fact:
    """One row of the table, with the record that holds it and where in that record."""

    id: str
    province: str
    year: str
    programmes: tuple[str, ...]
    kind: str
    indicator: str
    name_vi: str
    name_en: str
    value: str
    unit: str
    place: str
    part_of: str
    adds: bool
    qualifier: str
    status: str
    document: str
    paragraph: int
    note: str
    record: SeedRecord
    field: str

    @property
    def years(self) -> range:
        """The years that it speaks of; of the author of a document, none."""
        ends = [int(end) for end in self.year.split("-")] if self.year else [0, -1]
        return range(ends[0], ends[-1] + 1)

    @property
    def is_target(self) -> bool:
        """Whether it is planned rather than done."""
        return self.status in _PLANNED

    @property
    def amount(self) -> int | None:
        """What it adds to its indicator; a signing and a subject are one each."""
        if self.indicator in ("signings", "agreement_subjects"):
            return 1
        return int(self.value) if self.value else None

    @property
    def hedge(self) -> str | None:
        """The word that stands before the number."""
        return self.qualifier.partition(":")[2] or None

    @property
    def state(self) -> str:
        """The figure's state."""
        if self.qualifier == "n/a":
            return "not_applicable"
        return "reported" if self.value else "unknown"

    @property
    def path(self) -> str:
        """Where `tiendo summary --format json` shows it, "" where only its record does."""
        if self.indicator and self.adds:
            return self._figure_path()
        if self.kind == "actual":
            return f"states[{self.programmes[0]}, {self._item_state()}]"
        if self.field.startswith("languages."):
            return "publications[media_reports].languages"
        if self.field == "value.denominator":
            return "indicators[commune_lan].target.denominator"
        if self.field.startswith(("scope.", "members.")):
            return f"places[{self.printed_place}]"
        return ""

    @property
    def printed_place(self) -> str:
        """The bare name of the commune that it names: "Lùng Cái"."""
        return self.place.split(",")[0].removeprefix("xã ")

    def _item_state(self) -> str:
        return ITEM_STATES[self.status]

    def _figure_path(self) -> str:
        spans_years = len(self.years) > 1 and not self.unit.endswith("/năm") and self.qualifier != "n/a"
        if self.kind == "target":
            part = f"{self.indicator}, target"
            return f"multi_year[{part}].count" if spans_years else f"indicators[{self.indicator}].target"
        if self.kind == "budget" and spans_years:
            return f"multi_year[{self.indicator}, planned].count"
        if self.indicator.startswith("receivers_"):
            return f"deliveries.receivers[{self.indicator.removeprefix('receivers_')}].count"
        if self.kind == "publication":
            return f"publications[{self.indicator}].count"
        return _SECTIONS[self.indicator]


def read_facts() -> list[Fact]:
    """All rows with their places. Raises KeyError for a fact that no document states."""
    places = {
        fact: (document.name, record, field)
        for document in read_documents()
        for record in document.records
        for fact, field in record.facts.items()
    }
    facts = []
    with FACTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, record, field = places.pop(row["id"])
            if name != row["document"]:
                raise KeyError(f"{row['id']} stands in {name}")
            facts.append(
                Fact(
                    id=row["id"],
                    province=row["province"],
                    year=row["year"],
                    programmes=tuple(row["programmes"].split()),
                    kind=row["kind"],
                    indicator=row["indicator"],
                    name_vi=row["indicator_vi"],
                    name_en=row["indicator_en"],
                    value=row["value"],
                    unit=row["unit"],
                    place=row["place"],
                    part_of=row["part_of"],
                    adds=row["adds"] == "yes",
                    qualifier=row["qualifier"],
                    status=row["status"],
                    document=name,
                    paragraph=int(row["para"]),
                    note=row["note"],
                    record=record,
                    field=field,
                )
            )
    if places:
        raise KeyError(f"no row for {', '.join(places)}")
    return facts


def look_up(whole: Any, path: str) -> Any:
    """What stands at a path: names parted by dots, numbers into lists, [values] for the one member that has them."""
    for step in re.findall(r"[^.\[\]]+|\[[^\]]*\]", path):
        if step.startswith("["):
            wanted = set(step[1:-1].split(", "))
            (whole,) = [member for member in whole if wanted <= {str(value) for value in member.values()}]
        else:
            whole = whole[int(step)] if isinstance(whole, list) else whole[step]
    return whole


def page() -> str:
    """The text of docs/facts.md."""
    facts = read_facts()
    lines = [
        "# Where each figure of the source documents is shown",
        "",
        "<!-- Written by `python -m tests.seed.facts_table`; tests/seed/test_facts.py asserts every row. -->",
        "",
        "Each row is a figure or statement of one of the five documents in `seed/documents/`. *Summary* is the path",
        "in the province's object of that year in `tiendo summary --sample --format json` (`[…]` picks the member of",
        "a list with these values); *record* is the kind of record and the field that hold it, and ¶ the paragraph",
        "(the n-th non-empty line) of the document. What adds up stands in the summary; the rest in its record.",
        "",
    ]
    for document in read_documents():
        own = [fact for fact in facts if fact.document == document.name]
        lines += [f"## {own[0].province}", "", document.records[0].content["title"], ""]
        lines += _table(own)
    return "\n".join(lines).rstrip() + "\n"


def _table(facts: Iterable[Fact]) -> list[str]:
    lines = ["| fact | year | what | value | programmes | summary | record | ¶ |", "|---|---|---|---|---|---|---|---|"]
    for fact in sorted(facts, key=lambda fact: fact.id):
        cells = (
            fact.id,
            fact.year,
            fact.name_en,
            _value(fact),
            " ".join(fact.programmes),
            f"`{fact.path}`" if fact.path else "",
            f"{KINDS[fact.record.kind].label.lower()}: `{fact.field}`",
            str(fact.paragraph),
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return [*lines, ""]


def _value(fact: Fact) -> str:
    if not fact.value:
        return "not applicable" if fact.qualifier == "n/a" else "—"
    if not fact.value.isdecimal() or fact.unit in ("năm", "tiêu chí số"):
        return fact.value
    words = [fact.hedge or "", f"{int(fact.value):,}", fact.unit]
    return " ".join(word for word in words if word)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
