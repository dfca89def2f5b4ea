"""The chart, rendered by both major versions of Helm in use."""

import copy
import json
import re
import subprocess
import unittest
from pathlib import Path

import kubernetes_validate
import yaml

import chart
import service

# The oldest that Chart.yaml takes, and the newest whose schemas are at hand.
KUBERNETES = ["1.30", "1.37"]
# What the kinds of extensions have a list of things under.
BROKEN = {"HTTPRoute": "hostnames", "ServiceMonitor": "endpoints", "PrometheusRule": "groups"}
MINIMAL = yaml.safe_load(chart.values("minimal").read_text(encoding="utf-8"))


def with_values(**changes):
    """The minimal values with others merged over them."""
    return _merge(copy.deepcopy(MINIMAL), changes)


def _merge(tree, changes):
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(tree.get(key), dict):
            _merge(tree[key], value)
        else:
            tree[key] = value
    return tree


class Rendering(unittest.TestCase):
    def test_lint_has_nothing_to_say(self):
        for helm in chart.HELMS:
            for path in chart.VALUES:
                with self.subTest(helm=helm.name, values=path.name):
                    done = chart.run("lint", chart.CHART, "--strict", "--values", path, helm=helm)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                    self.assertNotRegex(done.stdout, "ERROR|WARNING")

    def test_both_versions_of_helm_make_the_same(self):
        for path in chart.VALUES:
            with self.subTest(values=path.name):
                old, new = (chart.manifests(path, helm=helm) for helm in chart.HELMS)
                self.assertEqual(_sorted(old), _sorted(new))

    def test_kubernetes_takes_every_manifest(self):
        extensions = []
        for path in chart.VALUES:
            for one in chart.manifests(path):
                if one["kind"] in BROKEN:
                    extensions.append(one)
                    continue
                for version in KUBERNETES:
                    with self.subTest(values=path.name, kind=one["kind"], kubernetes=version):
                        kubernetes_validate.validate(one, version, strict=True)
        self.assertEqual({one["kind"] for one in extensions}, set(BROKEN))
        self.assertEqual(_faults_of_extensions(extensions), "")
        broken = copy.deepcopy(extensions)
        for one in broken:
            one["spec"][BROKEN[one["kind"]]] = [7]
        self.assertEqual(len(_faults_of_extensions(broken).splitlines()), len(broken))

    def test_every_kind_is_rendered_by_some_values(self):
        templates = "".join(path.read_text(encoding="utf-8") for path in (chart.CHART / "templates").glob("*.yaml"))
        rendered = {one["kind"] for path in chart.VALUES for one in chart.manifests(path)}
        self.assertEqual(set(re.findall(r"(?m)^kind: (\w+)", templates)), rendered)

    def test_the_chart_is_of_the_release(self):
        about = yaml.safe_load((chart.CHART / "Chart.yaml").read_text(encoding="utf-8"))
        cargo = (chart.ROOT / "Cargo.toml").read_text(encoding="utf-8")
        self.assertEqual(about["appVersion"], re.search(r'(?m)^version = "(.+)"', cargo)[1])


