CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact
BEGIN
    SELECT RAISE(ABORT, 'fact: rows are never changed or deleted; a new revision says what is true now');
END;
