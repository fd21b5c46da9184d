"""Page of an e-book with what a chapter tells of an excerpt only after its question.

A reader for e-books may open a fold or not know what one is. So what waits stands at the end of the
book, before its answers, and at its place there is a link.
"""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import Tag

from .printed_chapters import PrintedChapter, anchor, first, made

__all__ = ["withheld"]

_NAME, _TITLE = "told-later", "Voices, dates and the rest"
_OPENING = (
    "Of these excerpts their chapters show no more than the words, until a question is answered."
)


def withheld(chapters: Iterable[PrintedChapter], part: str) -> PrintedChapter | None:
    """Take out of the chapters what waits below an excerpt; return a chapter of `part` with it."""
    article = made(f"<article><section><h1>{_TITLE}</h1><p>{_OPENING}</p></section></article>")
    for chapter in chapters:
        folds = chapter.article.select(".dossier-sealed > details.dossier-after")
        if folds:
            section = made("<section><h2></h2></section>")
            first(section, "h2").string = chapter.title
            section.extend([_entry(fold) for fold in folds])
            first(article, "section").append(section)
    return PrintedChapter(_NAME, _TITLE, part, article) if article.h2 else None


def _entry(fold: Tag) -> Tag:
    """Move what waits into an entry; leave a link to it, which says for what it waits."""
    excerpt = fold.find_parent("article")
    assert excerpt is not None, fold
    content = first(fold, ".dossier-after-content")
    here = str(excerpt["id"])
    there = anchor(_NAME, here)
    link = made(f'<p class="fold"><a href="#{there}"></a></p>')
    first(link, "a").string = first(fold, "summary").get_text().strip()
    fold.replace_with(link)
    entry = made(
        f'<section class="dossier-excerpt" id="{there}"><h3><a href="#{here}"></a></h3></section>'
    )
    title = first(content, ".dossier-title").extract()
    first(entry, "a").string = title.get_text().strip()
    entry.extend(list(content.children))
    return entry
