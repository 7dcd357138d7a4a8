CREATE TRIGGER indicator_change_no_update BEFORE UPDATE ON indicator_change
BEGIN
    SELECT RAISE(ABORT, 'indicator_change: rows are never changed or deleted; a new revision says what is true now');
END;
