from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from db.models.text import cells, nfc
from tui.widgets.line_editor import LineEditor

LETTERS = st.text(st.sampled_from("aăđ ệ-7ơ文\u0301\u0323\u0302\N{ZERO WIDTH JOINER}b"), max_size=12)
MOVES = [
    "left", "right", "home", "end", "word_left", "word_right", "backspace", "delete", "delete_word",
    "clear_to_start", "clear_to_end",
]  # fmt: skip


def typed(*keys: str) -> LineEditor:
    """What an editor holds after these keys; "<" is Backspace."""
    editor = LineEditor()
    for key in "".join(keys):
        if key == "<":
            editor.backspace()
        else:
            editor.insert(key)
    return editor


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("vie<<iệt", "việt"),  # Telex vieetj: Unikey sends Backspaces and the word's new end
        ("v<việ<<iệ<ệt", "việt"),
        ("tie<êng<<<ếng", "tiếng"),
        ("ddươ<<<<đươ<<ương", "đương"),
        ("dd<<đ", "đ"),
        ("a1<<á", "á"),  # VNI
        ("Hoa2<<<òa", "Hòa"),
        ("Hoa2<<oà", "Hooà"),
    ],
)
def test_what_vietnamese_keyboards_send(keys: str, text: str) -> None:
    assert typed(keys).text == text


def test_a_mark_stays_with_its_letter() -> None:
    editor = typed("vie\u0323\u0302t")
    editor.left()
    editor.left()
    assert editor.cursor == 2
    editor.delete()
    assert editor.text == "vit"
    editor.insert("e\u0323")
    editor.backspace()
    assert editor.text == "vit"


def test_nothing_is_rewritten_until_the_field_is_left() -> None:
    decomposed = unicodedata.normalize("NFD", "  Việt ")
    editor = typed(decomposed)
    assert editor.text == decomposed
    editor.leave()
    assert editor.text == "Việt"


def test_words() -> None:
    editor = LineEditor("Lào Cai, 2023")
    editor.word_left()
    assert editor.cursor == 9
    editor.word_left()
    assert editor.cursor == 4
    editor.word_right()
    assert editor.cursor == 9
    editor.delete_word()
    assert editor.text == "Lào 2023"


def test_controls_do_not_enter() -> None:
    assert LineEditor("a\tb\r\nc\x1b[31m\x00").text == "a b c[31m"


@given(LETTERS, st.integers(1, 9), st.lists(st.sampled_from(MOVES), max_size=12))
def test_the_window_holds_the_cursor(text: str, width: int, moves: list[str]) -> None:
    editor = LineEditor(text)
    for move in moves:
        window = editor.visible(width)
        assert window.text in editor.text
        assert cells(window.text) <= width
        assert 0 <= window.cursor <= width
        assert window.cursor < width or window.cursor == cells(window.text)
        assert window.cut_left or window.cut_right or window.text == editor.text
        getattr(editor, move)()


def test_a_long_text_scrolls_in_jumps() -> None:
    editor = LineEditor()
    starts = []
    for number in range(60):
        editor.insert(chr(ord("a") + number % 26))
        window = editor.visible(20)
        starts.append(editor.text.rindex(window.text))
        assert window.cursor < 20
    assert len(set(starts)) < 12
    editor.home()
    assert editor.visible(20).cut_right
    assert editor.visible(20).cursor == 0


class Editing(RuleBasedStateMachine):
    """Any keys in any order keep the cursor between two units, and lose no text that no key took away."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = LineEditor()

    @rule(text=LETTERS)
    def insert(self, text: str) -> None:
        before, at = self.editor.text, self.editor.cursor
        self.editor.insert(text)
        assert self.editor.text == before[:at] + text + before[at:]

    @rule(move=st.sampled_from(MOVES))
    def move(self, move: str) -> None:
        before = self.editor.text
        getattr(self.editor, move)()
        if move in ("left", "right", "home", "end", "word_left", "word_right"):
            assert self.editor.text == before
        else:
            assert len(self.editor.text) <= len(before)

    @rule()
    def there_and_back(self) -> None:
        at = self.editor.cursor
        self.editor.right()
        if self.editor.cursor != at:
            self.editor.left()
            assert self.editor.cursor == at

    @rule()
    def leave(self) -> None:
        before = self.editor.text
        self.editor.leave()
        assert self.editor.text == nfc(before).strip()

    @invariant()
    def the_cursor_is_between_units(self) -> None:
        text, cursor = self.editor.text, self.editor.cursor
        assert 0 <= cursor <= len(text)
        if 0 < cursor < len(text):
            assert unicodedata.category(text[cursor])[0] != "M"


TestEditing = Editing.TestCase
