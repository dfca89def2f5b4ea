#!/usr/bin/env python3
"""Builds the release twice by deploy/build.sh, in other folders and at other times, and compares the bytes.

The second build also has another home of crates, time zone, language, age of files and number of jobs. Tells which
sections of the binary differ and where, and exits with 1, when they do; `--first BINARY` compares with one that was
built before.
"""

import argparse
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
AROUND = 16


def build(folder, number):
    """The release of what git does not ignore, copied to a folder of its own."""
    source, target = folder / ("first" if number == 1 else "the/second/of/them"), folder / f"target-{number}"
    source.mkdir(parents=True)
    names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    pack = subprocess.Popen(["tar", "--null", "-T", "-", "-cf", "-"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    unpack = subprocess.Popen(["tar", "-xf", "-", *(["--touch"] if number == 2 else [])], cwd=source, stdin=pack.stdout)
    pack.stdin.write(names)
    pack.stdin.close()
    if pack.wait() or unpack.wait():
        raise SystemExit("the source could not be copied")
    environment = os.environ | {"CARGO_TARGET_DIR": str(target)}
    if number == 2:
        environment |= {"CARGO_HOME": str(other_home(folder)), "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8", "CARGO_BUILD_JOBS": "1"}
    subprocess.run([source / "deploy/build.sh"], check=True, env=environment)
    return target / "release/idp"


def other_home(folder):
    """A home of crates under another name, so that nothing is fetched again."""
    home = folder / "another-home-of-crates"
    home.mkdir()
    for entry in pathlib.Path(os.environ.get("CARGO_HOME", pathlib.Path.home() / ".cargo")).iterdir():
        (home / entry.name).symlink_to(entry)
    return home


def sections(binary):
    """Where the sections of a binary lie that have bytes in the file: name to (offset, length)."""
    told = subprocess.run(["readelf", "--wide", "--section-headers", binary], check=True, stdout=subprocess.PIPE, text=True).stdout
    lines = re.findall(r"\] (\.\S+) +(?!NOBITS)\S+ +\w+ (\w+) (\w+) ", told)
    return {name: (int(offset, 16), int(length, 16)) for name, offset, length in lines}


def differences(first, second):
    """A line for each section that is not the same in both, with the first place."""
    contents, tables = [path.read_bytes() for path in (first, second)], [sections(path) for path in (first, second)]
    for name in sorted(set(tables[0]) | set(tables[1])):
        places = [table.get(name) for table in tables]
        if None in places:
            yield f"{name}: in one of them only"
            continue
        mine, other = (content[at : at + length] for content, (at, length) in zip(contents, places))
        if mine == other:
            continue
        at = next((at for at, pair in enumerate(zip(mine, other)) if pair[0] != pair[1]), min(len(mine), len(other)))
        around = [part[max(0, at - AROUND) : at + AROUND] for part in (mine, other)]
        yield f"{name}: {len(mine)} and {len(other)} bytes, first at {at}: {around[0]!r} and {around[1]!r}"


def strangers(binary):
    """Paths of this machine in a binary."""
    homes = {str(pathlib.Path.home()), str(ROOT), tempfile.gettempdir() + "/idp-reproducible"}
    content = binary.read_bytes()
    return sorted(home for home in homes if len(home) > 1 and (home + "/").encode() in content)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=pathlib.Path, help="a binary that deploy/build.sh built before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="idp-reproducible.", dir=os.environ.get("TMPDIR")) as scratch:
        folder = pathlib.Path(scratch)
        first, second = options.first or build(folder, 1), build(folder, 2)
        for binary in (first, second):
            print(hashlib.sha256(binary.read_bytes()).hexdigest(), binary.stat().st_size, "bytes", flush=True)
        told = [*differences(first, second), *(f"the path {path} stands in the binary" for path in strangers(first))]
        same = first.read_bytes() == second.read_bytes()
    print("\n".join(told) if told or not same else "equal")
    return bool(told) or not same


if __name__ == "__main__":
    sys.exit(main())
