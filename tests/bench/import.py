#!/usr/bin/env python3
"""Measures imports: FSYNC=on tests/with-postgres.sh tests/bench/import.py [ROWS…]

For each number of rows, on SQLite and on PostgreSQL: seconds, rows per second, peak memory of the process. Then an
import that is killed ten times and run again: the same people must be there as without the kills, and no mail.
"""

import hashlib
import os
import pathlib
import random
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import people
from servers import ROOT, build

KILLS = 10
KILLED_ROWS = 100_000
CONFIGURATION = """
issuer = "http://127.0.0.1:1"
http.listen = "127.0.0.1:1"
database.url = "{url}"
ephemeral.url = "memory:"
mail = {{ url = "smtp://127.0.0.1:1", from = "Bench <bench@example.test>" }}
keys.secret = "{key}"
organisation = {{ name = "Bench", service_name = "Bench", support_email = "bench@example.test" }}
"""
PEOPLE = """SELECT l.source_system, l.external_id, a.email, a.given_name, a.family_name, a.street, a.migration_stage
FROM accounts a JOIN legacy_ids l ON l.account_id = a.id ORDER BY 1, 2"""


class Sqlite:
    """A database file."""

    name = "SQLite"

    def __init__(self, folder):
        self.path = folder / f"{secrets.token_hex(4)}.db"
        self.url = f"sqlite://{self.path}"

    def rows(self, sql):
        with sqlite3.connect(self.path) as database:
            return database.execute(sql).fetchall()


class Postgres:
    """A database of the server that IDP_TEST_POSTGRES names."""

    name = "PostgreSQL"

    def __init__(self, _folder):
        server = os.environ["IDP_TEST_POSTGRES"]
        name = f"bench_{secrets.token_hex(4)}"
        subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {name}"], check=True)
        self.url = re.sub(r"/[^/]*$", f"/{name}", server)

    def rows(self, sql):
        command = ["psql", "-qAt", "-F", "\t", self.url, "-c", sql]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        return [tuple(line.split("\t")) for line in lines]


class Import:
    """One database and the command that fills it."""

    def __init__(self, binary, folder, store, file):
        self.store = store(folder)
        self.config = folder / f"{secrets.token_hex(4)}.toml"
        self.config.write_text(CONFIGURATION.format(url=self.store.url, key=secrets.token_urlsafe(32)))
        subprocess.run([binary, "migrate", "--config", self.config], check=True, stdout=subprocess.DEVNULL)
        self.command = [binary, "import", "run", file, "--batch", "bench", "--config", self.config]

    def begin(self):
        return subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(self):
        """Seconds and peak memory in MiB."""
        begun = time.perf_counter()
        _, status, usage = os.wait4(self.begin().pid, 0)
        if status:
            raise SystemExit(f"failed: {self.command}")
        return time.perf_counter() - begun, usage.ru_maxrss / 1024

    def digest(self):
        """Of everything about the people but what is random."""
        rows = sorted(tuple(map(str, row)) for row in self.store.rows(PEOPLE))
        return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

    def mails(self):
        return int(self.store.rows("SELECT count(*) FROM outbox")[0][0])


def measure(binary, folder, rows):
    file = folder / f"{rows}.csv"
    people.main(rows, file)
    for store in (Sqlite, Postgres):
        seconds, memory = Import(binary, folder, store, file).run()
        print(f"| {rows:,} | {store.name} | {seconds:.1f} | {rows / seconds:,.0f} | {memory:.0f} |", flush=True)


def interrupted(binary, folder, store, file):
    whole = Import(binary, folder, store, file)
    seconds, _ = whole.run()
    killed = Import(binary, folder, store, file)
    for _ in range(KILLS):
        process = killed.begin()
        time.sleep(random.uniform(0.05, 0.9) * seconds / 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
    killed.run()
    same = whole.digest() == killed.digest()
    print(f"| {store.name} | {KILLS} | {whole.digest()[0]:,} | {'equal' if same else 'DIFFERENT'} | {killed.mails()} |")
    return same and killed.mails() == 0


def main(*counts):
    binary = build(ROOT)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        print("| rows | store | seconds | rows a second | peak memory, MiB |\n| --- | --- | --- | --- | --- |")
        for rows in counts or (100_000, 1_000_000):
            measure(binary, folder, int(rows))
        print("\n| store | kills | people | digests | mails |\n| --- | --- | --- | --- | --- |")
        file = folder / "killed.csv"
        people.main(KILLED_ROWS, file)
        return all([interrupted(binary, folder, store, file) for store in (Sqlite, Postgres)])


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
