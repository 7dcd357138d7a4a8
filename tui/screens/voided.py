"""The records that were voided: who voided each, when and why; they can be restored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from db.language import _
from db.models.kinds import KINDS
from db.summary.views import Province
from tui import entering
from tui.screens import shown
from tui.screens.rows import RowsScreen
from tui.told_history import voided_name
from tui.widgets.key_line import key_pairs
from tui.widgets.line import Piece
from tui.widgets.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from db.summary.voided import VoidedRecord


class VoidedScreen(RowsScreen["VoidedRecord"]):
    """Those of one province or of all, the last voided first; Enter opens one."""

    KEYS: ClassVar = ("open", "restore", "history", "back", "undo", "help")

    def __init__(self, province: Province | None) -> None:
        super().__init__()
        self.province = province

    def read(self) -> Sequence[VoidedRecord]:
        """The void records."""
        return self.dashboard.board.voided(self.province.key if self.province else None)

    def table(self, data: Sequence[VoidedRecord], width: int) -> Table:
        """Province, kind, name, period, when, who, why."""
        columns = [
            Column("province", _("Province"), "<", whole=False, least=8, drop=1),
            Column("kind", _("Kind"), "<", drop=2),
            Column("name", _("Name"), "<", whole=False, least=16),
            Column("period", _("Period"), "<"),
            Column("at", _("Voided"), "<", drop=3),
            Column("by", _("by"), "<", whole=False, least=4),
            Column("reason", _("Reason"), "<", whole=False, least=8),
        ]
        return Table(columns, [Row(one.id, self._cells(one)) for one in data], width)

    def _cells(self, one: VoidedRecord) -> tuple[Cell, ...]:
        return (
            Cell(shown.province(one.province), "dim"),
            Cell(_(KINDS[one.kind].label)),
            Cell(voided_name(self.dashboard.board, one), "strong"),
            Cell(shown.period(one.period), "dim"),
            Cell(self.dashboard.when(one.at), "dim"),
            Cell(one.by, "dim"),
            Cell(one.reason or shown.cause(one.cause)),
        )

    def where(self, *, brief: bool = False) -> Iterable[Piece]:  # noqa: ARG002
        """What is listed."""
        yield _("Void records"), "banner"
        yield "  " + (shown.province(self.province) if self.province else _("all provinces")), "banner_dim"

    def key_hints(self) -> list[tuple[str, str]]:
        """Of an empty list nothing is opened or restored."""
        idle = () if self.data else ("open", "restore", "history")
        return key_pairs(self.keymap, [action for action in self.KEYS if action not in idle])

    def nothing(self) -> str:
        """All count."""
        return _("No record is void.")

    def detail(self) -> str:
        """What is cut in the selected row."""
        return " · ".join(self._table.cut(self._table.rows[self._at])) if self.data else ""

    def do_open(self) -> None:
        """The record under the cursor, whole."""
        from tui.screens.record import RecordScreen

        if one := self.chosen:
            self.app.push_screen(RecordScreen(one.province, one.id))

    def do_restore(self) -> None:
        """Let the record under the cursor count again."""
        if one := self.chosen:
            entering.restore_record(self.dashboard, one.province, one.id)

    def do_history(self) -> None:
        """Who entered, changed and voided it."""
        if one := self.chosen:
            entering.show_history(self.dashboard, one.province, one.id)
