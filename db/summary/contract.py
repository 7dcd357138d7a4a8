"""What `tiendo summary --format json` prints: the contract of docs/summary.schema.json."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Final, TypeVar

from db.models.figure import UNKNOWN, Figure
from db.store.reader import Reader
from db.summary.card import Card, MultiYear, Rules, actual_figures, make_card, make_standing, standing_over_years
from db.summary.cells import Cell, by_province, moved, read_cells
from db.summary.indicators import Indicator, in_unit, read_unit_names
from db.summary.named_places import NamedPlace, read_named_places
from db.summary.overview import Units, read_rules
from db.summary.past import Moment, Past, of_one_moment, read_past
from db.summary.provinces import read_provinces, read_successors
from db.summary.states import State, read_states
from db.summary.views import IndicatorProgress, Province

AGREEMENTS: Final = {
    "signings": "signings",
    "agreements": "agreements",
    "subjects": "agreement_subjects",
    "parties": "agreement_parties",
    "value": "agreement_value",
}
TRAININGS: Final = {
    "classes": "training_classes",
    "participants": "training_participants",
    "attendances": "training_attendances",
    "topics": "training_topics",
}
_ERA_B: Final = 2025
"""The year in whose middle the provinces of today began."""
RECEIVERS: Final = ("household", "commune", "district", "team", "other")
_Row = TypeVar("_Row", State, NamedPlace)
_LANGUAGES: Final = {
    "vi": "SELECT code, name_vi FROM term WHERE vocabulary = 'languages' ORDER BY position",
    "en": "SELECT code, name_en FROM term WHERE vocabulary = 'languages' ORDER BY position",
}
_PUBLICATIONS: Final = (
    "SELECT r.province_code, r.id, r.year_from, r.year_to, v.id, v.content FROM record r"
    " JOIN revision v ON v.province_code = r.province_code AND v.id = r.head_revision_id"
    " WHERE NOT r.voided AND r.kind = 'publication'"
)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The languages of one publication record."""

    province: str
    first_year: int
    last_year: int
    media: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Everything:
    """All that was read for one call, already under the provinces that are asked for."""

    cells: Mapping[str, Sequence[Cell]]
    """By province."""
    states: Sequence[State]
    places: Sequence[NamedPlace]
    spoken: Sequence[_Spoken]
    language_names: Mapping[str, str]
    rules: Rules


@of_one_moment
def summary(
    reader: Reader,
    *,
    provinces: Collection[str] | None = None,
    year: int | None = None,
    programme: str | None = None,
    units: Units = "reported",
    today: date,
    behind_percent: int = 85,
    ahead_percent: int = 115,
    language: str = "vi",
    sample: bool = False,
    as_of: Moment | None = None,
) -> dict[str, Any]:
    """The summary of each province and year with data, or of `year` and the provinces with these keys alone.

    A province that is asked for by name with a year is always there, all its sections empty where nothing is known;
    `provinces` are then the keys that one name has in the two eras.
    With `units` "current" figures stand under the province of today; money is whole đồng, a level is in percent. With
    `as_of` it is what was known at that moment, judged on `today`.
    """
    past = read_past(reader, as_of) if as_of else None
    rules = read_rules(
        reader, language, today=today, behind_percent=behind_percent, ahead_percent=ahead_percent, past=past
    )
    known = read_provinces(reader)
    successors = read_successors(reader) if units == "current" else {}
    wanted = None if provinces is None else {successors.get(key, key) for key in provinces}
    everything = _read(reader, programme, successors, language, rules.moved(successors), past)
    keys = [key for key in known if wanted is None or key in wanted]
    chosen = [(key, y) for key in keys for y in _years(key, everything) if year in (None, y)]
    if not chosen and wanted and year is not None:
        chosen = [(_in_force(wanted, year), year)]
    objects = [_object(known[key], y, everything) for key, y in chosen]
    filters = {
        "provinces": None if wanted is None else sorted(wanted),
        "year": year,
        "programme": programme,
        "units": units,
        "today": today.isoformat(),
        "sample": sample,
        "as_of": as_of.stated if as_of else None,
    }
    return {
        "filters": filters,
        "units_of_measure": read_unit_names(reader, language),
        "provinces": objects,
        "totals": _totals(dict.fromkeys(key for key, _year in chosen), year, everything),
    }


