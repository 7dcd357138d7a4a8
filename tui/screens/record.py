"""One record whole: every field as it was entered, its source, and who changed it last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import ClassVar, Final

from db.entry.breakdown import breakdowns
from db.language import _
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.text import cells, printable
from db.summary.views import Province, RecordView, Source
from tui import entering
from tui.field_values import field_values, written
from tui.format import day, stated
from tui.screens import shown
from tui.screens.base import BoardScreen
from tui.widgets.key_line import key_pairs
from tui.widgets.line import Line, Piece, wrap
from tui.widgets.table import Table

_LABEL_WIDTH: Final = 26
"""Two cells before a label, the label, and at least one behind it; more where a label of the record needs it."""


class RecordScreen(BoardScreen[RecordView]):
    """All fields of a record; Enter opens its source document."""

    KEYS: ClassVar = ("open", "back", "edit", "void", "restore", "history", "undo", "help")

    def __init__(
        self, province: Province, record_id: str, note: str = "", revision: str = "", as_of: date | None = None
    ) -> None:
        """`note`: a sentence to say first, until the next key; `revision`: show what that one said.

        `as_of`: show what was known at the end of that day.
        """
        super().__init__()
        self.notice = note
        self.province = province
        self.record_id = record_id
        self.revision = revision
        self.as_of = as_of
        self._lines: list[Line] = []
        self._rests: Mapping[str, Figure] = {}
        """What the parts that end with a field do not state of their whole."""
        self._top = 0
        self._height = 1

    # -- data

    def read(self) -> RecordView:
        """The record as it stands now, or stood at the end of the chosen day, or the one revision."""
        return self.dashboard.board.record(self.province.key, self.record_id, self.revision, self.as_of)

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
            if self.revision:
                yield " ", "banner"
                yield " " + _("As of {when}").format(when=self.dashboard.when(self.data.changed_at)) + " ", "warn"
        if self.as_of is not None:
            yield " ", "banner"
            yield " " + _("Figures known on {day}").format(day=day(self.as_of)) + " ", "warn"

    def body(self, _width: int, height: int) -> list[Line]:
        """The lines from the top of the view on."""
        self._height = height
        self._top = min(self._top, max(0, len(self._lines) - height))
        return self._lines[self._top : self._top + height]

    def key_hints(self) -> list[tuple[str, str]]:
        """Without the keys that do nothing here: a void record is not changed, and a document has no source."""
        idle = {"edit", "void"} if self.data is None or self.data.voided else {"restore"}
        if self.revision or self.as_of:
            idle = {"edit", "void", "restore", "history", "undo"}
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
            values = list(field_values(self.dashboard.board, kind, field, record.content, record.place_names))
            if field.name in self._rests:
                rest = written(self.dashboard.board, kind, field, self._rests[field.name], record.content)
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
            self.app.push_screen(RecordScreen(self.province, self._source, as_of=self.as_of))

    def do_edit(self) -> None:
        """Edit this record."""
        self.only_now(lambda: entering.edit_record(self.dashboard, self.province, self.record_id))

    def do_void(self) -> None:
        """Take this record out of all sums; asks why."""
        self.only_now(lambda: entering.void_record(self.dashboard, self.province, self.record_id))

    def do_restore(self) -> None:
        """Let a void record count again."""
        self.only_now(lambda: entering.restore_record(self.dashboard, self.province, self.record_id))

    def do_history(self) -> None:
        """Who entered and changed this record, when and why."""
        if not self.revision:
            entering.show_history(self.dashboard, self.province, self.record_id)

    def only_now(self, then: Callable[[], object]) -> None:
        """Go on where the record is shown as it is now."""
        if self.revision or self.as_of:
            self.refused(_("This is what the record said then: go back to it to change it."))
        else:
            then()

    def do_back(self) -> None:
        """Back to the list."""
        self.dismiss()


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
