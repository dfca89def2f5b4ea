CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    without_network audit;
BEGIN
    IF TG_LEVEL = 'ROW' AND EXISTS (SELECT 1 FROM audit_retention WHERE before > OLD.at) THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        without_network := OLD;
        without_network.network := NULL;
        IF NEW IS NOT DISTINCT FROM without_network THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only';
END;
$$;

CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
