"""`tiendo why`: where a figure comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from db.language import _
from db.models.period import FIRST_YEAR, LAST_YEAR
from db.models.text import fold
from db.settings import Settings
from db.store.reader import Reader
from tui.commands.common import (
    AsOfOption,
    ConfigOption,
    DatabaseOption,
    LanguageOption,
    SampleOption,
    fail,
    moment_of,
    one_programme,
    one_province,
    reading,
    refusing,
    write_out,
)
from tui.commands.common import settings_of as load_settings
from tui.commands.summary import Units
from tui.explained import Told, explain, explain_total

if TYPE_CHECKING:
    from db.summary.indicators import Indicator
    from db.summary.why import Why, WhyFact
    from db.summary.why_total import WhyTotal

HELP = _("Why a figure is what it is: formula, facts, records, who entered them, sources, and what is missing.")
_NEAR = 8
_ALL = ("all", "tat ca", "ca nuoc")
"""What asks for the total over all provinces, without marks."""


class Format(StrEnum):
    """How the explanation is printed."""

    TABLE = "table"
    JSON = "json"


def why(
    province: Annotated[
        str, typer.Argument(help=_("A province, old or new name, marks optional; “all” for the total."))
    ],
    indicator: Annotated[list[str], typer.Argument(help=_("Code or name of an indicator, marks optional."))],
    year: Annotated[
        str | None,
        typer.Option("--year", help=_("One year, or 2024-2025 for a figure of several; without it all years.")),
    ] = None,
    programme: Annotated[str | None, typer.Option("--programme", help=_("Code of one programme."))] = None,
    units: Annotated[
        Units, typer.Option("--units", help=_("Provinces as reported, or those of today."))
    ] = Units.REPORTED,
    as_of: AsOfOption = None,
    form: Annotated[Format, typer.Option("--format", help=_("table or json."))] = Format.TABLE,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Print the explanation on standard output."""
    with refusing():
        settings = load_settings(config, database, sample, language)
        years, moment = _years(year), moment_of(as_of, settings, "--as-of")
        with reading(settings, sample=sample) as reader:
            from db.summary.indicators import read_unit_names
            from db.summary.why import read_why

            names = read_unit_names(reader, settings.screen.language)
            if fold(province) in _ALL:
                from db.summary.why_total import read_why_total

                total = read_why_total(
                    reader,
                    _indicator(reader, settings, " ".join(indicator)),
                    years=years,
                    programme=one_programme(reader, settings, programme),
                    units=units.value,
                    today=moment.day if moment else settings.today(),
                    language=settings.screen.language,
                    as_of=moment,
                )
                write_out(_printed(_total_as_json(total, names), explain_total(total, names), form))
                return
            key = one_province(reader, province, units.value)
            found = read_why(
                reader,
                key,
                _indicator(reader, settings, " ".join(indicator)),
                years=years,
                programme=one_programme(reader, settings, programme),
                units=units.value,
                today=moment.day if moment else settings.today(),
                behind_percent=settings.thresholds.behind_percent,
                ahead_percent=settings.thresholds.ahead_percent,
                language=settings.screen.language,
                as_of=moment,
            )
    write_out(_printed(_as_json(found, names), explain(found, names, settings.zone()), form))


def _printed(scripted: Mapping[str, Any], told: Iterable[Told], form: Format) -> str:
    if form is Format.JSON:
        return json.dumps(scripted, ensure_ascii=False, indent=1) + "\n"
    return "".join(f"{'  ' * line.indent}{line.text}".rstrip() + "\n" for line in told)


def _total_as_json(found: WhyTotal, names: Mapping[str, str]) -> dict[str, Any]:
    """The explanation of a total for scripts; figures as in docs/summary.schema.json."""
    from db.summary.contract import figure_object

    return {
        "indicator": found.indicator.code,
        "unit": found.indicator.unit,
        "unit_name": names.get(found.indicator.unit, found.indicator.unit),
        "years": found.years,
        "programme": found.programme,
        "units": found.units,
        "as_of": found.as_of.stated if found.as_of else None,
        "figure": figure_object(found.figure, found.indicator),
        "rule": found.rule,
        "provinces": [
            {"province": part.province.key, "figure": figure_object(part.figure, found.indicator)}
            for part in found.parts
        ],
        "missing": [province.key for province in found.missing],
    }


def _years(typed: str | None) -> tuple[int, int] | None:
    if typed is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", typed.strip())
    years = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not FIRST_YEAR <= years[0] <= years[1] <= LAST_YEAR:
        fail(_("--year: “{typed}” is no year such as 2024, nor years such as 2024-2025.").format(typed=typed))
    return years


def _indicator(reader: Reader, settings: Settings, typed: str) -> str:
    """The code of the one indicator that a code, a name or a part of one means."""
    from db.summary.indicators import read_indicators

    known = read_indicators(reader, settings.screen.language)
    wanted = fold(typed)
    if typed in known:
        return typed
    called = {code: {fold(code), fold(one.name), fold(one.short)} for code, one in known.items()}
    exact = [known[code] for code, names in called.items() if wanted in names]
    found = exact or [known[code] for code, names in called.items() if any(wanted in name for name in names)]
    if len(found) != 1:
        _refuse(typed, found, known)
    return found[0].code


def _refuse(typed: str, found: Sequence[Indicator], known: Mapping[str, Indicator]) -> NoReturn:
    """Say which indicators it may be: those that fit, or look like it, or all."""
    from difflib import get_close_matches

    near = {fold(one.name): one for one in known.values()} | {one.code: one for one in known.values()}
    alike = {near[name].code: near[name] for name in get_close_matches(fold(typed), near, n=_NEAR, cutoff=0.5)}
    candidates = found or list(alike.values())
    listed = ", ".join(f"{one.code} ({one.name})" for one in candidates or known.values())
    sentence = _("“{typed}” may be: {names}.") if candidates else _("No indicator is called “{typed}”: {names}.")
    fail(sentence.format(typed=typed, names=listed))


def _as_json(found: Why, names: Mapping[str, str]) -> dict[str, Any]:
    """The explanation for scripts; figures as in docs/summary.schema.json."""
    from db.summary.contract import figure_object

    def fact(one: WhyFact) -> dict[str, Any]:
        return {
            "province": one.province.key,
            "figure": figure_object(one.figure, found.indicator),
            "period": one.period.as_content(),
            "basis": one.basis,
            "place": one.place or None,
            "record": one.record,
            "record_kind": one.kind,
            "title": one.title,
            "entered_by": one.by,
            "entered_at": one.at,
            "reason": one.reason,
            "source": one.source._asdict() if one.source else None,
            "left_out": one.left_out,
        }

    progress = found.progress
    return {
        "province": found.province.key,
        "indicator": found.indicator.code,
        "unit": found.indicator.unit,
        "unit_name": names.get(found.indicator.unit, found.indicator.unit),
        "years": found.years,
        "programme": found.programme,
        "units": found.units,
        "as_of": found.as_of.stated if found.as_of else None,
        "today": found.today.isoformat(),
        "figures": [
            {
                "kind": part.kind,
                "figure": figure_object(part.figure, found.indicator),
                "rule": part.rule,
                "counting": [fact(one) for one in part.counting],
                "left_out": [fact(one) for one in part.left_out],
            }
            for part in found.parts
        ],
        "percent": progress.percent if progress else None,
        "status": progress.status if progress else None,
        "expected_share": found.expected,
    }
