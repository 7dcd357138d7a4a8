"""One record from one line: what `tiendo add` and the line after ":" in the dashboard give, read and saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from db.entry.contexts import reading_context
from db.entry.problems import EntryError, Refused
from db.entry.reading.dates import read_period
from db.entry.reading.errors import ReadingError
from db.entry.reading.fields import Reading, ReadingContext, read_field
from db.entry.reading.record import RecordReading, read_record
from db.entry.usual import usual_programmes
from db.language import _
from db.models.kinds import Kind
from db.models.period import Period
from db.store.reader import Reader
from db.summary.finding import find_province
from db.summary.views import Province

if TYPE_CHECKING:
    from db.entry.gates import Person
    from db.store.database import Database

_ERAS_PART: Final = date(2025, 7, 1)
"""Since then the units of today (era B) count."""
PROGRAMMES: Final = "programmes"


@dataclass(frozen=True, slots=True)
class AddLine:
    """A record as it was typed: `texts` by field name, `province` as a name or a key, `year` for "16/5" (0: this one).

    `override` is the reason for saving what is doubted; `source` a document's id and `paragraph` its place there.
    """

    kind: Kind
    province: str
    texts: Mapping[str, str]
    year: int = 0
    override: str = ""
    source: str = ""
    paragraph: int | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What was saved, or would be: `record` is "" then. `filled` names the fields that nobody typed."""

    kind: Kind
    province: Province
    reading: RecordReading
    record: str = ""
    revision: str = ""
    seq: int = 0
    filled: frozenset[str] = field(default_factory=frozenset)


class NotReadError(EntryError):
    """A line that does not hold; `problems` by field name, "" for the line as a whole."""

    def __init__(self, kind: Kind, problems: Mapping[str, str]) -> None:
        labels = {one.name: _(one.label) for one in kind.fields}
        told = " ".join(f"{labels.get(name, name)}: {why}".removeprefix(": ") for name, why in problems.items())
        super().__init__(_("Not saved. {problems}").format(problems=told))
        self.problems = dict(problems)


def add(reader: Reader, database: Callable[[], Database], person: Person, line: AddLine, *, today: date) -> Added:
    """Read a line and save its record; with `dry_run` everything is checked and nothing stays.

    Raises:
        NotReadError: what is wrong, by field.
        Doubted: it looks wrong, and no reason for saving it all the same was given.
        NotOneProvinceError, StoreError: no such province; the database cannot be read or written.
    """
    year = line.year or today.year
    province = _province(reader, line, today, year)
    context = reading_context(reader, province.key, today=today, year=year)
    texts = {name: text for name, text in line.texts.items() if text.strip()}
    filled = frozenset[str]()
    if PROGRAMMES not in texts and any(one.name == PROGRAMMES for one in line.kind.fields):
        usual = usual_programmes(reader, province.key, line.kind.code, _year_of(line.kind, texts, context))
        if usual:
            texts[PROGRAMMES] = "; ".join(usual)
            filled = frozenset((PROGRAMMES,))
    reading = read_record(line.kind, texts, context)
    if reading.problems:
        raise NotReadError(line.kind, reading.problems)
    content: dict[str, Any] = dict(reading.content)
    if line.source:
        content["source"] = {"document": line.source} | ({"paragraph": line.paragraph} if line.paragraph else {})
    from db.entry.saving import save

    try:
        saved = save(
            database(),
            person=person,
            province_code=province.key,
            kind=line.kind,
            content=content,
            override=line.override,
            today=today,
            dry_run=line.dry_run,
        )
    except Refused as refused:
        raise NotReadError(line.kind, refused.problems or {"": refused.message}) from refused
    if line.dry_run:
        return Added(line.kind, province, reading, filled=filled)
    return Added(line.kind, province, reading, saved.record_id, saved.revision_id, saved.seq, filled)


def _province(reader: Reader, line: AddLine, today: date, year: int) -> Province:
    """The province that is meant: of one name in both eras, that of the record's own time."""
    found = find_province(reader, line.province)
    era = "B" if _day_of(line, today, year) >= _ERAS_PART else "A"
    return next((province for province in found if province.era == era), found[0])


def _day_of(line: AddLine, today: date, year: int) -> date:
    """The first day of the record's period; of one that cannot be read or is not dated, today."""
    try:
        return read_period(line.texts.get(line.kind.dated_by, ""), today=today, year=year).start
    except ReadingError:
        return today


def _year_of(kind: Kind, texts: Mapping[str, str], context: ReadingContext) -> int:
    stated: Reading = read_field(kind.field(kind.dated_by), texts.get(kind.dated_by, ""), context)
    return Period.from_content(stated.value).year_from if stated.value else context.year
