#!/usr/bin/env python3
"""What tags and attachments add to documents, in time and bytes, and how large a long document is.

    tests/bench/archive.py --build BUILD [--rounds 40]

Documents are made with and without tags and attachments by turns in one process (tests/twin.c), and the medians of
their CPU times compared. Exit status 1: they add more than 40 % to the bytes or 30 % to the time, or a document of
40 pages and three faces has more than 600 KB."""
import argparse
import csv
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"
SAMPLE = DATA / "sample"
BYTES_RATIO, TIME_RATIO, LONG_PAGES, LONG_FACES, LONG_BYTES = 1.40, 1.30, 40, 3, 600_000


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="where banxin and its tests are built")
    parser.add_argument("--rounds", type=int, default=40, help="for each department")
    return parser.parse_args()


def output_of(*command):
    return subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, check=True).stdout.decode()


def measure(options, code):
    """{kind: (microseconds, bytes)}, medians; the first round warms the caches."""
    lines = output_of(options.build / "tests" / "twin", SAMPLE, DATA, code, options.rounds + 1).splitlines()
    found = {}
    for kind, time, size in map(str.split, lines):
        found.setdefault(kind, []).append((int(time), int(size)))
    return {kind: tuple(statistics.median(column) for column in zip(*rounds[1:])) for kind, rounds in found.items()}


def compare(options, code):
    figures = measure(options, code)
    (time, size), (bare_time, bare_size) = figures["archive"], figures["bare"]
    print(f"department {code}: {size:9,.0f} bytes, bare {bare_size:9,.0f}: {size / bare_size:.3f} (at most {BYTES_RATIO}); "
          f"CPU {time / 1000:7.2f} ms, bare {bare_time / 1000:7.2f} ms: {time / bare_time:.3f} (at most {TIME_RATIO})")
    return size <= BYTES_RATIO * bare_size and time <= TIME_RATIO * bare_time


def make_book(folder, forms):
    """The sample with the forms of FORMS projects of its large department."""
    shutil.copytree(SAMPLE, folder, copy_function=shutil.copyfile)
    path = folder / "projects.csv"
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(row for row in rows if row["部门编码"] == "080"):
        row["公开绩效目标"] = "是" if number < forms else "否"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def look_at_long(options, work):
    """The first document of so many pages that more and more forms make."""
    for forms in range(100):
        book, out = work / f"book-{forms}", work / f"out-{forms}"
        make_book(book, forms)
        subprocess.run([options.build / "banxin", "render", book, "-o", out, "--department", "080"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        pdf = next(out.glob("080-*.pdf"))
        pages = int(re.search(r"Pages: +(\d+)", output_of("pdfinfo", pdf))[1])
        if pages >= LONG_PAGES:
            faces = len(output_of("pdffonts", pdf).splitlines()) - 2
            print(f"{pages} pages, {faces} faces, {forms} forms: {pdf.stat().st_size:,} bytes (at most {LONG_BYTES:,})")
            return faces >= LONG_FACES and pdf.stat().st_size <= LONG_BYTES
    return False


def main():
    options = arguments()
    options.build = Path(options.build).resolve()
    good = [compare(options, code) for code in ("080", "081")]
    with tempfile.TemporaryDirectory(prefix="banxin-bench-") as work:
        good.append(look_at_long(options, Path(work)))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
