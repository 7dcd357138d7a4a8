-- The cells of the yearly rollup that each fact belongs to. Triggers, rebuild and check all read this view.
CREATE VIEW fact_cell_year AS
SELECT
    f.province_code, f.programme, f.indicator, f.kind, f.basis,
    f.year_grain AS grain, f.year_start AS period_start, f.year_end AS period_end, f.dimension, f.member,
    f.revision_id, f.line, f.period_end AS last_day, f.hedge, f.aggregation,
    f.n, f.total, f.low, f.high, f.numerator, f.denominator,
    f.n_hedged, f.n_unknown, f.n_not_carried_out, f.n_not_applicable
FROM fact_by_programme f;
