"""Giveaways: what a page tells that one of its questions asks, before the question is answered.

Words wait for a question where they stand between `{after}` marks, or in the title of an excerpt
that `after=` seals, for that question or for one that the page asks further down. A fold below a
question is opened when the question has been passed, so that only its summary counts; a fold above
it counts as any other words do. The answer to a question for a number is looked for in prose up to
the next question, since further down the same number may be told of another thing.

The first page of the book comes before every question, so nothing of it may tell an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .errors import DataError
from .item_bank import load_items
from .items import Item
from .items.interactions import NumericInteraction
from .page_words import Page, Part, read_page, words_of
from .paths import EXERCISES, ROOT
from .quantities import in_words
from .yaml_records import read_yaml

__all__ = ["giveaways", "told_first", "unguarded"]

_FEWEST = 4  # words of a whole answer that no chance likeness has
_RUN = 6  # words of a longer answer, one behind the other
_COMPUTED = re.compile(r"""\{include\}|\b(?:exercise|excerpt)\((?!\s*["'])""")
_Words = tuple[str, ...]


def unguarded(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find questions for which nothing waits, and which do not say why nothing must."""
    for item, path, page in _questions(pages):
        waited = item.id in page.waited
        name = path.relative_to(ROOT).as_posix()
        if waited and item.open:
            problem = f"it says why nothing must wait for it, and in {name} something does"
            yield _fault(item, "open", problem, "take the field away, or what waits")
        if not (waited or item.open or item.predict):
            problem = f"nothing in {name} waits for its answer, and it does not say why"
            cure = (
                f"write :::{{after}} {item.id} and ::: on two lines below it, what tells the"
                " answer below these, and :::{after-end} and ::: on two lines behind that, or say"
                " why nothing need wait, in a field open"
            )
            yield _fault(item, "id", problem, cure)


def giveaways(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find words of a page that tell what one of its questions asks, and do not wait for it."""
    for item, path, page in _questions(pages):
        place = page.asked[item.id]
        behind = {name for name, line in page.asked.items() if line >= place}
        end = min((line for line in page.asked.values() if line > place), default=place)
        telling = [_joined(words_of(each)) for each in item.gives_away]
        answer = [*telling, *map(_joined, _answer(item))]
        number = isinstance(item.interaction(), NumericInteraction)
        close = [*telling, *map(_joined, _number(item))] if number else answer
        for part in page.parts:
            line = part.words[0][1]
            if part.waits & behind or (part.folded and line > place):
                continue
            near = line < end or part.what not in {"prose", "words of a cell"}
            text = _joined(word for word, _ in part.words)
            found = next((each for each in (close if near else answer) if each in text), None)
            if found:
                before = text[: text.index(found)].count(" ")
                yield _given(item, path, part, found.strip(), part.words[before][1])


def told_first(pages: dict[str, Path]) -> Iterator[DataError]:
    """Find words of the first page that tell what a question of a chapter asks."""
    first = next(iter(pages), None)
    if first is None or pages[first].suffix != ".md" or not pages[first].is_file():
        return
    parts = read_page(pages[first]).parts
    texts = [(part, _joined(word for word, _ in part.words)) for part in parts]
    for item, path, _ in _questions(pages):
        telling = [_joined(words_of(each)) for each in item.gives_away]
        number = isinstance(item.interaction(), NumericInteraction)
        answer = [*telling, *map(_joined, _number(item) if number else _answer(item))]
        for part, text in texts if path != pages[first] else ():
            if found := next((each for each in answer if each in text), None):
                line = part.words[text[: text.index(found)].count(" ")][1]
                problem = f'"{found.strip()}" tells what "{item.id}" asks, before its chapter'
                cure = "say it in other words, or leave it to the chapter"
                yield DataError(pages[first], f"line {line}, {part.what}", problem, cure)


def _questions(pages: dict[str, Path]) -> Iterator[tuple[Item, Path, Page]]:
    """Give the questions for practice that earn points, with the pages that ask them."""
    read: dict[Path, Page] = {}
    for item in load_items().values():
        path = pages.get(item.chapter)
        if path is None or path.suffix != ".md" or item.mode == "graded" or not item.scored:
            continue
        if not path.is_file() or _COMPUTED.search(path.read_text(encoding="utf-8")):
            continue
        page = read[path] = read.get(path) or read_page(path)
        if item.id in page.asked:
            yield item, path, page


def _fault(item: Item, field: str, problem: str, cure: str) -> DataError:
    document = read_yaml(EXERCISES / f"{item.chapter}.yml")
    ids = [record["id"] for record in document.content["items"]]
    line = document.line(("items", ids.index(item.id), field))
    return DataError(document.path, f'line {line}, item "{item.id}"', problem, cure)


def _given(item: Item, path: Path, part: Part, words: str, line: int) -> DataError:
    problem = f'"{words}" tells what "{item.id}" asks, and does not wait for it'
    cure = (
        f"write :::{{after}} {item.id} and ::: on two lines above it, and :::{{after-end}} and :::"
        " on two lines below it, or say it in other words"
    )
    if part.excerpt:
        cure = f'write excerpt("{part.excerpt}", after="{item.id}"), or give it another title'
    return DataError(path, f"line {line}, {part.what}", problem, cure)


def _number(item: Any) -> Iterator[_Words]:
    """Give the right number with its unit, in digits and in words."""
    number, *unit = words_of(item.described(item.key)[0])
    yield (number, *unit)
    if number.isdigit():
        yield (*words_of(in_words(int(number))), *unit)


def _answer(item: Item) -> Iterator[_Words]:
    """Give runs of words of the options of the key that neither stem nor other options have."""
    right: list[_Words] = []
    others = [_joined(words_of(item.stem))]
    for name in item.feedbacks():
        text, _, is_right = item.described(name)
        if is_right:
            right.append(words_of(text))
        else:
            others.append(_joined(words_of(text)))
    for words in right:
        size = min(len(words), _RUN)
        runs = (words[start : start + size] for start in range(len(words) - size + 1))
        if size >= _FEWEST:
            yield from (run for run in runs if not any(_joined(run) in each for each in others))


def _joined(words: Iterable[str]) -> str:
    """Return words as a text in which runs of them can be looked for."""
    return f" {' '.join(words)} "
