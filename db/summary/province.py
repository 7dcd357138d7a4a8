"""The province screen: targets against actuals, and the records of each panel with their totals."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from db.models.figure import UNKNOWN, Figure
from db.models.kinds import KINDS
from db.models.period import Period
from db.store.reader import Reader
from db.summary.card import Card, MultiYear, Rules, actual_figures, make_card
from db.summary.cells import moved, read_cells, years_of
from db.summary.indicators import read_unit_names
from db.summary.overview import Units, read_rules, state_years
from db.summary.past import Moment, Past, PastRecord, of_one_moment, period_of_record, read_past
from db.summary.provinces import read_changes, read_provinces, read_successors
from db.summary.states import State, read_states
from db.summary.views import (
    IndicatorProgress,
    MultiYearLine,
    Panel,
    ProvincePage,
    RecordLine,
    RecordRef,
    StateLine,
    Total,
)

_LINES: Final = (
    "SELECT r.province_code, r.id, r.kind, r.changed_at, v.id, v.content FROM record r"
    " JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id"
    " WHERE r.province_code = :province AND NOT r.voided"
)
_OF_YEAR: Final = " AND (r.kind = 'source_document' OR r.year_from <= :year AND r.year_to >= :year)"
"""A document is of no year: it speaks of others than that of its publication."""

PANELS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "agreements": (
        ("agreement",),
        ("signings", "agreements", "agreement_subjects", "agreement_parties", "agreement_value"),
    ),
    "trainings": (
        ("training",),
        ("training_classes", "training_participants", "training_attendances", "training_topics"),
    ),
    "deliveries": (
        ("delivery",),
        (
            "delivered_devices",
            "receivers_household",
            "receivers_commune",
            "receivers_district",
            "receivers_team",
            "receivers_other",
            "delivered_value",
        ),
    ),
    "publications": (
        ("publication", "budget_line"),
        (
            "media_columns",
            "media_reports",
            "media_rounds",
            "booklets",
            "leaflets",
            "external_products",
            "budget_planned",
            "budget_disbursed",
        ),
    ),
    "papers": (("plan", "activity", "source_document"), ()),
}
"""Panel → (kinds of record listed, indicators of its title line)."""
ALWAYS_SHOWN: Final = frozenset(
    {"signings", "training_classes", "training_participants", "delivered_devices", "delivered_value", "budget_planned"}
)
"""Totals that a panel names even where nothing was recorded."""


@of_one_moment
def read(
    reader: Reader,
    province_key: str,
    *,
    year: int | None,
    programme: str | None,
    today: date,
    behind_percent: int = 85,
    ahead_percent: int = 115,
    language: str = "vi",
    units: Units = "reported",
    as_of: Moment | None = None,
) -> ProvincePage:
    """One province's page of one year (None: all its years) and programme (None: all).

    With `units="current"` a province of today shows the figures and records of those that it was made of too; with
    `as_of` everything is what was known at that moment, judged on `today`.

    Raises KeyError for a key that is no province.
    """
    provinces = read_provinces(reader)
    successors = {}
    if units == "current":
        successors = {old: new for old, new in read_successors(reader).items() if new == province_key}
    keys = dict.fromkeys([province_key, *successors])
    past = read_past(reader, as_of, keys) if as_of else None
    rules = read_rules(
        reader, language, today=today, behind_percent=behind_percent, ahead_percent=ahead_percent, past=past
    ).moved(successors)
    cells = [cell for key in keys for cell in read_cells(reader, programme=programme, province=key, past=past)]
    cells = moved(cells, successors)
    states = [state for key in keys for state in read_states(reader, programme=programme, province=key, past=past)]
    years = tuple(sorted(years_of(cells) | state_years(states)))
    lines = [line for key in keys for line in _read_lines(reader, key, year, programme, past)]
    lines.sort(key=_age, reverse=True)
    changes = past.changes if past else read_changes(reader)
    change = max((change for key, change in changes.items() if key in keys), default=None)
    card_years = years if year is None else (year,)
    cards = [make_card(province_key, y, cells, rules) for y in card_years]
    goals = _goals(lines)
    cards = [card._replace(progress=_with_records(card, goals)) for card in cards]
    multi_year = dict.fromkeys(entry for card in cards for entry in card.multi_year)
    chosen = [cell for cell in cells if year is None or cell.year == year]
    actuals = actual_figures(chosen, rules)
    return ProvincePage(
        provinces[province_key],
        year,
        programme,
        years,
        change.at if change else None,
        change.by if change else None,
        cards[0].progress if year is not None else tuple(_over_years(cards)),
        tuple(_panels(actuals, lines, rules)),
        tuple(_state_lines(state for state in states if year is None or year in state.years)),
        tuple(_multi_year_line(entry, goals, rules) for entry in multi_year),
        {line.id: provinces[line.province_key] for line in lines if line.province_key != province_key},
        read_unit_names(reader, language),
    )


def _age(line: RecordLine) -> tuple[date, str]:
    return (line.period.start if line.period else date.min, line.id)


def _over_years(cards: Sequence[Card]) -> Iterable[IndicatorProgress]:
    """The lines of every year, newest first, each with its year; a state of several years stands once.

    They are not added up: an actual of 2022 says nothing of a target of 2024.
    """
    stated: set[tuple[str, Period]] = set()
    for card in reversed(cards):
        for line in card.progress:
            if line.period and line.period.year_from != line.period.year_to:
                if (line.code, line.period) not in stated:
                    stated.add((line.code, line.period))
                    yield line
            else:
                yield line._replace(year=card.year)


def _state_lines(states: Iterable[State]) -> Iterable[StateLine]:
    """What each record says, once for all of its programmes."""
    said: dict[tuple[str, str | None, str], list[State]] = defaultdict(list)
    for state in states:
        said[state.record, state.indicator, state.state].append(state)
    for same in said.values():
        one = same[0]
        programmes = tuple(state.programme for state in same)
        years = (one.first_year, one.last_year)
        yield StateLine(one.record, one.title, programmes, one.indicator, one.state, one.reason, years)


_Goals = Mapping[str, Sequence[tuple[RecordLine, Period]]]
"""Indicator → the records of its targets and results, with their periods."""


def _goals(lines: Iterable[RecordLine]) -> _Goals:
    goals: dict[str, list[tuple[RecordLine, Period]]] = defaultdict(list)
    for line in lines:
        if line.kind in ("target", "result") and line.period:
            goals[line.content["indicator"]].append((line, line.period))
    return goals


def _multi_year_line(entry: MultiYear, goals: _Goals, rules: Rules) -> MultiYearLine:
    indicator = rules.indicators[entry.indicator]
    kind = "target" if entry.kind == "target" else "result"
    years = (entry.period.year_from, entry.period.year_to)
    records = (
        line.id
        for line, period in goals.get(entry.indicator, ())
        if line.kind == kind and (period.year_from, period.year_to) == years
    )
    return MultiYearLine(
        entry.indicator,
        indicator.name,
        indicator.unit,
        entry.kind,
        entry.period,
        entry.figure,
        next(records, None),
        entry.progress,
    )


def _read_lines(
    reader: Reader, province_key: str, year: int | None, programme: str | None, past: Past | None
) -> Iterable[RecordLine]:
    sql = _LINES + (_OF_YEAR if year is not None else "")
    records = [
        PastRecord(province, record, kind, period_of_record(kind, content), changed_at, content)
        for province, record, kind, changed_at, revision, text in reader.rows(
            sql, {"province": province_key, "year": year}
        )
        if past is None or revision not in past.started
        for content in [json.loads(text)]
    ]
    records += [was for was in past.stopped if was.province == province_key and _speaks_of(was, year)] if past else []
    for record in records:
        programmes = tuple(record.content.get("programmes", ()))
        if programme is None or programme in programmes or record.kind == "source_document":
            yield RecordLine(
                record.province,
                record.id,
                record.kind,
                record.period,
                record.content.get("number", ""),
                record.content.get("title", ""),
                programmes,
                figures_of(record.kind, record.content),
                record.content,
                record.changed_at,
            )


def _speaks_of(record: PastRecord, year: int | None) -> bool:
    if year is None or record.kind == "source_document":
        return True
    return record.period is not None and record.period.year_from <= year <= record.period.year_to


def figures_of(kind: str, content: Mapping[str, Any]) -> dict[str, Figure]:
    """The quantities of a record's content by field name; a blank one that a reader asks for is unknown."""
    figures: dict[str, Figure] = {}
    for field in KINDS[kind].fields:
        if field.type not in ("quantity", "money"):
            continue
        if field.name in content:
            figures[field.name] = Figure.from_content(content[field.name])
        elif field.counts and content.get(field.counts):
            figures[field.name] = Figure.of(len(content[field.counts]))
        elif field.blank_is_unknown:
            figures[field.name] = UNKNOWN
    return figures


