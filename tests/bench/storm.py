#!/usr/bin/env python3
"""A storm of wrong passwords at a fixed rate, and what everybody else feels of it; writes docs/benchmarks/.

The limits are those that the service has by itself; the wrong passwords come from thousands of networks, on
thousands of accounts and on names that nobody has, so that no limit for one of them stops the storm.
"""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import urllib.parse

from fill import copy, uuid
from report import command_line, commit, machine, table, verdict
from servers import HERE, REDIRECT_URI, ROOT, SECRET, Service, build

GOAL_MS = 50
TARGETS = 5000
# Clients that reach a service elsewhere do not wait for its cores.
DRIVER_NICENESS = -10

ONE_PAGE_CLIENT = f"""
[[clients]]
client_id = "one-page"
name = "One page"
secret = "{SECRET}"
token_endpoint_auth_method = "client_secret_basic"
redirect_uris = ["{REDIRECT_URI}"]
grant_types = ["authorization_code"]
scopes = ["openid"]
require_pkce = false
login = "one-page"
"""

ERRANDS = {
    "refresh": "refresh of a token",
    "userinfo": "userinfo",
    "sso": "login with a session",
    "login_known_browser": "right password, browser that signed in before",
    "login_new_browser": "right password, new browser",
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=1000, help="wrong passwords a second")
    parser.add_argument("--rounds", type=int, default=3, help="storms, each after a calm")
    parser.add_argument("--seconds", type=float, default=20, help="length of a storm and of a calm")
    parser.add_argument("--short", action="store_true", help="one round of five seconds, nothing written to docs/")
    parser.add_argument("--service", help="a release binary of the service, built already")
    options = parser.parse_args()
    if options.short:
        options.rounds, options.seconds = 1, 5
    return options


class StormService(Service):
    """The service behind a proxy, with its own limits."""

    def __init__(self, folder, binary):
        super().__init__(folder, binary, http='trusted_proxies = ["127.0.0.0/8"]', limits="", more=ONE_PAGE_CLIENT)

    def particulars(self):
        query = {"response_type": "code", "client_id": "one-page", "redirect_uri": REDIRECT_URI, "scope": "openid"}
        page = f"{self.issuer}/authorize?{urllib.parse.urlencode(query | {'state': 'storm'})}"
        return super().particulars() | {"session_cookie": "idp_session", "one_page_login": page}


def add_targets(path, count):
    """Accounts with a password, by copying one that was made by the pages."""
    database = sqlite3.connect(path)
    with database:
        for number in range(count):
            address = f"target{number}@example.test"
            values = {"sub": f"target-{number}", "email": address, "email_key": address}
            copy(database, "accounts", id=uuid(), **values)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def favour():
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, DRIVER_NICENESS)


def drive(driver, service, rate, seconds):
    command = [driver, "storm", service.profile(), "--rate", rate, "--seconds", seconds, "--targets", TARGETS]
    command = [str(part) for part in [*command, "--pids", service.process.pid]]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, preexec_fn=favour)
    if done.returncode:
        raise SystemExit(f"failed: {' '.join(command)}")
    run = json.loads(done.stdout)
    attack, refresh = run["attack"], run["errands"]["refresh"]
    print(
        f"{rate:>6.0f}/s  checked {attack['checked_per_second']:.0f}/s, busy {attack['busy']}, "
        f"refresh p99 {refresh['p99_ms']:.1f} ms, others {run['other_cores']:.1f}",
        attack["first_error"] or refresh["first_error"] or "",
        flush=True,
    )
    return run


def values_of(runs, errand, field):
    return [run["errands"][errand][field] for run in runs]


def latency(runs, errand):
    cells = [statistics.median(values_of(runs, errand, field)) for field in ("p50_ms", "p99_ms", "p999_ms")]
    return " / ".join(f"{cell:.1f}" for cell in cells)


