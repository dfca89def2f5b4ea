#!/usr/bin/env bash
# Lays out the file system of the image: deploy/image-root.sh BINARY FOLDER
# Runs on Debian, whose packages the libraries come from; their names, versions and
# terms go along, and a bill of materials, so that scanners of images see all of it.
set -euo pipefail

[ $# = 2 ] || { echo "usage: deploy/image-root.sh BINARY FOLDER" >&2; exit 2; }
binary=$1
root=$2
[ ! -e "$root" ] || { echo "$root is there already" >&2; exit 2; }

# As on Debian, so that the loader is found in /lib64 and the libraries in one folder.
mkdir -p "$root/usr/lib" "$root/usr/lib64" "$root/etc" "$root/var/lib/idp" "$root/var/lib/dpkg/status.d"
ln -s usr/lib "$root/lib"
ln -s usr/lib64 "$root/lib64"
install -d -m 1777 "$root/tmp"

install -D -m 0755 "$binary" "$root/usr/bin/idp"
files=$(ldd "$binary" | grep -o '/[^ ]*')
for file in $files; do
  install -D -m 0755 "$(readlink -f "$file")" "$root$file"
done

install -D -m 0644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
printf 'root:x:0:0:root:/:/sbin/nologin\nidp:x:65532:65532:idp:/var/lib/idp:/sbin/nologin\n' >"$root/etc/passwd"
printf 'root:x:0:\nidp:x:65532:\n' >"$root/etc/group"

for file in $files /etc/ssl/certs/ca-certificates.crt; do
  real=$(readlink -f "$file")
  # dpkg knows a file by the path that its package gave it, with or without /usr.
  dpkg-query --search "$real" "${real#/usr}" 2>/dev/null | cut -d: -f1 || true
done | cat - <(echo ca-certificates) | sort -u | while read -r package; do
  dpkg-query --status "$package" >"$root/var/lib/dpkg/status.d/$package"
  install -D -m 0644 "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/copyright"
done
cp /etc/os-release "$root/etc/os-release"

install -d "$root/usr/share/sbom"
"$(dirname "$0")/sbom.py" "$root" >"$root/usr/share/sbom/idp.cdx.json"
