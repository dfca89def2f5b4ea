#!/usr/bin/env python3
"""Measures one to three replicas on PostgreSQL and Redis; writes docs/benchmarks/ and the figures of docs/scale.md.

Processor time is counted for the service, PostgreSQL and Redis apart, and so is what an act does in them: statements,
rows, bytes of the log, commands, keys. PostgreSQL writes as in production (fsync=on). Takes some ten minutes after
the builds; `--short` tries it out and writes nothing.
"""

import argparse
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import people
import scale_page
from report import commit, machine
from servers import HERE, ROOT, build
from stores import Postgres, Redis, Replicas, seconds_of

REPLICAS = (1, 2, 3)
ACTS = ("sso", "login", "refresh", "userinfo")
# Of these the rows, statements and commands are counted; userinfo leaves nothing behind.
COUNTED = ("sso", "login", "refresh")
# So few that hardly any is under way when the counting begins and ends.
LOGINS_AT_ONCE = 4
# So small that three replicas, both stores and the driver have room on two cores.
SHARE = 0.2
OPTIONS = "-c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.max=5000"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each act and number of replicas")
    parser.add_argument("--seconds", type=float, default=5, help="length of a run")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--accounts", type=int, default=20_000, help="people imported to weigh an account")
    parser.add_argument("--short", action="store_true", help="one round of one second, nothing written to docs/")
    parser.add_argument("--service", help="a release binary of the service, built already")
    parser.add_argument("--driver", help="the load driver, built already")
    parser.add_argument("--note", default="", help="what a reader of the report must know of its making")
    options = parser.parse_args()
    if options.short:
        options.rounds, options.seconds, options.accounts = 1, 1, 2000
    return options


