#!/usr/bin/env bash
# Builds the release before from this repository's own history and rehearses
# the upgrade to this one and back; with --write it writes tests/upgrade/v0_1
# anew instead.
set -euo pipefail
cd "$(dirname "$0")/../.."

release=0.1.0
# The tag v0.1.0: a clone may lack the tag.
commit=4a49b3407bde5e86394b72b0d59dc86da4807e61

case "${1-}" in
  "") filter=upgrade::rehearsal ;;
  --write) filter=upgrade::write ;;
  *) echo "usage: tests/upgrade/rehearse.sh [--write]" >&2; exit 2 ;;
esac
if ! git cat-file -e "$commit^{commit}" 2>/dev/null; then
  echo "the history has no commit ${commit:0:12} (release $release), which is what is upgraded from:" >&2
  echo "get all of it with: git fetch --unshallow --tags" >&2
  exit 1
fi

cargo=${CARGO:-cargo}
target=${CARGO_TARGET_DIR:-$PWD/target}
source=$target/release-$release
old=$target/idp-$release
if [ ! -x "$old" ]; then
  rm -rf "$source"
  mkdir -p "$source"
  git archive "$commit" | tar -x -C "$source"
  # In the same folder as this release, with which it shares most crates.
  CARGO_TARGET_DIR=$target "$cargo" build --locked --manifest-path "$source/Cargo.toml" --bin idp
  cp "$target/debug/idp" "$old"
fi
"$old" --version

IDP_TEST_OLD=$old tests/with-postgres.sh \
  "$cargo" test --locked --test tests -- --ignored --nocapture "$filter"
