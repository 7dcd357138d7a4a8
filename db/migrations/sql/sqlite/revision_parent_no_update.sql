CREATE TRIGGER revision_parent_no_update BEFORE UPDATE ON revision_parent
BEGIN
    SELECT RAISE(ABORT, 'revision_parent: rows are never changed or deleted; a new revision says what is true now');
END;
