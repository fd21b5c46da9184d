"""Bad data stop the build with the file, the place and the cure.

What can be shown on the small book is in the engine's `test_engine_check.py`, and not here again.
"""

from __future__ import annotations

import pytest
from copies import Copy

EXCERPTS = "book/data/excerpts.yml"
EVENTS = "book/data/events.csv"
POISON = "book/exercises/poison.yml"
SPOILED = {
    "words that are not in the seed": (
        EXCERPTS,
        "from: In general Stalin",
        "from: In general Lenin",
        [EXCERPTS, "prologue/reputation", "'In general Lenin' are not there", "copy them from"],
    ),
    "a last word that does not follow": (
        EXCERPTS,
        "to: rest of his life.",
        "to: rest of her life.",
        [EXCERPTS, "testament/too-late", "do not follow"],
    ),
    "a language that nobody has named": (
        EXCERPTS,
        "language: ru\n",
        "language: xx\n",
        [EXCERPTS, "field language", "no language is called xx", "use one of ar, de"],
    ),
    "a blank line of the seed": (EXCERPTS, "{line: 8}", "{line: 9}", ["line 9", "has no words"]),
    "a misspelt field": (
        EXCERPTS,
        "  emendations:\n  - {verbatim: superiority",
        "  emendation:\n  - {verbatim: superiority",
        ["testament/postscript", "field emendation"],
    ),
    "an event on a day that does not exist": (
        EVENTS,
        "1922-09-26,,day",
        "1922-09-31,,day",
        [EVENTS, "there is no date 1922-09-31"],
    ),
    "evidence for a claim that is not there": (
        "book/data/evidence.csv",
        "poison/claim-1/e1,poison/claim-1,",
        "poison/claim-1/e1,poison/claim-99,",
        ["book/data/evidence.csv", "claim-99"],
    ),
    "a word that is not in a column's list": (
        "book/data/people.csv",
        ",shot,",
        ",beheaded,",
        ["book/data/people.csv", "fate", "beheaded"],
    ),
    "a work whose entry has another key": (
        "book/references.bib",
        "@misc{wikipedia_georgian_affair,",
        "@misc{wikipedia_affair,",
        ["book/data/sources.csv", "not what references.bib says", "run: sourcework sources"],
    ),
    "a chapter with questions that the contents do not list": (
        "_toc.yml",
        "  - file: book/poison\n",
        "",
        [POISON, 'whole file: there is no page "poison"', "- file: book/poison", "_toc.yml"],
    ),
    "an excerpt of a chapter that is no page": (
        EXCERPTS,
        "- id: georgia/right-to-leave",
        "- id: georgai/right-to-leave",
        [EXCERPTS, "georgai/right-to-leave", 'there is no page "georgai"', 'write "georgia"'],
    ),
    "contents that are not YAML": ("_toc.yml", "parts:", "parts: [", ["_toc.yml", "not YAML"]),
    "an assignment on a chapter that is no page": (
        "assignments/twelve-days/assignment.yml",
        "chapter: The poison episode",
        "chapter: poisonn",
        ["assignments/twelve-days/assignment.yml, line ", 'no page "poisonn"', 'write "poison"'],
    ),
    "a question of the bank that an assignment has on its page": (
        POISON,
        "stem: Lenin at some time",
        "stem: Lenin once",
        ["is not what assignments/", "run: sourcework assignment build"],
    ),
    "a work without a title": (
        "book/references.bib",
        "  title = {{Georgian Affair}},\n",
        "",
        ["references.bib", "wikipedia_georgian_affair", "it has no title"],
    ),
    "broken BibTeX": (
        "book/references.bib",
        "{Georgian Affair}",
        "{Georgian Affair",
        ["not BibTeX"],
    ),
}


def test_the_data_are_sound(copy: Copy) -> None:
    done = copy.audit()
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("case", SPOILED)
def test_bad_data_are_named_with_place_and_cure(copy: Copy, case: str) -> None:
    file, old, new, said = SPOILED[case]
    copy.replace(file, old, new)
    done = copy.audit()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for words in said:
        assert words in done.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (POISON, b"level: 1", b"level: 4", ["poison.yml, line 6"]),
        (POISON, b"stem: ", b"stem: \xe9", ["poison.yml", "save it as UTF-8"]),
        ("book/data/people.csv", b",Vladimir", b",Vl\xe9dimir", ["people.csv", "save it as UTF-8"]),
        ("book/exercises/objectives.yml", b"source-1", b"\xe9", ["objectives.yml", "as UTF-8"]),
    ],
)
def test_a_fault_is_told_once_and_of_its_own_file(
    copy: Copy, file: str, old: bytes, new: bytes, said: list[str]
) -> None:
    path = copy.folder / file
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))
    (told,) = copy.audit().stderr.splitlines()
    for words in said:
        assert words in told


CHOICE, LISTED = 'exercise("poison/choice-1")', "  - file: book/poison\n"
ASSIGNED = "assignments/twelve-days/assignment.yml"


@pytest.mark.parametrize(
    "changes",
    [
        [
            ("book/poison.md", CHOICE, "exercise('poison/choice-1')"),
            ("_toc.yml", LISTED, "    sections: [{file: book/poison}]\n"),
            ("book/answers.md", 'answer_key("poison", Knowledge())', "answer_key(chapter)"),
        ],
        [
            ("book/poison.md", CHOICE, "exercise(first)"),
            ("_toc.yml", LISTED, "  - file: book/poison.md\n"),
            (ASSIGNED, "chapter: The poison episode", "chapter: everything"),
        ],
        [
            ("book/poison.md", CHOICE, 'exercise(f"poison/{first}")'),
            ("_toc.yml", LISTED, "  - glob: book/p*\n"),
            ("_toc.yml", "  - file: book/answers", ""),
        ],
    ],
    ids=["in sections", "with its ending", "with its like"],
)
def test_what_may_be_right_is_no_fault(copy: Copy, changes: list[tuple[str, str, str]]) -> None:
    """A change does not hide another: of what is no fault all is looked at."""
    for change in changes:
        copy.replace(*change)
    done = copy.audit()
    assert (done.returncode, done.stderr) == (0, "")


def test_without_pages_the_data_alone_are_checked(copy: Copy) -> None:
    (copy.folder / "_toc.yml").unlink()
    for page in copy.folder.glob("book/*.md"):
        page.unlink()
    done = copy.audit()
    assert (done.returncode, done.stderr) == (0, "")


def test_a_missing_seed_is_named(copy: Copy) -> None:
    (copy.folder / "seeds/000_47b3bbf5c34baaba.txt").unlink()
    assert "the seed is missing" in copy.audit().stderr


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('excerpt("testament/nothing")', ["no such id", "testament/postscript"]),
        ('evidence_table("poison/claim-99")', ["claims.csv", "poison/claim-99"]),
        ('chronology("x", only=["1923-03-05-nothing"])', ["events.csv", "no such id"]),
        ('chronology("x", theme="weather")', ["events.csv", "no event fits"]),
        ('people_table("x", "nobody")', ["people.csv", "nobody"]),
        ('codebook("nothing")', ["datapackage.json", "people, events"]),
        ('exercise("poison/choice-99")', ["poison.yml", "no such id", "poison/choice-1"]),
    ],
)
def test_a_cell_that_asks_for_what_is_not_there_is_told_so(
    copy: Copy, cell: str, said: list[str]
) -> None:
    done = copy.run("-c", f"from sourcework import *; {cell}")
    assert done.returncode == 1
    for words in said:
        assert words in done.stderr.splitlines()[-1]
