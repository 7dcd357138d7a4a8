CREATE TRIGGER indicator_change_no_delete BEFORE DELETE ON indicator_change
BEGIN
    SELECT RAISE(ABORT, 'indicator_change: rows are never changed or deleted; a new revision says what is true now');
END;
