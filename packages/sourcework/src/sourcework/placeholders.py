"""Words of the template that an author was to replace, and that still stand in the book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .errors import DataError
from .files import read_text
from .paths import BIBLIOGRAPHY, DATA, EXERCISES, SEEDS

__all__ = ["PLACEHOLDERS", "left", "refuse"]

PLACEHOLDERS = (
    "Write the question here.",
    "An answer that tempts",
    "The answer that the words bear out",
    "Begin with what is right about it. End with the move to make.",
    "Say which words decide it.",
    "Say where to look, without giving the answer.",
    "Say why nothing on the page gives the answer away, or put what does behind the question.",
    "What a good answer claims",
    "Which words it quotes",
    "Write an answer that you would be content with.",
    "Say here what is known of whoever wrote it.",
    "say where it was first printed",
    "{Unknown author}",
    "Say what it is good for, and what to beware of.",
    "Say here where it comes from, who may have written it, and what right you have to show it.",
)
_CURE = "write your own words in their place"


def left() -> Iterator[DataError]:
    """Find the placeholders in the book, line by line."""
    files = [DATA / "excerpts.yml", *sorted(EXERCISES.glob("*.yml")), BIBLIOGRAPHY]
    for path in (*files, SEEDS / "README.md"):
        lines = read_text(path).split("\n") if path.is_file() else []
        for number, line in enumerate(lines, 1):
            for words in _in(line):
                yield DataError(path, f"line {number}", _problem(words), _CURE)


def refuse(path: Path, name: str, record: object) -> None:
    """Raise `DataError` if an item or a question still has words of the template."""
    for words in _in(repr(record)):
        raise DataError(path, f'item "{name}"', _problem(words), _CURE)


def _in(text: str) -> list[str]:
    return [words for words in PLACEHOLDERS if words in text]


def _problem(words: str) -> str:
    return f'"{words.strip("{}")}" are words of the template'
