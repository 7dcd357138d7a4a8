-- What a revision posts is complete when its journal row is written.
CREATE TRIGGER fact_before_posting BEFORE INSERT ON fact
WHEN EXISTS (
    SELECT 1 FROM journal j WHERE j.province_code = NEW.province_code AND j.revision_id = NEW.revision_id)
BEGIN
    SELECT RAISE(ABORT, 'fact: the revision is posted already; nothing can be added to it');
END;
