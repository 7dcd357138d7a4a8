"""What every command shares: its options, opening a database, and one sentence with exit status 2 when it cannot."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from db.language import _, use
from db.settings import Settings, SettingsError, load, sample_database_url
from db.store.errors import StoreError
from db.store.reader import Reader, open_reader
from tui.commands.progress import progress_bar

if TYPE_CHECKING:
    from db.entry.gates import Person
    from db.store.database import Database
    from db.summary.past import Moment

ConfigOption = Annotated[Path | None, typer.Option("--config", help=_("Settings file."))]
DatabaseOption = Annotated[
    str | None, typer.Option("--database", help=_("Database url, in place of the configured one."))
]
SampleOption = Annotated[bool, typer.Option("--sample", help=_("Use the sample documents' own database."))]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help=_("What was known at the end of a day: 2026-03-31.")),
]
LanguageOption = Annotated[str | None, typer.Option("--language", help=_("vi or en."))]


def fail(sentence: str) -> NoReturn:
    """Say one sentence on standard error and leave with status 2."""
    typer.echo(f"tiendo: {sentence}", err=True)
    raise typer.Exit(2)


def moment_of(typed: str | None, settings: Settings, option: str) -> Moment | None:
    """The moment of the past that an option names."""
    if typed is None:
        return None
    from db.summary.past import read_moment

    try:
        moment = read_moment(typed, settings.zone())
    except ValueError as error:
        fail(f"{option}: {error}")
    if moment.day > settings.today():
        fail(_("{option}: {day} is still to come: name a day until today.").format(option=option, day=typed))
    return moment


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what a person can mend (settings, database) into a sentence and status 2."""
    try:
        yield
    except (SettingsError, StoreError) as error:
        fail(str(error))


def settings_of(config: Path | None, database: str | None, sample: bool, language: str | None = None) -> Settings:
    """The settings of this run; the sample has a database of its own. Raises SettingsError."""
    if sample and database:
        fail(_("--sample has a database of its own: leave out one of --sample and --database."))
    url = sample_database_url() if sample else database
    settings = load(config, database_url=url, screen_language=language)
    use(settings.screen.language)
    return settings


def ready_database(settings: Settings, *, sample: bool) -> str:
    """The url of the database; the sample is made at its first use. Raises StoreError."""
    if sample:
        from seed.documents import ensure_sample

        with progress_bar(_("Loading the sample documents"), shown=sys.stderr.isatty()) as report:
            return ensure_sample(settings, report)
    return settings.database.url


def write_out(text: str) -> None:
    """Print the answer of a command; a full disk behind the output is one sentence, a closed pipe none."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is left in the buffer would be written, and complained of, once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        fail(_("the output cannot be written ({reason}).").format(reason=error.strerror))


@contextmanager
def reading(settings: Settings, *, sample: bool) -> Iterator[Reader]:
    """A reader of the database of this run. Raises StoreError."""
    reader = open_reader(ready_database(settings, sample=sample))
    try:
        yield reader
    finally:
        reader.close()


@contextmanager
def writing(
    sample: bool, config: Path | None, database: str | None, language: str | None
) -> Iterator[tuple[Settings, Database, Person]]:
    """The settings of this run, the database open for writing, and who writes; what is refused is a sentence."""
    from db.entry.gates import Person
    from db.entry.problems import Conflict
    from db.entry.reading.errors import ReadingError
    from db.store.database import open_database
    from tui.format import when

    with refusing():
        settings = settings_of(config, database, sample, language)
        try:
            with open_database(ready_database(settings, sample=sample)) as opened:
                yield settings, opened, Person.current()
        except ReadingError as error:
            fail(str(error))
        except Conflict as conflict:
            fail(conflict.told(when(conflict.at, settings.zone())))


def one_province(reader: Reader, typed: str, units: str) -> str:
    """The key of the province that is meant: of one name in both eras, that of today where units are of today."""
    from db.summary.finding import NotOneProvinceError, find_province
    from db.summary.provinces import read_changes, read_successors

    try:
        found = find_province(reader, typed)
    except NotOneProvinceError as error:
        fail(str(error))
    if units == "current":
        successors = read_successors(reader)
        return successors.get(found[0].key, found[0].key)
    keys = [province.key for province in found]
    with_data = [key for key in keys if key in read_changes(reader)]
    if len(with_data) > 1:
        sentence = _("“{typed}” has figures before and since 7/2025: name one of {keys}, or add --units current.")
        fail(sentence.format(typed=typed, keys=", ".join(with_data)))
    return (with_data or keys)[0]


def one_programme(reader: Reader, settings: Settings, typed: str | None) -> str | None:
    """The code of the programme that is meant, None for all."""
    from db.summary.overview import read_programmes

    if typed is None:
        return None
    known = {code.upper(): code for code, _name in read_programmes(reader, settings.screen.language)}
    if typed.upper() not in known:
        named = ", ".join(known.values())
        fail(_("No programme has the code {code}. Known: {known}.").format(code=typed, known=named))
    return known[typed.upper()]
