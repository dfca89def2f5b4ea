"""What the pages for operators tell to type exists, and the tests that requirements name."""

import functools
import re
import textwrap
import unittest

import yaml

import chart
import service

DOCS = chart.ROOT / "docs"
PAGES = sorted((DOCS / "operations").glob("*.md")) + [
    DOCS / "configuration.md", DOCS / "import.md", chart.ROOT / "README.md", chart.CHART / "README.md",
    chart.ROOT / "helm/templates/NOTES.txt",
]
# "idp" as a word of a shell: not part of a name, a path's end included. What is typed
# ends with the line, a comment, a pipe, a redirection or the backtick.
COMMAND = re.compile(r"(?m)(?:^ {4,}|`|/bin/|-- |&& |=\S+ )idp ([a-z][^\n`#|><;&]*)")
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


@functools.cache
def help_of(*words):
    """What the service tells of a command; empty when there is none."""
    done = service.idp(*words, "--help")
    return done.stdout if done.returncode == 0 else ""


def subcommands(*words):
    """The commands below a command."""
    return re.findall(r"(?m)^  ([a-z-]+) ", help_of(*words).partition("Commands:")[2].partition("Options:")[0])


def flags(*words):
    """The options of a command."""
    return set(re.findall(r"(?m)^ +(?:-\w, )?(--[a-z-]+)", help_of(*words)))


def every_flag(*words):
    """The options of a command and of all below it."""
    return flags(*words).union(*(every_flag(*words, word) for word in subcommands(*words) if word != "help"))


def fault(typed):
    """What is wrong with a command that a page tells to type, without the leading "idp"."""
    command, words = [], typed.split()
    while below := subcommands(*command):
        if not words or FLAG.match(words[0]):
            break
        if words[0] not in below:
            return f"there is no {words[0]}"
        command.append(words.pop(0))
    unknown = set(FLAG.findall(" ".join(words))) - flags(*command)
    return f"there is no {sorted(unknown)}" if unknown else None


class Pages(unittest.TestCase):
    def test_every_command_is_one_of_the_service(self):
        typed = {(page.name, one.strip()) for page in PAGES for one in COMMAND.findall(page.read_text(encoding="utf-8"))}
        self.assertGreater(len(typed), 40)
        for page, one in sorted(typed):
            with self.subTest(page=page, command=one):
                self.assertIsNone(fault(one))
        for one in ("keys exchange", "doctor --offline", "import plan users.csv --dry-run", "mail --config idp.toml"):
            self.assertIsNotNone(fault(one), one)

    def test_every_option_that_is_named_alone_is_one_of_the_service(self):
        known = every_flag() | {"--set-file", "--timeout"}  # Helm's
        for page in PAGES:
            for quoted in re.findall(r"`(--[^`]+)`", page.read_text(encoding="utf-8")):
                with self.subTest(page=page.name, option=quoted):
                    self.assertLessEqual(set(FLAG.findall(quoted)), known)

    def test_every_test_that_a_requirement_names_exists(self):
        names = re.findall(r"`((?:[a-z_0-9]+::)+[a-z_0-9]+)`", (DOCS / "requirements.md").read_text(encoding="utf-8"))
        self.assertGreater(len(names), 40)
        for name in sorted(set(names)):
            with self.subTest(test=name):
                self.assertTrue(self._is_test(name))
        for name in ("browser::no_such_test", "accounts::lockout::lock", "accounts::lockout"):
            self.assertFalse(self._is_test(name), name)

    def _is_test(self, name):
        """Whether a file below tests/, or of a pure crate, has the test of that name."""
        *modules, test = name.split("::")
        path = "/".join(module for module in modules if module != "tests")
        roots = [chart.ROOT / root for root in ("tests", "idp", ".")]
        files = [root / f"{path}{end}" for root in roots for end in (".rs", "/mod.rs", "/tests.rs")]
        is_test = re.compile(rf"#\[(?:tokio::)?test[^\n]*\]\s+(?:async )?fn {test}\(")
        return any(is_test.search(file.read_text(encoding="utf-8")) for file in files if file.is_file())

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
        sections = "networkPolicy|maintenance|persistence|migrate|ingress|gateway|serviceMonitor|prometheusRule|secretRefs"
        for page in PAGES:
            for value in re.findall(rf"`((?:{sections})\.[A-Za-z.]+)`", page.read_text(encoding="utf-8")):
                self.assertIn(f"`{value}`", known, page.name)


if __name__ == "__main__":
    unittest.main()
