"""Running banxin on a whole book from outside, and looking at what it leaves: shared by the tests of batches."""
import csv
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from collections import namedtuple
from pathlib import Path

from readback import run

BANXIN = os.environ["BANXIN"]
CHINESE, ENGLISH = "zh_CN.UTF-8", "en_GB.UTF-8"
PATIENCE = 900  # seconds until a run counts as hung

Run = namedtuple("Run", "status departments summary errors")  # departments: code → object of the JSON


def is_sanitized():
    """AddressSanitizer reserves terabytes and keeps what is freed: limits of memory mean nothing then."""
    with open(BANXIN, "rb") as file:
        return b"__asan_init" in file.read()


SANITIZED = is_sanitized()


# ---- a place to work in ---------------------------------------------------------------------------------------------

WORK = []  # of the module under test; its name comes from mkdtemp, below WORK_DIR when that is set


def open_work():
    WORK.append(Path(tempfile.mkdtemp(prefix="banxin-", dir=os.environ.get("WORK_DIR"))))


def close_work():
    shutil.rmtree(WORK.pop())


def fresh(name):
    """A path that nothing stands at, in a folder of its own."""
    return Path(tempfile.mkdtemp(prefix=name + "-", dir=WORK[-1])) / name


class BatchCase(unittest.TestCase):
    """What a test makes goes with it."""

    def setUp(self):
        kept = set(WORK[-1].iterdir())
        self.addCleanup(lambda: [shutil.rmtree(path) for path in set(WORK[-1].iterdir()) - kept])


# ---- runs -----------------------------------------------------------------------------------------------------------

def environment(locale=CHINESE):
    return dict(os.environ, LC_ALL=locale)


def banxin(*arguments, locale=CHINESE):
    done = run(BANXIN, *map(str, arguments), env=environment(locale), timeout=PATIENCE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def start(*arguments, **options):
    """A run in the background, leader of a session and a process group of its own."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True, **options}
    return subprocess.Popen([BANXIN, *map(str, arguments)], env=environment(), **options)


def read_run(status, text, errors):
    objects = [json.loads(line) for line in text.splitlines()]
    departments = [found for found in objects if found.get("type") != "summary"]
    codes = [found["department"] for found in departments]
    assert codes == sorted(set(codes)), "the departments do not stand in the order of their codes"
    return Run(status, dict(zip(codes, departments)), objects[-1] if len(objects) > len(departments) else None, errors)


def render(book, out, *options):
    return read_run(*banxin("render", book, "-o", out, "--json", *options))


def finish(process):
    """What a run in the background with --json told."""
    out, errors = process.communicate(timeout=PATIENCE)
    return read_run(process.returncode, out.decode(), errors.decode())


def fresh_of(book):
    """The output of a run on BOOK that nothing disturbs."""
    out = fresh("whole")
    assert render(book, out).status == 0
    return out


def with_status(done, *statuses):
    return {code for code, found in done.departments.items() if found["status"] in statuses}


def wait_for(happened, seconds=60):
    """Waits until HAPPENED() is true; tells whether it was."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


# ---- processes ------------------------------------------------------------------------------------------------------

def processes():
    """(pid, parent, group, state) of all."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, group = path.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        found.append((int(path.parent.name), int(parent), int(group), state))
    return found


def workers_of(pid):
    return sorted(child for child, parent, _, state in processes() if parent == pid and state not in "ZX")


def members_of(group):
    return [pid for pid, _, own, state in processes() if own == group and state not in "ZX"]


def hold(process):
    """Stops the run with its workers."""
    os.killpg(process.pid, signal.SIGSTOP)


def release(process):
    os.killpg(process.pid, signal.SIGCONT)


# ---- what lies in an output directory -------------------------------------------------------------------------------

def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_of(folder):
    """All that is published in FOLDER; .banxin and temporary files, whose names begin with a dot, are private."""
    paths = [path for path in Path(folder).rglob("*") if path.is_file()]
    return sorted(path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def published(folder):
    """Name → digest."""
    return {str(path.relative_to(folder)): digest(path) for path in files_of(folder)}


def documents(folder):
    """Code → path of the PDF."""
    return {path.name.split("-")[0]: path for path in Path(folder).glob("*.pdf")}


def rows_of(path):
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def csv_fault(path):
    content = path.read_bytes()
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        return str(error)
    widths = {len(row) for row in rows}
    if not content.endswith(b"\n") or len(rows) < 2:
        return "cut short"
    return "" if len(widths) == 1 or path.name == "manifest.csv" else f"rows of {sorted(widths)} fields"


def pdf_fault(path):
    done = run("qpdf", "--check", str(path))
    return "" if done.returncode == 0 and not done.stderr else (done.stdout + done.stderr).decode()


def html_fault(path):
    return "" if path.read_bytes().rstrip().endswith(b"</html>") else "no </html>"


JUDGES = {".pdf": pdf_fault, ".csv": csv_fault, ".html": html_fault}
JUDGED = {}  # digest → fault; the same content is looked at once


def fault_of(path):
    """What shows that a file is not whole; "" if nothing does."""
    key = path.suffix, digest(path)
    if key not in JUDGED:
        JUDGED[key] = JUDGES[path.suffix](path)
    return JUDGED[key]


def faults(folder):
    found = {str(path.relative_to(folder)): fault_of(path) for path in files_of(folder)}
    return {name: fault for name, fault in found.items() if fault}


def squeeze(text):
    return re.sub(r"\s", "", text)


def text_of(path):
    """All text of a PDF without blanks, as pdftotext reads it."""
    return squeeze(run("pdftotext", "-raw", str(path), "-").stdout.decode())


def page_texts(path):
    pages = run("pdftotext", "-layout", str(path), "-").stdout.decode().split("\f")
    return pages[:-1]
