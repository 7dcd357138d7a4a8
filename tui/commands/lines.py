"""Lines of cells as text: columns parted by blanks, or a Markdown table."""

from __future__ import annotations

from collections.abc import Sequence

from db.language import _
from db.models.text import cells
from tui.format import stated


def aligned(lines: Sequence[Sequence[str]], left: Sequence[bool]) -> str:
    """Columns parted by two blanks, `left` ones to the left and figures to the right; the first line are the heads."""
    widths = [max(cells(line[column]) for line in lines) for column in range(len(left))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - cells(cell)) if at_left else " " * (width - cells(cell)) + cell
            for cell, width, at_left in zip(line, widths, left, strict=True)
        ).rstrip()
        for line in lines
    )


def markdown(lines: Sequence[Sequence[str]], left: Sequence[bool]) -> str:
    """A Markdown table; a stroke in a cell is kept as text."""
    rule = ["---" if at_left else "---:" for at_left in left]
    rows = [lines[0], rule, *lines[1:]]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def footed(parts: Sequence[str], *, as_of: str | None, sample: bool, as_markdown: bool) -> str:
    """What is printed, below it the day or moment that it shows, where one was asked for, and MẪU for the sample.

    A line a part, in Markdown a paragraph.
    """
    told = [_("Figures known on {day}").format(day=stated(as_of))] if as_of else []
    marked = [_("MẪU: figures of the sample documents.")] if sample else []
    return ("\n\n" if as_markdown else "\n").join([*parts, *told, *marked]) + "\n"
