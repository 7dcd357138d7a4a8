"""The history of a record: who changed what, when and why; Enter shows a revision whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from db.language import _
from db.models.kinds import KINDS
from db.summary.views import Province
from tui.screens import shown
from tui.screens.sentences import Sentence, SentencesScreen
from tui.told_history import history_lines
from tui.widgets.line import Piece

if TYPE_CHECKING:
    from db.summary.history import History


class HistoryScreen(SentencesScreen["History", str]):
    """The newest revision first, each with the fields that it changed."""

    KEYS: ClassVar = ("open", "back", "undo", "help")

    def __init__(self, province: Province, record_id: str) -> None:
        super().__init__()
        self.province = province
        self.record_id = record_id

    def read(self) -> History:
        """All revisions of the record."""
        return self.dashboard.board.history(self.province.key, self.record_id)

    def sentences(self, data: History) -> Iterable[Sentence[str]]:
        """The revisions and what each changed."""
        for line in history_lines(self.dashboard.board, data, self.dashboard.options.zone):
            yield Sentence(line.text, line.role, line.indent, line.revision.id)

    def where(self, *, brief: bool = False) -> Iterable[Piece]:  # noqa: ARG002
        """Whose history it is."""
        yield _("History"), "banner"
        yield "  " + shown.province(self.province), "banner_dim"
        if self.data is not None:
            yield "  " + _(KINDS[self.data.kind].label), "banner_dim"

    def opens(self) -> str:
        """What Enter does."""
        return _("Enter shows the whole record as it was then.")

    def open_target(self, target: str) -> None:
        """The revision whole."""
        from tui.screens.record import RecordScreen

        self.app.push_screen(RecordScreen(self.province, self.record_id, revision=target))
