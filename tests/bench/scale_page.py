#!/usr/bin/env python3
"""Makes the report of a measurement of scale.py, and the figures of docs/scale.md: scale_page.py [JSONL]

Without a file it takes the newest of docs/benchmarks. A test makes both anew and wants them as they lie there, so
that no figure stands in either that was not measured or reckoned from what was.
"""

import json
import pathlib
import re
import statistics
import sys

from report import table

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/scale.md"
BLOCK = re.compile(r"(?s)(<!-- figures: (\w+) -->\n).*?(<!-- end -->)")
TITLES = {
    "login": "whole login with a password",
    "sso": "login with a session",
    "refresh": "refresh with rotation",
    "userinfo": "userinfo",
}

# What the arithmetic takes for granted; docs/scale.md shows it.
PEOPLE = {"1 M accounts": 1_000_000, "100 M accounts": 100_000_000}
MORNING_SHARE, MORNING_SECONDS = 0.05, 900
BUSY = 0.7
REPLICA_CORES, DATABASE_CORES = 2, 16
MINUTES_OF_A_MONTH = 30 * 24 * 60
LOGINS, SSO, REFRESHES = 2, 2, 5
KEPT_MONTHS = {"sessions": 3, "grants": 3, "refresh_families": 3, "audit": 24}
ASSUMPTIONS = [
    ("a person types the password", f"{LOGINS} times a month", "what people do"),
    ("each time single sign-on brings on to", f"{SSO} more services", "what people do"),
    ("and a service refreshes", f"{REFRESHES} times", "what people do"),
    ("Monday morning", f"{MORNING_SHARE:.0%} of all people type their password within {MORNING_SECONDS // 60} minutes", "what people do"),
    ("no core is planned busier than", f"{BUSY:.0%}", "how it is run"),
    ("a replica has", f"{REPLICA_CORES} cores", "how it is run"),
    ("PostgreSQL has", f"{DATABASE_CORES} cores", "how it is run"),
    ("Redis executes commands on", "1 core a node", "Redis"),
    ("a session with its grants is kept after its end", "3 months", "`adapters/sql/purge.rs`"),
    ("a line of the audit trail is kept", "24 months", "`[audit] security_kept`"),
]


