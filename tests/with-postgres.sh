#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL of its own on loopback, whose
# superuser URL is in IDP_TEST_POSTGRES. The server never runs as root and is
# gone, with its files, when the command ends.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: tests/with-postgres.sh COMMAND…" >&2; exit 2; }

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)")
[ -x "$bin/initdb" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 1; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/idp-postgres.XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi

cleanup() {
  if [ -f "$folder/data/postmaster.pid" ]; then
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  fi
  rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Below the ports of outgoing connections (32768 and up), any of which could be
# the one by the time PostgreSQL starts.
port=$(python3 - <<'EOF'
import random, socket
while True:
    port = random.randrange(10_000, 12_000)
    with socket.socket() as sock:
        try:
            sock.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    break
EOF
)
cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -U idp --auth=trust --encoding=UTF8 --locale=C -N >"$folder/initdb.log" 2>&1 \
  || { cat "$folder/initdb.log" >&2; exit 1; }
# Tests need nothing that outlives a power cut; measurements do: FSYNC=on. What else they
# set stands in POSTGRES_OPTIONS.
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/server.log" \
  -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder -c fsync=${FSYNC:-off} -c max_connections=400 ${POSTGRES_OPTIONS:-}" \
  start >/dev/null || { cat "$folder/server.log" >&2; exit 1; }
cd "$OLDPWD"

IDP_TEST_POSTGRES="postgres://idp@127.0.0.1:$port/postgres" "$@"
