-- Which editions of the terms and the privacy notice a person has agreed to.
CREATE TABLE acceptances (
    account_id  uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    document    text        NOT NULL,
    version     text        NOT NULL,
    accepted_at timestamptz NOT NULL,
    locale      text        NOT NULL,
    PRIMARY KEY (account_id, document, version)
);
