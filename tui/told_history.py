"""What was undone, a record's history, and what a void record is called, for the screen and the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from db.language import _, ngettext
from db.models.kinds import KINDS, Field
from tui.field_values import Words, described, field_values
from tui.format import when
from tui.screens import shown

if TYPE_CHECKING:
    from db.entry.undoing import TakenBack
    from db.summary.history import FieldChange, History, RevisionView
    from db.summary.views import RecordView
    from db.summary.voided import VoidedRecord

_SOURCE: Final = "source"


class HistoryLine(NamedTuple):
    """A line of a history; `revision` is that which it speaks of."""

    text: str
    role: str
    indent: int
    revision: RevisionView


def history_lines(words: Words, history: History, zone: tzinfo) -> Iterator[HistoryLine]:
    """The newest revision first: who did what and when, then each field that it changed, before → after."""
    for one in history.revisions:
        heading = f"{when(one.at, zone)} {one.by}: {shown.cause(one.cause)}"
        if one.reason:
            heading += f" – {one.reason}"
        if one.voided and one.cause != "void":
            heading += f" ({_('VOID')})"
        yield HistoryLine(heading, "strong" if one.counts else "text", 0, one)
        first = not one.parents
        for change in one.changes:
            yield HistoryLine(_change(words, history, one, change, first=first), "dim", 1, one)


def _change(words: Words, history: History, one: RevisionView, change: FieldChange, *, first: bool) -> str:
    kind = KINDS[history.kind]
    field = next((field for field in kind.fields if field.name == change.field), None)
    label = _(field.label) if field else _("Source") if change.field == _SOURCE else change.field
    before = {**one.content, change.field: change.before}
    old = _said(words, history, field, change.before, before)
    new = _said(words, history, field, change.after, one.content)
    return f"{label}: {new}" if first else f"{label}: {old} → {new}"


def _said(words: Words, history: History, field: Field | None, value: Any, content: Mapping[str, Any]) -> str:
    if value is None:
        return _("nothing")
    if field is None:
        return _source(value) if isinstance(value, dict) else str(value)
    pieces = field_values(words, KINDS[history.kind], field, content, history.place_names)
    return "; ".join(text for text, _role in pieces)


def _source(source: Mapping[str, Any]) -> str:
    """The document by its id, with its paragraph: its title stands in the record."""
    paragraph = source.get("paragraph")
    said = [str(source.get("document", "")), _("paragraph {n}").format(n=paragraph) if paragraph else ""]
    return ", ".join(filter(None, said))


def taken_back_sentence(words: Words, done: TakenBack, record: RecordView, zone: tzinfo) -> str:
    """What an undo or a redo took back; `record` as it stands now."""
    if done.count == 1:
        what = f"{shown.province(record.province)}, {described(words, record)}"
    else:
        what = ngettext("{n} record", "{n} records", done.count).format(n=done.count)
    sentence = _("Undone: {did} {when}, {what}.") if done.action == "undo" else _("Done again: {did} {when}, {what}.")
    return sentence.format(did=shown.cause(done.cause), when=when(done.at, zone), what=what)


def voided_name(words: Words, one: VoidedRecord) -> str:
    """What a void record is called: its indicator or title, or its id where it has neither."""
    named = words.names("indicators").get(one.indicator, one.indicator)
    return " · ".join(filter(None, (named, one.title))) or one.id
