#!/usr/bin/env python3
"""Typesets the same documents with banxin and with its peers, by turns in one run, and prints how they compare.

    tests/bench/peers.py --build BUILD --npm DIR
    tests/bench/peers.py --build BUILD --departments 4 --rounds 1 --only batch      a quick run

The documents are those of tests/book_maker.py; peers get them from tests/neutral.c, with the same texts, spans, pages,
faces, type and column widths (peers/). Typst is its node addon: npm install @myriaddreamin/typst-ts-node-compiler@0.7.0
in DIR, or in $PEER_NPM; XeLaTeX comes with Debian's texlive-xetex, texlive-lang-chinese, texlive-latex-extra and
texlive-fonts-recommended. A peer that is not installed is left out.

batch    documents a second of CPU time in one process on one core, without its start: tagged with attachments, and bare.
         XeLaTeX, which makes neither tags nor attachments here, begins anew for each document
cold     one document in a new process, wall time: banxin with and without what it keeps from runs before (--cache)
workers  two workers and one, wall time of a whole book

Figures are medians of the rounds; `others` is how many cores other work took meanwhile. An independent reader counts
pages, characters and amounts in all PDFs. Exit status 1: a figure misses its target, or a PDF is not that document."""
import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE / "peers")]
import book_maker  # noqa: E402
import engines  # noqa: E402
import reading  # noqa: E402

PARTS = ("batch", "cold", "workers")
WORKERS_BOOK = 100
Target = namedtuple("Target", "name faster slower least")
TARGETS = {
    "batch": (Target("batch", "banxin tagged", "Typst tagged", 20),),
    "cold": (Target("cold, warm cache", "banxin, warm cache", "Typst tagged", 10),
             Target("cold, warm cache", "banxin, warm cache", "XeLaTeX", 40),
             Target("cold, no cache", "banxin, no cache", "Typst tagged", 3)),
    "workers": (Target("two workers", "banxin -j2", "banxin -j1", 1.8),),
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=Path, help="where banxin and its tests are built")
    parser.add_argument("--npm", default=os.environ.get("PEER_NPM"), help="the folder of Typst's node_modules")
    parser.add_argument("--departments", type=int, default=20, help="documents")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=PARTS, nargs="*", default=PARTS)
    parser.add_argument("--work", type=Path, help="where books and PDFs are kept")
    return parser.parse_args()


