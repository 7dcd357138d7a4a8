CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $function$
BEGIN
    RAISE EXCEPTION '%: rows are never changed or deleted; a new revision says what is true now', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$function$;
