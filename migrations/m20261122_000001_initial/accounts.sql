CREATE TABLE accounts (
    id              uuid        PRIMARY KEY,
    sub             text        NOT NULL UNIQUE,
    username        text,
    username_key    text        UNIQUE,
    email           text,
    email_key       text        UNIQUE,
    email_verified  boolean     NOT NULL,
    given_name      text        NOT NULL,
    family_name     text        NOT NULL,
    phone           text        NOT NULL,
    street          text        NOT NULL,
    postal_code     text        NOT NULL,
    city            text        NOT NULL,
    locale          text,
    kind            text        NOT NULL,
    password_hash   text,
    password_set_at timestamptz,
    migration_batch text,
    migration_stage text,
    migration_since timestamptz,
    disabled_at     timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);

CREATE INDEX accounts_migration ON accounts (migration_batch, migration_stage);

-- The ids by which legacy systems knew a person.
CREATE TABLE legacy_ids (
    source_system text NOT NULL,
    external_id   text NOT NULL,
    account_id    uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (source_system, external_id)
);

CREATE INDEX legacy_ids_account ON legacy_ids (account_id);
