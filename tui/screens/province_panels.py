"""The five panels of a province as tables, and the record that each row stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from db.language import N_, _
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.text import fold
from db.summary.views import IndicatorProgress, ProvincePage, RecordLine, Total
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
    N_("Publications, budget"),
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
}
"""The kinds of record that are entered from a panel."""


def panels(page: ProvincePage, wanted: str) -> list[PanelContent]:
    """All five panels; `wanted` filters their records, "" for all."""
    by_code = {panel.code: panel for panel in page.panels}
    units = {total.indicator: total.unit for panel in page.panels for total in panel.totals}
    agreements, trainings = by_code["agreements"], by_code["trainings"]
    deliveries, publications = by_code["deliveries"], by_code["publications"]
    return [
        PanelContent(1, _(TITLES[0]), _met(page.progress), _target_columns(), _targets(page, wanted), _("No targets.")),
        PanelContent(
            2,
            _(TITLES[1]),
            _totals(agreements.totals),
            _columns(("documents", _("Documents"), 2), ("value", _("Value"), 1)),
            _rows(agreements.records, wanted, lambda line: (_figure(line, "documents"), _figure(line, "value"))),
            _("No agreement signed."),
        ),
        PanelContent(
            3,
            _(TITLES[2]),
            _totals(trainings.totals),
            _columns(("classes", _("Classes"), 0), ("participants", _("People"), 0)),
            _rows(trainings.records, wanted, lambda line: (_figure(line, "classes"), _people(line))),
            _("No training held."),
        ),
        PanelContent(
            4,
            _(TITLES[3]),
            _totals(deliveries.totals),
            _columns(("devices", _("No. of devices"), 3), ("receivers", _("Receivers"), 0), ("value", _("Value"), 1)),
            _rows(
                deliveries.records,
                wanted,
                lambda line: (_figure(line, "devices"), _receivers(line), _figure(line, "value")),
            ),
            _("Nothing delivered."),
        ),
        PanelContent(
            5,
            _(TITLES[4]),
            [*_totals(publications.totals), *_budget_of_years(page)],
            _columns(("amount", _("Amount"), 0), ("disbursed", _("Spent"), 2)),
            _rows(publications.records, wanted, lambda line: (_amount(line, units), _figure(line, "disbursed"))),
            _("No publication, no budget."),
        ),
    ]


def record_ids(page: ProvincePage) -> dict[str, str]:
    """Row key → id of the record that Enter opens; rows without a record are left out."""
    found = {line.id: line.id for panel in page.panels for line in panel.records}
    return found | {_goal_key(line): line.record for line in page.progress if line.record}


def reasons(page: ProvincePage) -> dict[str, str]:
    """Row key → why an indicator was not carried out or does not apply."""
    return {
        _goal_key(line): reason
        for line in page.progress
        for _programme, indicator, _state, reason in page.states
        if indicator == line.code and reason
    }


# -- the first panel


def _target_columns() -> list[Column]:
    return [
        Column("name", _("Content"), "<", whole=False, least=14),
        Column("target", _("Goal")),
        Column("actual", _("Done so far")),
        Column("bar", "", bar=_BAR, drop=1),
        Column("percent", "", drop=2),
        Column("sign", ""),
        Column("status", "", "<", drop=3),
    ]


def _goal_key(line: IndicatorProgress) -> str:
    return f"goal:{line.code}"


def _targets(page: ProvincePage, wanted: str) -> list[Row]:
    rows = [_goal(line) for line in page.progress]
    named = {line.code: line.name for line in page.progress}
    for number, (programme, indicator, state, reason) in enumerate(page.states):
        if indicator not in named or indicator is None:
            text = f"{programme}: {_state_text(state, reason)}"
            role = "behind" if state == "not_carried_out" else "quiet"
            rows.append(Row(f"state:{number}", (Cell(text, role), *(Cell() for _ in range(6)))))
    for number, (indicator, kind, period, figure) in enumerate(page.multi_year):
        if kind in ("target", "actual"):
            name = f"{shown.period(period)}: {named.get(indicator, indicator)}"
            cell = Cell(shown.short(figure, ""))
            places = (cell, Cell()) if kind == "target" else (Cell(), cell)
            rows.append(Row(f"years:{number}", (Cell(name, "dim"), *places, *(Cell() for _ in range(4)))))
    return [row for row in rows if wanted in fold(row.cells[0].text)]


def _goal(line: IndicatorProgress) -> Row:
    sign, word, role = shown.status(line.status)
    return Row(
        _goal_key(line),
        (
            Cell(line.name),
            Cell(shown.counted(line.target, line.unit), "text"),
            Cell(shown.counted(line.actual, line.unit), "strong" if line.actual.known else "quiet"),
            _bar(line.percent, role),
            Cell(shown.share(line.percent), role),
            Cell(sign, role),
            Cell(word, role),
        ),
    )


def _bar(percent: float | None, role: str) -> Cell:
    if percent is None:
        return Cell(TRACK * _BAR, "rest")
    return Cell("", "bar" if role == "quiet" else role, percent)


def _state_text(state: str, reason: str | None) -> str:
    return shown.item_state(state) + (f" ({reason})" if reason else "")


def _met(progress: Sequence[IndicatorProgress]) -> list[Piece]:
    judged = [line for line in progress if line.target.known]
    if not judged:
        return []
    met = sum(line.status in ("met", "ahead") for line in judged)
    role = "met" if met == len(judged) else "behind" if met else "missed"
    return [(_("{met}/{set} met").format(met=met, set=len(judged)), role)]


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
        if wanted in fold(f"{line.number} {line.title}")
    ]


def _what(line: RecordLine) -> str:
    """What a record is called: its title, else its number, its subjects or its kind."""
    texts = line.content.get("subjects") or line.content.get("topics") or []
    listed = "; ".join(entry["text"] for entry in texts)
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


def _receivers(line: RecordLine) -> Cell:
    """Receivers by kind, never added up over kinds."""
    kind = KINDS["delivery"]
    parts = [
        shown.counted(line.figures[name], kind.field(name).unit)
        for name in _RECEIVERS
        if name in line.figures and line.figures[name].known
    ]
    return Cell(" · ".join(parts))


def _amount(line: RecordLine, units: Mapping[str, str]) -> Cell:
    if line.kind == "budget_line":
        return _figure(line, "planned")
    figure = line.figures.get("count")
    return _cell(shown.counted(figure, units.get(line.content.get("media", ""), "")), figure)


def _totals(totals: Sequence[Total]) -> list[Piece]:
    """Each total with its unit; money, which has none of its own, with its name."""
    found = []
    for total in totals:
        if total.unit == _MONEY:
            text = f"{_(_MONEY_NAMES.get(total.indicator, ''))} {shown.short(total.figure, total.unit)}".strip()
        else:
            text = f"{shown.short(total.figure, total.unit)} {total.unit if total.unit != '%' else ''}".strip()
        found.append((text, "strong" if total.figure.known else "quiet"))
    return found


def _budget_of_years(page: ProvincePage) -> Iterator[Piece]:
    for _indicator, kind, period, figure in page.multi_year:
        if kind in ("planned", "disbursed"):
            yield f"{shown.short(figure, _MONEY)} ({shown.period(period)})", "strong"
