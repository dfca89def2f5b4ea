#!/usr/bin/env python3
"""Twenty minutes of mixed load on replicas of the service; writes docs/benchmarks/.

Exits with 1 when anything failed or a replica's memory or its open files grew: the trend of the last three quarters,
over twenty minutes, must stay under a tenth of what it used after the first.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from report import command_line, commit, machine, table, verdict
from servers import HERE, ROOT, build
from stores import Postgres, Redis, Replicas

# Logins first: the hashing threads give their memory back ten seconds after the last, before the memory is read.
ACTS = {"login": 4, "sso": 16, "refresh": 16, "cc": 16, "userinfo": 16}
LIMIT = 0.1
# What may not grow, and what the reader calls it.
GROWING = {"mib": "memory", "files": "open files"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=6, help="length of a run of one act")
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--short", action="store_true", help="one minute, nothing written to docs/")
    parser.add_argument("--service", help="a release binary of the service, built already")
    parser.add_argument("--driver", help="the load driver, built already")
    parser.add_argument("--note", default="", help="what a reader of the report must know of its making")
    options = parser.parse_args()
    if options.short:
        options.minutes = 1
    return options


def resident_mib(pid):
    with open(f"/proc/{pid}/status") as status:
        return int(next(line for line in status if line.startswith("VmRSS:")).split()[1]) / 1024


def open_files(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


class Soak:
    """The service on its stores under load, and what was seen of it."""

    def __init__(self, options, folder):
        self.options = options
        self.driver = options.driver or build(HERE / "flow", "--target-dir", HERE / "flow" / "target")
        self.postgres, self.redis = Postgres(), Redis(folder)
        self.versions = f"PostgreSQL {self.postgres.version()}, Redis {self.redis.version()}"
        self.service = Replicas(folder, options.service or build(ROOT), self.postgres, self.redis)
        self.done, self.errors, self.first_error, self.samples = dict.fromkeys(ACTS, 0), 0, None, []

    def run(self):
        self.service.prepare()
        self.service.begin(self.options.replicas)
        begun = time.monotonic()
        while (minute := (time.monotonic() - begun) / 60) < self.options.minutes:
            for act, connections in ACTS.items():
                self.drive(act, connections)
            self.sample(minute)

    def drive(self, act, connections):
        command = [self.driver, "run", self.service.profile(), act, "--seconds", self.options.seconds]
        command += ["--connections", connections, "--pids", self.service.pids()]
        done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True)
        if done.returncode:
            raise SystemExit(f"failed: {' '.join(map(str, command))}")
        run = json.loads(done.stdout)
        self.done[act] += run["done"]
        self.errors += run["errors"]
        self.first_error = self.first_error or run.get("first_error")

    def sample(self, minute):
        pids = self.service.pids().split(",")
        redis = int(self.redis.info("memory")["used_memory"]) / 1024 / 1024
        here = {"mib": [resident_mib(pid) for pid in pids], "files": [open_files(pid) for pid in pids]}
        self.samples.append({"minute": round(minute, 2), **here, "redis_mib": round(redis, 1)})
        print(json.dumps(self.samples[-1]), "errors", self.errors, flush=True)

    def growth(self, what):
        """By how much of its `what` each replica grows in the whole time, by the trend of the last three quarters."""
        late = [one for one in self.samples if one["minute"] >= self.options.minutes / 4]
        minutes = [one["minute"] for one in late]
        each = zip(*(one[what] for one in late))
        return [slope(minutes, seen) * self.options.minutes / seen[0] for seen in each]

    def failed(self):
        return bool(self.errors) or any(part > LIMIT for what in GROWING for part in self.growth(what))


def slope(xs, ys):
    """The trend by least squares."""
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - middle_x) ** 2 for x in xs)
    return sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys)) / spread if spread else 0.0


def report(soak, options):
    every = max(1, len(soak.samples) // 10)
    rows = [
        [f"{one['minute']:.0f}", *(f"{mib:.1f}, {files}" for mib, files in zip(one["mib"], one["files"])), f"{one['redis_mib']:.1f}"]
        for one in soak.samples[::every]
    ]
    acts = ", ".join(f"{act} {count:,}" for act, count in soak.done.items())
    first = soak.first_error or ""
    parts = [
        f"# {options.minutes:.0f} minutes of load on {options.replicas} replicas, {datetime.date.today()}",
        f"`{command_line('soak.py')}`  \nMachine: {machine()}. Commit {commit(ROOT)}. {soak.versions}. {Replicas.durability}.",
        options.note,
        f"Done: {acts}. Errors: {soak.errors}. {first}".rstrip(),
        table(
            ["replica", "of its", "trend over the whole time", "limit", "met"],
            [
                [str(n), name, f"{part:+.1%}", f"{LIMIT:.0%}", verdict(part, LIMIT)]
                for what, name in GROWING.items()
                for n, part in enumerate(soak.growth(what), 1)
            ],
        ),
        "Resident memory in MiB and open files at the end of a round of all acts; Redis's memory in MiB:",
        table(["minute", *(f"replica {n + 1}" for n in range(options.replicas)), "Redis"], rows),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def main(options):
    with tempfile.TemporaryDirectory() as scratch:
        soak = Soak(options, pathlib.Path(scratch))
        try:
            soak.run()
        finally:
            soak.service.end()
            soak.redis.stop()
    text = report(soak, options)
    print("\n" + text)
    if not options.short:
        path = ROOT / "docs" / "benchmarks" / f"{datetime.date.today()}-soak"
        path.with_suffix(".md").write_text(text)
        path.with_suffix(".jsonl").write_text("".join(json.dumps(one) + "\n" for one in soak.samples))
        print(f"written to {path}.md")
    return soak.failed()


if __name__ == "__main__":
    if "IDP_TEST_POSTGRES" not in os.environ:
        os.environ |= {"FSYNC": "on", "POSTGRES_OPTIONS": "-c shared_preload_libraries=pg_stat_statements"}
        os.execv(ROOT / "tests/with-postgres.sh", ["with-postgres.sh", sys.executable, *sys.argv])
    sys.exit(main(arguments()))
