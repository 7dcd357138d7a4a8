"""What a record adds up to: its facts, one figure each. Nobody types a figure twice.

A pure function of the kind, the content and the indicators; the same content gives the same facts on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from db.entry.breakdown import Breakdown, breakdowns
from db.entry.problems import EntryError
from db.entry.vocabularies import Vocabularies
from db.language import _
from db.models.figure import Figure, FigureState
from db.models.kinds import Field, Kind
from db.models.period import Period

FactKind = Literal["target", "actual", "planned", "disbursed"]
ALL_PROGRAMMES: Final = "*"

_POSTS_NOTHING: Final = frozenset({"plan", "source_document"})
_BUDGET_KINDS: Final[Mapping[str, FactKind]] = {"budget_planned": "planned", "budget_disbursed": "disbursed"}
_STATES_WITHOUT_FIGURE: Final[Mapping[str, FigureState]] = {
    "not_carried_out": "not_carried_out",
    "not_applicable": "not_applicable",
}
_PLACE: Final = "place"
_ONE: Final = Figure.of(1)


class PostedFact(NamedTuple):
    """One figure of a revision; `programmes` begins with '*', the view over all.

    `part_of` is the line of the figure that this one is a part of, by one `dimension` and `member`: parts never enter a
    total. A target's baseline is posted so too, as the dimension "baseline" without a member.
    """

    line: int
    indicator: str
    kind: FactKind
    figure: Figure
    period: Period
    programmes: tuple[str, ...]
    unit_key: str | None = None
    basis: str = "period"
    preliminary: bool = False
    """Whether a final one of the same indicator, period, place and programmes replaces it."""
    part_of: int | None = None
    dimension: str = ""
    member: str = ""
    document_id: str | None = None
    paragraph: int | None = None
    field: str = ""


def fact_kind_of(kind: Kind, indicator: str) -> FactKind:
    """What sort of facts a kind of record posts to an indicator."""
    return _BUDGET_KINDS[indicator] if kind.code == "budget_line" else kind.fact_kind


def post(kind: Kind, content: Mapping[str, Any], vocabularies: Vocabularies) -> list[PostedFact]:
    """The facts of one checked content, in the order of the kind's fields; lines count from 0.

    Raises:
        EntryError: an indicator is in no list, because the reference data was not loaded.
    """
    if kind.code in _POSTS_NOTHING:
        return []
    facts = _Posting(kind, content, vocabularies.term_units).facts()
    for place, fact in enumerate(facts):
        if fact.indicator not in vocabularies.indicators:
            raise EntryError(
                _("The database does not know the indicator {code}: load the reference data first.").format(
                    code=fact.indicator
                )
            )
        if fact.basis != "period" and not vocabularies.indicators[fact.indicator].adds_up:
            # A level is what it is at the end of its period, since whenever the report counts.
            facts[place] = fact._replace(basis="period")
    return facts


class _Posting:
    """The facts of one content while they are gathered."""

    def __init__(self, kind: Kind, content: Mapping[str, Any], term_units: Mapping[str, str]) -> None:
        self.kind = kind
        self.content = content
        self.term_units = term_units
        self.source: Mapping[str, Any] = content.get("source", {})
        self.posted: list[PostedFact] = []
        self.draft = PostedFact(
            line=0,
            indicator="",
            kind=kind.fact_kind,
            figure=_ONE,
            period=Period.from_content(content[kind.dated_by]),
            programmes=_programmes(content.get("programmes", ())),
            unit_key=_only_unit(content.get("places", ())),
            basis=content.get("basis", "period"),
            preliminary=content.get("preliminary", False),
            document_id=self.source.get("document"),
        )

    def facts(self) -> list[PostedFact]:
        """Gather them, field by field."""
        if self.kind.one_each:
            self.add(self.draft._replace(indicator=self.kind.one_each, field=self.kind.dated_by))
        for field in self.kind.fields:
            if field.type in ("quantity", "money"):
                self.add_quantity(field)
        if self.kind.code == "activity":
            self.add_state()
        for breakdown in breakdowns(self.kind, self.content, self.term_units):
            self.add_parts(breakdown)
        return self.posted

    def add(self, fact: PostedFact, entry: int | None = None) -> int:
        """Number and cite a fact, of one entry of a list where given; gives its line."""
        line = len(self.posted)
        cited: Mapping[str, int] = self.source.get("paragraphs", {})
        paragraph = cited.get(f"{fact.field}.{entry}", cited.get(fact.field, self.source.get("paragraph")))
        self.posted.append(fact._replace(line=line, paragraph=paragraph))
        return line

    def add_quantity(self, field: Field) -> None:
        if field.part_of:
            return  # with the other parts
        indicator = field.posts
        if not indicator and self.kind.posts_by and not field.unit:
            indicator = self.content[self.kind.posts_by]
        if not indicator:
            return
        fact = self.draft._replace(indicator=indicator, kind=fact_kind_of(self.kind, indicator), field=field.name)
        if field.name in self.content:
            fact = fact._replace(figure=Figure.from_content(self.content[field.name]))
        elif self.content.get(field.counts):
            fact = fact._replace(figure=Figure.of(len(self.content[field.counts])), field=field.counts)
        elif field.blank_is_unknown:
            fact = fact._replace(figure=Figure())
        else:
            return
        if field.beside:
            self.add_beside(fact, field)
        elif field.counts:
            self.add_count(fact, self.content.get(field.counts, ()))
        elif fact.kind == "target":
            self.add_target(fact)
        else:
            self.add(fact)

    def add_parts(self, breakdown: Breakdown) -> None:
        """The parts of a quantity by one dimension; of nothing they are no facts."""
        whole = next((fact for fact in self.posted if fact.field == breakdown.whole), None)
        if whole is None:
            return
        for part in breakdown.parts:
            fact = whole._replace(figure=part.figure, field=part.field, part_of=whole.line)
            self.add(fact._replace(dimension=breakdown.dimension, member=part.member), part.entry)

    def add_beside(self, fact: PostedFact, field: Field) -> None:
        """A figure that is kept with another one, as the baseline of a target: no part of it, and in no total."""
        for other in [one for one in self.posted if one.field == field.beside]:
            self.add(fact._replace(period=other.period, part_of=other.line, dimension=field.name, member=""))

    def add_count(self, fact: PostedFact, listed: Sequence[Mapping[str, Any]]) -> None:
        """A count of listed entries: those that name a programme count one each under it, the rest together."""
        own = {place: entry["programme"] for place, entry in enumerate(listed) if "programme" in entry}
        if not own or fact.figure != Figure.of(len(listed)):
            self.add(fact)
            return
        for place, programme in own.items():
            self.add(fact._replace(figure=_ONE, programmes=_programmes((programme,))), place)
        if len(listed) > len(own):
            self.add(fact._replace(figure=Figure.of(len(listed) - len(own))))

    def add_target(self, fact: PostedFact) -> None:
        """A target, or one for each year of its period; the places that it counts are parts of it."""
        periods = [fact.period]
        if self.content.get("per_year"):
            periods = [Period.year(year) for year in range(fact.period.year_from, fact.period.year_to + 1)]
        for period in periods:
            whole = self.add(fact._replace(period=period))
            for entry, place in enumerate(self.content.get("members", ())):
                unit_key = place.get("unit")
                member = unit_key or place["text"]
                part = fact._replace(period=period, figure=_ONE, unit_key=unit_key, field="members")
                self.add(part._replace(part_of=whole, dimension=_PLACE, member=member), entry)

    def add_state(self) -> None:
        """Work that was not carried out or does not apply is posted where it names an indicator."""
        state = _STATES_WITHOUT_FIGURE.get(self.content["state"])
        if state and "indicator" in self.content:
            figure = Figure(state=state, reason=self.content.get("reason"))
            self.add(self.draft._replace(indicator=self.content["indicator"], figure=figure, field="state"))


def _programmes(codes: Sequence[str]) -> tuple[str, ...]:
    return (ALL_PROGRAMMES, *dict.fromkeys(codes))


def _only_unit(places: Sequence[Mapping[str, Any]]) -> str | None:
    """The unit of a record that names one place alone."""
    return places[0].get("unit") if len(places) == 1 else None
