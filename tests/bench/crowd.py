"""People of every kind for the enumeration meter, and names of the same shape that nobody has."""

import hashlib
import os
import secrets
import sqlite3

from activate import Browser
from fill import copy, uuid

# Each kind's letter begins its names; nobody's begin with another of the same length.
KINDS = {
    "active": "a",
    "migrated, no password yet": "m",
    "locked": "l",
    "not activated": "n",
    "official": "o",
}
NOBODY = "x"
LOCKED = 40
MOVERS = 99
ROUNDS_TO_LOCK = 5

COLUMNS = "external_id;source_system;username;email;email_verified;given_name;family_name;user_type"


def address(letter, number):
    return f"{letter}{number:06}@example.test"


def login_name(letter, number, official=False):
    """What is typed at the login: officials have names that are no addresses."""
    return f"{letter}{number:06}.office" if official else address(letter, number)


def people_file(path, count):
    """A CSV file of `count` people of each kind that an import makes."""
    rows = [COLUMNS]
    for letter in (KINDS["active"], KINDS["migrated, no password yet"], KINDS["locked"]):
        rows += [f"{letter}{n};bench;;{address(letter, n)};true;Ursula;User;citizen" for n in range(count)]
    letter = KINDS["official"]
    names = [(login_name(letter, n, official=True), address(letter, n)) for n in range(count)]
    rows += [f"{name};bench;{name};{mail};true;Olga;Official;official" for name, mail in names]
    path.write_text("\n".join(rows))


def register(issuer, password):
    """Registers somebody who never activates the account; its row is copied."""
    browser = Browser()
    browser.open(f"{issuer}/register")
    browser.submit(**registration("first@example.test", password))


def registration(email, password):
    names = {"first_name": "Ursula", "last_name": "User", "accept_terms": "true"}
    return {"email": email, "email_confirm": email, "password": password, "password_confirm": password, **names}


def furnish(path, count):
    """Gives passwords to all who should have one, and copies the one who registered."""
    database = sqlite3.connect(path)
    with database:
        columns = "password_hash, password_set_at, migration_stage"
        for kind in ("active", "locked", "official"):
            database.execute(
                f"UPDATE accounts SET ({columns}) = (SELECT {columns} FROM accounts WHERE email_key = 'user0@example.test') "
                f"WHERE email_key LIKE '{KINDS[kind]}______@example.test'"
            )
        origin = database.execute("SELECT id FROM accounts WHERE email_key = 'first@example.test'").fetchone()[0]
        for number in range(count):
            account, mail = uuid(), address(KINDS["not activated"], number)
            values = {"id": account, "sub": f"n-{number}", "email": mail, "email_key": mail}
            copy(database, "accounts", "email_key = 'first@example.test'", **values)
            values = {"id": uuid(), "digest": os.urandom(32), "account_id": account}
            copy(database, "one_time_tokens", f"account_id = x'{origin.hex()}'", **values)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def sessions(issuer, path, password):
    """Session cookies of MOVERS people, copied from a login that is made here by somebody else."""
    browser = Browser()
    browser.open(f"{issuer}/login")
    browser.submit(username="user0@example.test")
    browser.submit(password=password)
    made = [secrets.token_urlsafe(32) for _ in range(MOVERS)]
    database = sqlite3.connect(path, timeout=20)
    with database:
        for number, secret in enumerate(made, start=1):
            owner = f"SELECT id FROM accounts WHERE email_key = 'user{number}@example.test'"
            account = database.execute(owner).fetchone()[0]
            digest = hashlib.sha256(secret.encode()).digest()
            values = {"id": uuid(), "sid": secrets.token_urlsafe(16), "digest": digest, "account_id": account}
            copy(database, "sessions", "1 ORDER BY created_at DESC", **values)
    database.close()
    return made
