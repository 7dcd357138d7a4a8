-- What a revision posts is complete when its journal row is written.
CREATE FUNCTION refuse_posted() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $function$
BEGIN
    IF EXISTS (
        SELECT 1 FROM journal j WHERE j.province_code = NEW.province_code AND j.revision_id = NEW.revision_id
    ) THEN
        RAISE EXCEPTION '%: the revision is posted already; nothing can be added to it', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$function$;
