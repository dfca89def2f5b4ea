"""What every manifest of the chart must keep to: the Restricted Pod Security Standard
and the habits around it. Each rule takes all manifests and yields a line for a fault."""

import re

import chart

VOLUMES = {"configMap", "emptyDir", "projected", "secret", "persistentVolumeClaim", "csi", "downwardAPI", "ephemeral"}


def faults(manifests):
    """A line for each rule that is broken."""
    return [fault for rule in RULES for fault in rule(manifests)]


def _each_container(manifests):
    for name, pod in chart.pods(manifests):
        for container in chart.containers(pod):
            yield f"{name}, {container['name']}", pod, container


def unprivileged(manifests):
    for name, pod in chart.pods(manifests):
        spec, context = pod["spec"], pod["spec"].get("securityContext", {})
        for key in ("hostNetwork", "hostPID", "hostIPC", "hostUsers"):
            if key in spec:
                yield f"{name}: {key}"
        if context.get("runAsNonRoot") is not True or not context.get("runAsUser"):
            yield f"{name}: it may run as root"
        if context.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{name}: no seccomp profile"
        if spec.get("automountServiceAccountToken") is not False:
            yield f"{name}: it is handed a token of the cluster"
        for volume in spec.get("volumes", []):
            if not set(volume) - {"name"} <= VOLUMES:
                yield f"{name}: volume {volume['name']} is of the node"


def confined(manifests):
    for name, _, container in _each_container(manifests):
        context = container.get("securityContext", {})
        if context.get("allowPrivilegeEscalation") is not False:
            yield f"{name}: privileges can grow"
        if context.get("readOnlyRootFilesystem") is not True:
            yield f"{name}: its root file system can be written"
        if context.get("capabilities") != {"drop": ["ALL"]}:
            yield f"{name}: it has capabilities"
        if context.get("privileged") or context.get("runAsNonRoot") is False or context.get("runAsUser") == 0:
            yield f"{name}: it is privileged"


def bounded(manifests):
    for name, _, container in _each_container(manifests):
        resources = container.get("resources", {})
        for kind in ("requests", "limits"):
            if not {"cpu", "memory"} <= set(resources.get(kind, {})):
                yield f"{name}: no {kind} of CPU and memory"


def pinned(manifests):
    for name, _, container in _each_container(manifests):
        image = container["image"]
        if "@sha256:" not in image and not re.search(r":[^/:]*\d[^/:]*$", image):
            yield f"{name}: {image} names no version"


def watched(manifests):
    for name, _, container in _each_container(manifests):
        if name.startswith("Deployment") and container["name"] != "migrate":
            for probe in ("livenessProbe", "readinessProbe"):
                if probe not in container:
                    yield f"{name}: no {probe}"


def without_secrets(manifests):
    suspicious = re.compile(r'(?im)^\s*(secret|password)\s*=\s*"|://[^/\s@]*:[^/\s@]+@|-----BEGIN')
    for one in manifests:
        if one["kind"] == "Secret":
            yield f"Secret {one['metadata']['name']}: the chart makes none"
        for key, text in one.get("data", {}).items() if one["kind"] == "ConfigMap" else ():
            if suspicious.search(text):
                yield f"ConfigMap {one['metadata']['name']}, {key}: it holds a secret"
    for name, _, container in _each_container(manifests):
        for variable in container.get("env", []):
            if variable["name"].startswith("IDP__") and not variable["name"].endswith("_FILE"):
                yield f"{name}: {variable['name']} is not read from a file"


