"""Widgets and lists on tables as other authors fill them: other rules, other ends of a life."""

from __future__ import annotations

from pathlib import Path

from engine_book import Copy

SHOWN = """
from sourcework.listings import people_table
from sourcework.widgets.hypotheses import Hypotheses
from sourcework.widgets.people import People
hypotheses = Hypotheses("bell")
print(set(hypotheses.frame()["likelihood"]), list(hypotheses.data["rules"]))
hypotheses.fallback()
people = People()
people.work = {"fate": "drowned"}
print(people.data["fates"], list(people.frame()["person"]))
print(people_table("All").html())
"""


def test_rules_and_ends_of_a_life_have_the_words_of_their_tables(tmp_path: Path) -> None:
    book = Copy(tmp_path / "own")
    scales = book.folder / "book/data/scales.csv"
    text = scales.read_text(encoding="utf-8").replace("middle", "usual")
    scales.write_text(text, encoding="utf-8")
    book.replace(
        "book/data/people.csv", 'of the river gauge.",natural', 'of the river gauge.",drowned'
    )
    book.replace("book/data/datapackage.json", '"natural",', '"natural", "drowned",')
    rules, fates, table = book.run("-c", SHOWN).split("\n", 2)
    assert rules == "{0.5} ['usual', 'mild', 'strong']"
    ends = {"natural": "a natural death", "unknown": "not known to us", "drowned": "drowned"}
    assert fates == f"{ends} ['odowd']"
    assert "1872–?" in table
    assert "1948–<" in table
