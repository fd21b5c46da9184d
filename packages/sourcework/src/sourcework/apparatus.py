"""Apparatus: what was cut out of a text, and what other translations have, where it stands.

Both need no script: a cut opens with a box to tick, and a wording is changed with radio buttons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .display import DisplayedExcerpt, excerpt, render, style
from .errors import DataError
from .excerpts import Excerpt, Omission, Version, Wording
from .paths import DATA

__all__ = ["CutText", "VariedText", "omissions", "wordings"]

_OWN = "as quoted"
_STYLES = ("apparatus.css", "apparatus_print.css")


@dataclass(frozen=True)
class Snip:
    """A cut in a line: its number in the text, and what stood there."""

    number: int
    omission: Omission


@dataclass(frozen=True)
class Stretch:
    """Words of a line up to a cut, or to the line's end."""

    words: str
    snip: Snip | None = None


@dataclass(frozen=True)
class CutText:
    """Excerpts as the document has them, and what stood where they were cut."""

    excerpts: tuple[Excerpt, ...]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        look = style("content.css", *_STYLES)
        return {
            "text/html": render("omissions.html", view=self, style=look),
            "text/markdown": "\n>\n".join(f"> **{line}** {text}" for line, text in self._told()),
            "text/plain": str(self),
        }

    def __str__(self) -> str:
        return "\n".join(f"{line:>3}  {text}" for line, text in self._told())

    def __repr__(self) -> str:
        return f"<what was cut out of {', '.join(one.id for one in self.excerpts)}>"

    @property
    def count(self) -> int:
        """How many cuts there are."""
        return sum(len(one.omissions) for one in self.excerpts)

    def lines(self) -> Iterator[tuple[int, list[Stretch]]]:
        """Give each line with its number, divided at the cuts."""
        number = 0
        for one in self.excerpts:
            places = sorted((one.place_after(each.after), each) for each in one.omissions)
            start = 0
            for passage, text in zip(one.passages, one.reading.split("\n"), strict=True):
                stretches, begun = [], 0
                for place, omission in places:
                    if begun < place - start <= len(text):
                        number += 1
                        words = text[begun : place - start]
                        stretches.append(Stretch(words, Snip(number, omission)))
                        begun = place - start
                yield passage.line, [*stretches, Stretch(text[begun:])]
                start += len(text) + 1

    def _told(self) -> Iterator[tuple[int, str]]:
        for line, stretches in self.lines():
            yield (
                line,
                "".join(
                    each.words + (f" <cut: {each.snip.omission.told}>" if each.snip else "")
                    for each in stretches
                ),
            )


@dataclass(frozen=True)
class Varied:
    """A sentence with words that differ: what stands before and behind, and the versions."""

    id: str
    line: int
    before: str
    behind: str
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class VariedText:
    """Sentences of an excerpt in which translations differ."""

    excerpt: Excerpt

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        look = style("content.css", *_STYLES)
        return {
            "text/html": render("wordings.html", view=self, style=look),
            "text/markdown": f"> {self}".replace("\n", "\n> "),
            "text/plain": str(self),
        }

    def __str__(self) -> str:
        return "\n".join(
            f"{one.before}[{' / '.join(f'{v.name}: {v.words}' for v in one.versions)}]{one.behind}"
            for one in self.sentences()
        )

    def __repr__(self) -> str:
        return f"<wordings of {self.excerpt.id}>"

    def sentences(self) -> Iterator[Varied]:
        """Give each sentence with its versions, the document's own first."""
        for number, wording in enumerate(self.excerpt.wordings, start=1):
            before, behind = self.excerpt.sentence(wording)
            own = Version(name=_OWN, words=wording.words, source="")
            name = f"{self.excerpt.anchor}-wording-{number}"
            yield Varied(name, self._line(wording), before, behind, (own, *wording.others))

    def _line(self, wording: Wording) -> int:
        lines = zip(self.excerpt.passages, self.excerpt.reading.split("\n"), strict=True)
        return next(passage.line for passage, text in lines if wording.first in text)


def omissions(*names: str) -> CutText:
    """Show excerpts, named by their ids, with what stood where they were cut.

    Raises
    ------
    DataError
        If there is no such excerpt, or its record has no `omissions`.
    """
    return CutText(tuple(_having("omissions", excerpt(name)) for name in names))


def wordings(name: str) -> VariedText:
    """Show the sentences of an excerpt in which translations differ, each with a switch.

    Raises
    ------
    DataError
        If there is no such excerpt, or its record has no `wordings`.
    """
    return VariedText(_having("wordings", excerpt(name)))


def _having(field: str, shown: DisplayedExcerpt) -> Excerpt:
    if not getattr(shown.excerpt, field):
        where = f'excerpt "{shown.excerpt.id}"'
        cure = f"add {field} to the record, or take it out of the page"
        raise DataError(DATA / "excerpts.yml", where, f"it has no {field} for a page to show", cure)
    return shown.excerpt
