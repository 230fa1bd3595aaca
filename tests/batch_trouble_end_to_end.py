#!/usr/bin/env python3
"""Batches and what can go wrong with them: BANXIN=path/to/banxin python3 tests/batch_trouble_end_to_end.py

A directory in use, a book that changes while it is read, names that are no file names, calls that make no sense; what
a run says; runs that do not end or are called again; progress and Ctrl-C in a pseudo-terminal."""
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import termios
import time
import unittest
from pathlib import Path

import book_maker
from batch_runs import (BANXIN, ENGLISH, BatchCase, banxin, close_work, digest, documents, environment, faults, files_of, finish,
                        fresh, fresh_of, hold, open_work, published, release, render, start, wait_for, with_status)
from book_maker import department_code
from readback import run


def setUpModule():
    open_work()


def tearDownModule():
    close_work()


# ---- runs and their names -------------------------------------------------------------------------------------------

class Runs(BatchCase):
    """Corrections whose runs end, do not end, or are called again."""

    def setUp(self):
        super().setUp()
        self.book, self.out = book_maker.make_book(fresh("book"), 3, "small"), fresh("out")
        self.assertEqual(render(self.book, self.out).status, 0)

    def correct(self, *numbers):
        for number in numbers:
            book_maker.change_amount(self.book, department_code(number), 1234567)

    def lists(self):
        return {path.name: {row.split(",")[0] for row in path.read_text("utf-8-sig").splitlines()[1:]}
                for path in (self.out / "changes").glob("*.csv")}

    def leave_unfinished(self, *options):
        """A run that does all but its end: its page has no place."""
        (self.out / "index.html").unlink()
        (self.out / "index.html").mkdir()
        self.assertEqual(render(self.book, self.out, *options).status, 2)
        (self.out / "index.html").rmdir()

    def test_a_run_that_has_ended_may_be_called_again(self):
        self.correct(0)
        self.assertEqual(render(self.book, self.out, "--run", "day1").status, 0)
        before = published(self.out)
        documents(self.out)[department_code(1)].unlink()
        self.assertEqual(render(self.book, self.out, "--run", "day1").status, 0)
        self.assertEqual(published(self.out), before)

    def test_its_list_is_not_replaced_by_other_changes(self):
        self.correct(0)
        self.assertEqual(render(self.book, self.out, "--run", "day1").status, 0)
        before = {name: own for name, own in published(self.out).items() if name.startswith("changes/")}
        self.correct(1)
        done = render(self.book, self.out, "--run", "day1")
        self.assertEqual(done.status, 2)
        self.assertIn("day1", done.errors)
        self.assertEqual({name: own for name, own in published(self.out).items() if name.startswith("changes/")}, before)
        self.assertEqual(render(self.book, self.out, "--run", "day2").status, 0)
        self.assertEqual(self.lists(), {"day1.csv": {department_code(0)}, "day2.csv": {department_code(1)}})

    def test_without_its_manifest_a_directory_is_rendered_anew(self):
        self.correct(0)
        self.assertEqual(render(self.book, self.out).status, 0)
        (self.out / "manifest.csv").write_bytes((self.out / "manifest.csv").read_bytes()[:-40])
        done = render(self.book, self.out)
        self.assertEqual((done.status, len(with_status(done, "rendered"))), (0, 3), done.errors)
        self.correct(1)
        self.assertEqual(render(self.book, self.out).status, 0)
        self.assertEqual(self.lists(), {"0001.csv": {department_code(0)}, "0002.csv": {department_code(1)}})

    def test_a_run_of_one_department_ends_what_was_begun(self):
        self.correct(0, 1)
        self.leave_unfinished()
        done = render(self.book, self.out, "--department", department_code(0))
        self.assertEqual(done.status, 0, done.errors)
        self.assertEqual(self.lists(), {"0001.csv": {department_code(0), department_code(1)}})
        self.assertEqual({code: digest(path) for code, path in documents(self.out).items()},
                         {code: digest(path) for code, path in documents(fresh_of(self.book)).items()})

    def test_what_was_begun_keeps_its_name(self):
        self.correct(0)
        self.leave_unfinished("--run", "day1")
        done = render(self.book, self.out, "--run", "day2")
        self.assertEqual(done.status, 2)
        self.assertIn("day1", done.errors)
        self.assertEqual(render(self.book, self.out).status, 0)
        self.assertEqual(self.lists(), {"day1.csv": {department_code(0)}})

    def test_a_directory_is_of_one_shard(self):
        shard, other = fresh("shard"), fresh("other")
        self.assertEqual(render(self.book, shard, "--shard", "1/2").status, 0)
        self.assertEqual(render(self.book, other, "--shard", "2/2").status, 0)
        before = published(shard)
        for options in ((), ("--shard", "2/2"), ("--shard", "1/3")):
            done = render(self.book, shard, *options)
            self.assertEqual(done.status, 2, options)
            self.assertIn("1/2", done.errors)
        self.assertEqual(published(shard), before)
        status, _, errors = banxin("merge", shard, other, "-o", self.out)  # a whole book's, and of it
        self.assertEqual(status, 0, errors)
        self.assertEqual(published(self.out), published(fresh_of(self.book)))

    def test_a_directory_of_another_year_is_left_alone(self):
        before = published(self.out)
        shard = fresh("shard")
        for name, old, new in (("book.yaml", "2026", "2027"), ("departments.csv", ",2026", ",2027")):
            path = self.book / name
            path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        self.assertEqual(render(self.book, self.out).status, 2)
        banxin("render", self.book, "-o", shard, "--shard", "1/1")
        self.assertEqual(banxin("merge", shard, "-o", self.out)[0], 2)
        self.assertEqual(published(self.out), before)

    def test_an_unfinished_output_is_not_compared(self):
        self.correct(0)
        other = fresh_of(self.book)
        self.leave_unfinished()
        status, text, errors = banxin("diff", other, self.out)
        self.assertEqual((status, text), (2, ""))
        self.assertIn(str(self.out), errors)


