"""What the texts of a person are read against: the lists of the database, and the units of one province."""

from __future__ import annotations

from datetime import date

from db.entry.content import check_content, tidy
from db.entry.reading.fields import ReadingContext
from db.entry.vocabularies import Rows, find_places, load_vocabularies
from db.language import language


def reading_context(rows: Rows, province_key: str, *, today: date, year: int) -> ReadingContext:
    """The context of one province, names in the language spoken now. `year`: "16/5" is a day of it.

    Raises:
        StoreError: the database cannot be read.
    """
    vocabularies = load_vocabularies(rows, language())
    return ReadingContext(
        today=today,
        year=year,
        language=language(),
        vocabularies=vocabularies.choices,
        units=vocabularies.units,
        unit_names=vocabularies.unit_names,
        find_places=lambda text: find_places(rows, text, province_key),
        term_units=vocabularies.term_units,
        validity={code: one.holds_in for code, one in vocabularies.indicators.items() if one.is_limited},
        check=lambda kind, content: check_content(kind, tidy(content), vocabularies),
    )
