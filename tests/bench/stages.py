#!/usr/bin/env python3
"""Where the instructions of a department go, stage by stage.

    tests/bench/stages.py --build BUILD               data/sample, and a book of 6 departments of 52 pages
    tests/bench/stages.py --build BUILD BOOK …        other books
    tests/bench/stages.py --build BUILD --plain       with the faces as a small batch has them

tests/press publishes the departments under callgrind, which counts what runs inside publish_department(). A stage is
what its functions and all they call take, less the stages inside them: callgrind keeps the callers of these functions
apart (--separate-callers), so nothing is counted twice and nothing estimated. Instructions are no time, but the same
on a busy machine and an idle one."""
import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"
sys.path.insert(0, str(HERE.parent))
import book_maker  # noqa: E402

ROOT = "publish_department"
CALLERS = 40  # more than ever stand between a stage and the root
STAGES = (  # in the order of the work; a function belongs to the last stage that names it or a caller of it
    ("read", "book_load"),
    ("check", "check_publishable"),
    ("document", "document_build"),
    ("other layout", "layout_document"),
    ("shape", "shaped_text"),
    ("break", "paragraph_set"),
    ("measure tables", "table_measure"),
    ("paginate", "paginate"),
    ("printed cells", "printed_cells printed_write"),
    ("records", "book_source"),
    ("other PDF", "pdf_write"),
    ("page operators", "pdf_meta_write_pages"),
    ("fonts", "pdf_fonts_write"),
    ("subset", "font_subset"),
    ("compress", "deflate_bytes"),
    ("tags, objects", "pdf_tags_write pdf_obj_save"),
    ("write", "sink_file_open sink_file_commit hash_file"),
    ("other", ROOT),
)
STAGE_OF = {function: stage for stage, functions in STAGES for function in functions.split()}
# libc has memcpy, strlen … for each kind of processor: 4 % of all instructions lie between them. Valgrind counts those
# of SSE2, which all x86-64 have, wherever it runs.
LIBC = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-AVX_Fast_Unaligned_Load,-ERMS,-BMI2"}
# What no document can do without, whoever wrote the rest: entries of libdeflate and hb-subset.
FLOOR = ("libdeflate_zlib_compress", "hb_subset_plan_create_or_fail", "hb_subset_plan_execute_or_fail")


class Profile:
    """Inclusive counts of a callgrind file by function, contexts (`name'caller'…`) apart."""

    def __init__(self, path):
        self.names, self.inclusive = {}, defaultdict(int)
        function = callee = None
        with open(path, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if line.startswith("fn="):
                    function = self.name(line[3:])
                elif line.startswith("cfn="):
                    callee = self.name(line[4:])
                elif line[0] in "0123456789+-*":
                    if callee != function:  # what calls itself counts what it called already
                        self.inclusive[function] += int(line.split()[1])
                    callee = None

    def name(self, text):
        """`(7) name` the first time, `(7)` from then on."""
        number, _, name = text.strip().partition(" ")
        if name:
            self.names[number] = name
        return self.names[number]

    def of(self, wanted):
        return sum(count for name, count in self.inclusive.items() if name.split("'")[0] == wanted)

    def stages(self):
        """{stage: count}; they add up to the root's count."""
        counts = dict.fromkeys((stage for stage, _ in STAGES), 0)
        for context, count in self.inclusive.items():
            name, *callers = context.split("'")
            if name not in STAGE_OF or (name != ROOT and ROOT not in callers):
                continue
            counts[STAGE_OF[name]] += count
            around = next((STAGE_OF[caller] for caller in callers if caller in STAGE_OF), None)
            if around:
                counts[around] -= count
        return counts

    def lost(self):
        """Functions of stages that the profile does not have: renamed, or inlined."""
        met = {name.split("'")[0] for name in self.inclusive}
        return [function for function in (*STAGE_OF, *FLOOR) if function not in met]


def count_departments(book):
    return len(book_maker.read_rows(Path(book) / "departments.csv"))


def profile(press, book, work, prepared):
    """The Profile of BOOK's departments, each published once."""
    out = Path(work) / "callgrind.out"
    separate = [f"--separate-callers{CALLERS}={function}" for function in STAGE_OF if function != ROOT]
    command = ["valgrind", "--tool=callgrind", f"--toggle-collect={ROOT}", *separate, f"--callgrind-out-file={out}",
               press, book, DATA, Path(work) / "out", 1, "prepared" if prepared else "plain"]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          env={**os.environ, **LIBC})
    if done.returncode != 0:
        sys.exit(done.stdout.decode(errors="replace"))
    return Profile(out)


def table(found, departments):
    """The stage table as lines: millions of instructions a department, and percent."""
    counts, total = found.stages(), found.of(ROOT)
    lines = [f"{'stage':16} {'M/dept':>8} {'%':>6}"]
    lines += [f"{stage:16} {counts[stage] / departments / 1e6:8.2f} {100 * counts[stage] / total:6.1f}" for stage, _ in STAGES]
    floor = sum(map(found.of, FLOOR))
    lines += [f"{'all':16} {total / departments / 1e6:8.2f} {100:6.1f}",
              f"libdeflate and hb-subset: {floor / departments / 1e6:.2f} M a department; all of it / theirs = {total / floor:.3f}"]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="where banxin and its tests are built")
    parser.add_argument("--plain", action="store_true", help="faces not prepared")
    parser.add_argument("books", metavar="BOOK", nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="banxin-bench-") as work:
        books = options.books or [DATA / "sample", book_maker.make_book(Path(work) / "made", 6)]
        for book in books:
            found, departments = profile(Path(options.build) / "tests" / "press", book, work, not options.plain), count_departments(book)
            print(f"{Path(book).name}, {departments} departments, {'plain' if options.plain else 'prepared'} faces",
                  *table(found, departments), "", sep="\n", flush=True)
            if found.lost():
                print(f"not in the profile: {', '.join(found.lost())}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