class Bench:
    """The service on its stores, and what was measured."""

    def __init__(self, options, folder):
        self.options, self.folder, self.lines = options, folder, []
        self.driver = options.driver or build(HERE / "flow", "--target-dir", HERE / "flow" / "target")
        self.binary = options.service or build(ROOT)
        self.postgres, self.redis = Postgres(), Redis(folder)
        self.service = Replicas(folder, self.binary, self.postgres, self.redis)

    def drive(self, act, seconds, connections):
        command = [self.driver, "run", self.service.profile(), act, "--seconds", seconds, "--connections", connections]
        command += ["--pids", self.service.pids(), "--store", f"postgres={self.postgres.pid}", "--store", f"redis={self.redis.pid}"]
        done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True)
        if done.returncode:
            raise SystemExit(f"failed: {' '.join(map(str, command))}")
        return json.loads(done.stdout)

    def note(self, series, **values):
        self.lines.append({"series": series, **values})
        print(json.dumps(self.lines[-1]), flush=True)

    def run(self):
        self.service.prepare()
        self.weigh_accounts()
        for _ in range(self.options.rounds):
            for count in REPLICAS:
                self.costs(count)
        for count in REPLICAS:
            self.growth(count)
        self.counts()
        self.weigh_rows()

    def weigh_accounts(self):
        file = self.folder / "many.csv"
        people.main(self.options.accounts, file)
        before = self.postgres.bytes()
        self.service.run("import", "run", str(file), "--batch", "many")
        grown = {name: size - before[name] for name, size in self.postgres.bytes().items()}
        each = {name: size / self.options.accounts for name, size in grown.items() if size}
        self.note("accounts", accounts=self.options.accounts, bytes_each=sum(each.values()), by_table=each)

    def costs(self, count):
        """Every act, by replicas that take whatever the machine has."""
        self.service.begin(count)
        self.idle(count)
        for act in ACTS:
            self.note("cost", replicas=count, **self.drive(act, self.options.seconds, self.at_once(act)))
        self.note("memory", replicas=count, **self.memory())
        self.service.end()

    def idle(self, count):
        """What the stores take while nobody does anything: it is no part of an act."""
        pids = {"postgres": self.postgres.pid, "redis": self.redis.pid}
        before = {name: seconds_of(pid) for name, pid in pids.items()}
        time.sleep(self.options.seconds)
        spent = {name: (seconds_of(pid) - before[name]) * 1e6 / self.options.seconds for name, pid in pids.items()}
        self.note("idle", replicas=count, stores_cpu_us_a_second=spent)

    def at_once(self, act):
        return LOGINS_AT_ONCE if act == "login" else self.options.connections

    def memory(self):
        pids = self.service.pids().split(",")
        resident = [int(line.split()[1]) / 1024 for pid in pids for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS")]
        sessions = self.postgres.rows("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return {"mib_each": sum(resident) / len(resident), "connections": int(sessions[0][0]) - 1}

    def growth(self, count):
        """Replicas that are held to a part of a core each: what one more of them brings."""
        try:
            self.service.begin(count, SHARE)
        except OSError as error:
            return self.note("growth", replicas=count, left_out=f"no control group can be made: {error.strerror}")
        for act in ("sso", "login"):
            seconds = self.options.seconds * (1 if act == "sso" else 2)
            self.note("growth", replicas=count, share=SHARE, **self.drive(act, seconds, 4 * count))
        self.service.end()

    def counts(self):
        """What an act does in the stores: a longer run less a shorter one, so that the preparation falls out."""
        self.service.begin(2)
        for act in COUNTED:
            short, long = (self.counted(act, seconds) for seconds in (0.5, 0.5 + self.options.seconds))
            acts = long.pop("acts") - short.pop("acts")
            each = {name: (value - short.get(name, 0)) / acts for name, value in long.items()}
            self.note("counts", mode=act, acts=acts, each={name: value for name, value in each.items() if abs(value) >= 0.005})
        keys = self.redis.keys()
        self.note("keys", seen=len(keys), bytes_each=sum(size for size, _ in keys) / len(keys), longest_ttl=max(ttl for _, ttl in keys))
        self.service.end()

    def counted(self, act, seconds):
        before = self.postgres.done() | self.redis.done()
        run = self.drive(act, seconds, self.at_once(act))
        after = self.postgres.done() | self.redis.done()
        return {"acts": run["done"], **{name: value - before.get(name, 0) for name, value in after.items()}}

    def weigh_rows(self):
        sizes, rows = self.postgres.bytes(), self.postgres.tables()
        # Few rows are mostly the room around them.
        self.note("rows", bytes_each={name: sizes[name] / count for name, count in rows.items() if count >= 500})


def command_of(options):
    return f"python3 tests/bench/scale.py --rounds {options.rounds} --seconds {options.seconds:g} --accounts {options.accounts}"


def conditions(options, bench):
    versions = f"PostgreSQL {bench.postgres.version()}, Redis {bench.redis.version()}"
    line = {"series": "conditions", "command": command_of(options), "machine": machine(), "commit": commit(ROOT)}
    return line | {"versions": versions, "durability": Replicas.durability, "date": str(datetime.date.today()), "note": options.note}


def main(options):
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options, pathlib.Path(scratch))
        try:
            bench.lines.append(conditions(options, bench))
            bench.run()
        finally:
            bench.service.end()
            bench.redis.stop()
    if not options.short:
        path = ROOT / "docs" / "benchmarks" / f"{datetime.date.today()}-scale.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in bench.lines))
        scale_page.write(path)
        print(f"written to {path}, its report and docs/scale.md")
    return any(line.get("errors") for line in bench.lines)


if __name__ == "__main__":
    if "IDP_TEST_POSTGRES" not in os.environ:
        os.environ |= {"FSYNC": "on", "POSTGRES_OPTIONS": OPTIONS}
        os.execv(ROOT / "tests/with-postgres.sh", ["with-postgres.sh", sys.executable, *sys.argv])
    # Ends what it started, also when it is ended itself.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(arguments()))
