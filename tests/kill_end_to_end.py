#!/usr/bin/env python3
"""Runs that end before their time: BANXIN=path/to/banxin python3 tests/kill_end_to_end.py

Runs are killed at random moments, the disk is full, workers crash, hang and take all memory. Whatever stands under a
final name afterwards is whole, and the next run ends with the bytes of one that nobody disturbed.

KILLS (12 when left out) is how many runs are killed; SEED draws the moments."""
import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import unittest

import book_maker
from batch_runs import (SANITIZED, close_work, documents, fault_of, faults, finish, fresh, members_of, open_work, published,
                        render, rows_of, start, wait_for, with_status, workers_of)
from readback import run

KILLS = int(os.environ.get("KILLS", "12"))
SEED = os.environ.get("SEED", "1")
COUNT = 10
SLOW = 10 if SANITIZED else 1


def setUpModule():
    global BOOK, CORRECTED
    open_work()
    BOOK = book_maker.make_book(fresh("book"), COUNT, "small")
    CORRECTED = shutil.copytree(BOOK, fresh("corrected-book"))
    for index in (1, 4, 6):
        book_maker.change_amount(CORRECTED, book_maker.department_code(index), 1234500 + index)


def tearDownModule():
    close_work()


def undisturbed(book, base=None):
    """A directory that a run on BASE, or on nothing, leaves, and the seconds that it takes."""
    out = fresh("undisturbed")
    if base:
        shutil.copytree(base, out)
    begin = time.monotonic()
    done = render(book, out)
    assert done.status == 0, done
    return out, time.monotonic() - begin


