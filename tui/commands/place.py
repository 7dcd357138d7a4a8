"""`tiendo place`: where a unit of either era lies, and what it belongs to today."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from db.language import _
from db.summary.places import MOST, Place, find_places
from tui.commands.common import (
    ConfigOption,
    DatabaseOption,
    LanguageOption,
    SampleOption,
    fail,
    reading,
    refusing,
    settings_of,
    write_out,
)

HELP = _("Find a province, district or commune of either era, and what it belongs to today.")


def place(
    name: Annotated[list[str], typer.Argument(help=_("A part of its name, marks optional."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Print the units that fit, one a line."""
    typed = " ".join(name)
    with refusing():
        settings = settings_of(config, database, sample, language)
        with reading(settings, sample=sample) as reader:
            found = find_places(reader, typed)
    if not found:
        fail(_("No place has “{typed}” in its name.").format(typed=typed))
    if as_json:
        write_out(json.dumps([_plain(place) for place in found[:MOST]], ensure_ascii=False, indent=1) + "\n")
        return
    lines = [_line(place) for place in found[:MOST]]
    if len(found) > MOST:
        lines.append(_("More than {n}: type more of the name.").format(n=MOST))
    write_out("\n".join(lines) + "\n")


def _plain(place: Place) -> dict[str, object]:
    return {
        "code": place.key[1:],
        "era": place.era,
        "level": place.level,
        "kind": place.kind,
        "name": place.name,
        "district": place.district or None,
        "province": {"code": place.province.code, "era": place.province.era, "name": place.province.name},
        "today": list(place.successors),
    }


def _line(place: Place) -> str:
    """Xã Nậm Lúc, Bắc Hà, Lào Cai (A03085) → …."""
    within = [place.district, place.province.name if place.level != "province" else ""]
    text = ", ".join([f"{place.kind} {place.name}", *filter(None, within)]) + f" ({place.key})"
    return f"{text} → {' · '.join(place.successors)}" if place.successors else text
