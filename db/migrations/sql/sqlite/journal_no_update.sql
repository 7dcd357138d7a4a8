CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'journal: rows are never changed or deleted; a new revision says what is true now');
END;
