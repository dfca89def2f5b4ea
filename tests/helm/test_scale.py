"""docs/scale.md says what was measured, and nothing that was not."""

import re
import sys
import unittest

import chart

sys.path.insert(0, str(chart.ROOT / "tests/bench"))

import scale_page

MEASURE = re.compile(r"\d[\d,.]* ?(?:µs|ms|[kMGT]?B|MiB|cores?|a second|times)\b")


class Scale(unittest.TestCase):
    DATA = scale_page.Measured(scale_page.newest())

    def test_every_figure_comes_from_the_result_file(self):
        self.assertEqual(scale_page.page(self.DATA), scale_page.PAGE.read_text(encoding="utf-8"), "run tests/bench/scale_page.py")
        made = self.DATA.path.with_suffix(".md").read_text(encoding="utf-8")
        self.assertEqual(scale_page.report(self.DATA), made, "run tests/bench/scale_page.py")

    def test_another_measurement_makes_another_page(self):
        other = scale_page.Measured(self.DATA.path)
        for run in other.of("cost"):
            run["stores_cpu_us"]["postgres"] *= 2
        before, after = scale_page.blocks(self.DATA), scale_page.blocks(other)
        self.assertEqual({name for name in before if before[name] != after[name]}, {"costs", "ceilings", "morning"})

    def test_the_text_around_the_figures_has_none(self):
        text = scale_page.PAGE.read_text(encoding="utf-8")
        self.assertEqual({found[2] for found in scale_page.BLOCK.finditer(text)}, set(scale_page.blocks(self.DATA)))
        self.assertEqual(MEASURE.findall(scale_page.BLOCK.sub("", text)), [])

    def test_every_run_counted(self):
        runs = self.DATA.of("cost")
        self.assertEqual({run["replicas"] for run in runs}, {1, 2, 3})
        self.assertEqual([run for run in runs + self.DATA.of("growth") if run.get("errors")], [])
        self.assertIn("fsync=on", self.DATA.one("conditions")["durability"])


if __name__ == "__main__":
    unittest.main()
