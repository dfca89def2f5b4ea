#!/usr/bin/env bash
# Builds the release binary: deploy/build.sh [OPTIONS OF CARGO BUILD]
# The same source and compilers give the same bytes, wherever the source, the crates
# and the results lie and whenever it is done: make reproducible.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo_home=${CARGO_HOME:-$HOME/.cargo}
target=$(realpath --canonicalize-missing --no-symlinks "${CARGO_TARGET_DIR:-target}")

# The folder of a registry bears the name of the mirror that the crates came from.
cargo fetch --locked --quiet
folders=("$(pwd -P)=/src" "$cargo_home=/cargo" "$(rustc --print sysroot)=/rust")
for registry in "$cargo_home"/registry/src/*/; do
  folders+=("${registry%/}=/crates" "$(realpath "$registry")=/crates")
done
# The last that fits counts.
folders+=("$target=/target")

rust=() c=()
for folder in "${folders[@]}"; do
  rust+=("--remap-path-prefix=$folder")
  c+=("-ffile-prefix-map=$folder")
done
separator=$'\x1f'
CARGO_ENCODED_RUSTFLAGS=$(IFS=$separator; echo "${rust[*]}")
export CARGO_ENCODED_RUSTFLAGS
export CFLAGS="${c[*]}"
# What C code takes for the date of the build.
export SOURCE_DATE_EPOCH=0
export LC_ALL=C TZ=UTC

exec cargo build --release --locked --bin idp "$@"
