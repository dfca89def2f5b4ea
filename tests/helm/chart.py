"""Renders the chart with the real Helm."""

import functools
import json
import os
import subprocess
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "helm"
TOOLS = ROOT / "target/tools"
HELMS = [TOOLS / "helm-3.18.0", TOOLS / "helm-4.1.4"]
IDP = os.environ.get("IDP", str(ROOT / "target/debug/idp"))
VALUES = sorted(Path(__file__).parent.glob("values-*.yaml"))

# Helm looks for plug-ins and registries at home.
_home = tempfile.TemporaryDirectory(prefix="idp-helm.")
ENVIRONMENT = os.environ | {name: _home.name for name in ("HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME")}


def values(name):
    """The values file called `name`, as a path."""
    return Path(__file__).parent / f"values-{name}.yaml"


def run(*arguments, helm=HELMS[-1]):
    """What Helm said, without judging it."""
    command = [str(helm), *map(str, arguments)]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)


@functools.cache
def text(path, helm=HELMS[-1], *more):
    """The rendered manifests of the values in `path` and what `more` sets, as text."""
    done = run("template", "city", CHART, "--namespace", "idp", "--values", path, *more, helm=helm)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def manifests(path, *more, helm=HELMS[-1]):
    """The same as dictionaries."""
    return [one for one in yaml.safe_load_all(text(path, helm, *more)) if one]


def render(tree, helm=HELMS[-1]):
    """The manifests of values that are given as a dictionary."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(tree, file)
        file.flush()
        done = run("template", "city", CHART, "--namespace", "idp", "--values", file.name, helm=helm)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return [one for one in yaml.safe_load_all(done.stdout) if one]


def one(all_manifests, kind, name):
    """The manifest of that kind and name."""
    found = [one for one in all_manifests if one["kind"] == kind and one["metadata"]["name"] == name]
    assert len(found) == 1, f"{len(found)} of {kind} {name}"
    return found[0]


def pods(all_manifests):
    """(name, pod template) of everything that makes pods."""
    makers = [
        (one, one["spec"]["jobTemplate"]["spec"] if one["kind"] == "CronJob" else one["spec"])
        for one in all_manifests
        if one["kind"] in ("Deployment", "Job", "CronJob", "StatefulSet", "DaemonSet")
    ]
    return [(f"{one['kind']} {one['metadata']['name']}", spec["template"]) for one, spec in makers]


def containers(pod):
    """Every container of a pod template, those for the start included."""
    return pod["spec"].get("initContainers", []) + pod["spec"]["containers"]
