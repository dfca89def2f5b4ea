#!/usr/bin/env python3
"""Measures the service and, in turns with it, node-oidc-provider; writes docs/benchmarks/.

Takes some ten minutes after the builds; `--short` tries it out in two.
"""

import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from fill import fill
from report import MODES, report
from servers import HERE, ROOT, Peer, Service, build

STARTS = 7
IDLE_SECONDS = 3
# The service's hashing threads give their memory back after ten.
AFTER_SECONDS = 15


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each mode and server")
    parser.add_argument("--seconds", type=float, default=5, help="length of a run")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument("--short", action="store_true", help="one round of one second, nothing written to docs/")
    parser.add_argument("--no-peer", action="store_true", help="the service alone")
    parser.add_argument("--filled", action="store_true", help="with 10,000 people and 100,000 tokens in the store")
    options = parser.parse_args()
    if options.short:
        options.rounds, options.seconds = 1, 1
    return options


def drive(driver, server, mode, options, connections):
    command = [driver, "run", server.profile(), mode, "--connections", connections, "--seconds", options.seconds]
    command += ["--pids", server.process.pid]
    return {"server": server.name, "durability": server.durability, **line_of(command)}


def line_of(command):
    command = [str(part) for part in command]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"failed: {' '.join(command)}")
    run = json.loads(done.stdout)
    cost = f"{run['mode']:>10} {run.get('server_cpu_us', 0):>9,.0f} µs {run['per_second']:>9,.0f}/s"
    print(cost, f"{run.get('p50_ms', 0):>7.2f} ms  others {run['other_cores']:.1f}", run.get("first_error") or "")
    return run


def measure(driver, servers, options):
    """Every run, the servers taking turns."""
    runs = []
    for mode in options.modes:
        for _ in range(options.rounds):
            for server in servers:
                print(f"{server.name:>8}", end=" ", flush=True)
                runs.append(drive(driver, server, mode, options, options.connections))
            if mode == "login":
                runs.append({"server": "driver", **line_of([driver, "hash", "--seconds", options.seconds])})
    if "sso" in options.modes:
        runs += [drive(driver, server, "sso", options, 1) for _ in range(options.rounds) for server in servers]
    return runs


def start_often(server):
    """Cold starts on what exists, the last of which stays up."""
    times = []
    for number in range(STARTS):
        times.append(server.start())
        if number < STARTS - 1:
            server.stop()
    time.sleep(IDLE_SECONDS)
    return {"start_ms": statistics.median(times), "idle_mib": server.rss_mib()}


def write(text, runs, filled):
    folder = ROOT / "docs" / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{datetime.date.today()}-embedded{'-filled' if filled else ''}"
    (folder / f"{name}.md").write_text(text)
    (folder / f"{name}.jsonl").write_text("".join(json.dumps(run) + "\n" for run in runs))
    print(f"written to {folder / name}.md")


def fill_after_a_login(driver, service):
    """What is copied must be there: a login with a refresh token."""
    service.start()
    line_of([driver, "run", service.profile(), "refresh", "--connections", 1, "--seconds", 0.1])
    service.stop()
    fill(service.folder / "idp.db")


def bench(options, folder):
    service = Service(folder, build(ROOT))
    driver = build(HERE / "flow", "--target-dir", HERE / "flow" / "target")
    servers = [service] if options.no_peer else [service, Peer(folder)]
    try:
        processes = {}
        for server in servers:
            server.prepare()
            if options.filled and server is service:
                fill_after_a_login(driver, service)
            processes[server.name] = start_often(server)
        runs = measure(driver, servers, options)
        time.sleep(AFTER_SECONDS)
        for server in servers:
            mine = [run["server_rss_mib"] for run in runs if run["server"] == server.name]
            processes[server.name] |= {"loaded_mib": max(mine), "after_mib": server.rss_mib()}
    finally:
        for server in servers:
            server.stop()
    versions = "" if options.no_peer else f"node-oidc-provider {Peer.version()}."
    note = ", 10,000 people and 100,000 tokens" if options.filled else ""
    text = report(runs, processes, servers, ROOT, versions, note)
    print("\n" + text)
    if not options.short:
        write(text, runs, options.filled)
    return any(run["errors"] or not run["ok"] for run in runs)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(bench(arguments(), pathlib.Path(scratch)))
