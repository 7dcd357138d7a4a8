"""What looks wrong with a record that is about to be saved, all of it, and the reason for which it is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.language import _
from tui.screens.ask import AskText
from tui.widgets.line import Line, wrap


class DoubtsScreen(AskText):
    """The answer is the reason that the person types, None on the way back to the form."""

    def __init__(self, doubts: Sequence[tuple[str, str]], then: Callable[[str | None], None]) -> None:
        """`doubts`: the label of a field, and what looks wrong with it."""
        super().__init__(_("Is it right? What looks wrong is saved with a reason, which is kept."), then)
        self.doubts = tuple(doubts)

    def body(self, width: int) -> list[Line]:
        """The doubts, the line for the reason and the keys."""
        doubted = [
            Line((" ! " if not number else "   ", "behind"), (part, "text"))
            for label, sentence in self.doubts
            for number, part in enumerate(wrap(f"{label}: {sentence}", width - 4))
        ]
        return [*doubted, Line((" " + _("Why is it right?"), "strong")), *super().body(width)]