def _read(
    reader: Reader,
    programme: str | None,
    successors: Mapping[str, str],
    language: str,
    rules: Rules,
    past: Past | None,
) -> _Everything:
    return _Everything(
        by_province(moved(read_cells(reader, programme=programme, past=past), successors)),
        [_move(state, successors) for state in read_states(reader, programme=programme, past=past)],
        [_move(place, successors) for place in read_named_places(reader, programme=programme, past=past)],
        list(_read_spoken(reader, programme, successors, past)),
        dict(reader.rows(_LANGUAGES[language])),
        rules,
    )


def _move(row: _Row, successors: Mapping[str, str]) -> _Row:
    return row._replace(province=successors.get(row.province, row.province))


def _read_spoken(
    reader: Reader, programme: str | None, successors: Mapping[str, str], past: Past | None
) -> Iterable[_Spoken]:
    known = [
        (record, province, first, last, json.loads(text))
        for province, record, first, last, revision, text in reader.rows(_PUBLICATIONS)
        if past is None or revision not in past.started
    ]
    known += [
        (was.id, was.province, was.period.year_from, was.period.year_to, was.content)
        for was in (past.stopped if past else ())
        if was.kind == "publication" and was.period
    ]
    for _record, province, first, last, content in sorted(known, key=itemgetter(0)):
        if programme is None or programme in content.get("programmes", ()):
            yield _Spoken(
                successors.get(province, province), first, last, content["media"], tuple(content.get("languages", ()))
            )


def _in_force(keys: Collection[str], year: int) -> str:
    """Which of a province's keys of both eras a year without data stands under: 2025 ended in era B."""
    era = "A" if year < _ERA_B else "B"
    return min(keys, key=lambda key: (not key.startswith(era), key))


def _years(key: str, everything: _Everything) -> Sequence[int]:
    """The years of a province's objects: those with a figure, a state or a figure of several years."""
    known = {y for cell in everything.cells.get(key, ()) for y in cell.years}
    known |= {y for state in everything.states if state.province == key for y in state.years}
    return sorted(known)


def _totals(keys: Iterable[str], year: int | None, everything: _Everything) -> dict[str, Any]:
    """What the overview shows in its last row: all provinces in the year; of all years a figure of several once."""
    rules, standings, counted = everything.rules, [], list[Cell]()
    for key in keys:
        cells = everything.cells.get(key, ())
        if year is None:
            counted += cells
            standings.append(standing_over_years(key, cells, rules))
            continue
        inside = [cell for cell in cells if cell.year == year]
        states = [cell for cell in cells if cell.year is None and year in cell.years and cell.is_state]
        counted += inside
        standings.append(make_standing(key, year, inside, states, rules)[1])
    return {
        "targets_met": sum(one.met for one in standings),
        "targets_set": sum(one.set for one in standings),
        "figures": [
            {
                "indicator": code,
                "unit": rules.indicators[code].unit,
                "count": figure_object(figure, rules.indicators[code]),
                **by_unit_object("count", figure, rules.indicators[code]),
            }
            for code, figure in sorted(actual_figures(counted, rules).items())
        ],
    }


