"""Every manifest keeps to the policy, and the policy sees what does not."""

import copy
import unittest

import chart
import policy


def _spec(manifests):
    return chart.one(manifests, "Deployment", "city-idp")["spec"]["template"]["spec"]


def _main(manifests):
    return _spec(manifests)["containers"][0]


def _network(manifests):
    return chart.one(manifests, "NetworkPolicy", "city-idp")["spec"]


def _drop(kind):
    def plant(manifests):
        manifests[:] = [one for one in manifests if one["kind"] != kind]

    return plant


# What to break, and a word of the fault that must be found.
PLANTED = [
    (lambda all: _spec(all)["securityContext"].pop("runAsNonRoot"), "root"),
    (lambda all: _spec(all)["securityContext"].pop("seccompProfile"), "seccomp"),
    (lambda all: _spec(all).update(automountServiceAccountToken=True), "token of the cluster"),
    (lambda all: _spec(all).update(hostNetwork=True), "hostNetwork"),
    (lambda all: _spec(all)["volumes"].append({"name": "node", "hostPath": {"path": "/"}}), "is of the node"),
    (lambda all: _main(all)["securityContext"].pop("readOnlyRootFilesystem"), "root file system"),
    (lambda all: _main(all)["securityContext"].update(allowPrivilegeEscalation=True), "privileges"),
    (lambda all: _main(all)["securityContext"].update(capabilities={"drop": ["ALL"], "add": ["SYS_ADMIN"]}), "capabilities"),
    (lambda all: _main(all)["resources"].pop("limits"), "limits"),
    (lambda all: _main(all).update(image="registry.example.fi/idp:latest"), "no version"),
    (lambda all: _main(all).update(image="registry.example.fi:5000/idp"), "no version"),
    (lambda all: _main(all).pop("readinessProbe"), "readinessProbe"),
    (lambda all: _main(all)["env"].append({"name": "IDP__KEYS__SECRET", "value": "x"}), "not read from a file"),
    (lambda all: _main(all)["env"][0].update(value="/run/secrets/idp/nothing"), "not mounted"),
    (lambda all: _main(all)["ports"][0].update(name="web"), "no pod has a port"),
    (lambda all: _main(all)["volumeMounts"][0].update(name="nothing"), "no volume"),
    (lambda all: chart.one(all, "ConfigMap", "city-idp")["data"].update(x='secret = "abc"'), "holds a secret"),
    (lambda all: chart.one(all, "ConfigMap", "city-idp")["data"].update(x="postgres://a:b@c/d"), "holds a secret"),
    (lambda all: chart.one(all, "ConfigMap", "city-idp")["metadata"].update(name="other"), "no ConfigMap"),
    (lambda all: chart.one(all, "Service", "city-idp")["spec"]["selector"].update(app="x"), "0 kinds of pods"),
    (lambda all: chart.one(all, "Service", "city-idp")["spec"]["selector"].pop("app.kubernetes.io/component"), "kinds of pods"),
    (lambda all: chart.one(all, "Ingress", "city-idp")["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]["port"].update(number=81), "no port 81"),
    (_drop("NetworkPolicy"), "no NetworkPolicy"),
    (lambda all: _network(all).update(policyTypes=["Ingress"]), "one direction"),
    (lambda all: _network(all)["ingress"][0].pop("from"), "anybody"),
    (lambda all: _network(all)["egress"].append({}), "any port"),
    (lambda all: _network(all)["podSelector"]["matchExpressions"][0].update(values=["server"]), "no NetworkPolicy"),
    (lambda all: chart.one(all, "Deployment", "city-idp")["spec"]["strategy"]["rollingUpdate"].update(maxUnavailable=1), "roll-out"),
    (_drop("PodDisruptionBudget"), "PodDisruptionBudget"),
    (lambda all: all.append({"kind": "Secret", "metadata": {"name": "x"}, "data": {}}), "makes none"),
]


class Policy(unittest.TestCase):
    def test_every_manifest_keeps_to_it(self):
        for path in chart.VALUES:
            for helm in chart.HELMS:
                with self.subTest(values=path.name, helm=helm.name):
                    manifests = chart.manifests(path, helm=helm)
                    self.assertGreater(len(manifests), 5)
                    self.assertEqual(policy.faults(manifests), [])

    def test_every_planted_fault_is_seen(self):
        sound = chart.manifests(chart.values("production"))
        for number, (plant, word) in enumerate(PLANTED):
            with self.subTest(number=number, word=word):
                broken = copy.deepcopy(sound)
                plant(broken)
                found = policy.faults(broken)
                self.assertTrue(any(word in fault for fault in found), found)


if __name__ == "__main__":
    unittest.main()
