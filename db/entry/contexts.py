"""What the texts of a person are read against: the lists of the database, and the units of one province."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.entry.content import check_content, tidy
from db.entry.doubts import Doubt, Questioned, find_doubts
from db.entry.posting import post
from db.entry.reading.fields import ReadingContext
from db.entry.vocabularies import Rows, find_places, load_vocabularies
from db.language import language
from db.models.kinds import Kind


def reading_context(
    rows: Rows, province_key: str, *, today: date, year: int, aside: Rows | None = None
) -> ReadingContext:
    """The context of one province, names in the language spoken now. `year`: "16/5" is a day of it.

    `aside` answers what looks wrong, from another thread; None: `rows` does.

    Raises:
        StoreError: the database cannot be read.
    """
    vocabularies = load_vocabularies(rows, language())

    def doubt(kind: Kind, content: Mapping[str, Any], record_id: str) -> Sequence[Doubt]:
        content = tidy(content)
        if kind.dated_by not in content or check_content(kind, content, vocabularies).keys() & content.keys():
            return ()
        facts = post(kind, content, vocabularies) if not kind.posts_by or kind.posts_by in content else ()
        return find_doubts(
            aside or rows, Questioned(province_key, record_id, kind, content, facts, today), vocabularies
        )

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
        doubt=doubt,
    )
