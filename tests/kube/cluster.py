"""A real API server of Kubernetes with its etcd, on loopback. There is no node and no
controller: what is taken is stored, and nothing is run."""

import contextlib
import json
import os
import secrets
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import chart
import machines

KUBECTL = chart.TOOLS / "kubectl-1.35.2"
DEFINITIONS = chart.TOOLS / "kube-definitions"
RESTRICTED = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
NOW = "2026-11-23T06:00:00Z"


@contextlib.contextmanager
def running():
    """A cluster that knows the objects of the chart's extensions and ends with the block."""
    with tempfile.TemporaryDirectory(prefix="idp-kube.") as folder, _server(folder) as kubeconfig:
        cluster = Cluster(kubeconfig)
        cluster.kubectl("create", "--filename", DEFINITIONS)
        cluster.kubectl("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")
        cluster.kubectl("create", "priorityclass", "business-critical", "--value=1000")
        yield cluster


@contextlib.contextmanager
def _server(folder):
    port, token, log = machines.free_port(), secrets.token_hex(), Path(folder, "log")
    Path(folder, "tokens").write_text(f'{token},admin,admin,"system:masters"\n', encoding="utf-8")
    subprocess.run(["openssl", "genrsa", "-out", f"{folder}/accounts", "2048"], check=True, capture_output=True)
    command = [
        chart.TOOLS / "kube-apiserver",
        "--bind-address=127.0.0.1",
        f"--secure-port={port}",
        "--advertise-address=192.0.2.1",  # Loopback is refused; nobody calls it.
        "--endpoint-reconciler-type=none",
        f"--cert-dir={folder}",
        f"--token-auth-file={folder}/tokens",
        "--authorization-mode=RBAC",
        "--allow-privileged",  # As clusters have it; else it, not the standard, would refuse.
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={folder}/accounts",
        f"--service-account-signing-key-file={folder}/accounts",
        "--service-cluster-ip-range=10.96.0.0/16",
    ]
    kubeconfig = Path(folder, "kubeconfig")
    kubeconfig.write_text(_kubeconfig(folder, port, token), encoding="utf-8")
    with log.open("wb") as output:
        server = subprocess.Popen(command, env=os.environ | {"ETCD": f"{folder}/etcd"}, stdout=output, stderr=output)
        try:
            _wait(server, kubeconfig, log)
            yield kubeconfig
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server, kubeconfig, log):
    """Waits until the server answers; its log is told when it does not."""
    command = [KUBECTL, "--kubeconfig", kubeconfig, "get", "--raw", "/readyz"]
    asked = None
    for _ in range(240):
        assert server.poll() is None, log.read_text(encoding="utf-8")[-4000:]
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            return
        time.sleep(0.25)
    raise AssertionError(f"{asked.stderr}\n{log.read_text(encoding='utf-8')[-4000:]}")


def _kubeconfig(folder, port, token):
    """What kubectl and Helm read; JSON is YAML too."""
    return json.dumps({
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "c", "cluster": {
            "server": f"https://127.0.0.1:{port}", "certificate-authority": f"{folder}/apiserver.crt", "tls-server-name": "kubernetes.default.svc",
        }}],
        "users": [{"name": "admin", "user": {"token": token}}],
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "admin"}}],
        "current-context": "c",
    })


class Cluster:
    """The cluster, as its administrator sees it."""

    def __init__(self, kubeconfig):
        self.kubeconfig = kubeconfig

    def run(self, *arguments, manifest=None):
        """What kubectl said, without judging it; `manifest` is given as its standard input."""
        command = [KUBECTL, "--kubeconfig", self.kubeconfig, *arguments]
        return subprocess.run(list(map(str, command)), input=manifest, capture_output=True, text=True, check=False)

    def kubectl(self, *arguments, manifest=None):
        """What kubectl printed; it must not have failed nor warned."""
        done = self.run(*arguments, manifest=manifest)
        assert (done.returncode, done.stderr) == (0, ""), f"{arguments}: {done.returncode}\n{done.stderr}"
        return done.stdout

    def namespace(self):
        """A new namespace that keeps to the Restricted Pod Security Standard."""
        name = f"city-{secrets.token_hex(4)}"
        own = [
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": RESTRICTED}},
            # A controller makes it in a whole cluster; pods that name none are of it.
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": name}},
        ]
        self.kubectl("create", "--filename=-", manifest=stream(own))
        return Namespace(self, name)


class Namespace:
    """A place for one release."""

    def __init__(self, cluster, name):
        self.cluster, self.name = cluster, name

    def run(self, *arguments, manifest=None):
        """What kubectl said about this namespace."""
        return self.cluster.run("--namespace", self.name, *arguments, manifest=manifest)

    def apply(self, manifests):
        """What kubectl said when the manifests were applied, with unknown fields refused."""
        return self.run("apply", "--validate=strict", "--filename=-", manifest=stream(manifests))

    def admit(self, pod):
        """What kubectl said to a pod made from that template, which is not stored."""
        manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": pod["metadata"] | {"generateName": "city-"}, "spec": pod["spec"]}
        return self.run("create", "--dry-run=server", "--validate=strict", "--filename=-", manifest=json.dumps(manifest))

    def get(self, kind, name):
        """An object, as it is stored."""
        return json.loads(self.cluster.kubectl("--namespace", self.name, "get", kind, name, "--output=json"))

    def names(self):
        """(kind, name) of every object of the release."""
        kinds = "configmap,cronjob,deployment,horizontalpodautoscaler,httproute,ingress,job,networkpolicy,persistentvolumeclaim,poddisruptionbudget,prometheusrule,service,serviceaccount,servicemonitor"
        done = self.cluster.kubectl("--namespace", self.name, "get", kinds, "--selector=app.kubernetes.io/instance=city", "--output=json")
        return {(one["kind"], one["metadata"]["name"]) for one in json.loads(done)["items"]}

    def helm(self, *arguments, helm, migration="Complete"):
        """What Helm said to the release `city`, while Jobs end as `migration` says."""
        ended = threading.Event()
        controller = threading.Thread(target=self._end_jobs, args=(migration, ended))
        controller.start()
        try:
            return chart.run(*arguments, "--kubeconfig", self.cluster.kubeconfig, "--namespace", self.name, helm=helm)
        finally:
            ended.set()
            controller.join()

    def _end_jobs(self, how, ended):
        """Stands in for the controller and the node that would run them."""
        last = {"Complete": "SuccessCriteriaMet", "Failed": "FailureTarget"}[how]
        conditions = [{"type": kind, "status": "True", "lastTransitionTime": NOW, "lastProbeTime": NOW} for kind in (last, how)]
        counts = {"completionTime": NOW, "succeeded": 1} if how == "Complete" else {"failed": 1}
        status = {"startTime": NOW, "conditions": conditions} | counts
        while not ended.wait(0.2):
            jobs = json.loads(self.run("get", "job", "--output=json").stdout or '{"items": []}')["items"]
            for job in jobs:
                if "conditions" not in job["status"]:
                    patch = json.dumps({"status": status})
                    self.run("patch", "job", job["metadata"]["name"], "--subresource=status", "--type=merge", "--patch", patch)


def stream(manifests):
    """Manifests as kubectl reads them; for a List it would not ask the server about fields."""
    return "\n".join(map(json.dumps, manifests))
