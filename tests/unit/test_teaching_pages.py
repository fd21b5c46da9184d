"""The teachers' pages: every command in them is one, and what they quote is what is said."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from contents import ROOT, TOC

import sourcework.__main__ as command
from sourcework.assignments.definition import assignment_names
from sourcework.assignments.variants import variants

PART = next(part for part in TOC["parts"] if part["caption"] == "For teachers")
PAGES = [ROOT / f"{chapter['file']}.md" for chapter in PART["chapters"]]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^ *```(\w*)[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
SHELLS = {"sh", "powershell"}


def commands() -> Iterator[tuple[str, str]]:
    """Yield page and command: lines of blocks, and what stands in the text or a table."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        lines = [
            line
            for kind, body in FENCE.findall(text)
            if kind in SHELLS
            for line in body.splitlines()
        ]
        inline = re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
        for each in [*lines, *inline]:
            if each.strip().startswith("sourcework "):
                yield page.stem, each.strip()


@pytest.fixture
def parse(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[argparse.Namespace]]:
    """Have `main` parse and do nothing; give what it has parsed."""
    parsed: list[argparse.Namespace] = []
    whole = argparse.ArgumentParser.parse_args

    def parse_args(self: argparse.ArgumentParser, given: list[str]) -> argparse.Namespace:
        options = whole(self, given)
        parsed.append(options)
        return argparse.Namespace(run=lambda _: 0)

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse_args)
    return parsed  # type: ignore[return-value]


@pytest.mark.parametrize(("page", "line"), list(dict.fromkeys(commands())))
def test_every_command_is_one(page: str, line: str, parse: list[argparse.Namespace]) -> None:
    words = shlex.split(line)[1:]
    if words[0] == "quiz" and "--out" not in words:
        words += ["--out", "quiz"]  # the table names only how the command begins
    if words[-1] == "--help":
        with pytest.raises(SystemExit, match="0"):
            command.main(words)
        return
    assert command.main(words) == 0
    name = getattr(parse[0], "name", None) or getattr(parse[0], "assignment", None)
    assert name is None or "/" in str(name) or name in assignment_names()


def test_the_pages_name_all_that_a_teacher_types() -> None:
    said = " ".join(line for _, line in commands())
    for words in ("assignment list", "assignment build", "assignment variants", "grade", "quiz"):
        assert f"sourcework {words}" in said


def test_a_variant_has_as_many_new_questions_as_the_page_says(tmp_path: Path) -> None:
    (variant,) = variants("twelve-days", "a word", 1, tmp_path)
    numbers = {4: "four", 7: "seven"}
    drawn, kept = numbers[len(variant.drawn)], numbers[len(variant.kept)]
    text = (ROOT / "book/choosing-work.md").read_text(encoding="utf-8")
    assert f"of *Twelve days*, {drawn} are new and {kept} are not" in text


def test_every_option_of_the_grader_is_explained() -> None:
    text = (ROOT / "book/grading-work.md").read_text(encoding="utf-8")
    text += (ROOT / "book/marking-work.md").read_text(encoding="utf-8")
    source = (ROOT / "packages/sourcework/src/sourcework/grading/command.py").read_text(
        encoding="utf-8"
    )
    for option in set(re.findall(r'"(--[a-z-]+)"', source)):
        assert f"{option}" in text, option


def test_every_output_is_explained() -> None:
    text = (ROOT / "book/grading-work.md").read_text(encoding="utf-8")
    for name in ("results.csv", "problems.csv", "marking.csv", "items.csv", "statistics.html"):
        assert f"`{name}`" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_picture_is_light_described_and_loaded_when_it_is_near(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for picture, options in re.findall(r"```\{figure\} (\S+)\n((?::.*\n)+)", text):
        assert (page.parent / picture).stat().st_size <= 60 * 1024
        assert ":loading: lazy" in options
        assert len(re.search(r":alt: (.*)", options)[1].split()) > 10  # type: ignore[index]


def test_every_picture_for_teachers_is_shown() -> None:
    said = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in [*(DOCS / "grading").glob("teacher-*.png"), DOCS / "grading/hand-in.png"]:
        assert f"grading/{picture.name}" in said, picture.name


def test_the_pages_claim_only_what_was_tried() -> None:
    for name in ("setting-work", "collecting-work", "returning-work"):
        text = (ROOT / f"book/{name}.md").read_text(encoding="utf-8")
        assert "from the platforms' own texts" in text
        tried = [line for line in text.splitlines() if re.search(r"\btried by us\b", line)]
        assert all(line.startswith("Only") and "version 5.1" in line for line in tried), tried


def test_marks_go_back_before_pages_and_each_round_has_its_own_worksheet() -> None:
    text = (ROOT / "book/returning-work.md").read_text(encoding="utf-8")
    assert text.index("**Marks first, then pages.**") < text.index("*Upload grading worksheet*")
    assert text.index("*Upload grading worksheet*") < text.index("*Upload feedback files in a zip*")
    again = (ROOT / "book/marking-work.md").read_text(encoding="utf-8")
    assert "fetch the gradebook anew" in again[again.index("## Grade once more") :]
