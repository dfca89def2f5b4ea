"""The configuration that the chart writes is the one that the service reads."""

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
