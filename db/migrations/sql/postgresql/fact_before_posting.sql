CREATE TRIGGER fact_before_posting BEFORE INSERT ON fact
FOR EACH ROW EXECUTE FUNCTION refuse_posted();
