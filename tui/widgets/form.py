"""A whole form drawn by one widget: labels, values, units, and below the active field what is expected and was read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from db.entry.reading.fields import Reading
from db.language import _
from db.models.text import cells, clip
from tui.styles.palette import Palette
from tui.widgets.canvas import Canvas
from tui.widgets.form_model import Entry, Form
from tui.widgets.form_totals import running_total
from tui.widgets.hints import hint
from tui.widgets.line import Line, wrap
from tui.widgets.offers import Offers

_DETAIL_ROWS = 4
"""Kept free below the active field for its hint and what is told of it."""
_UNIT_CELLS = 10
_WORKED_OUT = frozenset({"quantity", "money", "period"})
"""Types that read more than was typed: 2,7 tỷ, 40 x 400 triệu, 16/5."""
_ACTIVE, _WRONG, _DOUBTFUL = "▸", "✗", "!"


class FormView(Canvas):
    """Draws a form with a title line, sentences at the foot, and a key line; writes only cells that changed."""

    def __init__(self, form: Form, palette: Palette, offers: Offers | None = None) -> None:
        super().__init__(self._form_lines, palette)
        self.form = form
        self.offers = offers or Offers(form)
        self.title = Line()
        self.title_right = Line()
        self.notices: list[tuple[str, str]] = []
        """Sentences and their roles, above the key line."""
        self.keys = Line()
        self.save_label = ""
        self.beside = ""
        """What is told of the active field below all else, where there is room."""

    @property
    def page_rows(self) -> int:
        """How many fields a page shows."""
        return self._page(self._body_height(*self._frame_size)) if all(self._frame_size) else 10

    def _form_lines(self, width: int, height: int) -> list[Line]:
        feet = self._foot(width)
        body_height = self._body_height(width, height)
        page = self._page(body_height)
        body = form_lines(self.form, width, body_height, page, self.save_label, self.beside)
        body.extend(Line() for _ in range(body_height - len(body)))
        first = self.form.active % page + 2  # below the field and its hint; nothing on the page moves for the list
        lines = offer_lines(self.offers, width, max(body_height - first, 0))
        body[first : first + len(lines)] = lines
        return [self._head(width, page), *body[:body_height], *feet, self.keys.cut(width)][:height]

    def _head(self, width: int, page: int) -> Line:
        pages = (len(self.form.entries)) // page + 1
        right = Line()
        if pages > 1:
            text = _("page {page}/{pages}").format(page=self.form.active // page + 1, pages=pages)
            right.add(f" {text} ", "banner_dim")
        right.extend(self.title_right)
        room = max(width - right.width, 0)
        return Line().extend(self.title).cut(room).fill(room, "banner").extend(right)

    def _foot(self, width: int) -> list[Line]:
        lines = [Line((" " + part, role)) for text, role in self.notices for part in wrap(text, width - 2)]
        return lines[:4] or [Line()]

    def _body_height(self, width: int, height: int) -> int:
        return max(height - 2 - len(self._foot(width)), 1)

    def _page(self, body_height: int) -> int:
        return max(body_height - _DETAIL_ROWS, 1)


def form_lines(form: Form, width: int, height: int, page: int, save_label: str, beside: str = "") -> list[Line]:
    """The page of the form on which the active field stands, in at most `height` lines."""
    first = form.active // page * page
    label_width = min(
        max(cells(_(entry.field.label)) + 2 for entry in form.entries), max(width * 2 // 5, min(width - 8, 12), 1)
    )
    lines: list[Line] = []
    for place in range(first, min(first + page, len(form.entries) + 1)):
        if place == len(form.entries):
            lines.append(_save_line(form, save_label))
            continue
        lines.append(_field_line(form, place, width, label_width))
        if place == form.active:
            below = list(_detail(form, place, width, 2 + label_width + 1, beside))
            lines.extend(below[: max(height - 1, 0)])
    if form.active - first + 1 > height:  # a window of a few lines: the active field before all others
        return lines[form.active - first :][:height]
    return lines[:height]


def offer_lines(offers: Offers, width: int, rows: int) -> list[Line]:
    """The list below the active field, the chosen one among them, in at most so many rows."""
    first = max((offers.at or 0) - rows + 1, 0)
    lines = []
    for place, one in enumerate(offers.shown[first : first + rows], first):
        chosen = place == offers.at
        marker = _ACTIVE if chosen else "↓" if offers.at is None and place == first else " "
        role = "cursor" if chosen else "text"
        lines.append(Line((f"   {marker} ", "key")).add_fit(one.shown, max(width - 6, 1), role).exactly(width))
    return lines


def _field_line(form: Form, place: int, width: int, label_width: int) -> Line:
    entry, active = form.entries[place], place == form.active
    reading = form.shown_reading(place)
    line = Line(_gutter(reading, active))
    label = _(entry.field.label)
    if entry.field.required:
        line.add_fit(label, min(cells(label), label_width - 2), "strong" if active else "dim")
        line.add_fit(" *", 2, "key").fill(2 + label_width)
    else:
        line.add_fit(label, label_width, "strong" if active else "dim")
    unit = form.unit_name(place)
    unit_width = max(_UNIT_CELLS, cells(unit)) if width >= 50 else min(cells(unit), max(width - line.width - 6, 0))
    value_width = max(width - line.width - unit_width - 2, 1)
    if active:
        _add_edited(line, form, value_width)
    else:
        line.add(" ").extend(_left_behind(entry, reading, value_width)).add(" ")
    return line.add_fit(unit, unit_width, "dim")


def _left_behind(entry: Entry, reading: Reading | None, width: int) -> Line:
    """The text of a field that is not active; beside it what was read, where the text does not say as much."""
    text = entry.editor.text
    line = Line((text, "text"))
    if reading and reading.echo and not reading.problem:
        if reading.warnings and entry.field.vocabulary:
            line.add(f"  = {reading.echo}", "behind")
        elif entry.field.type in _WORKED_OUT and _numbers(text) != _numbers(reading.echo):
            line.add(f"  = {reading.echo}", "dim")
    return line.exactly(width)


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall("[0-9]+", re.sub("[.,]", "", text))]


def _gutter(reading: Reading | None, active: bool) -> tuple[str, str]:
    if active:
        return f"{_ACTIVE} ", "key"
    if reading and reading.problem:
        return f"{_WRONG} ", "missed"
    if reading and reading.warnings:
        return f"{_DOUBTFUL} ", "behind"
    return "  ", "text"


def _add_edited(line: Line, form: Form, width: int) -> None:
    entry = form.entries[form.active]
    window = entry.editor.visible(width)
    before, at, after = window.parts
    line.add("‹" if window.cut_left else " ", "dim")
    start = line.width
    line.add(before, "strong").add(at or " ", "cursor").add(after, "strong")
    end = start + width
    line.fill(end, "text")
    line.add("›" if window.cut_right else " ", "dim")


def _detail(form: Form, place: int, width: int, indent: int, beside: str) -> Iterator[Line]:
    """What is expected in the active field, what was read, is wrong with it or adds up, and what is `beside` it."""
    if indent + 24 > width:
        indent = 2
    room = width - indent - 1
    field = form.entries[place].field
    said = wrap(hint(field, by_number=form.context.by_number), room)[:1] or [""]
    yield Line((" " * indent, "text"), (said[0], "dim"))
    told = [line for text, role in _told(form.shown_reading(place)) for line in _marked(text, role, room)]
    told += [(clip(text, room), "dim") for text in (running_total(form, place), beside) if text]
    for text, role in told[: _DETAIL_ROWS - 1] or [("", "text")]:
        yield Line((" " * indent, "text"), (text, role))


def _told(reading: Reading | None) -> Iterator[tuple[str, str]]:
    if reading is None:
        return
    if reading.problem:
        yield f"{_WRONG} {reading.problem}", "missed"
        return
    for warning in reading.warnings:
        yield f"{_DOUBTFUL} {warning}", "behind"
    if reading.echo:
        yield f"= {reading.echo}", "met"


def _marked(text: str, role: str, room: int) -> Iterator[tuple[str, str]]:
    for number, part in enumerate(wrap(text, room - 2)):
        yield (part if not number else f"  {part}"), role


def _save_line(form: Form, label: str) -> Line:
    role = "cursor" if form.on_save_line else "dim"
    return Line(_gutter(None, form.on_save_line), (f" {label} ", role))
