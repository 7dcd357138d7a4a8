"""What the entries of a repeated field add up to while they are typed: parts against their whole, priced items."""

from __future__ import annotations

from collections.abc import Iterator

from db.entry.reading.fields import read_field, split_list
from db.entry.reading.priced import priced
from db.language import _, language
from db.language import ngettext as n_
from db.models import wording
from db.models.figure import Figure
from tui.widgets.form_model import Form


def running_total(form: Form, place: int) -> str:
    """One line on what stands in a field so far, "" where nothing adds up."""
    field = form.entries[place].field
    if field.type == "parts":
        return _parts(form, place)
    if field.priced:
        return _priced(form.entries[place].editor.text)
    return ""


def _parts(form: Form, place: int) -> str:
    figures = list(_known_parts(form, place))
    if not figures:
        return ""
    field, unit = form.entries[place].field, form.unit(place)
    total = sum(figures)
    whole = form.figure(field.part_of)

    def shown(value: int) -> str:
        return wording.figure(Figure.of(value), unit, language())

    if whole is None or whole.value is None:
        return n_("{n} part, {total} in all", "{n} parts, {total} in all", len(figures)).format(
            n=len(figures), total=shown(total)
        )
    told = n_("{n} part, {total} of {whole}", "{n} parts, {total} of {whole}", len(figures)).format(
        n=len(figures), total=shown(total), whole=shown(whole.value)
    )
    rest = whole.value - total
    if rest > 0:
        told += ", " + _("{rest} not stated").format(rest=shown(rest))
    elif rest < 0:
        told += ", " + _("{rest} too many").format(rest=shown(-rest))
    return told


def _known_parts(form: Form, place: int) -> Iterator[int]:
    """The numbers of the parts that can be read; the one that is half typed may not be yet."""
    field, unit = form.entries[place].field, form.unit(place)
    for item in split_list(form.entries[place].editor.text):
        for part in read_field(field, item, form.context, unit).value or ():
            figure = Figure.from_content(part["figure"])
            if figure.known and figure.value is not None:
                yield figure.value


def _priced(text: str) -> str:
    """The last item that states a number and a price, worked out, and the sum of all of them."""
    found = [one for item in split_list(text) if (one := priced(item)) is not None]
    if not found:
        return ""

    def money(value: int) -> str:
        return wording.money(value, language(), short=wording.short_is_exact(value))

    last = found[-1]
    told = f"{wording.number(last.number, language())} x {money(last.price)} = {money(last.amount)}"
    if len(found) > 1:
        told += " · " + _("{n} priced items: {total}").format(
            n=len(found), total=money(sum(one.amount for one in found))
        )
    return told
