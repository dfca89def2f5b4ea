"""The chart on a real API server of Kubernetes."""

import copy
import unittest

import yaml

import chart
import cluster
from test_chart import with_values

OLD, NEW = chart.HELMS
REFUSED = 'violates PodSecurity "restricted'

# What values-*.yaml leave out.
EVERYTHING = {
    "imagePullSecrets": [{"name": "registry"}],
    "tls": {"existingSecret": "idp-tls"},
    "config": {"http": {"listen": "[::]:8443"}},
    "service": {"annotations": {"example.fi/of": "city"}},
    "ingress": {"enabled": True, "className": "haproxy", "extraHosts": ["tunnus.example.fi"]},
    "gateway": {"enabled": True, "parentRefs": [{"name": "city"}], "hsts": "max-age=63072000; includeSubDomains"},
    "maintenance": {"enabled": True, "page": "<!doctype html><title>Huoltokatko</title>"},
    "migrate": {"annotations": {"example.fi/of": "city"}},
    "podAnnotations": {"example.fi/number": "1"},
    "podLabels": {"example.fi/of": "city"},
    "nodeSelector": {"kubernetes.io/os": "linux"},
    "tolerations": [{"key": "logins", "operator": "Exists", "effect": "NoSchedule"}],
    "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
        "nodeSelectorTerms": [{"matchExpressions": [{"key": "logins", "operator": "Exists"}]}],
    }}},
    "topologySpreadConstraints": [
        {"topologyKey": "kubernetes.io/hostname", "maxSkew": 1, "whenUnsatisfiable": "DoNotSchedule", "labelSelector": {}},
    ],
    "podDisruptionBudget": {"maxUnavailable": "25%"},
    "serviceAccount": {"annotations": {"example.fi/of": "city"}},
    "networkPolicy": {"extraIngress": [{"from": [{"podSelector": {}}]}], "extraEgress": [{"ports": [{"port": 26379}]}]},
}


def setUpModule():
    global CLUSTER  # Starts in some ten seconds: one for all tests.
    CLUSTER = unittest.enterModuleContext(cluster.running())


def lasting(manifests):
    """(kind, name) of what stays after an installation: no hooks."""
    return {
        (one["kind"], one["metadata"]["name"])
        for one in manifests
        if "helm.sh/hook" not in one["metadata"].get("annotations", {})
    }


class Manifests(unittest.TestCase):
    def test_every_manifest_is_taken_and_every_pod_admitted(self):
        rendered = {path.name: chart.manifests(path) for path in chart.VALUES}
        rendered["everything"] = chart.render(with_values(**copy.deepcopy(EVERYTHING)))
        for name, manifests in rendered.items():
            with self.subTest(values=name):
                place = CLUSTER.namespace()
                done = place.apply(manifests)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual(len(done.stdout.splitlines()), len(manifests))
                self.assertGreater(len(chart.pods(manifests)), 0)
                for kind, pod in chart.pods(manifests):
                    done = place.admit(pod)
                    self.assertEqual((done.returncode, done.stderr), (0, ""), kind)

    def test_the_longest_name_of_a_release_is_taken(self):
        done = chart.run("template", "c" * 53, chart.CHART, "--values", chart.values("gateway"))
        place = CLUSTER.namespace()
        taken = place.run("apply", "--validate=strict", "--filename=-", manifest=done.stdout)
        self.assertEqual((taken.returncode, taken.stderr), (0, ""))


