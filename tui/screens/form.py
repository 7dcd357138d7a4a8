"""The screen on which one record is typed: new or edited, any kind. It knows no database, only a `FormPort`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import Any, ClassVar, Protocol

from db.entry.reading.fields import ReadingContext
from db.language import _
from db.language import ngettext as n_
from db.models.figure import Figure
from db.models.kinds import Field, Kind
from db.models.period import Period
from db.models.text import clip, fold
from tui.drafts import Draft, DraftFile, DraftKeeper, install_hangup
from tui.format import when
from tui.keys import Place
from tui.screens.ask import Ask
from tui.screens.drawn import DrawnScreen
from tui.screens.form_asides import FormAsides
from tui.screens.offering import Offering, Suggester
from tui.widgets.form import FormView
from tui.widgets.form_model import Form, Restored
from tui.widgets.key_line import key_line
from tui.widgets.line import Line
from tui.widgets.offers import Suggestion


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """What came of a save: the record's id, or problems or doubts by field, or a sentence that refuses the whole."""

    record: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""
    doubts: Sequence[tuple[str, str]] = ()
    """Fields, and what looks wrong with them: it is saved with a reason."""
    newer: FormPort | None = None
    """After a conflict: the record as it stands now."""


class FormPort(Suggester, Protocol):
    """What a form needs from the rest of the program."""

    @property
    def initial(self) -> Mapping[str, Any] | None:
        """The content of the record to edit, or the values that a new one starts with."""

    @property
    def head(self) -> str:
        """The revision that is edited, "" for a new record."""

    @property
    def changed_by(self) -> str:
        """Who made that revision, "" for a new record."""

    @property
    def record_id(self) -> str:
        """The record that is edited, "" for a new one."""

    def context(self) -> ReadingContext:
        """What texts are read against; asked once, when the form opens."""

    def previous(self) -> Mapping[str, Any]:
        """The content of the last record of the kind: that of this person, else of anybody in the province.

        Empty where there is none. Called in a thread; raises StoreError.
        """

    def lately(self, indicator: str, fact_kind: str) -> Sequence[tuple[Period, Figure]]:
        """The last figures of an indicator in the province, the latest first. Called in a thread."""

    def save(self, values: dict[str, Any], *, override: str = "") -> SaveOutcome:
        """Save the whole content, also what looks wrong where an `override` says why it is right.

        Called in a thread; an exception is told as a refusal.
        """


class Asides:
    """What a port answers beside the record where it knows nothing else."""

    record_id = ""

    def suggest(self, field: Field, text: str) -> Sequence[Suggestion]:  # noqa: ARG002 - nothing is known
        """What a text may become."""
        return ()

    def other_spelling(self, field: Field, text: str) -> str | None:  # noqa: ARG002
        """How a name was spelled before."""
        return None

    def previous(self) -> Mapping[str, Any]:
        """The content of the last record of the kind; empty where there is none. Called in a thread."""
        return {}

    def lately(self, indicator: str, fact_kind: str) -> Sequence[tuple[Period, Figure]]:  # noqa: ARG002
        """The last figures of an indicator."""
        return ()


