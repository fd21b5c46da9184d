"""docs/lms.md: what it counts and names is so."""

from __future__ import annotations

import argparse
import re
import shlex

import pytest
from contents import ROOT
from docs.quizzes import PAGE, tables

from sourcework.assignments.definition import load_assignment
from sourcework.cartridge import command as cartridge
from sourcework.grading import command as grading
from sourcework.item_bank import load_items
from sourcework.items import KINDS
from sourcework.publish import command as publish
from sourcework.quizzes import FORMATS
from sourcework.quizzes import command as quizzes
from sourcework.scorm import command as scorm

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_reports() -> None:
    assert tables() in TEXT, "run: python -m docs.quizzes"


def test_the_items_of_each_kind_add_up_in_every_format() -> None:
    items = list(load_items().values())
    for line in TEXT.splitlines():
        kind = re.match(r"\| `(\w+)` \| \d", line)
        if kind:
            cells = line.strip("| ").split(" | ")[1:]
            assert len(cells) == len(FORMATS)
            count = sum(item.kind == kind[1] for item in items)
            assert all(sum(map(int, re.findall(r"(?:^|<br>)(\d+) ", c))) == count for c in cells)
    assert all(f"| `{kind}` |" in TEXT for kind in KINDS)


@pytest.mark.parametrize("command", re.findall(r"^sourcework .*?(?=\s+#|$)", TEXT, re.MULTILINE))
def test_every_command_of_the_page_is_one(command: str) -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for each in (cartridge, grading, publish, quizzes, scorm):
        each.add_parser(commands)
    chosen = vars(parser.parse_args(shlex.split(command)[1:]))
    assert set(chosen.get("items") or ()) <= set(load_items())
    if name := chosen.get("assignment"):
        assert load_assignment(name).name == name


def test_every_link_of_the_page_leads_somewhere() -> None:
    links = re.findall(r"\]\((\.\./[^)]+)\)", TEXT)
    assert links
    assert all((ROOT / "docs" / link).exists() for link in links)


def test_only_the_import_into_moodle_is_claimed_to_have_been_tried() -> None:
    assert "Only the import into Moodle has been tried" in TEXT
