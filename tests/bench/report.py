"""Makes the table of a benchmark from its runs."""

import datetime
import platform
import re
import statistics
import subprocess
import sys

# Per mode: what it is, the floor that arithmetic sets in CPU microseconds, and the goal in the same.
MODES = {
    "sso": ("SSO: authorize, code, tokens", 80, 220),
    "cc": ("client credentials, ES256 JWT", 45, 80),
    "login": ("whole login with a password", None, None),
    "discovery": ("discovery", 9, 14),
    "jwks": ("JWK Set", 9, 14),
    "refresh": ("refresh with rotation, ES256", 60, 130),
    "userinfo": ("userinfo, JWT (peer: opaque)", 80, 110),
}
LOGIN_GOAL = 1.1  # times the bare hash
IDLE_GOAL = 20  # MiB
START_GOAL = 25  # ms


def median(runs, field):
    """The median of a field; `None` when a run failed or there is none."""
    if not runs or any(run["errors"] or not run["ok"] for run in runs):
        return None
    return statistics.median(run[field] for run in runs)


def number(value, digits=0):
    return "void" if value is None else f"{value:,.{digits}f}"


def verdict(value, goal):
    if goal is None:
        return ""
    return "void" if value is None else "yes" if value <= goal else "**no**"


def rows(runs, servers):
    """A row per mode, as cells."""
    hash_cost = median([run for run in runs if run["mode"] == "hash"], "server_cpu_us")
    for mode, (title, floor, goal) in MODES.items():
        own = [run for run in runs if run["mode"] == mode and run["connections"] > 1]
        if not own:
            continue
        if mode == "login" and hash_cost:
            floor, goal = hash_cost, hash_cost * LOGIN_GOAL
        cost = {}
        cells = []
        for server in servers:
            mine = [run for run in own if run["server"] == server.name]
            cost[server.name] = median(mine, "server_cpu_us")
            latency = f"{number(median(mine, 'p50_ms'), 1)} / {number(median(mine, 'p99_ms'), 1)}"
            cells += [number(cost[server.name]), number(median(mine, "per_second")), latency]
        ratio = cost["service"] / cost["peer"] if cost.get("peer") and cost["service"] else None
        quiet = max(run["other_cores"] for run in own)
        yield [
            title,
            *cells,
            "" if "peer" not in cost else number(ratio, 2),
            "" if floor is None else number(floor),
            "" if goal is None else f"≤ {number(goal)}",
            verdict(cost["service"], goal),
            f"{quiet:.1f}",
            " / ".join(server.durability for server in servers),
        ]


def table(header, body):
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine():
    """What it ran on."""
    with open("/proc/cpuinfo") as info:
        models = [line.split(":")[1].strip() for line in info if line.startswith("model name")]
    with open("/proc/meminfo") as info:
        memory = int(info.readline().split()[1]) / 1024 / 1024
    return f"{len(models)} × {models[0]}, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def command_line(script):
    """The command line that made a report; where a binary of the service lay is of no use to a reader."""
    given = " ".join(["python3", f"tests/bench/{script}", *sys.argv[1:]])
    return re.sub(r" --(service|driver)[= ]\S+", "", given)


def commit(root):
    answer = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=root, capture_output=True, text=True)
    return answer.stdout.strip() or "unknown"


def process_rows(processes):
    """Cold start and memory of both servers."""
    for label, field, digits, goal in [
        ("cold start to the first 200, ms (median)", "start_ms", 0, START_GOAL),
        ("memory idle after the start, MiB", "idle_mib", 1, IDLE_GOAL),
        ("memory under load, MiB (highest, with hash memory)", "loaded_mib", 1, None),
        ("memory a quarter of a minute after the load, MiB", "after_mib", 1, None),
    ]:
        values = {name: process[field] for name, process in processes.items()}
        wanted = f"≤ {goal}" if goal else ""
        yield [label, *(number(value, digits) for value in values.values()), wanted, verdict(values["service"], goal)]


def latency_rows(runs, servers):
    for server in servers:
        alone = [run for run in runs if run["connections"] == 1 and run["server"] == server.name]
        yield [server.name, number(median(alone, "p50_ms"), 2), number(median(alone, "p99_ms"), 2)]


def report(runs, processes, servers, root, versions, note):
    """The page for `docs/benchmarks/`; `note` ends its title."""
    columns = ["CPU µs", "per second", "p50 / p99 ms"]
    header = ["per request", *(f"{server.name}: {column}" for server in servers for column in columns)]
    header += ["ratio", "floor CPU µs", "goal CPU µs", "met", "other cores", "durability"]
    process_header = ["process", *(server.name for server in servers), "goal", "met"]
    verified = sum(run.get("verified", 0) for run in runs)
    hashes = [run for run in runs if run["mode"] == "hash"]
    parts = [
        f"# Embedded: SQLite and in-process store, {datetime.date.today()}{note}",
        f"`{command_line('run.py')}`  \nMachine: {machine()}. Commit {commit(root)}. {versions}".rstrip(),
        "Driver and servers share the cores; the servers take turns. Medians of all rounds. CPU µs: user and system "
        "time of the server's process for one request or flow. *other cores*: the most that other programs of the "
        "machine used meanwhile; rates and latencies of a busy machine say little, CPU time stays comparable. "
        f"Errors void a row. Signatures verified by the relying parties: {verified}.",
        table(header, rows(runs, servers)),
    ]
    if hashes:
        cost, rate = median(hashes, "server_cpu_us"), median(hashes, "per_second")
        parts.append(f"The bare hash (Argon2id, 19 MiB, two passes, one lane): {number(cost)} CPU µs, {number(rate)} a second.")
    if any(run["connections"] == 1 for run in runs):
        parts += ["## One SSO at a time", table(["server", "p50 ms", "p99 ms"], latency_rows(runs, servers))]
    parts += ["## Processes", table(process_header, process_rows(processes))]
    return "\n\n".join(parts) + "\n"
