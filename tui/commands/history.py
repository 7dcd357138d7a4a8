"""`tiendo undo`, `redo`, `history`, `voided` and `restore`: what was done to records, and taking it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from db.language import _
from tui.commands.common import (
    ConfigOption,
    DatabaseOption,
    LanguageOption,
    SampleOption,
    fail,
    one_province,
    reading,
    refusing,
    write_out,
    writing,
)
from tui.commands.common import settings_of as load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.entry.gates import Person
    from db.entry.undoing import TakenBack
    from db.entry.vocabularies import Vocabularies
    from db.store.database import Database
    from db.store.reader import Reader

UNDO_HELP = _("Take back what you did last: an entry, edit, void, restore or import; never another person's.")
REDO_HELP = _("Do again what you undid last.")
HISTORY_HELP = _("Every revision of a record: who, when, why, and each field before and after.")
VOIDED_HELP = _("The records that were voided, with their ids, who voided them, when and why.")
RESTORE_HELP = _("Let a void record count again.")


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help=_("table or json."))]
RecordArgument = Annotated[
    str, typer.Argument(metavar="PROVINCE/RECORD-ID", help=_("The id, as «tiendo voided» and JSON name it."))
]


class _ListedWords:
    """The words of the lists of a database."""

    def __init__(self, lists: Vocabularies) -> None:
        self._lists = lists

    def names(self, vocabulary: str) -> Mapping[str, str]:
        """Code → name of a list."""
        return dict(self._lists.choices.get(vocabulary, ()))

    def units(self) -> Mapping[str, str]:
        """Indicator → unit."""
        return self._lists.units


def undo(
    form: FormatOption = Format.TABLE,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Undo and say what."""
    from db.entry.undoing import undo

    _take_back(undo, form, sample, config, database, language)


def redo(
    form: FormatOption = Format.TABLE,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Redo and say what."""
    from db.entry.undoing import redo

    _take_back(redo, form, sample, config, database, language)


def _take_back(
    take_back: Callable[[Database, Person], TakenBack],
    form: Format,
    sample: bool,
    config: ConfigOption,
    database: DatabaseOption,
    language: LanguageOption,
) -> None:
    from dataclasses import asdict

    with writing(sample, config, database, language) as (settings, opened, person):
        done = take_back(opened, person)
        if form is Format.JSON:
            write_out(json.dumps(asdict(done), ensure_ascii=False, indent=1) + "\n")
            return
        from db.store.reader import open_reader
        from db.summary.records import read
        from tui.told_history import taken_back_sentence

        with open_reader(settings.database.url) as reader:
            record = read(reader, done.province_code, done.record_id)
            write_out(taken_back_sentence(_words(reader), done, record, settings.zone()) + "\n")


def history(
    record: RecordArgument,
    form: FormatOption = Format.TABLE,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Print the history, the newest revision first."""
    from db.summary.history import history_object, read_history

    with refusing():
        settings = load_settings(config, database, sample, language)
        with reading(settings, sample=sample) as reader:
            found = read_history(reader, *_one_record(reader, record))
            words = _words(reader)
    if form is Format.JSON:
        write_out(json.dumps(history_object(found), ensure_ascii=False, indent=1) + "\n")
        return
    from tui.told_history import history_lines

    lines = [f"{found.province.key}/{found.record}"]
    lines += [f"{'  ' * line.indent}{line.text}" for line in history_lines(words, found, settings.zone())]
    write_out("\n".join(lines) + "\n")


def voided(
    province: Annotated[str | None, typer.Option("--province", help=_("Of one province, old or new name."))] = None,
    year: Annotated[int | None, typer.Option("--year", help=_("Of one year."))] = None,
    form: FormatOption = Format.TABLE,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """A line a record, the last voided first."""
    from db.summary.voided import read_voided, voided_object

    with refusing():
        settings = load_settings(config, database, sample, language)
        with reading(settings, sample=sample) as reader:
            key = one_province(reader, province, "reported") if province else None
            found = read_voided(reader, key, year)
            words = _words(reader)
    if form is Format.JSON:
        write_out(json.dumps([voided_object(one) for one in found], ensure_ascii=False, indent=1) + "\n")
        return
    from db.models.kinds import KINDS
    from tui.commands.lines import aligned
    from tui.format import when
    from tui.screens import shown
    from tui.told_history import voided_name

    rows = [[_("Record"), _("Kind"), _("Name"), _("Period"), _("Voided"), _("by"), _("Reason")]]
    rows += [
        [
            f"{one.province.key}/{one.id}",
            _(KINDS[one.kind].label),
            voided_name(words, one),
            shown.period(one.period),
            when(one.at, settings.zone()),
            one.by,
            one.reason or shown.cause(one.cause),
        ]
        for one in found
    ]
    write_out(aligned(rows, [True] * len(rows[0])) + "\n" if found else _("No record is void.") + "\n")


def restore(
    record: RecordArgument,
    reason: Annotated[str, typer.Option("--reason", help=_("Why; kept with the change."))] = "",
    form: FormatOption = Format.TABLE,
    sample: SampleOption = False,
    config: ConfigOption = None,
    database: DatabaseOption = None,
    language: LanguageOption = None,
) -> None:
    """Restore the record and say so; one that counts already is left as it is."""
    from dataclasses import asdict

    from db.entry.saving import restore

    with writing(sample, config, database, language) as (settings, opened, person):
        from db.store.reader import open_reader
        from db.summary.records import read
        from tui.field_values import described

        with open_reader(settings.database.url) as reader:
            key = _one_record(reader, record)
            found, words = read(reader, *key), _words(reader)
        saved = restore(opened, person=person, province_code=key[0], record_id=key[1], parent=found.head, reason=reason)
        if form is Format.JSON:
            write_out(json.dumps({"province_code": key[0], **asdict(saved)}, ensure_ascii=False, indent=1) + "\n")
            return
        said = _("Restored: {record}.") if saved.changed else _("It is not void, and was left as it is: {record}.")
        write_out(said.format(record=described(words, found)) + "\n")


def _words(reader: Reader) -> _ListedWords:
    from db.entry.vocabularies import load_vocabularies
    from db.language import language

    return _ListedWords(load_vocabularies(reader, language()))


def _one_record(reader: Reader, typed: str) -> tuple[str, str]:
    """The province and id of the record that is meant: "A14/ID", "son la/ID", or the id alone."""
    from db.summary.finding import NotOneProvinceError, find_province
    from db.summary.records import provinces_with

    named, _slash, record = typed.strip().rpartition("/")
    found = provinces_with(reader, record.lower())
    if named:
        try:
            keys = {province.key for province in find_province(reader, named)}
        except NotOneProvinceError as error:
            fail(str(error))
        found = [key for key in found if key in keys]
    if len(found) != 1:
        fail(
            _("There is no record {id}: its id stands in «tiendo voided» and in the JSON of «tiendo why».").format(
                id=typed
            )
        )
    return found[0], record.lower()
