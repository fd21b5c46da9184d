"""Quizzes for tests: the bank in every format, responses to its items, and items edited."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

from lxml import etree
from rules import key_of

from sourcework.item_bank import load_items
from sourcework.items import Item, Mark
from sourcework.quizzes import write
from sourcework.quizzes.report import Written

ITEMS = list(load_items().values())
ONE_OF_EACH = list({item.kind: item for item in ITEMS}.values())


@cache
def whole(format: str) -> Written:
    """Return the whole bank in a format."""
    return write(format, ITEMS, "A quiz: Lenin/Stalin & others")


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def canvas_quiz(data: bytes) -> etree._Element:
    """Return the questions of a Canvas package."""
    files = unzipped(data)
    (name,) = (each for each in files if "/" in each and not each.endswith("assessment_meta.xml"))
    return etree.fromstring(files[name])


def cartridge_quiz(data: bytes) -> etree._Element:
    """Return the quiz of a cartridge."""
    return etree.fromstring(unzipped(data)["quiz.xml"])


def brightspace_rows(data: bytes) -> list[list[str]]:
    """Return the rows of a Brightspace file, without those that are empty."""
    text = data.decode("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if any(row)]


def blackboard_lines(data: bytes) -> list[list[str]]:
    """Return the fields of a Blackboard file, a list a question."""
    return [line.split("\t") for line in data.decode().removesuffix("\r\n").split("\r\n")]


def html_of(format: str, data: bytes) -> list[str]:
    """Return all that a platform may take for HTML."""
    if format == "moodle":
        root = etree.fromstring(data)
        texts = root.xpath("//*[@format='html']/text")
        return [text.text or "" for text in texts]
    if format in ("canvas", "cartridge"):
        quiz = canvas_quiz(data) if format == "canvas" else cartridge_quiz(data)
        texts = quiz.xpath("//*[@texttype='text/html']")
        return [text.text or "" for text in texts]
    if format == "brightspace":
        rows = [row for row in brightspace_rows(data) if not row[0].startswith("//")]
        return [cell for row in rows for cell in row]
    if format == "blackboard":
        return [field for line in blackboard_lines(data) for field in line[1:]]
    items = [content for name, content in unzipped(data).items() if "items/" in name]
    names = ("itemBody", "modalFeedback", "qti-item-body", "qti-modal-feedback")
    shown = "//*[" + " or ".join(f"local-name()='{name}'" for name in names) + "]"
    parts = [part for item in items for part in etree.fromstring(item).xpath(shown)]
    return [etree.tostring(part, encoding="unicode") for part in parts]


def some_responses(item: Item) -> list[Any]:
    """Return the key, and answers of all sorts, the same ones each time."""
    rule, chance = item.rule(), random.Random(item.id)
    return [key_of(rule), *(_response(rule, chance) for _ in range(15))]


def _response(rule: dict[str, Any], chance: random.Random) -> Any:
    match rule["kind"]:
        case "choice":
            return chance.choice(list(rule["credits"]))
        case "choices":
            options = [*rule["right"], *rule["wrong"]]
            return chance.sample(options, chance.randint(1, len(options)))
        case "order":
            return chance.sample(list(rule["places"]), len(rule["places"]))
        case "match" | "mark":
            return {row: chance.choice(rule["targets"]) for row in rule["pairs"]}
        case "number":
            known = [value for _, value, _ in rule["values"]]
            return chance.choice([*known, chance.randint(-5, 200), chance.uniform(0, 100)])
        case "estimate":
            return chance.randint(0, 100)
    return "Some words."


def edited(item: Item, text: str = "Now this is asked") -> Item:
    """Return an item with other words everywhere, and the same ids; passages stay what they are."""
    parts: dict[str, Any] = {"stem": text, "hint": text}
    for name in ("options", "targets", "bands", "rubric"):
        if hasattr(item, name):
            words = {"feedback": text} if name != "rubric" else {}
            kept = name == "options" and isinstance(item, Mark)
            parts[name] = tuple(
                replace(
                    each,
                    **(words if hasattr(each, "feedback") else {}),
                    **({"text": f"{text} {n}"} if hasattr(each, "text") and not kept else {}),
                )
                for n, each in enumerate(getattr(item, name))
            )
    if hasattr(item, "model"):
        parts["model"] = text
        parts["samples"] = tuple(replace(each, answer=text) for each in item.samples)
    return replace(item, **parts)
