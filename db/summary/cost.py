"""What a participant and a device cost, record by record, and which of them stand out (docs/summaries.md).

The unit cost of a record is its own money by its own count: the cost of a training by its participants (or by its
attendances, which are no people), the value of a delivery by its devices. Only records that state both count; nothing
is spread or guessed, so a budget line or an agreement, which names no count, has none.

Outliers by the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, ASQC Quality Press 1993,
p. 11): 0.6745 · (x − median) / MAD, with MAD the median of |x − median|; beyond 3.5 either way stands out. A mean and a
standard deviation would be drawn by the very outlier that is looked for. Where more than half of the peers cost the
same, MAD is 0 and nobody has a score.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import polars as pl

from db.store.reader import Reader
from db.summary.combining import one_hedge
from db.summary.frames import Schema, frame

OUTLIER_SCORE: Final = 3.5
_NORMAL: Final = 0.6745
"""The MAD of a normal distribution in standard deviations: it makes the score comparable to a z-score."""

SPENDING: Final[Schema] = {
    "measure": pl.String,
    "peers": pl.String,
    "unit": pl.String,
    "province": pl.String,
    "record": pl.String,
    "title": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "amount": pl.Int64,
    "count": pl.Int64,
    "amount_hedge": pl.String,
    "count_hedge": pl.String,
}
"""A row a record that states money in đồng and a count above 0. `measure` is participant, attendance or device; `peers`
the type of equipment, "" without one, and `unit` what devices were counted in: only the same are compared."""
PEERS: Final[Schema] = {name: SPENDING[name] for name in ("measure", "peers", "unit", "amount", "count")}
"""What SPENDING says of a record that others are only compared with."""
UNIT_COSTS: Final[Schema] = {
    **SPENDING,
    "unit_cost": pl.Int64,
    "median": pl.Int64,
    "n_peers": pl.Int64,
    "score": pl.Int64,
    "outlier": pl.Boolean,
}
"""`unit_cost` and the `median` of its peers in whole đồng, half away from zero; `score` in hundredths, null where MAD
is 0. `n_peers` counts the record itself too."""
COSTS_BY_PROVINCE: Final[Schema] = {
    "measure": pl.String,
    "unit": pl.String,
    "province": pl.String,
    "records": pl.Int64,
    "amount": pl.Int64,
    "count": pl.Int64,
    "amount_hedge": pl.String,
    "count_hedge": pl.String,
    "unit_cost": pl.Int64,
    "outliers": pl.Int64,
}
"""A row a measure, unit of devices and province: `unit_cost` is Σ amount / Σ count, no mean of unit costs."""

_TABLES: Final = (
    ("participant", "training", "t.cost", "t.participants", "cost", "participants", "NULL", "''"),
    ("attendance", "training", "t.cost", "t.attendances", "cost", "attendances", "NULL", "''"),
    ("device", "delivery", "t.value", "t.devices", "value", "devices", "t.equipment_type", "{unit}"),
)
_UNIT: Final = (
    "(SELECT CASE WHEN count(*) = 1 THEN min(u.member) END FROM fact u WHERE u.province_code = r.province_code"
    " AND u.revision_id = r.head_revision_id AND u.indicator || '' = 'delivered_devices' AND u.dimension = 'unit')"
)
"""Null where one record counts in several: its value has no unit cost."""
# Province by province and by kind and year, in this order, as the index of records has them.
_FROM: Final = (
    " FROM journal_head h CROSS JOIN record r CROSS JOIN {table} t{content} WHERE r.province_code = h.province_code"
    " AND r.kind = '{table}' AND NOT r.voided AND t.province_code = r.province_code AND t.record_id = r.id"
    " AND {amount} IS NOT NULL AND {count} > 0"
)
_PEERS: Final = "SELECT '{measure}', coalesce({peers}, ''), {unit}, {amount}, {count}" + _FROM.replace("{content}", "")
# A figure's hedge is its first part in canonical JSON, whose keys are sorted: money and counts have no fraction.
_HEDGE: Final = (
    'CASE WHEN v.content LIKE \'%"{field}":{{"hedge":%\''
    ' THEN substr(v.content, {find}(v.content, \'"{field}":{{"hedge":\') + {start}, {longest}) END'
)
_FIND: Final = {"sqlite": "instr", "postgresql": "strpos"}
_LONGEST: Final = 40
_SPENDING: Final = (
    "SELECT '{measure}', coalesce({peers}, ''), {unit}, r.province_code, r.id, r.title, r.year_from, r.year_to,"
    " {amount}, {count}, {amount_hedge}, {count_hedge}"
    + _FROM.replace("{content}", " CROSS JOIN revision v")
    + " AND v.province_code = r.province_code AND v.id = r.head_revision_id"
)
_SERVING: Final = (
    " AND EXISTS (SELECT 1 FROM record_programme p WHERE p.province_code = r.province_code AND p.record_id = r.id"
    " AND p.programme = :programme)"
)


def read_spending(
    reader: Reader,
    *,
    year: int | None = None,
    programme: str | None = None,
    provinces: Collection[str] | None = None,
) -> pl.DataFrame:
    """The records with money and a count, with the columns of SPENDING; in one `year` those that lie in it.

    Of the provinces with these keys, or of all.
    """
    rows = _read(reader, _SPENDING, year=year, programme=programme, provinces=provinces)
    hedges = pl.col("amount_hedge", "count_hedge").str.split('"').list.first()
    return frame(rows, SPENDING).filter(pl.col("unit").is_not_null()).with_columns(hedges)


def read_peers(reader: Reader, *, year: int | None = None, programme: str | None = None) -> pl.DataFrame:
    """What the records of all provinces are compared by, with the columns of PEERS."""
    return frame(_read(reader, _PEERS, year=year, programme=programme), PEERS).filter(pl.col("unit").is_not_null())


def _read(
    reader: Reader, sql: str, *, year: int | None, programme: str | None, provinces: Collection[str] | None = None
) -> list[tuple[Any, ...]]:
    narrow, parameters = _SERVING if programme else "", dict[str, Any](programme=programme)
    if year is not None:
        narrow += " AND r.year_from = :year AND r.year_to = :year"
        parameters["year"] = year
    if provinces is not None:
        named = {f"province_{place}": key for place, key in enumerate(provinces)}
        narrow += f" AND h.province_code IN ({', '.join(f':{name}' for name in named) or 'NULL'})"
        parameters |= named
    rows: list[tuple[Any, ...]] = []
    for measure, table, amount, count, amount_field, count_field, peers, unit in _TABLES:
        said = sql.format(
            measure=measure,
            peers=peers,
            amount=amount,
            count=count,
            amount_hedge=_hedge(reader, amount_field),
            count_hedge=_hedge(reader, count_field),
            unit=unit.format(unit=_UNIT),
            table=table,
        )
        rows += reader.rows(said + narrow, parameters)
    return rows


def _hedge(reader: Reader, field: str) -> str:
    """The word before a field's figure, and what follows it."""
    start = len(f'"{field}":{{"hedge":"')
    return _HEDGE.format(field=field, find=_FIND[reader.dialect], start=start, longest=_LONGEST)


