-- The yearly rollup as it must be: counted anew from the journal and the facts. Check compares, rebuild copies.
CREATE VIEW rollup_recount AS
WITH summed AS (
    SELECT f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.member, f.aggregation,
        CAST(sum(j.sign * f.n) AS bigint) AS n,
        CAST(sum(j.sign * f.total) AS bigint) AS total,
        CAST(sum(j.sign * f.low) AS bigint) AS low,
        CAST(sum(j.sign * f.high) AS bigint) AS high,
        CAST(sum(j.sign * f.numerator) AS bigint) AS numerator,
        CAST(sum(j.sign * f.denominator) AS bigint) AS denominator,
        CAST(sum(j.sign * f.n_hedged) AS bigint) AS n_hedged,
        CAST(sum(j.sign * f.n_unknown) AS bigint) AS n_unknown,
        CAST(sum(j.sign * f.n_not_carried_out) AS bigint) AS n_not_carried_out,
        CAST(sum(j.sign * f.n_not_applicable) AS bigint) AS n_not_applicable,
        max(j.seq) AS seq
    FROM journal j
    JOIN fact_cell f ON f.province_code = j.province_code AND f.revision_id = j.revision_id
    GROUP BY f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.member, f.aggregation
),
ranked AS (
    SELECT f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.member,
        f.total, f.low, f.high, f.numerator, f.denominator, f.n_hedged,
        row_number() OVER (
            PARTITION BY f.province_code, f.programme, f.indicator, f.kind, f.basis,
                f.grain, f.period_start, f.period_end, f.dimension, f.member
            ORDER BY CASE f.aggregation WHEN 'max' THEN f.total END DESC, f.last_day DESC,
                f.revision_id DESC, f.line DESC
        ) AS place
    FROM fact_cell f
    JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
    WHERE f.n = 1 AND f.aggregation <> 'sum'
),
held AS (
    SELECT * FROM ranked WHERE place = 1
)
SELECT s.province_code, s.programme, s.indicator, s.kind, s.basis,
    s.grain, s.period_start, s.period_end, s.dimension, s.member, s.n,
    CASE WHEN s.n = 0 THEN NULL WHEN s.aggregation = 'sum' THEN s.total ELSE h.total END AS total,
    CASE WHEN s.n = 0 THEN NULL WHEN s.aggregation = 'sum' THEN s.low ELSE h.low END AS low,
    CASE WHEN s.n = 0 THEN NULL WHEN s.aggregation = 'sum' THEN s.high ELSE h.high END AS high,
    CASE WHEN s.aggregation <> 'sum' THEN h.numerator WHEN s.denominator <> 0 THEN s.numerator END AS numerator,
    CASE WHEN s.aggregation <> 'sum' THEN h.denominator WHEN s.denominator <> 0 THEN s.denominator END AS denominator,
    CASE WHEN s.aggregation = 'sum' THEN s.n_hedged ELSE coalesce(h.n_hedged, 0) END AS n_hedged,
    s.n_unknown, s.n_not_carried_out, s.n_not_applicable, s.seq
FROM summed s
LEFT JOIN held h USING (
    province_code, programme, indicator, kind, basis, grain, period_start, period_end, dimension, member
)
WHERE s.n <> 0 OR s.n_unknown <> 0 OR s.n_not_carried_out <> 0 OR s.n_not_applicable <> 0;
