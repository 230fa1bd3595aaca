#!/usr/bin/env python3
"""What publishing a department costs, in instructions, against limits: PRESS=path/to/press tests/cost_end_to_end.py

No clock: what else the machine does changes nothing. When a limit is passed the stages are printed; tests/bench/stages.py
prints them any time."""
import os
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "bench"))
import stages  # noqa: E402

BOOK = stages.DATA / "sample"

# Millions of instructions a department, its faces not prepared. Two runs of one program differ by 0.05 %, and libc's
# variants for other processors are kept out (stages.LIBC); the slack is for other versions of libraries and compiler.
# A build with frame pointers takes 1 % more.
MEASURED, SLACK = 408.5, 1.08

# All of it by what libdeflate and hb-subset alone take, in one run: another version of theirs moves both.
RATIO_MEASURED, RATIO_SLACK = 2.68, 1.08


class Cost(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory(prefix="banxin-cost-") as work:
            cls.found = stages.profile(os.environ["PRESS"], BOOK, work, prepared=False)
        cls.departments = stages.count_departments(BOOK)
        cls.table = "\n".join(["", *stages.table(cls.found, cls.departments)])

    def test_a_department_takes_no_more_instructions_than_it_did(self):
        self.assertLess(self.found.of(stages.ROOT) / self.departments / 1e6, MEASURED * SLACK, self.table)

    def test_it_takes_no_more_beside_what_no_document_can_do_without(self):
        ratio = self.found.of(stages.ROOT) / sum(map(self.found.of, stages.FLOOR))
        self.assertLess(ratio, RATIO_MEASURED * RATIO_SLACK, self.table)

    def test_every_stage_is_met(self):
        self.assertEqual(self.found.lost(), [], "renamed, or inlined: see STAGES in tests/bench/stages.py")

    def test_the_stages_are_all_of_it(self):
        self.assertEqual(sum(self.found.stages().values()), self.found.of(stages.ROOT))


if __name__ == "__main__":
    unittest.main()
