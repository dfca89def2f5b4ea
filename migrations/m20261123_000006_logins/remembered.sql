-- Browsers that stay logged in: the session that each goes on with, and which
-- of its tokens is the current one. The session's end is the end of both.
CREATE TABLE remembered_logins (
    id         uuid        PRIMARY KEY,
    session_id uuid        NOT NULL UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
    generation bigint      NOT NULL,
    rotated_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
