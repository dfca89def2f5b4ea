"""The canary of the chart and of systemd, and the alerts that the chart brings."""

import re
import tempfile
import unittest
from pathlib import Path

import yaml

import chart
import service
from test_chart import with_values

ALERTS = chart.ROOT / "deploy/prometheus"
CLIENT = {"name": "Canary", "redirect_uris": ["https://canary.invalid/callback"], "secretRef": {"name": "canary", "key": "client-secret"}}
CANARY = {"enabled": True, "username": "canary@example.fi", "existingSecret": "canary"}
SWITCHED_ON = {"canary": CANARY, "clients": {"canary": CLIENT}}


def cron_job(manifests):
    found = [one for one in manifests if one["kind"] == "CronJob"]
    assert len(found) == 1, found
    return found[0]


def pod(manifests):
    return cron_job(manifests)["spec"]["jobTemplate"]["spec"]["template"]["spec"]


def run(arguments):
    """What the built service does with the arguments, its files beside each other and nobody at the issuer."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("client-secret", "password"):
            Path(folder, name).write_text(service.SECRET + "\n", encoding="utf-8")
        place = [re.sub(r"=(/run/secrets/idp|%d|\$\{CREDENTIALS_DIRECTORY\})/", f"={folder}/", one) for one in arguments]
        return service.idp(*(re.sub(r"^--issuer=.+", "--issuer=https://127.0.0.1:1", one) for one in place))


class Canary(unittest.TestCase):
    def test_it_is_off_unless_somebody_wants_it(self):
        kinds = {one["kind"] for one in chart.manifests(chart.values("minimal"))}
        self.assertFalse(kinds & {"CronJob", "PrometheusRule"})

    def test_the_service_takes_its_arguments(self):
        done = run(pod(chart.manifests(chart.values("production")))["containers"][0]["args"])
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("canary: discovery failed", done.stderr)

    def test_it_is_handed_no_secret_of_the_service(self):
        spec = pod(chart.manifests(chart.values("production")))
        self.assertEqual([one["name"] for one in spec["volumes"]], ["secrets", "city-ca"])
        self.assertEqual([one["secret"]["name"] for one in spec["volumes"][0]["projected"]["sources"]], ["idp-canary"])
        self.assertEqual([one["name"] for one in spec["containers"][0]["env"]], ["SSL_CERT_FILE"])
        self.assertEqual([one["name"] for one in spec["containers"][0]["volumeMounts"]], ["secrets", "city-ca"])
        more = {"extraEnv": [{"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
                "extraVolumes": [{"name": "token", "secret": {"secretName": "s"}}],
                "extraVolumeMounts": [{"name": "token", "mountPath": "/run/token"}]}
        spec = pod(chart.render(with_values(**SWITCHED_ON, **more)))
        self.assertEqual([one["name"] for one in spec["volumes"]], ["secrets"])
        self.assertNotIn("env", spec["containers"][0])

    def test_no_password_is_tried_twice(self):
        spec = cron_job(chart.manifests(chart.values("production")))["spec"]
        self.assertEqual(spec["concurrencyPolicy"], "Forbid")
        self.assertEqual(spec["jobTemplate"]["spec"]["backoffLimit"], 0)
        self.assertEqual(pod(chart.manifests(chart.values("production")))["restartPolicy"], "Never")
        source = (chart.ROOT / "idp/ops/canary/mod.rs").read_text(encoding="utf-8")
        patience = [int(seconds) for seconds in re.findall(r"PATIENCE\w*: Duration = Duration::from_secs\((\d+)\)", source)]
        self.assertEqual(len(patience), 2)
        self.assertGreater(spec["jobTemplate"]["spec"]["activeDeadlineSeconds"], sum(patience))

    def test_it_rests_during_maintenance(self):
        self.assertFalse(cron_job(chart.render(with_values(**SWITCHED_ON)))["spec"]["suspend"])
        during = chart.render(with_values(**SWITCHED_ON, maintenance={"enabled": True, "page": "x"}))
        self.assertTrue(cron_job(during)["spec"]["suspend"])

    def test_it_may_call_the_issuer_and_no_more(self):
        def egress(manifests):
            return [one for one in manifests if one["kind"] == "NetworkPolicy" and one["metadata"]["name"].endswith("-canary")][0]["spec"]["egress"]

        narrow = egress(chart.manifests(chart.values("production")))
        self.assertEqual([[port["port"] for port in rule["ports"]] for rule in narrow], [[53, 53], [443]])
        self.assertNotIn("ipBlock", str(narrow))
        public = egress(chart.render(with_values(**SWITCHED_ON)))[1]["to"]
        self.assertIn("10.0.0.0/8", public[0]["ipBlock"]["except"])

    def test_the_longest_name_leaves_room_for_jobs(self):
        manifests = chart.render(with_values(**SWITCHED_ON, fullnameOverride="n" * 63))
        self.assertLessEqual(len(cron_job(manifests)["metadata"]["name"]), 52)

    def test_what_it_needs_is_told_when_it_is_missing(self):
        for expected, changes in (
            (r"canary\.username: expected", {"canary": CANARY | {"username": ""}}),
            (r"canary\.existingSecret: expected", {"canary": CANARY | {"existingSecret": ""}}),
            (r"clients\.bird: expected a client with https://canary", {"canary": CANARY | {"clientId": "bird"}}),
            (r"clients\.canary: expected a client with", {"clients": {"canary": CLIENT | {"redirect_uris": ["https://x.invalid/"]}}}),
            (r"canary\.enabled: expected false", {"config": {"issuer": "http://id.example.fi"}}),
            ("(?i)schema", {"canary": CANARY | {"schedule": "often"}}),
        ):
            with self.subTest(expected=expected), self.assertRaisesRegex(AssertionError, expected):
                chart.render(with_values(**(SWITCHED_ON | changes)))


class Alerts(unittest.TestCase):
    def test_the_chart_brings_those_of_the_project(self):
        for path in sorted(ALERTS.glob("*.yaml")):
            copy = chart.CHART / "alerts" / path.name
            self.assertEqual(copy.read_text(encoding="utf-8"), path.read_text(encoding="utf-8"), f"cp {path} {copy}")
        self.assertEqual(len(list(ALERTS.iterdir())), len(list((chart.CHART / "alerts").iterdir())))

    def groups(self, *names):
        return [group for name in names for group in yaml.safe_load((ALERTS / name).read_text(encoding="utf-8"))["groups"]]

    def test_they_come_as_they_are_and_the_canarys_with_a_canary(self):
        manifests = chart.manifests(chart.values("production"))
        rule = chart.one(manifests, "PrometheusRule", "city-idp")
        self.assertEqual(rule["spec"]["groups"], self.groups("rules.yaml", "canary.yaml"))
        self.assertEqual(rule["metadata"]["labels"]["release"], "prometheus")
        without = chart.render(with_values(prometheusRule={"enabled": True}))
        self.assertEqual(chart.one(without, "PrometheusRule", "city-idp")["spec"]["groups"], self.groups("rules.yaml"))

    def test_their_runbooks_are_where_the_telephone_finds_them(self):
        base = "https://git.example.fi/idp/"
        linked = chart.render(with_values(prometheusRule={"enabled": True, "runbookBase": base}))
        rules = [rule for group in chart.one(linked, "PrometheusRule", "city-idp")["spec"]["groups"] for rule in group["rules"]]
        own = [rule for group in self.groups("rules.yaml") for rule in group["rules"]]
        self.assertEqual([rule["annotations"]["runbook"] for rule in rules], [base + rule["annotations"]["runbook"] for rule in own])

    def test_they_know_the_canary_by_its_name_and_wait_for_as_long_as_it_may_take(self):
        manifests = chart.manifests(chart.values("production"))
        alert = self.groups("canary.yaml")[0]["rules"][0]
        self.assertRegex(cron_job(manifests)["metadata"]["name"], re.search(r'cronjob=~"(.+?)"', alert["expr"])[1] + "$")
        every = int(re.fullmatch(r"\*/(\d+) \* \* \* \*", cron_job(manifests)["spec"]["schedule"])[1]) * 60
        # A run that was rightly left out ends the alert before it is told.
        self.assertGreaterEqual(int(re.search(r"> (\d+)", alert["expr"])[1]), 2 * every)
        self.assertGreater(int(alert["for"].removesuffix("m")) * 60, every)


class Unit(unittest.TestCase):
    def test_the_service_takes_its_command_line(self):
        text = (chart.ROOT / "deploy/systemd/idp-canary.service").read_text(encoding="utf-8")
        command = re.search(r"(?m)^ExecStart=/usr/local/bin/idp ((?:.+\\\n)*.+)$", text)[1].replace("\\\n", " ")
        done = run(command.split())
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("canary: discovery failed", done.stderr)
        for name in re.findall(r"LoadCredential=([a-z-]+):", text):
            self.assertIn(f"/{name}", command)


if __name__ == "__main__":
    unittest.main()
