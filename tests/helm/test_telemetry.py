"""Dashboards and alerts ask for what the service tells. METRICS_URL is that of a service
that somebody has logged in to; tests/telemetry/metrics.rs gives it."""

import json
import os
import re
import unittest
import urllib.request

import promql_parser
import yaml

import chart

RULES = sorted((chart.ROOT / "deploy/prometheus").glob("*.yaml"))
DASHBOARDS = sorted((chart.ROOT / "deploy/dashboards").glob("*.json"))
# What Prometheus itself adds to every series.
ADDED = {"instance", "job", "__name__"}
# Told by a service that speaks TLS itself: tests/listener/tls.rs reads it. And what
# kube-state-metrics tells of a CronJob.
SELDOM = {"idp_tls_certificate_expiry_timestamp_seconds": {"listener"}} | {
    f"kube_cronjob_{name}": {"namespace", "cronjob"} for name in ("created", "info", "spec_suspend", "status_last_successful_time")
}


def told():
    """The labels of each series that the running service tells, by the series' name."""
    with urllib.request.urlopen(os.environ["METRICS_URL"], timeout=10) as answer:
        text = answer.read().decode()
    labels = {}
    for line in text.splitlines():
        if found := re.match(r"([a-z_]+)(?:\{(.*)\})? ", line):
            labels.setdefault(found[1], set()).update(re.findall(r'([a-z_]+)="', found[2] or ""))
    for name, kind in re.findall(r"(?m)^# TYPE (\S+) (\S+)$", text):
        if kind not in ("info", "histogram"):
            labels.setdefault(f"{name}_total" if kind == "counter" else name, set())
    return SELDOM | labels


def rules():
    groups = [group for path in RULES for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]]
    return [rule for group in groups for rule in group["rules"]]


def panels():
    """(title, expression) of every query of the dashboards."""
    for path in DASHBOARDS:
        for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]:
            for target in panel.get("targets", []):
                yield panel["title"], target["expr"]


def expressions():
    yield from ((rule["alert"], rule["expr"]) for rule in rules())
    yield from panels()


def parsed(expression):
    return promql_parser.parse(expression.replace("$__rate_interval", "5m"))


def asked(expression):
    """(name, labels it is selected by) of each series in an expression, and all labels
    that it is grouped by."""
    selectors, groupings = [], set()

    def look(node):
        if isinstance(node, promql_parser.VectorSelector):
            selectors.append((node.name, {one.name for one in node.matchers.matchers}))
        elif isinstance(node, promql_parser.AggregateExpr) and node.modifier:
            groupings.update(node.modifier.labels)
        return True

    promql_parser.walk(parsed(expression), look)
    return selectors, groupings


def faults(expression, series):
    """What an expression asks for in vain."""
    selectors, groupings = asked(expression)
    known = set(ADDED)
    for name, labels in selectors:
        if name not in series:
            yield f"nothing is called {name}"
            continue
        known |= series[name]
        if not labels <= series[name] | ADDED:
            yield f"{name} has no {labels - series[name]}"
    if not groupings <= known:
        yield f"nothing here has {groupings - known}"


class Asking(unittest.TestCase):
    def test_every_expression_asks_for_what_is_told(self):
        series = told()
        seen = 0
        for where, expression in expressions():
            with self.subTest(where=where):
                self.assertEqual(list(faults(expression, series)), [])
                seen += 1
        self.assertGreater(seen, 50)

    def test_a_planted_fault_is_found(self):
        series = told()
        for planted in ("idp_login_total > 0", 'idp_logins_total{result="x"} > 0', "sum by (result) (idp_logins_total)", "sum(rate(idp_sql_seconds_bucket[5m]))"):
            self.assertNotEqual(list(faults(planted, series)), [], planted)
        with self.assertRaises(ValueError):
            parsed("sum(rate(idp_logins_total[5m])")

    def test_whatever_is_told_is_looked_at(self):
        used = {name for _, expression in expressions() for name, _ in asked(expression)[0]}
        bare = {re.sub(r"_(bucket|count|sum)$", "", name) for name in used}
        for name in told():
            if name.startswith("idp_"):
                with self.subTest(name=name):
                    self.assertIn(re.sub(r"_(bucket|count|sum)$", "", name), bare)

    def test_counters_are_never_looked_at_bare(self):
        for where, expression in expressions():
            with self.subTest(where=where):
                text = re.sub(r"\s+", " ", expression)
                for found in re.finditer(r"idp_\w+_(?:total|bucket|count)(?:\{[^}]*\})?", text):
                    self.assertTrue(text[found.end() :].startswith("["), found[0])

    def test_a_rule_says_how_bad_it_is_and_what_to_do(self):
        names = [rule["alert"] for rule in rules()]
        self.assertEqual(len(names), len(set(names)))
        for rule in rules():
            with self.subTest(alert=rule["alert"]):
                self.assertLessEqual(set(rule), {"alert", "expr", "for", "labels", "annotations"})
                self.assertIn(rule["labels"]["severity"], ("page", "ticket"))
                self.assertRegex(rule.get("for", "1m"), r"^\d+[mh]$")
                page, anchor = rule["annotations"]["runbook"].split("#")
                headings = re.findall(r"(?m)^#+ (.+)$", (chart.ROOT / page).read_text(encoding="utf-8"))
                self.assertIn(anchor, [heading.lower() for heading in headings])
                for label in re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]):
                    self.assertIn(label, rule["expr"])


if __name__ == "__main__":
    unittest.main()
