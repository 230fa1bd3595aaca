#!/usr/bin/env python3
"""Batches from outside: BANXIN=path/to/banxin python3 tests/batch_end_to_end.py

The same bytes however a book is rendered, regeneration of what has changed and of nothing else, what changed in print
held against the text of both PDFs.

DEPARTMENTS (8 when left out) is how many departments like the sample's are rendered for the first two."""
import os
import re
import shutil
import time
import unittest
from collections import Counter
from pathlib import Path

import book_maker
import readback
from batch_runs import (BatchCase, banxin, close_work, digest, documents, faults, fresh, fresh_of, open_work, page_texts, published,
                        render, rows_of, squeeze, text_of, with_status)
from book_maker import department_code

DEPARTMENTS = int(os.environ.get("DEPARTMENTS", "8"))
MANY = 500  # departments from which on times tell something
CHANGES = Path("changes")
LAST = "0001"  # the first list of changes


def setUpModule():
    global BOOK, BASE, FULL_SECONDS
    open_work()
    BOOK = book_maker.make_book(fresh("book"), DEPARTMENTS)
    BASE = fresh("base")
    begin = time.monotonic()
    done = render(BOOK, BASE, "-j1")
    FULL_SECONDS = time.monotonic() - begin
    assert done.status == 0 and len(with_status(done, "rendered")) == DEPARTMENTS, done


def tearDownModule():
    close_work()


def book_copy(book=None):
    return shutil.copytree(book or BOOK, fresh("book"))


def output_copy(folder=None):
    """With all that is private. Documents and data are linked: nothing may write in place."""
    def copy(source, target):
        plain = os.path.dirname(source) != str(folder or BASE) or os.path.basename(source) in ("manifest.csv", "index.html")
        (shutil.copy2 if plain else os.link)(source, target)

    place = fresh("out")
    shutil.copytree(folder or BASE, place, copy_function=copy)
    return place


class SameBytes(BatchCase):
    """All that is published is the same, byte for byte, however it came about."""

    def check(self, book, *options):
        out = fresh("out")
        done = render(book, out, *options)
        self.assertEqual((done.status, with_status(done, "rendered")), (0, set(documents(BASE))), done.errors)
        self.assertEqual(published(out), published(BASE))

    def test_everything_is_there(self):
        names = set(published(BASE))
        stems = {path.stem for path in documents(BASE).values()}
        self.assertEqual(len(stems), DEPARTMENTS)
        self.assertEqual(names, {f"{stem}.{kind}" for stem in stems for kind in ("pdf", "csv")} | {"manifest.csv", "index.html"})
        self.assertEqual(faults(BASE), {})

    def test_with_two_workers(self):
        self.check(BOOK, "-j2")

    def test_with_more_workers_than_departments(self):
        if DEPARTMENTS > 20:
            self.skipTest("so many workers at once")
        self.check(BOOK, "-j", DEPARTMENTS + 3)

    def test_with_the_records_in_another_order(self):
        self.check(book_maker.make_book(fresh("shuffled"), DEPARTMENTS, shuffle=True))

    def test_in_another_charset(self):
        self.check(book_maker.make_book(fresh("gb18030"), DEPARTMENTS, charset="gb18030"))

    def test_in_four_shards_merged(self):
        shards = [fresh(f"shard{i}") for i in range(1, 5)]
        seen = []
        for number, shard in enumerate(shards, 1):
            done = render(BOOK, shard, "--shard", f"{number}/4")
            self.assertEqual(done.status, 0, done.errors)
            seen += with_status(done, "rendered")
        self.assertEqual(sorted(seen), sorted(documents(BASE)))
        merged = fresh("merged")
        status, _, errors = banxin("merge", *shards, "-o", merged)
        self.assertEqual((status, published(merged)), (0, published(BASE)), errors)
        done = render(BOOK, merged)
        self.assertEqual((done.status, with_status(done, "current")), (0, set(documents(BASE))))

    def test_alone(self):
        for index in range(min(DEPARTMENTS, 2)):
            out = fresh("alone")
            self.assertEqual(render(BOOK, out, "--department", department_code(index)).status, 0)
            path = documents(out)[department_code(index)]
            for mine in (path, path.with_suffix(".csv")):
                self.assertEqual(digest(mine), digest(BASE / mine.name))

    def test_one_after_the_other(self):
        out = fresh("one-by-one")
        for index in reversed(range(min(DEPARTMENTS, 3))):
            self.assertEqual(render(BOOK, out, "--department", department_code(index)).status, 0)
        self.assertEqual(render(BOOK, out).status, 0)
        self.assertEqual(published(out), published(BASE))