def _panels(actuals: Mapping[str, Figure], lines: Sequence[RecordLine], rules: Rules) -> Iterable[Panel]:
    for code, (kinds, indicators) in PANELS.items():
        totals = tuple(
            Total(name, rules.indicators[name].short, rules.indicators[name].unit, actuals.get(name, UNKNOWN))
            for name in indicators
            if name in rules.indicators and (name in actuals or name in ALWAYS_SHOWN)
        )
        yield Panel(code, totals, tuple(line for line in lines if line.kind in kinds))  # type: ignore[arg-type]


def _with_records(card: Card, goals: _Goals) -> tuple[IndicatorProgress, ...]:
    """A card's lines, each with the records of its results and targets in that year: what Enter opens."""

    def records(code: str) -> Iterable[RecordRef]:
        for line, period in goals.get(code, ()):
            if period.year_from <= card.year <= period.year_to:
                yield RecordRef(line.id, line.kind, code, period, line.figures.get("value", UNKNOWN))

    return tuple(entry._replace(records=_shown_first(entry, records(entry.code))) for entry in card.progress)


def _shown_first(entry: IndicatorProgress, records: Iterable[RecordRef]) -> tuple[RecordRef, ...]:
    """Results before targets, of each those whose figure the line shows first; otherwise as they come."""

    def place(ref: RecordRef) -> tuple[bool, bool]:
        return ref.kind == "target", ref.figure != (entry.target if ref.kind == "target" else entry.actual)

    return tuple(sorted(records, key=place))
