"""The engines that peers.py compares, and the documents they are given. Each can

    batch(documents, out)   make the PDFs in one process on one core: a Batch
    cold(out)               list (name, function that makes the PDF of a document in a new process: a Run)
    pdf(out, document)      tell where a PDF of a batch is"""
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections import namedtuple
from pathlib import Path

import book_maker
import latex

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent.parent / "data"
TYPST = "@myriaddreamin/typst-ts-node-compiler"

Document = namedtuple("Document", "code book json tex content")  # book: one of its department only
Run = namedtuple("Run", "wall cpu peak others output")  # seconds; KiB of the largest process
Batch = namedtuple("Batch", "documents seconds start peak others")


def busy_seconds():
    """What all cores have worked since the machine was started."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _, _, irq, softirq = map(int, file.readline().split()[1:8])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def run(command, core=None, env=None):
    """Runs COMMAND on CORE, or on all of them."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        busy, begin = busy_seconds(), time.monotonic()
        process = subprocess.Popen(list(map(str, command)), stdout=out, stderr=errors, env={**os.environ, **(env or {})},
                                   preexec_fn=core is not None and (lambda: os.sched_setaffinity(0, {core})) or None)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
        cpu = usage.ru_utime + usage.ru_stime
        others = max(0, busy_seconds() - busy - cpu) / wall
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, command[:4]))} failed:\n{out.read()[-3000:]}{errors.read()[-3000:]}")
        return Run(wall, cpu, usage.ru_maxrss, others, out.read())


def one_core():
    return max(os.sched_getaffinity(0))


def told_batch(done):
    """The batch of a process that tells of its documents and their CPU time."""
    documents, seconds = done.output.split()
    return Batch(int(documents), float(seconds), done.cpu - float(seconds), done.peak, done.others)


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


class Banxin:
    """The program, and tests/press.c for what is made one after another in one process."""

    def __init__(self, build, kind):
        self.build, self.kind, self.name = build, kind, f"banxin {kind}"

    def share(self, documents):
        return len(documents)

    def batch(self, documents, out):
        press = [self.build / "tests" / "press", documents[0].book.parent / "all", DATA, out, 1, "prepared"]
        return told_batch(run([*press, "archive" if self.kind == "tagged" else "bare"], one_core()))

    def pdf(self, out, document):
        return next(out.glob(f"{document.code}*.pdf"))

    def render(self, book, out, workers, *options):
        fresh(out)
        return run([self.build / "banxin", "render", book, "-o", out, "--data", DATA, f"-j{workers}", *options])

    def cold(self, out):
        """Without --cache, as long as there is no such option, both are the same."""
        if self.kind != "tagged":
            return
        has_cache = "--cache" in run([self.build / "banxin", "--help"]).output
        warm = ["--cache", out / "warm"] if has_cache else []

        def without(document):
            cold = ["--cache", fresh(out / "none")] if has_cache else []
            return self.render(document.book, out / "pdf", 1, *cold)

        yield "banxin, warm cache", lambda document: self.render(document.book, out / "pdf", 1, *warm)
        yield "banxin, no cache", without


class Typst:
    """Typst through its node addon."""

    def __init__(self, npm, kind):
        self.env, self.kind, self.name = {"PEER_NPM": os.path.abspath(npm)}, kind, f"Typst {kind}"

    def share(self, documents):
        return len(documents)

    def make(self, documents, out, core=None):
        command = ["node", HERE / "run.cjs", self.kind, out, *(document.json for document in documents)]
        return run(command, core, self.env)

    def batch(self, documents, out):
        return told_batch(self.make(documents, out, one_core()))

    def pdf(self, out, document):
        return out / f"{document.code}.pdf"

    def cold(self, out):
        yield self.name, lambda document: self.make([document], fresh(out))


class Xelatex:
    """XeLaTeX, a process for each of two passes: it has no way to make many documents in one. It is so slow that a
    batch is a fifth of the documents."""
    name = "XeLaTeX"

    def share(self, documents):
        return -(-len(documents) // 5)

    def make(self, document, out, core=None):
        with tempfile.TemporaryDirectory() as folder:
            command = ["xelatex", "-interaction=batchmode", "-halt-on-error", "-output-directory", folder]
            runs = [run([*command, *more, document.tex], core) for more in (["-no-pdf"], [])]
            shutil.move(os.path.join(folder, f"{document.code}.pdf"), out / f"{document.code}.pdf")
        wall, cpu = sum(r.wall for r in runs), sum(r.cpu for r in runs)
        return Run(wall, cpu, max(r.peak for r in runs), sum(r.others for r in runs) / 2, "")

    def batch(self, documents, out):
        runs = [self.make(document, out, one_core()) for document in documents[:self.share(documents)]]
        others = sum(r.others * r.wall for r in runs) / sum(r.wall for r in runs)
        return Batch(len(runs), sum(r.cpu for r in runs), 0, max(r.peak for r in runs), others)

    def pdf(self, out, document):
        return out / f"{document.code}.pdf"

    def cold(self, out):
        yield self.name, lambda document: self.make(document, fresh(out))


def find(build, npm):
    """The engines that are there, banxin first, and what is missing."""
    ready, missing = [Banxin(build, "tagged"), Banxin(build, "bare")], []
    if npm and shutil.which("node") and os.path.isdir(os.path.join(npm, "node_modules", *TYPST.split("/"))):
        ready += [Typst(npm, "tagged"), Typst(npm, "untagged")]
    else:
        missing.append(f"Typst ({TYPST}, see --help)")
    if shutil.which("xelatex") and subprocess.run(["kpsewhich", "ctexart.cls"], stdout=subprocess.DEVNULL, check=False).returncode == 0:
        ready.append(Xelatex())
    else:
        missing.append("XeLaTeX with ctex")
    return ready, missing


# ---- documents ------------------------------------------------------------------------------------------------------

def attach(pdf, folder):
    """Puts what travels inside PDF into FOLDER, for peers to attach."""
    folder.mkdir()
    subprocess.run(["pdfdetach", "-saveall", "-o", folder, pdf], check=True)


def make_documents(build, work, count):
    """COUNT documents: each with its own book, its description and its LaTeX; and in `books/all` one book of all."""
    banxin, folder, documents = Banxin(build, "tagged"), work / "documents", []
    folder.mkdir()
    book = book_maker.make_book(work / "books" / "all", count)
    banxin.render(book, work / "rendered", 1)
    for index in range(count):
        own = book_maker.make_book(work / "books" / str(index), 1, first=index)
        code = (own / "departments.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
        described, tex = folder / f"{code}.json", folder / f"{code}.tex"
        run([build / "tests" / "neutral", book, DATA, code, described])
        content = json.loads(described.read_text(encoding="utf-8"))
        tex.write_text(latex.latex(content), encoding="utf-8")
        attach(banxin.pdf(work / "rendered", Document(code, *[None] * 4)), folder / code)
        documents.append(Document(code, own, described, tex, content))
    return documents
