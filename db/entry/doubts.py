"""What holds and looks wrong: it is asked about before it is saved, and overridden with a reason that is kept.

Ten times last year's figure, or a tenth of it; what was probably entered before; a date to come of something that
happened; a period outside the plan; a cumulative figure that falls. Plain SQL, nothing heavy: forms ask while a person
types, saving asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from db.entry.posting import PostedFact
from db.entry.problems import EntryError
from db.entry.vocabularies import Rows, Vocabularies
from db.language import _, language
from db.models import wording
from db.models.figure import Figure
from db.models.kinds import Kind
from db.models.period import Period

_LEAP: Final = 10
"""A figure of so many times the one of the year before, or its so manieth part, is doubted."""
_NOT_YET: Final = frozenset({"not_started", "not_carried_out", "not_applicable"})
"""The states of an activity that did not happen."""
_IN_A_PLAN: Final = frozenset({"result", "activity"})


class Doubt(NamedTuple):
    """One thing that looks wrong: the field, and a sentence without its label."""

    field: str
    sentence: str


class Doubted(EntryError):  # noqa: N818 - said as it is shown: the figure is doubted
    """The record holds and looks wrong in `doubts`. It is saved when somebody says why it is right."""

    def __init__(self, kind: Kind, doubts: Sequence[Doubt]) -> None:
        named = (
            _("{field}: {problem}").format(field=_(kind.field(one.field).label), problem=one.sentence) for one in doubts
        )
        super().__init__(_("Is it right? {doubts} Say why, and it is saved.").format(doubts=" ".join(named)))
        self.doubts = tuple(doubts)


@dataclass(frozen=True, slots=True)
class Questioned:
    """A record that is asked about: `today` is the day of the person, `facts` what the content posts."""

    province_code: str
    record_id: str
    """"" for one that is nowhere yet."""
    kind: Kind
    content: Mapping[str, Any]
    facts: Sequence[PostedFact]
    today: date

    @property
    def whole_figures(self) -> list[PostedFact]:
        """Its known figures that are no part of another one, without the count of the record itself."""
        return [
            fact
            for fact in self.facts
            if fact.part_of is None and fact.figure.known and fact.indicator != self.kind.one_each
        ]

    @property
    def period(self) -> Period | None:
        """When its facts fall."""
        stated = self.content.get(self.kind.dated_by)
        return Period.from_content(stated) if stated else None


def find_doubts(rows: Rows, record: Questioned, vocabularies: Vocabularies, *, duplicates: bool = True) -> list[Doubt]:
    """All that looks wrong with a record, in the order of its fields; without `duplicates` not what stands twice.

    Raises:
        StoreError: the database cannot be read.
    """
    found = [
        *_to_come(record),
        *_outside_the_plan(rows, record),
        *(_entered_before(rows, record) if duplicates else ()),
        *_leaps(rows, record, vocabularies),
        *_falls(rows, record, vocabularies),
    ]
    order = {field.name: place for place, field in enumerate(record.kind.fields)}
    return sorted(dict.fromkeys(found), key=lambda doubt: order[doubt.field])


# -- dates


def _to_come(record: Questioned) -> Iterator[Doubt]:
    """Dates that are still to come of what happened."""
    happened = record.content.get("state") not in _NOT_YET
    for field in record.kind.fields:
        dated = field.happened or (record.kind.code == "activity" and field.name == record.kind.dated_by and happened)
        if not dated or field.name not in record.content:
            continue
        period = Period.from_content(record.content[field.name])
        if period.start > record.today:
            sentence = _("{period} is still to come.").format(period=wording.period(period, language()))
            yield Doubt(field.name, sentence)


_PLANS: Final = """
SELECT r.period_start, r.period_end, r.grain, r.number, r.title
FROM record r
WHERE r.province_code = :province AND r.kind = 'plan' AND NOT r.voided
    AND r.year_from <= :year_to AND r.year_to >= :year_from
    AND EXISTS (SELECT 1 FROM record_programme p WHERE p.province_code = r.province_code AND p.record_id = r.id
        AND p.programme IN ({programmes}))
