#!/usr/bin/env python3
"""Checks and renders the same generated book and prints the ratio of the CPU times.

    tests/bench/check.py --build BUILD                10,000 departments (the rendering takes minutes)
    tests/bench/check.py --build BUILD -n 200         a quick run

Every department of the book is a copy of one of data/sample under a code of its own (--department, 081 when left out;
080 has 22 forms). Exit status 1: checking takes more than 1/20 of the time of rendering, or more
memory than LIMIT."""
import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
SAMPLE = os.path.join(ROOT, "data", "sample")
RATIO = 20
LIMIT = 4096  # MiB
OWNED = "部门编码"  # the column of what belongs to a department; indicators.csv has 项目编码 instead


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="where banxin is built")
    parser.add_argument("--department", default="081")
    parser.add_argument("-n", type=int, default=10000)
    parser.add_argument("--keep", help="where the book is written and stays")
    return parser.parse_args()


def copy_row(row, code, number):
    """ROW of department CODE for the department of NUMBER; a copy's codes begin as the original's do."""
    return ["D%05d%s" % (number, cell[len(code):]) if cell.startswith(code) else cell for cell in row]


def write_file(name, code, folder, count):
    with open(os.path.join(SAMPLE, name), encoding="utf-8-sig", newline="") as file:
        heads, *rows = csv.reader(file)
    key = heads.index(OWNED) if OWNED in heads else heads.index("项目编码")
    rows = [row for row in rows if row[key].startswith(code)]
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        for number in range(count):
            writer.writerows(copy_row(row, code, number) for row in rows)


def write_book(code, folder, count):
    for name in sorted(os.listdir(SAMPLE)):
        if name in ("book.yaml", "subjects.csv"):
            shutil.copy(os.path.join(SAMPLE, name), folder)
        else:
            write_file(name, code, folder, count)


def measure(command):
    """CPU seconds, seconds, MiB at most, exit status and bytes printed of COMMAND."""
    with tempfile.TemporaryFile() as out:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begin
        size = os.fstat(out.fileno()).st_size
        return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, process.returncode, size


def main():
    options = arguments()
    banxin = os.path.join(options.build, "banxin")
    data = ["--data", os.path.join(ROOT, "data")]
    with tempfile.TemporaryDirectory(prefix="banxin-bench-") as work:
        book = options.keep or os.path.join(work, "book")
        os.makedirs(book, exist_ok=True)
        write_book(options.department, book, options.n)
        figures = {}
        for name, rest in (("check", []), ("render", ["-o", os.path.join(work, "out")])):
            cpu, wall, memory, status, size = measure([banxin, name, book, *data, *rest])
            if status > 1:
                sys.exit("%s: exit status %d" % (name, status))
            figures[name] = cpu
            print("%-6s %d departments: %8.2f s CPU, %8.2f s, %6.2f ms a department, %5.0f MiB, %d bytes printed" %
                  (name, options.n, cpu, wall, cpu * 1000 / options.n, memory, size), flush=True)
            if name == "check" and memory > LIMIT:
                sys.exit("check takes too much memory")
        ratio = figures["render"] / figures["check"]
        print("check / render = 1/%.1f (at most 1/%d)" % (ratio, RATIO))
        return ratio < RATIO


if __name__ == "__main__":
    sys.exit(main())
