#!/usr/bin/env python3
"""Writes what the release binary is made of as CycloneDX: deploy/sbom.py [FOLDER OF THE IMAGE]

The crates are those that `cargo tree` finds for the binary, the C code is what two of them bring along, and the
packages are those that deploy/image-root.sh noted in the image. The same source gives the same bytes.
"""

import json
import pathlib
import re
import subprocess
import sys
import tomllib
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = "x86_64-unknown-linux-gnu"
# C code in crates: where its version stands, its licence, and how advisories name it.
VENDORED = {
    "libsqlite3-sys": ("sqlite", "sqlite3/sqlite3.h", r'#define SQLITE_VERSION +"([\d.]+)"', "blessing", "cpe:2.3:a:sqlite:sqlite:{}:*:*:*:*:*:*:*"),
    "libmimalloc-sys": ("mimalloc", "c_src/mimalloc/v3/include/mimalloc.h", r"#define MI_MALLOC_VERSION +(\d+)", "MIT", "cpe:2.3:a:microsoft:mimalloc:{}:*:*:*:*:*:*:*"),
}


def cargo(*arguments):
    command = ["cargo", *arguments, "--locked", "--offline"]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def tree(edges):
    """What the binary depends on by these edges: (name, version) and the same of each direct dependency."""
    lines = cargo("tree", "--package", "idp", "--edges", edges, "--target", TARGET, "--prefix", "depth").splitlines()
    found, above = {}, []
    for line in filter(None, lines):
        depth, name, version = re.match(r"(\d+)(\S+) v(\S+)", line).groups()
        above[int(depth):] = [(name, version)]
        found.setdefault((name, version), set())
        if len(above) > 1:
            found[above[-2]].add((name, version))
    return found


def purl(crate):
    return "pkg:cargo/{}@{}".format(*crate)


def vendored(package):
    """The C code that a crate brings along."""
    name, file, pattern, licence, cpe = VENDORED[package["name"]]
    source = pathlib.Path(package["manifest_path"]).parent / file
    version = re.search(pattern, source.read_text(encoding="utf-8", errors="replace"))[1]
    if "." not in version:  # mimalloc writes 30204 for 3.2.4
        number = int(version)
        version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    entry = {"type": "library", "bom-ref": f"{name}@{version}", "name": name, "version": version, "cpe": cpe.format(version)}
    return entry | {"licenses": [{"license": {"id": licence}}]}


def component(crate, package, checksums, linked):
    """A crate; scope "excluded" is what runs while the binary is compiled and is no part of it."""
    entry = {"type": "library", "bom-ref": purl(crate), "name": crate[0], "version": crate[1]}
    entry |= {"scope": "required" if crate in linked else "excluded", "purl": purl(crate)}
    if crate in checksums:
        entry["hashes"] = [{"alg": "SHA-256", "content": checksums[crate]}]
    if package["license"]:
        entry["licenses"] = [{"expression": re.sub(r" ?/ ?", " OR ", package["license"])}]
    if package["repository"]:
        entry["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    if crate[0] in VENDORED:
        entry["components"] = [vendored(package)]
    return entry


def debian(note, release):
    """A package that the image holds files of, by the lines of dpkg about it."""
    fields = dict(re.findall(r"(?m)^([\w-]+): (.+)$", note.read_text(encoding="utf-8")))
    name, version = fields["Package"], fields["Version"]
    link = f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={fields['Architecture']}&distro=debian-{release}"
    terms = f"/usr/share/doc/{name}/copyright"
    entry = {"type": "library", "bom-ref": link, "name": name, "version": version, "scope": "required", "purl": link}
    return entry | {"licenses": [{"license": {"name": f"see {terms}"}}]}


def packages_of(image):
    release = re.search(r'(?m)^VERSION_ID="?(\d+)', (image / "etc/os-release").read_text(encoding="utf-8"))[1]
    return [debian(note, release) for note in sorted((image / "var/lib/dpkg/status.d").iterdir())]


def bill(image=None):
    """The bill of materials."""
    found, linked = tree("normal"), tree("normal,no-proc-macro")
    metadata = json.loads(cargo("metadata", "--format-version", "1"))
    packages = {(package["name"], package["version"]): package for package in metadata["packages"]}
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    checksums = {(one["name"], one["version"]): one["checksum"] for one in lock if "checksum" in one}
    service = next(crate for crate in found if crate[0] == "idp")
    components = [component(crate, packages[crate], checksums, linked) for crate in sorted(found) if crate != service]
    components += packages_of(image) if image else []
    edges = [{"ref": purl(crate), "dependsOn": sorted(map(purl, found[crate]))} for crate in sorted(found)]
    about = {"type": "application", "bom-ref": purl(service), "name": "idp", "version": service[1], "purl": purl(service)}
    content = {"metadata": {"component": about}, "components": components, "dependencies": edges}
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content))
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{number}", "version": 1} | content


if __name__ == "__main__":
    print(json.dumps(bill(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None), indent=1, ensure_ascii=False))
