CREATE TRIGGER fact_programme_before_posting BEFORE INSERT ON fact_programme
FOR EACH ROW EXECUTE FUNCTION refuse_posted();
