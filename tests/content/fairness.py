"""What makes a question fair, in the bank and in the assignments: helpers for both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prose import plain, words

from sourcework.items import Choice, Item, Number, Short

_HEDGE = re.compile(r"\b(may|might|perhaps|probably|possibly|seems?|some|likely)\b")


def texts(item: Item) -> list[str]:
    """Return all that an item says in our words."""
    said = [item.stem, item.hint, *(told.feedback for told in item.feedbacks().values())]
    said += [option.text for option in getattr(item, "options", ()) if not isinstance(item, Number)]
    said += [target.text for target in getattr(item, "targets", ())]
    if isinstance(item, Short):
        said += [item.model, *(text for s in item.samples for text in (s.answer, s.remark))]
    return said + ([item.reveal.text] if item.reveal else [])


def argues(item: Item) -> None:
    """Hold the feedback of an item to its form: two to four sentences, none like another's."""
    told = [each.feedback for each in item.feedbacks().values()]
    assert len(set(told)) == len(told)
    if isinstance(item, Short):
        return
    for text in told:
        sentences = re.findall(r"[.?!](?:\s|$)", text)
        assert 2 <= len(sentences) <= 5, text
        assert not re.match(r"(Wrong|Correct|Right|Well done|No[.,!])", text), text


def not_quoted(said: Iterable[str], seed_words: str, terms: set[str]) -> Iterator[str]:
    """Find what stands in quotation marks and neither in the document nor among the terms."""
    for text in said:
        for phrase in re.findall(r"[“\"]([^”\"]+)[”\"]", plain(text)):
            found = " ".join(words(phrase))
            if f" {found} " not in seed_words and found not in terms:
                yield phrase


def long_stretches(said: Iterable[str], seed_words: str) -> Iterator[str]:
    """Find texts that type thirteen words of the document in a row."""
    for text in said:
        typed = words(plain(text))
        runs = (" ".join(typed[start : start + 13]) for start in range(len(typed) - 12))
        if any(f" {run} " in seed_words for run in runs):
            yield text


def longest_option(item: Choice) -> str:
    return max(item.options, key=lambda option: len(option.text)).id


def closest_to_the_stem(item: Choice) -> str:
    stem = set(words(item.stem))
    return max(item.options, key=lambda o: len(stem & set(words(o.text)))).id


def most_hedged(item: Choice) -> str:
    return max(item.options, key=lambda o: len(_HEDGE.findall(o.text))).id


TRICKS = (longest_option, closest_to_the_stem, most_hedged)


def chance(choices: Iterable[Choice]) -> float:
    """Return how many of these questions a reader gets right who guesses."""
    return sum(1 / len(item.options) for item in choices)
