"""Verdict of a check: what is right, what is wrong and why, and what to look at next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from ..display import render, style

__all__ = ["Verdict"]

_TITLES = {"blank": "Still to fill in", "right": "That is right", "wrong": "Not yet"}


@dataclass(frozen=True)
class Verdict:
    """The answer to an answer: HTML in a page, Markdown, or plain text.

    Attributes
    ----------
    name
        The name of the check.
    state
        `right`, `wrong`, or `blank` when nothing is filled in yet.
    right, wrong, look
        Sentences on what is right, on what is wrong and why, and on what to look at next. Code in
        them stands between backticks.
    """

    name: str
    state: Literal["blank", "right", "wrong"]
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    look: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The verdict in a few words."""
        return _TITLES[self.state]

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """Every sentence after what it speaks of: what is right, what is wrong, where to look."""
        about = {"Right": self.right, "Wrong": self.wrong, "Look next": self.look}
        return [(name, each) for name, sentences in about.items() for each in sentences]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        lines = [(name, _marked(sentence)) for name, sentence in self.sentences]
        return {
            "text/html": render("check.html", verdict=self, lines=lines, style=style()),
            "text/markdown": self.markdown(),
            "text/plain": str(self),
        }

    def markdown(self) -> str:
        """Return the verdict as Markdown."""
        lines = [f"- *{name}*: {sentence}" for name, sentence in self.sentences]
        return "\n".join([f"**{self.title}**", "", *lines])

    def __str__(self) -> str:
        lines = [f"  {name}: {sentence}" for name, sentence in self.sentences]
        return "\n".join([f"{self.title} ({self.name})", *lines])

    def __repr__(self) -> str:
        return f"<check {self.name}: {self.state}>"


def _marked(sentence: str) -> Markup:
    """Set what stands between backticks as code, between asterisks as emphasis, and apostrophes."""
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if index % 2 else _stressed(piece)
        for index, piece in enumerate(sentence.split("`"))
    )


def _stressed(prose: str) -> Markup:
    return Markup("").join(
        Markup("<em>{}</em>").format(piece) if index % 2 else piece
        for index, piece in enumerate(prose.replace("'", "’").split("*"))
    )
