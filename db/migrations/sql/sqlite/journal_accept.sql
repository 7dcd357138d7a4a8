-- A journal row goes on where the chain of its province ends, and its revision counts or counts no more before the
-- rollups are posted. sha256() exists on the store's connections alone, so no other program can post.
CREATE TRIGGER journal_accept BEFORE INSERT ON journal
BEGIN
    SELECT RAISE(ABORT, 'journal: the number does not follow the last one of the province')
    WHERE NEW.seq IS NOT coalesce(
        (SELECT h.seq FROM journal_head h WHERE h.province_code = NEW.province_code), 0) + 1;
    SELECT RAISE(ABORT, 'journal: the previous hash is not that of the last row of the province')
    WHERE NEW.previous IS NOT coalesce(
        (SELECT h.hash FROM journal_head h WHERE h.province_code = NEW.province_code),
        '0000000000000000000000000000000000000000000000000000000000000000');
    SELECT RAISE(ABORT, 'journal: the hash is not that of the row')
    WHERE NEW.hash IS NOT sha256(
        NEW.province_code || '|' || NEW.seq || '|' || NEW.revision_id || '|'
        || (SELECT r.digest FROM revision r WHERE r.province_code = NEW.province_code AND r.id = NEW.revision_id)
        || '|' || NEW.sign || '|' || NEW.cause || '|' || NEW.at || '|' || NEW.login || '|' || NEW.previous);
    SELECT RAISE(ABORT, 'journal: this revision does not count, so it cannot stop counting')
    WHERE NEW.sign = -1 AND NOT EXISTS (
        SELECT 1 FROM counting c WHERE c.province_code = NEW.province_code AND c.revision_id = NEW.revision_id);
    INSERT INTO journal_head (province_code, seq, hash) VALUES (NEW.province_code, NEW.seq, NEW.hash)
    ON CONFLICT (province_code) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
    INSERT INTO counting (province_code, revision_id)
    SELECT NEW.province_code, NEW.revision_id WHERE NEW.sign = 1;
    DELETE FROM counting
    WHERE NEW.sign = -1 AND province_code = NEW.province_code AND revision_id = NEW.revision_id;
END;
