CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision
BEGIN
    SELECT RAISE(ABORT, 'revision: rows are never changed or deleted; a new revision says what is true now');
END;