ORDER BY r.period_start, r.id
"""


def _outside_the_plan(rows: Rows, record: Questioned) -> Iterator[Doubt]:
    """A result or an activity of a year that has plans of its programmes, and outside all of them."""
    period, programmes = record.period, _named(record.content.get("programmes", ()))
    if record.kind.code not in _IN_A_PLAN or period is None or not programmes:
        return
    years = {"year_from": period.year_from, "year_to": period.year_to}
    sql = _PLANS.format(programmes=_placeholders(programmes))
    plans = [
        (Period(_date(start), _date(end), grain), number or title)
        for start, end, grain, number, title in rows.rows(
            sql, {"province": record.province_code, **years, **programmes}
        )
    ]
    if plans and not any(plan.start <= period.end and period.start <= plan.end for plan, _name in plans):
        plan, name = plans[0]
        sentence = _("it lies outside the plan “{plan}” ({period}).")
        yield Doubt(record.kind.dated_by, sentence.format(plan=name, period=wording.period(plan, language())))


# -- what was entered before

_SAME_FIGURE: Final = """
SELECT f.revision_id, r.author, d.number, d.title
FROM fact f
JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
JOIN revision r ON r.province_code = f.province_code AND r.id = f.revision_id
JOIN record d ON d.province_code = r.province_code AND d.id = r.record_id
WHERE f.province_code = :province AND f.indicator = :indicator AND f.kind = :kind AND f.basis = :basis
    AND f.period_start = :start AND f.period_end = :end AND f.value = :value AND f.part_of IS NULL
    AND f.preliminary = :preliminary AND coalesce(f.unit_key, '') = :place
    AND r.kind = :of_kind AND r.record_id <> :record
    AND EXISTS (SELECT 1 FROM fact_programme p WHERE p.province_code = f.province_code
        AND p.revision_id = f.revision_id AND p.line = f.line AND p.programme IN ({programmes}))
ORDER BY f.revision_id
"""
_FIGURES: Final = """
SELECT indicator, value FROM fact
WHERE province_code = :province AND revision_id = :revision AND part_of IS NULL AND value IS NOT NULL
"""
_SAME_NAME: Final = """
SELECT r.number, r.title, r.changed_by FROM record r
WHERE r.province_code = :province AND r.kind = :kind AND r.year_from = :year AND NOT r.voided AND r.id <> :record
    AND r.period_start = :start AND r.period_end = :end AND {same} = :named
ORDER BY r.id
LIMIT 1
"""


def _entered_before(rows: Rows, record: Questioned) -> Iterator[Doubt]:
    """A record of the same kind and date with the same figures, the same number, or without figures the same title."""
    figures, period = record.whole_figures, record.period
    if figures:
        yield from _same_figures(rows, record, figures)
    if period is None:
        return
    for name in ("number",) if figures else ("number", "title"):
        if not (named := record.content.get(name)):
            continue
        found = rows.rows(
            _SAME_NAME.format(same=f"r.{name}"),
            {
                "province": record.province_code,
                "kind": record.kind.code,
                "year": period.year_from,
                "record": record.record_id,
                "start": period.start,
                "end": period.end,
                "named": named,
            },
        )
        for number, title, author in found:
            sentence = _("{who} entered “{record}” with the same date and number already.")
            if name == "title":
                sentence = _("{who} entered “{record}” with the same date and title already.")
            yield Doubt(name, sentence.format(who=author, record=title or number))


def _same_figures(rows: Rows, record: Questioned, figures: Sequence[PostedFact]) -> Iterator[Doubt]:
    first = figures[0]
    if not (programmes := _named(first.programmes[1:])):
        return
    found = rows.rows(
        _SAME_FIGURE.format(programmes=_placeholders(programmes)),
        {
            **_like(record, first),
            "start": first.period.start,
            "end": first.period.end,
            "value": first.figure.value,
            "preliminary": first.preliminary,
            "of_kind": record.kind.code,
            **programmes,
        },
    )
    own = sorted((fact.indicator, fact.figure.value) for fact in figures)
    for revision, author, number, title in found:
        theirs = rows.rows(_FIGURES, {"province": record.province_code, "revision": revision})
        if own == sorted((code, value) for code, value in theirs if code != record.kind.one_each):
            name = f" “{title or number}”" if title or number else ""
            sentence = _("{who} entered a record{name} of the same date with the same figures already.")
            yield Doubt(first.field, sentence.format(who=author, name=name))
            return


# -- the year before

_YEAR_BEFORE: Final = """
SELECT f.value, f.low, f.high, f.hedge
FROM fact f
JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
JOIN revision r ON r.province_code = f.province_code AND r.id = f.revision_id
WHERE f.province_code = :province AND f.indicator = :indicator AND f.kind = :kind AND f.basis = :basis
    AND f.period_start = :start AND f.period_end = :end AND f.part_of IS NULL AND f.state = 'reported'
    AND coalesce(f.unit_key, '') = :place AND r.record_id <> :record
    AND EXISTS (SELECT 1 FROM fact_programme p WHERE p.province_code = f.province_code
        AND p.revision_id = f.revision_id AND p.line = f.line AND p.programme IN ({programmes}))
