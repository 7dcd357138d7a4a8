-- Posts a journal row: the revision starts (+1) or stops (-1) to count, and its facts move the cells of the yearly
-- rollup. The cells that it touched are those whose seq is the row's.
CREATE TRIGGER journal_post AFTER INSERT ON journal
BEGIN
    INSERT INTO journal_head (province_code, seq, hash) VALUES (NEW.province_code, NEW.seq, NEW.hash)
    ON CONFLICT (province_code) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
    INSERT INTO counting (province_code, revision_id)
    SELECT NEW.province_code, NEW.revision_id WHERE NEW.sign = 1;
    DELETE FROM counting
    WHERE NEW.sign = -1 AND province_code = NEW.province_code AND revision_id = NEW.revision_id;
    INSERT INTO rollup_year (
        province_code, programme, indicator, kind, basis, grain, period_start, period_end, dimension, member,
        n, total, low, high, numerator, denominator, n_hedged, n_unknown, n_not_carried_out, n_not_applicable, seq
    )
    SELECT f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.member,
        NEW.sign * sum(f.n),
        NEW.sign * sum(f.total),
        NEW.sign * sum(f.low),
        NEW.sign * sum(f.high),
        NEW.sign * sum(f.numerator),
        NEW.sign * sum(f.denominator),
        NEW.sign * sum(f.n_hedged),
        NEW.sign * sum(f.n_unknown),
        NEW.sign * sum(f.n_not_carried_out),
        NEW.sign * sum(f.n_not_applicable),
        NEW.seq
    FROM fact_cell f
    WHERE f.province_code = NEW.province_code AND f.revision_id = NEW.revision_id
    GROUP BY f.province_code, f.programme, f.indicator, f.kind, f.basis,
        f.grain, f.period_start, f.period_end, f.dimension, f.member
    ON CONFLICT (province_code, programme, indicator, kind, basis, grain, period_start, period_end, dimension, member)
    DO UPDATE SET
        n = rollup_year.n + excluded.n,
        n_hedged = rollup_year.n_hedged + excluded.n_hedged,
        n_unknown = rollup_year.n_unknown + excluded.n_unknown,
        n_not_carried_out = rollup_year.n_not_carried_out + excluded.n_not_carried_out,
        n_not_applicable = rollup_year.n_not_applicable + excluded.n_not_applicable,
        total = CASE WHEN rollup_year.n + excluded.n <> 0
            THEN coalesce(rollup_year.total, 0) + coalesce(excluded.total, 0) END,
        low = CASE WHEN rollup_year.n + excluded.n <> 0
            THEN coalesce(rollup_year.low, 0) + coalesce(excluded.low, 0) END,
        high = CASE WHEN rollup_year.n + excluded.n <> 0
            THEN coalesce(rollup_year.high, 0) + coalesce(excluded.high, 0) END,
        numerator = CASE WHEN coalesce(rollup_year.denominator, 0) + coalesce(excluded.denominator, 0) <> 0
            THEN coalesce(rollup_year.numerator, 0) + coalesce(excluded.numerator, 0) END,
        denominator = CASE WHEN coalesce(rollup_year.denominator, 0) + coalesce(excluded.denominator, 0) <> 0
            THEN coalesce(rollup_year.denominator, 0) + coalesce(excluded.denominator, 0) END,
        seq = NEW.seq;
    -- A cell that is no sum holds one counting fact, looked up anew: the last one (ix_fact_cell, read backwards) …
    UPDATE rollup_year SET (total, low, high, numerator, denominator, n_hedged) = (
        SELECT f.total, f.low, f.high, f.numerator, f.denominator, f.n_hedged
        FROM fact_cell f
        JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
        WHERE f.n = 1
            AND f.province_code = rollup_year.province_code
            AND f.programme = rollup_year.programme
            AND f.indicator = rollup_year.indicator
            AND f.kind = rollup_year.kind
            AND f.basis = rollup_year.basis
            AND f.grain = rollup_year.grain
            AND f.period_start = rollup_year.period_start
            AND f.period_end = rollup_year.period_end
            AND f.dimension = rollup_year.dimension
            AND f.member = rollup_year.member
            AND f.last_day BETWEEN rollup_year.period_start AND rollup_year.period_end
        ORDER BY f.last_day DESC, f.revision_id DESC, f.line DESC
        LIMIT 1
    )
    WHERE province_code = NEW.province_code AND seq = NEW.seq AND n <> 0
        AND (SELECT i.over_time FROM indicator i WHERE i.code = rollup_year.indicator) <> 'max'
        AND (basis <> 'period' OR (SELECT i.over_time FROM indicator i WHERE i.code = rollup_year.indicator) <> 'sum');
    -- … or the largest one.
    UPDATE rollup_year SET (total, low, high, numerator, denominator, n_hedged) = (
        SELECT f.total, f.low, f.high, f.numerator, f.denominator, f.n_hedged
        FROM fact_cell f
        JOIN counting c ON c.province_code = f.province_code AND c.revision_id = f.revision_id
        WHERE f.n = 1
            AND f.province_code = rollup_year.province_code
            AND f.programme = rollup_year.programme
            AND f.indicator = rollup_year.indicator
            AND f.kind = rollup_year.kind
            AND f.basis = rollup_year.basis
            AND f.grain = rollup_year.grain
            AND f.period_start = rollup_year.period_start
            AND f.period_end = rollup_year.period_end
            AND f.dimension = rollup_year.dimension
            AND f.member = rollup_year.member
            AND f.last_day BETWEEN rollup_year.period_start AND rollup_year.period_end
        ORDER BY f.total DESC, f.last_day DESC, f.revision_id DESC, f.line DESC
        LIMIT 1
    )
    WHERE province_code = NEW.province_code AND seq = NEW.seq AND n <> 0
        AND (SELECT i.over_time FROM indicator i WHERE i.code = rollup_year.indicator) = 'max';
    -- Where the last figure is gone, nothing of it stays.
    UPDATE rollup_year SET numerator = NULL, denominator = NULL, n_hedged = 0
    WHERE province_code = NEW.province_code AND seq = NEW.seq AND n = 0;
    DELETE FROM rollup_year
    WHERE province_code = NEW.province_code AND seq = NEW.seq
        AND n = 0 AND n_unknown = 0 AND n_not_carried_out = 0 AND n_not_applicable = 0;
END;
