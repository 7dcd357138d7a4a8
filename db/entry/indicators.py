"""Indicators as data that administrators keep: list, add, edit and end them, with every change kept.

Which ones hold says `db.entry.indicator_rules`. Of what is added up from records only media kinds can be added, for
each other derived figure is a field of a form.

Only the standard library and plain SQL are imported; what writes is loaded by the first change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from db.entry.gates import Person, may
from db.entry.indicator_rules import ADDABLE, PERCENT, REPORTED, Indicator, change_problems, indicator_problems
from db.entry.problems import Conflict, Refused
from db.entry.vocabularies import Rows
from db.language import _
from db.models.canonical import canonical_json
from db.models.text import nfc

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.store.database import Database

_STEP: Final = 10
"""Between the positions of two indicators, so that one fits between."""


class IndicatorChange(NamedTuple):
    """A change by an administrator: `at` is UTC; `before` and `after` hold what differs."""

    action: str
    at: str
    by: str
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


_SELECT: Final = (
    'SELECT i.code, i.name_vi, i.name_en, i.short_vi, i.short_en, i.unit, i."group", i.decimals, i.direction,'
    " i.over_time, i.over_place, i.source_kind, i.baseline, i.valid_from, i.valid_to, i.position,"
    " (SELECT count(*) FROM indicator_change c WHERE c.code = i.code)"
    " FROM indicator i ORDER BY i.position, i.code"
)
_CHANGES: Final = (
    'SELECT action, at, "by", reason, "before", "after" FROM indicator_change WHERE code = :code ORDER BY number'
)
_HAS_FIGURES: Final = (
    "SELECT min(f.period_start), max(f.period_end) FROM unit u JOIN fact f"
    " ON f.province_code = u.key AND f.indicator = :code WHERE u.level = 'province'"
)
"""Through the provinces, because the index on facts begins with them."""
_UNITS: Final = "SELECT code FROM measure_unit"


def read_indicators(reader: Rows) -> list[Indicator]:
    """All indicators in official order, those that ended too. Raises StoreError."""
    return [Indicator(*row[:13], *(str(day or "") for day in row[13:15]), *row[15:]) for row in reader.rows(_SELECT)]


def read_indicator(reader: Rows, code: str) -> Indicator:
    """The indicator of that code.

    Raises:
        Refused: there is none.
        StoreError: the database cannot be read.
    """
    found = next((one for one in read_indicators(reader) if one.code == code), None)
    if found is None:
        sentence = _("There is no indicator {code}: «tiendo indicator list» names them all.").format(code=code)
        raise Refused({"code": sentence}, sentence)
    return found


def read_changes(reader: Rows, code: str) -> list[IndicatorChange]:
    """What administrators changed of an indicator, oldest first: the values that differ. Raises StoreError."""
    changes = []
    for action, at, by, reason, *texts in reader.rows(_CHANGES, {"code": code}):
        before, after = (json.loads(text) for text in texts)
        names = [name for name in after if before.get(name) != after[name]]
        differ = ({name: whole.get(name) for name in names} for whole in (before, after))
        changes.append(IndicatorChange(action, at, by, reason, *differ))
    return changes


def add_indicator(database: Database, person: Person, values: Mapping[str, Any], reason: str = "") -> Indicator:
    """Add an indicator; short names are the names, its direction "increase" and its position the last where not given.

    Raises:
        Refused: the person may not, or the values do not hold; `problems` by their names.
        StoreError: the database cannot be written.
    """
    given: dict[str, Any] = {
        "source_kind": REPORTED,
        "direction": "increase",
        "valid_from": "",
        "valid_to": "",
        "baseline": None,
    }
    given |= {"decimals": 1 if values.get("unit") == PERCENT else 0}
    given |= {name: value for name, value in values.items() if value is not None}
    given |= {f"short_{spoken}": given.get(f"short_{spoken}") or given.get(f"name_{spoken}") for spoken in ("vi", "en")}
    given.setdefault("group", "publications" if given["source_kind"] == "publication" else "results")

    def write(session: Session) -> Indicator:
        known = _known(session)
        given["position"] = max((one.position for one in known.values()), default=0) + _STEP
        wanted = _indicator(given, changes=1)
        problems = indicator_problems(wanted, known, _units(session))
        if wanted.code in known:
            problems["code"] = _("“{code}” is there already: choose another code.").format(code=wanted.code)
        if wanted.source_kind not in ADDABLE:
            problems["source_kind"] = _(
                "a new indicator is reported, or counts publications of its own kind: what else is added up is a field"
                " of a form."
            )
        _refuse(problems)
        _keep(session, person, None, wanted, "add", reason)
        return wanted

    _require_right(person)
    return database.retrying(write)


def edit_indicator(
    database: Database, person: Person, code: str, values: Mapping[str, Any], seen: int | None = None, reason: str = ""
) -> Indicator:
    """Change some values of an indicator. `seen` is the number of changes that the person saw, None for any.

    Raises:
        Refused: the person may not, there is no such indicator, or the values do not hold with its figures.
        Conflict: somebody changed it since.
        StoreError: the database cannot be written.
    """

    def write(session: Session) -> Indicator:
        known = _known(session)
        before = _one_of(known, code)
        if seen is not None and seen != before.changes:
            last = read_changes(_rows(session), code)[-1]
            raise Conflict(by=last.by, at=last.at)
        wanted = _indicator({**before._asdict(), **values}, changes=before.changes + 1)
        if wanted._replace(changes=before.changes) == before:
            return before
        first, last = _rows(session).rows(_HAS_FIGURES, {"code": code})[0]
        problems = indicator_problems(wanted, known, _units(session)) | change_problems(before, wanted, first, last)
        _refuse(problems)
        ended = bool(wanted.valid_to) and wanted._replace(valid_to=before.valid_to, changes=before.changes) == before
        _keep(session, person, before, wanted, "end" if ended else "edit", reason)
        return wanted

    _require_right(person)
    return database.retrying(write)


def end_indicator(database: Database, person: Person, code: str, last_day: date, reason: str = "") -> Indicator:
    """Let an indicator hold until that day: forms of later periods no longer offer it. Raises as `edit_indicator`."""
    return edit_indicator(database, person, code, {"valid_to": last_day.isoformat()}, reason=reason)


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        told = " ".join(f"{name}: {problem}" for name, problem in problems.items())
        raise Refused(problems, _("Not saved. {problems}").format(problems=told))


def _require_right(person: Person) -> None:
    if not may(person, "administer", ""):
        raise Refused(
            {}, _("{login} has no right to change indicators: ask an administrator.").format(login=person.login)
        )


# -- reading and writing inside a transaction


def _rows(session: Session) -> Rows:
    from db.entry.writing import SessionRows

    return SessionRows(session)


def _units(session: Session) -> set[str]:
    return {row[0] for row in _rows(session).rows(_UNITS)}


def _known(session: Session) -> dict[str, Indicator]:
    return {one.code: one for one in read_indicators(_rows(session))}


def _one_of(known: Mapping[str, Indicator], code: str) -> Indicator:
    if code not in known:
        sentence = _("There is no indicator {code}: «tiendo indicator list» names them all.").format(code=code)
        raise Refused({"code": sentence}, sentence)
    return known[code]


def _indicator(values: Mapping[str, Any], *, changes: int) -> Indicator:
    """Texts in NFC and trimmed; what is missing is "" and told as a problem. Raises TypeError for an unknown name."""
    texts = dict.fromkeys(Indicator._fields, "") | dict(values)
    tidy: dict[str, Any] = {
        name: nfc(value).strip() if isinstance(value, str) else value for name, value in texts.items()
    }
    return Indicator(**{**tidy, "changes": changes})


def _keep(
    session: Session, person: Person, before: Indicator | None, after: Indicator, action: str, reason: str
) -> None:
    """Write the indicator and its change."""
    from sqlalchemy import func
    from sqlmodel import select

    from db.models.reference import Indicator as IndicatorRow
    from db.models.reference import IndicatorChange as ChangeRow
    from db.models.reference import Term
    from db.store.journal import utc_now

    whole = {name: value for name, value in after._asdict().items() if name != "changes"}
    days = {name: date.fromisoformat(whole[name]) if whole[name] else None for name in ("valid_from", "valid_to")}
    session.merge(IndicatorRow(**{**whole, **days, "origin": "derived" if after.is_derived else "reported"}))
    if after.source_kind == "publication":
        media = session.get(Term, ("media_kinds", after.code))
        last = session.exec(select(func.max(Term.position)).where(Term.vocabulary == "media_kinds")).one()
        names = {"name_vi": after.name_vi, "name_en": after.name_en}
        position = media.position if media else (last or 0) + 1
        session.merge(Term(vocabulary="media_kinds", code=after.code, position=position, **names))
    session.flush()
    session.add(
        ChangeRow(
            code=after.code,
            number=(before.changes if before else 0) + 1,
            action=action,
            at=utc_now(),
            by=person.login,
            reason=reason,
            before=canonical_json({k: v for k, v in before._asdict().items() if k != "changes"} if before else {}),
            after=canonical_json(whole),
        )
    )
