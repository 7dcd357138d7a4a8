"""New, edit and void: the questions and the form between a key on a screen and the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from db.language import _
from db.models.kinds import KINDS
from db.models.period import FIRST_YEAR, LAST_YEAR, Period
from db.summary.views import Province, RecordRef, RecordView
from tui.screens import shown

if TYPE_CHECKING:
    from db.entry.undoing import TakenBack, TakingBack
    from tui.app import Dashboard

FORMS: Final = (
    "target",
    "result",
    "agreement",
    "training",
    "delivery",
    "publication",
    "budget_line",
    "plan",
    "activity",
    "source_document",
)
"""All kinds, in the order in which they are offered: what is entered often stands first."""
_KIND_KEYS: Final = "1234567890"
_CHOICE_KEYS: Final = "123456789abcdefghijklmnopqrstuvwxyz"


def new_record(
    app: Dashboard, province: Province, kinds: Sequence[str], year: int | None, programme: str | None
) -> None:
    """Open an empty form; asks for the kind where there are several."""
    start: dict[str, Any] = {"programmes": [programme]} if programme else {}

    def open_form(kind: str) -> None:
        dated = KINDS[kind].field(KINDS[kind].dated_by)
        period = {dated.name: Period.year(year).as_content()} if year and kind in ("target", "result") else {}
        _open_form(app, province, kind, start | period, None)

    if len(kinds) == 1:
        open_form(kinds[0])
        return
    from tui.screens.ask import Ask

    by_key = dict(zip(_KIND_KEYS, kinds, strict=False))
    choices = {key: _(KINDS[kind].label) for key, kind in by_key.items()}
    app.push_screen(Ask(_("New record of which kind?"), choices, lambda key: open_form(by_key[key]) if key else None))


def new_anywhere(app: Dashboard) -> None:
    """Open an empty form of any kind, in the province of the screen that is on top or of the nearest one below."""
    _in_nearest_province(app, lambda province, year, programme: new_record(app, province, FORMS, year, programme))


def copy_year(app: Dashboard) -> None:
    """Ask for a year, and open a form that makes the plan and targets of the year before its own."""
    from tui.port import BoardError
    from tui.screens.ask import AskText
    from tui.screens.form import FormScreen

    def saved(record_id: str | None) -> None:
        if record_id is not None:
            app.database_changed()
            app.say(_("The plan and targets are saved."), "met")

    def ask_year(province: Province, year: int | None, programme: str | None) -> None:
        def take(typed: str | None) -> None:
            if typed is None:
                return
            if typed.isdecimal() and FIRST_YEAR <= int(typed) <= LAST_YEAR:
                open_form(province, int(typed), programme)
            else:
                app.say(_("“{text}” is no year: type it as 2026.").format(text=typed))

        question = _("Make the plan and targets of which year, as in the year before?")
        app.push_screen(AskText(question, take, typed=str(year or app.board.today.year)))

    def open_form(province: Province, year: int, programme: str | None) -> None:
        try:
            kind, port = app.board.copy_form(province.key, year, programme)
            form = FormScreen(
                kind,
                port,
                where=shown.province(province),
                draft=app.board.draft(province.key, f"{kind.code}-{year}", programme or ""),
                sample=app.board.sample,
                zone=app.options.zone,
                then=saved,
            )
        except BoardError as error:
            app.say(str(error))
        else:
            app.push_screen(form)

    _in_nearest_province(app, ask_year)


def _in_nearest_province(app: Dashboard, then: Callable[[Province, int | None, str | None], object]) -> None:
    """Go on with the province, year and programme of the screen that is on top, or of the nearest one below."""
    from tui.screens.base import BoardScreen

    boards = (screen for screen in reversed(app.screen_stack) if isinstance(screen, BoardScreen))
    screen = next((one for one in boards if one.enters_in is not None), None)
    if screen is None or (province := screen.enters_in) is None:
        app.say(_("There is no province here: open one first."))
        return
    year, programme = getattr(screen, "year", None), getattr(screen, "programme", None)
    screen.only_now(lambda: then(province, year, programme))


def add_from_line(app: Dashboard, province_key: str, year: int | None, typed: str = "") -> None:
    """Ask for one line, as `tiendo add` takes it, and save its record; a line that does not hold is asked for again."""
    from tui.screens.ask import AskText

    def take(line: str | None) -> None:
        if line:
            app.say(_("Saving…"), "dim")
            app.ask(lambda: app.board.add(line, province_key, year), saved, lambda why: again(line, why), slow=True)

    def saved(found: tuple[str, str]) -> None:
        _show_saved(app, *found)

    def again(line: str, why: str) -> None:
        app.push_screen(AskText(why, take, typed=line))

    example = 'training --date 28/9 --classes 1 --participants 60 --title "…"'
    question = _("One record on one line, as after “tiendo add”. For example: {example}")
    app.push_screen(AskText(question.format(example=example), take, typed=typed))


def _show_saved(app: Dashboard, province_key: str, record_id: str, go_on: Callable[[], object] | None = None) -> None:
    """Put the cursor on what was saved, `go_on`, and say there what it was."""
    from tui.screens.base import BoardScreen

    def tell(record: RecordView) -> None:
        from tui.field_values import described

        app.say(_("Saved: {record}.").format(record=described(app.board, record)), "met")

    if isinstance(app.screen, BoardScreen):
        app.screen.show_record(record_id)
    app.database_changed()
    if go_on is not None:
        go_on()
    app.ask(lambda: app.board.record(province_key, record_id), tell, app.say)


def choose_record(app: Dashboard, refs: Sequence[RecordRef], then: Callable[[str], object]) -> None:
    """Ask which of several targets and results is meant, and go on with its id."""
    from tui.screens.ask import Ask

    units, unit_names = app.board.units(), app.board.names("measure_units")
    choices = {}
    by_key = {}
    for key, ref in zip(_CHOICE_KEYS, refs, strict=False):
        figure = shown.whole(ref.figure, units.get(ref.indicator, ""), unit_names)
        choices[key] = f"{_(KINDS[ref.kind].label)} {shown.period(ref.period)}: {figure}"
        by_key[key] = ref.id

    def take(key: str | None) -> None:
        if key:
            then(by_key[key])

    app.push_screen(Ask(_("Which record?"), choices, take))


def edit_record(app: Dashboard, province: Province, record_id: str) -> None:
    """Open a form on a record as it stands now."""

    def take(record: RecordView) -> None:
        if record.voided:
            app.say(_("This record is void: it cannot be edited."))
        else:
            _open_form(app, province, record.kind, {}, record)

    app.ask(lambda: app.board.record(province.key, record_id), take, app.say)


def void_record(app: Dashboard, province: Province, record_id: str, done: Callable[[], None] | None = None) -> None:
    """Ask for the reason and take the record out of all sums; `done` is called when it is."""
    from tui.field_values import described
    from tui.screens.ask import AskText

    def voided(_nothing: None) -> None:
        app.database_changed()
        app.say(_("The record is void. It stays in the history, with your reason."), "met")
        if done is not None:
            done()

    def ask_why(record: RecordView) -> None:
        if record.voided:
            app.say(_("This record is void already."))
            return

        def void(reason: str | None) -> None:
            if reason:
                head = record.head
                app.say(_("Voiding…"), "dim")
                app.ask(lambda: app.board.void(province.key, record_id, head, reason), voided, app.say, slow=True)

        question = _("Void {record}? It then counts in no sum. Reason:")
        app.push_screen(AskText(question.format(record=described(app.board, record)), void))

    app.ask(lambda: app.board.record(province.key, record_id), ask_why, app.say)


def take_back(app: Dashboard, action: TakingBack) -> None:
    """Undo what this person did last, or do again what was undone; the keys typed meanwhile wait."""
    from tui.screens.base import BoardScreen

    screen = app.screen
    assert isinstance(screen, BoardScreen)

    def done(answer: tuple[TakenBack, RecordView]) -> None:
        from tui.told_history import taken_back_sentence

        taken, record = answer
        screen.show_record(taken.record_id)
        app.database_changed()
        sentence = taken_back_sentence(app.board, taken, record, app.options.zone)
        other = app.keys.shown("redo" if action == "undo" else "undo")
        hint = _("{key} does it again.") if action == "undo" else _("{key} undoes it.")
        app.say(f"{sentence} {hint.format(key=other)}" if other else sentence, "met")
        screen.release_keys()

    def refused(sentence: str) -> None:
        app.say(sentence)
        screen.release_keys()

    screen.hold_keys()
    app.say(_("Undoing…") if action == "undo" else _("Doing it again…"), "dim")
    app.ask(lambda: app.board.take_back(action), done, refused, slow=True)


def restore_record(app: Dashboard, province: Province, record_id: str, done: Callable[[], None] | None = None) -> None:
    """Let a void record count again; `done` is called when it does."""

    def restore(record: RecordView) -> None:
        if not record.voided:
            app.say(_("This record is not void: it counts."))
        else:
            app.ask(lambda: app.board.restore(province.key, record_id, record.head), restored, app.say, slow=True)

    def restored(_nothing: None) -> None:
        app.database_changed()
        app.say(_("The record counts again. {key} undoes it.").format(key=app.keys.shown("undo")), "met")
        if done is not None:
            done()

    app.ask(lambda: app.board.record(province.key, record_id), restore, app.say)


def show_history(app: Dashboard, province: Province, record_id: str) -> None:
    """Who entered and changed a record, when and why."""
    from tui.screens.history import HistoryScreen

    app.push_screen(HistoryScreen(province, record_id))


def _open_form(app: Dashboard, province: Province, kind: str, start: dict[str, Any], edited: RecordView | None) -> None:
    from tui.port import BoardError
    from tui.screens.form import FormScreen
    from tui.widgets.form_model import sticky_values

    def closed(record_id: str | None) -> None:
        if record_id is not None:
            _show_saved(app, province.key, record_id)

    def again(record_id: str, content: Mapping[str, Any]) -> None:
        kept = sticky_values(KINDS[kind], content)
        _show_saved(app, province.key, record_id, lambda: _open_form(app, province, kind, kept, None))

    try:
        form = FormScreen(
            KINDS[kind],
            app.board.form(province.key, kind, start=start, edited=edited),
            where=shown.province(province),
            editing=edited is not None,
            draft=app.board.draft(province.key, kind, edited.id if edited else ""),
            sample=app.board.sample,
            zone=app.options.zone,
            then=closed,
            again=again,
        )
    except BoardError as error:
        app.say(str(error))
    else:
        app.push_screen(form)