ORDER BY f.revision_id DESC
LIMIT 1
"""
_WHOLE_YEAR: Final = """
SELECT total FROM rollup_year
WHERE province_code = :province AND programme = '*' AND indicator = :indicator AND kind = :kind AND basis = 'period'
    AND grain = 'year' AND period_start = :start AND period_end = :end AND dimension = '' AND member = '' AND n > 0
"""


def _leaps(rows: Rows, record: Questioned, vocabularies: Vocabularies) -> Iterator[Doubt]:
    """Figures that are ten times those of the year before, or a tenth of them."""
    for fact in record.whole_figures:
        value, unit = fact.figure.value or 0, vocabularies.indicators[fact.indicator].unit
        before = _year_before(rows, record, fact)
        if before is not None:
            if value >= _LEAP * (before.value or 0) > 0:
                sentence = _("{figure} is ten times the {before} of a year before, or more.")
            elif 0 < value * _LEAP <= (before.value or 0):
                sentence = _("{figure} is a tenth of the {before} of a year before, or less.")
            else:
                continue
        else:
            before = _total_before(rows, record, fact)
            if before is None or not value >= _LEAP * (before.value or 0) > 0:
                continue
            sentence = _("{figure} is ten times the {before} of the whole year before, or more.")
        shown, other = (wording.figure(one, unit, language()) for one in (fact.figure, before))
        yield Doubt(fact.field, sentence.format(figure=shown, before=other))


def _year_before(rows: Rows, record: Questioned, fact: PostedFact) -> Figure | None:
    """The figure of the same part of the year before, place and basis, with a programme in common."""
    programmes = _named(fact.programmes[1:])
    if not programmes or fact.period.grain == "day":
        return None
    before = fact.period.a_year(-1)
    found = rows.rows(
        _YEAR_BEFORE.format(programmes=_placeholders(programmes)),
        {**_like(record, fact), "start": before.start, "end": before.end, **programmes},
    )
    return _reported(found[0]) if found else None


def _total_before(rows: Rows, record: Questioned, fact: PostedFact) -> Figure | None:
    """The total of the year before the one in which the figure lies: more than ten times that is doubted of a part."""
    if fact.period.year_from != fact.period.year_to or fact.unit_key:
        return None
    before = Period.year(fact.period.year_from - 1)
    key = {"province": record.province_code, "indicator": fact.indicator, "kind": fact.kind}
    found = rows.rows(_WHOLE_YEAR, {**key, "start": before.start, "end": before.end})
    return Figure.of(int(found[0][0])) if found else None


# -- cumulative figures

_NEIGHBOUR: Final = """
SELECT f.value, f.low, f.high, f.hedge, f.period_end
FROM fact f
JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
JOIN revision r ON r.province_code = f.province_code AND r.id = f.revision_id
WHERE f.province_code = :province AND f.indicator = :indicator AND f.kind = :kind AND {basis}
    AND f.part_of IS NULL AND f.state = 'reported' AND r.record_id <> :record
    AND coalesce(f.unit_key, '') = :place AND f.period_start >= :first AND f.period_start <= :start
    AND f.period_end {side} :end
    AND EXISTS (SELECT 1 FROM fact_programme p WHERE p.province_code = f.province_code
        AND p.revision_id = f.revision_id AND p.line = f.line AND p.programme IN ({programmes}))
