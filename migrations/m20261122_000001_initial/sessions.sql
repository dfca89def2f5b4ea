CREATE TABLE sessions (
    id           uuid        PRIMARY KEY,
    sid          text        NOT NULL UNIQUE,
    digest       bytea       NOT NULL UNIQUE,
    account_id   uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    auth_time    timestamptz NOT NULL,
    amr          text        NOT NULL,
    acr          text        NOT NULL,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    remembered   boolean     NOT NULL,
    user_agent   text        NOT NULL,
    ended_at     timestamptz
);

CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_over ON sessions ((coalesce(ended_at, expires_at)));

-- A redeemed authorization code. The unique digest is what makes a second
-- redemption impossible, whatever happens to the store of live codes.
CREATE TABLE grants (
    id          uuid        PRIMARY KEY,
    code_digest bytea       NOT NULL UNIQUE,
    client_id   text        NOT NULL,
    session_id  uuid        NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    account_id  uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    scope       text        NOT NULL,
    auth_time   timestamptz NOT NULL,
    created_at  timestamptz NOT NULL,
    revoked_at  timestamptz
);

CREATE INDEX grants_session ON grants (session_id);
CREATE INDEX grants_account ON grants (account_id);

CREATE TABLE refresh_families (
    id         uuid        PRIMARY KEY,
    grant_id   uuid        NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    client_id  text        NOT NULL,
    scope      text        NOT NULL,
    generation bigint      NOT NULL,
    rotated_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE INDEX refresh_families_grant ON refresh_families (grant_id);
