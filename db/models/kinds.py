"""Every kind of record declared as data: its fields, in the order of the paper form, and what each quantity posts.

Forms are drawn from it, entry checks content by it and posts facts by it. Labels are English message ids; the catalogue
gives the Vietnamese. Nothing heavy is imported here, so that a form can be drawn before the database layer is loaded.

The content of a record is a plain mapping, field name to value, without empty values:

| field type | value in the content |
|---|---|
| text, note, choice, indicator | a string (a choice or indicator by its code) |
| quantity, money | `Figure.as_content()` |
| period | `Period.as_content()` |
| flag | true |
| texts | a list of `{"text": …}`; subjects may carry `"programme"`, tasks `"indicator"`, `"criterion"`, `"state"` |
| codes, programmes | a list of codes |
| places | a list of `{"text": as printed, "unit": era-qualified key}`; without "unit" where no list has it |
| pairs | a list of `{"key": …, "value": …}` |
| parts | a list of `{"member": a code or a text, "figure": Figure.as_content()}` |

Beside its fields every content may have `"source"`:
`{"document": record id, "paragraph": n, "paragraphs": {field: n}}`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from db.language import N_

FieldType = Literal[
    "text",
    "note",
    "choice",
    "indicator",
    "quantity",
    "money",
    "period",
    "flag",
    "texts",
    "codes",
    "programmes",
    "places",
    "pairs",
    "parts",
]

DETAIL_LISTS: Final = {"programme": "programmes", "indicator": "indicators", "state": "item_states", "criterion": ""}
"""What an entry of texts may say beside its text, and the list that each is a code of ("": a number)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind.

    `posts` is the indicator that a quantity posts to ("" when it posts nothing, or by `Kind.posts_by`); `counts`
    makes a blank quantity the length of that list; `part_of` makes it a breakdown of another quantity by `member`
    (dimension, member), or parts by `dimension`. A choice with a `dimension` says of the whole of the quantities that
    it `classifies` which member they are; codes do where they hold one code alone. `beside` posts a quantity with
    another one, under its own name as dimension, though it is no part of that. `unit_by` are the fields that say in
    which unit a quantity is counted, the first that does so: by a unit of measure, or by a choice that is counted in
    one; such a quantity is broken down by unit. `blank_is_unknown`: a blank quantity is posted as unknown, because a
    reader asks for it.
    `names` says what sort of names a text or texts hold: what was entered before under one sort is offered again.
    `vocabulary` names the reference list of a choice or of codes. `details` are what an entry of texts may say beside
    its text. `happened`: a period of what is over when it is reported. `priced`: entries of
    texts end with a number and a price. `sticky` keeps its value in the next new record.
    """

    name: str
    label: str
    type: FieldType = "text"
    hint: str = ""
    required: bool = False
    unit: str = ""
    posts: str = ""
    counts: str = ""
    part_of: str = ""
    member: tuple[str, str] | None = None
    dimension: str = ""
    classifies: tuple[str, ...] = ()
    beside: str = ""
    unit_by: tuple[str, ...] = ()
    blank_is_unknown: bool = False
    vocabulary: str = ""
    details: tuple[str, ...] = ()
    names: str = ""
    happened: bool = False
    priced: bool = False
    sticky: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: `code` is also the name of its table and of its command-line word."""

    code: str
    label: str
    fields: tuple[Field, ...]
    dated_by: str = "period"
    """The period field that says when its facts fall."""
    fact_kind: Literal["target", "actual"] = "actual"
    one_each: str = ""
    """An indicator that counts the records themselves, one each."""
    posts_by: str = ""
    """The field that names the indicator of `quantity` fields with neither `posts` nor a unit (targets, results …)."""

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


_NUMBER_HINT = N_("1.300 · hơn 150 · 1.500-1.800 · ? when unknown")
_MONEY_HINT = N_("2,7 tỷ · 1 tỷ 545 triệu · hơn 1,33 tỷ")
_DAY_HINT = N_("16/5 · 28/4/2017 · tháng 6/2020 · quý 2/2020 · 2018")
_SPAN_HINT = N_("2020 · 6/2020-12/2020 · 2021-2025")
_LIST_HINT = N_("several: part them with ;")

_TITLE = Field("title", N_("Title"))
_NUMBER = Field("number", N_("Number"), hint=N_("as on the paper: 31/KH-STTTT"))
_PROGRAMMES = Field(
    "programmes",
    N_("Programmes"),
    "programmes",
    hint=N_("codes, parted with ;"),
    vocabulary="programmes",
    required=True,
    sticky=True,
)
_PLACES = Field("places", N_("Places"), "places", hint=N_("communes or districts, parted with ;"))
_NOTE = Field("note", N_("Note"), "note")
_FUND = Field("fund_source", N_("Fund source"), "choice", vocabulary="fund_sources", dimension="fund_source")
_PARTS_HINT = N_("name = number; several: part them with ;")

