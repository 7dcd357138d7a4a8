"""A screen that takes every key itself, in the order in which they were typed, whoever typed ahead of whom.

Textual posts a key to the screen that is on top when the key is read. Keys typed ahead of a command that opens a screen
would land in the old one, and widgets that bind some keys and insert others reorder a burst (Textualize/textual#6605).
So nothing here has the focus, and a key is handled at the moment when the app hands it on: by then each key before it
has done all its work, and the screen on top is the one that the person meant. Until a screen has mounted its widgets,
or while it holds its keys (saving), they wait in line and follow the screen that opens or comes back.
"""

from __future__ import annotations

from collections import deque
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from tui.keys import DEFAULT_KEYMAP, Keymap, Place

Result = TypeVar("Result")


class KeyedScreen(Screen[Result], inherit_bindings=False):
    """A screen whose keys run through the keymap and do at once what they do.

    A key whose action is "save" calls the method `do_save()` of the screen, or else of the app; other keys with a
    character go to `typed()`, pasted text to `pasted()`. All of them return before the next key is looked at: none may
    be a coroutine.
    """

    AUTO_FOCUS = None
    PLACE: ClassVar[Place] = "list"
    """Which part of the keymap holds here."""

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(name, id, classes)
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._takes_keys = False
        self._handling = False

    @property
    def keymap(self) -> Keymap:
        """The keymap of the app (its attribute `keys`), or the default one."""
        keymap = getattr(self.app, "keys", None)
        return keymap if isinstance(keymap, Keymap) else DEFAULT_KEYMAP

    # -- for subclasses

    def typed(self, character: str) -> None:
        """Take a printable character that is no command here."""

    def pasted(self, text: str) -> None:
        """Take a pasted text, as the terminal sent it."""

    def press(self, key: str, character: str | None = None) -> None:
        """Do what one key does here; a key without a meaning does nothing."""
        action = self.keymap.find(key, self.PLACE)
        if action is not None and self.act(action):
            return
        # An Alt key carries a character too, and an Esc that a letter follows closely reads as one: it types nothing.
        if character and character.isprintable() and not key.startswith(("alt+", "ctrl+", "super+", "meta+", "hyper+")):
            self.typed(character)

    def act(self, action: str) -> bool:
        """Run an action of this screen or of the app by its id; False when neither has it."""
        method = getattr(self, f"do_{action}", None) or getattr(self.app, f"do_{action}", None)
        if method is None:
            return False
        method()
        return True

    def hold_keys(self) -> None:
        """Let keys wait in line, for instance while a worker saves."""
        self._takes_keys = False

    def release_keys(self) -> None:
        """Do what was typed meanwhile, in order, then go on as usual."""
        self._takes_keys = True
        self._catch_up()

    # -- the line of keys

    def _forward_event(self, event: events.Event) -> None:
        if not isinstance(event, (events.Key, events.Paste)):
            super()._forward_event(event)
        elif not event.is_forwarded:
            event._set_forwarded()
            self.take(event)

    def take(self, event: events.Key | events.Paste) -> None:
        """Handle a key or a paste now, or when those before it have been handled."""
        self._waiting.append(event)
        self._catch_up()

    def _catch_up(self) -> None:
        if self._handling:  # one key at a time: its handler may come by here again
            return
        self._handling = True
        try:
            while self._waiting and (self._takes_keys or self not in self.app.screen_stack):
                event = self._waiting.popleft()
                top = self.app.screen
                if top is not self and isinstance(top, KeyedScreen):
                    top.take(event)
                elif isinstance(event, events.Paste):
                    self.pasted(event.text)
                else:
                    self.press(event.key, event.character)
        finally:
            self._handling = False

    def _on_mount(self, _event: events.Mount) -> None:
        # Textual calls the handler of each class, the most derived first: all of a screen stands by now.
        self.release_keys()

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        # The bindings that Textual gives to every app (ctrl+q, ctrl+c, ctrl+p) would act before the keymap.
        return []

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Give the focus to no widget: it would take keys out of line."""