def unit_costs(spending: pl.DataFrame, among: pl.DataFrame | None = None) -> pl.DataFrame:
    """What each record of SPENDING costs by the piece and how far from its peers, with the columns of UNIT_COSTS.

    The peers are those of `among` (PEERS, these records themselves among them), or else of `spending`. What stands out
    most comes first within a measure.
    """
    peers = ["measure", "peers", "unit"]
    exact = pl.col("amount") / pl.col("count")
    distance = (pl.col("exact") - pl.col("middle")).abs()
    score = pl.when(pl.col("mad") > 0).then(_NORMAL * (pl.col("exact") - pl.col("middle")) / pl.col("mad"))
    compared = (spending if among is None else among).lazy().select(*peers, exact=exact)
    middles = compared.group_by(peers).agg(middle=pl.col("exact").median(), n_peers=pl.len())
    spread = compared.join(middles, on=peers).group_by(peers).agg(mad=distance.median())
    return (
        spending.lazy()
        .with_columns(exact=exact, unit_cost=_divided(pl.col("amount"), pl.col("count")))
        .join(middles.join(spread, on=peers), on=peers, how="left")
        .with_columns(z=score)
        .with_columns(
            median=(pl.col("middle") + 0.5).floor(),
            score=(pl.col("z") * 100).round(0),
            outlier=(pl.col("z").abs() > OUTLIER_SCORE).fill_null(value=False),
        )
        .sort("measure", pl.col("z").abs(), "record", descending=[False, True, False], nulls_last=True)
        .select(pl.col(name).cast(dtype) for name, dtype in UNIT_COSTS.items())
        .collect()
    )


def costs_by_province(costs: pl.DataFrame) -> pl.DataFrame:
    """The unit cost of each province from rows of UNIT_COSTS, with the columns of COSTS_BY_PROVINCE."""
    return (
        costs.lazy()
        .group_by("measure", "unit", "province")
        .agg(
            pl.len().alias("records"),
            pl.col("amount", "count").sum(),
            *(one_hedge(name) for name in ("amount_hedge", "count_hedge")),
            pl.col("outlier").sum().alias("outliers"),
        )
        .with_columns(unit_cost=_divided(pl.col("amount"), pl.col("count")))
        .sort("measure", "unit", "unit_cost", "province", descending=[False, False, True, False])
        .select(pl.col(name).cast(dtype) for name, dtype in COSTS_BY_PROVINCE.items())
        .collect()
    )


def _divided(amount: pl.Expr, count: pl.Expr) -> pl.Expr:
    """amount / count, half away from zero, by whole numbers alone."""
    return (amount * 2 + count) // (count * 2)
