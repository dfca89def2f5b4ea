#!/usr/bin/env bash
# Sees to rustfmt and clippy, which `make check` needs.
set -euo pipefail

for component in rustfmt clippy; do
  cargo "${component/rustfmt/fmt}" --version >/dev/null 2>&1 && continue
  command -v rustup >/dev/null || { echo "missing: $component (rustup component add $component)" >&2; exit 1; }
  rustup component add "$component"
done
