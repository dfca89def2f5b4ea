-- REPLACE would delete a line without asking the trigger below.
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_retention WHERE before > OLD.at)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
WHEN NOT (
    EXISTS (SELECT 1 FROM audit_retention WHERE before > OLD.at)
    AND NEW.network IS NULL
    AND NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.event IS OLD.event AND NEW.account_id IS OLD.account_id
    AND NEW.client_id IS OLD.client_id AND NEW.session_id IS OLD.session_id AND NEW.reference IS OLD.reference
    AND NEW.detail IS OLD.detail
)
BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