class Releases(unittest.TestCase):
    """Helm installs, upgrades and removes a release."""

    def helm(self, place, helm, *arguments):
        done = place.helm(*arguments, helm=helm)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotRegex(done.stderr, "(?i)warning")

    def test_a_release_is_upgraded_through_all_values(self):
        names = ["minimal", "production", "native-tls", "gateway", "minimal", "sqlite", "production", "gateway", "native-tls"]
        for first, later in ((OLD, OLD), (NEW, NEW), (OLD, NEW)):
            with self.subTest(first=first.name, later=later.name):
                place = CLUSTER.namespace()
                claims = set()
                for number, name in enumerate(names):
                    with self.subTest(values=name, number=number):
                        self.helm(place, later if number else first, "upgrade", "--install", "city", chart.CHART, "--values", chart.values(name))
                        manifests = chart.manifests(chart.values(name), helm=later)
                        claims |= {one for one in lasting(manifests) if one[0] == "PersistentVolumeClaim"}
                        self.assertEqual(place.names(), lasting(manifests) | claims)
                        self._is_as_rendered(place, manifests)

    def _is_as_rendered(self, place, manifests):
        """The stored Deployment is what a new one would be."""
        rendered = chart.one(manifests, "Deployment", "city-idp")
        wanted = place.run("create", "--dry-run=server", "--output=json", "--filename=-", manifest=cluster.stream([renamed(rendered)]))
        stored, fresh = place.get("deployment", "city-idp")["spec"], yaml.safe_load(wanted.stdout)["spec"]
        if "replicas" not in rendered["spec"]:
            del stored["replicas"], fresh["replicas"]
        self.assertEqual(stored, fresh)

    def test_a_migration_that_failed_begins_nothing_else(self):
        for helm in chart.HELMS:
            with self.subTest(helm=helm.name):
                place = CLUSTER.namespace()
                values = ("--values", chart.values("minimal"))
                done = place.helm("install", "city", chart.CHART, *values, helm=helm, migration="Failed")
                self.assertNotEqual(done.returncode, 0)
                # The Job stays for its log; Helm 3 leaves its configuration too.
                self.assertEqual(place.names() - {("ConfigMap", "city-idp-migrate")}, {("Job", "city-idp-migrate")})
                self.helm(place, helm, "upgrade", "--install", "city", chart.CHART, *values)
                before = place.get("deployment", "city-idp")
                done = place.helm("upgrade", "city", chart.CHART, *values, "--set=image.tag=0.2.0", helm=helm, migration="Failed")
                self.assertNotEqual(done.returncode, 0)
                self.assertEqual(place.get("deployment", "city-idp"), before)

    def test_accounts_outlive_a_release(self):
        for helm in chart.HELMS:
            with self.subTest(helm=helm.name):
                place = CLUSTER.namespace()
                install = ("install", "city", chart.CHART, "--values", chart.values("sqlite"))
                self.helm(place, helm, *install)
                claim = place.get("persistentvolumeclaim", "city-idp")["metadata"]["uid"]
                self.helm(place, helm, "uninstall", "city")
                self.assertEqual(place.names(), {("PersistentVolumeClaim", "city-idp")})
                self.helm(place, helm, *install)
                self.assertEqual(place.get("persistentvolumeclaim", "city-idp")["metadata"]["uid"], claim)


def renamed(manifest):
    """The manifest under a name that is not taken."""
    return manifest | {"metadata": manifest["metadata"] | {"name": "fresh"}}


def _deployment(manifests):
    return chart.one(manifests, "Deployment", "city-idp")["spec"]


def _pod(manifests):
    return _deployment(manifests)["template"]["spec"]


def _main(manifests):
    return _pod(manifests)["containers"][0]


def _of(kind, name="city-idp"):
    return lambda manifests: chart.one(manifests, kind, name)["spec"]


# What to break in the pod; each must keep it from being admitted.
UNSAFE = [
    lambda all: _main(all)["securityContext"].update(privileged=True, allowPrivilegeEscalation=True),
    lambda all: _main(all)["securityContext"].pop("allowPrivilegeEscalation"),
    lambda all: _main(all)["securityContext"].pop("capabilities"),
    lambda all: _main(all)["securityContext"]["capabilities"].update(add=["SYS_ADMIN"]),
    lambda all: _pod(all)["securityContext"].pop("runAsNonRoot"),
    lambda all: _pod(all)["securityContext"].pop("seccompProfile"),
    lambda all: _pod(all)["securityContext"].update(runAsUser=0),
    lambda all: _pod(all).update(hostNetwork=True),
    lambda all: _pod(all)["volumes"].append({"name": "node", "hostPath": {"path": "/"}}),
]