def _object(province: Province, year: int, everything: _Everything) -> dict[str, Any]:
    indicators = everything.rules.indicators
    card = make_card(province.key, year, everything.cells.get(province.key, ()), everything.rules)
    return {
        "province": {"code": province.code, "era": province.era, "name": province.name},
        "year": year,
        "indicators": [_indicator(line, indicators[line.code]) for line in card.progress],
        "agreements": {name: _actual(card, code, indicators) for name, code in AGREEMENTS.items()},
        "trainings": {name: _actual(card, code, indicators) for name, code in TRAININGS.items()},
        "deliveries": {
            "devices": _actual(card, "delivered_devices", indicators),
            "receivers": [
                {"kind": kind, "count": _actual(card, f"receivers_{kind}", indicators)}
                for kind in RECEIVERS
                if f"receivers_{kind}" in card.actuals
            ],
            "value": _actual(card, "delivered_value", indicators),
            **by_unit_object(
                "devices", card.actuals.get("delivered_devices", UNKNOWN), indicators["delivered_devices"]
            ),
        },
        "publications": list(_publications(card, everything)),
        "budget": {
            "planned": _actual(card, "budget_planned", indicators),
            "disbursed": _actual(card, "budget_disbursed", indicators),
        },
        "states": [
            {
                "programme": state.programme,
                "indicator": state.indicator,
                "state": state.state,
                "reason": state.reason,
            }
            for state in everything.states
            if state.province == province.key and year in state.years
        ],
        "multi_year": [
            {
                "indicator": entry.indicator,
                "name": indicators[entry.indicator].name,
                "kind": entry.kind,
                "unit": indicators[entry.indicator].unit,
                "from": entry.period.year_from,
                "to": entry.period.year_to,
                "count": figure_object(entry.figure, indicators[entry.indicator]),
                **by_unit_object("count", entry.figure, indicators[entry.indicator]),
                **_judged(entry, indicators[entry.indicator]),
            }
            for entry in card.multi_year
        ],
        "places": list(_places(province.key, year, everything.places)),
    }


def figure_object(figure: Figure, indicator: Indicator) -> dict[str, Any]:
    """A figure of the contract, in the indicator's own unit: 9500 hundredths are 95 percent."""
    lacking = {"unknown_parts": figure.unknown_parts} if figure.unknown_parts else {}
    return {
        "value": in_unit(figure.value, indicator),
        "low": in_unit(figure.low, indicator),
        "high": in_unit(figure.high, indicator),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "hedge": figure.hedge,
        "state": figure.state,
        **lacking,
    }


def _actual(card: Card, code: str, indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    return figure_object(card.actuals.get(code, UNKNOWN), indicators[code])


def by_unit_object(name: str, figure: Figure, indicator: Indicator) -> dict[str, Any]:
    """What was counted in another unit than the indicator's, or in several, as "devices_by_unit" beside "devices".

    Sets and devices are never one sum; of one unit alone there is nothing to add.
    """
    parts = [{"unit": unit, "count": figure_object(part, indicator)} for unit, part in figure.by_unit or ()]
    return {f"{name}_by_unit": parts} if parts else {}


def _indicator(line: IndicatorProgress, indicator: Indicator) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "unit": line.unit,
        "target": figure_object(line.target, indicator),
        "actual": figure_object(line.actual, indicator),
        "percent": line.percent,
        "status": line.status,
    }


def _judged(entry: MultiYear, indicator: Indicator) -> dict[str, Any]:
    """How a target of several years stands by what was done in all of them; other figures are not judged."""
    line = entry.progress
    if line is None:
        return {}
    return {"actual": figure_object(line.actual, indicator), "percent": line.percent, "status": line.status}


def _publications(card: Card, everything: _Everything) -> Iterable[dict[str, Any]]:
    spoken: dict[str, dict[str, None]] = defaultdict(dict)
    for publication in everything.spoken:
        if publication.province == card.province and publication.first_year <= card.year <= publication.last_year:
            spoken[publication.media].update(dict.fromkeys(publication.languages))
    for code, indicator in everything.rules.indicators.items():
        if indicator.source_kind == "publication" and code in card.actuals:
            yield {
                "kind": code,
                "unit": indicator.unit,
                "languages": [everything.language_names.get(spoken_code, spoken_code) for spoken_code in spoken[code]],
                "count": figure_object(card.actuals[code], indicator),
            }


def _places(province: str, year: int, places: Sequence[NamedPlace]) -> Iterable[dict[str, Any]]:
    """The communes named in a year, each once, though a plan of several years and its targets name it."""
    named = {
        (place.as_printed, place.era, place.code): place
        for place in reversed(places)
        if place.province == province and place.first_year <= year <= place.last_year
    }
    for place in reversed(named.values()):
        yield {
            "as_printed": place.as_printed,
            "code": place.code,
            "era": place.era,
            "name": place.name,
            "successors": [{"code": code, "era": era, "name": name} for code, era, name in place.successors],
        }
