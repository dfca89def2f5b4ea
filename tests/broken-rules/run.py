#!/usr/bin/env python3
"""Breaks one rule after another on purpose and demands that the tests see it.

Works on a copy of the project in target/broken-rules (or the folder in
BROKEN_RULES_FOLDER), into which every fault of faults.toml is planted behind a
switch; the project itself is only read. One build serves them all: with every
switch off the tests must pass, with one switch on the fault's test must fail.
With words as arguments, only the faults whose journey or rule contains one of
them are tried.

Ends with 0 when every fault was seen, 1 when one was not, 2 when a fault no
longer fits the project, or the tests fail without one.
"""

import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("BROKEN_RULES_FOLDER", ROOT / "target" / "broken-rules"))
TREE = FOLDER / "tree"
CARGO = os.environ.get("CARGO", "cargo")
VARIABLE = "IDP_BROKEN_RULE"
RESULT = re.compile(r"test result: \w+\. (\d+) passed; (\d+) failed")


def stop(message):
    print(message, file=sys.stderr)
    sys.exit(2)


def read_faults():
    with open(ROOT / "tests" / "broken-rules" / "faults.toml", "rb") as file:
        faults = tomllib.load(file)["fault"]
    for number, fault in enumerate(faults, start=1):
        fault["number"] = str(number)
    return faults


def planted(name, source, faults):
    """The text of the file with its faults, each behind its switch."""
    for fault in faults:
        if fault["file"] != name:
            continue
        count = source.count(fault["before"])
        if count != 1:
            stop(f"{fault['journey']}: {fault['rule']}: “before” occurs {count} times in {name}, not once")
        switch = f'(std::env::var_os("{VARIABLE}").is_some_and(|rule| rule == "{fault["number"]}"))'
        source = source.replace(fault["before"], fault["after"].replace("BROKEN", switch))
    return source


def copy_project(faults):
    """Makes TREE hold the project with the faults; what is the same keeps its time."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout.decode()
    wanted = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    missing = [fault["file"] for fault in faults if fault["file"] not in wanted]
    if missing:
        stop(f"there is no {', no '.join(missing)}")
    changed = {fault["file"] for fault in faults}
    for name in wanted:
        content = (ROOT / name).read_bytes()
        if name in changed:
            content = planted(name, content.decode(), faults).encode()
        copy = TREE / name
        if not copy.is_file() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
            copy.chmod((ROOT / name).stat().st_mode)
    for path in [path for path in TREE.rglob("*") if path.is_file()]:
        if str(path.relative_to(TREE)) not in wanted:
            path.unlink()


def cargo(*arguments, broken=None):
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    environment["CARGO_TARGET_DIR"] = str(FOLDER / "build")
    if broken is not None:
        environment[VARIABLE] = broken
    return subprocess.run(
        [CARGO, "test", "--quiet", "--test", "tests", *arguments],
        cwd=TREE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )


def passes(names, broken=None):
    """Whether the tests of these names pass, and what they print."""
    run = cargo("--", *names, broken=broken)
    result = RESULT.search(run.stdout)
    if result is None:
        stop(f"{run.stdout}\nthe tests did not come to an end")
    return int(result[1]) > 0 and int(result[2]) == 0, run.stdout


def demand_green(names):
    built = cargo("--no-run")
    if built.returncode != 0:
        stop(f"{built.stdout}\nthe project with its faults does not compile")
    listed = cargo("--", "--list", *names).stdout
    for name in names:
        if f"\n{name}: test\n" not in "\n" + listed:
            stop(f"there is no test {name}")
    green, told = passes(names)
    if not green:
        stop(f"{told}\nthe tests fail without any fault")


def main():
    faults = read_faults()
    copy_project(faults)
    words = sys.argv[1:]
    chosen = [
        fault for fault in faults
        if not words or any(word in f"{fault['journey']} {fault['rule']}" for word in words)
    ]
    if not chosen:
        stop("no fault is called so")
    demand_green(sorted({fault["tests"] for fault in chosen}))
    unseen = 0
    for fault in chosen:
        began = time.monotonic()
        green, _ = passes(["--exact", fault["tests"]], broken=fault["number"])
        unseen += green
        word = "NOT SEEN" if green else "seen    "
        print(f"{word} {time.monotonic() - began:4.0f} s  {fault['journey']}: {fault['rule']}", flush=True)
    print(f"{len(chosen) - unseen} of {len(chosen)} faults were seen")
    sys.exit(1 if unseen else 0)


main()
