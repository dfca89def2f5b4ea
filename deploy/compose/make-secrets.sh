#!/usr/bin/env bash
# Makes the secrets of deploy/compose.yaml: random, once, readable through this
# machine's owner of the folder only.
set -euo pipefail

folder="$(dirname "$0")/secrets"
if [ -e "$folder" ]; then
  echo "$folder is there already; a new keys-secret would not open what the old one sealed" >&2
  exit 1
fi
umask 022
mkdir -m 0700 "$folder"

# Letters and digits, so that it can stand in a URL.
random() { openssl rand -hex 32; }

write() { printf '%s\n' "$2" >"$folder/$1"; }

database=$(random)
redis=$(random)
write keys-secret "$(openssl rand -base64 32)"
write client-eservice "$(openssl rand -base64 32)"
write postgres-password "$database"
write database-url "postgres://idp:$database@postgres/idp"
write ephemeral-url "redis://:$redis@redis:6379"
write redis-configuration "$(printf 'requirepass %s\nmaxmemory 192mb\nmaxmemory-policy noeviction\nsave ""\nappendonly no' "$redis")"
echo "made $folder: keep a copy of keys-secret apart from the database's backups"
