"""The panels of a province as tables, and the record that each row stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from db.language import N_, _
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.period import Period
from db.models.text import fold
from db.summary.progress import standing
from db.summary.views import IndicatorProgress, MultiYearLine, ProvincePage, RecordLine, RecordRef, StateLine, Total
from tui.screens import shown
from tui.widgets.bar import TRACK
from tui.widgets.line import Piece
from tui.widgets.panel import PanelContent
from tui.widgets.table import Cell, Column, Row

TITLES: Final = (
    N_("Targets"),
    N_("Agreements"),
    N_("Trainings"),
    N_("Deliveries"),
    N_("Media, budget"),
    N_("Papers"),
)
_RECEIVERS: Final = ("households", "communes", "districts", "teams", "others")
_MONEY: Final = "đồng"
_BAR: Final = 7
"""Cells of a bar."""

Figures = Callable[[RecordLine], tuple[Cell, ...]]
"""The cells of a record's figures, in the order of the columns."""

_MONEY_NAMES: Final = {
    "agreement_value": N_("value"),
    "delivered_value": N_("value"),
    "budget_planned": N_("planned"),
    "budget_disbursed": N_("spent"),
}

NEW_KINDS: Final[Mapping[int, tuple[str, ...]]] = {
    1: ("target", "result"),
    2: ("agreement",),
    3: ("training",),
    4: ("delivery",),
    5: ("publication", "budget_line"),
    6: ("plan", "activity", "source_document"),
}
"""The kinds of record that are entered from a panel."""


def panels(page: ProvincePage, wanted: str) -> list[PanelContent]:
    """All panels; `wanted` filters their records, "" for all."""
    by_code = {panel.code: panel for panel in page.panels}
    units = {total.indicator: total.unit for panel in page.panels for total in panel.totals}
    names = page.unit_names
    agreements, trainings = by_code["agreements"], by_code["trainings"]
    deliveries, publications = by_code["deliveries"], by_code["publications"]
    return [
        PanelContent(1, _(TITLES[0]), _met(page), _target_columns(), _targets(page, wanted), _("No targets.")),
        PanelContent(
            2,
            _(TITLES[1]),
            _totals(agreements.totals, names),
            _columns(("documents", _("Documents"), 2), ("value", _("Value"), 1)),
            _rows(agreements.records, wanted, lambda line: (_figure(line, "documents"), _figure(line, "value"))),
            _("No agreement signed."),
        ),
        PanelContent(
            3,
            _(TITLES[2]),
            _totals(trainings.totals, names),
            _columns(("classes", _("Classes"), 0), ("participants", _("People"), 0)),
            _rows(trainings.records, wanted, lambda line: (_figure(line, "classes"), _people(line))),
            _("No training held."),
        ),
        PanelContent(
            4,
            _(TITLES[3]),
            _totals(deliveries.totals, names),
            _columns(("devices", _("No. of devices"), 3), ("receivers", _("Receivers"), 0), ("value", _("Value"), 1)),
            _rows(
                deliveries.records,
                wanted,
                lambda line: (_figure(line, "devices"), _receivers(line, names), _figure(line, "value")),
            ),
            _("Nothing delivered."),
        ),
        PanelContent(
            5,
            _(TITLES[4]),
            [*_totals(publications.totals, names), *_budget_of_years(page)],
            _columns(("amount", _("Amount"), 0), ("disbursed", _("Spent"), 2)),
            _rows(publications.records, wanted, lambda line: (_amount(line, units, names), _figure(line, "disbursed"))),
            _("No publication, no budget."),
        ),
        PanelContent(
            6,
            _(TITLES[5]),
            [],
            [*_columns(), Column("kind", "", "<", drop=3), Column("state", "", "<", drop=2)],
            _rows(by_code["papers"].records, wanted, _paper),
            _("No plan, no document."),
        ),
    ]


def goal_records(page: ProvincePage) -> dict[str, tuple[RecordRef, ...]]:
    """Row key → the records of a line of targets and results, where there are several to choose from."""
    return {_goal_key(line): line.records for line in page.progress if len(line.records) > 1}


def record_ids(page: ProvincePage) -> dict[str, str]:
    """Row key → id of the record that Enter opens, the first of several; rows without a record are left out."""
    found = {line.id: line.id for panel in page.panels for line in panel.records}
    found |= {_goal_key(line): line.records[0].id for line in page.progress if line.records}
    found |= {_years_key(line): line.record for line in page.multi_year if line.record}
    return found | {_state_key(line): line.record for line in page.states}


