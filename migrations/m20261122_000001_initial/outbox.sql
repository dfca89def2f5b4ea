-- Mails and logout notices that were decided on and are not yet delivered.
-- The recipient and the sealed payload are cleared once a row is done with.
CREATE TABLE outbox (
    id              uuid        PRIMARY KEY,
    channel         text        NOT NULL,
    account_id      uuid,
    recipient       text,
    payload         bytea,
    created_at      timestamptz NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts        bigint      NOT NULL,
    leased_until    timestamptz,
    sent_at         timestamptz,
    failed_at       timestamptz,
    last_error      text,
    expires_at      timestamptz NOT NULL
);

CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL;
CREATE INDEX outbox_done ON outbox ((coalesce(sent_at, failed_at)));
