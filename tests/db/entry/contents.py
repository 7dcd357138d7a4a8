"""Contents of records that hold, one a kind, and short ways to write their parts."""

from __future__ import annotations

from datetime import date
from typing import Any

from db.models.figure import Figure
from db.models.period import Period

Content = dict[str, Any]


def number(value: int, hedge: str | None = None) -> Content:
    return Figure.of(value, hedge).as_content()


def state(name: str, reason: str | None = None) -> Content:
    return Figure(state=name, reason=reason).as_content()  # type: ignore[arg-type]


def day(year: int, month: int, day_of_month: int) -> Content:
    return Period.day(date(year, month, day_of_month)).as_content()


def years(first: int, last: int | None = None) -> Content:
    return Period.years(first, last or first).as_content()


def texts(*entries: str) -> list[Content]:
    return [{"text": entry} for entry in entries]


UNKNOWN = state("unknown")
VALID: dict[str, Content] = {
    "plan": {
        "number": "31/KH-STTTT",
        "title": "Kế hoạch 10 xã",
        "issued": day(2023, 2, 24),
        "period": years(2021, 2025),
        "programmes": ["KH31-LC"],
        "scope": [{"text": "Lùng Cái", "unit": "A02842"}, {"text": "La Pan Tần", "unit": "A02791"}],
        "scope_communes": number(10),
        "tasks": [{"text": "Mạng LAN cấp xã", "indicator": "commune_lan", "criterion": 8, "state": "not_started"}],
    },
    "target": {
        "indicator": "commune_lan",
        "period": years(2023),
        "value": Figure(value=8000, numerator=8, denominator=10, state="reported").as_content(),
        "programmes": ["KH31-LC"],
    },
    "result": {
        "indicator": "clusters_informed",
        "period": years(2020),
        "value": number(9500),
        "programmes": ["GNBV16"],
        "preliminary": True,
    },
    "agreement": {
        "number": "12/HĐ",
        "signed": day(2019, 5, 16),
        "agreement_kind": "coordination",
        "title": "Ký kết phối hợp tuyên truyền",
        "subjects": texts("Giảm nghèo về thông tin", "Thông tin đối ngoại"),
        "programmes": ["GNBV16", "TTDN"],
        "party_a": "Sở Thông tin và Truyền thông",
        "parties": texts("Báo Sơn La"),
        "value": number(1_545_000_000),
        "term": years(2019, 2020),
        "accepted": day(2019, 12, 1),
    },
    "training": {
        "title": "Lớp tập huấn",
        "held": day(2017, 9, 28),
        "programmes": ["GNBV16", "NTM16"],
        "training_form": "class",
        "classes": number(1),
        "participants": number(630),
        "women": number(300),
        "minorities": number(120, "khoảng"),
        "topics": texts("một", "hai", "ba"),
        "fund_source": "nstw_sn",
    },
    "delivery": {
        "delivered": years(2018),
        "programmes": ["GNBV16"],
        "equipment_type": "radio_set",
        "places": [{"text": "Phù Yên", "unit": "A122"}],
        "households": number(2700),
        "value": number(2_700_000_000),
    },
    "publication": {
        "media": "booklets",
        "period": years(2018),
        "programmes": ["GNBV16"],
        "count": number(2500, "hơn"),
        "languages": ["thai", "mong"],
        "language_count": number(4),
        "titles": texts("Sổ tay; cẩm nang"),
    },
    "budget_line": {
        "period": years(2024, 2025),
        "programmes": ["DTTS"],
        "planned": number(500_000_000),
        "disbursed": UNKNOWN,
    },
    "activity": {
        "title": "Chưa triển khai do COVID-19",
        "period": years(2021),
        "programmes": ["DTTS"],
        "indicator": "support_points",
        "state": "not_carried_out",
        "reason": "COVID-19",
    },
    "source_document": {
        "title": "Ký kết tuyên truyền",
        "published": day(2019, 5, 16),
        "properties": [{"key": "Giấy phép", "value": "99/GP-TTĐT"}],
    },
}
