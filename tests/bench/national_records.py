"""What a province could have entered: contents of every kind of record, made up from a seed and checked by nobody.

The shape is that of the source documents: most figures are of a day or a month, some of a quarter, a year or two years;
an activity serves one programme or two; trainings tell women and minorities, deliveries the commune, targets the places
that they count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any, Final, NamedTuple

from db.models.kinds import KINDS
from db.models.period import Period

Content = dict[str, Any]

_PROGRAMMES: Final = (
    ("MTCS", 2016, 2020),
    ("GNBV16", 2016, 2020),
    ("NTM16", 2016, 2020),
    ("GNBV21", 2021, 2025),
    ("DTTS", 2021, 2030),
    ("NTM21", 2021, 2025),
    ("TTDN", 2016, 2030),
    ("NTP26", 2026, 2035),
)
"""Code, first and last year."""
_MEDIA: Final = ("media_columns", "media_reports", "media_rounds", "booklets", "leaflets", "external_products")
_SHARES: Final = ("clusters_informed", "households_informed", "postal_codes", "commune_lan")
_DERIVED: Final = ("training_classes", "training_participants", "delivered_devices", "media_reports", "leaflets")
_AGENCIES: Final = tuple(f"Báo {name}" for name in ("Nhân Dân", "Tiền Phong", "Dân tộc", "Nông thôn", "Văn hóa", "Tin"))
_HEDGES: Final = ("hơn", "khoảng", "gần", "trên")
_GRAINS: Final = ("day",) * 11 + ("month",) * 4 + ("quarter",) * 2 + ("year",) * 2 + ("days",)
_KINDS: Final = {
    "training": 34,
    "delivery": 28,
    "target": 20,
    "result": 8,
    "publication": 7,
    "agreement": 6,
    "budget_line": 4,
    "activity": 2,
}


class Place(NamedTuple):
    """A commune: era-qualified key and name."""

    key: str
    name: str


class Province(NamedTuple):
    """Where and when something is entered: key, its communes, first and last day of its figures."""

    key: str
    communes: Sequence[Place]
    first_day: date
    last_day: date


class Made(NamedTuple):
    """One content: its kind, and the last day that it speaks of (it is entered after that, or at the plan's start)."""

    kind: str
    content: Content
    known_on: date


class Maker:
    """Makes the contents of one province, the same ones for the same seed."""

    def __init__(self, province: Province, seed: int) -> None:
        self.province = province
        self.random = Random(f"{seed} {province.key}")
        self.days = (province.last_day - province.first_day).days
        self.number = 0
        self._makers: Mapping[str, Callable[[], Content]] = {
            "training": self.training,
            "delivery": self.delivery,
            "target": self.target,
            "result": self.result,
            "publication": self.publication,
            "agreement": self.agreement,
            "budget_line": self.budget_line,
            "activity": self.activity,
        }

    def document(self, year: int) -> Made:
        """A report of a year that others cite."""
        published = Period.day(min(date(year, 12, 15), self.province.last_day))
        title = f"Báo cáo kết quả thực hiện năm {year}"
        content = {"title": title, "publisher": "Sở TTTT", "published": published.as_content()}
        return Made("source_document", content, published.end)

    def record(self) -> Made:
        """The next record."""
        self.number += 1
        (kind,) = self.random.choices(tuple(_KINDS), tuple(_KINDS.values()))
        content = self._makers[kind]()
        period = Period.from_content(content[KINDS[kind].dated_by])
        if any(field.name == "title" for field in KINDS[kind].fields):
            content["title"] = f"Hoạt động {self.number}"
        known_on = period.start if kind in ("target", "budget_line") else period.end
        return Made(kind, content, min(known_on, self.province.last_day))

    def changed(self, made: Made) -> Content:
        """The same content after a correction."""
        return {**made.content, "note": f"Đính chính lần {self.random.randint(1, 9)}"}

    def period(self, grain: str = "") -> Period:
        """A period inside the province's time."""
        grain = grain or self.random.choice(_GRAINS)
        start = self.province.first_day + timedelta(days=self.random.randrange(self.days - 6))
        if grain == "day":
            return Period.day(start)
        if grain == "days":
            return Period(start, start + timedelta(days=self.random.randint(1, 5)), "span")
        if grain == "month":
            return Period.month(start.year, start.month)
        if grain == "quarter":
            return Period.quarter(start.year, (start.month + 2) // 3)
        if grain == "half":
            return Period.half(start.year, (start.month + 5) // 6)
        return Period.years(start.year, start.year + 1) if grain == "years" else Period.year(start.year)

    def figure(self, low: int, high: int) -> Content:
        """A reported number; one in twenty-five is hedged."""
        figure: Content = {"value": self.random.randint(low, high), "state": "reported"}
        if self.random.random() < 0.04:
            figure["hedge"] = self.random.choice(_HEDGES)
        return figure

    def share(self) -> Content:
        """A level in hundredths of a percent; four of five with numerator and denominator."""
        denominator = self.random.randint(20, 900)
        numerator = self.random.randint(denominator // 3, denominator)
        figure: Content = {"value": numerator * 10_000 // denominator, "state": "reported"}
        return figure | ({"numerator": numerator, "denominator": denominator} if self.random.random() < 0.8 else {})

    def common(self, period: Period) -> Content:
        """What every record that is added up has: programmes."""
        open_then = [code for code, first, last in _PROGRAMMES if first <= period.year_from <= last]
        return {"programmes": self.random.sample(open_then, 2 if self.random.random() < 0.12 else 1)}

    def place(self) -> list[Content]:
        """One commune of the province."""
        place = self.random.choice(self.province.communes)
        return [{"text": place.name, "unit": place.key}]

    def training(self) -> Content:
        period = self.period()
        people = self.random.randint(25, 160)
        content = self.common(period) | {
            "held": period.as_content(),
            "training_form": self.random.choice(("class", "conference", "refresher")),
            "classes": self.figure(1, 4),
            "participants": self.figure(people, people),
            "women": self.figure(0, people // 2),
            "topics": [{"text": f"Nội dung {place}"} for place in range(self.random.randint(1, 2))],
        }
        if self.random.random() < 0.6:
            content["minorities"] = self.figure(0, people)
        if self.random.random() < 0.5:
            content["cost"] = self.figure(people * 150_000, people * 420_000)
        if self.random.random() < 0.02:
            del content["participants"], content["women"]
            content.pop("minorities", None)
        return content

    def delivery(self) -> Content:
        period = self.period()
        devices = self.random.randint(1, 60)
        content = self.common(period) | {
            "delivered": period.as_content(),
            "equipment_type": self.random.choice(("radio_set", "tv_set", "working_equipment")),
            "devices": self.figure(devices, devices),
            "value": self.figure(devices * 900_000, devices * 9_000_000),
            "households": self.figure(0, devices),
            "communes": self.figure(1, 3),
        }
        if self.random.random() < 0.8:
            content["places"] = self.place()
        if self.random.random() < 0.4:
            content["teams"] = self.figure(1, 3)
        if self.random.random() < 0.3:
            content["others"] = self.figure(1, 9)
        return content

    def agreement(self) -> Content:
        period = self.period()
        parties = self.random.sample(_AGENCIES, self.random.randint(1, 3))
        return self.common(period) | {
            "signed": period.as_content(),
            "agreement_kind": self.random.choice(("contract", "commission", "coordination")),
            "subjects": [{"text": f"Chuyên đề {place}"} for place in range(self.random.randint(1, 3))],
            "documents": self.figure(1, 3),
            "party_a": "Sở Thông tin và Truyền thông",
            "parties": [{"text": name} for name in parties],
            "value": self.figure(20_000_000, 900_000_000),
        }

    def publication(self) -> Content:
        period = self.period()
        return self.common(period) | {
            "media": self.random.choice(_MEDIA),
            "period": period.as_content(),
            "count": self.figure(1, 3000),
        }

    def budget_line(self) -> Content:
        period = self.period(self.random.choice(("year", "year", "quarter", "half", "years")))
        planned = self.random.randint(50, 4000) * 1_000_000
        return self.common(period) | {
            "period": period.as_content(),
            "planned": self.figure(planned, planned),
            "disbursed": self.figure(planned // 3, planned),
        }

    def target(self) -> Content:
        period = self.period(self.random.choice(("year", "year", "year", "years")))
        content = self.common(period) | {"period": period.as_content()}
        if self.random.random() < 0.5:
            return content | {"indicator": self.random.choice(_SHARES), "value": self.share()}
        if self.random.random() < 0.7:
            return content | {"indicator": self.random.choice(_DERIVED), "value": self.figure(1, 900)}
        start = self.random.randrange(len(self.province.communes))
        places = list(islice(self.province.communes, start, start + self.random.randint(5, 45)))
        members = [{"text": place.name, "unit": place.key} for place in places]
        counted = self.figure(len(members), len(members))
        return content | {"indicator": "receivers_commune", "value": counted, "members": members}

    def result(self) -> Content:
        period = self.period(self.random.choice(("month", "quarter", "half", "year")))
        content = self.common(period) | {"period": period.as_content()}
        if self.random.random() < 0.03:
            said = {"state": "not_carried_out", "reason": "Chưa bố trí kinh phí"}
            return content | {"indicator": "support_points", "value": said}
        if self.random.random() < 0.3:
            content["places"] = self.place()
        if self.random.random() < 0.2:
            return content | {"indicator": "support_points", "value": self.figure(1, 200)}
        return content | {"indicator": self.random.choice(_SHARES), "value": self.share()}

    def activity(self) -> Content:
        period = self.period()
        state = self.random.choice(("in_progress", "in_progress", "not_carried_out"))
        content = self.common(period) | {"period": period.as_content(), "state": state}
        if state == "not_carried_out":
            content |= {"reason": "Chưa bố trí kinh phí", "indicator": "external_products"}
        return content