ORDER BY f.period_end {order}, f.revision_id DESC
LIMIT 1
"""


_BASES: Final = {
    "year_to_date": "(f.basis = :basis OR (f.basis = 'period' AND f.period_start = :first AND f.field = 'value'))",
    "plan_to_date": "f.basis = :basis",
    "period": "(f.basis = 'year_to_date' AND f.basis <> :basis)",
}
"""What a figure of each basis is held against."""
_RESULT: Final = "value"
"""The field of a result's figure."""


def _falls(rows: Rows, record: Questioned, vocabularies: Vocabularies) -> Iterator[Doubt]:
    """Cumulative figures that are less than the one before them, or more than the one after them.

    Both of the same indicator, province, place and basis, of the same year (or the same start of a plan) and with a
    programme in common. Beside one since 1 January a result in the period from that day on is one too, for the later of
    them is the year's (docs/figures.md). Levels rise and fall, and what records add up to is not reported cumulatively.
    """
    for fact in record.whole_figures:
        adds_up = vocabularies.indicators[fact.indicator].adds_up
        if fact.kind != "actual" or not adds_up or not _says_to_date(fact):
            continue
        unit = vocabularies.indicators[fact.indicator].unit
        here = f"{wording.figure(fact.figure, unit, language())} ({wording.day(fact.period.end)})"
        for side in ("<", ">"):
            found = _neighbour(rows, record, fact, side)
            if found is None:
                continue
            other, end = found
            there = f"{wording.figure(other, unit, language())} ({wording.day(end)})"
            before, after = (other, fact.figure) if side == "<" else (fact.figure, other)
            if (before.value or 0) > (after.value or 0):
                earlier, later = (there, here) if side == "<" else (here, there)
                sentence = _("a cumulative figure does not fall: {earlier}, then {later}.")
                yield Doubt(fact.field, sentence.format(earlier=earlier, later=later))
                break


def _says_to_date(fact: PostedFact) -> bool:
    """Whether a figure is cumulative, or a result in the period that may stand for a cumulative one."""
    from_january = fact.period.start == Period.year(fact.period.year_to).start
    return fact.basis != "period" or (fact.field == _RESULT and from_january)


def _neighbour(rows: Rows, record: Questioned, fact: PostedFact, side: str) -> tuple[Figure, date] | None:
    period = fact.period
    if not (programmes := _named(fact.programmes[1:])):
        return None
    # Since 1 January: whatever began in this year. Since the plan's start: what began with it.
    whole_year = Period.year(period.year_to)
    since_plan = fact.basis == "plan_to_date"
    first, start = (period.start, period.start) if since_plan else (whole_year.start, whole_year.end)
    order = "DESC" if side == "<" else "ASC"
    sql = _NEIGHBOUR.format(side=side, order=order, programmes=_placeholders(programmes), basis=_BASES[fact.basis])
    found = rows.rows(sql, {**_like(record, fact), "first": first, "start": start, "end": period.end, **programmes})
    return (_reported(found[0]), _date(found[0][4])) if found else None


# -- parts of queries


def _like(record: Questioned, fact: PostedFact) -> dict[str, Any]:
    """What another figure has in common with one, and is of another record."""
    return {
        "province": record.province_code,
        "indicator": fact.indicator,
        "kind": fact.kind,
        "basis": fact.basis,
        "place": fact.unit_key or "",
        "record": record.record_id,
    }


def _named(programmes: Iterable[str]) -> dict[str, str]:
    return {f"programme_{number}": code for number, code in enumerate(programmes)}


def _placeholders(parameters: Mapping[str, str]) -> str:
    return ", ".join(f":{name}" for name in parameters)


def _reported(row: Sequence[Any]) -> Figure:
    value, low, high, hedge = row[:4]
    return Figure(value, low, high, hedge=hedge, state="reported")


def _date(found: object) -> date:
    return date.fromisoformat(str(found))
