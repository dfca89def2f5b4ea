"""PostgreSQL and Redis of a benchmark, what they did and how much they hold; replicas of the service on both."""

import contextlib
import os
import pathlib
import re
import secrets
import subprocess
import time

from servers import Service, free_port

CGROUPS = pathlib.Path("/sys/fs/cgroup")
PERIOD_US = 20_000


class Postgres:
    """A database of its own on the server that tests/with-postgres.sh started."""

    def __init__(self):
        server, name = os.environ["IDP_TEST_POSTGRES"], f"bench_{secrets.token_hex(4)}"
        subprocess.run(["psql", "-q", server, "-c", f"CREATE DATABASE {name}"], check=True)
        self.url = re.sub(r"/[^/]*$", f"/{name}", server)
        self.rows("CREATE EXTENSION pg_stat_statements")
        folder = pathlib.Path(self.rows("SHOW data_directory")[0][0])
        self.pid = int((folder / "postmaster.pid").read_text().split()[0])

    def rows(self, sql):
        command = ["psql", "-qAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", self.url, "-c", sql]
        lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
        return [line.split("\t") for line in lines]

    def version(self):
        return self.rows("SHOW server_version")[0][0].split()[0]

    def tables(self):
        """Rows of each table."""
        names = [row[0] for row in self.rows("SELECT relname FROM pg_stat_user_tables ORDER BY 1")]
        counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)
        return {name: int(count) for name, count in self.rows(counts)}

    def bytes(self):
        """Bytes of each table, indexes included, once the dead rows are away."""
        self.rows("VACUUM FULL")
        found = self.rows("SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables")
        return {name: int(size) for name, size in found}

    def done(self):
        """What was done up to now: statements by their first word, rows, bytes of the log."""
        statements = self.rows(
            "SELECT upper(split_part(ltrim(query), ' ', 1)), sum(calls) FROM pg_stat_statements s "
            "JOIN pg_database d ON d.oid = s.dbid WHERE datname = current_database() GROUP BY 1"
        )
        done = {f"sql {word}": int(calls) for word, calls in statements}
        done |= {f"rows {name}": count for name, count in self.tables().items()}
        return done | {"log bytes": int(self.rows("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")[0][0])}


class Redis:
    """A Redis server that keeps nothing on disk, as deploy/compose.yaml has it."""

    def __init__(self, folder):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        command = ["redis-server", "--port", self.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
        self.pid = self.process.pid
        while "PONG" not in self.ask("PING"):
            time.sleep(0.05)

    def ask(self, *words):
        command = ["redis-cli", "-p", str(self.port), *words]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout

    def info(self, section):
        return dict(re.findall(r"(?m)^(\w+):(.*?)\r?$", self.ask("INFO", section)))

    def version(self):
        return self.info("server")["redis_version"]

    def done(self):
        """What was done up to now: commands, and the keys that are there."""
        commands = {name: re.match(r"calls=(\d+)", line) for name, line in self.info("commandstats").items()}
        done = {f"redis {name[8:]}": int(calls[1]) for name, calls in commands.items() if name not in ("cmdstat_info", "cmdstat_dbsize")}
        return done | {"redis keys": int(self.ask("DBSIZE"))}

    def keys(self):
        """Bytes and seconds to live of each key that is there, a thousand of them at the most."""
        names = [name for name in self.ask("--scan").splitlines() if name][:1000]
        found = [(int(self.ask("MEMORY", "USAGE", name) or 0), int(self.ask("TTL", name))) for name in names]
        return [(size, ttl) for size, ttl in found if size and ttl >= 0]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def seconds_of(pid):
    """Processor seconds of a store's processes that are there now."""
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        family = [str(pid), *children.read().split()]
    spent = 0
    for one in family:
        with contextlib.suppress(OSError):
            spent += int(pathlib.Path(f"/proc/{one}/schedstat").read_text().split()[0]) / 1e9
    return spent


class Share:
    """A part of a core that a process may use; where control groups cannot be made there is none."""

    def __init__(self, cores):
        name, quota = f"idp-bench-{secrets.token_hex(4)}", int(cores * PERIOD_US)
        new = (CGROUPS / "cgroup.controllers").exists()
        self.folder = CGROUPS / name if new else CGROUPS / "cpu" / name
        self.folder.mkdir()
        if new:
            (self.folder / "cpu.max").write_text(f"{quota} {PERIOD_US}")
        else:
            (self.folder / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (self.folder / "cpu.cfs_quota_us").write_text(str(quota))

    def enter(self):
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    def leave(self):
        with contextlib.suppress(OSError):
            self.folder.rmdir()


class Replicas(Service):
    """Several replicas of the service on PostgreSQL and Redis."""

    name = "replicas"
    durability = "PostgreSQL fsync=on; Redis in memory"

    def __init__(self, folder, binary, postgres, redis):
        super().__init__(folder, binary, database=postgres.url, ephemeral=redis.url)
        self.running = []

    def begin(self, count, cores=None):
        """Starts `count` replicas, the first at the issuer's port; each with that part of a core."""
        for number in range(count):
            port = self.port if number == 0 else free_port()
            share = Share(cores) if cores else None
            environment = {**os.environ, "IDP__HTTP__LISTEN": f"127.0.0.1:{port}"}
            with open(self.folder / f"{port}.log", "ab") as log:
                process = subprocess.Popen(
                    self.command(), env=environment, stdout=log, stderr=log, preexec_fn=share.enter if share else None
                )
            self.running.append((port, process, share))
        for port, process, _ in self.running:
            self.wait_for(port, process)

    def wait_for(self, port, process):
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            if self.answers(port):
                return
            time.sleep(0.05)
        raise SystemExit(f"a replica does not start: see {self.folder}/{port}.log")

    def end(self):
        for _, process, _ in self.running:
            process.terminate()
        for _, process, share in self.running:
            process.wait(60)
            if share:
                share.leave()
        self.running = []

    def pids(self):
        return ",".join(str(process.pid) for _, process, _ in self.running)

    def particulars(self):
        return super().particulars() | {"replicas": [f"127.0.0.1:{port}" for port, _, _ in self.running]}
