-- The cells of the rollup by place: facts that name a place below their province, whole ones and those that are counted
-- places of another one (dimension 'place'). Other breakdowns of a place stay with the yearly rollup.
CREATE VIEW fact_cell_place AS
SELECT
    f.province_code, f.programme, f.indicator, f.kind, f.basis,
    f.year_grain AS grain, f.year_start AS period_start, f.year_end AS period_end, f.dimension, f.unit_key,
    f.revision_id, f.line, f.period_end AS last_day, f.hedge, f.aggregation,
    f.n, f.total, f.low, f.high, f.numerator, f.denominator,
    f.n_hedged, f.n_unknown, f.n_not_carried_out, f.n_not_applicable
FROM fact_by_programme f
WHERE f.unit_key <> f.province_code AND f.dimension IN ('', 'place');
