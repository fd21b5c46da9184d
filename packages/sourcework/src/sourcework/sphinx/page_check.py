"""Page check: after a build, what readers will not get or must not see is told, page by page.

Six things are looked for: a request to another host, an address that leads to nothing, a picture
without a description, a path of the machine on which the book was built, something that is wider
than a phone, and a formula that stayed TeX. Each is a warning of its own kind, `page_check.host`
and so on, which `suppress_warnings` can silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml import html
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger
from sphinx.util.typing import ExtensionMetadata

__all__ = ["Finding", "Pages", "setup"]

_LOGGER = getLogger(__name__)
_LOADED = {  # what a browser asks for by itself
    **dict.fromkeys(("img", "source", "script", "iframe", "audio", "track"), ("src", "srcset")),
    **{"video": ("src", "poster"), "embed": ("src",), "object": ("data",), "input": ("src",)},
}
_STYLE_LINKS = ("stylesheet", "icon", "preload", "modulepreload", "manifest")
_PHONE = 320  # CSS pixels
_WIDTH = re.compile(r"(?<![-\w])(?:min-)?width\s*:\s*(\d+)px")
_FIXED = ("iframe", "object", "embed", "div", "section", "p")
_TEX = re.compile(r"\$\$.+?\$\$|\\(?:frac|begin|sum|int|mathbf|alpha|beta)\b", re.DOTALL)
_HOME = re.compile(r"(?<![\w/.])(?:/(?:home|Users)/[\w.-]+/|[A-Z]:\\Users\\)\S*")


@dataclass(frozen=True)
class Finding:
    """What is wrong in a page: its kind, what it is, and the cure."""

    kind: str
    problem: str
    cure: str


class Pages:
    """The pages of a built book, each read once.

    Parameters
    ----------
    book
        The folder of the pages.
    machine
        Paths of the machine that no page may show.
    """

    def __init__(self, book: Path, machine: tuple[str, ...] = ()) -> None:
        self._book, self._machine = book, tuple(each for each in machine if len(each) > 2)
        self._ids: dict[Path, set[str]] = {}

    def findings(self, page: Path) -> Iterator[Finding]:
        """Find what is wrong in one page."""
        root = html.parse(str(page), html.HTMLParser(encoding="utf-8")).getroot()
        if root is None:
            return
        yield from self._hosts(root)
        yield from self._dead(page, root)
        yield from self._pictures(root)
        text = "\n".join(_texts(root))
        yield from self._paths(root.text_content())
        yield from _wide(root)
        if found := _TEX.search(text):
            cure = "add dollarmath to myst_enable_extensions, or write it as code"
            yield Finding("formula", f"a formula stayed TeX: {found[0][:40]!r}", cure)

    def _hosts(self, root: html.HtmlElement) -> Iterator[Finding]:
        for address in dict.fromkeys(_loaded(root)):
            if host := urlsplit(address).netloc:
                cure = "bring the file along in _static, or leave it out"
                yield Finding("host", f"it asks another host, {host}, for {address[:80]}", cure)

    def _dead(self, page: Path, root: html.HtmlElement) -> Iterator[Finding]:
        links = [str(each) for each in root.xpath("//a/@href | //area/@href")]
        for address in dict.fromkeys((*links, *_loaded(root))):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or address.startswith(("data:", "blob:")):
                continue
            target = self._target(page, unquote(parts.path))
            if target is None:
                cure = "mend the address, or add what it leads to"
                yield Finding("dead", f"{address[:80]} leads to nothing", cure)
            elif parts.fragment and not self._has(target, unquote(parts.fragment)):
                cure = "name an id that is there"
                yield Finding("dead", f"{address[:80]} leads to no place in its page", cure)

    def _target(self, page: Path, path: str) -> Path | None:
        if not path:
            return page
        here = self._book if path.startswith("/") else page.parent
        found = (here / PurePosixPath(path.lstrip("/"))).resolve()
        if found.is_dir():
            found /= "index.html"
        return found if found.is_file() else None

    def _has(self, page: Path, name: str) -> bool:
        if page.suffix != ".html" or name in ("", "top"):
            return True
        if page not in self._ids:
            root = html.parse(str(page), html.HTMLParser(encoding="utf-8")).getroot()
            names = root.xpath("//@id | //a/@name") if root is not None else []
            self._ids[page] = {str(each) for each in names}
        return name in self._ids[page]

    def _pictures(self, root: html.HtmlElement) -> Iterator[Finding]:
        cure = "describe it: of a cell with mystnb: {image: {alt: …}}, elsewhere in its brackets"
        for picture in root.xpath("//img[not(ancestor::noscript)]"):
            said, source = picture.get("alt"), picture.get("src", "")
            decorative = picture.get("role") in ("presentation", "none")
            if said is None or (not said.strip() and not decorative) or said == source:
                name = source.rpartition("/")[2][:60]
                yield Finding("picture", f"the picture {name} has no description", cure)

    def _paths(self, text: str) -> Iterator[Finding]:
        own = [each for each in self._machine if each in text]
        if own or (found := _HOME.search(text)):
            shown = own[0] if own else str(found and found[0])[:60]
            cure = "print no path, or only its last part"
            yield Finding("path", f"it shows a path of this machine, {shown}", cure)


def _loaded(root: html.HtmlElement) -> Iterator[str]:
    """Give the addresses that a browser asks for when it opens a page."""
    for tag, names in _LOADED.items():
        for element in root.iter(tag):
            for name in names:
                if value := element.get(name):
                    yield from (value.split(" ")[:1] if name == "srcset" else [value.strip()])
    for link in root.iter("link"):
        if set((link.get("rel") or "").split()) & set(_STYLE_LINKS) and link.get("href"):
            yield str(link.get("href"))


def _texts(root: html.HtmlElement) -> Iterator[str]:
    """Give what a page says in prose, without code."""
    for paragraph in root.xpath("//article//p | //article//li | //article//td"):
        if not paragraph.xpath("ancestor-or-self::*[self::pre or self::code or self::math]"):
            yield " ".join(paragraph.xpath("text()"))


def _wide(root: html.HtmlElement) -> Iterator[Finding]:
    """Find what has a width of its own that is more than a phone has."""
    cure = "give it max-width: 100%, or put it into a box that scrolls"
    for element in root.xpath(f"//article//*[{' or '.join(f'self::{tag}' for tag in _FIXED)}]"):
        given = element.get("width", "")
        style = element.get("style", "")
        fixed = int(given) if given.isdigit() else 0
        fixed = max([fixed, *map(int, _WIDTH.findall(style))])
        if fixed > _PHONE and "max-width" not in style:
            yield Finding(
                "wide", f"a {element.tag} is {fixed} pixels wide, more than a phone", cure
            )


def _check(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.name not in ("html", "dirhtml", "singlehtml"):
        return
    book, found = Path(app.outdir), 0
    machine = (str(app.srcdir), str(Path(app.outdir).resolve()))
    pages = Pages(book, machine)
    for name in sorted(app.env.found_docs):
        page = Path(app.builder.get_outfilename(name))  # type: ignore[attr-defined]
        for finding in pages.findings(page) if page.is_file() else ():
            if f"page_check.{finding.kind}" not in app.config.suppress_warnings:
                found += 1
            _LOGGER.warning(
                f"{finding.problem}; {finding.cure}",
                location=name,
                type="page_check",
                subtype=finding.kind,
            )
    if found and app.warningiserror:
        app.statuscode = 1


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension."""
    app.connect("build-finished", _check, priority=960)  # when all files are as they will stay
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
