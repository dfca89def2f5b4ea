"""What docs/operations tells to type exists."""

import re
import textwrap
import unittest

import yaml

import chart
import service

PAGES = sorted((chart.ROOT / "docs/operations").glob("*.md")) + [chart.CHART / "README.md", chart.ROOT / "helm/templates/NOTES.txt"]


class Pages(unittest.TestCase):
    def test_every_command_is_one_of_the_service(self):
        typed = set()
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            # "idp" as a word of a shell: not part of a name, a path's end included.
            for words in re.findall(r"(?m)(?:^ {4,}|`|/bin/|-- |&& |argv=/usr/local/bin/)idp ((?:[a-z][a-z-]+ ?)+)", text):
                typed.add(tuple(words.split()[:3]))
        self.assertGreater(len(typed), 15)
        for words in sorted(typed):
            with self.subTest(command=" ".join(words)):
                self.assertTrue(self._is_known(words), words)
        self.assertFalse(self._is_known(("keys", "exchange")))

    def _is_known(self, words):
        """Whether the help of the command shows as many of the words as are commands."""
        done = service.idp(*words[:1], "--help")
        if done.returncode != 0:
            return False
        commands = re.findall(r"(?m)^  ([a-z-]+) ", done.stdout.partition("Commands:")[2].partition("Options:")[0])
        return not commands or len(words) < 2 or self._subcommand(words, commands)

    def _subcommand(self, words, commands):
        if words[1] not in commands:
            return False
        return service.idp(*words[:2], "--help").returncode == 0

    def test_the_values_of_the_first_installation_are_enough(self):
        page = (chart.ROOT / "docs/operations/install.md").read_text(encoding="utf-8")
        block = textwrap.dedent(re.search(r"(?m)^ {7}image: \{.*\n(?: {7}.*\n)+", page)[0])
        manifests = chart.render(yaml.safe_load(block))
        self.assertEqual(service.check(manifests), [])
        ports = [port["port"] for rule in chart.one(manifests, "NetworkPolicy", "city-idp")["spec"]["egress"] for port in rule["ports"]]
        self.assertIn(465, ports)

    def test_every_link_leads_somewhere(self):
        for page in PAGES:
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
                with self.subTest(page=page.name, target=target):
                    self.assertTrue((page.parent / target).exists())
            for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text(encoding="utf-8")):
                text = (page.parent / target if target else page).read_text(encoding="utf-8")
                anchors = {re.sub(r"[^a-z0-9 -]", "", line.lower()).replace(" ", "-") for line in re.findall(r"(?m)^#+ (.+)$", text)}
                self.assertIn(anchor, anchors, page.name)

    def test_every_quoted_line_of_the_log_is_one_of_the_service(self):
        sources = " ".join(
            " ".join(path.read_text(encoding="utf-8").split()) for path in (chart.ROOT / "idp").rglob("*.rs")
        ).replace("\\ ", "")
        page = (chart.ROOT / "docs/operations/incidents.md").read_text(encoding="utf-8")
        lines = {" ".join(line.split()) for line in re.findall(r"`((?:not|no|the|given|its|nobody) [^`]+)`", page)}
        self.assertGreater(len(lines), 8)
        for line in sorted(lines):
            with self.subTest(line=line):
                self.assertIn(line.removesuffix("…").strip(), sources)

    def test_every_value_of_the_chart_that_is_named_exists(self):
        known = (chart.CHART / "README.md").read_text(encoding="utf-8")
        sections = "networkPolicy|maintenance|persistence|migrate|ingress|gateway|serviceMonitor|secretRefs"
        for page in PAGES:
            for value in re.findall(rf"`((?:{sections})\.[A-Za-z.]+)`", page.read_text(encoding="utf-8")):
                self.assertIn(f"`{value}`", known, page.name)


if __name__ == "__main__":
    unittest.main()
