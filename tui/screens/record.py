"""One record whole: every field as it was entered, its source, and who changed it last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Final

from db.entry.breakdown import breakdowns, unit_of
from db.language import _
from db.models.figure import Figure
from db.models.kinds import KINDS, Field
from db.models.period import Period
from db.models.text import cells, printable
from db.summary.views import Province, RecordView, Source
from tui import entering
from tui.format import stated
from tui.screens import shown
from tui.screens.base import BoardScreen
from tui.widgets.key_line import key_pairs
from tui.widgets.line import Line, Piece, wrap
from tui.widgets.table import Table

_LABEL_WIDTH: Final = 26
"""Two cells before a label, the label, and at least one behind it; more where a label of the record needs it."""


class RecordScreen(BoardScreen[RecordView]):
    """All fields of a record; Enter opens its source document."""

    KEYS: ClassVar = ("open", "back", "edit", "void", "help")

    def __init__(self, province: Province, record_id: str, note: str = "") -> None:
        """`note`: a sentence to say first, until the next key."""
        super().__init__()
        self.notice = note
        self.province = province
        self.record_id = record_id
        self._lines: list[Line] = []
        self._rests: Mapping[str, Figure] = {}
        """What the parts that end with a field do not state of their whole."""
        self._top = 0
        self._height = 1

    # -- data

    def read(self) -> RecordView:
        """The record as it stands now."""
        return self.dashboard.board.record(self.province.key, self.record_id)

    def tables(self, data: RecordView, width: int, _height: int) -> Mapping[str, Table]:
        """No table: lines of labels and values."""
        self._lines = list(self._record_lines(data, width))
        return {}

    @property
    def enters_in(self) -> Province:
        """Its province."""
        return self.province

    # -- drawing

    def where(self, *, brief: bool = False) -> Iterable[Piece]:  # noqa: ARG002
        """Province and kind."""
        yield shown.province(self.province), "banner"
        if self.data is not None:
            yield "  " + _(KINDS[self.data.kind].label), "banner"
            if self.data.voided:
                yield "  " + _("VOID"), "banner"

    def body(self, _width: int, height: int) -> list[Line]:
        """The lines from the top of the view on."""
        self._height = height
        self._top = min(self._top, max(0, len(self._lines) - height))
        return self._lines[self._top : self._top + height]

    def key_hints(self) -> list[tuple[str, str]]:
        """Without the keys that do nothing here: a void record is not changed, and a document has no source."""
        idle = {"edit", "void"} if self.data is None or self.data.voided else set()
        if self._source is None:
            idle.add("open")
        return key_pairs(self.keymap, [action for action in self.KEYS if action not in idle])

    @property
    def _source(self) -> str | None:
        """The id of the source document that Enter opens."""
        source = self.data.sources.get("") if self.data is not None else None
        return source.document_id if source is not None and source.document_id != self.record_id else None

    def detail(self) -> str:
        """How much there is below."""
        below = len(self._lines) - self._top - self._height
        return _("{n} more lines below: PgDn").format(n=below) if below > 0 else ""

    def _record_lines(self, record: RecordView, width: int) -> Iterator[Line]:
        kind = KINDS[record.kind]
        fields = [field for field in kind.fields if field.name in record.content]
        self._rests = {
            breakdown.parts[-1].field: breakdown.rest
            for breakdown in breakdowns(kind, record.content, self.dashboard.board.names("equipment_units"))
            if breakdown.rest is not None and (breakdown.rest.high or breakdown.rest.value)
        }
        longest = max((cells(_(field.label)) for field in fields), default=0)
        label_width = min(max(_LABEL_WIDTH, longest + 3), max(width // 2, _LABEL_WIDTH))

        def labelled(label: str, values: Iterable[Piece]) -> Iterator[Line]:
            return _labelled(label, values, width, label_width)

        yield Line()
        for field in fields:
            source = record.sources.get(field.name)
            values = list(self._values(field, record.content[field.name], record))
            if field.name in self._rests:
                rest = self._written(self._rests[field.name], field, record)
                values.append((_("not stated: {figure}").format(figure=rest), "dim"))
            if source is not None and source.paragraph is not None:
                values.append((_("paragraph {n}").format(n=source.paragraph), "faint"))
            yield from labelled(_(field.label), values)
        if record.sources:
            yield Line()
            yield from labelled(_("Source"), _source_lines(record.sources.get("")))
        yield Line()
        changed = _("{when} by {who}, version {n}").format(
            when=self.dashboard.when(record.changed_at), who=record.changed_by, n=record.version
        )
        yield from labelled(_("Voided") if record.voided else _("Last change"), [(changed, "dim")])
        if record.reason:
            yield from labelled(_("Reason"), [(record.reason, "warn" if record.voided else "dim")])

    def _values(self, field: Field, value: Any, record: RecordView) -> Iterator[Piece]:
        """The lines of one field's value, with their roles."""
        board = self.dashboard.board
        match field.type:
            case "quantity" | "money":
                figure = Figure.from_content(value)
                yield self._written(figure, field, record), "strong" if figure.known else "quiet"
                if figure.reason:
                    yield figure.reason, "dim"
            case "parts":
                names = board.names(field.vocabulary)
                for part in value:
                    figure = Figure.from_content(part["figure"])
                    yield f"{names.get(part['member'], part['member'])}: {self._written(figure, field, record)}", "text"
            case "period":
                yield shown.period(Period.from_content(value)), "text"
            case "flag":
                yield _("yes"), "text"
            case "choice" | "indicator":
                yield board.names(_list_of(field)).get(value, value), "text"
            case "codes" | "programmes":
                names = board.names(_list_of(field))
                for code in value:
                    name = names.get(code, "")
                    yield f"{code} – {name}" if name and field.type == "programmes" else name or code, "text"
            case "texts":
                for entry in value:
                    yield self._entry(entry), "text"
            case "places":
                for place in value:
                    yield _place(place, record.place_names), "text"
            case "pairs":
                for pair in value:
                    yield f"{pair['key']}: {pair['value']}", "text"
            case _:
                yield stated(value) if field.name == "published_at" else str(value), "text"

    def _written(self, figure: Figure, field: Field, record: RecordView) -> str:
        names = self.dashboard.board.names
        unit = unit_of(field, record.content, names("equipment_units")) or self._unit(record)
        return shown.whole(figure, unit, names("measure_units"))

    def _unit(self, record: RecordView) -> str:
        """The unit of the indicator that the record speaks of."""
        named = KINDS[record.kind].posts_by
        return self.dashboard.board.units().get(record.content.get(named, ""), "") if named else ""

    def _entry(self, entry: Mapping[str, Any]) -> str:
        """One of a list of texts, with what is known of it."""
        states = self.dashboard.board.names("item_states")
        more = [
            entry.get("programme", ""),
            self.dashboard.board.names("indicators").get(entry.get("indicator", ""), entry.get("indicator", "")),
            _("criterion {n}").format(n=entry["criterion"]) if entry.get("criterion") else "",
            states.get(entry.get("state", ""), entry.get("state", "")),
        ]
        known = ", ".join(str(part) for part in more if part)
        return f"• {entry['text']}" + (f" ({known})" if known else "")

    # -- moving

    def _scroll(self, top: int) -> None:
        self._top = max(0, min(top, len(self._lines) - self._height))
        self.redraw()

    def do_up(self) -> None:
        """One line up."""
        self._scroll(self._top - 1)

    def do_down(self) -> None:
        """One line down."""
        self._scroll(self._top + 1)

    def do_page_up(self) -> None:
        """One page up."""
        self._scroll(self._top - self._height)

    def do_page_down(self) -> None:
        """One page down."""
        self._scroll(self._top + self._height)

    def do_first(self) -> None:
        """To the top."""
        self._scroll(0)

    def do_last(self) -> None:
        """To the end."""
        self._scroll(len(self._lines))

    # -- acting

    def do_open(self) -> None:
        """The source document, whole."""
        if self._source is not None:
            self.app.push_screen(RecordScreen(self.province, self._source))

    def do_edit(self) -> None:
        """Edit this record."""
        entering.edit_record(self.dashboard, self.province, self.record_id)

    def do_void(self) -> None:
        """Take this record out of all sums; asks why."""
        entering.void_record(self.dashboard, self.province, self.record_id)

    def do_back(self) -> None:
        """Back to the list."""
        self.dismiss()


def _list_of(field: Field) -> str:
    """The reference list of a field; indicators and media kinds are indicators."""
    return "indicators" if field.type == "indicator" else field.vocabulary


def _place(place: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A place as it was printed, and its official name where that says more."""
    printed = place["text"]
    official = names.get(place.get("unit", ""), "")
    return f"{printed} → {official}" if official and official != printed else printed


def _source_lines(source: Source | None) -> Iterator[Piece]:
    if source is None:
        return
    yield source.title, "strong"
    if source.publisher:
        yield source.publisher, "text"
    published = stated(source.published) if source.published else _("not stated")
    yield _("Published: {day}").format(day=published), "text"
    if source.paragraph is not None:
        yield _("paragraph {n}").format(n=source.paragraph), "text"


def _labelled(label: str, values: Iterable[Piece], width: int, label_width: int) -> Iterator[Line]:
    """A label and, right of it, its values, wrapped."""
    room = max(width - label_width - 2, 10)
    first = True
    for text, role in values:
        for part in wrap(printable(text), room):
            line = Line(("  ", "text"))
            line.add_fit(label if first else "", label_width - 2, "dim")
            yield line.add(part, role)
            first = False
    if first:
        yield Line((f"  {label}", "dim"))