class Measured:
    """The lines of a result file."""

    def __init__(self, path):
        self.path, self.lines = path, [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    def of(self, series, **wanted):
        return [line for line in self.lines if line["series"] == series and all(line.get(key) == value for key, value in wanted.items())]

    def one(self, series, **wanted):
        return self.of(series, **wanted)[-1]

    def cpu(self, act, part, **wanted):
        """Median CPU microseconds of an act in the service, `postgres` or `redis`; of a store, what it takes anyway is not in it."""
        runs = self.of("cost", mode=act, **wanted)
        if part == "service":
            return statistics.median(run["server_cpu_us"] for run in runs)
        return statistics.median(max(0, run["stores_cpu_us"][part] - self.idle(part, run["replicas"]) / run["per_second"]) for run in runs)

    def idle(self, part, replicas):
        """CPU microseconds a second of a store while nobody does anything."""
        return statistics.median(line["stores_cpu_us_a_second"][part] for line in self.of("idle", replicas=replicas))

    def each(self, act, name):
        return self.one("counts", mode=act)["each"].get(name, 0)

    def grown(self, act, months):
        """Bytes that one act leaves in PostgreSQL, each table's times the months it is kept."""
        weights = self.one("rows")["bytes_each"]
        return sum(self.each(act, f"rows {name}") * weights.get(name, 0) * kept for name, kept in months.items())


def number(value):
    """Three figures that count."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def size(count):
    unit = next(unit for unit in ("B", "kB", "MB", "GB", "TB", "PB") if count < 1000 or unit == "PB" or not (count := count / 1000))
    return f"{number(count)} {unit}"


def conditions(data):
    made = data.one("conditions")
    note = f" {made['note']}" if made["note"] else ""
    return f"`{made['command']}`  \nMachine: {made['machine']}. Commit {made['commit']}. {made['versions']}. {made['durability']}.{note}"


def costs(data):
    for act, title in TITLES.items():
        for count in sorted({run["replicas"] for run in data.of("cost")}):
            runs = data.of("cost", mode=act, replicas=count)
            middle = {field: statistics.median(run[field] for run in runs) for field in ("per_second", "p50_ms", "p99_ms")}
            parts = [number(data.cpu(act, part, replicas=count)) for part in ("service", "postgres", "redis")]
            latency = f"{middle['p50_ms']:.1f} / {middle['p99_ms']:.1f}"
            faults = str(sum(run["errors"] for run in runs))
            others = f"{max(run['other_cores'] for run in runs):.1f}"
            yield [title, str(count), *parts, number(middle["per_second"]), latency, faults, others]


def growth(data):
    for act in ("sso", "login"):
        runs = [run for run in data.of("growth") if run.get("mode") == act]
        for run in runs:
            times = f"{run['per_second'] / runs[0]['per_second']:.2f}" if runs[0]["per_second"] else "void"
            yield [TITLES[act], str(run["replicas"]), f"{run['share']:g}", number(run["per_second"]), times, str(run["errors"]), f"{run['other_cores']:.1f}"]


def counts(data):
    acts = [line["mode"] for line in data.of("counts")]
    names = sorted({name for act in acts for name in data.one("counts", mode=act)["each"]})
    for name in names:
        yield [name, *(number(data.each(act, name)) if data.each(act, name) > 0 else "" for act in acts)]


def processes(data):
    for count in sorted({line["replicas"] for line in data.of("memory")}):
        lines = data.of("memory", replicas=count)
        most = [max(line[field] for line in lines) for field in ("mib_each", "connections")]
        yield [str(count), f"{most[0]:.0f}", str(most[1]), *(number(data.idle(part, count)) for part in ("postgres", "redis"))]


def report(data):
    """The page beside a result file."""
    made = data.one("conditions")
    accounts, rows = data.one("accounts"), data.one("rows")["bytes_each"]
    acts = [TITLES[line["mode"]] for line in data.of("counts")]
    return "\n\n".join([
        f"# Replicas on PostgreSQL and Redis, {made['date']}",
        conditions(data),
        "Driver, replicas and both stores share the cores, so rates are those of all together; CPU µs is user and system time "
        "for one act, counted for the replicas, PostgreSQL with its children, and Redis apart, less what the stores take while "
        "nobody does anything. What one replica gives is "
        "shown to another: a browser and the relying party's server talk to two of them. Medians of all rounds. *Other "
        "cores*: the most that other programs of the machine used meanwhile.",
        "## What an act costs",
        table(["act", "replicas", "service: CPU µs", "PostgreSQL: CPU µs", "Redis: CPU µs", "per second", "p50 / p99 ms", "errors", "other cores"], costs(data)),
        "## What one more replica brings",
        "Here each replica may use only the part of a core that is named, so that there is room for more of them.",
        table(["act", "replicas", "cores each", "per second", "times one replica", "errors", "other cores"], growth(data)),
        "## What an act does in the stores",
        "`sql …`: statements by their first word; `rows …`: rows more; `log bytes`: bytes of PostgreSQL's log; `redis …`: commands, "
        f"and keys more. {data.one('keys')['seen']} keys that were there took {number(data.one('keys')['bytes_each'])} bytes each; "
        f"the longest had {data.one('keys')['longest_ttl']} s to live.",
        table(["each", *acts], counts(data)),
        "## What is kept",
        f"An imported account with an address, a telephone number and one older id takes {number(accounts['bytes_each'])} bytes, indexes "
        f"included ({accounts['accounts']:,} of them); it has no password yet. Bytes of a row, indexes included, dead rows away:",
        table(["table", "bytes a row"], ([name, number(weight)] for name, weight in sorted(rows.items()))),
        "## Replicas, and stores that nobody asks anything",
        table(["replicas", "MiB each", "connections to PostgreSQL", "PostgreSQL: CPU µs a second, idle", "Redis: CPU µs a second, idle"], processes(data)),
    ]) + "\n"


def ceilings(data):
    for act, title in TITLES.items():
        service, database, cache = (data.cpu(act, part) for part in ("service", "postgres", "redis"))
        most = [REPLICA_CORES * BUSY * 1e6 / service, DATABASE_CORES * BUSY * 1e6 / database]
        cells = [f"{REPLICA_CORES} × {BUSY:g} × 1,000,000 ÷ {number(service)} = **{number(most[0])}**"]
        cells += [f"{DATABASE_CORES} × {BUSY:g} × 1,000,000 ÷ {number(database)} = **{number(most[1])}**"]
        limits = {"PostgreSQL": most[1]}
        if cache >= 1:
            limits["Redis"] = BUSY * 1e6 / cache
            cells.append(f"{BUSY:g} × 1,000,000 ÷ {number(cache)} = **{number(limits['Redis'])}**")
        else:
            cells.append("no commands")
        first = min(limits, key=limits.get)
        yield [title, *cells, f"{first}, with {number(limits[first] / most[0])} replicas"]


def sizes(data):
    account = data.one("accounts")["bytes_each"]
    monthly = sum(share * data.grown(act, KEPT_MONTHS) for act, share in (("login", LOGINS), ("sso", LOGINS * SSO), ("refresh", LOGINS * REFRESHES)))
    log = sum(share * data.each(act, "log bytes") for act, share in (("login", LOGINS), ("sso", LOGINS * SSO), ("refresh", LOGINS * REFRESHES)))
    for title, people in PEOPLE.items():
        yield [
            title, f"{number(account)} B × {people:,} = **{size(account * people)}**", f"{number(monthly)} B × {people:,} = **{size(monthly * people)}**",
            f"{number(log)} B × {people:,} = **{size(log * people)}**",
        ]


def audit(data):
    lines = {act: data.each(act, "rows audit") for act in ("login", "sso", "refresh")}
    monthly = LOGINS * lines["login"] + LOGINS * SSO * lines["sso"] + LOGINS * REFRESHES * lines["refresh"]
    parts = [f"{LOGINS} × {number(lines['login'])}", f"{LOGINS * SSO} × {number(lines['sso'])}", f"{LOGINS * REFRESHES} × {number(lines['refresh'])}"]
    for title, people in PEOPLE.items():
        minute = monthly * people / MINUTES_OF_A_MONTH
        yield [title, f"{' + '.join(parts)} = **{number(monthly)}**", f"{number(monthly)} × {people:,} ÷ {MINUTES_OF_A_MONTH:,} = **{number(minute)}**"]


def morning(data):
    service, database, cache = (data.cpu("login", part) for part in ("service", "postgres", "redis"))
    keys, key = data.each("login", "redis set") + data.each("login", "redis evalsha"), data.one("keys")
    connections = max(line["connections"] / line["replicas"] for line in data.of("memory"))
    columns = []
    for people in PEOPLE.values():
        rate = people * MORNING_SHARE / MORNING_SECONDS
        cores = {name: rate * cost / 1e6 / BUSY for name, cost in (("service", service), ("database", database), ("cache", cache))}
        replicas = max(2, -(-cores["service"] // REPLICA_CORES))
        columns.append([
            f"{people:,} × {MORNING_SHARE:g} ÷ {MORNING_SECONDS} = **{number(rate)}**",
            f"{number(rate)} × {number(service)} ÷ 1,000,000 ÷ {BUSY:g} = **{number(cores['service'])}**",
            f"**{replicas:,.0f}**",
            f"{number(rate)} × {number(database)} ÷ 1,000,000 ÷ {BUSY:g} = **{number(cores['database'])}**",
            f"{number(rate)} × {number(cache)} ÷ 1,000,000 ÷ {BUSY:g} = **{number(cores['cache'])}**",
            f"{number(rate)} × {size(data.each('login', 'log bytes'))} = **{size(rate * data.each('login', 'log bytes'))}**",
            f"{replicas:,.0f} × {number(connections)} = **{number(replicas * connections)}**",
            f"{number(rate)} × {key['longest_ttl']} × {number(keys)} × {size(key['bytes_each'])} = **{size(rate * key['longest_ttl'] * keys * key['bytes_each'])}**",
        ])
    titles = ["passwords a second", "cores of the service", f"replicas of {REPLICA_CORES} cores, two at least", "cores of PostgreSQL", "cores of Redis"]
    titles += ["PostgreSQL's log a second", "connections to PostgreSQL", "memory of Redis, at the most: every key of every login, as long as the longest lives"]
    return [[title, *cells] for title, *cells in zip(titles, *columns)]


def blocks(data):
    """The figures of docs/scale.md, by the names of their places."""
    made = data.one("conditions")
    source = f"Measured: [{data.path.stem}](benchmarks/{data.path.stem}.md), by `{made['command']}`."
    header = ["act", "replicas", "service: CPU µs", "PostgreSQL: CPU µs", "Redis: CPU µs"]
    return {
        "source": source + (f" {made['note']}" if made["note"] else ""),
        "assumptions": table(["what", "how much", "whose"], ([*line] for line in ASSUMPTIONS)),
        "costs": source + "\n\n" + table(header, (line[:5] for line in costs(data))),
        "growth": source + "\n\n" + table(["act", "replicas", "cores each", "per second", "times one replica"], (line[:5] for line in growth(data))),
        "ceilings": source + "\n\n" + table(["act", "one replica, a second", "one PostgreSQL, a second", "one node of Redis, a second", "what is full first"], ceilings(data)),
        "sizes": source + "\n\n" + table(["", "accounts, not yet activated", "sessions, grants and audit trail once it is steady", "PostgreSQL's log a month"], sizes(data)),
        "audit": source + "\n\n" + table(["", "lines a month for a person: logins, single sign-on, refreshes", "lines a minute"], audit(data)),
        "morning": source + "\n\n" + table(["Monday morning", *PEOPLE], morning(data)),
    }


def page(data):
    """docs/scale.md with these figures."""
    made = blocks(data)
    return BLOCK.sub(lambda found: f"{found[1]}\n{made[found[2]]}\n\n{found[3]}", PAGE.read_text(encoding="utf-8"))


def newest():
    return sorted((ROOT / "docs/benchmarks").glob("*-scale.jsonl"))[-1]


def write(path):
    """Writes the report beside a result file, and docs/scale.md."""
    data = Measured(pathlib.Path(path))
    data.path.with_suffix(".md").write_text(report(data), encoding="utf-8")
    PAGE.write_text(page(data), encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else newest())
