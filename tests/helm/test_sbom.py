"""The bill of materials: every crate of the binary, and no other."""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import chart
import machines

sys.path.insert(0, str(chart.ROOT / "deploy"))

import sbom

# Where the source of a crate lay that was compiled into a binary.
COMPILED = re.compile(rb"/registry/src/[^/\0]+/([A-Za-z0-9_-]+?)-(\d+\.\d+\.\d+[^/\0]*)/")


def crates(components):
    return {(one["name"], one["version"]) for one in components if one["purl"].startswith("pkg:cargo/")}


class Sbom(unittest.TestCase):
    BILL = sbom.bill()

    def test_it_lists_what_cargo_links(self):
        command = ["cargo", "tree", "--package", "idp", "--edges", "normal", "--target", sbom.TARGET, "--prefix", "none"]
        told = subprocess.run([*command, "--no-dedupe", "--locked", "--offline"], cwd=chart.ROOT, capture_output=True, text=True, check=True).stdout
        expected = {tuple(re.match(r"(\S+) v(\S+)", line).groups()) for line in told.splitlines() if line}
        self.assertEqual(crates(self.BILL["components"]), {one for one in expected if one[0] != "idp"})
        self.assertGreater(len(expected), 300)
        self.assertNotIn("scraper", {name for name, _ in expected}, "the tests alone need it")

    def test_it_lists_what_was_compiled_into_the_binary(self):
        found = {(name.decode(), version.decode()) for name, version in COMPILED.findall(Path(chart.IDP).read_bytes())}
        self.assertGreater(len(found), 100)
        linked = crates(one for one in self.BILL["components"] if one["scope"] == "required")
        self.assertEqual(found - linked, set())

    def test_every_part_has_a_licence_and_a_digest_but_our_own(self):
        own = {"accounts", "keys", "migrations", "oidc"}
        for one in self.BILL["components"]:
            with self.subTest(crate=one["name"]):
                self.assertEqual("licenses" in one, one["name"] not in own)
                self.assertEqual("hashes" in one, one["name"] not in own)
        native = {part["name"]: part["version"] for one in self.BILL["components"] for part in one.get("components", [])}
        self.assertEqual(set(native), {"sqlite", "mimalloc"})

    def test_its_edges_lead_to_parts(self):
        known = {one["bom-ref"] for one in self.BILL["components"]} | {self.BILL["metadata"]["component"]["bom-ref"]}
        self.assertEqual({edge["ref"] for edge in self.BILL["dependencies"]}, known)
        self.assertLessEqual({ref for edge in self.BILL["dependencies"] for ref in edge["dependsOn"]}, known)

    def test_that_of_the_image_has_its_packages(self):
        with tempfile.TemporaryDirectory() as folder:
            root = machines.image(folder)
            bill = sbom.json.loads((root / "usr/share/sbom/idp.cdx.json").read_text(encoding="utf-8"))
            notes = {note.name for note in (root / "var/lib/dpkg/status.d").iterdir()}
            self.assertEqual({one["name"] for one in bill["components"] if one["purl"].startswith("pkg:deb/")}, notes)
            self.assertEqual({note.parent.name for note in (root / "usr/share/doc").glob("*/copyright")}, notes)
        self.assertEqual(crates(bill["components"]), crates(self.BILL["components"]))


if __name__ == "__main__":
    unittest.main()
