"""Make an e-book of the built pages.

`python -m sourcework.publish.epub` writes `_build/ID.epub`, an EPUB 3, from the pages in
`_build/html`. Answers stand in their key at the end, as in the printed book. The same book gives
the same bytes: all times are that of SOURCE_DATE_EPOCH or of the newest commit.
"""

from __future__ import annotations

import mimetypes
import os
import sys
import time
import uuid
from itertools import groupby
from pathlib import Path
from zipfile import ZipFile

import yaml
from markupsafe import Markup

from ..console import escape_what_cannot_be_printed
from ..identity import book_id
from ..paths import ROOT
from ..settings import settings
from .epub_cover import cover
from .epub_pages import BookPage, book_pages, xhtml
from .printed_chapters import read_chapters
from .printed_document import read_title, title_page
from .provenance import provenance
from .withheld import withheld
from .zipped import edition_time, entry

__all__ = ["write_epub"]

_STYLE = Path(__file__).with_name("epub.css")
_FOLDER = "EPUB"
_BEFORE = 2  # pages before the contents: cover, title
_CONTAINER = f"""\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{_FOLDER}/package.opf" media-type="application/oebps-package+xml"/>\
</rootfiles>
</container>
"""
_PACKAGE = Markup(
    """\
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"
 xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
<dc:language>{language}</dc:language>
<dc:date>{day}</dc:date>
<dc:description>{subject}</dc:description>
<dc:subject>{about}</dc:subject>
<dc:rights>{licence}</dc:rights>
<meta name="cover" content="cover"/>
<meta property="dcterms:modified">{moment}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityFeature">longDescription</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">{accessible}</meta>
</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""
)
_ACCESSIBLE = (
    "All is text with headings, lists and tables. Each drawing has a name and a description in"
    " words. Colour alone tells nothing."
)
_ITEM = Markup('<item id="{id}" href="{file}" media-type="{kind}"{properties}/>')
_XHTML = "application/xhtml+xml"
_COVER = Markup(
    '<section epub:type="cover" class="cover"><img src="cover.svg" alt="Cover: {}"/></section>'
)


def write_epub(root: Path, file: Path, when: int, base: str = "") -> int:
    """Write the e-book of the built book, whole or not at all.

    Parameters
    ----------
    root
        The folder of the book.
    file
        The e-book.
    when
        The time of the edition, in seconds since 1970.
    base
        Where the book is published; links to its files lead there.

    Returns
    -------
    int
        How many pages the book has.

    Raises
    ------
    FileNotFoundError
        If the book has not been built.
    """
    pages = _pages(root, base)
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    language = str(config.get("sphinx", {}).get("config", {}).get("language") or "en")
    contents: dict[str, bytes] = {
        "package.opf": _package(root, pages, language, when).encode(),
        "contents.xhtml": xhtml("Contents", _contents(pages), language).encode(),
        "book.css": _STYLE.read_bytes(),
        "cover.svg": cover(read_title(root)).encode(),
    }
    for page in pages:
        contents[f"{page.name}.xhtml"] = xhtml(page.title, page.content, language).encode()
        contents |= {f"images/{name}": path.read_bytes() for name, path in page.images.items()}
    beside = file.with_suffix(".part")
    with ZipFile(beside, "w") as book:
        book.writestr(entry("mimetype", when, packed=False), "application/epub+zip")
        book.writestr(entry("META-INF/container.xml", when), _CONTAINER, compresslevel=9)
        for name, content in sorted(contents.items()):
            book.writestr(entry(f"{_FOLDER}/{name}", when), content, compresslevel=9)
    beside.replace(file)
    return len(pages)


def _pages(root: Path, base: str) -> list[BookPage]:
    """Return all pages of the book; what is told of excerpts stands before the answers."""
    chapters = read_chapters(root, base)
    places = (n for n, each in enumerate(chapters) if each.name == settings().pages.answers)
    key = next(places, len(chapters))
    part = chapters[min(key, len(chapters) - 1)].part
    appendix = provenance(chapters, part)
    later = withheld(chapters, part)
    chapters[key:key] = [each for each in (later, appendix) if each]
    title = read_title(root)
    shown = BookPage("cover", "Cover", "", _COVER.format(title.name), (), {}, ())
    front = BookPage("title", title.name, "", Markup(title_page(title)), (), {}, ())
    return [shown, front, *book_pages(chapters)]


def _package(root: Path, pages: list[BookPage], language: str, when: int) -> str:
    title, book = read_title(root), settings(root)
    moment = time.gmtime(when)
    files = [("contents", "contents.xhtml", _XHTML, "nav"), ("style", "book.css", "text/css", "")]
    files += [("cover", "cover.svg", "image/svg+xml", "cover-image")]
    files += [
        (f"page-{page.name}", f"{page.name}.xhtml", _XHTML, " ".join(page.properties))
        for page in pages
    ]
    pictures = sorted({name for page in pages for name in page.images})
    files += [
        (f"image-{n}", f"images/{name}", mimetypes.guess_type(name)[0] or "", "")
        for n, name in enumerate(pictures, start=1)
    ]
    order = [f"page-{page.name}" for page in pages]
    order.insert(_BEFORE, "contents")
    return _PACKAGE.format(
        language=language,
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, f"urn:sourcework:{book_id()}").urn,
        title=title.name,
        author=title.author,
        subject=title.subject,
        about=book.about,
        licence=book.licence,
        day=time.strftime("%Y-%m-%d", moment),
        moment=time.strftime("%Y-%m-%dT%H:%M:%SZ", moment),
        accessible=_ACCESSIBLE,
        manifest=Markup("\n").join(_item(*each) for each in files),
        spine=Markup("\n").join(Markup('<itemref idref="{}"/>').format(each) for each in order),
    )


def _item(id_: str, file: str, kind: str, properties: str) -> Markup:
    said = Markup(' properties="{}"').format(properties) if properties else ""
    return _ITEM.format(id=id_, file=file, kind=kind, properties=said)


def _contents(pages: list[BookPage]) -> Markup:
    """Return the contents: parts, pages, and the sections of each."""
    listed = Markup("")
    for part, each in groupby(pages[_BEFORE:], key=lambda page: page.part):
        lines = Markup("").join(_line(page) for page in each)
        within = Markup("<li><span>{}</span><ol>{}</ol></li>").format(part, lines)
        listed += within if part else lines
    return Markup(
        '<nav epub:type="toc" role="doc-toc" id="contents"><h1>Contents</h1><ol>{}</ol></nav>'
        '<nav epub:type="landmarks" hidden="hidden"><h2>Landmarks</h2><ol>'
        '<li><a epub:type="cover" href="cover.xhtml">Cover</a></li>'
        '<li><a epub:type="toc" href="#contents">Contents</a></li>'
        '<li><a epub:type="bodymatter" href="{}.xhtml">Begin</a></li></ol></nav>'
    ).format(listed, pages[_BEFORE].name)


def _line(page: BookPage) -> Markup:
    sections = Markup("").join(
        Markup('<li><a href="{}">{}</a></li>').format(each.address, each.text)
        for each in page.headings
    )
    below = Markup("<ol>{}</ol>").format(sections) if sections else ""
    return Markup('<li><a href="{}.xhtml">{}</a>{}</li>').format(page.name, page.title, below)


def main() -> None:
    """Write the e-book of the book in `_build`, and say how large it is."""
    escape_what_cannot_be_printed()
    file = ROOT / f"_build/{book_id()}.epub"
    address = os.environ.get("BOOK_URL", "")
    base = f"{address.rstrip('/')}/" if address else ""
    try:
        pages = write_epub(ROOT, file, edition_time(), base)
    except FileNotFoundError as error:
        sys.exit(str(error))
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}: {pages} pages, {size / 1e6:.1f} MB ({size} bytes)")


if __name__ == "__main__":
    main()
