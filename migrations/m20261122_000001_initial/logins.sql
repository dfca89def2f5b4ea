CREATE TABLE one_time_tokens (
    id            uuid        PRIMARY KEY,
    digest        bytea       NOT NULL UNIQUE,
    purpose       text        NOT NULL,
    account_id    uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    used_at       timestamptz,
    used_by       bytea,
    superseded_at timestamptz,
    client_id     text,
    flow          text
);

CREATE INDEX one_time_tokens_account ON one_time_tokens (account_id, created_at);
CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at);

-- Wrong passwords for each identifier, known or not; the key is an HMAC of it.
CREATE TABLE login_tallies (
    key          bytea       PRIMARY KEY,
    failures     bigint      NOT NULL,
    tried_at     timestamptz,
    locked_until timestamptz
);

CREATE INDEX login_tallies_tried ON login_tallies (tried_at);

-- Append only: no foreign keys, so that a line outlives what it tells of.
CREATE TABLE audit (
    id         {identity},
    at         timestamptz NOT NULL,
    event      text        NOT NULL,
    account_id uuid,
    client_id  text,
    session_id uuid,
    network    text,
    reference  text,
    detail     text
);

CREATE INDEX audit_account ON audit (account_id, at);
CREATE INDEX audit_at ON audit (at);