AGREEMENT: Final = Kind(
    "agreement",
    N_("Agreement"),
    (
        _NUMBER,
        Field("signed", N_("Date signed"), "period", _DAY_HINT, required=True, happened=True, sticky=True),
        Field("agreement_kind", N_("Kind"), "choice", vocabulary="agreement_kinds", sticky=True),
        _TITLE,
        Field(
            "subjects",
            N_("Subjects"),
            "texts",
            N_("several: part them with ;  its own programme after =: Thông tin đối ngoại = TTDN"),
            details=("programme",),
        ),
        _PROGRAMMES,
        Field(
            "documents",
            N_("Documents signed"),
            "quantity",
            _NUMBER_HINT,
            unit="văn bản",
            posts="agreements",
            blank_is_unknown=True,
        ),
        Field(
            "subject_count",
            N_("Number of subjects"),
            "quantity",
            N_("blank: as many as listed"),
            unit="nội dung",
            posts="agreement_subjects",
            counts="subjects",
        ),
        Field("party_a", N_("Party A"), sticky=True, names="bodies"),
        Field("parties", N_("Parties B"), "texts", _LIST_HINT, names="bodies"),
        Field(
            "party_count",
            N_("Number of parties B"),
            "quantity",
            N_("blank: as many as listed"),
            unit="bên",
            posts="agreement_parties",
            counts="parties",
            blank_is_unknown=True,
        ),
        Field("attendees", N_("Attended by"), "texts", _LIST_HINT, names="bodies"),
        Field("attendee_count", N_("Number attending"), "quantity", _NUMBER_HINT, unit="đơn vị"),
        Field("products", N_("Products ordered"), "texts", _LIST_HINT, names="products"),
        Field("value", N_("Value"), "money", _MONEY_HINT, unit="đồng", posts="agreement_value", blank_is_unknown=True),
        replace(_FUND, classifies=("value",)),
        Field("term", N_("Term"), "period", _SPAN_HINT),
        Field("accepted", N_("Accepted on"), "period", _DAY_HINT, happened=True),
        Field("liquidated", N_("Liquidated on"), "period", _DAY_HINT, happened=True),
        _NOTE,
    ),
    dated_by="signed",
    one_each="signings",
)

TRAINING: Final = Kind(
    "training",
    N_("Training"),
    (
        Field("title", N_("Title"), required=True),
        Field(
            "held",
            N_("Held"),
            "period",
            N_("28/9/2017 · 1/6/2020-3/6/2020 · tháng 6/2020"),
            required=True,
            happened=True,
            sticky=True,
        ),
        _PROGRAMMES,
        Field("venue", N_("Venue"), sticky=True, names="venues"),
        Field("training_form", N_("Form"), "choice", vocabulary="training_forms", sticky=True),
        Field("classes", N_("Classes"), "quantity", _NUMBER_HINT, unit="lớp", posts="training_classes", required=True),
        Field(
            "participants",
            N_("Participants"),
            "quantity",
            _NUMBER_HINT,
            unit="người",
            posts="training_participants",
            blank_is_unknown=True,
        ),
        Field(
            "attendances",
            N_("Attendances"),
            "quantity",
            N_("lượt người, when people are not counted"),
            unit="lượt người",
            posts="training_attendances",
        ),
        Field(
            "women",
            N_("of whom women"),
            "quantity",
            unit="người",
            posts="training_participants",
            part_of="participants",
            member=("sex", "women"),
        ),
        Field(
            "minorities",
            N_("of whom ethnic minority"),
            "quantity",
            unit="người",
            posts="training_participants",
            part_of="participants",
            member=("ethnicity", "minority"),
        ),
        Field("audiences", N_("Audiences"), "texts", _LIST_HINT, names="audiences"),
        Field(
            "audience_parts",
            N_("Participants by audience"),
            "parts",
            _PARTS_HINT,
            unit="người",
            posts="training_participants",
            part_of="participants",
            dimension="audience",
        ),
        Field("topics", N_("Topics"), "texts", _LIST_HINT, names="topics"),
        Field(
            "topic_count",
            N_("Number of topics"),
            "quantity",
            N_("blank: as many as listed"),
            unit="nội dung",
            posts="training_topics",
            counts="topics",
        ),
        Field(
            "speakers", N_("Speakers"), "texts", N_("name – title, agency; several: part them with ;"), names="people"
        ),
        Field("opened_by", N_("Opened by"), names="people"),
        Field("cost", N_("Cost"), "money", _MONEY_HINT, unit="đồng"),
        _FUND,
        Field("decision", N_("Decision"), hint=N_("as on the paper: 12/QĐ-STTTT"), names="documents"),
        _NOTE,
    ),
    dated_by="held",
)