def show(head, rows):
    rows = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        print("  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(row, widths))), flush=True)


def by_turns(rounds, runs):
    """{name: [result of each round]}: each of RUNS, {name: function of the round}, once a round."""
    results = {name: [] for name in runs}
    for number in range(rounds):
        for name, run in runs.items():
            results[name].append(run(number))
    return results


def meets(part, speed):
    """Prints how the targets of PART are met by the speeds in SPEED. Returns whether all are."""
    good = True
    for target in TARGETS[part]:
        if target.faster not in speed or target.slower not in speed:
            print(f"{target.name}: not measured against {target.slower}")
            continue
        ratio = speed[target.faster] / speed[target.slower]
        verdict = "met" if ratio >= target.least else "MISSED"
        print(f"{target.name}: {ratio:.2f} × {target.slower} (at least {target.least}): {verdict}")
        good = good and ratio >= target.least
    print(flush=True)
    return good


def ratio_to(speed, name):
    reference = speed.get("Typst tagged")
    return f"{speed[name] / reference:.2f}" if reference else "-"


# ---- the measurements -----------------------------------------------------------------------------------------------

def is_same_work(readings, reference):
    """Whether what was read of an engine's PDFs is REFERENCE, with the reason if it is not."""
    pages, expected = sum(r.pages for r in readings), sum(r.pages for r in reference[:len(readings)])
    lost = max(r.lost for r in readings)
    if abs(pages - expected) > 0.2 * expected:
        return f"{pages} pages, not {expected}"
    if lost > 0.001:
        return f"{lost:.2%} of the characters are lost"
    amounts = sum(r.amounts_lost for r in readings)
    return f"{amounts} amounts are lost" if amounts else ""


def batch_row(name, engine, results, readings, faults):
    rate = statistics.median(r.documents / r.seconds for r in results)
    count = len(readings)
    return [name, f"{rate:.3f}", "", f"{statistics.median(r.start for r in results):.2f}",
            f"{sum(r.pages for r in readings) / count:.1f}", f"{sum(r.size for r in readings) / count:,.0f}",
            f"{max(r.peak for r in results) / 1024:.0f}", f"{statistics.median(r.others for r in results):.2f}",
            "yes" if readings[0].tagged else "no", str(readings[0].attachments), faults or "yes"], rate


def measure_batch(options, ready, documents, work):
    """The rates, and the PDFs read again: the same work?"""
    outs = {engine.name: work / "batch" / engine.name.replace(" ", "-") for engine in ready}
    for out in outs.values():
        out.mkdir(parents=True)
    results = by_turns(options.rounds, {engine.name: lambda number, e=engine: e.batch(documents, outs[e.name])
                                        for engine in ready})
    rows, speed, good, reference = [], {}, True, None
    for engine in ready:
        readings = [reading.read(engine.pdf(outs[engine.name], document), document.content)
                    for document in documents[:engine.share(documents)]]
        reference = reference or readings
        fault = is_same_work(readings, reference)
        row, speed[engine.name] = batch_row(engine.name, engine, results[engine.name], readings, fault)
        good = good and not fault
        rows.append(row)
    for row in rows:
        row[2] = ratio_to(speed, row[0])
    print(f"batch: {len(documents)} documents, {options.rounds} rounds")
    show(["engine", "documents/s", "× Typst tagged", "start s", "pages", "bytes", "peak MiB", "others", "tagged",
          "attached", "same work"], rows)
    return meets("batch", speed) and good


def cold_runs(ready, documents, work):
    runs = {}
    for engine in ready:
        for name, run in engine.cold(work / "cold" / engine.name.replace(" ", "-")):
            runs[name] = lambda number, run=run: run(documents[number % len(documents)])
    return runs


def measure_cold(options, ready, documents, work):
    runs = cold_runs(ready, documents, work)
    for name, run in runs.items():
        run(0)  # files are read from memory from now on
    results = by_turns(options.rounds, runs)
    walls = {name: statistics.median(r.wall for r in found) for name, found in results.items()}
    speed = {name: 1 / wall for name, wall in walls.items()}
    print(f"cold: one of {len(documents)} documents in a new process, {options.rounds} rounds")
    show(["engine", "wall ms", "least", "most", "CPU ms", "× Typst tagged", "peak MiB", "others"],
         [[name, f"{walls[name] * 1000:.0f}", f"{min(r.wall for r in found) * 1000:.0f}",
           f"{max(r.wall for r in found) * 1000:.0f}", f"{statistics.median(r.cpu for r in found) * 1000:.0f}",
           ratio_to(speed, name), f"{max(r.peak for r in found) / 1024:.0f}",
           f"{statistics.median(r.others for r in found):.2f}"] for name, found in results.items()])
    return meets("cold", speed)


def measure_workers(options, ready, documents, work):
    book = book_maker.make_book(work / "workers", max(WORKERS_BOOK, len(documents)))
    names = {f"banxin -j{count}": count for count in (1, 2)}
    results = by_turns(options.rounds, {name: lambda number, count=count: ready[0].render(book, work / "out", count)
                                        for name, count in names.items()})
    speed = {name: 1 / statistics.median(r.wall for r in found) for name, found in results.items()}
    print(f"workers: a book of {max(WORKERS_BOOK, len(documents))} departments, {options.rounds} rounds")
    show(["engine", "wall s", "CPU s", "others"],
         [[name, f"{1 / speed[name]:.2f}", f"{statistics.median(r.cpu for r in found):.2f}",
           f"{statistics.median(r.others for r in found):.2f}"] for name, found in results.items()])
    return meets("workers", speed)


def main():
    options = arguments()
    scratch = tempfile.mkdtemp(prefix="banxin-peers-", dir=options.work)
    work = Path(scratch)
    try:
        ready, missing = engines.find(options.build.resolve(), options.npm)
        for word in missing:
            print("Not installed, left out:", word)
        documents = engines.make_documents(options.build.resolve(), work, options.departments)
        measures = {"batch": measure_batch, "cold": measure_cold, "workers": measure_workers}
        good = [measures[part](options, ready, documents, work) for part in PARTS if part in options.only]
    finally:
        if not options.work:
            shutil.rmtree(work)
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