# ---- bad input ------------------------------------------------------------------------------------------------------

class Trouble(BatchCase):
    COUNT = 6

    @classmethod
    def setUpClass(cls):
        cls.small = book_maker.make_book(fresh("small"), cls.COUNT, "small")
        cls.whole = fresh_of(cls.small)

    def test_a_second_run_says_that_the_directory_is_in_use(self):
        book, out = book_maker.make_book(fresh("long"), 30, "small"), fresh("out")
        first = start("render", book, "-o", out, "-j2", "--json")
        self.assertTrue(wait_for(lambda: list(out.glob("*.pdf"))))
        hold(first)
        try:
            before = published(out)
            status, text, errors = banxin("render", book, "-o", out)
            self.assertEqual((status, text), (2, ""))
            self.assertIn(str(out), errors)
            self.assertEqual(published(out), before)
        finally:
            release(first)
        done = finish(first)
        self.assertEqual((done.status, len(with_status(done, "rendered"))), (0, 30), done.errors)
        self.assertEqual(published(out), published(fresh_of(book)))

    def test_a_book_that_changes_while_it_is_read(self):
        """Publishes only what the book was, or says so; never a mixture."""
        book, out = book_maker.make_book(fresh("live"), 40, "small"), fresh("out")
        whole = published(fresh_of(book))
        process = start("render", book, "-o", out, "-j1", "--json")
        self.assertTrue(wait_for(lambda: list(out.glob("*.pdf"))))
        hold(process)
        path = book / "expenditure.csv"
        content = path.read_bytes()
        head, *rows = content.splitlines(keepends=True)
        path.write_bytes(head + rows[-1] + b"".join(rows))
        release(process)
        done = finish(process)
        self.assertIn(done.status, (1, 2), done)
        self.assertIn("expenditure.csv", done.errors + json.dumps(done.departments, ensure_ascii=False))
        self.assertEqual(faults(out), {})
        for name, own in published(out).items():
            if name.endswith(".pdf"):
                self.assertEqual(own, whole[name])
        path.write_bytes(content)
        self.assertEqual((render(book, out).status, published(out)), (0, whole))

    def test_names_that_are_no_file_names(self):
        names = ["样河县/水务局", "../../样河县水务局", '样河县"水务"局', "..", "长" * 200, "样河县<b>&水务</b>局"]
        book, out = shutil.copytree(self.small, fresh("book")), fresh("names") / "deep" / "out"
        out.parent.mkdir(parents=True)
        for index, name in enumerate(names):
            book_maker.rename_department(book, department_code(index), name)
        done = render(book, out)
        self.assertEqual((done.status, with_status(done, "rendered")), (0, set(map(department_code, range(self.COUNT)))), done.errors)
        self.assertEqual([path.name for path in out.parent.iterdir()], ["out"])
        self.assertEqual([path.name for path in out.parent.parent.iterdir()], ["deep"])
        self.assertEqual(len(documents(out)), self.COUNT)
        self.assertEqual(faults(out), {})
        for index, name in enumerate(names):
            found = done.departments[department_code(index)]
            self.assertEqual(found["name"], name)
            self.assertTrue((out / Path(found["file"]).name).is_file(), found["file"])
        manifest = rows_of_manifest(out)
        for name in names:
            self.assertIn(name, manifest)
        html = (out / "index.html").read_text(encoding="utf-8")
        self.assertNotIn("<b>&水务", html)
        self.assertEqual(with_status(render(book, out), "rendered"), set())
        book_maker.change_amount(book, department_code(4))
        done = render(book, out)
        self.assertEqual((done.status, with_status(done, "rendered")), (0, {department_code(4)}), done.errors)
        self.assertEqual(faults(out), {})

    def test_a_name_with_a_newline(self):
        book, out = shutil.copytree(self.small, fresh("book")), fresh("out")
        book_maker.rename_department(book, department_code(0), "样河县\n水务局")
        done = render(book, out)
        self.assertTrue(with_status(done, "rendered") >= set(map(department_code, range(1, self.COUNT))))
        self.assertEqual(done.status, 0 if department_code(0) in with_status(done, "rendered") else 1)
        self.assertTrue(all("\n" not in path.name for path in files_of(out)))
        self.assertEqual(faults(out), {})
        self.assertEqual(with_status(render(book, out), "rendered"), set())

    def test_two_departments_with_one_department_code(self):
        book, out = shutil.copytree(self.small, fresh("book")), fresh("out")
        with open(book / "departments.csv", "a", encoding="utf-8") as file:
            file.write(f"{department_code(0)},样河县另一部门,{book_maker.YEAR}\n")
        status, _, errors = banxin("render", book, "-o", out)
        self.assertIn(status, (1, 2))
        self.assertIn("departments.csv", errors)
        self.assertIn(department_code(0), errors)
        self.assertNotIn(department_code(0), documents(out))

    def test_names_that_map_to_one_file(self):
        book, out = shutil.copytree(self.small, fresh("book")), fresh("out")
        for path in book.glob("*.csv"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(department_code(0), "A:1").replace(department_code(1), "A?1"), encoding="utf-8")
        for own in ("A:1", "A?1"):
            book_maker.rename_department(book, own, "样河县同名局")
        done = render(book, out)
        self.assertEqual(done.status, 1)
        self.assertTrue({"A:1", "A?1"} & with_status(done, "refused", "failed"), done)
        self.assertTrue(with_status(done, "rendered") >= set(map(department_code, range(2, self.COUNT))))
        self.assertRegex(done.errors + json.dumps(done.departments, ensure_ascii=False), "A:1")

    def test_a_directory_that_cannot_be_written(self):
        file = fresh("file")
        file.write_text("a file")
        for out in (Path("/proc/banxin"), file, file / "below"):
            with self.subTest(out=out):
                status, text, errors = banxin("render", self.small, "-o", out)
                self.assertEqual((status, text), (2, ""))
                self.assertIn(str(out), errors)
        self.assertEqual(file.read_text(), "a file")

    def test_shards_that_make_no_whole(self):
        shards = [fresh(f"shard{number}") for number in (1, 2)]
        for number, shard in enumerate(shards, 1):
            self.assertEqual(render(self.small, shard, "--shard", f"{number}/3").status, 0)
        for given in (shards, [*shards, shards[0]], [*shards, self.whole], [*shards, fresh("nowhere")]):
            merged = fresh("merged")
            status, _, errors = banxin("merge", *given, "-o", merged)
            self.assertNotEqual((status, errors), (0, ""))
            self.assertFalse(merged.exists() and published(merged))

    def test_unusable_calls(self):
        for options in (("-j0",), ("-jx",), ("--shard", "0/4"), ("--shard", "5/4"), ("--shard", "x"), ("--limit-time", "-1"),
                        ("--limit-memory", "some"), ("--run", "../up"), ("--run", "")):
            with self.subTest(options=options):
                out = fresh("out")
                status, text, errors = banxin("render", self.small, "-o", out, *options)
                self.assertEqual((status, text), (2, ""))
                self.assertTrue(errors)
                self.assertFalse(out.exists() and published(out))


