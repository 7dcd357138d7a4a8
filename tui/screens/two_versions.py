"""Two people's versions of one record, field by field: the person says which of them stands in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from db.language import _
from db.models.text import printable
from tui.keys import Place
from tui.screens.drawn import DrawnScreen
from tui.widgets.form_model import TwoTexts
from tui.widgets.key_line import key_line
from tui.widgets.line import Line, wrap
from tui.widgets.table import MARKER

Choices = dict[str, str]
"""Field → the text that stands."""


class TwoVersionsScreen(DrawnScreen[Choices | None]):
    """What only one of the two changed is chosen beforehand; what both changed waits for an answer.

    `then` is called with the choice, or None, when the screen is gone and before the next key is looked at.
    """

    PLACE: ClassVar[Place] = "ask"

    def __init__(
        self, told: str, other: str, fields: Sequence[TwoTexts], then: Callable[[Choices | None], None]
    ) -> None:
        """`told`: a sentence on what happened; `other`: the name of the other person."""
        super().__init__()
        self._told = told
        self._other = other
        self._fields = fields
        self._then = then
        self._mine: dict[str, bool | None] = {one.field: one.mine_stands for one in fields}
        self._at = next((at for at, one in enumerate(fields) if one.mine_stands is None), 0)
        self._notice = ""

    # -- drawing

    def draw(self, width: int, height: int) -> list[Line]:
        """What happened, a page of fields with both texts, and the keys."""
        title = _("Two versions of this record")
        lines = [Line((f" {title}", "banner")).cut(width).fill(width, "banner")]
        lines += [Line((" " + part, "warn")) for part in wrap(self._told, width - 2)]
        lines.append(Line())
        blocks = [self._block(at, width) for at in range(len(self._fields))]
        room = max(height - len(lines) - 2, 1)
        first = self._at
        while first and sum(map(len, blocks[first - 1 : self._at + 1])) <= room:
            first -= 1
        body = [line for block in blocks[first:] for line in block][:room]
        body.extend(Line() for _ in range(room - len(body)))
        foot = [Line((" " + self._notice, "missed")).cut(width), self._key_line(width)]
        return [*lines, *body, *foot][-height:]

    def _block(self, at: int, width: int) -> list[Line]:
        one = self._fields[at]
        mine = self._mine[one.field]
        chosen = at == self._at
        undecided = _("both changed it: choose") if mine is None else ""
        head = Line((MARKER if chosen else " " * len(MARKER), "cursor" if chosen else "text"), (one.label, "strong"))
        lines = [head.add("  " + undecided, "missed") if undecided else head]
        for key, who, text, stands in (
            ("1", _("you"), one.mine, mine is True),
            ("2", self._other, one.theirs, mine is False),
        ):
            said = printable(text) or _("(blank)")
            for number, part in enumerate(wrap(f"{who}: {said}", max(width - 9, 10))):
                mark = f"{'●' if stands else '○'} " if not number else "  "
                line = Line(("    ", "text"), (f"{key} " if not number else "  ", "key"), (mark, "text"))
                lines.append(line.add(part, "strong" if stands else "dim"))
        if one.before not in (one.mine, one.theirs):
            before = _("before: {text}").format(text=printable(one.before) or _("(blank)"))
            lines += [Line(("        " + part, "faint")) for part in wrap(before, max(width - 9, 10))]
        return lines

    def _key_line(self, width: int) -> Line:
        pairs = [
            ("1/2", _("Choose")),
            ("↑↓", _("Field")),
            (self.keymap.shown("save", "ask"), _("Go on with these")),
            (self.keymap.shown("back", "ask"), _("Back to the form")),
        ]
        return key_line(pairs, width)

    # -- keys

    def act(self, action: str) -> bool:
        """Up and down go from field to field."""
        steps = {"next_field": 1, "previous_field": -1}
        if action in steps:
            self._at = max(0, min(self._at + steps[action], len(self._fields) - 1))
            self._notice = ""
            self.redraw()
            return True
        return super().act(action)

    def typed(self, character: str) -> None:
        """1 is one's own text, 2 the other's; then the next field that nobody has decided."""
        if character not in ("1", "2"):
            return
        self._mine[self._fields[self._at].field] = character == "1"
        waiting = [at for at, one in enumerate(self._fields) if self._mine[one.field] is None]
        self._at = next((at for at in waiting if at > self._at), waiting[0] if waiting else self._at)
        self._notice = ""
        self.redraw()

    def do_save(self) -> None:
        """Go on with what was chosen, once each field is decided."""
        open_ = [at for at, one in enumerate(self._fields) if self._mine[one.field] is None]
        if open_:
            self._at = open_[0]
            self._notice = _("Choose 1 or 2 for “{field}” first.").format(field=self._fields[self._at].label)
            self.redraw()
            return
        self._close({one.field: one.mine if self._mine[one.field] else one.theirs for one in self._fields})

    def do_back(self) -> None:
        """Decide nothing."""
        self._close(None)

    def _close(self, choices: Choices | None) -> None:
        self.dismiss(choices)
        self._then(choices)
