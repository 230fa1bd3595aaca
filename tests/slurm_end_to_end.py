#!/usr/bin/env python3
"""The Slurm recipe of docs/cluster.md: BANXIN=path/to/banxin python3 tests/slurm_end_to_end.py

docs/cluster/render.sbatch and merge.sbatch run on a cluster of one node made for the test. Shards that are merged are
one run's output to the byte: when all goes well, after a correction, and when tasks are killed and done again. One
department of the book is refused, so that a shard ends with exit status 1."""
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import book_maker
import slurm_cluster

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "docs" / "cluster"
BANXIN = str(Path(os.environ["BANXIN"]).resolve())
SHARDS = 3
DEPARTMENTS = 12
REFUSED, CORRECTED = book_maker.department_code(4), book_maker.department_code(7)
ENDED = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE"}

# Stands for banxin where things go wrong: in the shards HALTED, unless Slurm does the task again, it is stopped when
# its first document ($4 is the directory) is there and the manifest is not, and its process id left in HALTS.
HALTING = """#!/bin/sh
case " $HALTED " in *" $SLURM_ARRAY_TASK_ID "*) ;; *) exec "$REAL" "$@" ;; esac
[ -z "${SLURM_RESTART_COUNT-}" ] || exec "$REAL" "$@"
while :; do
    "$REAL" "$@" &
    until ls "$4"/*.pdf >/dev/null 2>&1; do sleep 0.01; done
    kill -STOP $!
    [ -e "$4/manifest.csv" ] || break
    kill -KILL $!
    wait $!
    rm -r "$4"
done
echo $! >"$HALTS/$SLURM_ARRAY_TASK_ID.new"
mv "$HALTS/$SLURM_ARRAY_TASK_ID.new" "$HALTS/$SLURM_ARRAY_TASK_ID"
wait $!
"""


def make_book(folder):
    """A book with one department whose income is not its spending."""
    book_maker.make_book(folder, DEPARTMENTS, size="small")

    def add(row):
        row["金额"] = book_maker.text_of(book_maker.money_of(row["金额"]) + 10000)
    book_maker.edit_first(folder / "income.csv", {"部门编码": REFUSED}, add)


def published(folder):
    """The files of an output directory, without what the program keeps there for itself."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and ".banxin" not in path.parts}


class Recipe(unittest.TestCase):
    work = cluster = None  # of all tests; see main()

    def setUp(self):
        folder = self.work / self.id().rpartition(".")[2]
        folder.mkdir()
        self.book, self.one, self.out, self.halts = (folder / name for name in ["book", "one", "out", "halts"])
        make_book(self.book)
        self.render()

    def render(self, *arguments):
        """One run over the whole book."""
        done = subprocess.run([BANXIN, "render", self.book, "-o", self.one, *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done)

    def array(self, *arguments, tasks=f"1-{SHARDS}", **environment):
        return self.cluster.submit(f"--array={tasks}", "--cpus-per-task=1", RECIPES / "render.sbatch", self.book,
                                   self.out, SHARDS, *arguments, environment={"BANXIN": BANXIN} | environment)

    def merge(self, array):
        return self.cluster.submit(f"--dependency=afterok:{array}", RECIPES / "merge.sbatch", self.out, SHARDS,
                                   environment={"BANXIN": BANXIN})

    def ended(self, *jobs):
        """The states of all tasks of JOBS when they have ended."""
        states = {}

        def all_ended():
            for job in jobs:
                states.update(self.cluster.states(job))
            return set(states.values()) <= ENDED
        self.cluster.wait(f"the end of {jobs}", all_ended)
        return states

    def assert_completed(self, *jobs, tasks):
        states = self.ended(*jobs)
        self.assertEqual(list(states.values()), ["COMPLETED"] * tasks, f"{states}{self.cluster.logs()}")

    def assert_same(self):
        """What was merged is what one run has made."""
        merged, one = published(self.out / "all"), published(self.one)
        self.assertEqual(list(merged), list(one))
        self.assertEqual([name for name in merged if merged[name] != one[name]], [])
        documents = [name for name in merged if name.endswith(".pdf") and "/" not in name]
        self.assertEqual(len(documents), DEPARTMENTS - 1)

    def test_shards_merged_are_one_run_also_after_a_correction(self):
        array = self.array()
        self.assert_completed(array, self.merge(array), tasks=SHARDS + 1)
        self.assert_same()

        book_maker.change_amount(self.book, CORRECTED)
        self.render("--run", "2026-1")
        array = self.array("2026-1")
        self.assert_completed(array, self.merge(array), tasks=SHARDS + 1)
        self.assertTrue((self.out / "all" / "changes" / "2026-1.csv").is_file())
        self.assert_same()

    def test_tasks_that_are_killed_go_on_where_they_were(self):
        program = self.work / "halting"
        program.write_text(HALTING)
        program.chmod(0o755)
        self.halts.mkdir()
        array = self.array(BANXIN=str(program), REAL=BANXIN, HALTS=str(self.halts), HALTED="1 2")
        merge = self.merge(array)
        self.cluster.wait("two tasks at work", lambda: all((self.halts / task).exists() for task in "12"))
        for task in "12":
            self.assertFalse((self.out / f"shard-{task}-of-{SHARDS}" / "manifest.csv").exists())
        # As when a node is lost or given to others: Slurm itself does the task again.
        self.cluster.run("scontrol", "requeue", f"{array}_1")
        # As when memory runs out: the task fails, and with it what waits for it.
        os.kill(int((self.halts / "2").read_text()), signal.SIGKILL)
        states = self.ended(array, merge)
        self.assertEqual(states, {f"{array}_1": "COMPLETED", f"{array}_2": "FAILED", f"{array}_3": "COMPLETED",
                                  merge: "CANCELLED"}, self.cluster.logs())
        self.assertFalse((self.out / "all").exists())

        # Alone, under the name of the run that it was part of: the id of the first array.
        array = self.array(array, tasks="2")
        self.assert_completed(array, self.merge(array), tasks=2)
        self.assert_same()


def main():
    missing = slurm_cluster.missing()
    if missing:
        print("skipped: not installed:", *missing, "(Debian: slurm-wlm)")
        sys.exit(77)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the daemons are stopped on the way out
    with (tempfile.TemporaryDirectory(prefix="banxin-slurm-") as work,
          slurm_cluster.Cluster(Path(work) / "cluster", cpus=SHARDS, memory=SHARDS * 1024) as cluster):
        Recipe.work, Recipe.cluster = Path(work), cluster
        program = unittest.main(exit=False, verbosity=2)
    sys.exit(not program.result.wasSuccessful())


if __name__ == "__main__":
    main()
