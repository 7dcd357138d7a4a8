"""An explanation of a figure in sentences, for the screen and the command line: formula, facts, records, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING, Final, NamedTuple

from db.language import N_, _, language, ngettext
from db.models.kinds import KINDS
from tui.format import day, number, stated, when
from tui.screens import shown

if TYPE_CHECKING:
    from db.models.figure import Figure
    from db.summary.views import Province, Source
    from db.summary.why import LeftOut, Why, WhyFact, WhyPart

_MOST_ADDENDS: Final = 12
"""More numbers than these are not written out in a formula."""
_BASES: Final = {"year_to_date": N_("since 1 January"), "plan_to_date": N_("since the plan's start")}
_LEFT_OUT: Final[Mapping[LeftOut, str]] = {
    "cumulative": N_("a cumulative figure replaces it"),
    "earlier": N_("another one counts: the latest, or the largest"),
    "preliminary": N_("it is preliminary: a final figure, or a later one, counts"),
    "several_years": N_("it is of other or several years: it stands beside, in no year's sum"),
    "part_of_target": N_("it is a part of a longer target"),
    "programme": N_("it serves other programmes"),
    "no_number": N_("no number was stated"),
}


class Told(NamedTuple):
    """A line of the explanation; `record` is (province, id) of the record that it speaks of, on a fact's first line."""

    text: str
    role: str = "text"
    indent: int = 0
    record: tuple[Province, str] | None = None


def explain(why: Why, names: Mapping[str, str], zone: tzinfo) -> Iterator[Told]:
    """The lines, in the language spoken now; `names` calls the units of measure, hours are those of `zone`."""
    unit = why.indicator.unit
    yield Told(_heading(why), "strong")
    if why.as_of:
        yield Told(_("Figures known on {day}").format(day=stated(why.as_of.stated)), "warn")
    for part in why.parts:
        yield Told("")
        label = _("Target") if part.kind == "target" else _("Result")
        yield Told(f"{label}: {shown.whole(part.figure, unit, names)}", "strong")
        yield Told(_formula(part, unit, names), "text", 1)
        if part.figure.unknown_parts:
            n = part.figure.unknown_parts
            missing = ngettext("{n} part has no number", "{n} parts have no number", n)
            yield Told(_("Missing: {what}").format(what=missing.format(n=n)), "warn", 1)
        for fact in part.counting:
            yield from _fact(fact, unit, names, zone)
        if part.left_out:
            yield Told(_("Not counted"), "dim", 1)
        for fact in part.left_out:
            yield from _fact(fact, unit, names, zone)
    yield Told("")
    yield from _judgement(why, unit, names)


def _heading(why: Why) -> str:
    if why.years is None:
        years = _("all years")
    else:
        first, last = why.years
        years = str(first) if first == last else f"{first}-{last}"
    parts = [why.indicator.name, shown.province(why.province), years, why.programme or _("all programmes")]
    if why.units == "current":
        parts.append(_("today's units"))
    return " · ".join(parts)


def _formula(part: WhyPart, unit: str, names: Mapping[str, str]) -> str:
    figures = [fact.figure for fact in part.counting]
    if part.rule == "nothing":
        return _("No number was recorded.")
    if part.rule == "not_combinable":
        return _("Levels without numerator and denominator are not combined: percentages are never averaged.")
    total = shown.whole(part.figure, unit, names)
    if part.rule == "by_unit":
        return _("Added up in each unit, for units are never added to one another: {figure}").format(figure=total)
    if part.rule == "share":
        sides = [[figure.numerator or 0 for figure in figures], [figure.denominator or 0 for figure in figures]]
        above, below = (" + ".join(number(value, language()) for value in side) for side in sides)
        return _("Σ numerator / Σ denominator = ({above}) / ({below}) = {total}").format(
            above=above, below=below, total=total
        )
    if part.rule == "latest":
        return _("The latest figure, of {period}: {figure}").format(
            period=shown.period(part.counting[0].period), figure=total
        )
    if part.rule == "max":
        return _("The largest figure, of {period}: {figure}").format(
            period=shown.period(part.counting[0].period), figure=total
        )
    return _sum(figures, total)


def _sum(figures: list[Figure], total: str) -> str:
    n = len(figures)
    head = ngettext("Sum of {n} figure", "Sum of {n} figures", n).format(n=n)
    if not 1 < n <= _MOST_ADDENDS:
        return f"{head} = {total}"
    return f"{head}: {' + '.join(number(figure.value or 0, language()) for figure in figures)} = {total}"


def _fact(fact: WhyFact, unit: str, names: Mapping[str, str], zone: tzinfo) -> Iterator[Told]:
    said = [shown.whole(fact.figure, fact.unit or unit, names), shown.period(fact.period), fact.place]
    if fact.basis in _BASES:
        said.append(_(_BASES[fact.basis]))
    role = "quiet" if fact.left_out else "text"
    yield Told("• " + " · ".join(filter(None, said)), role, 1, (fact.province, fact.record))
    if fact.left_out:
        yield Told(_("Not counted: {why}").format(why=_(_LEFT_OUT[fact.left_out])), "dim", 2)
    record = " ".join(filter(None, (_(KINDS[fact.kind].label), f"“{fact.title}”" if fact.title else "")))
    entered = _("{record}, entered by {by} at {at}").format(record=record, by=fact.by, at=when(fact.at, zone))
    yield Told(f"{entered} – {fact.reason}" if fact.reason else entered, "dim", 2)
    yield Told(_source(fact.source), "dim", 2)


def _source(source: Source | None) -> str:
    if source is None:
        return _("Source: not stated")
    published = stated(source.published) if source.published else _("not stated")
    said = [source.title, source.publisher, _("published: {day}").format(day=published)]
    if source.paragraph is not None:
        said.append(_("paragraph {n}").format(n=source.paragraph))
    return _("Source: {source}").format(source=", ".join(filter(None, said)))


def _judgement(why: Why, unit: str, names: Mapping[str, str]) -> Iterator[Told]:
    """Percent met, pace and status, or why there are none."""
    progress = why.progress
    if progress is None:
        yield Told(_("No target: nothing to compare it with.") if why.years else _("Targets are judged year by year."))
        return
    if progress.percent is not None:
        target, actual = (shown.whole(figure, unit, names) for figure in (progress.target, progress.actual))
        share = shown.share(progress.percent)
        if why.indicator.direction == "decrease":
            yield Told(_("Percent met, of the way down from the baseline: {percent}").format(percent=share))
        else:
            sentence = _("Percent met = {actual} / {target} × 100 = {percent}")
            yield Told(sentence.format(actual=actual, target=target, percent=share))
    elif not progress.target.value:
        yield Told(_("Percent met: none, for there is no target above 0."))
    else:
        yield Told(_("Percent met: none, for nothing was reported."))
    if why.expected and progress.percent is not None:
        expected, pace = shown.share(100 * why.expected), shown.share(progress.percent / why.expected)
        today = day(why.today)
        yield Told(
            _("Pace: on {day} {expected} of the period has gone; {percent} met / {expected} = {pace}").format(
                day=today, expected=expected, percent=shown.share(progress.percent), pace=pace
            )
        )
    sign, word, role = shown.status(progress.status)
    yield Told(_("Status: {status}").format(status=f"{sign} {word}"), role)
