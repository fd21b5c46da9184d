"""Nothing of a key, a model answer or a marker's note is in the built book."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import snowballstemmer
from contents import ROOT
from prose import words

from sourcework.assignments.definition import assignment_names, load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.cartridge import gather
from sourcework.excerpts import load_excerpts

RUN = 9  # words in a row that cannot be there by chance
PUBLIC = ("book/**/*.md", "book/**/*.yml", "book/**/*.csv", "assignments/*/assignment.yml")
SOLUTIONS = {name: load_solution(load_assignment(name)) for name in assignment_names()}


def runs(text: str) -> Iterator[str]:
    said = words(text)
    for start in range(len(said) - RUN + 1):
        yield " ".join(said[start : start + RUN])


def secret_texts() -> Iterator[str]:
    for solution in SOLUTIONS.values():
        for item in solution.items.values():
            if item.mode == "graded":
                yield from (told.feedback for told in item.feedbacks().values())
        for notes in solution.notes.values():
            yield from notes.texts


@pytest.fixture(scope="module")
def secret() -> set[str]:
    """Return the runs of words of keys.yml that nothing published has."""
    found = {run for text in secret_texts() for run in runs(text)}
    for pattern in (*PUBLIC, "assignments/*/questions.yml"):
        for path in ROOT.glob(pattern):
            found -= set(runs(path.read_text(encoding="utf-8")))
    for excerpt in load_excerpts().values():
        found -= set(runs(excerpt.reading)) | set(runs(excerpt.text))
    assert len(found) > 1000, "the test would find nothing"
    return found


def published(built: Path) -> Iterator[tuple[str, str]]:
    """Yield every text of the built book, those inside of archives too."""
    for path in sorted(built.rglob("*")):
        if path.suffix in (".zip", ".whl"):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name).decode("utf-8", "ignore")
        elif path.is_file():
            yield path.name, path.read_bytes().decode("utf-8", "ignore")


def test_no_run_of_secret_words_is_in_any_file(built: Path, secret: set[str]) -> None:
    for name, text in published(built):
        assert not secret.intersection(runs(text)), name


@pytest.mark.parametrize("address", ["", "https://example.org"], ids=["full", "thin"])
def test_no_run_of_secret_words_is_in_a_cartridge(
    built: Path, secret: set[str], address: str
) -> None:
    files = gather("1.3", built.parents[1], address).files
    assert {f"assignments/{name}.xml" for name in SOLUTIONS} <= set(files)
    for name, data in files.items():
        assert not secret.intersection(runs(data.decode("utf-8", "ignore"))), name


def test_no_file_of_keys_is_in_the_book(built: Path) -> None:
    assert not [name for name, _ in published(built) if name.endswith("keys.yml")]


def test_pages_know_no_rule_of_a_graded_item(built: Path) -> None:
    graded = {
        name
        for assignment, solution in SOLUTIONS.items()
        for name, item in solution.items.items()
        if item.mode == "graded" and not load_assignment(assignment).code
    }
    seen = set()
    for path in (built / "_static/live-widgets").glob("states-*.js"):
        call = re.search(r"\((\{.*\})\)", path.read_text(encoding="utf-8"), re.DOTALL)
        assert call
        for saved in json.loads(call[1]).values():
            data = json.loads(saved["state"].get("data") or "{}")
            if data.get("id") in graded:
                seen.add(data["id"])
                told = [data[name] for name in ("rule", "remarks", "model", "reveal")]
                assert told == [None, [], "", None]
                assert "times" not in data
    assert seen == graded


def test_the_search_index_has_no_word_that_pages_do_not_have(built: Path) -> None:
    shown = {
        word for path in built.rglob("*.html") for word in words(path.read_text(encoding="utf-8"))
    }
    stems = snowballstemmer.stemmer("english").stemWords
    said = {word for text in secret_texts() for word in words(text)}
    only = set(stems(sorted(said))) - set(stems(sorted(shown)))
    index = (built / "searchindex.js").read_text(encoding="utf-8")
    found = json.loads(index[index.index("{") : index.rindex("}") + 1])
    # A later build keeps words whose last page has lost them, without a page.
    terms = {
        word for part in ("terms", "titleterms") for word in found[part] if found[part][word] != []
    }
    assert "lenin" in terms
    assert only
    leaked = only & terms
    assert not leaked, leaked