# What to break, and what the server then says.
WRONG = [
    (lambda all: _main(all).update(redinessProbe={}), 'unknown field "spec.template.spec.containers[0].redinessProbe"'),
    (lambda all: _main(all)["readinessProbe"]["httpGet"].update(path=7), "cannot unmarshal number"),
    (lambda all: _main(all)["volumeMounts"][0].update(name="nothing"), 'Not found: "nothing"'),
    (lambda all: _deployment(all)["selector"]["matchLabels"].update(tier="x"), "`selector` does not match template `labels`"),
    (lambda all: _of("NetworkPolicy")(all)["egress"][0]["ports"][0].update(port=0), "must be between 1 and 65535"),
    (lambda all: _of("NetworkPolicy")(all)["egress"][-1]["to"][0]["ipBlock"].update(cidr="10.0.0.0"), "cidr"),
    (lambda all: _of("HorizontalPodAutoscaler")(all).update(maxReplicas=1), "maxReplicas"),
    (lambda all: _of("PodDisruptionBudget")(all).update(minAvailable=1), "cannot be both set"),
    (lambda all: _of("Ingress")(all)["rules"][0].update(host="id example"), "spec.rules[0].host"),
    (lambda all: _of("Job", "city-idp-migrate")(all)["template"]["spec"].update(restartPolicy="Always"), "restartPolicy"),
    (lambda all: _of("ServiceMonitor")(all)["endpoints"][0].update(prot="metrics"), 'unknown field "spec.endpoints[0].prot"'),
    (lambda all: _of("ServiceMonitor")(all)["endpoints"][0].update(interval="often"), "spec.endpoints[0].interval"),
]


class Faults(unittest.TestCase):
    """The server sees what is wrong; else the tests above would show nothing."""

    def test_an_unsafe_pod_is_refused(self):
        sound = chart.manifests(chart.values("production"))
        place = CLUSTER.namespace()
        place.apply(sound)
        for number, plant in enumerate(UNSAFE):
            with self.subTest(number=number):
                broken = copy.deepcopy(sound)
                plant(broken)
                done = place.admit(chart.one(broken, "Deployment", "city-idp")["spec"]["template"])
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(REFUSED, done.stderr)
                warned = place.apply([chart.one(broken, "Deployment", "city-idp")])
                self.assertIn("would violate PodSecurity", warned.stderr)

    def test_a_wrong_manifest_is_refused(self):
        sound = chart.manifests(chart.values("production"))
        for number, (plant, word) in enumerate(WRONG):
            with self.subTest(number=number, word=word):
                place = CLUSTER.namespace()
                broken = copy.deepcopy(sound)
                plant(broken)
                done = place.apply(broken)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(word, done.stderr)

    def test_a_wrong_route_is_refused(self):
        sound = chart.manifests(chart.values("gateway"))
        for change, word in (({"hostnames": ["id example"]}, "spec.hostnames[0]"), ({"parents": []}, 'unknown field "spec.parents"')):
            with self.subTest(word=word):
                place = CLUSTER.namespace()
                route = chart.one(copy.deepcopy(sound), "HTTPRoute", "city-idp")
                route["spec"].update(change)
                done = place.apply([route])
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(word, done.stderr)

    def test_what_never_changes_is_guarded(self):
        manifests = chart.manifests(chart.values("production"))
        place = CLUSTER.namespace()
        place.apply(manifests)
        changed = chart.one(copy.deepcopy(manifests), "Deployment", "city-idp")
        changed["spec"]["selector"]["matchLabels"]["tier"] = "x"
        changed["spec"]["template"]["metadata"]["labels"]["tier"] = "x"
        done = place.apply([changed])
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("field is immutable", done.stderr)

    def test_another_name_is_refused_by_helm_too(self):
        values = ("--values", chart.values("minimal"))
        for helm in chart.HELMS:
            with self.subTest(helm=helm.name):
                place = CLUSTER.namespace()
                self.assertEqual(place.helm("install", "city", chart.CHART, *values, helm=helm).returncode, 0)
                other = "--set=nameOverride=other,fullnameOverride=city-idp"
                done = place.helm("upgrade", "city", chart.CHART, *values, other, helm=helm)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn("field is immutable", done.stderr)


if __name__ == "__main__":
    unittest.main()