def whole(manifests):
    """Whatever is referred to by name is there."""
    known = {(one["kind"], one["metadata"]["name"]) for one in manifests}
    for name, pod in chart.pods(manifests):
        volumes = {volume["name"]: volume for volume in pod["spec"].get("volumes", [])}
        own = [volume for volume in volumes.values() if volume.get("configMap", {}).get("name", "").startswith("city-idp")]
        for volume in own:
            if ("ConfigMap", volume["configMap"]["name"]) not in known:
                yield f"{name}: there is no ConfigMap {volume['configMap']['name']}"
        claim = next((one["persistentVolumeClaim"]["claimName"] for one in volumes.values() if "persistentVolumeClaim" in one), None)
        if claim and ("PersistentVolumeClaim", claim) not in known:
            yield f"{name}: there is no claim {claim}"
        files = {
            item["path"]
            for source in volumes.get("secrets", {}).get("projected", {}).get("sources", [])
            for item in source["secret"]["items"]
        }
        for container in chart.containers(pod):
            for mount in container.get("volumeMounts", []):
                if mount["name"] not in volumes:
                    yield f"{name}: there is no volume {mount['name']}"
            for variable in container.get("env", []):
                folder, _, file = variable.get("value", "").rpartition("/")
                if folder == "/run/secrets/idp" and file not in files:
                    yield f"{name}: {variable['name']} names a file that is not mounted"
    yield from _services(manifests)


def _services(manifests):
    ports = {}
    for one in manifests:
        if one["kind"] != "Service":
            continue
        name, spec = one["metadata"]["name"], one["spec"]
        chosen = [pod for _, pod in chart.pods(manifests) if spec["selector"].items() <= pod["metadata"]["labels"].items()]
        if len(chosen) != 1:
            yield f"Service {name}: {len(chosen)} kinds of pods"
        named = {port.get("name") for pod in chosen for each in chart.containers(pod) for port in each.get("ports", [])}
        for port in spec["ports"]:
            if port["targetPort"] not in named:
                yield f"Service {name}: no pod has a port {port['targetPort']}"
            ports.setdefault(name, set()).update({port["port"], port["name"]})
    for one in manifests:
        if one["kind"] == "Ingress":
            backends = [
                (path["backend"]["service"]["name"], path["backend"]["service"]["port"]["number"])
                for rule in one["spec"]["rules"]
                for path in rule["http"]["paths"]
            ]
        elif one["kind"] == "HTTPRoute":
            backends = [(ref["name"], ref["port"]) for rule in one["spec"]["rules"] for ref in rule["backendRefs"]]
        else:
            continue
        for service, port in backends:
            if port not in ports.get(service, ()):
                yield f"{one['kind']}: there is no port {port} of Service {service}"


def fenced(manifests):
    """Every pod is behind a policy for both directions that names ports."""
    policies = [one["spec"] for one in manifests if one["kind"] == "NetworkPolicy"]
    for name, pod in chart.pods(manifests):
        if not any(_chooses(policy["podSelector"], pod["metadata"]["labels"]) for policy in policies):
            yield f"{name}: no NetworkPolicy"
    for policy in policies:
        if set(policy["policyTypes"]) != {"Ingress", "Egress"}:
            yield "NetworkPolicy: one direction is open"
        for rule in policy["ingress"]:
            if not rule.get("from") or not rule.get("ports") or any(peer in ({}, {"namespaceSelector": {}}) for peer in rule["from"]):
                yield "NetworkPolicy: anybody may connect"
        for rule in policy["egress"]:
            if not rule.get("ports") or any("port" not in port for port in rule["ports"]):
                yield "NetworkPolicy: it may call any port"


def _chooses(selector, labels):
    for expression in selector.get("matchExpressions", []):
        assert expression["operator"] == "In"
        if labels.get(expression["key"]) not in expression["values"]:
            return False
    return selector.get("matchLabels", {}).items() <= labels.items()


def gentle(manifests):
    """No roll-out or stop takes the service away."""
    for one in manifests:
        if one["kind"] != "Deployment" or not one["metadata"]["name"].endswith("-idp"):
            continue
        spec = one["spec"]
        lonely = spec["strategy"]["type"] == "Recreate"
        if not lonely and spec["strategy"]["rollingUpdate"]["maxUnavailable"] != 0:
            yield "Deployment: a roll-out takes pods away before new ones are ready"
        if lonely and spec.get("replicas") != 1:
            yield "Deployment: two pods share a volume"
        if not lonely and not any(other["kind"] == "PodDisruptionBudget" for other in manifests):
            yield "Deployment: no PodDisruptionBudget"


RULES = [unprivileged, confined, bounded, pinned, watched, without_secrets, whole, fenced, gentle]
