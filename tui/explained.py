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
    from db.summary.why import LeftOut, Rule, Why, WhyFact, WhyPart
    from db.summary.why_total import WhyTotal

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
    province: Province | None = None
    """The province whose figure it tells, in a total."""


def explain(why: Why, names: Mapping[str, str], zone: tzinfo) -> Iterator[Told]:
    """The lines, in the language spoken now; `names` calls the units of measure, hours are those of `zone`."""
    unit = why.indicator.unit
    yield Told(_heading(why, shown.province(why.province)), "strong")
    if why.as_of:
        yield Told(_("Figures known on {day}").format(day=stated(why.as_of.stated)), "warn")
    for part in why.parts:
        yield Told("")
        label = _("Target") if part.kind == "target" else _("Result")
        yield Told(f"{label}: {shown.whole(part.figure, unit, names)}", "strong")
        yield Told(_formula(part, unit, names), "text", 1)
        yield from _missing_parts(part.figure)
        for fact in part.counting:
            yield from _fact(fact, unit, names, zone)
        if part.left_out:
            yield Told(_("Not counted"), "dim", 1)
        for fact in part.left_out:
            yield from _fact(fact, unit, names, zone)
    yield Told("")
    yield from _judgement(why, unit, names)


def explain_total(why: WhyTotal, names: Mapping[str, str]) -> Iterator[Told]:
    """The lines of a total over provinces: formula, each province's figure, and those that have none."""
    unit = why.indicator.unit
    yield Told(_heading(why, _("all provinces")), "strong")
    if why.as_of:
        yield Told(_("Figures known on {day}").format(day=stated(why.as_of.stated)), "warn")
    yield Told("")
    yield Told(f"{_('Total')}: {shown.whole(why.figure, unit, names)}", "strong")
    yield Told(_total_formula(why, names), "text", 1)
    yield from _missing_parts(why.figure)
    for part in why.parts:
        said = f"• {shown.province(part.province)}: {shown.whole(part.figure, unit, names)}"
        if part.figure.numerator is not None and part.figure.denominator is not None:
            said += f" ({number(part.figure.numerator, language())}/{number(part.figure.denominator, language())})"
        yield Told(said, "text", 1, province=part.province)
    if why.missing:
        yield Told(_("Recorded something, but no number of this"), "dim", 1)
    for province in why.missing:
        yield Told(f"• {shown.province(province)}", "quiet", 1, province=province)


def _total_formula(why: WhyTotal, names: Mapping[str, str]) -> str:
    if why.rule in ("latest", "max"):
        (one,) = why.parts
        return _("The figure of {province}, which alone states one.").format(province=shown.province(one.province))
    return _combined(why.rule, why.figure, [part.figure for part in why.parts], why.indicator.unit, names)


def _missing_parts(figure: Figure) -> Iterator[Told]:
    if figure.unknown_parts:
        n = figure.unknown_parts
        missing = ngettext("{n} part has no number", "{n} parts have no number", n)
        yield Told(_("Missing: {what}").format(what=missing.format(n=n)), "warn", 1)


def _heading(why: Why | WhyTotal, whose: str) -> str:
    if why.years is None:
        years = _("all years")
    else:
        first, last = why.years
        years = str(first) if first == last else f"{first}-{last}"
    parts = [why.indicator.name, whose, years, why.programme or _("all programmes")]
    if why.units == "current":
        parts.append(_("today's units"))
    return " · ".join(parts)


def _formula(part: WhyPart, unit: str, names: Mapping[str, str]) -> str:
    if part.rule in ("latest", "max"):
        sentence = {
            "latest": _("The latest figure, of {period}: {figure}"),
            "max": _("The largest figure, of {period}: {figure}"),
        }[part.rule]
        period = shown.period(part.counting[0].period)
        return sentence.format(period=period, figure=shown.whole(part.figure, unit, names))
    return _combined(part.rule, part.figure, [fact.figure for fact in part.counting], unit, names)


def _combined(rule: Rule, figure: Figure, figures: list[Figure], unit: str, names: Mapping[str, str]) -> str:
    """How several figures make one."""
    if rule == "nothing":
        return _("No number was recorded.")
    if rule == "not_combinable":
        return _("Levels without numerator and denominator are not combined: percentages are never averaged.")
    total = shown.whole(figure, unit, names)
    if rule == "by_unit":
        return _("Added up in each unit, for units are never added to one another: {figure}").format(figure=total)
    if rule == "share":
        sides = [[one.numerator or 0 for one in figures], [one.denominator or 0 for one in figures]]
        above, below = (" + ".join(number(value, language()) for value in side) for side in sides)
        return _("Σ numerator / Σ denominator = ({above}) / ({below}) = {total}").format(
            above=above, below=below, total=total
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