class Regeneration(BatchCase):
    def check_again(self, book, out, wanted):
        """A run renders exactly the departments WANTED and says why; then there is nothing left to do."""
        before = {path.name: path.stat().st_ino for path in documents(out).values()}
        done = render(book, out, "--explain")
        self.assertEqual((done.status, with_status(done, "rendered")), (0, set(wanted)), done.errors)
        self.assertEqual(with_status(done, "current"), set(done.departments) - set(wanted))
        for own, found in done.departments.items():
            self.assertEqual(bool(found["why"]), own in wanted)
            said = [line for line in done.errors.splitlines() if line.startswith(own)]
            self.assertEqual(len(said), 1, done.errors)
            if own not in wanted:
                self.assertEqual(documents(out)[own].stat().st_ino, before[documents(out)[own].name], "written again")
        again = render(book, out)
        self.assertEqual((again.status, with_status(again, "rendered")), (0, set()))
        return done

    def test_nothing_has_changed(self):
        out = output_copy()
        begin = time.monotonic()
        done = render(BOOK, out, "-j1")
        seconds = time.monotonic() - begin
        self.assertEqual((done.status, with_status(done, "current")), (0, set(documents(BASE))))
        self.assertEqual(published(out), published(BASE))
        if DEPARTMENTS >= MANY:
            self.assertLess(seconds, 0.02 * FULL_SECONDS)
        self.check_again(BOOK, out, [])
        self.assertEqual(published(out), published(BASE))

    def test_a_pdf_or_its_data_deleted_or_changed_by_hand(self):
        def edit(path):
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.unlink()  # what it is linked to stays
            path.write_bytes(content)

        for kind in (".pdf", ".csv"):
            for spoil in (os.unlink, edit):
                with self.subTest(kind=kind, spoil=spoil.__name__):
                    out = output_copy()
                    spoil(documents(out)[department_code(1)].with_suffix(kind))
                    done = self.check_again(BOOK, out, [department_code(1)])
                    others = [found["why"] for found in done.departments.values() if found["why"]]
                    self.assertEqual(len(others), 1)
                    self.assertEqual(published(out), published(BASE))

    def test_a_subject_renamed(self):
        """One that one field of departments uses, one that most use, one that few or none print; and
        a class, which all print though few use it."""
        book, out = book_copy(), output_copy()
        for kind, number, new in (("功能", "2140106", "公路管护"), ("部门经济", "30207", "通信服务费"), ("功能", "20501", "教育行政"),
                                  ("功能", "207", "文化体育支出")):
            with self.subTest(subject=new):
                book_maker.rename_subject(book, kind, number, new)
                done = render(book, out)
                self.assertEqual(done.status, 0, done.errors)
                self.assertEqual(with_status(done, "rendered"), {own for own, path in documents(out).items() if new in text_of(path)})
                self.assertEqual({found["why"][0] for found in done.departments.values() if found["why"]} - {"subjects"}, set())
                self.assertEqual(with_status(render(book, out), "rendered"), set())
        whole = fresh_of(book)
        self.assertEqual({path.name: digest(path) for path in documents(out).values()},
                         {path.name: digest(path) for path in documents(whole).values()})

    def test_the_manifest_is_cut_short_or_of_another_version(self):
        def cut(text):
            return text[:len(text) * 2 // 3]

        def rename(text):
            return re.sub(r"\d+\.\d+\.\d+", "999.0.0", text, count=1)

        for spoil in (cut, rename, lambda text: "", lambda text: text.replace(department_code(1), department_code(9999), 1)):
            out = output_copy()
            text = (out / "manifest.csv").read_bytes().decode("utf-8")
            (out / "manifest.csv").write_bytes(spoil(text).encode("utf-8"))
            done = render(BOOK, out)
            self.assertEqual(done.status, 0)
            self.assertIn("manifest.csv", done.errors)
            self.assertTrue(with_status(done, "rendered"))
            self.assertEqual(published(out), published(BASE))

    def test_a_department_taken_out_and_put_back(self):
        book, out = book_copy(), output_copy()
        book_maker.remove_department(book, department_code(1))
        self.check_again(book, out, [])
        kept = {path.name for path in documents(BASE).values()}
        self.assertEqual(kept, {path.name for path in documents(out).values()})
        shutil.copytree(BOOK, book, dirs_exist_ok=True)
        done = render(book, out)
        self.assertEqual((done.status, published(out)), (0, published(BASE)))

    def test_a_department_added(self):
        book, out = book_copy(), output_copy()
        self.check_again(book, out, [])
        added = book_maker.add_department(book, DEPARTMENTS)
        self.check_again(book, out, [added])
        self.assertEqual(published(out), published(fresh_of(book)))

    def test_what_is_not_banxins_stays(self):
        book, out = book_copy(), output_copy()
        own = {"notes.txt": b"mine", "another.pdf": b"%PDF", "changes/mine.csv": b"x",
               f"{department_code(1)}.csv": b"y", "sub/index.html": b"z"}
        for name, content in own.items():
            (out / name).parent.mkdir(exist_ok=True)
            (out / name).write_bytes(content)
        book_maker.change_amount(book, department_code(0))
        book_maker.remove_department(book, department_code(1))
        self.assertEqual(render(book, out).status, 0)
        self.assertEqual({name: (out / name).read_bytes() for name in own}, own)

    def test_records_in_another_order_are_no_change(self):
        out = output_copy()
        self.check_again(book_maker.make_book(fresh("shuffled"), DEPARTMENTS, shuffle=True), out, [])

    def test_a_department_refused_keeps_what_was_published(self):
        book, out = book_copy(), output_copy()
        book_maker.edit_first(book / "income.csv", {"部门编码": department_code(1)}, lambda row: row.update({"金额": "1.00"}))
        done = render(book, out)
        self.assertEqual((done.status, with_status(done, "refused"), with_status(done, "rendered")), (1, {department_code(1)}, set()))
        self.assertGreater(done.departments[department_code(1)]["fatal"], 0)
        self.assertEqual({path.name: digest(path) for path in documents(out).values()},
                         {path.name: digest(path) for path in documents(BASE).values()})
        done = render(BOOK, out)
        self.assertEqual((done.status, published(out)), (0, published(BASE)))


# ---- what changed in print ------------------------------------------------------------------------------------------

def characters(text):
    return Counter(squeeze(text))


def numbers(text):
    return Counter(re.findall(r"\d[\d,]*(?:\.\d+)?%?", text))


def moved(before, after):
    """What AFTER has more (or less, below zero) of."""
    out = Counter(after)
    out.subtract(before)
    return {key: count for key, count in out.items() if count}


def sum_moved(pairs, count):
    out = Counter()
    for before, after in pairs:
        out.update(count(after))
        out.subtract(count(before))
    return {key: number for key, number in out.items() if number}


def folios(texts):
    """Printed page number → index of the page."""
    out = {}
    for index, text in enumerate(texts):
        found = re.findall(r"(?m)^\s*—\s*(\d+)\s*—\s*$", text)
        if found:
            out[found[-1]] = index
    return out


def cells_that_differ(old, new):
    """(folio, text before, text after) of the cells of ruled tables, as MuPDF replays the pages."""
    out = []
    for before, after in zip(readback.pages(str(old)), readback.pages(str(new))):
        folio = re.findall("—(\\d+)—", "".join(text for _, text in readback.lines_outside(after)))
        for mine, other in zip(readback.tables(before), readback.tables(after)):
            assert [cell[:4] for cell in mine] == [cell[:4] for cell in other], "the table is another"
            out += [(folio[-1], a.text, b.text) for a, b in zip(mine, other) if a.text != b.text]
    return out


class Correction(BatchCase):
    """One amount is changed; what the change list names is what pdftotext finds changed."""

    @classmethod
    def setUpClass(cls):
        cls.book, cls.out = book_copy(), output_copy()
        cls.code = department_code(min(2, DEPARTMENTS - 1))
        cls.spent = book_maker.change_amount(cls.book, cls.code, 1234567)
        cls.done = render(cls.book, cls.out)
        cls.old, cls.new = documents(BASE)[cls.code], documents(cls.out)[cls.code]
        path = cls.out / CHANGES / f"{LAST}.csv"
        cls.rows = rows_of(path) if path.exists() else []
        cls.note = cls.out / CHANGES / LAST / f"{cls.new.stem}-更正说明.pdf"

    def in_tables(self):
        return [row for row in self.rows if row["表"] and row["列"]]

    def pairs(self, rows):
        return [(row["原公布数"], row["更正后"]) for row in rows]

    def test_only_its_department_is_rendered(self):
        self.assertEqual((self.done.status, with_status(self.done, "rendered")), (0, {self.code}), self.done.errors)
        changed = {name for name, own in published(self.out).items() if published(BASE).get(name) != own}
        self.assertEqual(changed, {self.new.name, self.new.with_suffix(".csv").name, "manifest.csv", "index.html",
                                   f"changes/{LAST}.csv", str(self.note.relative_to(self.out))})
        self.assertEqual(faults(self.out), {})

    def test_the_list_names_its_department_only(self):
        self.assertGreater(len(self.rows), 5)
        self.assertEqual({row["部门编码"] for row in self.rows}, {self.code})
        self.assertEqual({row["部门名称"] for row in self.rows}, {self.done.departments[self.code]["name"]})
        self.assertTrue(all(row["原公布数"] != row["更正后"] for row in self.rows))

    def test_the_characters_that_came_and_went_are_those_of_the_list(self):
        old, new = page_texts(self.old), page_texts(self.new)
        self.assertEqual(len(old), len(new))
        self.assertEqual(moved(characters("".join(old)), characters("".join(new))), sum_moved(self.pairs(self.rows), characters))
        places = folios(new)
        tabled = {places[row["页码"]] for row in self.in_tables()}
        for index in tabled:
            with self.subTest(page=index + 1):
                rows = [row for row in self.rows if places.get(row["页码"]) == index]
                self.assertEqual(moved(characters(old[index]), characters(new[index])), sum_moved(self.pairs(rows), characters))
                self.assertEqual(moved(numbers(old[index]), numbers(new[index])), sum_moved(self.pairs(rows), numbers))
        for index in set(range(len(new))) - tabled:
            if old[index] != new[index]:
                named = {places.get(row["页码"]) for row in self.rows}
                self.assertTrue({index, index - 1} & named, f"page {index + 1} is another, and no row names it")

    def test_the_cells_that_differ_are_those_of_the_list(self):
        wanted = sorted((row["页码"], squeeze(row["原公布数"]), squeeze(row["更正后"])) for row in self.in_tables())
        self.assertEqual(sorted(cells_that_differ(self.old, self.new)), wanted)

    def test_what_is_summed_is_told_from_its_sums(self):
        kinds = Counter(row["说明"] for row in self.in_tables())
        self.assertEqual(set(kinds), {"更正", "随动"})
        for row in self.in_tables():
            if "合计" in row["行"] or "总计" in row["行"]:
                self.assertEqual(row["说明"], "随动", row)
        item = [row for row in self.in_tables() if row["行"].startswith("办公费")]
        self.assertTrue(item)
        self.assertIn("更正", {row["说明"] for row in item})

    def test_the_note_lists_the_same(self):
        self.assertTrue(self.note.is_file())
        text = text_of(self.note)
        self.assertIn(self.done.departments[self.code]["name"], text)
        self.assertIn("更正说明", text)
        seen = Counter()
        for page in readback.pages(str(self.note)):
            for table in readback.tables(page):
                lines = {}
                for cell in table:
                    lines.setdefault(cell.row, []).append(cell.text)
                for cells in lines.values():
                    seen.update((a, b) for a, b in zip(cells, cells[1:]))
        for pair, count in Counter((squeeze(a), squeeze(b)) for a, b in self.pairs(self.in_tables())).items():
            self.assertGreaterEqual(seen[pair], count, pair)
        for row in self.rows:
            for amount in (numbers(row["更正后"]) - numbers(row["原公布数"])):
                self.assertIn(amount, text, row)

    def test_diff_tells_the_same(self):
        status, text, errors = banxin("diff", BASE, self.out)
        self.assertEqual((status, text.encode()), (1, (self.out / CHANGES / f"{LAST}.csv").read_bytes()), errors)
        into = fresh("diff")
        self.assertEqual(banxin("diff", BASE, self.out, "-o", into)[0], 1)
        self.assertEqual((into / "changes.csv").read_bytes(), (self.out / CHANGES / f"{LAST}.csv").read_bytes())
        self.assertEqual([path.name for path in into.rglob("*.pdf")], [self.note.name])
        self.assertEqual(banxin("diff", BASE, BASE)[:1], (0,))

    def test_the_next_correction_has_a_list_of_its_own(self):
        book, out = book_copy(self.book), output_copy(self.out)
        book_maker.change_amount(book, department_code(0), 50000)
        done = render(book, out)
        self.assertEqual(with_status(done, "rendered"), {department_code(0)})
        self.assertEqual((out / CHANGES / f"{LAST}.csv").read_bytes(), (self.out / CHANGES / f"{LAST}.csv").read_bytes())
        self.assertEqual({row["部门编码"] for row in rows_of(out / CHANGES / "0002.csv")}, {department_code(0)})
        book_maker.change_amount(book, department_code(0), -50000)
        self.assertEqual(render(book, out, "--run", "back").status, 0)
        self.assertEqual({row["部门编码"] for row in rows_of(out / CHANGES / "back.csv")}, {department_code(0)})
        self.assertEqual(digest(documents(out)[department_code(0)]), digest(documents(BASE)[department_code(0)]))

    def test_in_four_shards_merged(self):
        shards = []
        for number in range(1, 5):
            shard = fresh("shard")
            self.assertEqual(render(BOOK, shard, "--shard", f"{number}/4").status, 0)
            self.assertEqual(render(self.book, shard, "--shard", f"{number}/4").status, 0)
            shards.append(shard)
        merged = fresh("merged")
        status, _, errors = banxin("merge", *shards, "-o", merged)
        self.assertEqual((status, published(merged)), (0, published(self.out)), errors)


if __name__ == "__main__":
    unittest.main(verbosity=1)