def errand_rows(calm, storms):
    for errand, title in ERRANDS.items():
        goal = GOAL_MS if errand == "refresh" else None
        worst = max(values_of(storms, errand, "p99_ms"))
        errors = sum(values_of(calm + storms, errand, "errors"))
        came_in = statistics.median(values_of(storms, errand, "came_in"))
        rate = statistics.median(values_of(storms, errand, "per_second"))
        yield [
            title,
            latency(calm, errand),
            latency(storms, errand),
            f"{worst:.1f}",
            f"{rate:.1f}",
            f"{came_in:.0%}",
            f"p99 < {goal} ms" if goal else "",
            verdict(None if errors else worst, goal),
        ]


def attack_rows(storms):
    for run in storms:
        attack = run["attack"]
        yield [
            f"{attack['checked_per_second']:.0f}",
            f"{attack['checked_p50_ms']:.0f} / {attack['checked_p99_ms']:.0f}",
            f"{attack['busy'] / run['seconds']:.0f}",
            f"{attack['busy_p50_ms']:.0f} / {attack['busy_p99_ms']:.0f}",
            str(attack["locked"] + attack["throttled"]),
            str(attack["errors"] + attack["given_up"]),
            str(attack["bare"]),
            f"{run['server_cores']:.2f}",
            f"{run['driver_cores']:.2f}",
            f"{run['other_cores']:.2f}",
            f"{run['server_rss_mib']:.0f}",
        ]


def report(calm, storms, options):
    rate = f"{options.rate:,.0f}"
    errand_header = ["errand", "calm p50 / p99 / p99.9 ms", "storm p50 / p99 / p99.9 ms", "worst p99 of a round, ms"]
    errand_header += ["done a second", "came in at the first try", "goal", "met"]
    attack_header = ["checked a second", "p50 / p99 ms", "told to come back, a second", "p50 / p99 ms"]
    attack_header += ["locked or throttled", "errors", "without a page or Retry-After", "service's cores"]
    attack_header += ["driver's cores", "other cores", "MiB"]
    return "\n\n".join(
        [
            f"# Login storm: {rate} wrong passwords a second, {datetime.date.today()}",
            f"`{command_line('storm.py')}`  \nMachine: {machine()}. Commit {commit(ROOT)}. {Service.durability}.",
            f"Wrong passwords come at a fixed rate, whatever the answers do (an open loop), from 5,000 networks, half of "
            f"them on {TARGETS:,} accounts, half on names that nobody has; the service has its default limits. "
            f"Meanwhile people and services go about their business at fixed rates too; a latency counts from the "
            f"moment at which the request was due. {options.rounds} rounds of {options.seconds:.0f} s, medians of the "
            "rounds. Driver and service share the cores; the driver goes first where the system allows it.",
            table(errand_header, errand_rows(calm, storms)),
            "## What the wrong passwords were answered",
            table(attack_header, attack_rows(storms)),
        ]
    ) + "\n"


def bench(options, folder):
    service = StormService(folder, options.service or build(ROOT))
    driver = build(HERE / "flow", "--target-dir", HERE / "flow" / "target")
    service.prepare()
    add_targets(service.database, TARGETS)
    calm, storms = [], []
    try:
        service.start()
        for _ in range(options.rounds):
            calm.append(drive(driver, service, 0, options.seconds))
            storms.append(drive(driver, service, options.rate, options.seconds))
    finally:
        service.stop()
    text = report(calm, storms, options)
    print("\n" + text)
    if not options.short:
        path = ROOT / "docs" / "benchmarks" / f"{datetime.date.today()}-storm"
        path.with_suffix(".md").write_text(text)
        path.with_suffix(".jsonl").write_text("".join(json.dumps(run) + "\n" for run in calm + storms))
        print(f"written to {path}.md")
    return max(values_of(storms, "refresh", "p99_ms")) >= GOAL_MS or any(run["attack"]["bare"] for run in storms)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(bench(arguments(), pathlib.Path(scratch)))