DELIVERY: Final = Kind(
    "delivery",
    N_("Delivery"),
    (
        _NUMBER,
        Field("delivered", N_("Date delivered"), "period", _DAY_HINT, required=True, happened=True, sticky=True),
        _PROGRAMMES,
        _TITLE,
        Field("giver", N_("Giver"), sticky=True, names="bodies"),
        _PLACES,
        Field(
            "equipment_type",
            N_("Equipment"),
            "choice",
            vocabulary="equipment_types",
            sticky=True,
            dimension="equipment",
            classifies=("devices", "value"),
        ),
        Field(
            "device_unit",
            N_("Counted in"),
            "choice",
            N_("chiếc, bộ …; blank: as this equipment is counted"),
            vocabulary="device_units",
            sticky=True,
        ),
        Field(
            "devices",
            N_("Devices"),
            "quantity",
            _NUMBER_HINT,
            unit="chiếc",
            posts="delivered_devices",
            blank_is_unknown=True,
            unit_by=("device_unit", "equipment_type"),
        ),
        Field(
            "device_parts",
            N_("Devices by type"),
            "parts",
            _PARTS_HINT,
            posts="delivered_devices",
            vocabulary="equipment_types",
            part_of="devices",
            dimension="equipment",
            unit_by=("device_unit", "equipment_type"),
        ),
        Field("value", N_("Value"), "money", _MONEY_HINT, unit="đồng", posts="delivered_value", blank_is_unknown=True),
        Field(
            "households", N_("Households receiving"), "quantity", _NUMBER_HINT, unit="hộ", posts="receivers_household"
        ),
        Field("communes", N_("Communes receiving"), "quantity", _NUMBER_HINT, unit="xã", posts="receivers_commune"),
        Field(
            "districts", N_("Districts receiving"), "quantity", _NUMBER_HINT, unit="huyện", posts="receivers_district"
        ),
        Field("teams", N_("Teams receiving"), "quantity", _NUMBER_HINT, unit="đội", posts="receivers_team"),
        Field("others", N_("Others receiving"), "quantity", _NUMBER_HINT, unit="đơn vị", posts="receivers_other"),
        Field("receiver_names", N_("Receivers by name"), "texts", _LIST_HINT, names="bodies"),
        Field(
            "lines",
            N_("Items"),
            "texts",
            N_("item, specification, number, price; several: part them with ;"),
            priced=True,
        ),
        Field("witnesses", N_("Witnesses"), "texts", _LIST_HINT, names="people"),
        Field("instruction", N_("Instruction given"), hint=N_("who showed whom, where")),
        replace(_FUND, classifies=("devices", "value")),
        _NOTE,
    ),
    dated_by="delivered",
)

PUBLICATION: Final = Kind(
    "publication",
    N_("Publication"),
    (
        Field("media", N_("Media kind"), "indicator", vocabulary="media_kinds", required=True),
        Field("period", N_("Period"), "period", _DAY_HINT, required=True, happened=True),
        _PROGRAMMES,
        _TITLE,
        Field("count", N_("Count"), "quantity", _NUMBER_HINT, blank_is_unknown=True),
        Field("outlets", N_("Outlets"), "texts", _LIST_HINT, names="bodies"),
        Field(
            "languages",
            N_("Languages"),
            "codes",
            vocabulary="languages",
            dimension="language",
            classifies=("count",),
        ),
        Field(
            "language_parts",
            N_("Count by language"),
            "parts",
            _PARTS_HINT,
            vocabulary="languages",
            part_of="count",
            dimension="language",
        ),
        Field(
            "language_count",
            N_("Number of languages"),
            "quantity",
            N_("blank: as many as listed"),
            unit="thứ tiếng",
            counts="languages",
        ),
        Field("titles", N_("Titles"), "texts", _LIST_HINT),
        Field("audiences", N_("Audiences"), "texts", _LIST_HINT, names="audiences"),
        _NOTE,
    ),
    posts_by="media",
)

BUDGET_LINE: Final = Kind(
    "budget_line",
    N_("Budget line"),
    (
        Field("period", N_("Period"), "period", _SPAN_HINT, required=True),
        _PROGRAMMES,
        _TITLE,
        replace(_FUND, classifies=("planned", "disbursed")),
        Field("planned", N_("Planned"), "money", _MONEY_HINT, unit="đồng", posts="budget_planned"),
        Field("disbursed", N_("Disbursed"), "money", _MONEY_HINT, unit="đồng", posts="budget_disbursed"),
        _NOTE,
    ),
)

