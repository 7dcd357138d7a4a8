"""A board of plain data: the figures of the five source documents, and the longest names that they hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from db.entry.grid import GridChange, GridChoice, GridColumn, GridPage, GridRow, Spot, Standing
from db.entry.indicator_rules import Indicator
from db.entry.reading.fields import ReadingContext
from db.entry.undoing import TakenBack, TakingBack
from db.language import language
from db.models.figure import UNKNOWN, Figure
from db.models.kinds import KINDS, Kind
from db.models.period import Period
from db.models.text import fold
from db.summary.differences import Difference
from db.summary.history import History
from db.summary.places import Place
from db.summary.progress import standing
from db.summary.tables import Opens, Step, SummaryColumn, SummaryRow, SummaryTable
from db.summary.views import (
    IndicatorProgress,
    MultiYearLine,
    Overview,
    OverviewRow,
    Panel,
    Province,
    ProvincePage,
    RecordLine,
    RecordRef,
    RecordView,
    Source,
    StateLine,
    Status,
    Total,
)
from db.summary.voided import VoidedRecord
from db.summary.why import Why
from db.summary.why_total import WhyTotal
from tui.drafts import DraftFile
from tui.port import BoardError, GridOutcome, Units
from tui.screens.form import Asides, SaveOutcome

TODAY = date(2025, 9, 15)
BILLION = 1_000_000_000
CHANGED_AT, CHANGED_BY = "2025-09-15T02:30:00+00:00", "tester"

SON_LA = Province("A14", "14", "A", "Sơn La")
DAK_LAK = Province("A66", "66", "A", "Đắk Lắk")
HAI_DUONG = Province("A30", "30", "A", "Hải Dương")
BAC_LIEU = Province("A95", "95", "A", "Bạc Liêu")
LAO_CAI = Province("A10", "10", "A", "Lào Cai")
PLACES = (
    Place("A10", "Tỉnh", "Lào Cai", "province", "A", "", LAO_CAI, ("Tỉnh Lào Cai",)),
    Place("A03085", "Xã", "Nậm Lúc", "commune", "A", "Bắc Hà", LAO_CAI, ("Xã Bảo Nhai, Lào Cai", "Xã [đỏ], Lào Cai")),
    Place("B03076", "Xã", "Bảo Nhai", "commune", "B", "", LAO_CAI, ()),
)
EMPTY = tuple(
    Province(f"A{code}", code, "A", name)
    for code, name in (
        ("01", "Hà Nội"),
        ("02", "Hà Giang"),
        ("04", "Cao Bằng"),
        ("06", "Bắc Kạn"),
        ("08", "Tuyên Quang"),
        ("11", "Điện Biên"),
        ("12", "Lai Châu"),
        ("15", "Yên Bái"),
        ("17", "Hoà Bình"),
        ("19", "Thái Nguyên"),
        ("20", "Lạng Sơn"),
        ("22", "Quảng Ninh"),
        ("24", "Bắc Giang"),
        ("25", "Phú Thọ"),
        ("46", "Thừa Thiên Huế"),
        ("52", "Bình Định"),
        ("62", "Kon Tum"),
        ("77", "Bà Rịa - Vũng Tàu"),
        ("79", "Hồ Chí Minh"),
        ("96", "Cà Mau"),
    )
)

INDICATORS: dict[str, tuple[str, str, str]] = {
    "signings": ("Lễ ký kết", "ký kết", "lễ"),
    "agreements": ("Văn bản ký kết", "văn bản", "văn bản"),
    "agreement_subjects": ("Nội dung ký kết", "nội dung", "nội dung"),
    "agreement_parties": ("Bên B", "bên B", "bên"),
    "agreement_value": ("Giá trị ký kết", "giá trị", "đồng"),
    "training_classes": ("Lớp tập huấn", "lớp", "lớp"),
    "training_participants": ("Người được tập huấn", "người", "người"),
    "training_topics": ("Nội dung tập huấn", "nội dung", "nội dung"),
    "delivered_devices": ("Thiết bị bàn giao", "thiết bị", "chiếc"),
    "delivered_value": ("Giá trị bàn giao", "giá trị", "đồng"),
    "receivers_household": ("Hộ nhận", "hộ", "hộ"),
    "receivers_commune": ("Xã nhận", "xã", "xã"),
    "receivers_district": ("Huyện nhận", "huyện", "huyện"),
    "receivers_team": ("Đội nhận", "đội", "đội"),
    "media_columns": ("Chuyên mục", "chuyên mục", "chuyên mục"),
    "media_reports": ("Phóng sự phát thanh, truyền hình", "phóng sự", "phóng sự"),
    "media_rounds": ("Kỳ tuyên truyền với báo chí", "kỳ", "kỳ"),
    "booklets": ("Sổ tay, cẩm nang, tài liệu", "sổ tay", "cuốn"),
    "leaflets": ("Tờ rơi", "tờ rơi", "tờ"),
    "external_products": ("Sản phẩm thông tin đối ngoại", "sản phẩm", "sản phẩm"),
    "clusters_informed": ("Cụm dân cư được cung cấp thông tin", "cụm dân cư có thông tin", "%"),
    "households_informed": ("Hộ dân huyện nghèo, xã nghèo được tiếp cận thông tin", "hộ nghèo có thông tin", "%"),
    "postal_codes": ("Hộ gia đình có mã địa chỉ bưu chính", "mã bưu chính", "%"),
    "commune_lan": ("Xã có mạng LAN", "xã có LAN", "%"),
    "support_points": ("Điểm hỗ trợ đồng bào DTTS ứng dụng CNTT", "điểm hỗ trợ", "điểm"),
    "budget_planned": ("Kế hoạch vốn", "kế hoạch", "đồng"),
    "budget_disbursed": ("Giải ngân", "giải ngân", "đồng"),
}
UNITS_IN_ENGLISH = {"lớp": "classes", "người": "people", "xã": "communes", "hộ": "households", "cuốn": "booklets"}
PANELS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "agreements": (
        ("agreement",),
        ("signings", "agreements", "agreement_subjects", "agreement_parties", "agreement_value"),
    ),
    "trainings": (("training",), ("training_classes", "training_participants", "training_topics")),
    "deliveries": (
        ("delivery",),
        (
            "delivered_devices",
            "receivers_household",
            "receivers_commune",
            "receivers_district",
            "receivers_team",
            "delivered_value",
        ),
    ),
    "publications": (
        ("publication", "budget_line"),
        ("media_columns", "media_reports", "booklets", "leaflets", "budget_planned", "budget_disbursed"),
    ),
    "papers": (("plan", "activity", "source_document"), ()),
}
ALWAYS = (
    "signings",
    "training_classes",
    "training_participants",
    "delivered_devices",
    "delivered_value",
    "budget_planned",
)
PROGRAMMES = (
    ("MTCS", "CTMTQG đưa thông tin về cơ sở miền núi, vùng sâu, vùng xa, biên giới, hải đảo"),
    ("GNBV16", "CTMTQG Giảm nghèo bền vững 2016-2020"),
    ("GNBV21", "CTMTQG Giảm nghèo bền vững 2021-2025"),
    ("DTTS", "CTMTQG phát triển KT-XH vùng đồng bào DTTS và miền núi"),
    ("NTM16", "CTMTQG xây dựng nông thôn mới 2016-2020"),
    ("TTDN", "Thông tin đối ngoại"),
)


def record(
    province: Province, year: int, number: int, kind: str, title: str, period: Period, programmes: str, **content: Any
) -> RecordLine:
    """A record line; figures among the content are its figures."""
    figures = {name: value for name, value in content.items() if isinstance(value, Figure)}
    plain = {name: value.as_content() if isinstance(value, Figure) else value for name, value in content.items()}
    plain |= {"title": title, "programmes": programmes.split(), KINDS[kind].dated_by: period.as_content()}
    return RecordLine(
        province.key,
        f"{kind}-{province.code}-{year}-{number}",
        kind,
        period,
        str(content.get("number", "")),
        title,
        tuple(programmes.split()),
        figures,
        plain,
        CHANGED_AT,
    )


def goal(
    code: str,
    target: Figure,
    actual: Figure = UNKNOWN,
    percent: float | None = None,
    status: Status = "no_report",
    records: tuple[RecordRef, ...] = (),
    *,
    maintain: bool = False,
) -> IndicatorProgress:
    """One line of the first panel."""
    name, short, unit = INDICATORS[code]
    return IndicatorProgress(
        code, name, short, unit, target, actual, percent, status, Period.year(2020), maintain, records
    )


@dataclass
class Year:
    """What one province reports of one year."""

    figures: dict[str, Figure] = field(default_factory=dict)
    progress: list[IndicatorProgress] = field(default_factory=list)
    records: list[RecordLine] = field(default_factory=list)
    states: list[StateLine] = field(default_factory=list)
    multi_year: list[MultiYearLine] = field(default_factory=list)


def _given(**figures: int | Figure) -> dict[str, Figure]:
    return {code: value if isinstance(value, Figure) else Figure.of(value) for code, value in figures.items()}


COVID = "do ảnh hưởng của dịch bệnh COVID-19"
NOT_HERE = "không có xã đặc biệt khó khăn, thôn đặc biệt khó khăn"
POINTS = goal("support_points", Figure(state="not_applicable", reason=NOT_HERE), status="not_applicable")
CANCELLED = record(
    BAC_LIEU,
    2021,
    1,
    "activity",
    "Thực hiện Quyết định 1719/QĐ-TTg năm 2021",
    Period.year(2021),
    "DTTS",
    state="not_carried_out",
    reason=COVID,
)
NOT_DONE = StateLine(CANCELLED.id, CANCELLED.title, ("DTTS",), None, "not_carried_out", COVID, (2021, 2021))
BUDGET_24 = MultiYearLine(
    "budget_planned", "Kế hoạch vốn", "đồng", "planned", Period.years(2024, 2025), Figure.of(500_000_000), None
)


def seed() -> dict[tuple[Province, int], Year]:
    """The five documents."""
    late = (
        "Nội dung tiêu chí về thông tin và truyền thông trong bộ tiêu chí quốc gia xã nông thôn mới giai đoạn 2016-2020"
    )
    return {
        (SON_LA, 2018): Year(
            _given(
                media_columns=22,
                media_reports=27,
                booklets=1300,
                receivers_household=2700,
                receivers_district=2,
                receivers_commune=11,
                delivered_devices=UNKNOWN,
                delivered_value=4_200_000_000,
                budget_disbursed=UNKNOWN,
            ),
            [],
            [
                record(
                    SON_LA,
                    2018,
                    1,
                    "delivery",
                    "Hỗ trợ đài radio cho hộ nghèo dân tộc thiểu số",
                    Period.year(2018),
                    "GNBV16",
                    households=Figure.of(2700),
                    value=Figure.of(2_700_000_000),
                    devices=UNKNOWN,
                ),
                record(
                    SON_LA,
                    2018,
                    2,
                    "delivery",
                    "Hỗ trợ phương tiện tác nghiệp thông tin cổ động",
                    Period.year(2018),
                    "GNBV16",
                    districts=Figure.of(2),
                    communes=Figure.of(11),
                    value=Figure.of(1_500_000_000),
                    devices=UNKNOWN,
                ),
                record(
                    SON_LA,
                    2018,
                    3,
                    "publication",
                    "Chuyên mục tuyên truyền trên Báo Sơn La, Báo điện tử Sơn La",
                    Period.year(2018),
                    "GNBV16",
                    media="media_columns",
                    count=Figure.of(22),
                ),
                record(
                    SON_LA,
                    2018,
                    4,
                    "publication",
                    "Phóng sự phát thanh, truyền hình",
                    Period.year(2018),
                    "GNBV16",
                    media="media_reports",
                    count=Figure.of(27),
                    languages=["phổ thông", "Thái", "Mông", "Dao"],
                ),
                record(
                    SON_LA,
                    2018,
                    5,
                    "publication",
                    "Sổ tay “Hướng dẫn đối thoại chính sách giảm nghèo”",
                    Period.year(2018),
                    "GNBV16",
                    media="booklets",
                    count=Figure.of(1300),
                ),
            ],
        ),
        (SON_LA, 2019): Year(
            _given(signings=1, agreement_subjects=2, agreements=UNKNOWN, agreement_parties=UNKNOWN),
            [],
            [
                record(
                    SON_LA,
                    2019,
                    1,
                    "agreement",
                    "Ký kết phối hợp tuyên truyền với cơ quan báo chí địa phương và Trung ương",
                    Period.day(date(2019, 5, 16)),
                    "GNBV16 TTDN",
                    subject_count=Figure.of(2),
                    documents=UNKNOWN,
                    value=UNKNOWN,
                ),
            ],
        ),
        (DAK_LAK, 2019): Year(
            _given(receivers_commune=6, delivered_devices=UNKNOWN, delivered_value=UNKNOWN),
            [],
            [
                record(
                    DAK_LAK,
                    2019,
                    1,
                    "delivery",
                    "Bàn giao phương tiện tác nghiệp thông tin cổ động tại huyện Lắk",
                    Period.year(2019),
                    "GNBV16",
                    communes=Figure.of(6),
                    devices=UNKNOWN,
                    value=UNKNOWN,
                    instruction="Hướng dẫn cán bộ cơ sở sử dụng phương tiện",
                ),
            ],
        ),
        (DAK_LAK, 2020): Year(
            _given(budget_planned=Figure.of(1_330_000_000, "hơn")),
            [
                goal("clusters_informed", Figure.of(10000)),
                goal("households_informed", Figure.of(9000, "khoảng"), maintain=True),
                goal("receivers_team", Figure.of(1)),
                goal("receivers_commune", Figure.of(6)),
            ],
            [
                record(
                    DAK_LAK,
                    2020,
                    1,
                    "budget_line",
                    "Tổng kinh phí thực hiện Dự án truyền thông và giảm nghèo về thông tin",
                    Period.year(2020),
                    "GNBV16",
                    planned=Figure.of(1_330_000_000, "hơn"),
                ),
            ],
        ),
        (HAI_DUONG, 2017): Year(
            _given(training_classes=1, training_participants=630, training_topics=5),
            [],
            [
                record(
                    HAI_DUONG,
                    2017,
                    1,
                    "training",
                    "Lớp tập huấn truyền thông và giảm nghèo thông tin; " + late,
                    Period.day(date(2017, 9, 28)),
                    "GNBV16 NTM16",
                    classes=Figure.of(1),
                    participants=Figure.of(630),
                    topic_count=Figure.of(5),
                    topics=[{"text": late}],
                ),
            ],
            [
                StateLine(
                    "activity-30-2017-9", "Tập huấn tiếp theo", ("GNBV16",), None, "in_progress", None, (2017, 2017)
                )
            ],
        ),
        (BAC_LIEU, 2021): Year({}, [POINTS], [CANCELLED], [NOT_DONE]),
        (BAC_LIEU, 2022): Year(
            _given(booklets=Figure.of(2500, "hơn"), training_classes=1, training_participants=Figure.of(150, "hơn")),
            [POINTS],
            [
                record(
                    BAC_LIEU,
                    2022,
                    1,
                    "training",
                    "Hội nghị tập huấn công tác thông tin đối ngoại",
                    Period.year(2022),
                    "TTDN",
                    classes=Figure.of(1),
                    participants=Figure.of(150, "hơn"),
                ),
                record(
                    BAC_LIEU,
                    2022,
                    2,
                    "publication",
                    "In ấn cẩm nang và tài liệu hỏi đáp về chủ quyền biển, đảo",
                    Period.year(2022),
                    "TTDN",
                    media="booklets",
                    count=Figure.of(2500, "hơn"),
                ),
            ],
        ),
        (BAC_LIEU, 2024): Year(
            _given(budget_planned=UNKNOWN),
            [
                goal("training_classes", Figure.of(1)),
                goal("leaflets", Figure.of(20000)),
                goal("media_rounds", Figure.of(2)),
                goal("external_products", UNKNOWN),
                POINTS,
            ],
            [
                record(
                    BAC_LIEU,
                    2024,
                    1,
                    "budget_line",
                    "Tổng kinh phí thực hiện 2024-2025",
                    Period.years(2024, 2025),
                    "DTTS",
                    planned=Figure.of(500_000_000),
                ),
            ],
            [],
            [BUDGET_24],
        ),
        (LAO_CAI, 2023): Year(
            {},
            [
                goal("postal_codes", Figure.of(10000)),
                goal("commune_lan", Figure(value=8000, numerator=8, denominator=10, state="reported")),
            ],
        ),
    }


@dataclass
class FakeForm(Asides):
    """A form that keeps what it is given."""

    initial: Mapping[str, Any] | None
    units: Mapping[str, str]
    saved: list[dict[str, Any]] = field(default_factory=list)
    head: str = ""
    changed_by: str = ""
    record: str = "new"

    def context(self) -> ReadingContext:
        choices = [(code, name) for code, (name, _short, _unit) in INDICATORS.items()]
        return ReadingContext(TODAY, 2025, "vi", {"programmes": PROGRAMMES, "indicators": choices}, self.units)

    def save(self, values: dict[str, Any], *, override: str = "") -> SaveOutcome:
        self.saved.append(values)
        return SaveOutcome(record=self.record)


class FakeBoard:
    """Answers from `years`; a test may change them and call `commit()`, or set `broken` to a sentence."""

    def __init__(self, years: dict[tuple[Province, int], Year] | None = None) -> None:
        self.years = seed() if years is None else years
        self.sample = True
        self.remote = False
        self.today = TODAY
        self.broken = ""
        self.voids: list[tuple[str, str, str, str]] = []
        self.added: list[tuple[str, str, int | None]] = []
        self.closed = False
        self.grid_cells: dict[tuple[str, int], dict[Spot, tuple[Standing, ...]]] = {}
        self.grid_saves: list[tuple[list[GridChange], str, frozenset[Spot]]] = []
        self.grid_outcome = GridOutcome(True)
        self.usual: tuple[str, ...] = ("DTTS",)
        """The programmes of a new figure."""
        self.drafts: Path | None = None
        """Where drafts are kept; None for nowhere."""
        self.asked: tuple[object, ...] = ()
        """What the last summary was narrowed to."""
        self.as_of: date | None = None
        """The day of the last question."""
        self._changed = False

    def commit(self) -> None:
        """Another process has committed."""
        self._changed = True

    def places(self, text: str) -> tuple[Place, ...]:
        wanted = fold(text)
        return tuple(place for place in PLACES if wanted and wanted in fold(place.name))

    def indicators(self) -> Sequence[Indicator]:
        return ()

    def copy_form(self, province_key: str, year: int, programme: str | None) -> tuple[Kind, FakeForm]:
        raise BoardError("nothing to copy")

    def indicator_form(self, code: str) -> tuple[Kind, FakeForm]:
        raise BoardError("no form")

    def changed(self) -> bool:
        self._answer()
        changed, self._changed = self._changed, False
        return changed

    def overview(self, year: int | None, programme: str | None, units: Units, as_of: date | None = None) -> Overview:
        self._answer()
        self.as_of = as_of
        rows = [self._row(province, year, programme) for province in (SON_LA, DAK_LAK, HAI_DUONG, BAC_LIEU, LAO_CAI)]
        rows += [OverviewRow(province, False, 0, 0, {}, None, None) for province in EMPTY]
        rows.sort(key=lambda row: (not row.has_data, row.province.code))
        totals = self._totals(rows)
        years = tuple(sorted({one for _, one in self.years}))
        return Overview(tuple(rows), totals, years, PROGRAMMES)

    def totals(
        self,
        provinces: Collection[str],
        year: int | None,
        programme: str | None,
        units: Units,
        as_of: date | None = None,
    ) -> OverviewRow:
        rows = self.overview(year, programme, units).rows
        return self._totals([row for row in rows if row.province.key in provinces])

    def _totals(self, rows: Sequence[OverviewRow]) -> OverviewRow:
        return OverviewRow(
            Province("", "", "", ""),
            True,
            sum(row.targets_met for row in rows),
            sum(row.targets_set for row in rows),
            _sums([row.figures for row in rows]),
            CHANGED_AT,
            None,
            sum(row.targets_missed for row in rows),
            sum(row.targets_behind for row in rows),
            sum(row.targets_unreported for row in rows),
        )

    def why(
        self,
        province_key: str,
        indicator: str,
        years: tuple[int, int] | None,
        programme: str | None,
        units: Units,
        as_of: date | None,
    ) -> Why:
        raise BoardError("no explanation")

    def why_total(
        self,
        indicator: str,
        years: tuple[int, int] | None,
        programme: str | None,
        units: Units,
        as_of: date | None,
        provinces: Collection[str] | None,
    ) -> WhyTotal:
        raise BoardError("no explanation")

    def differences(
        self,
        since: date,
        as_of: date | None,
        province_key: str | None,
        year: int | None,
        programme: str | None,
        units: Units,
    ) -> Sequence[Difference]:
        raise BoardError("no differences")

    def province(
        self, key: str, year: int | None, programme: str | None, units: Units, as_of: date | None = None
    ) -> ProvincePage:
        self._answer()
        self.as_of = as_of
        province = self._province(key)
        own = self._chosen(province, year)
        figures = _sums([one.figures for one in own])
        lines = [line for one in own for line in one.records if programme is None or programme in line.programmes]
        panels = tuple(
            Panel(
                code,  # type: ignore[arg-type]
                tuple(
                    Total(name, *INDICATORS[name][1:], figures.get(name, UNKNOWN))
                    for name in wanted
                    if name in figures or name in ALWAYS
                ),
                tuple(line for line in lines if line.kind in kinds),
            )
            for code, (kinds, wanted) in PANELS.items()
        )
        return ProvincePage(
            province,
            year,
            programme,
            tuple(sorted(one for who, one in self.years if who == province)),
            CHANGED_AT if own else None,
            CHANGED_BY if own else None,
            tuple({line.code: line for one in own for line in one.progress}.values()),
            panels,
            tuple(state for one in own for state in one.states),
            tuple(dict.fromkeys(entry for one in own for entry in one.multi_year)),
            unit_names=self.names("measure_units"),
        )

    def table(
        self,
        summary: str,
        province: str | None,
        year: int | None,
        programme: str | None,
        indicator: str,
        step: Step,
        units: Units,
        as_of: date | None = None,
    ) -> SummaryTable:
        """Numbers of the five provinces in the shape of a summary; what was asked stands in `asked`."""
        self._answer()
        self.as_of = as_of
        self.asked = (summary, province, year, programme, indicator, step, units)
        columns = (
            SummaryColumn("province", "Tỉnh", "text"),
            SummaryColumn("figure", INDICATORS[indicator][0], "count", INDICATORS[indicator][2]),
            SummaryColumn("value", "Giá trị", "money"),
            SummaryColumn("share", "Tỷ lệ", "percent"),
            *(SummaryColumn(f"m{month}", f"Tháng {month}", "count") for month in range(1, 13)),
            SummaryColumn("last", "Cập nhật", "date"),
        )
        rows = tuple(
            SummaryRow(
                one.key,
                (
                    one.name,
                    Figure.of(place * 630, "hơn") if place else None,
                    BILLION + place * 333_333_333,
                    place * 1250,
                    *(None if month == place else Figure.of(month * 1_234) for month in range(1, 13)),
                    f"2025-09-{place + 1:02}",
                ),
                Opens(one),
                "warn" if place == 2 else "",
            )
            for place, one in enumerate((SON_LA, DAK_LAK, HAI_DUONG, BAC_LIEU, LAO_CAI))
        )
        totals = SummaryRow("", ("Tổng", Figure.of(6300, "hơn"), None, 10_000, *[None] * 12, ""))
        return SummaryTable(summary, "", columns, rows, totals, ("Số liệu mẫu.",), (2017, 2018, 2019))

    def history(self, province_key: str, record_id: str) -> History:
        raise BoardError("no history")

    def voided(self, province_key: str | None) -> Sequence[VoidedRecord]:
        raise BoardError("no list")

    def restore(self, province_key: str, record_id: str, head: str) -> None:
        raise BoardError("not restored")

    def take_back(self, action: TakingBack) -> tuple[TakenBack, RecordView]:
        raise BoardError("nothing to undo")

    def record(self, province_key: str, record_id: str, revision: str = "", as_of: date | None = None) -> RecordView:
        self.as_of = as_of
        self._answer()
        province = self._province(province_key)
        for one in self._chosen(province, None):
            for line in one.records:
                if line.id == record_id:
                    return RecordView(
                        province,
                        line.id,
                        line.kind,
                        "head-1",
                        1,
                        False,
                        line.content,
                        CHANGED_AT,
                        CHANGED_BY,
                        {
                            "": Source(
                                "doc-1", "Sơn La đẩy mạnh truyền thông và giảm nghèo về thông tin", "Sở TT&TT", "", 4
                            )
                        },
                        {},
                    )
        raise BoardError("This record is not there any more.")

    def names(self, vocabulary: str) -> Mapping[str, str]:
        if vocabulary == "measure_units":
            return UNITS_IN_ENGLISH if language() == "en" else {}
        if vocabulary == "programmes":
            return dict(PROGRAMMES)
        return {code: name for code, (name, _short, _unit) in INDICATORS.items()} if vocabulary == "indicators" else {}

    def units(self) -> Mapping[str, str]:
        return {code: unit for code, (_name, _short, unit) in INDICATORS.items()}

    def form(self, province_key: str, kind: str, *, start: Mapping[str, Any], edited: RecordView | None) -> FakeForm:
        self._answer()
        form = FakeForm(dict(edited.content) if edited else dict(start), self.units())
        return replace(form, record=edited.id) if edited else form

    def draft(self, province_key: str, kind: str, record_id: str) -> DraftFile | None:
        return DraftFile(self.drafts, "tester", province_key, kind, record_id) if self.drafts else None

    def add(self, line: str, province_key: str, year: int | None) -> tuple[str, str]:
        self._answer()
        self.added.append((line, province_key, year))
        if "training" not in line:
            raise BoardError("no such kind")
        return province_key or SON_LA.key, "r1"

    def grid(self, choice: GridChoice) -> GridPage:
        """The reported indicators, and two more of targets; what stands is in `grid_cells`."""
        self._answer()
        codes = ["clusters_informed", "commune_lan", "support_points"]
        codes += ["booklets", "leaflets"] if choice.kind == "target" else []
        rows = tuple(
            GridRow(code, *INDICATORS[code], "results", INDICATORS[code][2] != "%", INDICATORS[code][2] == "%")
            for code in codes
        )
        year, key = Period.year(choice.year), choice.provinces[0]
        if choice.across == "provinces":
            columns = [GridColumn(one, self._province(one).name, one, year) for one in choice.provinces]
        elif choice.across == "communes":
            names = {place.key: place.name for place in PLACES}
            columns = [GridColumn(one, names[one], key, year, one) for one in ("A03085", *choice.communes)]
        else:
            columns = [GridColumn(f"{n:02}", f"{n:02}", key, Period.month(choice.year, n)) for n in range(1, 13)]
        cells = self.grid_cells.setdefault((choice.kind, choice.year), {})
        programmes = dict.fromkeys(choice.provinces, (choice.programme,) if choice.programme else self.usual)
        return GridPage(choice, tuple(columns), rows, dict(cells), programmes, {})

    def save_grid(
        self, page: GridPage, changes: Sequence[GridChange], reason: str, confirmed: Collection[Spot]
    ) -> GridOutcome:
        """Keep them, unless `grid_outcome` says otherwise, once."""
        self.grid_saves.append((list(changes), reason, frozenset(confirmed)))
        outcome, self.grid_outcome = self.grid_outcome, GridOutcome(True)
        if outcome.saved:
            cells = self.grid_cells[page.choice.kind, page.choice.year]
            for number, change in enumerate(changes):
                cells.pop(change.spot, None)
                if change.value is not None:
                    self.stand(cells, change.spot, page, change.value, f"own{number}")
        return outcome

    def stand(
        self, cells: dict[Spot, tuple[Standing, ...]], spot: Spot, page: GridPage, value: Mapping[str, Any], head: str,
        **more: Any,
    ) -> None:  # fmt: skip
        """Let one more record stand in a cell."""
        column = next(column for column in page.columns if column.key == spot[1])
        content = {"indicator": spot[0], "period": column.period.as_content(), "value": value, "programmes": ["DTTS"]}
        figure = Figure.from_content(value)
        one = Standing(f"record-{head}", head, page.choice.kind, content | more, figure, CHANGED_AT, CHANGED_BY)
        cells[spot] = (*cells.get(spot, ()), one)

    def void(self, province_key: str, record_id: str, head: str, reason: str) -> None:
        self._answer()
        self.voids.append((province_key, record_id, head, reason))

    def close(self) -> None:
        self.closed = True

    def _answer(self) -> None:
        if self.broken:
            raise BoardError(self.broken)

    def _province(self, key: str) -> Province:
        return next(one for one in (SON_LA, DAK_LAK, HAI_DUONG, BAC_LIEU, LAO_CAI, *EMPTY) if one.key == key)

    def _chosen(self, province: Province, year: int | None) -> list[Year]:
        return [found for (who, one), found in self.years.items() if who == province and year in (None, one)]

    def _row(self, province: Province, year: int | None, programme: str | None) -> OverviewRow:
        own = self._chosen(province, year)
        stands = standing(line for one in own for line in one.progress)
        return OverviewRow(
            province,
            bool(own),
            stands.met,
            stands.set,
            _sums([one.figures for one in own]),
            CHANGED_AT if own else None,
            CHANGED_BY if own else None,
            stands.missed,
            stands.behind,
            stands.unreported,
        )


def _sums(parts: list[Mapping[str, Figure]]) -> dict[str, Figure]:
    total: dict[str, Figure] = {}
    for part in parts:
        for code, figure in part.items():
            known = total.get(code)
            if known is None or not known.known:
                total[code] = figure
            elif figure.known and known.value is not None and figure.value is not None:
                hedge = known.hedge if known.hedge == figure.hedge else (known.hedge and figure.hedge and "≈") or "≈"
                if not known.hedge and not figure.hedge:
                    hedge = None
                total[code] = replace(known, value=known.value + figure.value, hedge=hedge)
    return total