def rows_of_manifest(out):
    return (out / "manifest.csv").read_bytes().decode("utf-8").replace('""', '"')


class Output(BatchCase):
    """What a run says."""

    @classmethod
    def setUpClass(cls):
        cls.small = book_maker.make_book(fresh("small"), 4, "small")
        book_maker.edit_first(cls.small / "income.csv", {"部门编码": department_code(1)}, lambda row: row.update({"金额": "1.00"}))

    def test_json_has_a_line_for_each_department_and_a_summary(self):
        out = fresh("out")
        done = render(self.small, out)
        self.assertEqual(sorted(done.departments), [department_code(i) for i in range(4)])
        for own, found in done.departments.items():
            self.assertEqual(set(found) - {"type"}, {"department", "name", "status", "file", "pages", "bytes", "seconds", "fatal",
                                                     "warnings", "notes", "why", "messages"})
            if found["status"] == "rendered":
                path = documents(out)[own]
                pages = int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", str(path)).stdout.decode()).group(1))
                self.assertEqual((found["pages"], found["bytes"], Path(found["file"]).name), (pages, path.stat().st_size, path.name))
        self.assertEqual(with_status(done, "refused"), {department_code(1)})
        self.assertTrue(done.departments[department_code(1)]["messages"])
        self.assertEqual(done.summary["type"], "summary")

    def test_without_json_it_prints_the_paths(self):
        out = fresh("out")
        status, text, errors = banxin("render", self.small, "-o", out)
        self.assertEqual((status, text.splitlines()), (1, sorted(str(path) for path in documents(out).values())))
        self.assertIn(department_code(1), errors)
        self.assertEqual(banxin("render", self.small, "-o", out)[:2], (1, ""))

    def test_nothing_of_a_terminal_where_there_is_none(self):
        for options in ((), ("--json",), ("--explain",)):
            _, text, errors = banxin("render", self.small, "-o", fresh("out"), *options)
            self.assertNotRegex(text + errors, "[\x1b\r\b]")

    def test_english(self):
        _, _, errors = banxin("render", self.small, "-o", fresh("out"), "--explain", locale=ENGLISH)
        lines = [line for line in errors.splitlines() if department_code(0) in line]
        self.assertTrue(lines)
        self.assertNotRegex(lines[0].replace(book_maker.department_name(0), ""), "[\u4e00-\u9fff]{4}")


