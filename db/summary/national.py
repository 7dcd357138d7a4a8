"""The summary as Polars frames: a long table of every figure, and a row a province and year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

FIGURES_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "era": pl.String,
    "province_code": pl.String,
    "province": pl.String,
    "year": pl.Int32,
    "section": pl.String,
    "indicator": pl.String,
    "kind": pl.String,
    "unit": pl.String,
    "unit_name": pl.String,
    "year_from": pl.Int32,
    "year_to": pl.Int32,
    "value": pl.Decimal(20, 2),
    "low": pl.Decimal(20, 2),
    "high": pl.Decimal(20, 2),
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "hedge": pl.String,
    "state": pl.String,
    "status": pl.String,
    "percent": pl.Float64,
    "unknown_parts": pl.Int64,
    "sample": pl.Boolean,
}
"""One row a figure: `kind` is target, actual, planned or disbursed; and one a state, `kind` activity, which has no
figure, and no indicator where none was named. A level is in percent, money in whole đồng; `unit`
the code of its unit of measure, `unit_name` what the reader's language calls it. A target of several years has the
status and the percent of all its years."""

DEVICES: Final = "delivered_devices"
_UNIT: Final = "chiếc"
WIDE: Final = (
    "signings",
    "training_classes",
    "training_participants",
    "delivered_devices",
    "receivers_household",
    "receivers_commune",
    "receivers_district",
    "receivers_team",
    "delivered_value",
    "budget_planned",
    "budget_disbursed",
)
"""The columns of the national table, indicator codes in the order of the paper form."""


def figures_frame(summary: Mapping[str, Any]) -> pl.DataFrame:
    """Every figure of a summary (`db.summary.contract.summary`), one a row, with the columns of FIGURES_SCHEMA.

    A figure that nobody recorded has no row, except those that every section always names (state unknown).
    """
    sample = bool(summary["filters"]["sample"])
    names = summary["units_of_measure"]
    rows = [
        {
            "era": entry["province"]["era"],
            "province_code": entry["province"]["code"],
            "province": entry["province"]["name"],
            "year": entry["year"],
            "sample": sample,
            **figure,
            "unit_name": names.get(figure.get("unit"), figure.get("unit")),
        }
        for entry in summary["provinces"]
        for figure in _figures(entry)
    ]
    return pl.DataFrame(rows, schema=FIGURES_SCHEMA)


def _figures(entry: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for line in entry["indicators"]:
        for kind in ("target", "actual"):
            yield _row("indicators", line["code"], kind, line[kind], line["unit"], line["status"], line["percent"])
    for section, codes in _SECTIONS.items():
        for name, (code, kind, unit) in codes.items():
            for own, figure in _units(entry[section], name, unit):
                yield _row(section, code, kind, figure, own)
    for receiver in entry["deliveries"]["receivers"]:
        kind = receiver["kind"]
        yield _row("deliveries", f"receivers_{kind}", "actual", receiver["count"], _RECEIVER_UNITS[kind])
    for publication in entry["publications"]:
        yield _row("publications", publication["kind"], "actual", publication["count"], publication["unit"])
    for spanning in entry["multi_year"]:
        judged = {name: spanning.get(name) for name in ("status", "percent")}
        for unit, figure in _units(spanning, "count", spanning["unit"]):
            row = _row("multi_year", spanning["indicator"], spanning["kind"], figure, unit)
            yield {**row, **judged, "year_from": spanning["from"], "year_to": spanning["to"]}
    for stated in entry["states"]:
        yield {"section": "states", "indicator": stated["indicator"], "kind": "activity", "state": stated["state"]}


def _units(section: Mapping[str, Any], name: str, unit: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """A figure under its unit; one that is counted in several is a figure of each."""
    parts = section.get(f"{name}_by_unit")
    return [(part["unit"], part["count"]) for part in parts] if parts else [(unit, section[name])]


_RECEIVER_UNITS: Final = {"household": "hộ", "commune": "xã", "district": "huyện", "team": "đội", "other": "đơn vị"}
_SECTIONS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "agreements": {
        "signings": ("signings", "actual", "lễ"),
        "agreements": ("agreements", "actual", "văn bản"),
        "subjects": ("agreement_subjects", "actual", "nội dung"),
        "parties": ("agreement_parties", "actual", "bên"),
        "value": ("agreement_value", "actual", "đồng"),
    },
    "trainings": {
        "classes": ("training_classes", "actual", "lớp"),
        "participants": ("training_participants", "actual", "người"),
        "attendances": ("training_attendances", "actual", "lượt người"),
        "topics": ("training_topics", "actual", "nội dung"),
    },
    "deliveries": {
        "devices": ("delivered_devices", "actual", "chiếc"),
        "value": ("delivered_value", "actual", "đồng"),
    },
    "budget": {
        "planned": ("budget_planned", "planned", "đồng"),
        "disbursed": ("budget_disbursed", "disbursed", "đồng"),
    },
}


def _row(
    section: str,
    indicator: str,
    kind: str,
    figure: Mapping[str, Any],
    unit: str | None = None,
    status: str | None = None,
    percent: float | None = None,
) -> dict[str, Any]:
    from decimal import Decimal

    exact = {name: None if figure[name] is None else Decimal(str(figure[name])) for name in ("value", "low", "high")}
    said = {name: figure[name] for name in ("numerator", "denominator", "hedge", "state")}
    return {
        "section": section,
        "indicator": indicator,
        "kind": kind,
        "unit": unit,
        "status": status,
        "percent": percent,
        "unknown_parts": figure.get("unknown_parts"),
        **exact,
        **said,
    }


def figures_csv(figures: pl.DataFrame) -> str:
    """The figures as CSV, heads first; whole numbers without decimals."""
    exact = pl.col("value", "low", "high").cast(pl.String).str.replace(r"\.00$", "")
    return figures.with_columns(exact).write_csv()


def national_table(summary: Mapping[str, Any]) -> pl.DataFrame:
    """A row a province and year, then a row of totals (province null): targets met and set, and the WIDE figures.

    `summary` is that of `db.summary.contract.summary`. Columns: province (String), year and year_to (Int32; year_to of
    a row of several years), targets_met and targets_set (UInt32), one Int64 column for each of WIDE, `hedged` and
    `incomplete` (List of String), the columns whose figure is hedged or lacks a part that nobody stated, `states` (List
    of Struct: indicator String, state String), why a column has no number, and `by_unit` (List of Struct: unit String,
    unit_name String, value Int64), the devices delivered where these were counted in several units or in another than
    chiếc: they are null in a row with several. A figure that nobody recorded is null, not 0. Figures and targets of
    several years have a row of their own where no year was chosen, and none where one was.
    """
    chosen = summary["filters"]["year"]
    own = ("era", "province_code")
    keys = (*own, "province", "year", "year_to")
    lazy = figures_frame(summary).with_row_index("place").lazy().with_columns(pl.col("place").min().over(own))
    is_spanning = pl.col("section") == "multi_year"
    spanning = (
        lazy.filter(is_spanning, chosen is None)
        .with_columns(year="year_from")
        .unique([*keys, "indicator", "kind", "unit"], keep="first", maintain_order=True)
    )
    known = pl.concat([lazy.filter(~is_spanning), spanning])
    rows = (
        known.group_by(keys, maintain_order=True)
        .agg(
            *(_alone(code).cast(pl.Int64).alias(code) for code in WIDE),
            pl.col("place").first(),
            targets_met=(_IS_SET & (pl.col("status") == "met")).sum(),
            targets_set=_IS_SET.sum(),
            hedged=pl.col("indicator").filter(_IS_DONE, pl.col("hedge").is_not_null()).unique(maintain_order=True),
            incomplete=pl.col("indicator").filter(_IS_DONE, pl.col("unknown_parts") > 0).unique(maintain_order=True),
            states=pl.struct("indicator", "state").filter(_IS_DONE, pl.col("state").is_in(_STATES)),
            by_unit=_BY_UNIT,
        )
        .sort("place", pl.col("year_to").is_not_null(), "year", "year_to", maintain_order=True)
        .select(
            "province",
            "year",
            "year_to",
            pl.col("targets_met", "targets_set").cast(pl.UInt32),
            *WIDE,
            "hedged",
            "incomplete",
            "states",
            _several("by_unit"),
        )
        .collect()
    )
    return pl.concat([rows, pl.DataFrame([_totals(summary)], schema=rows.schema)])


def _totals(summary: Mapping[str, Any]) -> dict[str, Any]:
    """The row of totals, as the overview works it out: what is cumulative, and levels, are no sum of rows."""
    totals, names = summary["totals"], summary["units_of_measure"]
    told = {one["indicator"]: one for one in totals["figures"] if one["indicator"] in WIDE}
    counts = {code: one["count"] for code, one in told.items()}
    parts = told.get(DEVICES, {}).get("count_by_unit", ())
    return {
        "targets_met": totals["targets_met"],
        "targets_set": totals["targets_set"],
        **{code: count["value"] for code, count in counts.items()},
        "hedged": [
            code
            for code, one in told.items()
            if one["count"]["hedge"] or any(part["count"]["hedge"] for part in one.get("count_by_unit", ()))
        ],
        "incomplete": [code for code, count in counts.items() if count.get("unknown_parts")],
        "states": [
            {"indicator": code, "state": count["state"]} for code, count in counts.items() if count["state"] in _STATES
        ],
        "by_unit": [
            {"unit": part["unit"], "unit_name": names.get(part["unit"], part["unit"]), "value": part["count"]["value"]}
            for part in parts
        ]
        or None,
    }


_STATES: Final = ("not_carried_out", "not_applicable")
_IS_DONE: Final = ~pl.col("section").is_in(["indicators", "states"]) & (pl.col("kind") != "target")
_IS_SET: Final = (
    pl.col("section").is_in(["indicators", "multi_year"])
    & (pl.col("kind") == "target")
    & pl.col("value").is_not_null()
    & (pl.col("status") != "not_applicable")
)
_IS_DEVICES: Final = (pl.col("indicator") == DEVICES) & _IS_DONE & pl.col("value").is_not_null()
_BY_UNIT: Final = pl.struct("unit", "unit_name", pl.col("value").cast(pl.Int64)).filter(_IS_DEVICES)


def _alone(code: str) -> pl.Expr:
    """The one figure of an indicator; none where it is counted in several units."""
    own = pl.col("value").filter(_IS_DONE, pl.col("indicator") == code)
    return pl.when(own.len() < 2).then(own.first())


def _several(column: str) -> pl.Expr:
    """A list of figures by unit where one number does not say it all."""
    first = pl.col(column).list.first().struct.field("unit")
    return pl.when((pl.col(column).list.len() > 1) | (first != _UNIT)).then(column).alias(column)