class FormScreen(DrawnScreen[str | None]):
    """A form; it is dismissed with the id of the saved record, or None.

    `then` is called with the same when the form is gone and before the next key is looked at; `again` with the id and
    the content saved, instead, where the person goes on to the next record.
    """

    PLACE: ClassVar[Place] = "form"

    def __init__(
        self,
        kind: Kind,
        port: FormPort,
        *,
        where: str = "",
        editing: bool = False,
        draft: DraftFile | None = None,
        sample: bool = False,
        zone: str | tzinfo = UTC,
        then: Callable[[str | None], None] | None = None,
        again: Callable[[str, Mapping[str, Any]], None] | None = None,
    ) -> None:
        """`where`: the province as the title names it; `zone`: that of the times shown.

        Raises what `port.context()` raises.
        """
        super().__init__()
        self.form = Form(kind, port.context(), port.initial)
        self._port = port
        self._offering = Offering(self, self.form, port, self._tell_in_passing)
        self._where = where
        self._editing = editing
        self._sample = sample
        self._zone = zone
        self._then = then
        self._again = again
        self._goes_on = False
        """Whether the next record is wanted after the save."""
        self._previous: Mapping[str, Any] | None = None
        self._asides = FormAsides(self, port)
        if not editing:
            self.form.go_to_blank()
        self._notice: tuple[str, str] | None = None
        self._offer = draft.read() if draft else None
        self._keeper = DraftKeeper(draft, self._draft) if draft else None
        self._left = 0
        """The field that was left last."""
        self._first_keys: list[str] = []
        """The first key, and the second one when the first was a Backspace."""

    # -- drawing

    @cached_property
    def canvas(self) -> FormView:
        """One widget draws all of it."""
        return FormView(self.form, self.painter.palette, self._offering.offers)

    def prepare(self) -> None:
        """Say what stands above and below the fields."""
        self._describe()

    def on_mount(self) -> None:
        """From now on there is something to lose when the terminal hangs up."""
        install_hangup(self.app)

    def redraw(self) -> None:
        """Show the present state: only cells that differ are written."""
        self._describe()
        super().redraw()

    def _describe(self) -> None:
        kind = _(self.form.kind.label)
        title = _("{kind}: edit") if self._editing else _("{kind}: new")
        self.canvas.title = Line((f" {title.format(kind=kind)} ", "banner"))
        if self._where:
            self.canvas.title.add(f"· {self._where} ", "banner_dim")
        self.canvas.title_right = Line((f" {_('SAMPLE')} ", "sample")) if self._sample else Line()
        self.canvas.keys = self._key_line()
        self.canvas.save_label = f"{_('Save')}  {self.keymap.shown('save', 'form')}".rstrip()
        notices = [self._notice] if self._notice else []
        if not notices and (wrong := self._left_wrong()):
            notices.append((wrong, "missed"))
        if self._offer is not None:
            notices.append((self._offer_sentence(self._offer), "behind"))
        if self._keeper and self._keeper.trouble:
            notices.append((_("No draft can be kept: {why}.").format(why=self._keeper.trouble), "missed"))
        self.canvas.notices = notices
        self.canvas.beside = self._asides.beside

    def _key_line(self) -> Line:
        """The keys that a person must know first: those that do not fit are left out, and stand in the help."""
        pairs = [
            ("Enter", _("Next field")),
            (self.keymap.shown("save", "form"), _("Save")),
            (self.keymap.shown("save_next", "form"), _("+ next")),
            (self.keymap.shown("back", "form"), _("Leave")),
            (self.keymap.shown("help", "form"), _("Help")),
            (self.keymap.shown("look_up", "form"), _("Choices")),
            ("Shift+Tab", _("Previous field")),
        ]
        return key_line([(key, label) for key, label in pairs if key], self.app.size.width)

    def _offer_sentence(self, offer: Draft) -> str:
        typed = sum(1 for text in offer.texts.values() if text)
        return n_(
            "A draft of {when} with {n} field is kept: {restore} brings it back, {discard} throws it away.",
            "A draft of {when} with {n} fields is kept: {restore} brings it back, {discard} throws it away.",
            typed,
        ).format(
            when=when(offer.written, self._zone) or "?",
            n=typed,
            restore=self.keymap.shown("restore", "form"),
            discard=self.keymap.shown("discard", "form"),
        )

    # -- keys

    def press(self, key: str, character: str | None = None) -> None:
        """Enter on the save line saves; anywhere else it only goes on."""
        if self._rewritten(key, character):
            return
        if self._offering.press(key):
            self._after_key(by_hand=False)
        elif key == "enter" and self.form.on_save_line:
            self.do_save()
        else:
            super().press(key, character)

    def _rewritten(self, key: str, character: str | None) -> bool:
        """Whether a key only ends a pair that Telex rewrote: "ee" pressed for "edit" arrives as e, Backspace, ê.

        The first letter was the command; what follows must not change the field that the form opened on.
        """
        if len(self._first_keys) > 1 or (self._first_keys and self._first_keys != ["backspace"]):
            return False
        self._first_keys.append(key)
        entry = self.form.current
        if len(self._first_keys) == 1 or entry is None or not character or character.isascii():
            return False
        if fold(character) not in self.keymap.keys("edit"):
            return False
        entry.editor.set(entry.opened_with)
        self.redraw()
        return True

    def act(self, action: str) -> bool:
        """Editing and moving act on the form, other actions on the screen or the app."""
        before = self.form.active
        if not self.form.act(action, self.canvas.page_rows):
            return super().act(action)
        if self.form.active != before:
            self._left = before
            self._offering.left(before)
        self._after_key(moved=self.form.active != before)
        return True

    def _left_wrong(self) -> str:
        """What is wrong with the field just left, in one line: who types from paper sees no mark beside it."""
        if self._left == self.form.active or self._left >= len(self.form.entries):
            return ""
        reading, entry = self.form.shown_reading(self._left), self.form.entries[self._left]
        wrong = reading.problem if reading else None
        if not wrong and entry.doubt and entry.doubt[0] == entry.editor.text:
            wrong = entry.doubt[1]
        return clip(f"{_(entry.field.label)}: {wrong}", max(self.app.size.width - 2, 1)) if wrong else ""

    def typed(self, character: str) -> None:
        """Put a character into the active field."""
        self.form.typed(character)
        self._after_key()

    def pasted(self, text: str) -> None:
        """Put a text, or the cells of a spreadsheet, into the active field and those after it."""
        lost = self.form.pasted(text)
        self._after_key()
        if lost:
            self._say(lost, "missed")

    def _after_key(self, *, moved: bool = False, by_hand: bool = True) -> None:
        """Look after the draft and show it. `by_hand`: somebody typed in the active field, unless it `moved`."""
        if not moved:
            self._notice = None
        if by_hand and not moved:
            self._offering.typed()
        if self._keeper and (self.form.changed or moved):
            self._keeper.touch()
        if moved:
            self._asides.ask_soon()
        self.redraw()

    def _say(self, sentence: str, role: str = "text") -> None:
        self._notice = (sentence, role) if sentence else None
        self.redraw()

    def _tell_in_passing(self, sentence: str) -> None:
        """Tell of a field that was left, in one line, unless something else is told."""
        if self._notice is None and not self._left_wrong():
            self._say(clip(sentence, max(self.app.size.width - 2, 1)), "behind")
        else:
            self.redraw()

    def tell(self, sentence: str, role: str) -> None:
        """Say something until the next key."""
        self._say(sentence, role)

    # -- actions

    def do_ditto(self) -> None:
        """Put into the active field what the last record of the kind says there; keys wait until that is known."""
        if self.form.current is None:
            return
        if self._previous is not None:
            self._repeat(self._previous)
            return
        self.hold_keys()
        self.app.run_worker(self._ask_previous, thread=True, exit_on_error=False, group="ditto")

    def _ask_previous(self) -> None:
        """Runs in a thread."""
        try:
            known, trouble = self._port.previous(), ""
        except Exception as error:
            known, trouble = None, str(error)
        self.app.call_from_thread(self._previous_known, known, trouble)

    def _previous_known(self, content: Mapping[str, Any] | None, trouble: str) -> None:
        self._previous = content
        if content is None:
            self._say(trouble, "missed")
        else:
            self._repeat(content)
        self.release_keys()

    def _repeat(self, content: Mapping[str, Any]) -> None:
        if self.form.repeat(content):
            self._offering.filled()
            self._after_key(by_hand=False)
        else:
            self._say(_("The last record says nothing here.") if content else _("There is no earlier record."))

    def do_look_up(self) -> None:
        """Show the list that the active field chooses from."""
        from tui.screens.choices import ChoicesScreen

        entry = self.form.current
        choices = self.form.choices()
        if entry is None or choices is None:
            self._say(_("This field has no list of choices."))
        elif not choices:
            self._say(_("No unit has this name: type the name of a commune or a district first."))
        else:
            typed = "" if entry.field.type == "places" else self.form.last_part()
            self.app.push_screen(ChoicesScreen(_(entry.field.label), choices, self._chosen, typed, self.form.numbers()))

    def _chosen(self, code: str | None) -> None:
        if code is not None:
            self.form.take_choice(code)
            self._offering.filled()
            self._after_key(by_hand=False)

    def do_language(self) -> None:
        """Speak the other language; nothing that was typed changes."""
        switch = getattr(self.app, "do_language", None)
        if switch is not None:
            switch()
        self.redraw()

    def do_restore(self) -> None:
        """Bring the offered draft back."""
        if self._offer is not None:
            offer = self._offer
            # Of a new record every text comes back: the values that it started with then belong to it.
            moved_on = self._editing and offer.head != self._port.head
            restored = self.form.restore(offer.texts, offer.active, offer.base if self._editing else None)
            self._offer = offer.earlier
            self._offering.filled()
            self._after_key(by_hand=False)
            if self._editing and offer.base is None:
                self._say(
                    _("This old draft does not know what the record said when it was begun: check every field."),
                    "missed",
                )
            elif moved_on:
                self._say(self._restored_sentence(restored), "behind")

    def _restored_sentence(self, restored: Restored) -> str:
        by = self._port.changed_by
        sentences = [
            _("{by} changed this record after the draft: only the fields that you had typed are back: {fields}.")
            if by
            else _("This record was changed after the draft: only the fields that you had typed are back: {fields}.")
        ]
        if restored.both:
            sentences.append(_("Changed by both of you, look at them again: {both}."))
        return " ".join(sentences).format(
            by=by,
            fields=", ".join(self.form.labels(restored.fields)) or "–",
            both=", ".join(self.form.labels(restored.both)),
        )

    def do_discard(self) -> None:
        """Throw the offered draft away."""
        if self._offer is not None and self._keeper:
            self._offer = self._offer.earlier
            self._keeper.touch()
            self.redraw()

    def do_back(self) -> None:
        """Leave; asks first when something was typed."""
        if not self.form.changed:
            self._close(None)
            return
        choices = {"1": _("Save"), "2": _("Leave and keep a draft"), "3": _("Throw away")}
        if self._keeper is None:
            del choices["2"]
        self.app.push_screen(
            Ask(_("This record is not saved yet."), choices, self._leave, back=_("Go on typing")),
        )

    def _leave(self, answer: str | None) -> None:
        if answer == "1":
            self.do_save()
        elif answer == "2":
            self._close(None)
        elif answer == "3":
            if self._keeper:
                self._keeper.end(self._offer)
            self._close(None)

    def do_save_next(self) -> None:
        """Save, and open an empty form of the kind with the values that are kept for the next one."""
        self._save_all(goes_on=self._again is not None)

    def do_save(self) -> None:
        """Read every field and save; what is wrong is shown, and the cursor goes to the first of it."""
        self._save_all(goes_on=False)

    def _save_all(self, *, goes_on: bool) -> None:
        self._goes_on = goes_on
        content, problems = self.form.read_all()
        if problems:
            self._refused(problems)
            return
        self._start_saving(content)

    def _start_saving(self, content: dict[str, Any], override: str = "") -> None:
        self.hold_keys()
        self._say(_("Saving…"), "dim")
        # A worker of the app, not of this screen: it ends after the form is gone.
        self.app.run_worker(lambda: self._save(content, override), thread=True, exit_on_error=False, group="save")

    def _save(self, content: dict[str, Any], override: str) -> None:
        """Runs in a thread."""
        try:
            outcome = self._port.save(content, override=override)
        except Exception as error:
            outcome = SaveOutcome(refusal=_("Not saved: {why}").format(why=str(error) or type(error).__name__))
        self.app.call_from_thread(self._saved, outcome, content)

    def _saved(self, outcome: SaveOutcome, content: dict[str, Any]) -> None:
        if outcome.record is not None:
            if self._keeper:
                self._keeper.end(self._offer)
            self._close(outcome.record, content)
        elif outcome.problems:
            self._refused(outcome.problems)
        elif outcome.newer is not None:
            self._compare(outcome.refusal, outcome.newer)
        elif outcome.doubts:
            self._ask_why(outcome.doubts, content)
        else:
            self._say(outcome.refusal or _("Not saved."), "missed")
        self.release_keys()

    def _compare(self, told: str, newer: FormPort) -> None:
        """Show both versions field by field; what is chosen goes on in this form, on the newer state of the record."""
        from tui.screens.two_versions import TwoVersionsScreen

        theirs = Form(self.form.kind, self.form.context, newer.initial)
        differing = self.form.against(theirs)

        def go_on(texts: Mapping[str, str] | None) -> None:
            if texts is None:
                return
            theirs.take_texts(texts)
            theirs.active = self.form.active
            self.form = self.canvas.form = theirs
            self._port = newer
            if self._keeper:
                self._keeper.touch()
            saves = self.keymap.shown("save", "form")
            self._say(_("Both versions are one now: look at it, then save it with {key}.").format(key=saves), "behind")

        self._say(told, "missed")
        if differing:
            self.app.push_screen(TwoVersionsScreen(told, newer.changed_by or "?", differing, go_on))
        else:
            go_on({})

    def _ask_why(self, doubts: Sequence[tuple[str, str]], content: dict[str, Any]) -> None:
        """Show all that looks wrong, and save with the reason that is typed."""
        from tui.screens.doubts import DoubtsScreen

        def answered(reason: str | None) -> None:
            if reason is not None:
                self._start_saving(content, reason)

        self.form.doubted(doubts)
        self._say(_("Not saved."), "behind")
        labelled = [(self.form.labels([name])[0], sentence) for name, sentence in doubts]
        self.app.push_screen(DoubtsScreen(labelled, answered))

    def _refused(self, problems: Mapping[str, str]) -> None:
        self.form.refused(problems)
        self._offering.filled()  # what is wrong stands where its list would
        self._say(
            n_(
                "Not saved: {n} field is to be put right ({fields}).",
                "Not saved: {n} fields are to be put right ({fields}).",
                len(problems),
            ).format(n=len(problems), fields=", ".join(self.form.labels(problems))),
            "missed",
        )

    def _close(self, record: str | None, content: Mapping[str, Any] | None = None) -> None:
        if self._keeper:
            self._keeper.close()
        self.dismiss(record)
        if self._goes_on and self._again is not None and record is not None:
            self._again(record, content or {})
        elif self._then is not None:
            self._then(record)

    # -- drafts

    def _draft(self) -> Draft | None:
        if not self.form.changed:
            return self._offer
        active = self.form.current
        now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        name = active.field.name if active else ""
        return Draft(self.form.texts(), name, now, self._offer, self._port.head, self.form.base)

    def on_unmount(self) -> None:
        """The program may end while the form is open."""
        self._offering.close()
        self._asides.end()
        if self._keeper:
            self._keeper.close()
