-- Waves of reminders to people of an older system who have not come yet.
CREATE TABLE reminder_waves (
    id         uuid        PRIMARY KEY,
    batch      text,
    per_minute bigint      NOT NULL,
    state      text        NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    next_at    timestamptz NOT NULL,
    reached    uuid        NOT NULL
);

-- One wave runs at a time, whatever two operators do at once.
CREATE UNIQUE INDEX reminder_waves_running ON reminder_waves (state) WHERE state = 'running';

-- Who was reminded in which wave: at most once.
CREATE TABLE reminders (
    wave_id     uuid        NOT NULL REFERENCES reminder_waves (id) ON DELETE CASCADE,
    account_id  uuid        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    outbox_id   uuid        NOT NULL,
    reminded_at timestamptz NOT NULL,
    PRIMARY KEY (wave_id, account_id)
);

CREATE INDEX reminders_account ON reminders (account_id);
CREATE INDEX reminders_outbox ON reminders (outbox_id);
