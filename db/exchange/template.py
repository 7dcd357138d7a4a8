"""An empty workbook for records of one kind: headings in the language spoken now, with notes and lists to choose from.

Every cell is text, so that a spreadsheet makes no date of 8/10 and no number of 1.300.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.entry.vocabularies import Rows, Vocabularies, load_vocabularies
from db.exchange.headings import PROVINCE_LABEL
from db.exchange.problems import ImportFileError, column_letters
from db.language import _, language
from db.models.kinds import Field, Kind

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_CHOSEN: Final = ("choice", "indicator")
_LAST_ROW: Final = 20_000
"""Down to here a cell offers its list."""
_WIDTH: Final = 22
_GUIDE_WIDTHS: Final = (30, 10, 80, 80)
_MOST_NAMED: Final = 30


def write_template(rows: Rows, kind: Kind, target: Path) -> None:
    """Write the template of a kind. An existing file is not overwritten.

    Raises:
        ImportFileError: the file is there, is no .xlsx, or cannot be written.
        StoreError: the lists cannot be read.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    if target.suffix.lower() != ".xlsx":
        raise ImportFileError(_("{path}: a template is an .xlsx; name it so.").format(path=target))
    if target.exists():
        raise ImportFileError(_("{path} is there already: name another file.").format(path=target))
    lists = load_vocabularies(rows, language())
    try:
        with xlsxwriter.Workbook(target) as book:
            _records_sheet(book, kind, lists)
            _guide(book.add_worksheet(_("Guide")), kind, lists)
    except (FileCreateError, OSError) as error:
        raise ImportFileError(_("{path} cannot be written ({reason}).").format(path=target, reason=error)) from error


def _records_sheet(book: Workbook, kind: Kind, lists: Vocabularies) -> None:
    page = book.add_worksheet(_(kind.label))
    choices = book.add_worksheet("_")
    choices.hide()
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    needed = book.add_format({"bold": True, "bottom": 1, "num_format": "@", "bg_color": "#FFF2CC"})
    page.set_column(0, len(kind.fields), _WIDTH, text)
    page.freeze_panes(1, 1)
    page.write_string(0, 0, _(PROVINCE_LABEL), needed)
    for column, field in enumerate(kind.fields, 1):
        page.write_string(
            0, column, _(field.label) + (" *" if field.required else ""), needed if field.required else head
        )
        if note := " · ".join(filter(None, (field.unit, _(field.hint) if field.hint else ""))):
            page.write_comment(0, column, note)
        names = [name for _code, name in lists.choices.get(field.vocabulary, ())] if field.type in _CHOSEN else []
        for row, name in enumerate(names):
            choices.write_string(row, column, name)
        if names:
            letters = column_letters(column)
            source = f"=_!${letters}$1:${letters}${len(names)}"
            page.data_validation(
                1, column, _LAST_ROW, column, {"validate": "list", "source": source, "error_type": "warning"}
            )


def _guide(page: Worksheet, kind: Kind, lists: Vocabularies) -> None:
    """A row a field: what it is called, whether it is needed, its unit, how it is written, what it chooses from."""
    for column, width in enumerate(_GUIDE_WIDTHS):
        page.set_column(column, column, width)
    lines: list[tuple[str, ...]] = [
        (_("One record a row. Rows below it that fill lists alone go on with it; in one cell ; parts them"),),
        (),
        (_("Column"), _("Needed"), _("How to write it"), _("One of")),
        (_(PROVINCE_LABEL), "x", _("name, old or new, or its code: A14"), ""),
    ]
    for field in kind.fields:
        # A unit in brackets: one of them may be what another field is called, and no row here is a heading.
        how = " · ".join(filter(None, (f"[{field.unit}]" if field.unit else "", _(field.hint) if field.hint else "")))
        lines.append((_(field.label), "x" if field.required else "", how, _one_of(field, lists)))
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            page.write_string(row, column, text)


def _one_of(field: Field, lists: Vocabularies) -> str:
    known = lists.choices.get(field.vocabulary, ())
    names = [code if field.type == "programmes" else name for code, name in known]
    return " · ".join(names[:_MOST_NAMED]) + (" · …" if len(names) > _MOST_NAMED else "")
