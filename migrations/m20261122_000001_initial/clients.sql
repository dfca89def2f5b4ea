CREATE TABLE clients (
    client_id   text        PRIMARY KEY,
    origin      text        NOT NULL,
    settings    text        NOT NULL,
    disabled_at timestamptz,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
