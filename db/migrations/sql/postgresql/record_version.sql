CREATE TRIGGER record_version BEFORE UPDATE ON record
FOR EACH ROW WHEN (NEW.version IS DISTINCT FROM OLD.version + 1) EXECUTE FUNCTION refuse_version();
