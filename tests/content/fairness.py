"""What makes a question fair, in the bank and in the assignments: helpers for both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prose import plain, words

from sourcework.items import Choice, Choices, Feedback, Item, Match, Number, Short

LONGEST = 60  # words of what is read at once
_COUNTED = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen twenty"
)
_SAYING_NOTHING = (
    "a an and are as at be been but by for from had has have he her his in into is it its no not of"
    " on only or she so that the their them they this to was we were what which who whom whose"
    " with would could there than then these those any some all more most if as did do does him"
    " out about before after own said say says"
)
_NUMBERS = dict(enumerate(_COUNTED.split()))
_EMPTY = set(_SAYING_NOTHING.split())
_HEDGE = re.compile(r"\b(may|might|perhaps|probably|possibly|seems?|some|likely)\b")


def texts(item: Item) -> list[str]:
    """Return all that an item says in our words."""
    said = [item.stem, *item.hint]
    said += [part for told in all_feedbacks(item).values() for part in _parts(told)]
    said += [item.reason.ask, item.reason.model] if item.reason else []
    said += [option.text for option in getattr(item, "options", ()) if not isinstance(item, Number)]
    said += [target.text for target in getattr(item, "targets", ())]
    if isinstance(item, Short):
        said += [item.model, *(text for s in item.samples for text in (s.answer, s.remark))]
    return said + ([item.reveal.text] if item.reveal else [])


def too_long(item: Item) -> Iterator[str]:
    """Find the options with a remark of which more is read at once than `LONGEST` words."""
    if not isinstance(item, Short):
        for name, told in all_feedbacks(item).items():
            parts = (told.feedback, told.solved, told.next_time)
            if any(len(part.split()) > LONGEST for part in parts):
                yield name


def all_feedbacks(item: Item) -> dict[str, Feedback]:
    """Return all that is told, of a row also on single wrong targets, as `row, target`."""
    found = dict(item.feedbacks())
    for row, told in item.feedbacks_by_choice().items():
        found |= {f"{row}, {target}": each for target, each in told.items()}
    return found


def _parts(told: Feedback) -> list[str]:
    return [told.whole, told.next_time] if told.next_time else [told.whole]


def first_remarks(item: Item) -> dict[str, str]:
    """Return what is told of an answer that is not right, before the answer is.

    Of an opinion, a prediction and a written answer there is none: they are told all at once.
    """
    if item.predict or not item.scored:
        return {}
    right = item.rule().get("right") or [item.full(item.rule())]
    return {
        name: f"{told.feedback} {told.next_time}"
        for name, told in all_feedbacks(item).items()
        if name not in (*right, getattr(item, "key", None))
    }


def named_keys(item: Item, synonyms: Iterable[str] = ()) -> Iterator[str]:
    """Find first remarks and hints that name the key: its words, its number, or a synonym.

    A remark names an option or a target if it has the half of the words by which that one differs
    from its rivals, the question, and what the remark is about. A hint is about all of
    them, and names one with two such words. Synonyms are regular expressions.
    """
    told = first_remarks(item)
    hints = {f"hint {n}": text for n, text in enumerate(item.hint, 1)} if told else {}
    for name, text in (told | hints).items():
        for own, key in _keys(item, name):
            telling = _roots(key) - own
            met = telling & _roots(text)
            least = 2 if name in hints and not isinstance(item, Number) else 1
            if len(met) >= max(least, len(telling) / 2):
                yield f"{name}: {', '.join(sorted(met))}"
        for said in synonyms:
            if re.search(said, text, re.IGNORECASE):
                yield f"{name}: {said}"


def _keys(item: Item, name: str) -> Iterator[tuple[set[str], str]]:
    """Give each key that the remark `name` could give away, after what it may say all the same."""
    name = name.partition(", ")[0]
    match item:
        case Choice() | Choices():
            keys = [item.key] if isinstance(item, Choice) else item.key
            for key in keys:
                own = [option.text for option in item.options if option.id == name]
                rivals = [option.text for option in item.options if option.id != key]
                yield _roots(item.stem, *(own or rivals)) | {"one"}, item.text_of(key)
        case Match() if name in item.key:
            texts = {target.id: target.text for target in item.targets}
            others = [text for target, text in texts.items() if target != item.key[name]]
            yield _roots(*others, item.text_of(name)), texts[item.key[name]]
        case Number():
            value = next(option.value for option in item.options if option.id == item.key)
            yield set(), _NUMBERS.get(value, f"{value:g}")


def _roots(*texts: str) -> set[str]:
    """Return the beginnings of the words that say something; a number up to twenty is a word."""
    found = {
        _NUMBERS.get(float(each), each) if each.isdigit() else each
        for each in words(plain(" ".join(texts)))
    }
    return {each[:5] for each in found - _EMPTY}


def argues(item: Item) -> None:
    """Hold the feedback of an item to its form: two to five sentences, none like another's."""
    told = [" ".join(_parts(each)) for each in all_feedbacks(item).values()]
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
