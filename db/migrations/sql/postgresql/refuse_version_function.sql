-- A lost update: somebody saved the record since it was read.
CREATE FUNCTION refuse_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $function$
BEGIN
    RAISE EXCEPTION 'record: the version must be one more than the one it replaces'
        USING ERRCODE = 'integrity_constraint_violation';
END
$function$;
