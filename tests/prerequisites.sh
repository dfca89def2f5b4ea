#!/usr/bin/env bash
# Sees to what a build (`build`) or the tests (`test`) need besides the crates.
# What is missing is installed by apt-get where that is possible, else named.
set -euo pipefail

packages=()

need() { # need PACKAGE TEST…: PACKAGE is missing when TEST fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || packages+=("$package")
}

has_postgres() { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }

need build-essential command -v cc
need pkg-config command -v pkg-config
need libssl-dev pkg-config --exists openssl
if [ "${1:-build}" = test ]; then
  need postgresql has_postgres
  need redis-server command -v redis-server
  need redis-tools command -v redis-cli
  need pgbouncer test -x "${PGBOUNCER:-/usr/sbin/pgbouncer}"
  need strace command -v strace
  need nodejs command -v node
  need npm command -v npm
  need chromium test -x "${CHROMIUM:-/usr/bin/chromium}"
  need firefox-esr test -x "${FIREFOX:-/usr/bin/firefox-esr}"
  need python3 command -v python3
  need python3-venv python3 -c 'import ensurepip'
  # Not the package apache2, which runs a server of its own.
  need apache2-bin test -x /usr/sbin/apache2
  need libapache2-mod-auth-openidc test -f /usr/lib/apache2/modules/mod_auth_openidc.so
  need systemd command -v systemd-analyze
  need openssl command -v openssl
fi

if [ ${#packages[@]} -gt 0 ]; then
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo -n)
  if ! command -v apt-get >/dev/null || ! "${sudo[@]}" true 2>/dev/null; then
    echo "missing: ${packages[*]} (on Debian: apt-get install ${packages[*]})" >&2
    exit 1
  fi
  echo "installing: ${packages[*]}"
  "${sudo[@]}" apt-get update -q
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"
fi

command -v cargo >/dev/null || { echo "missing: Rust 1.95 or later, see https://rustup.rs" >&2; exit 1; }
wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml | head -1)
present=$(rustc --version | cut -d' ' -f2)
if [ "$(printf '%s\n%s\n' "$wanted" "$present" | sort -V | head -1)" != "$wanted" ]; then
  echo "Rust $present is too old: $wanted or later is needed (rustup update stable)" >&2
  exit 1
fi

if [ "${1:-build}" = test ]; then
  node=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  if [ "$node" -lt 20 ]; then
    echo "Node.js $(node --version) is too old for the browser tests: 20 or later is needed" >&2
    exit 1
  fi
fi

if [ "${1:-build}" = test ]; then
  tests/helm/install.sh
fi
