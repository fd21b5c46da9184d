"""The appendix of the printed book: how each excerpt reached us, and what to beware of.

A chapter asks to read the words first. On a screen the rest is folded away below them; on paper it
moves to the end of the book, and below the words remain language, printing and emendations.
"""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import Tag

from .printed_chapters import PrintedChapter, anchor, first, made

__all__ = ["provenance"]

_NAME, _TITLE = "provenance", "How do we know?"
_LATER = "dd:has(> .dossier-chain, > .dossier-cautions)"
_OPENING = (
    "Of every excerpt it is told here how its words reached the page that this book examines, and"
    " what to know before using them."
)


def provenance(chapters: Iterable[PrintedChapter], part: str) -> PrintedChapter:
    """Take from the excerpts what a first reading does not need; return a chapter of `part`."""
    article = made("<article><section></section></article>")
    whole = first(article, "section")
    whole.extend([made(f"<h1>{_TITLE}</h1>"), made(f"<p>{_OPENING}</p>")])
    for chapter in chapters:
        entries = [_entry(excerpt) for excerpt in chapter.article.select(".dossier-excerpt")]
        if entries:
            section = made("<section><h2></h2></section>")
            first(section, "h2").string = chapter.title
            section.extend(entry for entry in entries if entry)
            whole.append(section)
    return PrintedChapter(_NAME, _TITLE, part, article)


def _entry(excerpt: Tag) -> Tag | None:
    """Move what is to be told of an excerpt later into an entry; leave a link there."""
    here = str(excerpt["id"])
    there = anchor(_NAME, here)
    list_ = first(excerpt, ".dossier-how dl")
    later = list_.select(_LATER)
    if not later:
        return None
    title = first(excerpt, ".dossier-title").get_text().strip()
    lines = " and ".join(line.get_text().split()[-1] for line in excerpt.select(".dossier-line"))
    entry = made(f'<section class="book-entry" id="{there}"></section>')
    entry.extend([made(f'<h3><a href="#{here}"></a></h3>'), made("<dl></dl>")])
    first(entry, "a").string = f"Line {lines}: {title}"
    for told in later:
        term = told.find_previous_sibling("dt")
        first(entry, "dl").extend([term.extract(), told.extract()] if term else [told.extract()])
    list_.append(made(f'<dd><a class="book-page" href="#{there}">{_TITLE}</a></dd>'))
    return entry
