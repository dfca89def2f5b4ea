"""The configuration that the chart writes is the one that the service reads."""

import datetime
import re
import unittest

import chart
import service
from test_chart import with_values


def as_values(config):
    """A configuration as the chart's values: clients by id, secrets left out."""
    clients = {}
    for client in config.pop("clients"):
        client.pop("secret")
        name = client.pop("client_id")
        clients[name] = client | {"secretRef": {"name": "idp-clients", "key": "eservice"}}
    config["keys"].pop("secret")
    return {"config": config, "clients": clients, "replicaCount": 1, "persistence": {"enabled": True}}


TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}


def faults(document, schema, value, path=""):
    """What a value has that the schema does not allow, by the words that the schema uses."""
    if "$ref" in schema:
        schema = document["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        ways = [faults(document, way, value, path) for way in schema["anyOf"]]
        return min(ways, key=len)
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if isinstance(value, (datetime.datetime, datetime.date)):
        value = value.isoformat()
    if type(value) not in [TYPES[kind] for kind in kinds]:
        return [f"{path}: expected {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: expected one of {schema['enum']}"]
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{path}: expected {schema['pattern']}"]
    if isinstance(value, list):
        return [fault for item in value for fault in faults(document, schema["items"], item, path)]
    if isinstance(value, dict):
        known = schema["properties"]
        below = lambda key: f"{path}.{key}".lstrip(".")
        return [
            fault
            for key, inner in value.items()
            for fault in (faults(document, known[key], inner, below(key)) if key in known else [f"{below(key)}: unknown"])
        ]
    return []


class Configuration(unittest.TestCase):
    def test_the_service_starts_with_what_is_rendered(self):
        for path in chart.VALUES:
            for helm in chart.HELMS:
                with self.subTest(values=path.name, helm=helm.name):
                    self.assertEqual(service.check(chart.manifests(path, helm=helm)), [])

    def test_the_service_finds_a_planted_fault(self):
        planted = chart.render(with_values(config={"accounts": {"lockout": {"atempts": 5}}}))
        self.assertEqual([one["key"] for one in service.check(planted)], ["accounts.lockout.atempts"])

    def test_every_key_arrives_as_it_was_written(self):
        given = as_values(service.example())
        arrived = service.toml(chart.render(with_values(**given)))
        expected = service.example()
        expected["keys"].pop("secret")
        for client in expected["clients"]:
            client.pop("secret")
        self.assertEqual(arrived, expected)

    def test_any_text_arrives_as_it_was_written(self):
        for text in ('"quoted"', "back\\slash", "{{ .Values.image }}", "<b>&amp;</b>", "åäö €", "a # b", "line\nbreak", "tab\t", "'''", "", "yes", "0123", "1e3"):
            with self.subTest(text=text):
                manifests = chart.render(with_values(config={"organisation": {"name": {"fi": text}, "support_hours": text}}))
                organisation = service.toml(manifests)["organisation"]
                self.assertEqual((organisation["name"]["fi"], organisation["support_hours"]), (text, text))

    def test_numbers_stay_whole(self):
        numbers = {"per_network": 1200, "per_account": 10, "mails_per_recipient": 100}
        limits = service.toml(chart.render(with_values(config={"limits": numbers})))["limits"]
        self.assertEqual(limits, numbers)
        self.assertEqual({type(value) for value in limits.values()}, {int})

    def test_every_rendered_key_is_in_the_schema(self):
        schema = service.schema()
        self.assertEqual(faults(schema, schema, service.example()), [])
        for path in chart.VALUES:
            with self.subTest(values=path.name):
                found = faults(schema, schema, service.toml(chart.manifests(path)))
                self.assertEqual([fault for fault in found if fault.split(":")[0] not in service.lacking()], [])
        planted = {"accounts": {"lockout": {"atempts": 5}}, "tokens": {"code_ttl": "soon"}, "clients": [{"require_pkce": 1}]}
        found = [fault.split(":")[0] for fault in faults(schema, schema, planted)]
        self.assertEqual(found, ["accounts.lockout.atempts", "tokens.code_ttl", "clients.require_pkce"])

    def test_documents_lie_beside_the_configuration(self):
        data = chart.one(chart.manifests(chart.values("production")), "ConfigMap", "city-idp")["data"]
        self.assertEqual(data["terms.fi.md"], '# Käyttöehdot\n\nPalvelua "käytetään" näin: {{ ei mallia }}.\n')

    def test_job_and_service_read_the_same(self):
        for path in chart.VALUES:
            manifests = chart.manifests(path)
            if any(one["kind"] == "Job" for one in manifests):
                own, hook = (chart.one(manifests, "ConfigMap", name)["data"] for name in ("city-idp", "city-idp-migrate"))
                self.assertEqual(own, hook)


if __name__ == "__main__":
    unittest.main()
