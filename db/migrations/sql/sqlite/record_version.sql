-- A lost update: somebody saved the record since it was read.
CREATE TRIGGER record_version BEFORE UPDATE ON record
WHEN NEW.version IS NOT OLD.version + 1
BEGIN
    SELECT RAISE(ABORT, 'record: the version must be one more than the one it replaces');
END;
