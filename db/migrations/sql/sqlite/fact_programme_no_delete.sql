CREATE TRIGGER fact_programme_no_delete BEFORE DELETE ON fact_programme
BEGIN
    SELECT RAISE(ABORT, 'fact_programme: rows are never changed or deleted; a new revision says what is true now');
END;
