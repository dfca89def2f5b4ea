"""Fills a database of the service with people, their logins and their tokens."""

import os
import sqlite3

PEOPLE = 10_000
TOKENS = 100_000


def fill(path):
    """Copies the first account, with a session and ten grants each with a refresh family, until there are
    PEOPLE accounts and TOKENS grants more."""
    database = sqlite3.connect(path)
    with database:
        for person in range(PEOPLE):
            account, session = uuid(), uuid()
            copy(database, "accounts", id=account, sub=f"filler-{person}", username_key=None, email_key=None)
            values = {"id": session, "sid": session.hex(), "digest": os.urandom(32), "account_id": account}
            copy(database, "sessions", **values)
            for _ in range(TOKENS // PEOPLE):
                grant = uuid()
                values = {"id": grant, "code_digest": os.urandom(32), "session_id": session, "account_id": account}
                copy(database, "grants", **values)
                copy(database, "refresh_families", id=uuid(), grant_id=grant)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def uuid():
    return os.urandom(16)


def copy(database, table, where="1 ORDER BY rowid", **changes):
    """Inserts the first row of `table` that `where` finds again, with these values changed."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    chosen = ", ".join(f":{column}" if column in changes else column for column in columns)
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    database.execute(f"{into} SELECT {chosen} FROM (SELECT * FROM {table} WHERE {where} LIMIT 1)", changes)
