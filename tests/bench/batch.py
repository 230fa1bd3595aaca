#!/usr/bin/env python3
"""Renders generated books and prints time, memory and bytes of the first run and of one with nothing to do.

    tests/bench/batch.py --build BUILD                       100 and 1,000 departments like the sample's
    tests/bench/batch.py --build BUILD --large 100000        and 100,000 small ones (half an hour and more)
    tests/bench/batch.py --build BUILD --counts 20 60        a quick run

Memory is that of all processes of the run together: the sum of their PSS, sampled, in which a page that several share
counts once; and the most that the parent and any worker had by itself (VmHWM). Exit status 1: the larger book takes
more than 1.3 times the memory of the smaller, or a run with nothing to do more than 1/50 of the time of the first."""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import namedtuple
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import book_maker  # noqa: E402

MEMORY_RATIO, AGAIN_RATIO = 1.3, 0.02
MIB = 1024 * 1024
WORTH = 500  # departments from which on the time of a run with nothing to do is more than that of its start

Figures = namedtuple("Figures", "status seconds cpu pss parent worker departments pages bytes")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="where banxin is built")
    parser.add_argument("--counts", type=int, nargs="*", default=[100, 1000], help="departments like the sample's")
    parser.add_argument("--large", type=int, default=0, help="small departments")
    parser.add_argument("-j", type=int, default=len(os.sched_getaffinity(0)), help="workers")
    parser.add_argument("--work", help="folder for books and output, gigabytes for large ones")
    return parser.parse_args()


def kibibytes(path, key):
    try:
        for line in path.read_text().splitlines():
            if line.startswith(key):
                return int(line.split()[1])
    except (OSError, ValueError):
        pass  # it has ended
    return 0


def children(parent):
    try:
        return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except OSError:
        return []  # it has ended


class Watch(threading.Thread):
    """Samples the memory of process PID and its children, in KiB, until told to stop."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.over = pid, threading.Event()
        self.pss = self.parent = self.worker = 0

    def run(self):
        # Adding up the pages of a process holds it up: often at the beginning, then once in two seconds.
        turns = 0
        while not self.over.wait(0.05 if turns < 100 else 2):
            turns += 1
            workers = children(self.pid)
            pss = [kibibytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:") for pid in [self.pid, *workers]]
            self.pss = max(self.pss, sum(pss))
            self.parent = max(self.parent, kibibytes(Path(f"/proc/{self.pid}/status"), "VmHWM:"))
            for pid in workers:
                self.worker = max(self.worker, kibibytes(Path(f"/proc/{pid}/status"), "VmHWM:"))


def measure(command):
    with tempfile.TemporaryFile("w+") as out:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=out)
        watch = Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.over.set()
        watch.join()
        out.seek(0)
        counts, pages, size = {}, 0, 0
        for line in out:
            found = json.loads(line)
            if found.get("type") != "summary":
                counts[found["status"]] = counts.get(found["status"], 0) + 1
                pages += found["pages"]
                size += found["bytes"]
    return Figures(process.returncode, seconds, usage.ru_utime + usage.ru_stime, watch.pss / 1024, watch.parent / 1024,
                   watch.worker / 1024, counts, pages, size)


def show(name, figures, count):
    print(f"  {name:6} {figures.seconds:9.2f} s ({count / figures.seconds:8.1f}/s, CPU {figures.cpu:9.2f} s)   together "
          f"{figures.pss:7.1f} MiB, parent {figures.parent:7.1f} MiB, worker {figures.worker:7.1f} MiB   "
          f"{', '.join(f'{key} {value:,}' for key, value in sorted(figures.departments.items()))}", flush=True)


def measure_book(options, work, count, size):
    book, out = work / f"book-{size}-{count}", work / f"out-{size}-{count}"
    begin = time.monotonic()
    book_maker.make_book(book, count, size)
    written = sum(path.stat().st_size for path in book.iterdir())
    print(f"{count:,} departments ({size}): book of {written / MIB:,.1f} MiB, written in {time.monotonic() - begin:.1f} s", flush=True)
    command = [os.path.join(options.build, "banxin"), "render", str(book), "-o", str(out), "--json", "-j", str(options.j)]
    first = measure(command)
    show("first", first, count)
    stored = sum(entry.stat().st_size for entry in os.scandir(out) if entry.is_file())
    print(f"         {first.pages:,} pages, PDF {first.bytes / MIB:,.1f} MiB, all files {stored / MIB:,.1f} MiB, "
          f"{first.bytes / max(count, 1):,.0f} bytes a PDF")
    again = measure(command)
    show("again", again, count)
    print(f"         again / first = {again.seconds / first.seconds:.2%} of the time (at most {AGAIN_RATIO:.0%} of {WORTH} and more)")
    shutil.rmtree(out)
    shutil.rmtree(book)
    good = first.status == again.status == 0 and first.departments == {"rendered": count} and again.departments == {"current": count}
    if count >= WORTH:
        good = good and again.seconds <= AGAIN_RATIO * first.seconds
    return good, first


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="banxin-bench-", dir=options.work) as work:
        good, runs = True, []
        for count in options.counts:
            fine, first = measure_book(options, Path(work), count, "sample")
            good, runs = good and fine, runs + [(count, first)]
        for (few, small), (many, large) in zip(runs, runs[1:]):
            ratio = large.pss / small.pss
            print(f"memory of {many:,} / {few:,} departments = {ratio:.2f} (at most {MEMORY_RATIO})")
            good = good and ratio <= MEMORY_RATIO
        if options.large:
            fine, _ = measure_book(options, Path(work), options.large, "small")
            good = good and fine
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
