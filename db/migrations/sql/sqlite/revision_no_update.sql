CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision
BEGIN
    SELECT RAISE(ABORT, 'revision: rows are never changed or deleted; a new revision says what is true now');
END;
