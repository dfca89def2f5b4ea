-- Which import of ids brought an id; null when it came with the account.
ALTER TABLE legacy_ids ADD COLUMN batch text;

CREATE INDEX legacy_ids_batch ON legacy_ids (batch) WHERE batch IS NOT NULL;

-- Who lives where. Days in Finland, YYYY-MM-DD, whose order as text is their
-- order in time; both belong to the tenancy. Open without a last day.
CREATE TABLE tenancies (
    account_id uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    building   text        NOT NULL,
    apartment  text        NOT NULL,
    starts_on  text        NOT NULL,
    ends_on    text,
    batch      text        NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, building, apartment, starts_on)
);

CREATE INDEX tenancies_home ON tenancies (building, apartment);
CREATE INDEX tenancies_batch ON tenancies (batch);
