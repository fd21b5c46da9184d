"""Chapters have their names in one place, and a new one needs no change of code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from copies import Copy

from sourcework import chapters
from sourcework.excerpts import load_excerpts
from sourcework.item_bank import load_items

MODEL = """
import json
from sourcework.item_bank import load_items
from sourcework.quizzes.command import _title
from sourcework.quizzes.prompts import prompt
from sourcework.widgets.people import People
from sourcework.widgets.record import Record
item = load_items()["press/choice-1"]
record = Record()
print(json.dumps([record.data["chapters"], [each["id"] for each in record.data["items"]],
    str(record.fallback()), list(People().data["chapters"]), str(prompt(item)), _title([item])]))
"""


def model(copy: Copy) -> Any:
    """Add a chapter with one question, and return what is made of it."""
    bank = (copy.folder / "book/exercises/poison.yml").read_text(encoding="utf-8")
    item = next(each for each in bank.split("\n- id: ") if each.startswith("poison/choice-1"))
    text = f"items:\n- id: {item.replace('poison/', 'press/', 1)}\n"
    (copy.folder / "book/exercises/press.yml").write_text(text, encoding="utf-8")
    done = copy.run("-c", MODEL)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("", "Press"),
        ("---\n# of the header\nkernelspec: {}\n---\n# What the *papers* said\n\n# More\n",
         "What the papers said"),
        ("```{code-cell} ipython3\n# a comment\n```\n", "Press"),
    ],
    ids=["no page", "a title", "no title"],
)  # fmt: skip
def test_a_new_chapter_comes_last_under_the_title_of_its_page(
    copy: Copy, page: str, title: str
) -> None:
    if page:
        (copy.folder / "book/press.md").write_text(page, encoding="utf-8")
    titles, items, paper, people, prompt, quiz = model(copy)
    assert list(titles.items())[-2:] == [("document", "The document"), ("press", title)]
    assert items[-1] == "press/choice-1"
    assert f"<h2>{title}</h2>" in paper
    assert people == ["testament", "poison", "georgia", "eavesdropping"]
    assert f"chapter <em>{title}</em>" in prompt
    assert quiz == f"Stalin versus Lenin: {title}"


def test_the_order_of_the_book_is_kept_and_others_follow_in_their_own() -> None:
    names = ["zinoviev", "poison", "press", "prologue", "document"]
    assert chapters.in_order(names) == ["prologue", "poison", "document", "zinoviev", "press"]
    assert chapters.in_order([]) == []


def test_every_chapter_of_the_book_has_its_names() -> None:
    known = set(chapters.known())
    assert {item.chapter for item in load_items().values()} == known
    assert {one.chapter for one in load_excerpts().values()} == known


def test_the_chapters_are_called_as_on_their_pages() -> None:
    for each in chapters.known().values():
        page = Path(__file__).parents[2] / f"book/{each.name}.md"
        assert f"\n# {each.heading}\n" in page.read_text(encoding="utf-8")


def test_a_new_chapter_has_a_place_in_feedback() -> None:
    assert chapters.chapter("testament").place == "the chapter on the Testament"
    assert chapters.chapter("red-press").place == "the chapter Red press"
