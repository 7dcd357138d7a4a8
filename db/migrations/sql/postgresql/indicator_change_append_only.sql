CREATE TRIGGER indicator_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON indicator_change
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