class Killed(unittest.TestCase):
    """First runs and corrections, killed with their workers or without."""

    @classmethod
    def setUpClass(cls):
        cls.first, cls.first_seconds = undisturbed(BOOK)
        cls.corrected, cls.corrected_seconds = undisturbed(CORRECTED, cls.first)
        assert faults(cls.first) == faults(cls.corrected) == {}
        assert (cls.corrected / "changes" / "0001.csv").is_file()

    def kill_run(self, draw, book, out, seconds, alone):
        """Kills a run on BOOK after a random part of SECONDS; False when it had ended before."""
        process = start("render", book, "-o", out, "-j2", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.random() * seconds)
        alive = process.poll() is None
        if alive:
            (os.kill if alone else os.killpg)(process.pid, signal.SIGKILL)
        process.wait()
        self.assertTrue(wait_for(lambda: not members_of(process.pid), 10 * SLOW), "workers outlive their parent")
        return alive

    def check_whole(self, out, wanted, base):
        """What stands under a final name is whole; a document is the old one or the new one."""
        if not out.exists():
            return
        self.assertEqual(faults(out), {})
        new, old = published(wanted), published(base) if base else {}
        for name, own in published(out).items():
            self.assertIn(name, set(new) | set(old))
            if name.endswith(".pdf"):
                self.assertIn(own, (new.get(name), old.get(name)), name)
        for name in old:
            self.assertTrue((out / name).is_file(), f"{name} is gone")

    def test_the_next_run_ends_with_the_same_bytes(self):
        draw, hit, spoiled = random.Random(SEED), 0, 0
        for number in range(KILLS):
            correction, alone, times = number % 2 == 1, number % 4 >= 2, draw.choice((1, 1, 1, 2, 3))
            base, book = (self.first, CORRECTED) if correction else (None, BOOK)
            wanted, seconds = (self.corrected, self.corrected_seconds) if correction else (self.first, self.first_seconds)
            out = fresh("killed")
            with self.subTest(kill=number, correction=correction, alone=alone, times=times):
                if correction:
                    shutil.copytree(base, out)
                for _ in range(times):
                    hit += self.kill_run(draw, book, out, seconds, alone)
                    self.check_whole(out, wanted, base)
                spoiled += not out.exists() or published(out) != published(wanted)
                done = render(book, out)
                self.assertEqual(done.status, 0, done.errors)
                self.assertEqual(published(out), published(wanted))
                self.assertEqual([path for path in out.rglob("*") if path.name.startswith(".") and path.name != ".banxin"], [],
                                 "temporary files stay")
                self.assertFalse((out / ".banxin" / "old").exists() and list((out / ".banxin" / "old").iterdir()))
            shutil.rmtree(out.parent)
        print(f"{KILLS} directories, {hit} runs killed at work, {spoiled} left unfinished", file=sys.stderr)
        self.assertGreaterEqual(spoiled, KILLS // 6, "too few kills hit a run at work")

    def test_a_killed_correction_that_is_corrected_again(self):
        """What is listed is the change from what was published last, though a run between was killed."""
        draw = random.Random(SEED + "/again")
        again = fresh("again-book")
        shutil.copytree(CORRECTED, again)
        book_maker.change_amount(again, book_maker.department_code(4), -7700)
        wanted, _ = undisturbed(again, self.first)
        for _ in range(max(2, KILLS // 6)):
            out = fresh("killed")
            shutil.copytree(self.first, out)
            self.kill_run(draw, CORRECTED, out, self.corrected_seconds * 0.8, False)
            if (out / "changes" / "0001.csv").exists():
                continue  # it had listed the first correction
            self.assertEqual(render(again, out).status, 0)
            self.assertEqual(published(out), published(wanted))


def mount(place, size):
    place.mkdir(parents=True, exist_ok=True)
    return run("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place))


class FullDisk(unittest.TestCase):
    def setUp(self):
        self.place = fresh("disk")
        done = mount(self.place, "4m")
        if done.returncode != 0:
            self.skipTest("no file system can be mounted: " + done.stderr.decode().strip())
        self.addCleanup(lambda: run("umount", str(self.place)))

    def resize(self, size):
        self.assertEqual(run("mount", "-o", f"remount,size={size}", str(self.place)).returncode, 0)

    @staticmethod
    def pages_of(folder):
        """Bytes that the files of FOLDER take, in whole pages, as tmpfs stores them."""
        return sum((path.stat().st_size + 4095) // 4096 * 4096 for path in folder.rglob("*") if path.is_file())

    def check_report(self, done):
        self.assertIn(done.status, (1, 2), done.errors)
        self.assertRegex(done.errors, os.strerror(errno.ENOSPC))

    def test_a_first_run(self):
        wanted, _ = undisturbed(BOOK)
        out = self.place / "out"
        self.resize(self.pages_of(wanted) * 6 // 10)
        done = render(BOOK, out)
        self.check_report(done)
        self.assertTrue(documents(out))
        self.assertTrue(set(documents(out)) < set(documents(wanted)))
        self.assertEqual(faults(out), {})
        self.resize("512m")
        self.assertEqual((render(BOOK, out).status, published(out)), (0, published(wanted)))

    def test_a_correction(self):
        """Old documents stay until new ones stand; then all is listed, in however many runs."""
        base, _ = undisturbed(BOOK)
        book = fresh("renamed")
        shutil.copytree(BOOK, book)
        book_maker.rename_subject(book, "功能", "2210201", "住房储备金")
        for index in range(COUNT):
            book_maker.change_amount(book, book_maker.department_code(index), 555500 + index)
        wanted, _ = undisturbed(book, base)
        out = self.place / "out"
        self.resize("512m")
        shutil.copytree(base, out)
        used = os.statvfs(self.place)
        used = (used.f_blocks - used.f_bfree) * used.f_frsize
        largest = max(path.stat().st_size for path in documents(out).values())
        for room in (4096, largest // 2, largest * 2):
            self.resize(used + room)
            done = render(book, out)
            self.check_report(done)
            self.assertEqual({path.name: fault_of(path) for path in documents(out).values()},
                             {path.name: "" for path in documents(base).values()})
        self.resize("512m")
        self.assertEqual(render(book, out).status, 0)
        kept = {name: own for name, own in published(wanted).items() if "/" not in name and not name.startswith(("manifest", "index"))}
        self.assertEqual({name: own for name, own in published(out).items() if name in kept}, kept)
        listed = [tuple(row.values()) for path in sorted((out / "changes").glob("*.csv")) for row in rows_of(path)]
        self.assertEqual(sorted(listed), sorted(tuple(row.values()) for row in rows_of(wanted / "changes" / "0001.csv")))


class LostWorkers(unittest.TestCase):
    """A worker that is lost costs one department, with a report; the next run makes up for it."""
    MANY = 24

    @classmethod
    def setUpClass(cls):
        cls.book = book_maker.make_book(fresh("many"), cls.MANY, "small")
        cls.wanted, _ = undisturbed(cls.book)

    def begin(self, *options):
        """A run at work, its directory, and its workers: both stopped, each with a department on its hands."""
        for _ in range(20):
            out = fresh("lost")
            process = start("render", self.book, "-o", out, "-j2", "--json", *options)
            self.assertTrue(wait_for(lambda: len(list(out.glob("*.pdf"))) >= 2))
            workers = workers_of(process.pid)
            self.signal(workers, signal.SIGSTOP)
            time.sleep(0.2)  # what one had finished, the next takes the place of
            if len(workers) == 2 and len(list(out.glob("*.pdf"))) <= self.MANY - 6:
                return process, out, workers
            self.signal(workers, signal.SIGCONT)  # it was too fast
            finish(process)
        self.fail("no run was caught at work")

    def signal(self, workers, number):
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, number)

    def check_lost(self, done, out, status, lost=1):
        names = with_status(done, status)
        self.assertEqual((done.status, len(names)), (1, lost), done)
        self.assertEqual(len(with_status(done, "rendered")), self.MANY - lost)
        for name in names:
            self.assertIn(name, done.errors + str(done.departments[name]["messages"]))
        self.assertTrue(set(documents(self.wanted)) - names <= set(documents(out)) <= set(documents(self.wanted)))
        self.assertEqual(faults(out), {})
        done = render(self.book, out)
        self.assertEqual((done.status, with_status(done, "rendered")), (0, names), done.errors)
        self.assertEqual(published(out), published(self.wanted))

    def test_a_crash(self):
        for number in (signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT):
            with self.subTest(signal=number):
                process, out, workers = self.begin()
                self.signal(workers[:1], number)
                self.signal(workers, signal.SIGCONT)
                self.check_lost(finish(process), out, "crashed")

    def test_all_workers_crash(self):
        process, out, workers = self.begin()
        self.signal(workers, signal.SIGSEGV)
        self.signal(workers, signal.SIGCONT)
        self.check_lost(finish(process), out, "crashed", len(workers))

    def test_a_worker_that_hangs(self):
        limit = 2 * SLOW
        process, out, workers = self.begin("--limit-time", limit)
        self.signal(workers[1:], signal.SIGCONT)
        begin = time.monotonic()
        done = finish(process)
        self.assertLess(time.monotonic() - begin, 3 * limit + 20)
        self.check_lost(done, out, "timeout")

    def test_a_department_that_takes_too_long(self):
        book, out = self.heavy_book(120000), fresh("slow")
        done = render(book, out, "-j2", "--limit-time", 1)
        self.assertEqual(with_status(done, "timeout"), {self.heavy}, done.errors)
        self.assertEqual(done.status, 1)

    def heavy_book(self, paragraphs):
        """A book with one department of very many pages."""
        book = book_maker.make_book(fresh("heavy"), 4, "small")
        self.heavy = book_maker.department_code(2)
        with open(book / "texts.csv", "a", encoding="utf-8") as file:
            for number in range(paragraphs):
                file.write(f"{self.heavy},名词解释,{100 + number},名词{number}：用来占满若干页的文字，说明排印在篇幅很大时的情形，没有别的意思。\n")
        return book

    @unittest.skipIf(SANITIZED, "AddressSanitizer keeps what is freed")
    def test_a_department_that_takes_too_much_memory(self):
        book, out = self.heavy_book(30000), fresh("memory")
        done = render(book, out, "-j2", "--limit-memory", 64)
        self.assertEqual((done.status, with_status(done, "memory")), (1, {self.heavy}), done.errors)
        self.assertEqual(len(with_status(done, "rendered")), 3)
        self.assertIn(self.heavy, done.errors + str(done.departments[self.heavy]["messages"]))
        done = render(book, out, "-j2", "--limit-memory", 4096)
        self.assertEqual((done.status, with_status(done, "rendered")), (0, {self.heavy}), done.errors)

    def test_the_parent_killed_while_a_worker_hangs(self):
        process, out, workers = self.begin()
        os.kill(workers[0], signal.SIGSTOP)
        process.kill()
        finish(process)
        self.assertTrue(wait_for(lambda: not members_of(process.pid), 10 * SLOW), "a stopped worker stays")
        done = render(self.book, out)
        self.assertEqual((done.status, published(out)), (0, published(self.wanted)))


if __name__ == "__main__":
    unittest.main(verbosity=1)