# ---- in a terminal --------------------------------------------------------------------------------------------------

class Terminal:
    """A run in a pseudo-terminal of 100 columns, which is its controlling terminal."""

    def __init__(self, *arguments, **variables):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
                plain = {key: value for key, value in environment().items() if key != "NO_COLOR"}
                os.execve(BANXIN, [BANXIN, *map(str, arguments)], {**plain, "TERM": "xterm-256color", **variables})
            finally:
                os._exit(127)
        self.text = b""

    def read(self, seconds):
        """Reads for so long; False at the end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.01)[0]:
                try:
                    self.text += os.read(self.master, 65536)
                except OSError:
                    return False
        return True

    def press(self, keys):
        os.write(self.master, keys)

    def end(self):
        """Reads to the end. Exit status and all that was shown."""
        limit = time.monotonic() + 300
        while self.read(0.1):
            if time.monotonic() > limit:
                os.kill(self.pid, signal.SIGKILL)
        os.close(self.master)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), self.text.decode()


class InATerminal(BatchCase):
    COUNT = 30
    COLOR = r"\x1b\[[0-9;]*m"

    @classmethod
    def setUpClass(cls):
        cls.book = book_maker.make_book(fresh("small"), cls.COUNT, "small")
        cls.whole = published(fresh_of(cls.book))

    def shown(self, text):
        """The states of the progress line, without what moves and colours."""
        return [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line) for line in re.split("[\r\n]", text)]

    def test_progress_is_shown(self):
        out = fresh("out")
        status, text = Terminal("render", self.book, "-o", out, "-j2").end()
        self.assertEqual((status, published(out)), (0, self.whole), text)
        done = [int(number) for number in re.findall(rf"(\d+)\s*/\s*{self.COUNT}\b", "\n".join(self.shown(text)))]
        self.assertGreater(len(done), 1, text)
        self.assertEqual(done, sorted(done))
        self.assertLessEqual(done[-1], self.COUNT)
        self.assertIn("\r", text)

    def test_no_color_is_respected(self):
        status, text = Terminal("render", self.book, "-o", fresh("out"), NO_COLOR="1").end()
        self.assertEqual(status, 0)
        self.assertNotRegex(text, self.COLOR)
        self.assertRegex(text, rf"/\s*{self.COUNT}\b")

    def test_a_line_never_wraps(self):
        _, text = Terminal("render", self.book, "-o", fresh("out")).end()
        for line in self.shown(text):
            if f"/{self.COUNT}" in line.replace(" ", ""):
                self.assertLessEqual(sum(2 if ord(char) > 0x2E80 else 1 for char in line), 100, line)

    def test_interrupted_it_stops_and_the_next_run_goes_on(self):
        for _ in range(2):
            out = fresh("out")
            shell = Terminal("render", self.book, "-o", out, "-j2")
            self.assertTrue(wait_for(lambda: len(list(out.glob("*.pdf"))) >= 5))
            shell.press(b"\x03")
            status, text = shell.end()
            left = set(documents(out))
            self.assertEqual(status, 130, text)
            self.assertTrue(5 <= len(left) < self.COUNT, len(left))
            self.assertEqual([path for path in out.glob(".*") if path.name != ".banxin"], [], "temporary files stay")
            self.assertEqual({path.name: digest(path) for path in documents(out).values()},
                             {path.name: self.whole[path.name] for path in documents(out).values()})
            done = render(self.book, out)
            self.assertEqual((done.status, with_status(done, "current"), published(out)), (0, left, self.whole), done.errors)

    def test_a_signal_to_the_parent_alone_stops_it_too(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            out = fresh("out")
            process = start("render", self.book, "-o", out, "-j2", "--json")
            self.assertTrue(wait_for(lambda: len(list(out.glob("*.pdf"))) >= 3))
            os.kill(process.pid, number)
            done = finish(process)
            self.assertEqual(done.status, 130, done.errors)
            left = set(documents(out))
            done = render(self.book, out)
            self.assertEqual((done.status, with_status(done, "current"), published(out)), (0, left, self.whole), done.errors)


if __name__ == "__main__":
    unittest.main(verbosity=1)
