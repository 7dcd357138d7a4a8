-- The cells of the monthly rollup: what was done or disbursed, under the smallest month, quarter or half year that holds
-- its period; a longer period is in no cell. What is cumulative since 1 January is that of the month in which it ends.
CREATE VIEW fact_cell_month AS
SELECT
    f.province_code, f.programme, f.indicator, f.kind, f.basis,
    CASE f.months WHEN 1 THEN 'month' WHEN 3 THEN 'quarter' WHEN 6 THEN 'half' END AS grain,
    CASE WHEN f.months IS NULL THEN f.period_start
        ELSE make_date(extract(year FROM f.period_start)::integer, (f.first_month - 1) / f.months * f.months + 1, 1)
    END AS period_start,
    CASE WHEN f.months IS NULL THEN f.period_end
        ELSE (make_date(extract(year FROM f.period_start)::integer, (f.first_month - 1) / f.months * f.months + 1, 1)
            + make_interval(months => f.months, days => -1))::date
    END AS period_end,
    f.dimension, f.member,
    f.revision_id, f.line, f.period_end AS last_day, f.hedge, f.aggregation,
    f.n, f.total, f.low, f.high, f.numerator, f.denominator,
    f.n_hedged, f.n_unknown, f.n_not_carried_out, f.n_not_applicable
FROM (
    SELECT f.*,
        CASE WHEN f.first_month = f.last_month THEN 1
            WHEN (f.first_month - 1) / 3 = (f.last_month - 1) / 3 THEN 3
            WHEN (f.first_month - 1) / 6 = (f.last_month - 1) / 6 THEN 6
        END AS months
    FROM (
        SELECT f.*, extract(month FROM CASE f.basis WHEN 'year_to_date' THEN f.period_end ELSE f.period_start END)::integer
                AS first_month,
            extract(month FROM f.period_end)::integer AS last_month
        FROM fact_by_programme f
        WHERE f.kind IN ('actual', 'disbursed') AND extract(year FROM f.period_start) = extract(year FROM f.period_end)
            AND (f.basis = 'period' OR (f.basis = 'year_to_date' AND f.grain <> 'year'))
    ) f
) f
WHERE f.months IS NOT NULL;
