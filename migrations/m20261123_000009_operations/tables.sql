-- After a restore: whatever is older opens nothing, and what the ephemeral
-- store held before is not looked at any more.
CREATE TABLE restore_fences (
    fenced_at  timestamptz NOT NULL,
    made_at    timestamptz NOT NULL,
    generation text        NOT NULL PRIMARY KEY
);

-- Which replica does the background work, and until when nobody else does.
CREATE TABLE leases (
    name         text        PRIMARY KEY,
    holder       uuid        NOT NULL,
    leased_until timestamptz NOT NULL
);

-- A row in here, which no transaction leaves behind, opens the audit trail for
-- the retention: lines older than it may be deleted or lose their network.
CREATE TABLE audit_retention (
    before timestamptz NOT NULL PRIMARY KEY
);
