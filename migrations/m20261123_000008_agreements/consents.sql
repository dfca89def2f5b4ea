-- What people have allowed clients that are not the organisation's own.
CREATE TABLE consents (
    account_id uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    client_id  text        NOT NULL,
    scope      text        NOT NULL,
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, client_id)
);