PLAN: Final = Kind(
    "plan",
    N_("Plan"),
    (
        _NUMBER,
        Field("title", N_("Title"), required=True),
        Field("issued", N_("Date issued"), "period", _DAY_HINT, happened=True),
        Field("issuer", N_("Issuer"), names="bodies"),
        Field("period", N_("Period"), "period", _SPAN_HINT, required=True),
        _PROGRAMMES,
        Field("basis", N_("Legal basis"), "texts", _LIST_HINT, names="documents"),
        Field("scope", N_("Scope"), "places", hint=N_("communes or districts, parted with ;")),
        Field("scope_communes", N_("Communes in scope"), "quantity", unit="xã"),
        Field("scope_districts", N_("Districts in scope"), "quantity", unit="huyện"),
        Field("channels", N_("Channels"), "texts", _LIST_HINT, names="channels"),
        Field("partners", N_("Co-operating bodies"), "texts", _LIST_HINT, names="bodies"),
        Field("stated_tasks", N_("Tasks as stated"), "quantity", unit="nội dung"),
        Field("stated_targets", N_("Targets as stated"), "quantity", unit="mục tiêu"),
        Field(
            "tasks",
            N_("Tasks"),
            "texts",
            N_("several: part them with ;  after = the criterion, state or indicator: Mạng LAN = 8 = chưa triển khai"),
            details=("criterion", "state", "indicator"),
        ),
        _NOTE,
    ),
)

TARGET: Final = Kind(
    "target",
    N_("Target"),
    (
        Field("indicator", N_("Indicator"), "indicator", vocabulary="indicators", required=True, sticky=True),
        Field("period", N_("Period"), "period", _SPAN_HINT, required=True, sticky=True),
        Field("value", N_("Target"), "quantity", N_("100 · khoảng 90 · 8/10 · 1.500-1.800"), blank_is_unknown=True),
        _PROGRAMMES,
        Field("per_year", N_("For each year"), "flag", N_("x: the figure is for each year of the period")),
        Field("maintain", N_("Maintain"), "flag", N_("x: a level to be kept, not reached")),
        Field(
            "baseline",
            N_("Baseline"),
            "quantity",
            N_("where it stood before; needed where it is to decrease"),
            beside="value",
        ),
        _PLACES,
        Field("members", N_("Counted places"), "places", N_("the places that the figure counts, parted with ;")),
        _TITLE,
        Field("plan", N_("Plan"), hint=N_("the number or title of the plan that sets it"), sticky=True),
        _NOTE,
    ),
    fact_kind="target",
    posts_by="indicator",
)

RESULT: Final = Kind(
    "result",
    N_("Result"),
    (
        Field("indicator", N_("Indicator"), "indicator", vocabulary="indicators", required=True, sticky=True),
        Field("period", N_("Period"), "period", _DAY_HINT, required=True, happened=True, sticky=True),
        Field("value", N_("Result"), "quantity", N_("95 · 8/10 · hơn 2.500 · không triển khai: lý do"), required=True),
        Field("basis", N_("Basis"), "choice", N_("blank: in the period"), vocabulary="bases", sticky=True),
        _PROGRAMMES,
        _PLACES,
        Field("preliminary", N_("Preliminary"), "flag", N_("x: a final figure will follow")),
        _NOTE,
    ),
    posts_by="indicator",
)

ACTIVITY: Final = Kind(
    "activity",
    N_("Activity"),
    (
        Field("title", N_("Title"), required=True),
        Field("period", N_("Period"), "period", _DAY_HINT, required=True),
        _PROGRAMMES,
        Field("indicator", N_("Indicator"), "indicator", vocabulary="indicators"),
        Field("state", N_("State"), "choice", vocabulary="item_states", required=True),
        Field("reason", N_("Reason")),
        _NOTE,
    ),
    posts_by="indicator",
)

SOURCE_DOCUMENT: Final = Kind(
    "source_document",
    N_("Source document"),
    (
        Field("title", N_("Title"), required=True),
        Field("publisher", N_("Publisher"), names="bodies"),
        Field("author", N_("Author"), names="people"),
        Field("published", N_("Published"), "period", _DAY_HINT, happened=True),
        Field("published_at", N_("Time of publication")),
        Field("address", N_("Address")),
        Field("properties", N_("Properties"), "pairs"),
        _NOTE,
    ),
    dated_by="published",
)

KINDS: Final[dict[str, Kind]] = {
    kind.code: kind
    for kind in (
        PLAN,
        TARGET,
        RESULT,
        AGREEMENT,
        TRAINING,
        DELIVERY,
        PUBLICATION,
        BUDGET_LINE,
        ACTIVITY,
        SOURCE_DOCUMENT,
    )
}
BASES: Final = ("period", "year_to_date", "plan_to_date")
"""A reported figure is of its period, cumulative since 1 January, or cumulative since the plan's start."""