class Refusals(unittest.TestCase):
    """What is missing or unsafe ends the rendering with a line that says so."""

    def refused(self, expected, **changes):
        self._refused(with_values(**changes), expected)

    def _refused(self, tree, expected):
        with self.assertRaises(AssertionError) as caught:
            chart.render(tree)
        self.assertRegex(str(caught.exception), expected)

    def test_nothing_given(self):
        for helm in chart.HELMS:
            done = chart.run("template", "city", chart.CHART, helm=helm)
            self.assertNotEqual(done.returncode, 0)
            for line in ("config.issuer: expected", "image.repository: expected", "existingSecret: expected the name of the Secret that holds keys-secret", "networkPolicy.ingressFrom: expected"):
                self.assertIn(line, done.stderr)

    def test_required_values(self):
        self.refused(r"config\.issuer: expected the origin", config={"issuer": ""})
        self.refused(r"image\.repository: expected", image={"repository": ""})
        self.refused(r"existingSecret: expected the name of the Secret that holds database-url", existingSecret="")
        self.refused(r"networkPolicy\.ingressFrom: expected", networkPolicy={"ingressFrom": []})
        self.refused(r"gateway\.parentRefs: expected", gateway={"enabled": True})
        self.refused(r"maintenance\.page: expected", maintenance={"enabled": True})
        self.refused(r"serviceMonitor\.from: expected", serviceMonitor={"enabled": True})
        self.refused(r"serviceMonitor\.port: expected another port", serviceMonitor={"enabled": True, "port": 8080})
        self.refused(r"config\.telemetry\.metrics_listen: expected none", serviceMonitor={"enabled": True}, config={"telemetry": {"metrics_listen": "0.0.0.0:1"}})

    def test_secrets_in_values(self):
        self.refused(r"config\.keys\.secret: expected it in the Secret", config={"keys": {"secret": service.SECRET}})
        for section, url in {"database": "postgres://idp:pw@db/idp", "mail": "smtps://a:b@relay", "ephemeral": "redis://:pw@redis"}.items():
            self.refused(rf"config\.{section}\.url: it holds a password", config={section: {"url": url}})
        self.refused("it holds a password", config={"database": {"url": "postgres://db/idp?password=pw"}})
        self.refused(r"clients\.a\.secret: expected secretRef", clients={"a": {"name": "A", "secret": service.SECRET}})
        self.refused(r"config\.clients|at '/config/clients'", config={"clients": [{"client_id": "a"}]})

        for name, value in (("IDP__KEYS__SECRET", service.SECRET), ("PROXY", "http://me:pw@proxy:3128")):
            self.refused(f"extraEnv, {name}: expected it in config or", extraEnv=[{"name": name, "value": value}])
        by_reference = {"name": "IDP__MAIL__REPLY_TO", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}
        chart.render(with_values(extraEnv=[by_reference, {"name": "SSL_CERT_FILE", "value": "/ca.crt"}]))

    def test_clients(self):
        self.refused(r"clients\.a\.secretRef: expected name and key", clients={"a": {"name": "A"}})
        public = {"name": "A", "token_endpoint_auth_method": "none", "secretRef": {"name": "s", "key": "k"}}
        self.refused(r"clients\.a\.secretRef: expected none", clients={"a": public})
        self.refused(r"clients\.a\.client_id: expected none", clients={"a": {"client_id": "b", "secretRef": {"name": "s", "key": "k"}}})

    def test_replicas_that_cannot_share(self):
        sqlite = {"database": {"url": "sqlite:///var/lib/idp/idp.db"}}
        self.refused("memory: serves one replica", config={"ephemeral": {"url": "memory:"}})
        self.refused("memory: serves one replica", replicaCount=1, autoscaling={"enabled": True}, config={"ephemeral": {"url": "memory:"}})
        self.refused("SQLite serves one replica", persistence={"enabled": True}, config=sqlite)
        self.refused(r"persistence\.enabled: expected true", replicaCount=1, config=sqlite)
        self.refused(r"persistence\.enabled: expected false", replicaCount=1, persistence={"enabled": True})

    def test_an_autoscaler_with_no_room(self):
        self.refused(r"autoscaling\.maxReplicas: expected at least", autoscaling={"enabled": True, "minReplicas": 9})

    def test_a_stop_that_would_be_cut_short(self):
        self.refused("terminationGracePeriodSeconds: expected more", terminationGracePeriodSeconds=30)

    def test_the_schema_knows_every_value(self):
        for changes in (
            {"replicas": 3},
            {"image": {"tag": "latest"}},
            {"image": {"digest": "0123"}},
            {"networkPolicy": {"ingress": []}},
            {"resources": {"limits": {"memory": "1Gi", "cpu": None}}},
            {"config": {"issuer": "https://id.example.fi/path"}},
            {"config": {"issuer": "https://Id.example.fi"}},
            {"ingress": {"extraHosts": ["Tunnus.example.fi"]}},
            {"podDisruptionBudget": {"maxUnavailable": "some"}},
            {"config": {"http": {"listen": "0.0.0.0:80"}}},
            {"config": {"telemetry": {"otlp_endpoint": "collector:4318"}}},
            {"config": {"telemetry": {"otlp_endpoint": "http://me:pw@collector:4318"}}},
            {"config": {"telemetry": {"trace_ratio": 2}}},
            {"clients": {"a b": {}}},
        ):
            with self.subTest(changes=changes):
                self.refused("(?i)schema", **changes)


