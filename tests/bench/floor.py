#!/usr/bin/env python3
"""What a department takes beside what no typesetter of the same file could do without: subsetting its fonts, compressing
its streams, writing its files.

    tests/bench/floor.py --build BUILD [--rounds 15] [BOOK …]

tests/floor takes down what font_subset() and deflate_bytes() are given, and the files; then departments and their floor
take turns in one process. Printed are medians of CPU time a department, once with the faces prepared as a large batch
prepares them, once as they are. The ratio is the median of the rounds' ratios. Exit status 1: with prepared faces it is
more than 2.0 for one of the books (data/sample, and one of 6 departments of 52 pages)."""
import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import stages
from stages import book_maker

RATIO = 2.0


def measure(build, book, work, rounds, faces):
    """Of each round the microseconds (all, subset, compress, write)."""
    command = [Path(build) / "tests" / "floor", book, stages.DATA, Path(work) / "out", rounds + 1, faces]
    lines = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    return [tuple(map(int, line.split())) for line in lines][1:]  # the first warms the caches


def compare(build, book, work, rounds, faces):
    found, departments = measure(build, book, work, rounds, faces), stages.count_departments(book)
    ratio = statistics.median(whole / sum(parts) for whole, *parts in found)
    whole, *parts = (statistics.median(column) / departments / 1000 for column in zip(*found))
    subset, compress, write = parts
    print(f"{Path(book).name}, {faces:8}: {whole:6.2f} ms a department; floor {sum(parts):6.2f} ms (subset {subset:.2f}, "
          f"compress {compress:.2f}, write {write:.2f}); ratio {ratio:.2f}", flush=True)
    return ratio


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="where banxin and its tests are built")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("books", metavar="BOOK", nargs="*")
    options = parser.parse_args()
    worst = 0
    with tempfile.TemporaryDirectory(prefix="banxin-bench-") as work:
        for book in options.books or [stages.DATA / "sample", book_maker.make_book(Path(work) / "made", 6)]:
            compare(options.build, book, work, options.rounds, "plain")
            worst = max(worst, compare(options.build, book, work, options.rounds, "prepared"))
    print(f"at most {RATIO}")
    return 0 if worst <= RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
