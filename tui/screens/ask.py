"""Small questions over a screen: one key of several, or one line of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Generic, TypeVar

from db.language import _
from tui.keys import Place
from tui.screens.drawn import DrawnScreen
from tui.widgets.line import Line, wrap
from tui.widgets.line_editor import LineEditor

Answer = TypeVar("Answer")


class Question(DrawnScreen[Answer | None], Generic[Answer]):
    """A box of lines at the foot of the screen; Esc answers None.

    `then` is called with the answer when the question is gone and before the next key is looked at.
    """

    PLACE: ClassVar[Place] = "ask"
    DEFAULT_CSS = """
    Question { background: transparent; align: left bottom; &:ansi { background: transparent; } }
    Question > Canvas { width: 100%; }
    """

    def __init__(self, text: str, then: Callable[[Answer | None], None] | None = None) -> None:
        super().__init__()
        self._modal = True
        self.text = text
        self._then = then

    def answer(self, answer: Answer | None) -> None:
        """Close with this answer."""
        self.dismiss(answer)
        if self._then is not None:
            self._then(answer)

    def do_back(self) -> None:
        """Close without an answer."""
        self.answer(None)

    def body(self, width: int) -> list[Line]:
        """The lines below the question."""
        raise NotImplementedError

    def lines(self, width: int, height: int) -> list[Line]:
        """A box as high as its lines."""
        box = min(len(self._lines(width)), height)
        self.canvas.styles.height = box  # for Textual's exported pictures
        return self.canvas.lines(width, box)

    def draw(self, width: int, height: int) -> list[Line]:
        """The question and what belongs to it; its end where there is no room for all."""
        return self._lines(width)[-height:]

    def _lines(self, width: int) -> list[Line]:
        title = [Line((" " + part, "strong")) for part in wrap(self.text, width - 2)]
        return [Line(("─" * width, "frame")), *title, *self.body(width)]


class Ask(Question[str]):
    """One of several keys: `Ask("Leave?", {"1": "Save", "2": "Throw away"}, then)`; the answer is the key.

    Other keys do nothing, so keys typed ahead choose nothing by accident unless they are one of these.
    """

    def __init__(
        self, text: str, choices: Mapping[str, str], then: Callable[[str | None], None] | None = None, back: str = ""
    ) -> None:
        """`choices`: a character and what it means; `back`: what Esc means."""
        super().__init__(text, then)
        self.choices = dict(choices)
        self._back = back

    def typed(self, character: str) -> None:
        """Answer with this character, if it is one of the choices."""
        if character in self.choices:
            self.answer(character)

    def body(self, width: int) -> list[Line]:
        """The choices, as many on a line as fit."""
        lines = [Line()]
        for key, label in [*self.choices.items(), (self.keymap.shown("back", "ask"), self._back or _("Back"))]:
            choice = Line((f" {key}", "key"), (f" {label} ", "text"))
            if lines[-1].width and lines[-1].width + choice.width > width:
                lines.append(Line())
            lines[-1].extend(choice)
        return lines


class AskText(Question[str]):
    """One line of text, such as the reason of a void; Enter answers, and a needed text cannot be blank."""

    def __init__(
        self, text: str, then: Callable[[str | None], None] | None = None, *, needed: bool = True, typed: str = ""
    ) -> None:
        """`typed`: what stands in the line to begin with."""
        super().__init__(text, then)
        self.editor = LineEditor()
        self.editor.set(typed)
        self._needed = needed
        self._refused = False

    def typed(self, character: str) -> None:
        """Insert a character."""
        self.editor.insert(character)
        self.redraw()

    def pasted(self, text: str) -> None:
        """Insert a pasted text; line breaks become spaces."""
        self.editor.insert(text.removesuffix("\n"))
        self.redraw()

    def act(self, action: str) -> bool:
        """Editing keys work on the line."""
        if action == "next_field":
            self.confirm()
        elif hasattr(self.editor, action):
            getattr(self.editor, action)()
            self.redraw()
        else:
            return super().act(action)
        return True

    def confirm(self) -> None:
        """Answer with the text."""
        self.editor.leave()
        if self._needed and not self.editor.text:
            self._refused = True
            self.redraw()
        else:
            self.answer(self.editor.text)

    def body(self, width: int) -> list[Line]:
        """The line of text and the keys."""
        window = self.editor.visible(width - 4)
        before, at, after = window.parts
        keys = [("Enter", _("OK")), (self.keymap.shown("back", "ask"), _("Back"))]
        foot = Line(*(piece for key, label in keys for piece in ((f" {key}", "key"), (f" {label} ", "dim"))))
        if self._refused and not self.editor.text:
            foot.add(" ✗ " + _("A text is needed here."), "missed")
        return [Line((" › ", "key"), (before, "strong"), (at or " ", "cursor"), (after, "strong")), foot]
