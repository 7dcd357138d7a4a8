-- Each fact once under '*' and once under each of its programmes, with what it adds to a cell of a rollup, and the period
-- by which overviews know it: its calendar year, or its own where it is a plan or of several years. The cells of all
-- rollups (fact_cell_…) come from here, so a rule stands once. A part (part_of) without a breakdown of its own belongs to
-- no cell.
CREATE VIEW fact_by_programme AS
SELECT
    f.province_code, p.programme, f.indicator, f.kind, f.basis, f.unit_key, f.grain, f.period_start, f.period_end,
    CASE WHEN f.kind IN ('target', 'planned') OR extract(year FROM f.period_start) <> extract(year FROM f.period_end)
        THEN f.grain ELSE 'year' END AS year_grain,
    CASE WHEN f.kind IN ('target', 'planned') OR extract(year FROM f.period_start) <> extract(year FROM f.period_end)
        THEN f.period_start ELSE make_date(extract(year FROM f.period_start)::integer, 1, 1) END AS year_start,
    CASE WHEN f.kind IN ('target', 'planned') OR extract(year FROM f.period_start) <> extract(year FROM f.period_end)
        THEN f.period_end ELSE make_date(extract(year FROM f.period_start)::integer, 12, 31) END AS year_end,
    f.dimension, f.member, f.revision_id, f.line, f.hedge,
    -- sum: the cell adds up; max: it holds the largest fact; latest: the last one.
    CASE WHEN i.over_time = 'max' THEN 'max'
        WHEN i.over_time = 'sum' AND f.basis = 'period' THEN 'sum'
        ELSE 'latest' END AS aggregation,
    (f.state = 'reported')::integer AS n,
    CASE WHEN f.state = 'reported' THEN f.value END AS total,
    CASE WHEN f.state = 'reported' THEN coalesce(f.low, f.value) END AS low,
    CASE WHEN f.state = 'reported' THEN coalesce(f.high, f.value) END AS high,
    CASE WHEN f.state = 'reported' AND f.denominator IS NOT NULL THEN f.numerator END AS numerator,
    CASE WHEN f.state = 'reported' AND f.numerator IS NOT NULL THEN f.denominator END AS denominator,
    (f.state = 'reported' AND f.hedge IS NOT NULL)::integer AS n_hedged,
    (f.state = 'unknown')::integer AS n_unknown,
    (f.state = 'not_carried_out')::integer AS n_not_carried_out,
    (f.state = 'not_applicable')::integer AS n_not_applicable
FROM fact f
JOIN fact_programme p
    ON p.province_code = f.province_code AND p.revision_id = f.revision_id AND p.line = f.line
JOIN indicator i ON i.code = f.indicator
WHERE f.dimension <> '' OR f.part_of IS NULL;
