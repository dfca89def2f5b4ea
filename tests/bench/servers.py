"""The two servers that are compared: how each is built, prepared, started and driven."""

import contextlib
import http.client
import json
import os
import pathlib
import random
import secrets
import socket
import subprocess
import time

from activate import MailSink, activate

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SECRET = "bench-secret-0123456789abcdef0123456789"
PASSWORD = "Password-12345!"
REDIRECT_URI = "http://127.0.0.1:9999/cb"
USERS = 100
PATIENCE = 20

CONFIGURATION = """
issuer = "http://127.0.0.1:{port}"

[http]
listen = "127.0.0.1:{port}"
{http}

[database]
url = "{database}"

[ephemeral]
url = "{ephemeral}"

[mail]
url = "smtp://127.0.0.1:{smtp}"
from = "Bench <bench@example.test>"

[keys]
secret = "{key}"
algorithms = ["ES256"]

[accounts]
privacy = "neutral"

{limits}

[organisation]
name = "Bench"
service_name = "Bench"
support_email = "bench@example.test"

[migration]
opens_at = "2026-01-01T00:00:00Z"
closes_at = "2099-01-01T00:00:00Z"

[[clients]]
client_id = "bench"
name = "Bench"
secret = "{secret}"
token_endpoint_auth_method = "client_secret_basic"
redirect_uris = ["{redirect_uri}"]
grant_types = ["authorization_code", "refresh_token", "client_credentials"]
scopes = ["openid", "profile", "email", "offline_access", "bench"]
{more}
"""

NO_LIMITS = """
[limits]
per_network = 100000000
per_account = 100000000
wrong_per_network = 100000000
mails_per_recipient = 100
"""


def build(folder, *options):
    """Builds the release binary of the Cargo package in `folder` and says where it is."""
    command = ["cargo", "build", "--release", "--locked", "--message-format=json-render-diagnostics", *options]
    output = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout
    artifacts = [json.loads(line) for line in output.splitlines()]
    return [artifact["executable"] for artifact in artifacts if artifact.get("executable")][-1]


def free_port():
    """A port that nobody listens on, below those of outgoing connections: none of them takes it meanwhile."""
    while True:
        port = random.randrange(12_000, 16_000)
        with socket.socket() as sock, contextlib.suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port


class Server:
    """A server process on a port of this machine."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        """Starts it and says how many milliseconds the first 200 took."""
        with open(self.folder / f"{self.name}.log", "ab") as log:
            begun = time.perf_counter()
            self.process = subprocess.Popen(self.command(), env=self.environment(), stdout=log, stderr=log)
        while time.perf_counter() - begun < PATIENCE and self.process.poll() is None:
            if self.answers():
                return (time.perf_counter() - begun) * 1000
            time.sleep(0.0005)
        raise SystemExit(f"{self.name} does not start: see {self.folder / (self.name + '.log')}")

    def answers(self, port=None):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=2)
            connection.request("GET", "/.well-known/openid-configuration")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def rss_mib(self):
        """Resident memory."""
        with open(f"/proc/{self.process.pid}/status") as status:
            line = next(line for line in status if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def environment(self):
        return dict(os.environ)

    def profile(self):
        """Writes how the driver uses this server; gives the file."""
        profile = {
            "discovery": f"{self.issuer}/.well-known/openid-configuration",
            "client_id": "bench",
            "client_secret": SECRET,
            "redirect_uri": REDIRECT_URI,
            "scope": "openid profile email",
            "users": USERS,
            "password": PASSWORD,
            **self.particulars(),
        }
        path = self.folder / f"{self.name}.json"
        path.write_text(json.dumps(profile))
        return path


class Service(Server):
    """The identity provider of this project: embedded stores, one process."""

    name = "service"
    durability = "SQLite WAL, synchronous=FULL"

    def __init__(self, folder, binary, http="", limits=NO_LIMITS, more="", database=None, ephemeral="memory:"):
        super().__init__(folder)
        self.binary = binary
        self.database = folder / "idp.db"
        stores = {"database": database or f"sqlite://{self.database}", "ephemeral": ephemeral}
        self.settings = {"http": http, "limits": limits, "more": more, **stores}
        self.config = folder / "idp.toml"

    def prepare(self):
        """Makes a database in which everybody has a password."""
        mails = MailSink()
        names = {"port": self.port, "smtp": mails.port, "key": secrets.token_urlsafe(32)}
        self.config.write_text(CONFIGURATION.format(**names, **self.settings, secret=SECRET, redirect_uri=REDIRECT_URI))
        rows = [f"B-{n};bench;user{n}@example.test;true;Ursula;User" for n in range(USERS)]
        people = self.folder / "people.csv"
        people.write_text("\n".join(["external_id;source_system;email;email_verified;given_name;family_name", *rows]))
        self.run("migrate")
        self.run("import", "run", str(people))
        self.start()
        for number in range(USERS):
            activate(self.issuer, mails, f"user{number}@example.test", PASSWORD)
        self.stop()

    def run(self, *arguments):
        subprocess.run([self.binary, *arguments, "--config", self.config], check=True, stdout=subprocess.DEVNULL)

    def command(self):
        return [self.binary, "serve", "--config", self.config]

    def particulars(self):
        return {
            "refresh_scope": "openid profile email offline_access",
            "credentials_client_id": "bench",
            "credentials_scope": "bench",
            "username": "user{n}@example.test",
            "pages": [
                {"path": "/login/password", "form": [["password", "{password}"]]},
                {"path": "/login", "form": [["username", "{username}"]]},
            ],
        }


class Peer(Server):
    """node-oidc-provider: see `peer/app.mjs`."""

    name = "peer"
    durability = "in memory"

    def prepare(self):
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=HERE / "peer", check=True)

    def command(self):
        return ["node", HERE / "peer" / "app.mjs"]

    def environment(self):
        return {**os.environ, "PORT": str(self.port), "KEYS": str(self.folder / "keys.json"), "NODE_ENV": "production"}

    def particulars(self):
        return {
            "refresh_scope": "openid profile email rt",
            "credentials_client_id": "bench-cc",
            "username": "user{n}",
            "pages": [{"path": "/interaction/", "form": [["username", "{username}"], ["password", "{password}"]]}],
        }

    @staticmethod
    def version():
        manifest = HERE / "peer" / "node_modules" / "oidc-provider" / "package.json"
        return json.loads(manifest.read_text())["version"]