class Behaviour(unittest.TestCase):
    def test_a_changed_configuration_rolls_the_pods(self):
        def checksum(**changes):
            deployment = chart.one(chart.render(with_values(**changes)), "Deployment", "city-idp")
            return deployment["spec"]["template"]["metadata"]["annotations"]["checksum/config"]

        first = checksum()
        self.assertEqual(first, checksum(podDisruptionBudget={"enabled": False}))
        self.assertNotEqual(first, checksum(config={"sessions": {"idle": "30m"}}))
        self.assertNotEqual(first, checksum(documents={"terms.fi.md": "# Ehdot"}))

    def test_a_stop_gives_the_service_its_time(self):
        drain = service.drain_seconds()
        for path in chart.VALUES:
            spec = chart.one(chart.manifests(path), "Deployment", "city-idp")["spec"]["template"]["spec"]
            pause = spec["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
            self.assertGreater(spec["terminationGracePeriodSeconds"], pause + drain)
        validate = (chart.CHART / "templates/_validate.tpl").read_text(encoding="utf-8")
        self.assertIn(f"(add .Values.preStopSeconds {drain} | int)", validate)

    def test_the_database_is_migrated_before_a_release_starts(self):
        hook = chart.one(chart.manifests(chart.values("minimal")), "Job", "city-idp-migrate")
        self.assertEqual(hook["metadata"]["annotations"]["helm.sh/hook"], "pre-install,pre-upgrade")
        self.assertEqual(hook["spec"]["template"]["spec"]["containers"][0]["args"][0], "migrate")
        # Before an installation nothing else of the release is there.
        config = hook["spec"]["template"]["spec"]["volumes"][0]["configMap"]["name"]
        brought = chart.one(chart.manifests(chart.values("minimal")), "ConfigMap", config)
        self.assertIn("pre-install", brought["metadata"]["annotations"]["helm.sh/hook"])
        self.assertNotIn("serviceAccountName", hook["spec"]["template"]["spec"])
        small = chart.manifests(chart.values("sqlite"))
        self.assertNotIn("Job", {one["kind"] for one in small})
        start = chart.one(small, "Deployment", "city-idp")["spec"]["template"]["spec"]["initContainers"]
        self.assertEqual([one["args"][0] for one in start], ["migrate"])

    def test_probes_ask_what_the_service_answers(self):
        for name, scheme, port in (("minimal", None, 8080), ("native-tls", "HTTPS", 8443)):
            pod = chart.one(chart.manifests(chart.values(name)), "Deployment", "city-idp")["spec"]["template"]["spec"]
            container = pod["containers"][0]
            asked = {probe: container[probe]["httpGet"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}
            self.assertEqual([one["path"] for one in asked.values()], ["/live", "/live", "/ready"])
            self.assertEqual({one.get("scheme") for one in asked.values()}, {scheme})
            self.assertEqual(container["ports"][0]["containerPort"], port)

    def test_prometheus_finds_the_metrics(self):
        manifests = chart.manifests(chart.values("production"))
        self.assertEqual(service.toml(manifests)["telemetry"]["metrics_listen"], "0.0.0.0:9464")
        pod = chart.one(manifests, "Deployment", "city-idp")["spec"]["template"]["spec"]
        self.assertIn({"name": "metrics", "containerPort": 9464}, pod["containers"][0]["ports"])
        inside = chart.one(manifests, "Service", "city-idp-metrics")
        self.assertEqual(inside["spec"]["ports"], [{"name": "metrics", "port": 9464, "targetPort": "metrics"}])
        monitor = chart.one(manifests, "ServiceMonitor", "city-idp")["spec"]
        self.assertEqual([(one["port"], one["path"]) for one in monitor["endpoints"]], [("metrics", "/metrics")])
        public = chart.one(manifests, "Service", "city-idp")
        found = [monitor["selector"]["matchLabels"].items() <= one["metadata"]["labels"].items() for one in (inside, public)]
        self.assertEqual(found, [True, False])
        rules = chart.one(manifests, "NetworkPolicy", "city-idp")["spec"]["ingress"]
        self.assertEqual([[port["port"] for port in rule["ports"]] for rule in rules], [[8080], [9464]])
        self.assertNotIn("metrics_listen", service.toml(chart.manifests(chart.values("minimal"))).get("telemetry", {}))
        six = chart.render(with_values(config={"http": {"listen": "[::]:8080"}}, serviceMonitor={"enabled": True, "port": 9000, "from": [{"podSelector": {}}]}))
        self.assertEqual(service.toml(six)["telemetry"]["metrics_listen"], "[::]:9000")

    def test_no_way_from_outside_leads_to_the_metrics(self):
        open_wide = chart.render(with_values(serviceMonitor={"enabled": True, "from": [{"podSelector": {}}]}, service={"type": "LoadBalancer"}))
        kinds = {one["metadata"]["name"]: (one["spec"]["type"], [port["targetPort"] for port in one["spec"]["ports"]]) for one in open_wide if one["kind"] == "Service"}
        self.assertEqual(kinds["city-idp"], ("LoadBalancer", ["http"]))
        self.assertEqual(kinds["city-idp-metrics"], ("ClusterIP", ["metrics"]))

    def test_traces_reach_the_collector_and_nothing_else_is_opened(self):
        def egress(manifests):
            rules = chart.one(manifests, "NetworkPolicy", "city-idp")["spec"]["egress"]
            return [rule for rule in rules if {"port": 4318, "protocol": "TCP"} in rule["ports"]]

        manifests = chart.manifests(chart.values("production"))
        telemetry = service.toml(manifests)["telemetry"]
        self.assertEqual((telemetry["otlp_endpoint"], telemetry["trace_ratio"]), ("http://otel-collector.monitoring:4318", 0.1))
        monitoring = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
        self.assertEqual([rule["to"] for rule in egress(manifests)], [[monitoring]])
        without = chart.manifests(chart.values("minimal"))
        self.assertEqual(egress(without), [])
        self.assertNotIn("otlp_endpoint", service.toml(without).get("telemetry", {}))

    def test_during_maintenance_every_way_leads_to_the_page(self):
        for name, kind in (("gateway", "HTTPRoute"), ("production", "Ingress")):
            with self.subTest(kind=kind):
                during = chart.manifests(chart.values(name), "--set", "maintenance.enabled=true,maintenance.page=x")
                after = chart.manifests(chart.values(name), "--set", "maintenance.enabled=false")
                fronts = [json.dumps(chart.one(some, kind, "city-idp")["spec"]) for some in (during, after)]
                self.assertIn('"city-idp-maintenance"', fronts[0])
                self.assertNotIn('"city-idp"', fronts[0])
                self.assertNotIn("maintenance", fronts[1])

    def test_old_host_names_lead_here_too(self):
        ingress = chart.one(chart.manifests(chart.values("production")), "Ingress", "city-idp")["spec"]
        hosts = ["id.example.fi", "tunnus.example.fi"]
        self.assertEqual([rule["host"] for rule in ingress["rules"]], hosts)
        self.assertEqual(ingress["tls"][0]["hosts"], hosts)
        route = chart.one(chart.manifests(chart.values("gateway")), "HTTPRoute", "city-idp")["spec"]
        self.assertEqual(route["hostnames"], hosts)

    def test_the_service_may_call_what_it_needs_and_no_more(self):
        def ports(name):
            policy = chart.one(chart.manifests(chart.values(name)), "NetworkPolicy", "city-idp")["spec"]
            return sorted({port["port"] for rule in policy["egress"] for port in rule["ports"]})

        self.assertEqual(ports("production"), [25, 53, 443, 4318, 5432, 6379])
        self.assertEqual(ports("sqlite"), [25, 53, 443])
        policy = chart.one(chart.manifests(chart.values("production")), "NetworkPolicy", "city-idp")["spec"]
        outside = next(rule for rule in policy["egress"] if rule["ports"][0]["port"] == 443)["to"]
        self.assertIn("10.0.0.0/8", outside[0]["ipBlock"]["except"])
        self.assertIn({"ipBlock": {"cidr": "10.20.0.0/16"}}, outside)


class Notes(unittest.TestCase):
    """What Helm prints after an installation."""

    def notes(self, name):
        # Helm 3 asks a cluster before it prints them.
        done = chart.run("install", "city", chart.CHART, "--namespace", "idp", "--dry-run=client", "--values", chart.values(name))
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.partition("NOTES:")[2]

    def test_they_warn_of_what_is_not_safe_yet(self):
        least, whole = self.notes("minimal"), self.notes("production")
        for warning in ("trusted_proxies is empty", "nothing leads to the service", "No client is given"):
            self.assertIn(warning, least)
            self.assertNotIn(warning, whole)
        self.assertIn("exec deploy/city-idp -c idp -- idp keys list", whole)
        self.assertIn("maintenance page until", self.notes("gateway"))


class Readme(unittest.TestCase):
    def test_it_lists_every_value_with_its_default(self):
        defaults = yaml.safe_load((chart.CHART / "values.yaml").read_text(encoding="utf-8"))
        table = (chart.CHART / "README.md").read_text(encoding="utf-8").split("## Values")[1]
        rows = re.findall(r"(?m)^\| `([^`]+)` \| `([^`]*)` \|", table)
        told = {name: json.loads(value) for name, value in rows}
        self.assertEqual(len(told), len(rows), "a value is listed twice")
        self.assertEqual(told, dict(_leaves(defaults)))

    def test_the_schema_lists_every_value(self):
        schema = json.loads((chart.CHART / "values.schema.json").read_text(encoding="utf-8"))
        defaults = yaml.safe_load((chart.CHART / "values.yaml").read_text(encoding="utf-8"))
        self.assertEqual(set(schema["properties"]) - {"global"}, set(defaults))


# Given as a whole, not key by key.
WHOLE = {"resources", "maintenance.resources", "canary.resources", "networkPolicy.dns.to"}


def _leaves(tree, path=""):
    for key, value in tree.items():
        name = f"{path}{key}"
        if isinstance(value, dict) and value and name not in WHOLE:
            yield from _leaves(value, f"{name}.")
        else:
            yield name, value


def _sorted(manifests):
    return sorted(manifests, key=lambda one: (one["kind"], one["metadata"]["name"]))


def _faults_of_extensions(manifests):
    script = Path(__file__).parent / "crds.mjs"
    done = subprocess.run(["node", script], input=json.dumps(manifests), capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    unittest.main()
