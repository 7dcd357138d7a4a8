CREATE TRIGGER journal_post_{rollup} AFTER INSERT ON journal
FOR EACH ROW EXECUTE FUNCTION journal_post_{rollup}();
