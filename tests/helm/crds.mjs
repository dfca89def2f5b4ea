// Checks the manifests on standard input (a JSON list) that belong to extensions of
// Kubernetes against the extensions' own schemas. Prints a line for each fault.
import { HTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1";
import { PrometheusRule, ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";

const kinds = { HTTPRoute, PrometheusRule, ServiceMonitor };
let text = "";
for await (const part of process.stdin) text += part;
for (const manifest of JSON.parse(text)) {
  try {
    new kinds[manifest.kind](manifest).validate();
  } catch (error) {
    console.log(`${manifest.kind} ${manifest.metadata?.name}: ${error.message}`);
  }
}
