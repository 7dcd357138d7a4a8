"""The options of `tiendo add` as docs/add.md lists them, made from the kinds: `python -m tests.add_contract`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from db.models.kinds import KINDS, Field, Kind
from tui.commands.add import LISTS, flags, word

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "add.md"
START: Final = "<!-- made by python -m tests.add_contract -->\n"
_TYPES: Final = {
    "text": "text",
    "note": "text, ↵ for a line break",
    "choice": "code or name of {vocabulary}",
    "indicator": "code or name of {vocabulary}",
    "quantity": "number",
    "money": "đồng",
    "period": "day or period",
    "flag": "no value",
    "texts": "texts",
    "codes": "codes or names of {vocabulary}",
    "programmes": "codes",
    "places": "communes or districts",
    "pairs": "key = value",
    "parts": "name = number",
}


def listing() -> str:
    """A table a kind: its options and what each takes."""
    return "\n".join("\n".join(_table(kind)) for kind in KINDS.values())


def _table(kind: Kind) -> Iterator[str]:
    yield f"\n## {word(kind)}\n"
    yield "| option | takes | |"
    yield "|---|---|---|"
    for field in kind.fields:
        yield f"| {_options(kind, field)} | {_takes(field)} | {_need(field)} |"


def _need(field: Field) -> str:
    if not field.required:
        return ""
    return "left out: the usual ones" if field.name == "programmes" else "needed"


def _options(kind: Kind, field: Field) -> str:
    return ", ".join(f"`{flag}`" for flag in flags(kind, field))


def _takes(field: Field) -> str:
    takes = _TYPES[field.type].format(vocabulary=field.vocabulary.replace("_", " "))
    unit = f" ({field.unit})" if field.unit and field.type == "quantity" else ""
    return takes + unit + (", several" if field.type in LISTS else "")


def written(text: str) -> str:
    """The document with the listing of today."""
    head, _mark, _old = text.partition(START)
    return head + START + listing() + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
