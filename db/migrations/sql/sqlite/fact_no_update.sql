CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact
BEGIN
    SELECT RAISE(ABORT, 'fact: rows are never changed or deleted; a new revision says what is true now');
END;
