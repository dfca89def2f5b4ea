CREATE TABLE signing_keys (
    kid            text        PRIMARY KEY,
    algorithm      text        NOT NULL,
    state          text        NOT NULL,
    sealed_private bytea       NOT NULL,
    public_jwk     text        NOT NULL,
    created_at     timestamptz NOT NULL,
    activated_at   timestamptz,
    retired_at     timestamptz
);

-- At most one key of an algorithm signs, whatever two replicas do at once.
CREATE UNIQUE INDEX signing_keys_current ON signing_keys (algorithm) WHERE state = 'current';

-- One row that the readiness check writes to.
CREATE TABLE probe (
    id        bigint      PRIMARY KEY,
    probed_at timestamptz NOT NULL
);
