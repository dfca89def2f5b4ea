"""Asks the real service about a rendered configuration."""

import json
import os
import re
import subprocess
import tempfile
import tomllib
from pathlib import Path

import chart

# What `idp config check` takes for random.
SECRET = "3x8TqMdKkQbY0dL5sZ1nQ7vJw2pR9aHcE4uFgXyBtNo="
# Where pods find the certificate of their own listener.
CERTIFICATE = "/run/secrets/tls"
CONTENTS = {
    "database-url": "postgres://idp:hunter2@db/idp",
    "ephemeral-url": "redis://:hunter2@redis:6379",
    "mail-url": "smtps://idp:hunter2@relay.example.fi",
}


def idp(*arguments, environment=None, **options):
    """What a command of the service said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("IDP__")}
    command = [chart.IDP, *map(str, arguments)]
    return subprocess.run(
        command, env=clean | (environment or {}), capture_output=True, text=True, check=False, **options
    )


def toml(manifests, name="city-idp"):
    """The configuration in a rendered ConfigMap, parsed."""
    return tomllib.loads(chart.one(manifests, "ConfigMap", name)["data"]["idp.toml"])


def check(manifests):
    """The faults that `idp config check` finds where the Deployment's pod would read them."""
    deployment = chart.one(manifests, "Deployment", "city-idp")
    container = next(one for one in deployment["spec"]["template"]["spec"]["containers"] if one["name"] == "idp")
    config = chart.one(manifests, "ConfigMap", "city-idp")["data"]
    with tempfile.TemporaryDirectory() as folder:
        for name, content in config.items():
            Path(folder, name).write_text(content.replace(CERTIFICATE, folder), encoding="utf-8")
        if CERTIFICATE in config["idp.toml"]:
            _certificate(folder)
        environment = {}
        for variable in container["env"]:
            if not variable["name"].startswith("IDP__"):
                continue
            file = Path(variable["value"]).name
            secret = Path(folder, f"secret-{file}")
            secret.write_text(CONTENTS.get(file, SECRET) + "\n", encoding="utf-8")
            environment[variable["name"]] = str(secret)
        done = idp("config", "check", Path(folder, "idp.toml"), "--json", environment=environment)
    found = json.loads(done.stdout)
    return found["problems"]


def _certificate(folder):
    """What cert-manager puts into a Secret of type kubernetes.io/tls."""
    command = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=id.example.fi -days 90"
    files = ["-out", f"{folder}/tls.crt", "-keyout", f"{folder}/tls.key"]
    subprocess.run(["openssl", *command.split(), *files], check=True, capture_output=True)


def example():
    """Every key of the configuration with a sample."""
    return tomllib.loads((chart.ROOT / "deploy/config/idp.example.toml").read_text(encoding="utf-8"))


def schema():
    """The schema of the configuration."""
    return json.loads(idp("config", "print-schema").stdout)


def drain_seconds():
    """How long the service lets requests under way end."""
    source = (chart.ROOT / "idp/ops/server.rs").read_text(encoding="utf-8")
    return int(re.search(r"drain: Duration::from_secs\((\d+)\)", source)[1])