def figures_asked(page: ProvincePage) -> dict[str, tuple[str, tuple[int, int]]]:
    """Row key of the first panel → indicator and first and last year of its figures; a state has none."""
    found = {}
    for line in page.progress:
        year = line.year or page.year
        if year is not None:
            found[_goal_key(line)] = (line.code, (year, year))
        elif line.period is not None:
            found[_goal_key(line)] = (line.code, (line.period.year_from, line.period.year_to))
    for entry in page.multi_year:
        found[_years_key(entry)] = (entry.indicator, (entry.period.year_from, entry.period.year_to))
    return found


def reasons(page: ProvincePage) -> dict[str, str]:
    """Row key → what the row has no room for: a state in words, its programmes and why."""
    found = {_state_key(line): " · ".join(filter(None, _state_words(line))) for line in page.states}
    for line in page.progress:
        reason = next((state.reason for state in page.states if state.indicator == line.code and state.reason), None)
        if reason:
            found[_goal_key(line)] = reason
    return found


# -- the first panel


def _target_columns() -> list[Column]:
    return [
        Column("year", "", "<"),
        Column("name", _("Content"), "<", whole=False, least=14),
        Column("target", _("Goal")),
        Column("actual", _("Done so far")),
        Column("bar", "", bar=_BAR, drop=1),
        Column("percent", "", drop=2),
        Column("sign", ""),
        Column("status", "", "<", drop=3),
    ]


def _goal_key(line: IndicatorProgress) -> str:
    return f"goal:{line.code}:{line.year or ''}"


def _state_key(line: StateLine) -> str:
    return f"state:{line.record}:{line.indicator or ''}:{line.state}"


def _years_key(line: MultiYearLine) -> str:
    return f"years:{line.indicator}:{line.kind}:{line.period.year_from}-{line.period.year_to}"


def _targets(page: ProvincePage, wanted: str) -> list[Row]:
    named = {line.code for line in page.progress}
    rows = [_goal(line, page.year, page.unit_names) for line in page.progress]
    states = sorted(page.states, key=lambda line: -line.years[1])
    rows += [_state(line, page.year) for line in states if line.indicator is None or line.indicator not in named]
    rows += [_several_years(line, page.unit_names) for line in page.multi_year if line.kind in ("target", "actual")]
    return [row for row in rows if not wanted or wanted in fold(row.cells[1].text)]


def _state(line: StateLine, year: int | None) -> Row:
    """An activity, or an indicator without a target, by its title and its state."""
    sign, word, role = shown.item_state(line.state)
    years = "" if year else _run(*line.years)
    blank = (Cell(),) * 4
    return Row(
        _state_key(line),
        (Cell(years), Cell(line.title or ", ".join(line.programmes)), *blank, Cell(sign, role), Cell(word, role)),
    )


def _years(period: Period | None) -> str:
    return _run(period.year_from, period.year_to) if period else ""


def _run(first: int, last: int) -> str:
    """Years in few cells: 2021-25."""
    return (
        str(first)
        if first == last
        else f"{first}-{last % 100:02}"
        if first // 100 == last // 100
        else f"{first}-{last}"
    )


def _state_words(line: StateLine) -> tuple[str, str, str]:
    return shown.item_state(line.state)[1], ", ".join(line.programmes), line.reason or ""


def _several_years(line: MultiYearLine, names: shown.UnitNames) -> Row:
    """A target of several years against what was done in them, or what was done in several years."""
    key, years = _years_key(line), _years(line.period)
    if line.progress:
        return Row(key, _judged(line.progress, years, names))
    figure = Cell(shown.counted(line.figure, line.unit, names))
    return Row(key, (Cell(years), Cell(line.name), Cell(), figure, *(Cell(),) * 4))


def _goal(line: IndicatorProgress, year: int | None, names: shown.UnitNames) -> Row:
    years = "" if year else str(line.year) if line.year else _years(line.period)
    return Row(_goal_key(line), _judged(line, years, names))


def _judged(line: IndicatorProgress, years: str, names: shown.UnitNames) -> tuple[Cell, ...]:
    """A target against its actual, in the order of the columns."""
    sign, word, role = shown.status(line.status)
    return (
        Cell(years),
        Cell(line.name),
        Cell(shown.counted(line.target, line.unit, names), "text"),
        Cell(shown.counted(line.actual, line.unit, names), "strong" if line.actual.known else "quiet"),
        _bar(line.percent, role),
        Cell(shown.share(line.percent), role),
        Cell(sign, role),
        Cell(word, role),
    )


