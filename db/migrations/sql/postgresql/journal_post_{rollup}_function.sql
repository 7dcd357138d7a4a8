-- Posts a journal row in one rollup: the facts of its revision move their cells. The cells that it touched are those
-- whose seq is the row's.
CREATE FUNCTION journal_post_{rollup}() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $function$
BEGIN
    INSERT INTO rollup_{rollup} (
        province_code, programme, indicator, kind, basis, grain, period_start, period_end, dimension, {member},
        n, total, low, high, numerator, denominator, n_hedged, n_unknown, n_not_carried_out, n_not_applicable, hedge, seq
    )
    SELECT f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.{member},
        CAST(NEW.sign * sum(f.n) AS bigint),
        CAST(NEW.sign * sum(f.total) AS bigint),
        CAST(NEW.sign * sum(f.low) AS bigint),
        CAST(NEW.sign * sum(f.high) AS bigint),
        CAST(NEW.sign * sum(f.numerator) AS bigint),
        CAST(NEW.sign * sum(f.denominator) AS bigint),
        CAST(NEW.sign * sum(f.n_hedged) AS bigint),
        CAST(NEW.sign * sum(f.n_unknown) AS bigint),
        CAST(NEW.sign * sum(f.n_not_carried_out) AS bigint),
        CAST(NEW.sign * sum(f.n_not_applicable) AS bigint),
        CASE WHEN min(f.hedge) <> max(f.hedge) THEN 'khoảng' ELSE min(f.hedge) END,
        NEW.seq
    FROM fact_cell_{rollup} f
    WHERE f.province_code = NEW.province_code AND f.revision_id = NEW.revision_id
    GROUP BY f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.{member}
    ON CONFLICT (province_code, programme, indicator, kind, basis, grain, period_start, period_end, dimension, {member})
    DO UPDATE SET
        n = rollup_{rollup}.n + excluded.n,
        n_hedged = rollup_{rollup}.n_hedged + excluded.n_hedged,
        n_unknown = rollup_{rollup}.n_unknown + excluded.n_unknown,
        n_not_carried_out = rollup_{rollup}.n_not_carried_out + excluded.n_not_carried_out,
        n_not_applicable = rollup_{rollup}.n_not_applicable + excluded.n_not_applicable,
        total = CASE WHEN rollup_{rollup}.n + excluded.n <> 0
            THEN coalesce(rollup_{rollup}.total, 0) + coalesce(excluded.total, 0) END,
        low = CASE WHEN rollup_{rollup}.n + excluded.n <> 0
            THEN coalesce(rollup_{rollup}.low, 0) + coalesce(excluded.low, 0) END,
        high = CASE WHEN rollup_{rollup}.n + excluded.n <> 0
            THEN coalesce(rollup_{rollup}.high, 0) + coalesce(excluded.high, 0) END,
        numerator = CASE WHEN coalesce(rollup_{rollup}.denominator, 0) + coalesce(excluded.denominator, 0) <> 0
            THEN coalesce(rollup_{rollup}.numerator, 0) + coalesce(excluded.numerator, 0) END,
        denominator = CASE WHEN coalesce(rollup_{rollup}.denominator, 0) + coalesce(excluded.denominator, 0) <> 0
            THEN coalesce(rollup_{rollup}.denominator, 0) + coalesce(excluded.denominator, 0) END,
        hedge = CASE WHEN excluded.hedge IS NULL OR excluded.hedge = rollup_{rollup}.hedge THEN rollup_{rollup}.hedge
            WHEN rollup_{rollup}.hedge IS NULL THEN excluded.hedge ELSE 'khoảng' END,
        seq = NEW.seq;
    -- A cell that is no sum holds one counting fact, looked up anew: the last one (ix_fact_cell, read backwards) …
    UPDATE rollup_{rollup} SET (total, low, high, numerator, denominator, n_hedged, hedge) = (
        SELECT f.total, f.low, f.high, f.numerator, f.denominator, f.n_hedged, f.hedge
        FROM fact_cell_{rollup} f
        JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
        WHERE f.n = 1
            AND f.province_code = rollup_{rollup}.province_code
            AND f.programme = rollup_{rollup}.programme
            AND f.indicator = rollup_{rollup}.indicator
            AND f.kind = rollup_{rollup}.kind
            AND f.basis = rollup_{rollup}.basis
            AND f.grain = rollup_{rollup}.grain
            AND f.period_start = rollup_{rollup}.period_start
            AND f.period_end = rollup_{rollup}.period_end
            AND f.dimension = rollup_{rollup}.dimension
            AND f.{member} = rollup_{rollup}.{member}
            AND f.last_day BETWEEN rollup_{rollup}.period_start AND rollup_{rollup}.period_end
        ORDER BY f.last_day DESC, f.revision_id DESC, f.line DESC
        LIMIT 1
    )
    WHERE province_code = NEW.province_code AND seq = NEW.seq AND n <> 0
        AND (SELECT i.over_time FROM indicator i WHERE i.code = rollup_{rollup}.indicator) <> 'max'
        AND (basis <> 'period' OR (SELECT i.over_time FROM indicator i WHERE i.code = rollup_{rollup}.indicator) <> 'sum');
    -- … or the largest one.
    UPDATE rollup_{rollup} SET (total, low, high, numerator, denominator, n_hedged, hedge) = (
        SELECT f.total, f.low, f.high, f.numerator, f.denominator, f.n_hedged, f.hedge
        FROM fact_cell_{rollup} f
        JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
        WHERE f.n = 1
            AND f.province_code = rollup_{rollup}.province_code
            AND f.programme = rollup_{rollup}.programme
            AND f.indicator = rollup_{rollup}.indicator
            AND f.kind = rollup_{rollup}.kind
            AND f.basis = rollup_{rollup}.basis
            AND f.grain = rollup_{rollup}.grain
            AND f.period_start = rollup_{rollup}.period_start
            AND f.period_end = rollup_{rollup}.period_end
            AND f.dimension = rollup_{rollup}.dimension
            AND f.{member} = rollup_{rollup}.{member}
            AND f.last_day BETWEEN rollup_{rollup}.period_start AND rollup_{rollup}.period_end
        ORDER BY f.total DESC, f.last_day DESC, f.revision_id DESC, f.line DESC
        LIMIT 1
    )
    WHERE province_code = NEW.province_code AND seq = NEW.seq AND n <> 0
        AND (SELECT i.over_time FROM indicator i WHERE i.code = rollup_{rollup}.indicator) = 'max';
    -- The word of a sum that lost a part is that of those that stay (ix_fact_hedge).
    UPDATE rollup_{rollup} SET hedge = (
        SELECT CASE WHEN min(f.hedge) <> max(f.hedge) THEN 'khoảng' ELSE min(f.hedge) END
        FROM fact_cell_{rollup} f
        JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
        WHERE f.n = 1 AND f.hedge IS NOT NULL
            AND f.province_code = rollup_{rollup}.province_code
            AND f.programme = rollup_{rollup}.programme
            AND f.indicator = rollup_{rollup}.indicator
            AND f.kind = rollup_{rollup}.kind
            AND f.basis = rollup_{rollup}.basis
            AND f.grain = rollup_{rollup}.grain
            AND f.period_start = rollup_{rollup}.period_start
            AND f.period_end = rollup_{rollup}.period_end
            AND f.dimension = rollup_{rollup}.dimension
            AND f.{member} = rollup_{rollup}.{member}
            AND f.last_day BETWEEN rollup_{rollup}.period_start AND rollup_{rollup}.period_end
    )
    WHERE province_code = NEW.province_code AND seq = NEW.seq AND NEW.sign = -1 AND hedge IS NOT NULL AND basis = 'period'
        AND (SELECT i.over_time FROM indicator i WHERE i.code = rollup_{rollup}.indicator) = 'sum';
    -- Where the last figure is gone, nothing of it stays.
    UPDATE rollup_{rollup} SET numerator = NULL, denominator = NULL, n_hedged = 0, hedge = NULL
    WHERE province_code = NEW.province_code AND seq = NEW.seq AND n = 0;
    DELETE FROM rollup_{rollup}
    WHERE province_code = NEW.province_code AND seq = NEW.seq
        AND n = 0 AND n_unknown = 0 AND n_not_carried_out = 0 AND n_not_applicable = 0;
    RETURN NULL;
END
$function$;
