-- Numbers and chains a journal row, and lets its revision count or count no more, before the rollups are posted. The
-- province's head row stays locked until the commit, so numbers have no gap, and whoever reads "seq > last" misses
-- nothing. The time and login of a loader are kept until rights say who may give them.
CREATE FUNCTION journal_number() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $function$
DECLARE
    revision_digest text;
BEGIN
    INSERT INTO journal_head (province_code, seq, hash) VALUES (NEW.province_code, 0, repeat('0', 64))
    ON CONFLICT (province_code) DO NOTHING;
    UPDATE journal_head SET seq = seq + 1 WHERE province_code = NEW.province_code
    RETURNING seq, hash INTO NEW.seq, NEW.previous;
    SELECT r.digest INTO revision_digest FROM revision r
    WHERE r.province_code = NEW.province_code AND r.id = NEW.revision_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'journal: there is no such revision' USING ERRCODE = 'foreign_key_violation';
    END IF;
    NEW.at := coalesce(NEW.at, to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
    NEW.login := coalesce(NEW.login, session_user);
    NEW.hash := encode(sha256(convert_to(concat_ws('|', NEW.province_code, NEW.seq, NEW.revision_id, revision_digest,
        NEW.sign, NEW.cause, NEW.at, NEW.login, NEW.previous), 'UTF8')), 'hex');
    UPDATE journal_head SET hash = NEW.hash WHERE province_code = NEW.province_code;
    IF NEW.sign = 1 THEN
        INSERT INTO counting (province_code, revision_id) VALUES (NEW.province_code, NEW.revision_id);
    ELSE
        DELETE FROM counting WHERE province_code = NEW.province_code AND revision_id = NEW.revision_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'journal: this revision does not count, so it cannot stop counting'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    -- A hint for screens; PostgreSQL sends it once a transaction, after the commit.
    PERFORM pg_notify('tiendo', NEW.province_code);
    RETURN NEW;
END
$function$;