def _bar(percent: float | None, role: str) -> Cell:
    if percent is None:
        return Cell(TRACK * _BAR, "rest")
    return Cell("", "bar" if role == "quiet" else role, percent)


def _met(page: ProvincePage) -> list[Piece]:
    """Of the targets of the year; over all years of those of several years too."""
    spanning = [line.progress for line in page.multi_year if line.progress and page.year is None]
    stands = standing([*page.progress, *spanning])
    if not stands.set:
        return []
    role = shown.targets_role(stands.met, stands.set, stands.missed, stands.behind)
    return [(_("{met}/{set} met").format(met=stands.met, set=stands.set), role)]


# -- the panels of records


def _columns(*figures: tuple[str, str, int]) -> list[Column]:
    return [
        Column("period", _("Date"), "<", drop=4),
        Column("title", _("Content"), "<", whole=False, least=8),
        *(Column(key, title, drop=drop) for key, title, drop in figures),
    ]


def _rows(records: Sequence[RecordLine], wanted: str, figures: Figures) -> list[Row]:
    return [
        Row(line.id, (Cell(shown.period(line.period), "dim"), Cell(_what(line)), *figures(line)))
        for line in records
        if not wanted or wanted in fold(f"{line.number} {line.title}")
    ]


def _what(line: RecordLine) -> str:
    """What a record is called: its title, else its number, its subjects or its kind."""
    texts = line.content.get("subjects") or line.content.get("topics") or []
    listed = "; ".join(entry["text"] for entry in texts)
    if line.kind == "plan" and line.number:
        return f"{line.number}: {line.title}"
    return line.title or line.number or listed or _(KINDS[line.kind].label)


def _cell(text: str, figure: Figure | None) -> Cell:
    return Cell(text, "text" if figure is not None and figure.known else "quiet")


def _figure(line: RecordLine, field: str) -> Cell:
    figure = line.figures.get(field)
    unit = _MONEY if field in ("value", "disbursed", "planned") else ""
    return _cell(shown.short(figure, unit), figure)


def _people(line: RecordLine) -> Cell:
    figure = line.figures.get("participants")
    attended = line.figures.get("attendances")
    if (figure is None or not figure.known) and attended is not None and attended.known:
        return _cell(shown.counted(attended, _("attendances")), attended)
    return _cell(shown.short(figure), figure)


def _receivers(line: RecordLine, names: shown.UnitNames) -> Cell:
    """Receivers by kind, never added up over kinds."""
    kind = KINDS["delivery"]
    parts = [
        shown.counted(line.figures[name], kind.field(name).unit, names)
        for name in _RECEIVERS
        if name in line.figures and line.figures[name].known
    ]
    return Cell(" · ".join(parts))


def _paper(line: RecordLine) -> tuple[Cell, ...]:
    """What kind of paper it is, and how far an activity has come."""
    kind = Cell(_(KINDS[line.kind].label), "dim")
    if line.kind != "activity":
        return kind, Cell()
    sign, word, role = shown.item_state(line.content["state"])
    return kind, Cell(f"{sign} {word}", role)


def _amount(line: RecordLine, units: Mapping[str, str], names: shown.UnitNames) -> Cell:
    if line.kind == "budget_line":
        return _figure(line, "planned")
    figure = line.figures.get("count")
    return _cell(shown.counted(figure, units.get(line.content.get("media", ""), ""), names), figure)


def _totals(totals: Sequence[Total], names: shown.UnitNames) -> list[Piece]:
    """Each total with its unit; money, which has none of its own, with its name."""
    found = []
    for total in totals:
        if total.unit == _MONEY:
            text = f"{_(_MONEY_NAMES.get(total.indicator, ''))} {shown.short(total.figure, total.unit)}".strip()
        elif total.figure.by_unit:
            text = shown.counted(total.figure, total.unit, names)
        else:
            unit = names.get(total.unit, total.unit) if total.unit != "%" else ""
            text = f"{shown.short(total.figure, total.unit)} {unit}".strip()
        found.append((text, "strong" if total.figure.known or total.figure.by_unit else "quiet"))
    return found


def _budget_of_years(page: ProvincePage) -> Iterator[Piece]:
    """Money of several years beside a single year's; over all years the total holds it."""
    for line in page.multi_year if page.year is not None else ():
        if line.kind in ("planned", "disbursed"):
            yield f"{shown.short(line.figure, _MONEY)} ({shown.period(line.period)})", "strong"
