"""The paragraphs that are set: prose of more than 30 characters, each once, in the order it is found in."""
import csv
import glob
import json
import os
import re

ENOUGH = 30


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)


def cells(*paths):
    for path in paths:
        for row in rows(path):
            yield from row


def published(folder):
    """A published document as it was transcribed: the texts of its forms, its contents and its tables."""
    with open(os.path.join(folder, "forms.json"), encoding="utf-8") as file:
        forms = json.load(file)["forms"]
    for form in forms:
        yield form["项目名称"]
        for text in form["texts"].values():
            yield text["text"]
        for indicator in form["indicators"] + form["annual_indicators"]:
            yield from (value for value in indicator.values() if isinstance(value, str))
    yield from cells(os.path.join(folder, "contents.csv"), *sorted(glob.glob(os.path.join(folder, "tables", "t*.csv"))))


def sample(folder):
    """The project's own sample book."""
    yield from cells(*(os.path.join(folder, name) for name in ("texts.csv", "projects.csv")))


def read(root):
    """What was read, in words, and the paragraphs."""
    folder = os.path.join(root, "..", "shared", "published")
    if os.path.exists(os.path.join(folder, "forms.json")):
        name, texts = "a published document", published(folder)
    else:
        name, texts = "data/sample", sample(os.path.join(root, "data", "sample"))
    found = {}
    for text in texts:
        for paragraph in re.split(r"[\r\n]+", text):
            paragraph = re.sub(r"[ \t\u3000]+", " ", paragraph).strip()
            if len(paragraph) > ENOUGH and re.search("[\u4e00-\u9fff]", paragraph):
                found[paragraph] = None
    return name, list(found)
